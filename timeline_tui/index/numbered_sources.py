"""The sources of a timeline, numbered, with the events that use them.

Each class holds plain sequences of numbers, so that an image on disk can supply them without a pass over the events.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress, groupby
from typing import NamedTuple

from timeline_tui.index.bits import ListPostings, Positions, Postings
from timeline_tui.index.collecting import starts_of
from timeline_tui.index.facet import Facet
from timeline_tui.index.item_sets import ItemRuns
from timeline_tui.model.origins import Origin, Origins, repeats
from timeline_tui.model.timeline import STANCES, Event, Source
from timeline_tui.text.text import fold

QUOTED = "quoted"
"""The way in which an event uses the source of a quote."""
KINDS = (*STANCES, QUOTED)
"""The ways in which an event can use a source. A citation with another date than the event also disputes it."""

_DISPUTES = KINDS.index("disputes")
_FEW = 32  # if fewer than one event in 32 is in a set, their sources are counted one by one


class SourceList:
    """All sources of a timeline, numbered from 0: the values of the facet, then the sources that no event cites.

    ``names[source]`` is what facets and queries call it, ``totals[source]`` the number of events that cite it.
    """

    def __init__(
        self,
        facet: Facet,
        uncited: Iterable[Source],
        find: Callable[[str], Source | None],
        orders: tuple[Sequence[int], Sequence[int]] | None = None,
    ) -> None:
        """``find`` returns the source of a value of ``facet``; ``orders`` are given if they are known."""
        self._facet = facet
        self._find = find
        self.uncited: dict[str, Source] = {}
        for source in uncited:
            self.uncited.setdefault(fold(source.name), source)
        self.names = [*facet.values, *(source.name for source in self.uncited.values())]
        cited = len(facet.values)
        self.totals = [facet.postings.total(number) for number in range(cited)] + [0] * len(self.uncited)
        self._uncited_numbers = {key: number for number, key in enumerate(self.uncited, cited)}
        self._orders = orders

    def __len__(self) -> int:
        return len(self.names)

    def source(self, number: int) -> Source:
        """The source with this number; a source with only a name if the timeline has no more."""
        name = self.names[number]
        if number < len(self._facet.values):
            return self._find(name) or Source(name)
        return self.uncited[fold(name)]

    def number(self, name: str) -> int | None:
        """The number of the source with this name."""
        number = self._facet.number(name)
        return self._uncited_numbers.get(fold(name)) if number is None else number

    @cached_property
    def orders(self) -> tuple[Sequence[int], Sequence[int]]:
        """All sources by label, and all by date: oldest first, undated last, the same day by label."""
        if self._orders:
            return self._orders
        sources = [self.source(number) for number in range(len(self))]
        labels = [(fold(source.label), source.label) for source in sources]
        by_label = sorted(range(len(labels)), key=labels.__getitem__)
        dates = [(source.date is None, source.date and source.date.sort_key) for source in sources]
        return by_label, sorted(by_label, key=dates.__getitem__)

    @cached_property
    def by_total(self) -> Sequence[int]:
        """All sources, most events first; with as many events by label."""
        return sorted(self.orders[0], key=self.totals.__getitem__, reverse=True)


class OriginGroups(NamedTuple):
    """The sources of a `SourceList` by their origins.

    ``groups[source]`` is the number of its group, from 1; 0 if it repeats no source and none repeats it. The sources of
    a group have the same origins: ``labels[group - 1]`` names them, ``postings`` has its events under ``group - 1``.
    """

    groups: Sequence[int]
    labels: Sequence[str]
    postings: Postings

    @classmethod
    def from_sources(cls, sources: SourceList, origins: Origins, facet: Facet, size: int) -> "OriginGroups":
        """The groups of ``sources``, whose events are in ``facet``, at positions below ``size``."""
        numbers: dict[frozenset[Origin], int] = {}
        labels: list[str] = []
        all_sources = [*map(sources.source, range(len(sources)))]
        for source in filter(repeats, all_sources):
            source_origins = origins.of(source)
            if numbers.setdefault(frozenset(source_origins), len(numbers) + 1) > len(labels):
                labels.append(" + ".join(origin.label for origin in source_origins))
        groups = array("I", (numbers.get(frozenset(origins.of(source)), 0) if numbers else 0 for source in all_sources))
        events: list[set[int]] = [set() for _ in labels]
        for number, group in enumerate(groups[: len(facet.values)]):
            if group:
                events[group - 1].update(facet.postings.positions(number))
        return cls(groups, labels, ListPostings([array("I", sorted(positions)) for positions in events], size))


class SourceUses:
    """Which events use which source, and in which of the KINDS. Sources have the numbers of a `SourceList`.

    - The sources of an event are ``cited[starts[position]:starts[position + 1]]``, each once.
    - A use is identified by ``source * len(KINDS) + kind``. ``keys`` lists the ids in use, sorted; the events of
      ``keys[i]`` are ``positions[ends[i]:ends[i + 1]]``, ascending. An event with two quotes from a source is there
      twice.
    """

    def __init__(
        self,
        cited: Sequence[int],
        starts: "array[int] | memoryview",
        keys: Sequence[int],
        ends: Sequence[int],
        positions: Sequence[int],
    ) -> None:
        self.cited = cited
        self.starts = starts
        self.keys = keys
        self.ends = ends
        self.positions = positions

    @classmethod
    def from_events(cls, events: Iterable[Event], number_of: Callable[[str], int | None]) -> "SourceUses":
        """The uses of ``events``, by position; ``number_of`` returns the number of a source by its name.

        A source without a name has no number and is left out.
        """
        uses: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        size = 0
        # By identity, because most citations of a source share one object. The object is kept, so that no other object
        # gets its id.
        known: dict[int, tuple[Source, int | None]] = {}

        def number(source: Source) -> int | None:
            found = known.get(id(source))
            if found is None:
                known[id(source)] = found = (source, number_of(source.name))
            return found[1]

        for position, event in enumerate(events):
            size += 1
            kinds = {(number(citation.source), KINDS.index(citation.stance)) for citation in event.sources}
            kinds.update((number(citation.source), _DISPUTES) for citation in event.disputes)
            used = list(kinds)
            used += [(number(quote.source), KINDS.index(QUOTED)) for quote in event.quotes if quote.source]
            for source, kind in used:
                if source is not None:
                    uses[source * len(KINDS) + kind].append(position)
        return cls.from_uses(uses, size)

    @classmethod
    def from_uses(cls, uses: Mapping[int, Sequence[int]], size: int) -> "SourceUses":
        """The uses of ``size`` events: for each id of a use the positions of its events, ascending."""
        by_source: defaultdict[int, list[Sequence[int]]] = defaultdict(list)
        for use in sorted(uses):
            by_source[use // len(KINDS)].append(uses[use])
        positions_of = {
            source: lists[0] if len(lists) == 1 else sorted(set().union(*lists)) for source, lists in by_source.items()
        }
        starts = starts_of(chain.from_iterable(map(_distinct, positions_of.values())), size)
        cited, free = array("I", bytes(4 * starts[-1])), starts[:-1]
        for source, positions in positions_of.items():
            for position in _distinct(positions):
                cited[free[position]] = source
                free[position] += 1
        keys = array("I", sorted(uses))
        ends = array("Q", accumulate((len(uses[key]) for key in keys), initial=0))
        return cls(cited, starts, keys, ends, array("I", chain.from_iterable(uses[key] for key in keys)))

    def sources_of(self, position: int) -> Sequence[int]:
        """The sources that the event at ``position`` uses, each once."""
        return self.cited[self.starts[position] : self.starts[position + 1]]

    def counts(self, events: int) -> Mapping[int, int]:
        """How many events of a set use each source; sources that none uses may be missing.

        For 300,000 of a million events it takes 37 ms; counting the sources of each event takes 180.
        """
        if events.bit_count() * _FEW < len(self.starts):
            return Counter(chain.from_iterable(map(self.sources_of, Positions(events))))
        return Counter(compress(self._cited, self._runs.found(events)))

    @cached_property
    def _runs(self) -> ItemRuns:
        return ItemRuns(self.starts)

    @cached_property
    def _cited(self) -> list[int]:
        """``cited`` with one object for each source: to count these takes half the time."""
        numbers = range(max(self.cited, default=-1) + 1)
        return [*map([*numbers].__getitem__, self.cited)]

    def used(self, kind: str) -> Iterator[tuple[int, Sequence[int]]]:
        """The sources that events use in one of the KINDS, each with the positions of these events, ascending."""
        wanted = KINDS.index(kind)
        for at, key in enumerate(self.keys):
            if key % len(KINDS) == wanted:
                yield key // len(KINDS), self.positions[self.ends[at] : self.ends[at + 1]]

    def events_using(self, source: int, kind: str) -> Sequence[int]:
        """The positions of the events that use a source in one of the KINDS, ascending."""
        key = source * len(KINDS) + KINDS.index(kind)
        at = bisect_left(self.keys, key)
        if at == len(self.keys) or self.keys[at] != key:
            return ()
        return self.positions[self.ends[at] : self.ends[at + 1]]


def _distinct(positions: Sequence[int]) -> Iterable[int]:
    """Ascending positions, each once."""
    return (position for position, _ in groupby(positions))
