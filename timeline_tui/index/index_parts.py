"""The parts of an index: posting lists, words, dates, sources, quotes. Each part is built when it is first used."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from timeline_tui.index.bits import first_bits
from timeline_tui.index.facet import Facet
from timeline_tui.model.origins import Origins
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.event_values import SOURCE_VALUES
from timeline_tui.query.query_fields import DATED, SEARCHED, VALUES
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
    from timeline_tui.index.vocabulary import Vocabulary


class IndexParts:
    """The events of ``timeline`` in order of time, and what is built from them. Positions count from 0.

    A subclass that already has some parts overrides their methods.
    """

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

    def event(self, position: int) -> Event:
        """The event at ``position``."""
        return self.events[position]

    def position(self, event_id: str) -> int | None:
        """The position of the event with this id."""
        return self._positions.get(event_id)

    def source(self, name: str) -> Source | None:
        """The cited source with this name, as facets and queries write it."""
        return self._sources.get(fold(name))

    def source_with_key(self, key: str) -> Source | None:
        """The source that the timeline has under this key, cited or not."""
        return self._keyed.get(key)

    def source_keys(self) -> Iterable[str]:
        """The keys of the sources of the timeline."""
        return self._keyed

    def facet(self, field: str) -> Facet:
        """The facet of a field of VALUES."""
        facet = self._facets.get(field)
        if facet is None:
            facet = self._facets[field] = self._facet(field)
        return facet

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

    @cached_property
    def aliases(self) -> Aliases:
        """The other names of the timeline."""
        return Aliases(self.timeline.aliases)

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
    def ordering(self) -> Ordering:
        """Which events are certainly before or after others."""
        from timeline_tui.index.ordering import Ordering  # see the top

        return Ordering(self.intervals, self.order_graph, lambda position: self.events[position].date)

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
    def text_search(self) -> TextSearch:
        """Finds words in the texts of the events."""
        from timeline_tui.index.text_search import TextSearch  # see the top

        return TextSearch(self.total, self.vocabulary, self._texts())

    def _texts(self) -> Texts:
        from timeline_tui.index.text_search import EventTexts  # see the top

        return EventTexts(self.events, self.aliases)

    @cached_property
    def cited(self) -> dict[int, tuple[Source, array[int]]]:
        """The sources with the positions of their events, as `events_by_source` returns them."""
        from timeline_tui.index.collecting import events_by_source  # see the top

        return events_by_source(self.events)

    @cached_property
    def source_uses(self) -> SourceUses:
        """Which events use which source, and how."""
        from timeline_tui.index.numbered_sources import SourceUses  # see the top

        return SourceUses.from_events(self.events, self.sources.number)

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
    def quotes(self) -> QuoteIndex:
        """The quotes of the events."""
        from timeline_tui.index.quote_index import QuoteIndex  # see the top

        return QuoteIndex.from_events(self.events, self.facet("speaker"))

    @cached_property
    def known(self) -> KnownSince:
        """When the events became known."""
        from timeline_tui.index.known_since import KnownSince  # see the top

        return KnownSince.from_sources(self.cited.values())

    @cached_property
    def naming(self) -> Mapping[str, Sequence[int]]:
        """For the id of each event that is named as related, the positions of the events that name it."""
        from timeline_tui.index.collecting import events_by_target  # see the top

        return events_by_target(self.events)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {event.id: position for position, event in reversed(list(enumerate(self.events)))}

    @cached_property
    def _keyed(self) -> dict[str, Source]:
        return {source.key: source for source in reversed(self.timeline.sources)}

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {fold(source.name): source for source, _ in reversed(self.cited.values())}
