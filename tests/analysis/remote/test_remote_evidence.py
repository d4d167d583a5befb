"""Quotes, sources and disputes of a chronology that is not in memory are the same as in memory, in pages."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_questions import QuestionsOfIndex, both
from random_timelines import queries, stars, timelines

from timeline_tui.analysis import disputes, quotes
from timeline_tui.analysis.disputes import Disputes
from timeline_tui.analysis.quotes import Quotes
from timeline_tui.analysis.remote import grouped_items, pages, remote_sources
from timeline_tui.analysis.remote.answers import Answers, NotYetError
from timeline_tui.analysis.remote.remote_disputes import RemoteDisputes
from timeline_tui.analysis.remote.remote_quotes import RemoteQuotes
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.analysis.remote.remote_sources import RemoteSources
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Sources, checks
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.index.questions import AnswerError
from timeline_tui.index.source_use import SourceOrder
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import parse_query

SMALL = st.sampled_from((1, 2, 3, 100))
"""Rows of a page."""


def _paged(size: int) -> patch:
    """Pages of this many rows."""
    return patch.multiple(pages, PAGE=size, _STRIDE=size + 1)


@given(timelines(), queries(2), stars(), st.sampled_from(("speaker", "date")), SMALL)
def test_quotes_equal_those_of_a_slice_in_memory(
    timeline: Timeline, query: Query, starred: frozenset[str], by: quotes.By, size: int
) -> None:
    here, remote = both(timeline, query, starred)
    expected = Quotes(here, by)
    with remote.answers.waiting(), _paged(size), patch.object(grouped_items, "PAGE", size):
        found = RemoteQuotes(remote, by)
        _compare(found, expected, here)
        if by == "speaker":
            rows = range(len(expected))
            assert [*map(found.speaker, rows)] == [*map(expected.speaker, rows)]
        for event in timeline.events:
            for number in (0, 1, 9):
                assert found.nearest_to(event, number) == expected.nearest_to(event, number)
        assert found.why_empty == expected.why_empty


@given(timelines(), queries(2), st.sampled_from(("event", "source")), SMALL)
def test_disputes_equal_those_of_a_slice_in_memory(
    timeline: Timeline, query: Query, by: disputes.By, size: int
) -> None:
    here, remote = both(timeline, query)
    expected = Disputes(here, by)
    with remote.answers.waiting(), _paged(size), patch.object(grouped_items, "PAGE", size):
        found = RemoteDisputes(remote, by)
        _compare(found, expected, here)
        rows = range(len(expected))
        assert [*map(found.source, rows)] == [*map(expected.source, rows)]
        assert (found.description, found.why_empty) == (expected.description, expected.why_empty)
        names = ["", *map(expected.key, rows), "gone"]
        for event in timeline.events:
            for name in names:
                assert found.nearest_to(event, name) == expected.nearest_to(event, name)


def _compare(found: Quotes | Disputes, expected: Quotes | Disputes, here: Slice) -> None:
    rows = range(len(expected))
    assert len(found) == len(expected)
    for row in reversed(rows):  # from the end, so that pages are read backwards, too
        assert found[row] == expected[row]
    assert [*map(found.group, rows)] == [*map(expected.group, rows)]
    assert [*map(found.heading, rows)] == [*map(expected.heading, rows)]
    for row in rows:
        position = expected.position(row)
        assert position is not None
        assert found.position(row) == here.rows.rank(position)


@given(timelines(), queries(2), st.sampled_from(("events", "name", "date", "origin")), SMALL)
def test_sources_equal_those_of_a_slice_in_memory(
    timeline: Timeline, query: Query, order: SourceOrder, size: int
) -> None:
    here, remote = both(timeline, query)
    expected = Sources(here, order)
    with remote.answers.waiting(), patch.object(remote_sources, "PAGE", size):
        found = RemoteSources(remote, order)
        assert [*found] == [*expected]
        assert (found.in_view, checks(remote)) == (expected.in_view, checks(here))
        for row, use in enumerate(expected):
            assert found.group(row) == expected.group(row)
            assert found.heading(row) == expected.heading(row)
            assert found.shared_events(row) == expected.shared_events(row)
            assert found.row(use.name.upper()) == row
            picked, own = found.pick(row), expected.pick(row)
            assert (picked and picked.query) == (own and own.query)
            if picked:
                picked.prepare()
                assert found.citing(row) == expected.citing(row)


def test_a_page_is_read_from_the_nearer_end_and_speakers_with_few_quotes_together() -> None:
    one = Source("paper", title="A paper")
    said = [Quote(f"{n}", speaker=f"Speaker {n}" if n < 60 else "A. Speaker", source=one) for n in range(560)]
    events = [Event(f"e{n}", parse("2024-06-12"), "x", quotes=(quote,)) for n, quote in enumerate(said)]
    questions = QuestionsOfIndex(Index(Timeline(events=tuple(events))))
    slice = RemoteSlice(Answers(questions))
    with slice.answers.waiting():
        found = RemoteQuotes(slice)
        assert found[499].quote.text == "559"
        assert questions.asked["page"] == 1  # backwards from the end of the day
        assert [found[row].number for row in range(500, 560)] == [0] * 60
        assert questions.asked["page"] == 2
        by_date = RemoteQuotes(slice, "date")
        assert by_date[558].event.id == "e558"
        assert by_date[450].event.id == "e450"
        assert questions.asked["page"] == 4


def test_a_missing_answer_is_asked_for_and_a_change_is_an_error() -> None:
    one, other = Source("paper", title="A paper"), Source("wire", title="A wire")
    event = Event("e0", parse("2024-06-12"), "x", sources=(Citation(one), Citation(other, stance="disputes")))
    questions = QuestionsOfIndex(Index(Timeline(events=(event,), sources=(one, other))))
    slice = RemoteSlice(Answers(questions))
    for kind in (RemoteSources, RemoteDisputes, RemoteQuotes):
        with pytest.raises(NotYetError):
            kind(slice)
    while slice.answers.fetch_next():
        pass
    sources = RemoteSources(slice)
    assert (len(sources), sources.heading(0)) == (2, "Cited in view")
    with pytest.raises(NotYetError):
        sources[0]
    questions.index = Index(Timeline(events=(event._replace(sources=()),)))
    with pytest.raises(AnswerError, match="the chronology has changed"):
        slice.answers.fetch_next()


def test_disputing_sources_have_the_counts_of_the_query() -> None:
    paper, wire = Source("paper", title="A paper"), Source("wire", title="A wire")
    both = (Citation(paper, stance="disputes"), Citation(wire, stance="disputes"))
    events = [
        Event("e0", parse("2024-06-12"), "x", sources=both),
        Event("e1", parse("2024-06-12"), "x", countries=("Japan",), sources=both[1:]),
    ]
    slice = RemoteSlice(Answers(QuestionsOfIndex(Index(Timeline(events=tuple(events))))), parse_query("country:Japan"))
    with slice.answers.waiting():
        found = RemoteDisputes(slice, "source")
        assert (len(found), found.heading(0)) == (1, "A wire")
        assert found.description == "1 disputed claim by disputing source"
