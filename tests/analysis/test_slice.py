from __future__ import annotations

from functools import partial

import pytest
from costs import lines
from hypothesis import assume, given
from hypothesis import strategies as st
from random_timelines import queries, stars, timelines
from tables import each_row

from timeline_tui.analysis import later_events
from timeline_tui.analysis.grid import Grid
from timeline_tui.analysis.searched import searched
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse, undated
from timeline_tui.formats.views.grid_export import GridExport
from timeline_tui.index.index import Index
from timeline_tui.model.order import placed
from timeline_tui.model.starred import Star, quote_star, source_star
from timeline_tui.model.timeline import Citation, Event, Extract, Quote, Source, Timeline
from timeline_tui.query.query import Clause, Mode, Query, Term
from timeline_tui.query.syntax import format_query, parse_query

_SOURCES = (Source(key="s1"), Source(key="s2"))
_WEEK = Timeline(
    "Week",
    aliases=(("U.S.", "United States"),),
    sources=_SOURCES,
    events=tuple(
        Event(name, parse(date), name, countries=countries, topics=topics, sources=tuple(map(Citation, sources)))
        for name, date, countries, topics, sources in (
            ("late", "2024-06-14", ("Japan", "Ukraine"), ("accord",), _SOURCES[1:]),
            ("early", "2024-06-10", ("Japan",), ("industry",), ()),
            ("middle", "2024-06-12", ("United States", "Russia"), ("sanctions",), _SOURCES[:1]),
            ("other", "2024-06-13", ("U.S.", "Ukraine"), ("accord",), ()),
            ("both", "2024-06-13", ("Japan", "United Kingdom", "Ukraine", "Russia"), ("accord", "sanctions"), ()),
        )
    ),
)


def _slice(text: str = "", *all_mode: str, stars: frozenset[str] = frozenset()) -> Slice:
    return Slice(Index(_WEEK), parse_query(text), frozenset(all_mode), stars)


def _ids(whole: Slice) -> list[str]:
    return [whole.event(row).id for row in range(len(whole))]


def _text(whole: Slice) -> str:
    return format_query(whole.query)


@each_row(
    ("is_beginning", "query", "description", "searched_total", "bars"),
    [
        (False, "", "5 events", 2, 5),  # all events are listed
        (False, "date:2024", "5 of 5 events", 2, 5),
        (False, "country:Japan", "1 of 2 searched so far", 2, 2),
        (True, "", "5 events so far", 5, 5),
        (True, "date:2024-06-10", "1 of 5 searched so far", 5, 1),
    ],
)
def test_counts_while_a_file_is_read(
    is_beginning: bool, query: str, description: str, searched_total: int, bars: int
) -> None:
    index = Index(_WEEK)
    index.is_beginning = is_beginning
    index.indexed = index.all if is_beginning else 0b11
    found = Slice(index, parse_query(query))
    assert found.description == description
    assert sum(bar.total for bar in found.histogram(10).bars) == bars
    narrowed, is_final = found.narrowed(), "so far" not in description
    searched_so_far = narrowed.extract.searched if narrowed.extract else 0
    assert searched_so_far == (0 if is_final else searched_total)
    counted = searched(found)
    assert len(counted) == (found.mask & index.indexed).bit_count()
    grid = Grid.from_slice(found, "country")
    in_columns = sum(grid.count(None, column) for column in range(len(grid.columns)))
    assert grid.count(None, None) == in_columns == len(counted)
    assert all(row.total <= len(counted) for row in grid.rows)
    report = GridExport(grid).report()
    assert report.extent.startswith(counted.description)
    assert "so far" in report.extent
    assert report.remarks[-1][0] == "Not all of the file was read"


def test_rows_are_in_order_of_time() -> None:
    assert _ids(_slice()) == ["early", "middle", "other", "both", "late"]
    japan = _slice("country:japan")
    assert _ids(japan) == ["early", "both", "late"]
    assert list(japan.rows) == [0, 3, 4]
    assert japan.rows.rank(3) == 1
    assert japan.event(-1).id == "late"
    assert len(japan) == 3
    assert japan.total == 5


def test_an_empty_slice_is_a_slice() -> None:
    assert _slice("zzz")
    assert len(_slice("zzz")) == 0


@pytest.mark.parametrize(
    ("text", "description"),
    [("", "5 events"), ("country:japan", "3 of 5 events"), ("zzz", "0 of 5 events"), ("-zzz", "5 of 5 events")],
)
def test_description(text: str, description: str) -> None:
    assert _slice(text).description == description


