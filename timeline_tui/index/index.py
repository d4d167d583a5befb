"""All events of a timeline in order of time, and which of them a query finds.

A set of events is an integer: bit i is set if the event at position i is in the set (see `bits`). Every part of an
index is built when it is first used.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from timeline_tui.dates.edtf import is_date
from timeline_tui.dates.when import When, parse
from timeline_tui.index.bits import Positions, bits_of, first_bits
from timeline_tui.index.evaluator import Evaluator
from timeline_tui.index.facet import Facet
from timeline_tui.model.origins import Origins, repeats
from timeline_tui.model.timeline import Event, Mentioned, Source, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import COMPARED, DATED, ORDER, SEARCHED, SOURCE_VALUES, VALUES, sources
from timeline_tui.query.syntax import format_query
from timeline_tui.text.text import fold

# Most queries need few parts of an index. So the module of a part is imported when the part is built, which saves a
# fifteenth of the export of a query.
if TYPE_CHECKING:
    from timeline_tui.index.intervals import Intervals
    from timeline_tui.index.known_since import KnownSince
    from timeline_tui.index.numbered_sources import OriginGroups, SourceList, SourceUses
    from timeline_tui.index.ordering import OrderGraph, Ordering
    from timeline_tui.index.quote_index import QuoteIndex
    from timeline_tui.index.text_search import Texts, TextSearch
    from timeline_tui.index.tie import Tie
    from timeline_tui.index.vocabulary import Vocabulary


class Index:
    """The events of ``timeline`` in order of time; their positions count from 0.

    A subclass that already has some parts overrides their methods in the last section.
    """

    is_beginning = False
    """Whether these are only the first events of files that are still being read, so that no count is final."""

    indexed: int
    """The events whose values and words are known: all events, or the events read so far."""

    def __init__(self, timeline: Timeline, events: Sequence[Event] | None = None) -> None:
        """``events`` are the events in order of time, if they are sorted already."""
        self.timeline = timeline
        if events is None:
            events = tuple(sorted(timeline.events, key=lambda event: event.date.sort_key))
        self.events: Sequence[Event] = events
        self.total = len(self.events)
        self.all = self.indexed = first_bits(self.total)
        self.derived: dict[str, Any] = {}  # values that other modules compute from the index and keep with it
        self._facets: dict[str, Facet] = {}

    @property
    def is_partial(self) -> bool:
        """Whether files are still being read, so that values and their counts may still change."""
        return self.is_beginning or self.indexed != self.all

    def finds_all(self, query: Query) -> bool:
        """Whether all events that ``query`` finds are known."""
        if not self.is_partial:
            return True
        from timeline_tui.query.matching import is_of_dates  # see the top

        return not self.is_beginning and all(map(is_of_dates, query.clauses))

    def event(self, position: int) -> Event:
        """The event at ``position``."""
        return self.events[position]

    def count_before(self, date: When) -> int:
        """The number of events before ``date`` in order of time."""
        return bisect_left(self.events, date.sort_key, key=lambda event: event.date.sort_key)

    def place(self, event: Event) -> int:
        """The position of the event with the same id; without one, the number of events before its date."""
        position = self.position(event.id)
        return self.count_before(event.date) if position is None else position

    def after_by_order(self, position: int) -> int:
        """The events certainly after the event at ``position``; 0 if the stated order puts none after it."""
        if position not in self.order_graph.following:
            return 0
        return self.ordering.found("after", position, self.event(position).date)

    # What a query finds

    def query_bits(self, query: Query, stars: Collection[str] = ()) -> int:
        """The events that ``query`` finds; ``stars`` are the user's stars, as in `model/starred.py`."""
        return self._evaluator.query_bits(query, stars)

    def bits(self, clause: Clause, stars: Collection[str] = ()) -> int:
        """The events for which ``clause`` holds. Unless it is about dates alone, only indexed events are found."""
        return self._evaluator.bits(clause, stars)

    def facet(self, field: str) -> Facet:
        """The facet of a field of VALUES."""
        facet = self._facets.get(field)
        if facet is None:
            facet = self._facets[field] = self._facet(field)
        return facet

    def has_values(self, field: str) -> bool:
        """Whether the facet of a field has values. With many values, this is faster than to make the facet."""
        known: dict[str, bool] = self.derived.setdefault("fields with values", {})
        if field not in known:
            known[field] = self._has_values(field)
        return known[field]

    def _has_values(self, field: str) -> bool:
        if field == "origin":
            return any(any(map(repeats, sources(event))) for event in self.events)
        return any(map(any, map(VALUES[field], self.events)))

    def related(self, event: Event) -> tuple[Tie, ...]:
        """The relations of ``event``, each once: first its own, then the relations of other events to it.

        The order that events state is a relation, too, of the kind STATED_EARLIER or STATED_LATER.
        """
        from timeline_tui.index.tie import ties_of  # see the top

        return ties_of(event, self.events, self.position, self._naming(event.id), self.order_graph)

    def narrowed(self, query: Query, stars: Collection[str] = ()) -> Timeline:
        """The timeline with the events that ``query`` finds, in order of time, marked as an extract.

        For the empty query it is the whole timeline.
        """
        if not query:
            return self.timeline
        events = tuple(map(self.event, Positions(self.query_bits(query, stars))))
        return self.timeline.narrowed(events, format_query(query), self._mentioned(events))

    # The parts of an index

    def _mentioned(self, events: tuple[Event, ...]) -> Mentioned | None:  # noqa: ARG002  # for subclasses
        """The sources and events that ``events`` mention, for `Timeline.narrowed`; None if they are not known."""
        return None

    def position(self, event_id: str) -> int | None:
        """The position of the event with this id."""
        return self._positions.get(event_id)

    def suggestions(self, field: str, needle: str, limit: int) -> tuple[list[str], list[str]]:
        """The values of a field that begin with the folded ``needle``, and others with it, as `Facet.suggestions`."""
        return self.facet(field).suggestions(needle, limit)

    def compared(self, text: str) -> tuple[int | None, When | None]:
        """The position and the date of the event with the id ``text``; else None and the date that it is, if any."""
        position = self.position(text)
        if position is not None:
            return position, self.event(position).date
        return None, parse(text) if is_date(text.strip()) else None  # for other texts, `parse` computes a hint

    def finds(self, field: str, term: Term) -> bool:
        """Whether a term of ``field`` has an event; in a field of ORDER, whether it is an id or a date."""
        if field in VALUES:
            return self.facet(field).has_match(term)
        if field in ORDER:
            return self.compared(term.text)[1] is not None
        return self.bits(Clause(field, (term,))) != 0

    def nearest_word(self, folded: str) -> str:
        """The word of the events that a folded word may be a misspelling of; "" if none is near."""
        return self.vocabulary.nearest(folded) or ""

    def source(self, name: str) -> Source | None:
        """The cited source with this name, as facets and queries write it."""
        return self._sources.get(fold(name))

    def source_with_key(self, key: str) -> Source | None:
        """The source that the timeline has under this key, cited or not."""
        return self._keyed.get(key)

    def source_keys(self) -> Iterable[str]:
        """The keys of the sources of the timeline."""
        return self._keyed

    def named_source(self, field: str, value: str) -> Source | None:
        """The source that a value of ``source`` or ``origin`` names; None if it is none."""
        if field == "source":
            return self.source(value)
        return self.source_with_key(value) if field == "origin" else None

    @cached_property
    def origins(self) -> Origins:
        """The origins of the sources."""
        return Origins(self.source_with_key, self.source_keys)

    @cached_property
    def intervals(self) -> Intervals:
        """The dates of the events."""
        from timeline_tui.index.intervals import Intervals  # see the top

        return Intervals.from_dates([event.date for event in self.events])

    @cached_property
    def ordering(self) -> Ordering:
        """Which events are certainly before or after others."""
        from timeline_tui.index.ordering import Ordering  # see the top

        return Ordering(self.intervals, self.order_graph, lambda position: self.events[position].date)

    @cached_property
    def order_graph(self) -> OrderGraph:
        """The order that the events state, without what their dates contradict."""
        from timeline_tui.index.ordering import OrderGraph  # see the top

        events = self.events
        if not any(event.after or event.before for event in events):
            return OrderGraph((), ())
        # 1 ms, and most timelines state no order
        from timeline_tui.model.stated_order import kept_arcs

        stated = kept_arcs(events)
        return OrderGraph(array("I", (arc.earlier for arc in stated)), array("I", (arc.later for arc in stated)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all texts. Names and sources, which events share, are read once."""
        # see the top
        from timeline_tui.index.vocabulary import WordCollector
        from timeline_tui.query.matching import event_texts, source_texts

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
        """The sources with the positions of their events, as `events_by_source` returns them."""
        from timeline_tui.index.collecting import events_by_source  # see the top

        return events_by_source(self.events)

    @cached_property
    def quotes(self) -> QuoteIndex:
        """The quotes of the events."""
        from timeline_tui.index.quote_index import QuoteIndex  # see the top

        return QuoteIndex.from_events(self.events, self.facet("speaker"))

    @cached_property
    def sources(self) -> SourceList:
        """The sources of the timeline, numbered."""
        from timeline_tui.index.numbered_sources import SourceList  # see the top

        facet = self.facet("source")
        uncited = [source for source in self.timeline.sources if facet.number(source.name) is None]
        return SourceList(facet, uncited, self.source)

    @cached_property
    def origin_groups(self) -> OriginGroups:
        """The sources by their origins."""
        from timeline_tui.index.numbered_sources import OriginGroups  # see the top

        return OriginGroups.from_sources(self.sources, self.origins, self.facet("source"), self.total)

    @cached_property
    def source_uses(self) -> SourceUses:
        """Which events use which source, and how."""
        from timeline_tui.index.numbered_sources import SourceUses  # see the top

        return SourceUses.from_events(self.events, self.sources.number)

    @cached_property
    def known(self) -> KnownSince:
        """When the events became known."""
        from timeline_tui.index.known_since import KnownSince  # see the top

        return KnownSince.from_sources(self.cited.values())

    @cached_property
    def aliases(self) -> Aliases:
        """The other names of the timeline."""
        return Aliases(self.timeline.aliases)

    @cached_property
    def _evaluator(self) -> Evaluator:
        return Evaluator(self)

    @cached_property
    def text_search(self) -> TextSearch:
        """Finds words in the texts of the events."""
        from timeline_tui.index.text_search import TextSearch  # see the top

        return TextSearch(self.total, self.vocabulary, self._texts())

    def _texts(self) -> Texts:
        from timeline_tui.index.text_search import EventTexts  # see the top

        return EventTexts(self.events, self.aliases)

    def _facet(self, field: str) -> Facet:
        # see the top
        from timeline_tui.index.collecting import events_by_origin, events_by_source_value, events_by_value

        if field == "origin":
            postings = events_by_origin(self.cited.values(), self.origins)
        elif field in SOURCE_VALUES:
            postings = events_by_source_value(self.cited.values(), SOURCE_VALUES[field])
        else:
            postings = events_by_value(self.events, VALUES[field])
        return self._facet_class(field).from_values(field, postings, self.aliases, self.total)

    @staticmethod
    def _facet_class(field: str) -> type[Facet]:
        """The class for the facet of a field."""
        if field not in DATED:
            return Facet
        # 0.5 ms, and few queries have dates of publication
        from timeline_tui.index.date_facet import facet_class

        return facet_class(field)

    def value_bits(self, field: str, terms: Iterable[Term]) -> int:
        """The events with a value of a field of VALUES that at least one of ``terms`` matches."""
        return self.facet(field).bits(terms)

    def predicate(self, field: str, mark: str) -> Callable[[Event], bool]:
        """A function that returns whether ``has:mark`` or ``is:mark`` holds for an event."""
        from timeline_tui.query.matching import EVENT_STATES, has_predicate  # see the top

        if field == "has":
            return has_predicate(mark, self._named)
        of_sources = self.source_predicate(mark)
        return (lambda event: of_sources(sources(event))) if of_sources else EVENT_STATES[mark]

    def source_predicate(self, state: str) -> Callable[[Sequence[Source]], bool] | None:
        """A function that returns whether ``is:state`` holds for an event with these sources, as `sources` lists them.

        None if the state does not depend on the sources alone.
        """
        from timeline_tui.query.matching import SOURCE_STATES  # see the top

        return self.origins.is_single if state == "single-origin" else SOURCE_STATES.get(state)

    def marked(self, field: str, mark: str) -> int:
        """The events for which ``has:mark`` or ``is:mark`` holds."""
        return self.where(self.predicate(field, mark), self.all)

    def in_comparison(self, state: str) -> int:
        """The events in a state of `COMPARED`, as the keys of a saved comparison say."""
        facet = self.facet(COMPARED[state])
        if state != "agreed":
            return facet.value_bits(state)
        from timeline_tui.query.matching import is_agreed  # see the top

        return self.where(is_agreed, facet.bits(map(Term, facet.values)))

    def _naming(self, event_id: str) -> Sequence[int]:
        """The positions of the events that name the event with this id as related."""
        return self.naming.get(event_id, ())

    def where(self, holds: Callable[[Event], bool], among: int) -> int:
        """The events of the set ``among`` for which ``holds`` returns True."""
        return bits_of([[position for position in Positions(among) if holds(self.events[position])]], self.total)

    @cached_property
    def _named(self) -> frozenset[str]:
        from timeline_tui.query.matching import ids_named_by_others  # see the top

        return ids_named_by_others(self.events)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {event.id: position for position, event in reversed(list(enumerate(self.events)))}

    @cached_property
    def naming(self) -> Mapping[str, Sequence[int]]:
        """For the id of each event that is named as related, the positions of the events that name it."""
        from timeline_tui.index.collecting import events_by_target  # see the top

        return events_by_target(self.events)

    @cached_property
    def _keyed(self) -> dict[str, Source]:
        return {source.key: source for source in reversed(self.timeline.sources)}

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {fold(source.name): source for source, _ in reversed(self.cited.values())}
