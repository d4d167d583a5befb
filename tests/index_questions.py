"""The questions of an index in memory: what a database answers, without a database."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import wraps
from typing import Any, TypeVar

from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import NEVER_BEFORE, UNDATED, Day
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.index.questions import (
    AnswerError,
    Asked,
    CellCount,
    Count,
    DayCount,
    EventTies,
    Key,
    KeyedEvent,
    KeyedQuote,
    RelatedEvent,
    UsedSource,
    ValueCount,
)
from timeline_tui.model.timeline import Source, Timeline, with_origins
from timeline_tui.query.query import Term
from timeline_tui.text.text import fold

_F = TypeVar("_F", bound=Callable[..., Any])


def _question(answer: _F) -> _F:
    """Count the question, wait for the gate, and fail if the test says so."""

    @wraps(answer)
    def asked(self: QuestionsOfIndex, *arguments: Any, **options: Any) -> Any:
        self.asked[answer.__name__] += 1
        self.cancelled.clear()
        for _ in range(5_000):  # a test that fails must end
            if self.gate.wait(0.002):
                break
            if self.cancelled.is_set():
                raise AnswerError("the question was cancelled")
        if self.fault:
            raise AnswerError(self.fault)
        return answer(self, *arguments, **options)

    return asked  # type: ignore[return-value]  # it has the same arguments


class QuestionsOfIndex:
    """Answers from ``index``. Nothing is answered while ``gate`` is clear; with a ``fault``, everything fails."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.asked: Counter[str] = Counter()
        self.fault = ""
        self.gate = threading.Event()
        self.gate.set()
        self.cancelled = threading.Event()
        self.cancels = 0

    def identity(self) -> str:
        return "postgresql://host/chronology"

    @_question
    def chronology(self) -> Timeline:
        return self.index.timeline._replace(events=(), sources=())

    @_question
    def timeline(self, asked: Asked) -> Timeline:
        return self.index.narrowed(asked.query, asked.stars)

    @_question
    def count(self, asked: Asked) -> Count:
        return Count(self._bits(asked).bit_count())

    @_question
    def days(self, asked: Asked) -> Sequence[DayCount]:
        found: Counter[tuple[Day, Precision | None]] = Counter()
        for position in Positions(self._bits(asked)):
            date = self.index.event(position).date
            is_stated = date.start or NEVER_BEFORE < date.earliest < UNDATED
            found[date.earliest, date.precision if is_stated else None] += 1
        return [DayCount(day, precision, n) for (day, precision), n in sorted(found.items(), key=lambda one: one[0][0])]

    @_question
    def facet(
        self, field: str, asked: Asked, *, top: int, values: Collection[str] | None = None, prefix: str = ""
    ) -> Sequence[ValueCount]:
        facet, bits = self.index.facet(field), self._bits(asked)
        listed = facet.values if values is None else [facet.shown_name(value) or value for value in values]
        if prefix:
            listed = facet.matching(Term(prefix, prefix=True))
        counts = [(value, (facet.value_bits(value) & bits).bit_count()) for value in listed]
        found = [one for one in counts if one[1] or values is not None]
        found.sort(key=lambda one: (-one[1], fold(one[0])))
        return [ValueCount(value, self._name(field, value), n) for value, n in found[:top]]

    def _name(self, field: str, value: str) -> str:
        source = self.index.named_source(field, value)
        return source.full_label if source else value

    @_question
    def grid(
        self, field: str, asked: Asked, edges: Sequence[Day], precision: Precision, values: Collection[str]
    ) -> Sequence[CellCount]:
        facet, stated = self.index.facet(field), self._bits(asked) & self.index.intervals.stated(precision)
        cells: Counter[tuple[str, int]] = Counter()
        for value in values:
            for position in Positions(facet.value_bits(value) & stated):
                day = self.index.event(position).date.earliest
                if edges[0] <= day < edges[-1]:
                    cells[value, bisect_right(edges, day) - 1] += 1
        return [CellCount(value, column, events) for (value, column), events in cells.items()]

    @_question
    def page(self, asked: Asked, start: Key | None, limit: int, backwards: bool = False) -> Sequence[KeyedEvent]:
        rows = Positions(self._bits(asked))
        if backwards:
            end = len(rows) if start is None else rows.rank(self._before(start))
            return [self._keyed(rows[row]) for row in range(end - 1, max(-1, end - 1 - limit), -1)]
        first = 0 if start is None else rows.rank(self._before(start) + (start.number >= 0))
        return [self._keyed(position) for position in rows[first : first + limit]]

    @_question
    def rank(self, asked: Asked, key: Key) -> int:
        return Positions(self._bits(asked)).rank(self._before(key))

    @_question
    def event(self, event_id: str) -> EventTies | None:
        position = self.index.position(event_id)
        if position is None:
            return None
        ties = self.index.related(self.index.event(position))
        related = [
            RelatedEvent(t.id, t.kind, t.outgoing, None if t.position is None else self._keyed(t.position))
            for t in ties
        ]
        return EventTies(self._keyed(position), tuple(related))

    @_question
    def quotes(
        self, asked: Asked, start: tuple[Key, int] | None, limit: int, speaker: str | None = None
    ) -> Sequence[KeyedQuote]:
        raise NotImplementedError

    @_question
    def sources(self, asked: Asked, start: UsedSource | None, limit: int) -> Sequence[UsedSource]:
        cited = [source for source, _ in self.index.cited.values()]
        first = 0 if start is None else [source.name for source in cited].index(start.name) + 1
        return [UsedSource(source, source.name, 0, 0, 0, 0, 0, 0) for source in cited[first : first + limit]]

    @_question
    def sources_with(self, keys: Collection[str]) -> Sequence[Source]:
        known = self.index.source_with_key
        found = with_origins(set(keys), lambda some: [source for key in some if (source := known(key))])
        return [source for key in sorted(found) if (source := known(key))]

    def cancel(self) -> None:
        self.cancels += 1
        self.cancelled.set()

    def _bits(self, asked: Asked) -> int:
        return self.index.query_bits(asked.query, asked.stars)

    def _keyed(self, position: int) -> KeyedEvent:
        event = self.index.event(position)
        return KeyedEvent(Key(event.date.earliest, "", position, event.id), event)

    def _before(self, key: Key) -> int:
        """The position of a key, or of the first event of its day."""
        return key.number if key.number >= 0 else self.index.intervals.began_before(key.day)
