"""Reads all events of a selection of a chronology that is not in memory: for exports and for some views."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.index.questions import Asked, Key
from timeline_tui.model.timeline import Event, Extract, Source, Timeline, mentioned_keys, with_origins
from timeline_tui.query.query import EVERYTHING, Query
from timeline_tui.query.syntax import format_query

_PAGE = 1_000  # events, and sources, that are read at once


def read_events(answers: Answers, asked: Asked, progress: Callable[[int], object] = lambda _: None) -> Iterator[Event]:
    """All events that ``asked`` finds, in order of time. ``progress`` gets their number so far. Raises AnswerError."""
    start: Key | None = None
    read = 0
    while found := answers.questions.page(asked, start, _PAGE):
        yield from (one.event for one in found)
        start, read = found[-1].key, read + len(found)
        progress(read)
        if len(found) < _PAGE:
            return


def read_timeline(
    answers: Answers, asked: Asked, total: int, progress: Callable[[int], object] = lambda _: None
) -> Timeline:
    """The chronology with the events that ``asked`` finds, in order of time, as `Index.narrowed` returns it.

    Without a query, the sources are those that the chronology cites. Raises AnswerError.
    """
    chronology = answers.chronology
    events = tuple(read_events(answers, asked, progress))
    keys, ids = mentioned_keys(events)
    sources = _sources(answers, events, keys)
    if not asked.query:
        return chronology._replace(events=events, sources=sources)
    named = [answers.questions.event(id) for id in sorted(ids)]
    around = sorted((one.event for one in named if one), key=lambda one: one.key)
    extract = Extract(format_query(asked.query), total, tuple(one.event for one in around))
    return chronology._replace(events=events, sources=sources, extract=extract)


def _sources(answers: Answers, events: Sequence[Event], keys: set[str]) -> tuple[Source, ...]:
    """The sources with a key that events cite, and those on which these are based, by key."""
    known = {source.key: source for event in events for source in event.cited if source.key}
    based_on = {key for source in known.values() for key in source.based_on} | keys
    if based_on - known.keys():
        known = {**{source.key: source for source in _all_sources(answers) if source.key}, **known}
    found = with_origins(keys, lambda some: [known[key] for key in some if key in known])
    return tuple(known[key] for key in sorted(found) if key in known)


def _all_sources(answers: Answers) -> Iterator[Source]:
    """The sources that the chronology cites."""
    start = None
    while found := answers.questions.sources(Asked(), start, _PAGE):
        yield from (one.source for one in found)
        start = found[-1]


class LocalSlice(Slice):
    """Few events of a chronology, read into an index of their own, which has no others: those of the slice ``whole``.

    A query that has the clauses of that slice and others finds some of them. Other queries are for ``whole``.
    """

    is_remote = True

    def __init__(
        self,
        index: Index,
        query: Query = EVERYTHING,
        all_mode: frozenset[str] = frozenset(),
        stars: frozenset[str] = frozenset(),
        compared: tuple[str, tuple[str, ...]] = ("", ()),
        whole: Slice | None = None,
    ) -> None:
        super().__init__(index, query, all_mode, stars, compared)
        self.whole = whole

    def _fields(self) -> dict[str, Any]:
        return {**super()._fields(), "whole": self.whole}

    @cached_property
    def mask(self) -> int:
        """The positions of the events. The clauses of the whole slice hold for all."""
        known = self.whole.query.clauses if self.whole else ()
        others = tuple(clause for clause in self.query.clauses if clause not in known)
        return self.index.query_bits(Query(others), self.stars)

    @property
    def total(self) -> int:
        """The number of events of the whole chronology."""
        return self.whole.total if self.whole else self.index.total

    @property
    def why_empty(self) -> tuple[tuple[str, int], ...]:
        """For a slice without events: each clause whose removal would give events of the chronology, and how many."""
        return self.whole.with_query(self.query).why_empty if self.whole and not self.mask else ()
