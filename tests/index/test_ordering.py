"""before:, after:, possibly-before: and possibly-after: against a search through all possible times."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby, product

from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.dates.when import parse, undated
from timeline_tui.formats.reading.blocks import BytesInMemory
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.image import Image
from timeline_tui.index.mapped.index_writer import write_image
from timeline_tui.index.mapped.mapped_index import MappedIndex
from timeline_tui.index.ordering import OrderGraph, _reached
from timeline_tui.model.order import placed
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query_fields import ORDER
from timeline_tui.query.syntax import parse_query

# Time is three segments (January, 1 February, the rest of February) with some moments each.
MOMENTS = 3
DATES = {
    "": ((0, 3), None),
    "2024-01": ((0, 1), None),
    "2024-02": ((1, 3), None),
    "2024-02-01": ((1, 2), None),
    "2024-02-01T12:00": ((1, 2), None),
    "2024-01/2024-02": ((0, 1), (1, 3)),
    "2024-02-01/2024-02": ((1, 2), (1, 3)),
    "2024-02-01~": ((0, 3), None),  # approximate and uncertain dates say nothing for certain
    "2024-01?": ((0, 3), None),
}
"""For each date the segments in which the event begins, from and to; and those in which it ends, if these differ."""

Times = tuple[int, int]


def choices(date: str) -> list[Times]:
    """All first and last moments of an event with this date."""
    (first, last), end = DATES[date]
    begins = range(first * MOMENTS, last * MOMENTS)
    if not end:
        return [(at, at) for at in begins]
    return [(at, to) for at in begins for to in range(end[0] * MOMENTS, end[1] * MOMENTS) if at <= to]


@st.composite
def chronologies(draw: st.DrawFn) -> tuple[list[str], set[tuple[int, int]]]:
    """The dates of events, and pairs (earlier, later) that are true for at least one choice of times."""
    dates = draw(st.lists(st.sampled_from([date for date in DATES if "T" not in date]), min_size=2, max_size=3))
    true = [draw(st.sampled_from(choices(date))) for date in dates]
    pairs = [(a, b) for a, b in product(range(len(dates)), repeat=2) if true[a][1] < true[b][0]]
    return dates, set(draw(st.lists(st.sampled_from(pairs)))) if pairs else set()


def index_of(dates: Sequence[str], pairs: set[tuple[int, int]]) -> Index:
    events = [
        Event(
            f"e{number}",
            parse(date) if date else undated(),
            "",
            after=tuple(f"e{a}" for a, b in sorted(pairs) if b == number and a < b),
            before=tuple(f"e{b}" for a, b in sorted(pairs) if a == number and b < a),
        )
        for number, date in enumerate(dates)
    ]
    found, problems = placed(events)
    assert not problems
    return Index(Timeline(events=found))


def found(index: Index, query: str) -> set[str]:
    bits = index.query_bits(parse_query(query))
    return {index.event(position).id for position in range(index.total) if bits >> position & 1}


def possible(dates: Sequence[str], pairs: set[tuple[int, int]]) -> Iterator[tuple[Times, ...]]:
    for times in product(*map(choices, dates)):
        if all(times[a][1] < times[b][0] for a, b in pairs):
            yield times


@given(chronologies())
@example((["2024-02", "", "2024-01"], {(2, 1), (1, 0)}))
@example((["", "", ""], {(0, 1), (1, 2)}))
@example((["", "2024-01", ""], {(0, 2), (1, 2)}))
@example((["2024-02-01", "2024-01/2024-02", ""], {(1, 2)}))
@example((["2024-02-01~", "2024-01?", ""], {(0, 1), (1, 2)}))
@example((["2024-02", "2024-01?", "2024-02-01"], {(2, 1)}))
def test_certain_is_true_of_all_possible_times_and_possible_of_some(
    chronology: tuple[list[str], set[tuple[int, int]]],
) -> None:
    dates, pairs = chronology
    index = index_of(dates, pairs)
    file = io.BytesIO()
    write_image(index, file, {})
    asked = {f"e{number}": number for number in range(len(dates))} | {"2024-02-01": -1}
    answers = {(field, name): (set(asked) - {name, "2024-02-01"}, set[str]()) for field in ORDER for name in asked}
    day = MOMENTS, 2 * MOMENTS - 1
    touching = {query: set[str]() for query in ("2024-01", "2024-02-01", "2024-02-02..2024-02-29")}
    for times in possible(dates, pairs):
        for segment, query in enumerate(touching):
            first, last = segment * MOMENTS, segment * MOMENTS + MOMENTS - 1
            touching[query] |= {f"e{n}" for n, one in enumerate(times) if one[0] <= last and one[1] >= first}
        for name, number in asked.items():
            x = times[number] if number >= 0 else day
            before = {f"e{n}" for n, one in enumerate(times) if n != number and one[1] < x[0]}
            after = {f"e{n}" for n, one in enumerate(times) if n != number and one[0] > x[1]}
            for field, true in (("before", before), ("after", after)):
                answers[field, name][0].intersection_update(true)
                others = {f"e{n}" for n in range(len(dates)) if n != number} - true
                reverse = "after" if field == "before" else "before"
                answers[f"possibly-{reverse}", name][1].update(others)
    for one in (index, MappedIndex(Image(BytesInMemory(file.getvalue())))):
        assert [event.date.sort_key for event in one.events] == [event.date.sort_key for event in index.events]
        undated = found(one, "is:undated")
        assert undated <= {f"e{n}" for n, date in enumerate(dates) if not date}
        as_written = {f"e{n}" for n, date in enumerate(dates) if date[-1:] not in ("~", "?")}
        for query, ids in touching.items() if len(as_written) == len(dates) else ():
            assert found(one, f"date:{query}") == ids - undated, query
        for (field, name), (certain, some) in answers.items():
            wanted = some if field.startswith("possibly") else certain
            assert found(one, f"{field}:{name}") == wanted, (field, name)


# All are of one day; the first three are timed: at 22:00, 23:00 and 23:30 UTC.
_DAY = [
    Event("early", parse("2024-06-14T07:00+09:00"), ""),
    Event("middle", parse("2024-06-13T23:00Z"), ""),
    Event("late", parse("2024-06-13T19:30-04:00"), ""),
    Event("day", parse("2024-06-13"), ""),
    Event("local", parse("2024-06-13T12:00"), ""),
    Event("next", parse("2024-06-15"), "", before=("last",)),
    Event("last", undated(), "", after=("late",)),
    Event("none", undated(), ""),
]


@each_row(
    ("query", "ids"),
    [
        ("before:middle", "early"),
        ("after:middle", "late next last"),
        ("possibly-before:middle", "early day local none"),
        ("possibly-after:middle", "late day local next last none"),
        ("before:day", ""),
        # by the local clock, like date:
        ("after:2024-06-13T12:30", "middle late next last early"),
        ("before:2024-06-13T19:30", "local"),
        ("before:next,day", "early middle late day local"),
        ("-possibly-before:2024-06", ""),
        ("before:nobody", ""),
        ("possibly-before:2024-06-31", ""),
        # neither has a date, or only one of them
        ("before:none", ""),
        ("after:next", "last"),
        ("is:undated", "none"),
        ("date:2024-06-20", "last"),
        ("after:late before:last", "next"),
        ("before:2024-06~", ""),
        ("possibly-before:2024-06~", "early middle late day local next last none"),
    ],
)
def test_times_are_instants_and_undated_events_are_possible(query: str, ids: str) -> None:
    events, problems = placed(_DAY)
    assert not problems
    assert found(Index(Timeline(events=events)), query) == set(ids.split())


def test_the_stated_order_is_a_relation() -> None:
    index = Index(Timeline(events=placed(_DAY)[0]))
    ties = {event.id: [tie[1:] for tie in index.related(event)] for event in index.events}
    assert ties["last"] == [("late", "stated earlier", True), ("next", "stated earlier", False)]
    assert ties["next"] == [("last", "stated later", True)]
    assert ties["none"] == []


_ANY_DATE = st.sampled_from(
    ["", "", *DATES, "2024-06-13T10:00Z", "2024-06~", "2023?", "../2024-06-13", "/2024-06-12", "2024-02-24/..", "202X"]
)
_NAMES = st.lists(_ANY_DATE.filter(bool) | st.integers(0, 5).map("e{}".format), max_size=2).map(tuple)


@given(st.lists(st.tuples(_ANY_DATE, _NAMES, _NAMES), min_size=2, max_size=6))
@example([("/2024-06-12", (), ()), ("", (), ("e0",)), ("", ("e1",), ("2024-06-13",))])
@example([("", ("e1",), ()), ("", ("e0", "202X"), ())])
def test_what_is_left_of_a_contradictory_order_is_consistent(
    stated: list[tuple[str, tuple[str, ...], tuple[str, ...]]],
) -> None:
    events = [
        Event(f"e{number}", parse(date) if date else undated(), "", after=after, before=before)
        for number, (date, after, before) in enumerate(stated)
    ]
    index = Index(Timeline(events=placed(events)[0]))
    assert list(index.intervals.earliest) == sorted(index.intervals.earliest)
    headings = [heading for heading, _ in groupby(event.date.heading for event in index.events)]
    assert len(headings) == len(set(headings))
    for event in index.events:
        before, after, maybe_before, maybe_after = (found(index, f"{field}:{event.id}") for field in ORDER)
        assert not before & after
        assert before <= maybe_before
        assert after <= maybe_after
        assert event.id not in maybe_before | maybe_after


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), unique=True))
@example([(0, 1), (1, 2), (2, 3), (0, 4), (4, 5), (3, 6), (5, 6), (6, 7)])
def test_a_path_leads_to_every_later_event(pairs: list[tuple[int, int]]) -> None:
    graph = OrderGraph([earlier for earlier, _ in pairs], [later for _, later in pairs])
    for one, other in product(range(9), repeat=2):
        assert graph.leads(one, other) == (other in _reached(graph.following, [one])), (one, other)