def test_description_of_one_and_of_many() -> None:
    one = Index(Timeline(events=_WEEK.events[:1]))
    assert Slice(one).description == "1 event"
    assert Slice(one, parse_query("x")).description == "0 of 1 event"
    many = Index(Timeline(events=_WEEK.events * 300, aliases=_WEEK.aliases))
    assert Slice(many, parse_query("country:ukraine,u.s.")).description == "1,200 of 1,500 events"


def test_stars_of_quotes_and_sources() -> None:
    quoted = Event("quoted", parse("2024-06-15"), "Quoted", quotes=(Quote("a", source=_SOURCES[0]), Quote("b")))
    index = Index(_WEEK._replace(events=(*_WEEK.events, quoted)))

    def starred(*stars: str) -> dict[str, str]:
        whole = Slice(index, parse_query("is:starred"), stars=frozenset(stars))
        signs = {whole.event(row).id: whole.star(row) for row in range(len(whole))}
        every = whole.with_query(Query())
        assert [every.star(row) for row in range(6)] == [signs.get(every.event(row).id, "") for row in range(6)]
        return signs

    assert starred(quote_star(quoted, 1)) == {"quoted": "☆"}
    assert starred(Star("quoted", quote="withdrawn").text) == {}
    assert starred(quote_star(quoted, 0), "quoted", "late") == {"late": "★", "quoted": "★"}
    assert starred(source_star(_SOURCES[0]), "late") == {"middle": "☆", "late": "★", "quoted": "☆"}
    assert starred(source_star(Source("gone"))) == {}


def test_starred() -> None:
    whole = _slice("is:starred", stars=frozenset({"middle", "gone"}))
    assert _ids(whole) == ["middle"]
    assert [whole.with_query(Query()).star(row) for row in range(5)] == ["", "★", "", "", ""]


def test_why_it_is_empty() -> None:
    assert _slice('country:russia "zz y"').why_empty == (('"zz y"', 2),)
    assert _slice("country:japan topic:industry date:2024-06-12..").why_empty == (
        ("topic:industry", 2),
        ("date:2024-06-12..", 1),
    )
    assert _slice("country:russia topic:industry date:2024-06-12..").why_empty == (("topic:industry", 2),)
    assert _slice("country:japan").why_empty == ()
    assert _slice("zzz yyy").why_empty == ()


def test_narrowed_to_an_extract() -> None:
    narrowed = _slice("country:japan country:ukraine").narrowed()
    assert [event.id for event in narrowed.events] == ["both", "late"]
    assert narrowed.extract == Extract("country:japan country:ukraine", 5)
    assert narrowed.sources == _SOURCES[1:]
    assert _slice().narrowed() == _WEEK


# Facets


def _facet(text: str, *all_mode: str) -> dict[str, tuple[int, str]]:
    facet = _slice(text, *all_mode).facet("country")
    return {value: (facet.count(value), facet.state(value)) for value in facet.values}


def test_counts_without_a_query() -> None:
    assert _facet("") == {
        "Japan": (3, ""),
        "Ukraine": (3, ""),
        "Russia": (2, ""),
        "United States": (2, ""),
        "United Kingdom": (1, ""),
    }


def test_counts_in_any_mode_ignore_the_facet() -> None:
    assert _facet("country:japan topic:accord") == {
        "Japan": (2, "included"),
        "Ukraine": (3, ""),
        "Russia": (1, ""),
        "United States": (1, ""),
        "United Kingdom": (1, ""),
    }


def test_counts_in_all_mode_add_the_value() -> None:
    expected = {
        "Japan": (3, "included"),
        "Ukraine": (2, ""),
        "Russia": (1, ""),
        "United States": (0, ""),
        "United Kingdom": (1, ""),
    }
    assert _facet("country:japan", "country") == expected
    assert _facet("country:japan", "topic") != expected
    assert _facet("country:japan country:ukraine")["Russia"] == (1, "")


def test_counts_of_excluded_values_lift_that_exclusion() -> None:
    assert _facet("-country:russia,japan country:ukraine") == {
        "Japan": (2, "excluded"),
        "Ukraine": (1, "included"),
        "Russia": (1, "excluded"),
        "United States": (1, ""),
        "United Kingdom": (0, ""),
    }
    assert _facet("-country:russia country:japan", "country")["Russia"] == (1, "excluded")


def test_other_names_and_prefixes_show_as_included() -> None:
    assert _facet("country:u.s.")["United States"] == (2, "included")
    states = {value: state for value, (_, state) in _facet("country:un* -country:j*").items()}
    assert states == {
        "Japan": "excluded",
        "Ukraine": "",
        "Russia": "",
        "United States": "included",
        "United Kingdom": "included",
    }


def test_the_order_of_a_facet_does_not_change() -> None:
    assert _slice("country:russia").facet("country").values == _slice().facet("country").values


_FIELDS = st.sampled_from(("country", "topic", "person", "source", "speaker"))


