"""All events of a timeline in order of time, and which of them a query finds.

Sets of events are whole numbers: bit i is set if event i is in the set. Everything is built when it is first asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from timeline_tui.dates.when import When
from timeline_tui.index.bits import Positions, bits_of, first_bits
from timeline_tui.index.evidence import QuoteIndex, SourceList, SourceUses
from timeline_tui.index.facet import Facet
from timeline_tui.index.intervals import Intervals
from timeline_tui.index.vocabulary import Vocabulary, WordCollector
from timeline_tui.model.timeline import Event, Mentioned, Source, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.date_ranges import FARTHEST, DateRange, date_range
from timeline_tui.query.matching import (
    STATES,
    TEXTS,
    event_texts,
    has_predicate,
    ids_named_by_others,
    occurs_in,
    source_texts,
)
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import SEARCHED, VALUES, sources
from timeline_tui.query.syntax import format_query
from timeline_tui.text.text import fold

_REMEMBERED = 256  # answers to clauses that are kept: 32 MB at a million events
_STARRED = ("is", Term("starred"))


class Tie(NamedTuple):
    """A relation seen from one of its ends: the event at the other end, if the timeline has it, and its id.

    ``outgoing`` if the event itself names the other one; ``kind`` is what the file says of the relation.
    """

    position: int | None
    id: str
    kind: str
    outgoing: bool


class Index:
    """The events of ``timeline`` by position, from 0, in order of time.

    What it is built from, the last part of the class, another index may have ready.
    """

    def __init__(self, timeline: Timeline, events: Sequence[Event] | None = None) -> None:
        """``events`` are those of the timeline in order of time, if they are known."""
        self.timeline = timeline
        if events is None:
            events = tuple(sorted(timeline.events, key=lambda event: event.date.sort_key))
        self.events: Sequence[Event] = events
        self.total = len(self.events)
        self.all = first_bits(self.total)
        self.derived: dict[str, Any] = {}  # values that other modules compute from the index and keep with it
        self._facets: dict[str, Facet] = {}
        self._answers: dict[tuple[str, Term], int] = {}

    def event(self, position: int) -> Event:
        """The event at ``position``."""
        return self.events[position]

    def count_before(self, date: When) -> int:
        """How many events come before ``date`` in order of time."""
        return bisect_left(self.events, date.sort_key, key=lambda event: event.date.sort_key)

    # What a query finds

    def query_bits(self, query: Query, stars: Collection[str] = ()) -> int:
        """The events that ``query`` finds; ``stars`` are the ids of the starred ones."""
        clauses = dict.fromkeys(query.clauses)
        self._read_for(clauses)
        bits = self.all
        for clause in clauses:
            bits &= self.bits(clause, stars)
        return bits

    def bits(self, clause: Clause, stars: Collection[str] = ()) -> int:
        """The events for which ``clause`` holds."""
        if clause.field in VALUES:
            terms = dict.fromkeys(clause.terms)
            bits = self.facet(clause.field).bits(term for term in terms if not term.prefix)
            for term in terms:
                bits |= self._answer(clause.field, term) if term.prefix else 0
        else:
            bits = 0
            for term in clause.terms:
                bits |= self._starred(stars) if (clause.field, term) == _STARRED else self._answer(clause.field, term)
        return self.all ^ bits if clause.negated else bits

    def facet(self, field: str) -> Facet:
        """The values of a field that compares whole values: one of FACETS, or ``id`` or ``file``."""
        facet = self._facets.get(field)
        if facet is None:
            facet = self._facets[field] = self._facet(field)
        return facet

    def word(self, folded: str) -> int:
        """The events in which the folded word or phrase occurs."""
        return self._prose_bits("", Term(folded))

    def related(self, event: Event) -> tuple[Tie, ...]:
        """The relations of ``event``: those that it names, then those by which others name it."""
        named = [Tie(self.position(tie.event), tie.event, tie.kind, True) for tie in event.related]
        known = {(tie.id, tie.kind) for tie in named}
        naming = [
            Tie(position, self.events[position].id, tie.kind, False)
            for position in self._naming(event.id)
            for tie in self.events[position].related
            if tie.event == event.id
        ]
        ties = [*named, *(tie for tie in naming if (tie.id, tie.kind) not in known)]
        return tuple(dict.fromkeys(tie for tie in ties if tie.id != event.id))

    def narrowed(self, query: Query, stars: Collection[str] = ()) -> Timeline:
        """The timeline with the events that ``query`` finds, in order of time, marked as an extract.

        For the empty query it is the whole timeline.
        """
        if not query:
            return self.timeline
        events = tuple(map(self.event, Positions(self.query_bits(query, stars))))
        return self.timeline.narrowed(events, format_query(query), self._mentioned(events))

    # How it is found

    def _answer(self, field: str, term: Term) -> int:
        """The events where ``term`` holds; the last answers are remembered."""
        bits = self._answers.get((field, term))
        if bits is None:
            bits = self._term_bits(field, term)
            self._remember(field, term, bits)
        return bits

    def _remember(self, field: str, term: Term, bits: int) -> None:
        if len(self._answers) >= _REMEMBERED:
            del self._answers[next(iter(self._answers))]
        self._answers[field, term] = bits

    def _term_bits(self, field: str, term: Term) -> int:
        if field in VALUES:
            return self.facet(field).bits((term,))
        if field in TEXTS:
            return self._prose_bits(field, term)
        if field == "date":
            return self._dated(date_range(term.text))
        return self._marked(field, term.text)

    def _dated(self, wanted: DateRange) -> int:
        """The events that may touch a range. Only near an end that states a time does an event have to be read."""
        touching = self.intervals.touching
        first, last = wanted.first, wanted.last
        if not wanted.has_time:
            return touching(first, last)
        inner = first + FARTHEST + 1, last - FARTHEST - 1
        sure = touching(*inner) if inner[0] <= inner[1] else 0
        near = touching(first - FARTHEST, last + FARTHEST)
        return sure | self._where(lambda event: wanted.touches(event.date), near ^ sure)

    def _starred(self, stars: Collection[str]) -> int:
        found = [position for star in stars if (position := self.position(star)) is not None]
        return bits_of([found], self.total)

    def _prose_bits(self, field: str, term: Term) -> int:
        """The events where a term occurs: the vocabulary leaves few, and those are read where it cannot tell."""
        bits, is_certain = self._may_occur(field, term)
        return bits if is_certain else self._occurring(field, (term,), bits)[0]

    def _may_occur(self, field: str, term: Term) -> tuple[int, bool]:
        """The events where a term may occur, and whether it is certain that it does."""
        needle = fold(term.text)
        if not needle:
            return self.all, not field
        if " " in needle:
            return self.vocabulary.phrase(needle), False
        return self.vocabulary.word(needle, term.prefix), not field

    def _read_for(self, clauses: Iterable[Clause]) -> None:
        """Find the answers to all terms that events must be read for, so that each event is read and folded once."""
        doubtful: dict[str, dict[Term, int]] = {}
        for clause in clauses:
            for term in clause.terms if clause.field in TEXTS else ():
                if (clause.field, term) not in self._answers:
                    bits, is_certain = self._may_occur(clause.field, term)
                    if is_certain:
                        self._remember(clause.field, term, bits)
                    else:
                        doubtful.setdefault(clause.field, {})[term] = bits
        for field, candidates in doubtful.items():
            among = 0
            for bits in candidates.values():
                among |= bits
            for term, bits in zip(candidates, self._occurring(field, tuple(candidates), among), strict=True):
                self._remember(field, term, bits)

    # What it is built from

    def _mentioned(self, events: tuple[Event, ...]) -> Mentioned | None:  # noqa: ARG002  # for subclasses
        """What ``events`` mention, for `Timeline.narrowed`; None if it must be searched for."""
        return None

    def position(self, event_id: str) -> int | None:
        """Where the event with this id is."""
        return self._positions.get(event_id)

    def source(self, name: str) -> Source | None:
        """A source by the name that facets and queries call it."""
        return self._sources.get(fold(name))

    @cached_property
    def intervals(self) -> Intervals:
        """The dates of the events."""
        return Intervals.from_dates([event.date for event in self.events])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all passages. What events share, names and sources, is read once."""
        words = WordCollector()
        words.read(map(event_texts, self.events))
        for field in SEARCHED:
            for names, positions in self.facet(field).entries():
                words.add("\n".join(names), positions)
        for source, positions in self.cited.values():
            words.add("\n".join(source_texts(source)), positions)
        return words.vocabulary(self.total)

    @cached_property
    def cited(self) -> dict[int, tuple[Source, array[int]]]:
        """Each source with the positions of the events that lean on it, by identity: that costs no comparing."""
        cited: dict[int, tuple[Source, array[int]]] = {}
        for position, event in enumerate(self.events):
            for source in sources(event):
                entry = cited.get(id(source))
                if entry is None:
                    cited[id(source)] = entry = (source, array("I"))
                entry[1].append(position)
        return cited

    @cached_property
    def quotes(self) -> QuoteIndex:
        """The quotes of the events."""
        return QuoteIndex.from_events(self.events, self.facet("speaker"))

    @cached_property
    def sources(self) -> SourceList:
        """The sources of the timeline, numbered."""
        facet = self.facet("source")
        uncited = [source for source in self.timeline.sources if facet.number(source.name) is None]
        return SourceList(facet, uncited, self.source)

    @cached_property
    def source_uses(self) -> SourceUses:
        """Which events use which source, and how."""
        return SourceUses.from_events(self.events, self.sources.number)

    @cached_property
    def aliases(self) -> Aliases:
        """The other names of the timeline."""
        return Aliases(self.timeline.aliases)

    def _facet(self, field: str) -> Facet:
        postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for position, found in enumerate(map(VALUES[field], self.events)):
            for value in dict.fromkeys(found) if len(found) > 1 else found:
                if value:
                    postings[value].append(position)
        return Facet.from_values(field, postings, self.aliases, self.total)

    def test(self, field: str, mark: str) -> Callable[[Event], bool]:
        """Tells of an event whether ``has:mark`` or ``is:mark`` holds."""
        return STATES[mark] if field == "is" else has_predicate(mark, self._named)

    def _marked(self, field: str, mark: str) -> int:
        """The events of which ``has:mark`` or ``is:mark`` holds."""
        return self._where(self.test(field, mark), self.all)

    def _occurring(self, field: str, terms: Sequence[Term], among: int) -> list[int]:
        """For each term those ``among`` the events in whose passages it occurs."""
        needles: list[tuple[str, bool, list[int]]] = [(fold(term.text), term.prefix, []) for term in terms]
        for position, text in self._folded_texts(field, among):
            for needle, prefix, found in needles:
                if occurs_in(needle, prefix, text):
                    found.append(position)
        return [bits_of([found], self.total) for _, _, found in needles]

    def _folded_texts(self, field: str, among: int) -> Iterator[tuple[int, str]]:
        """The positions ``among``, each with the folded text that a term of ``field`` is looked for in."""
        texts = TEXTS[field]
        for position in Positions(among):
            yield position, "\n".join(map(fold, texts(self.events[position], self.aliases)))

    def _naming(self, event_id: str) -> Sequence[int]:
        """The positions of the events that name this one as related."""
        return self.naming.get(event_id, ())

    def _where(self, holds: Callable[[Event], bool], among: int) -> int:
        return bits_of([[position for position in Positions(among) if holds(self.events[position])]], self.total)

    @cached_property
    def _named(self) -> frozenset[str]:
        return ids_named_by_others(self.events)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {event.id: position for position, event in reversed(list(enumerate(self.events)))}

    @cached_property
    def naming(self) -> dict[str, list[int]]:
        """The positions of the events that name an event as related, by its id."""
        naming: dict[str, list[int]] = {}
        for position, event in enumerate(self.events):
            for target in dict.fromkeys(tie.event for tie in event.related):
                naming.setdefault(target, []).append(position)
        return naming

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {fold(source.name): source for source, _ in reversed(self.cited.values())}
