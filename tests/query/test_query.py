from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_scan import PlainScan
from random_timelines import COUNTRIES, queries, timelines
from tables import each_row

from timeline_tui.dates.calendar import day_number
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query import EVERYTHING, Clause, Mode, Query, Term, words
from timeline_tui.query.syntax import format_query, parse_query
from timeline_tui.text.text import fold


def _after(text: str, operation: str, *arguments: object) -> str:
    return format_query(getattr(parse_query(text), operation)(*arguments))


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("", None),
        ("country:A", None),
        ("-country:A,B", None),
        ("topic:A,B", None),
        ("country:A,B", "any"),
        ("country:A country:B", "all"),
        ("country:A,B country:C", "all"),
    ],
)
def test_the_query_shows_the_mode_of_two_or_more_values(text: str, mode: Mode | None) -> None:
    assert parse_query(text).mode("country") == mode


def test_the_terms_of_a_field() -> None:
    query = parse_query('country:A,"B b",c* country:a,A -country:D topic:E')
    assert query.terms("country") == (Term("A"), Term("B b"), Term("c", True), Term("a"))
    assert query.terms("country", negated=True) == (Term("D"),)
    assert query.terms("person") == ()


@each_row(
    ("text", "operation", "arguments", "after"),
    [
        ("", "include", ("country", "United States"), 'country:"United States"'),
        ("country:A oil", "include", ("country", "B"), "country:A,B oil"),
        ("country:A oil", "include", ("country", "B", "all"), "country:A country:B oil"),
        ("country:A,B", "include", ("country", "C", "all"), "country:A,B,C"),
        ("country:A country:B", "include", ("country", "C", "any"), "country:A country:B country:C"),
        ("country:A", "include", ("country", "a"), "country:A"),
        ("-country:A,B", "include", ("country", "á"), "-country:B country:á"),
        ("oil", "exclude", ("topic", "X"), "oil -topic:X"),
        ("-topic:X oil", "exclude", ("topic", "Y"), "-topic:X,Y oil"),
        ("topic:X,Y", "exclude", ("topic", "X"), "topic:Y -topic:X"),
        ("topic:X", "toggle", ("topic", "X"), ""),
        ("topic:X", "toggle", ("topic", "Y"), "topic:X,Y"),
        ("-topic:X", "toggle", ("topic", "X"), "topic:X"),
        ("-topic:X", "toggle_excluded", ("topic", "X"), ""),
        ("topic:X", "toggle_excluded", ("topic", "X"), "-topic:X"),
        ("a topic:X,Y b -topic:Z topic:W", "only", ("topic", "V"), "a topic:V b"),
        ("a", "only", ("topic", "V"), "a topic:V"),
        ("a topic:X -topic:Y b", "without", ("topic",), "a b"),
        ("topic:X oil topic:Y,x", "with_mode", ("topic", "any"), "topic:X,Y,x oil"),
        ("topic:X,Y oil -topic:Z", "with_mode", ("topic", "all"), "topic:X topic:Y oil -topic:Z"),
        ("topic:X", "with_mode", ("topic", "all"), "topic:X"),
        ("a date:2024 b date:2023.. -date:2022", "with_dates", (None, None), "a b -date:2022"),
    ],
)
def test_operations_on_a_facet(text: str, operation: str, arguments: tuple[object, ...], after: str) -> None:
    assert _after(text, operation, *arguments) == after


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ((2024, 6, 13), (2024, 6, 13), "date:2024-06-13"),
        ((2024, 6, 12), (2024, 6, 14), "date:2024-06-12..2024-06-14"),
        ((2024, 6, 1), (2024, 6, 30), "date:2024-06"),
        ((2024, 1, 1), (2024, 12, 31), "date:2024"),
        ((2024, 6, 12), None, "date:2024-06-12.."),
        (None, (2024, 6, 12), "date:..2024-06-12"),
        ((-753, 1, 1), (-753, 12, 31), "date:-0753"),
    ],
)
def test_days_become_the_shortest_date_clause(
    first: tuple[int, int, int] | None, last: tuple[int, int, int] | None, text: str
) -> None:
    days = (day_number(*end) if end else None for end in (first, last))
    query = parse_query("oil date:1999").with_dates(*days)
    assert format_query(query) == f"oil {text}"
    assert parse_query(text).clauses[0] in query.clauses