@given(timelines(), queries(), stars(), _FIELDS, st.booleans())
def test_a_count_is_the_number_of_events_that_would_be_shown(
    timeline: Timeline, query: Query, starred: frozenset[str], field: str, all_mode: bool
) -> None:
    whole = Slice(Index(timeline), query, frozenset({field} if all_mode else ()), starred)
    facet = whole.facet(field)
    for value in facet.values:
        lifted = whole.toggle_excluded(field, value) if facet.state(value) == "excluded" else whole
        clauses = lifted.query.clauses
        if whole.mode(field) == "any":
            clauses = tuple(clause for clause in clauses if clause.field != field or clause.negated)
        seen = whole.replace(query=Query((*clauses, Clause(field, (Term(value),)))))
        assert facet.count(value) == len(seen), value


# The next slice


def _settled(query: Query, field: str) -> bool:
    """Whether a query has this facet in one mode, and no value both ways."""
    clauses = [clause for clause in query.clauses if clause.field == field and not clause.negated]
    return len(clauses) < 2 or all(len(clause.terms) == 1 for clause in clauses)


@given(timelines(), queries(), _FIELDS, st.booleans(), st.data())
def test_toggling_twice_shows_the_same(
    timeline: Timeline, query: Query, field: str, all_mode: bool, data: st.DataObject
) -> None:
    whole = Slice(Index(timeline), query, frozenset({field} if all_mode else ()))
    facet = whole.facet(field)
    assume(facet.values and _settled(query, field))
    value = data.draw(st.sampled_from(facet.values))
    included = {value for term in query.terms(field) for value in whole.index.facet(field).matching(term)}
    excluded = {value for term in query.terms(field, negated=True) for value in whole.index.facet(field).matching(term)}
    once = whole.toggle(field, value)
    assert once.facet(field).state(value) == ("" if value in included - excluded else "included") or value in excluded
    if value not in excluded:
        assert once.toggle(field, value).mask == whole.mask
    barred = whole.toggle_excluded(field, value)
    assert barred.facet(field).state(value) == (
        "excluded" if value not in excluded else "included" * (value in included)
    )
    if value not in included:
        assert barred.toggle_excluded(field, value).mask == whole.mask


@given(timelines(), queries(), _FIELDS, st.data())
def test_only_shows_the_count_that_any_mode_promised(
    timeline: Timeline, query: Query, field: str, data: st.DataObject
) -> None:
    whole = Slice(Index(timeline), query.without(field))
    values = whole.facet(field).values
    assume(values)
    value = data.draw(st.sampled_from(values))
    assert len(whole.only(field, value)) == whole.facet(field).count(value)


@each_row(
    ("text", "all_mode", "operation", "value", "after", "mode"),
    [
        ("country:japan", (), "toggle", "Ukraine", "country:japan,Ukraine", "any"),
        ("country:japan", ("country",), "toggle", "Ukraine", "country:japan country:Ukraine", "all"),
        ("country:japan,ukraine", ("country",), "toggle", "Ukraine", "country:japan", "any"),
        ("country:japan country:ukraine", (), "toggle", "Ukraine", "country:japan", "all"),
        ("country:u.s.", (), "toggle", "United States", "", "any"),
        ("country:japan,u.s.", (), "toggle", "United States", "country:japan", "any"),
        ("country:u*", (), "toggle", "Ukraine", 'country:"United States","United Kingdom"', "any"),
        ("-country:un*", (), "toggle", "United States", '-country:"United Kingdom" country:"United States"', "any"),
        ("-country:un*", (), "toggle_excluded", "United States", '-country:"United Kingdom"', "any"),
        ("country:u.s.", (), "toggle_excluded", "United States", '-country:"United States"', "any"),
        ("country:japan country:ukraine", (), "only", "Russia", "country:Russia", "all"),
        ("oil country:u* -country:japan", ("country",), "only", "Russia", "oil country:Russia", "all"),
    ],
)
def test_operations_know_mode_other_names_and_prefixes(
    text: str, all_mode: tuple[str, ...], operation: str, value: str, after: str, mode: Mode
) -> None:
    changed = getattr(_slice(text, *all_mode), operation)("country", value)
    assert _text(changed) == after
    assert changed.mode("country") == mode


def test_toggling_the_mode_rewrites_the_query_and_is_remembered() -> None:
    both = _slice("country:japan,ukraine").toggle_mode("country")
    assert _text(both) == "country:japan country:ukraine"
    either = both.toggle_mode("country")
    assert _text(either) == "country:japan,ukraine"
    assert either.all_mode == frozenset()
    empty = _slice().toggle_mode("country")
    assert empty.mode("country") == "all"
    assert _text(empty.toggle("country", "Japan").toggle("country", "Russia")) == "country:Japan country:Russia"
    assert empty.mode("topic") == "any"


