"""The contested claims of a slice, against plain scans of its events."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st
from random_timelines import queries, timelines
from tables import each_row

from timeline_tui.analysis.disputes import By, Claim, Disputes
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Citation, Event, Source, Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import parse_query
from timeline_tui.text.text import fold

ARTICLE = Source("article", "An article", "A paper")
RECORD = Source("record", "The record")
LATER, EARLIER = parse("2024-06-14"), parse("2024-06-12")
WEEK = Timeline(
    sources=(ARTICLE, RECORD),
    events=(
        Event("e0", parse("2024-06-10"), "a", sources=(Citation(ARTICLE), Citation(ARTICLE, "¶8", "disputes"))),
        Event("e1", parse("2024-06-11"), "b", sources=(Citation(RECORD, stance="confirms"), Citation(ARTICLE))),
        Event("e2", parse("2024-06-12"), "c", sources=(Citation(RECORD, date=LATER), Citation(ARTICLE, date=EARLIER))),
        Event("e3", parse("2024-06-12"), "d", sources=(Citation(RECORD), Citation(ARTICLE, stance="disputes"))),
        Event("e4", parse("2024-06"), "e", sources=(Citation(RECORD, date=LATER), Citation(ARTICLE, date=EARLIER))),
    ),
)


def week(query: str = "", by: By = "event") -> Disputes:
    return Disputes(Slice(Index(WEEK), parse_query(query)), by)


def shown(found: Disputes) -> list[tuple[str, list[str]]]:
    """The headings, each with the events under it."""
    rows = groupby(range(len(found)), found.heading)
    return [(heading, [found.event(row).id for row in group]) for heading, group in rows]


@given(timelines(), queries(1), st.sampled_from(["event", "source"]))
def test_each_disputing_citation_of_the_slice_is_in_one_row(timeline: Timeline, query: Query, by: By) -> None:
    narrowed = Slice(Index(timeline), query)
    found = Disputes(narrowed, by)
    events = [narrowed.index.event(position) for position in narrowed.rows]
    cited = [(event.id, id(each)) for event in events for each in event.disputes]
    in_rows = [(claim.event.id, id(each)) for claim in found for each in claim.against]
    assert sorted(in_rows) == sorted(cited)
    assert all(claim.against for claim in found)
    assert found[:] == list(found) == [found[row] for row in range(len(found))]
    if by == "event":
        assert [claim.event.id for claim in found] == [event.id for event in events if event.disputed]


@given(timelines(), queries(1), st.sampled_from(["event", "source"]))
def test_rows_are_in_groups_under_headings(timeline: Timeline, query: Query, by: By) -> None:
    found = Disputes(Slice(Index(timeline), query), by)
    groups = list(dict.fromkeys(found.group(row) for row in range(len(found))))
    assert [row for group in groups for row in group] == list(range(len(found)))
    for row, claim in enumerate(found):
        assert row in found.group(row)
        assert found.heading(row) == found.heading(found.group(row).start)
        assert found.nearest_to(claim.event, found.key(row)) == row
        if by == "source":
            assert {fold(each.source.name) for each in claim.against} == {fold(found.key(row))}
    if by == "source":
        assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)


def test_by_event_and_by_source() -> None:
    assert shown(week()) == [
        ("June 2024", ["e4"]),
        ("Monday 10 June 2024", ["e0"]),
        ("Wednesday 12 June 2024", ["e2", "e3"]),
    ]
    assert shown(week(by="source")) == [("A paper: An article", ["e4", "e0", "e3"]), ("The record", ["e4", "e2"])]
    assert week().description == "4 disputed claims by event"
    assert week(by="source").description == "4 disputed claims by disputing source"
    assert shown(week("id:e2", "source")) == [("The record", ["e2"])]


def test_a_claim_names_who_confirms_and_who_reports() -> None:
    claim = Claim(WEEK.events[1], ())
    assert (claim.support("confirms"), claim.support("reports")) == (
        WEEK.events[1].sources[:1],
        WEEK.events[1].sources[1:],
    )
    assert week()[-1].event.id == "e3"
    assert week()[-1].support("reports") == (Citation(RECORD),)
    confirms = Citation(RECORD, date=EARLIER, stance="confirms")
    both = Claim(WEEK.events[1]._replace(date=LATER, sources=(confirms,)), (confirms,))
    assert both.support("confirms") == both.event.disputes == (confirms,)
    (dated,) = week("id:e2")
    assert dated.support("reports") == (Citation(ARTICLE, date=EARLIER),), "the record gives another date"


@each_row(
    ("by", "query", "id", "source", "nearest"),
    [
        ("event", "", "e1", "", ("", "e0")),
        ("event", "", "e3", "", ("", "e3")),
        ("source", "", "e4", "record", ("record", "e4")),
        ("source", "", "e4", "gone", ("article", "e4")),
        ("source", "", "e2", "article", ("record", "e2")),
        ("source", "", "e1", "", ("article", "e0")),
        ("event", "id:e1", "e0", "", None),
        ("source", "id:e1", "e0", "", None),
    ],
)
def test_the_nearest_row(by: By, query: str, id: str, source: str, nearest: tuple[str, str] | None) -> None:
    found = week(query, by)
    position = found.slice.index.position(id)
    assert position is not None
    row = found.nearest(position, source)
    assert (None if row is None else (found.key(row), found.event(row).id)) == nearest


def test_an_empty_list_says_which_clause_is_to_blame() -> None:
    assert week("id:e1").why_empty == (("id:e1", 4),)
    assert week("id:e1 is:disputed").why_empty == (("id:e1", 4),)
