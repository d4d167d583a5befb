"""The sources of a timeline, as a slice uses them, against plain scans of its events."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from plain_scan import PlainScan
from random_timelines import queries, timelines

from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import CHECKS, Sources, check, checks
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.index.source_use import SourceOrder, SourceUse
from timeline_tui.model.origins import Origins, repeats
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline
from timeline_tui.query.query import EVERYTHING, Query
from timeline_tui.query.syntax import format_query, parse_query
from timeline_tui.text.text import fold

ARTICLE = Source("article", "An article", date=parse("2024-06-20"))
RECORD = Source("record", "The record", date=parse("2024-06-13"))
NOTES = Source("notes", "Notes")
UNUSED = Source("unused", "Zebra", date=parse("2020"))
PAGE = Source(url="https://example.org/page")
WEEK = Timeline(
    sources=(ARTICLE, RECORD, NOTES, UNUSED),
    events=(
        Event("e0", parse("2024-06-10"), "a", sources=(Citation(ARTICLE), Citation(ARTICLE, "¶8", "disputes"))),
        Event("e1", parse("2024-06-11"), "b", sources=(Citation(RECORD, stance="confirms"), Citation(ARTICLE))),
        Event("e2", parse("2024-06-12"), "c", quotes=(Quote("x", source=RECORD), Quote("y", source=RECORD))),
        Event("e3", parse("2024-06-13"), "d"),
        Event("e4", parse("2024-06-14"), "e", sources=(Citation(NOTES), Citation(PAGE), Citation(ARTICLE))),
    ),
)


def week(query: str = "") -> Slice:
    return Slice(Index(WEEK), parse_query(query))


def use(narrowed: Slice, name: str) -> tuple[int, ...]:
    row = Sources(narrowed).row(name)
    assert row is not None
    return Sources(narrowed)[row][2:]


def names(found: Sources) -> list[str]:
    return [each.name for each in found]


@given(timelines(), queries(2), st.sampled_from(["events", "name", "date", "origin"]))
def test_counts_equal_those_of_a_scan(timeline: Timeline, query: Query, order: SourceOrder) -> None:
    narrowed = Slice(Index(timeline), query)
    events = [narrowed.index.event(position) for position in narrowed.rows]
    found = Sources(narrowed, order)
    for each in found:

        def same(source: Source | None, name: str = each.name) -> bool:
            return source is not None and fold(source.name) == fold(name)

        def stance(stance: str) -> int:
            return sum(
                any(same(citation.source) and citation.stance == stance for citation in event.sources)
                for event in events
            )

        disputes = sum(any(same(dispute.source) for dispute in event.disputes) for event in events)

        assert each.events == sum(any(map(same, event.cited)) for event in events)
        assert each.total == sum(any(map(same, event.cited)) for event in timeline.events)
        assert (each.reports, each.confirms, each.disputes) == (stance("reports"), stance("confirms"), disputes)
        assert each.quotes == sum(same(quote.source) for event in events for quote in event.quotes)
        assert same(each.source)
    cited = {fold(source.name) for event in timeline.events for source in event.cited}
    keyed = {fold(source.name) for source in timeline.sources}
    assert sorted(map(fold, names(found))) == sorted(cited | keyed)


@given(timelines(), queries(1), st.sampled_from(["events", "name", "date", "origin"]))
def test_sources_are_in_three_sorted_parts(timeline: Timeline, query: Query, order: SourceOrder) -> None:
    found = Sources(Slice(Index(timeline), query), order)
    places = [each.where_used for each in found]
    assert places == sorted(places, key=("in view", "elsewhere", "nowhere").index)
    assert places == [found.where_used(row) for row in range(len(found))]
    for row, each in enumerate(found):
        group = found.group(row)
        assert row in group
        alike = [other for other in range(len(found)) if _part(found, other) == _part(found, row)]
        assert list(group) == alike
        assert found.row(each.name) == row
        if row + 1 in group and order in ("events", "origin"):
            after = found[row + 1]
            assert _by_events(each) <= _by_events(after)
        elif row + 1 in group and order == "name":
            assert fold(each.source.label) <= fold(found[row + 1].source.label)


def _part(found: Sources, row: int) -> object:
    return found.where_used(row), found.origin(row)


@given(timelines(), queries(1))
def test_by_origin_sources_with_the_same_origins_are_together(timeline: Timeline, query: Query) -> None:
    narrowed = Slice(Index(timeline), query)
    found, origins = Sources(narrowed, "origin"), Origins.among(timeline.sources)
    events = [narrowed.index.event(position) for position in narrowed.rows]
    own = [frozenset(origins.of(each.source)) for each in found]
    for row, each in enumerate(found):
        use, shared = found.origin(row), [other for other in range(len(found)) if own[other] == own[row]]
        if each.where_used != "in view" or (len(shared) == 1 and not repeats(each.source)):
            assert use is None
        else:
            assert use is not None
            assert list(found.group(row)) == [number for number in shared if found[number].events]
            same = [found[number].name for number in shared]
            names = [{source.name for source in event.cited} for event in events]
            assert use.events == sum(not event.isdisjoint(same) for event in names)
            each_own = [{origin for source in event.cited for origin in origins.of(source)} for event in events]
            with_it = sum(not own[row].isdisjoint(event) for event in each_own)
            assert found.shared_events(row) == (with_it if len(own[row]) == 1 else 0)
    counts = [use.events for use in map(found.origin, range(len(found))) if use]
    assert counts == sorted(counts, reverse=True)


def _by_events(each: SourceUse) -> tuple[int, int, str]:
    return -each.events, -each.total, fold(each.source.label)


@given(timelines(), queries(2))
def test_picking_a_source_shows_the_counted_events(timeline: Timeline, query: Query) -> None:
    narrowed = Slice(Index(timeline), query)
    found = Sources(narrowed)
    for row, each in enumerate(found):
        picked = found.pick(row)
        if picked is None:
            assert not each.total
        elif not each.events:
            assert len(picked) == each.total
        elif not query.terms("source") and not query.terms("source", negated=True):
            assert len(picked) == each.events


@given(timelines(), queries(2))
def test_checks_count_the_events_in_view_in_a_state(timeline: Timeline, query: Query) -> None:
    narrowed = Slice(Index(timeline), query)
    events = [narrowed.index.event(position) for position in narrowed.rows]
    scan = PlainScan(timeline)
    scanned = {state: sum(scan.holds(parse_query(f"is:{state}"), event) for event in events) for state in CHECKS}
    if scanned["single-origin"] == scanned["single-source"]:
        del scanned["single-origin"]
    assert checks(narrowed) == {state: count for state, count in scanned.items() if count}
    if not query.terms("is") and not query.terms("is", negated=True):  # else asking again lifts it
        for state, count in checks(narrowed).items():
            assert len(check(narrowed, state)) == count


@given(timelines(), queries(2), queries(2), st.sampled_from(["events", "name", "date", "origin"]))
@example(WEEK, EVERYTHING, parse_query("-zzzz"), "events")
def test_the_sources_for_the_next_slice_are_the_same_as_for_a_new_one(
    timeline: Timeline, query: Query, other: Query, order: SourceOrder
) -> None:
    narrowed = Slice(Index(timeline), query)
    before, after = Sources(narrowed, order), narrowed.with_query(other)
    list(before)
    assert list(before.of(after, order)) == list(Sources(after, order))
    assert before.of(after, order).slice is after


def test_an_event_counts_once_for_each_stance_and_a_quote_counts_itself() -> None:
    assert use(week(), "article") == (3, 3, 3, 0, 1, 0), "of the first event it reports and disputes"
    assert use(week(), "record") == (2, 2, 0, 1, 0, 2)
    assert use(week("date:2024-06-12..2024-06-13"), "record") == (1, 2, 0, 0, 0, 2)


def test_by_events_by_name_by_date() -> None:
    assert names(Sources(week())) == ["article", "record", PAGE.url, "notes", "unused"], "by address, it has no title"
    narrowed = week("date:..2024-06-12")
    assert names(Sources(narrowed)) == ["article", "record", PAGE.url, "notes", "unused"]
    assert names(Sources(narrowed, "name")) == ["article", "record", PAGE.url, "notes", "unused"]
    assert names(Sources(narrowed, "date")) == ["record", "article", PAGE.url, "notes", "unused"]
    assert names(Sources(week("date:2024-06-12"))) == ["record", "article", PAGE.url, "notes", "unused"]


def test_where_used_says_which_events_use_a_source() -> None:
    narrowed = week("date:2024-06-12")
    assert {each.name: each.where_used for each in Sources(narrowed)} == {
        "record": "in view",
        "article": "elsewhere",
        PAGE.url: "elsewhere",
        "notes": "elsewhere",
        "unused": "nowhere",
    }


def test_picking_adds_a_filter_and_picking_again_removes_it() -> None:
    narrowed = week("date:2024-06-11..")
    row = Sources(narrowed).row("article")
    assert row is not None
    picked = Sources(narrowed).pick(row)
    assert picked is not None
    assert format_query(picked.query) == "date:2024-06-11.. source:article"
    again = Sources(picked).pick(0)
    assert again is not None
    assert again.query == narrowed.query


def test_picking_a_source_of_hidden_events_drops_the_filter() -> None:
    found = Sources(week("date:2024-06-12"))
    picked = found.pick(1)
    assert picked is not None
    assert format_query(picked.query) == "source:article"
    assert found.pick(len(found) - 1) is None, "nothing cites it"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "is:unsourced"),
        ("is:unsourced", ""),
        ("topic:oil is:disputed", "topic:oil is:disputed is:unsourced"),
        ("is:unsourced topic:oil", "topic:oil"),
        ("is:disputed,unsourced", "is:disputed,unsourced is:unsourced"),
    ],
)
def test_a_check_adds_a_clause_or_removes_it(before: str, after: str) -> None:
    assert format_query(check(week(before), "unsourced").query) == after


def test_sources_of_one_name_are_one() -> None:
    other = RECORD._replace(title="The record, printed")
    event = Event("e5", parse("2024"), "f", sources=(Citation(other), Citation(RECORD)))
    index = Index(WEEK._replace(events=(*WEEK.events, event)))
    assert use(Slice(index), "record") == (3, 3, 1, 1, 0, 2)
    assert len(Sources(Slice(index))) == 5


def test_a_source_without_a_name_is_left_out() -> None:
    index = Index(Timeline(events=(Event("e", parse("2024"), "t", sources=(Citation(Source()), Citation(NOTES))),)))
    assert names(Sources(Slice(index))) == ["notes"]


def test_a_source_is_found_by_any_spelling_of_its_name() -> None:
    assert Sources(week()).row("NOTES") == 3
    assert Sources(week()).row("nothing") is None