def test_a_query_is_true_unless_it_is_empty() -> None:
    assert not EVERYTHING
    assert parse_query("x")


def test_words_to_highlight() -> None:
    query = parse_query('Sanctions "Dual‑Use  Goods" title:São,x quote:y* -title:no -not country:Japan sanctions')
    assert words(query) == ("sanctions", "dual-use goods", "sao", "x", "y")


def _found(query: Query, timeline: Timeline) -> list[str]:
    scan = PlainScan(timeline)
    return [event.id for event in timeline.events if scan.holds(query, event)]


def _keys(query: Query, negated: bool = False) -> set[str]:
    """The whole countries that are included, or excluded if ``negated``, folded."""
    return {fold(term.text) for term in query.terms("country", negated) if not term.prefix}


_VALUES = st.sampled_from(COUNTRIES)
_MODES = st.sampled_from(("any", "all"))


@given(timelines(4), queries(), _VALUES, _MODES)
def test_adding_and_removing_a_value_gives_the_same_events(
    timeline: Timeline, query: Query, value: str, mode: Mode
) -> None:
    if fold(value) not in _keys(query) | _keys(query, negated=True):
        included, excluded = query.include("country", value, mode), query.exclude("country", value)
        assert fold(value) in _keys(included)
        assert fold(value) in _keys(excluded, negated=True)
        for removed in (included.toggle("country", value), excluded.toggle_excluded("country", value)):
            assert _found(removed, timeline) == _found(query, timeline)


def _facet_query() -> st.SearchStrategy[Query]:
    """One facet in one mode, and exclusions in it."""

    def build(included: list[str], excluded: list[str], mode: Mode, rest: Query) -> Query:
        query = Query(tuple(clause for clause in rest.clauses if clause.field != "country"))
        for value in included:
            query = query.include("country", value, mode)
        for value in excluded:
            query = query.exclude("country", value)
        return query

    values = st.lists(_VALUES, max_size=3)
    return st.builds(build, values, values, _MODES, queries(2))


@given(timelines(4), _facet_query(), _VALUES, _MODES)
def test_toggling_twice_gives_the_same_query(timeline: Timeline, query: Query, value: str, preferred: Mode) -> None:
    mode = query.mode("country") or preferred
    if fold(value) not in _keys(query, negated=True):
        twice = query.toggle("country", value, mode).toggle("country", value, mode)
        assert _found(twice, timeline) == _found(query, timeline)
    if fold(value) not in _keys(query):
        twice = query.toggle_excluded("country", value).toggle_excluded("country", value)
        assert _found(twice, timeline) == _found(query, timeline)


@given(_facet_query(), _VALUES, _MODES)
def test_a_value_is_never_included_and_excluded(query: Query, value: str, mode: Mode) -> None:
    for changed in (query.include("country", value, mode), query.exclude("country", value)):
        included, excluded = _keys(changed), _keys(changed, negated=True)
        assert not included & excluded
        assert fold(value) in included | excluded


@given(_facet_query(), _MODES)
def test_mode_changes_the_mode_only(query: Query, mode: Mode) -> None:
    changed = query.with_mode("country", mode)
    assert set(changed.terms("country")) == set(query.terms("country"))
    assert changed.terms("country", negated=True) == query.terms("country", negated=True)
    if len(query.terms("country")) > 1:
        assert changed.mode("country") == mode


def test_each_term_drops_clauses_that_are_left_empty() -> None:
    query = parse_query("country:A,B topic:A")
    assert query.each_term(lambda clause, term: () if term.text == "A" else (term,)) == Query(
        (Clause("country", (Term("B"),)),)
    )
