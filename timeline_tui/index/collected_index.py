"""The index of events that were collected in one pass."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

from timeline_tui.index.bits import bits_of
from timeline_tui.index.collecting import events_by_origin, events_by_source_value
from timeline_tui.index.collector import Collector
from timeline_tui.index.date_facet import facet_class
from timeline_tui.index.facet import Facet
from timeline_tui.index.index import Index
from timeline_tui.index.numbered_sources import KINDS, QUOTED, SourceUses
from timeline_tui.index.ordering import OrderGraph
from timeline_tui.index.quote_index import QuoteIndex
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.query.event_values import SOURCE_VALUES
from timeline_tui.query.matching import SOURCE_STATES

_DISPUTES, _QUOTED = KINDS.index("disputes"), KINDS.index(QUOTED)


class CollectedIndex(Index):
    """The index of the events that a `Collector` got."""

    def __init__(self, timeline: Timeline, events: Sequence[Event], collector: Collector, ids: Sequence[str]) -> None:
        """``events`` and ``ids`` are in order of time. An id is empty if it is not known yet."""
        super().__init__(timeline, events)
        self._collector = collector
        self.ids = ids

    @cached_property
    def cited(self) -> dict[int, tuple[Source, array[int]]]:
        """The sources with the positions of their events, each once; first the source that is used first."""
        lists: dict[int, list[array[int]]] = {}
        for (source, _), positions in self._collector.uses.items():
            lists.setdefault(source, []).append(positions)
        sources = self._collector.sources
        united = [(source, _joined(some, each=False)) for source, some in lists.items()]
        united.sort(key=lambda entry: entry[1][0])
        return {source: (sources[source], positions) for source, positions in united}

    @cached_property
    def quotes(self) -> QuoteIndex:
        """The quotes of the events."""
        collector = self._collector
        return QuoteIndex.from_speakers(
            collector.quoting, self.total, collector.speaking, [*collector.speakers], self.facet("speaker")
        )

    @cached_property
    def source_uses(self) -> SourceUses:
        """Which events use which source, and how."""
        known = self._collector.sources
        numbers = {source: self.sources.number(known[source].name) for source in known}
        uses: dict[int, list[array[int]]] = {}
        for (source, kind), positions in self._collector.uses.items():
            if (number := numbers[source]) is not None:
                uses.setdefault(number * len(KINDS) + kind, []).append(positions)
        return SourceUses.from_uses(
            {key: _joined(lists, each=key % len(KINDS) == _QUOTED) for key, lists in uses.items()}, self.total
        )

    @cached_property
    def naming(self) -> Mapping[str, Sequence[int]]:
        """For the id of each event that is named as related, the positions of the events that name it."""
        return self._collector.naming

    @cached_property
    def files(self) -> dict[str, array[int]]:
        """The names of the files with the positions of their events."""
        return self._collector.files

    def _facet(self, field: str) -> Facet:
        if field == "origin":
            postings: Mapping[str, array[int]] = events_by_origin(self.cited.values(), self.origins)
        elif field in SOURCE_VALUES:
            postings = events_by_source_value(self.cited.values(), SOURCE_VALUES[field])
        elif field in self._collector.values:
            postings = self._collector.values[field]
        else:
            return super()._facet(field)
        return facet_class(field).from_values(field, postings, self.aliases, self.total)

    @cached_property
    def order_graph(self) -> OrderGraph:
        """The order that the events state, without what their dates contradict."""
        stating = self._collector.ordering
        named = {name for at in stating for name in (*self.events[at].after, *self.events[at].before)}
        taking_part = sorted({*stating, *self._positions_of(named)})
        graph = Index(Timeline(), [*map(self.events.__getitem__, taking_part)]).order_graph
        return OrderGraph(*(array("I", map(taking_part.__getitem__, end)) for end in (graph.earlier, graph.later)))

    def _positions_of(self, ids: Collection[str]) -> Iterable[int]:
        """The positions of the events with these ids; of several events with the same id, the first."""
        found: dict[str, int] = {}  # a dictionary of all ids of a million events takes 75 MB
        for position, id in enumerate(self.ids):
            if id in ids:
                found.setdefault(id, position)
        return found.values()

    def marked(self, field: str, mark: str) -> int:
        """The events for which ``has:mark`` or ``is:mark`` holds, as `predicate` says; not of STATES_OF_DATES."""
        collector = self._collector
        marks: Mapping[tuple[str, str], Callable[[], int]] = {
            ("has", "quote"): lambda: self._bits(collector.quoting),
            ("has", "source"): lambda: self._sourced,
            ("has", "note"): lambda: self._bits(collector.noted),
            ("has", "related"): self._related_bits,
            ("is", "disputed"): lambda: self._bits(
                *(some for (_, kind), some in self._collector.uses.items() if kind == _DISPUTES)
            ),
            ("is", "unsourced"): lambda: self.all ^ self._sourced,
            ("is", "unchecked"): lambda: self.all ^ self._bits(collector.checked),
            ("is", "unarchived"): self._unarchived,
            ("is", "single-source"): lambda: self._single(SOURCE_STATES["single-source"]),
            ("is", "single-origin"): lambda: self._single(self.origins.is_single),
        }
        return marks[field, mark]()

    def _bits(self, *positions: Sequence[int]) -> int:
        return bits_of(positions, self.total)

    def _related_bits(self) -> int:
        named = array("I", self._positions_of(self._collector.named))
        return self._bits(self._collector.relating, named)

    def _unarchived(self) -> int:
        holds = SOURCE_STATES["unarchived"]
        return self._bits(*(positions for source, positions in self._documents if holds([source])))

    @property
    def _sourced(self) -> int:
        return self._bits(*(positions for _, positions in self._documents))

    def _single(self, holds: Callable[[Sequence[Source]], bool]) -> int:
        several = self._with_several
        found = [position for position, sources in several.items() if holds(sources)]
        return self._sourced ^ self._bits([*several]) | self._bits(found)

    @cached_property
    def _documents(self) -> list[tuple[Source, array[int]]]:
        """The sources that are evidence, with the positions of their events."""
        return [(source, positions) for source, positions in self.cited.values() if not source.is_side]

    @cached_property
    def _with_several(self) -> dict[int, list[Source]]:
        """The events with several sources that are evidence, and these of each."""
        seen, twice = bytearray(self.total), bytearray(self.total)
        for _, positions in self._documents:
            for position in positions:
                if seen[position]:
                    twice[position] = True
                seen[position] = True
        found: dict[int, list[Source]] = {}
        for source, positions in self._documents:
            for position in positions:
                if twice[position]:
                    found.setdefault(position, []).append(source)
        return found


def _joined(lists: Sequence[array[int]], *, each: bool) -> array[int]:
    """The union of ascending lists, ascending. ``each``: a position that is there twice stays there twice."""
    if len(lists) == 1:
        return lists[0]
    return array("I", sorted(chain.from_iterable(lists) if each else set().union(*lists)))
