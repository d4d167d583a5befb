"""The questions of an index in memory: what a database answers, without a database."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from timeline_tui.analysis.disputes import Disputes
from timeline_tui.analysis.quotes import Quotes
from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Sources
from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import NEVER_BEFORE, UNDATED, Day
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.index.questions import (
    AnswerError,
    Asked,
    CellCount,
    Chosen,
    DayCount,
    DisputingSource,
    EventTies,
    Key,
    KeyedEvent,
    QuestionCancelledError,
    RelatedEvent,
    SpeakerCount,
    ValueCount,
    source_number,
)
from timeline_tui.index.source_use import SourceOrder, SourcePart, SourceUse
from timeline_tui.model.narrowing import with_origins
from timeline_tui.model.timeline import Source, Timeline
from timeline_tui.query.query import Query, Term
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
                raise QuestionCancelledError("the question was cancelled")
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
    def count(self, asked: Asked) -> int:
        return len(self._items(asked))

    @_question
    def days(self, asked: Asked) -> Sequence[DayCount]:
        found: Counter[tuple[Day, Precision | None]] = Counter()
        for item in self._items(asked):
            date = item.event.date
            is_stated = date.start or NEVER_BEFORE < date.earliest < UNDATED
            found[date.earliest, date.precision if is_stated else None] += 1
        return [DayCount(day, precision, n) for (day, precision), n in sorted(found.items(), key=lambda one: one[0][0])]

    @_question
    def facets(
        self, fields: Mapping[str, Chosen], asked: Asked, *, prefix: str = ""
    ) -> Mapping[str, Sequence[ValueCount]]:
        return {field: self._facet(field, chosen, asked, prefix) for field, chosen in fields.items()}

    def _facet(self, field: str, chosen: Chosen, asked: Asked, prefix: str) -> Sequence[ValueCount]:
        if field == "is":
            assert not isinstance(chosen, int)
            states = Slice(self.index, asked.query, stars=frozenset(asked.stars)).count_states(chosen)
            return [ValueCount(state, state, n) for state, n in states.items()]
        facet, bits = self.index.facet(field), self._bits(asked)
        if isinstance(chosen, int):
            listed = {*(facet.matching(Term(prefix, prefix=True)) if prefix else facet.values)}
        else:
            listed = {name for value in chosen if (name := facet.shown_name(value))}
        keys = dict(zip(facet.values, facet.keys, strict=True))
        counts = [(value, (facet.value_bits(value) & bits).bit_count()) for value in listed]
        found = sorted(counts, key=lambda one: (-one[1], keys[one[0]]))
        if isinstance(chosen, int):
            found = [one for one in found if one[1]][:chosen]
        return [ValueCount(value, self._name(field, value), n) for value, n in found]

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
        items = self._items(asked)
        if backwards:
            items = [item for item in items if start is None or item.key < start]
            return items[::-1][:limit]
        return [item for item in items if start is None or item.key > start][:limit]

    @_question
    def rank(self, asked: Asked, key: Key) -> int:
        return sum(item.key < key for item in self._items(asked))

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
    def speakers(self, asked: Asked) -> Sequence[SpeakerCount]:
        quotes = Quotes(self._slice(asked))
        rows = [quotes.group(row) for row in range(len(quotes)) if row == quotes.group(row).start]
        found = []
        for group in rows:
            roles = {quotes[row].quote.role for row in group}
            found.append(
                SpeakerCount(quotes.speaker(group.start).name, roles.pop() if len(roles) == 1 else "", len(group))
            )
        return found

    @_question
    def source_parts(self, asked: Asked, order: SourceOrder) -> Sequence[SourcePart]:
        found = Sources(self._slice(asked), order)
        groups = {found.group(row): found.origin(row) for row in range(len(found))}
        return [
            SourcePart(
                found.where_used(group.start),
                origin.label if origin else "",
                origin.events if origin else 0,
                [source_number(found[row].name) for row in group],
            )
            for group, origin in groups.items()
        ]

    @_question
    def sources(self, asked: Asked, numbers: Collection[int]) -> Mapping[int, SourceUse]:
        return {number: use for use in Sources(self._slice(asked)) if (number := source_number(use.name)) in numbers}

    @_question
    def disputing(self, asked: Asked) -> Sequence[DisputingSource]:
        found = Disputes(self._slice(asked), "source")
        groups = {found.group(row) for row in range(len(found))}
        return [
            DisputingSource(found.key(group.start), found.source(group.start) or Source(), len(group))
            for group in sorted(groups, key=lambda group: group.start)
        ]

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

    def _slice(self, asked: Asked) -> Slice:
        return Slice(self.index, asked.query, stars=frozenset(asked.stars))

    def _items(self, asked: Asked) -> list[KeyedEvent]:
        events = map(self._keyed, Positions(self._bits(asked)))
        aliases = self.index.aliases
        if asked.items == "events":
            names = {*map(fold, asked.of or ())}
            return [
                item
                for item in events
                if asked.of is None or any(fold(each.source.name) in names for each in item.event.disputes)
            ]
        speakers = {aliases.key("speaker", name) for name in asked.of or ()}
        return [
            KeyedEvent(item.key._replace(quote=number), item.event)
            for item in events
            for number, quote in enumerate(item.event.quotes)
            if asked.of is None or aliases.key("speaker", quote.speaker) in speakers
        ]

    def _keyed(self, position: int) -> KeyedEvent:
        event = self.index.event(position)
        return KeyedEvent(Key(event.date.earliest, "", position, event.id), event)


def both(timeline: Timeline, query: Query, starred: frozenset[str] = frozenset()) -> tuple[Slice, RemoteSlice]:
    """What a query finds in a timeline: in memory, and by questions."""
    index = Index(timeline)
    return Slice(index, query, stars=starred), RemoteSlice(Answers(QuestionsOfIndex(index)), query, stars=starred)