def test_another_query_keeps_modes_and_stars() -> None:
    whole = _slice("zzz", "topic", stars=frozenset({"late"})).with_query(parse_query("is:starred"))
    assert _ids(whole) == ["late"]
    assert whole.mode("topic") == "all"


def test_all_mode_ends_when_the_last_included_value_goes() -> None:
    one = _slice().toggle_mode("country").toggle("country", "Japan")
    assert one.with_query(parse_query("")).mode("country") == "any"
    assert one.with_query(parse_query("zzz")).mode("country") == "any"
    assert one.toggle("country", "Japan").mode("country") == "any"
    assert one.with_query(parse_query("zzz country:Russia")).mode("country") == "all"
    assert one.toggle("topic", "sanctions").mode("country") == "all"


def test_slices_with_equal_parts_are_equal() -> None:
    whole = _slice("country:japan")
    assert whole == whole.with_query(parse_query("country:japan"))
    assert whole != whole.toggle("country", "Ukraine")


@given(timelines(), queries(2), st.sampled_from(["country", "topic", "person"]))
def test_only_some_events_are_counted(timeline: Timeline, query: Query, field: str) -> None:
    counted = Clause("is", (Term("disputed"),))
    whole = Slice(Index(timeline), query)
    disputed = Slice(Index(timeline), Query((*query.clauses, counted)))
    facet = whole.facet(field, counted)
    assert [facet.count(value) for value in facet.values] == [
        disputed.facet(field).count(value) for value in facet.values
    ]
    assert [facet.state(value) for value in facet.values] == [whole.facet(field).state(value) for value in facet.values]


@each_row(
    ("date", "after", "before", "others", "marked"),
    [
        ("", "a", "b", ("2024-04-15",), []),
        ("", "a", "b", ("2024-03-14",), ["call"]),
        ("", "a", "b", ("2024-03-15",), ["call"]),
        ("", "a", "", (), ["call"]),
        ("2024-03", "a", "b", ("2024-04-15",), []),
        ("2024-03", "", "b", ("2024-04-15",), ["call"]),
        ("2024-03", "a", "b", ("2024-03-15",), ["call"]),
        # certainly later than an event that is after the call
        ("", "a", "t", ("2024-03-15T16:00",), ["call"]),
        ("", "b", "t", ("2024-03-15T16:00",), []),
    ],
)
def test_the_stated_order_can_make_a_place_certain(
    date: str, after: str, before: str, others: tuple[str, ...], marked: list[str]
) -> None:
    names = {"a": "2024-03-12", "b": "2024-03-15", "t": "2024-03-15T15:00"}
    names = {name: on for name, on in names.items() if name != "t" or before == "t"}
    events = [Event(name, parse(on), name) for name, on in (*names.items(), *zip("xyz", others, strict=False))]
    when = parse(date) if date else undated()
    call = Event("call", when, "call", after=(after,) * bool(after), before=(before,) * bool(before))
    whole = Slice(Index(Timeline("", events=tuple(placed([*events, call])[0]))))
    assert [whole.event(row).id for row in range(len(whole)) if whole.may_be_later(row)] == marked


@given(
    st.lists(
        st.tuples(st.sampled_from(("", "2024", "2024-03", "2024-03-02", "2024-03-02T10:00")), st.booleans()),
        min_size=2,
        max_size=6,
    )
)
def test_rows_looked_at_one_by_one_and_all_at_once_say_the_same(days: list[tuple[str, bool]]) -> None:
    events = [
        Event(f"e{n}", parse(day) if day else undated(), "", after=(f"e{n - 1}",) * (is_after and n > 0))
        for n, (day, is_after) in enumerate(days)
    ]
    whole = Slice(Index(Timeline("", events=tuple(placed(events)[0]))))
    one_by_one = [whole.may_be_later(row) for row in range(len(whole))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(later_events, "_TRIED", 0)
        assert [whole.may_be_later(row) for row in range(len(whole))] == one_by_one


def test_a_long_chain_of_events_takes_no_longer_than_a_short_one() -> None:
    costs = []
    for size in (100, 1000):
        events = [Event(f"e{n}", undated(), "", after=(f"e{n - 1}",)) for n in range(1, size)]
        ends = Event("e0", parse("2024-01-01"), ""), Event("z", parse("2025"), "", after=(f"e{size - 1}",))
        whole = Slice(Index(Timeline("", events=tuple(placed([*ends, *events])[0]))))
        whole.may_be_later(1)
        assert not whole.may_be_later(2)
        costs.append(lines(partial(whole.may_be_later, 2)))
    assert costs[1] < costs[0] + 50
