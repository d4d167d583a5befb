"""The quotes of a timeline, numbered, with their speakers and the events that they belong to.

The index holds plain sequences of numbers, so that an image on disk can supply them without a pass over the events.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress, groupby, pairwise
from typing import NamedTuple

from timeline_tui.index.bits import Positions, bits_of
from timeline_tui.index.collecting import starts_of
from timeline_tui.index.facet import Facet
from timeline_tui.index.item_sets import ItemRuns
from timeline_tui.model.timeline import Event
from timeline_tui.text.text import fold

_FEW = 32  # if a set has fewer events with quotes than one for 32 quotes, their quotes are counted one by one

Groups = tuple[Sequence[int], Sequence[int]]
"""Quotes sorted into groups, and the offset of each group, with the total at the end."""


class Speaker(NamedTuple):
    """A speaker by the name that the facet shows; "" if nobody is named.

    ``role`` is the role that the timeline gives; "" if it gives none or several.
    """

    name: str
    role: str


class QuoteIndex:
    """The quotes of all events, numbered from 0 in order of time.

    - ``positions[quote]`` is the position of its event.
    - ``starts[position]`` is the first quote of an event; the last item is the number of quotes.
    - ``speaker_of[quote]`` is an index into ``speakers``, which is sorted by name.
    - ``groups`` are all quotes as `by_speaker` sorts them.
    """

    def __init__(
        self,
        positions: Sequence[int],
        starts: "array[int] | memoryview",
        speaker_of: Sequence[int],
        speakers: Sequence[Speaker],
        groups: Groups | None = None,
    ) -> None:
        self.positions = positions
        self.starts = starts
        self.speaker_of = speaker_of
        self.speakers = speakers
        self.groups = groups or self.by_speaker(range(len(positions)))

    def of_events(self, events: int) -> bytes:
        """For each quote 1 if its event is in a set, else 0."""
        return self._runs.found(events)

    @cached_property
    def _runs(self) -> ItemRuns:
        return ItemRuns(self.starts)

    def count_by_speaker(self, events: int) -> Mapping[int, int]:
        """How many quotes of a set of events each speaker has.

        A few are counted one by one: the 4,371 quotes of a set take 5 ms, where a pass over all 333,000 takes 10.
        """
        quoted = events & self._quoted
        if quoted.bit_count() * _FEW < len(self.positions):
            starts, speaker_of = self.starts, self.speaker_of
            ranges = (speaker_of[starts[position] : starts[position + 1]] for position in Positions(quoted))
            return Counter(chain.from_iterable(ranges))
        return Counter(compress(self._spoken, self.of_events(events)))

    @cached_property
    def _quoted(self) -> int:
        """The events that have quotes."""
        return bits_of([self.positions], len(self.starts) - 1)

    @cached_property
    def _spoken(self) -> list[int]:
        """``speaker_of`` with one object for each speaker: to count these takes half the time."""
        numbers = [*range(len(self.speakers))]
        return [*map(numbers.__getitem__, self.speaker_of)]

    def quotes_of(self, speaker: int) -> Sequence[int]:
        """The quotes of a speaker, ascending."""
        first, after = self._extents[speaker]
        return self.groups[0][first:after]

    @cached_property
    def totals(self) -> Mapping[int, int]:
        """The number of quotes of each speaker who has any."""
        return {speaker: after - first for speaker, (first, after) in self._extents.items()}

    @cached_property
    def _extents(self) -> dict[int, tuple[int, int]]:
        """For each speaker the first place in the order of ``groups``, and the place after the last one."""
        order, starts = self.groups
        return {self.speaker_of[order[first]]: (first, after) for first, after in pairwise(starts)}

    @classmethod
    def from_events(cls, events: Iterable[Event], facet: Facet) -> "QuoteIndex":
        """The quotes of events in order of time; ``facet`` is the facet of their speakers."""
        positions, spoken = array("I"), array("I")
        written: dict[tuple[str, str], int] = {}  # speakers and roles, as the file has them
        size = 0
        for position, event in enumerate(events):
            size += 1
            for quote in event.quotes:
                positions.append(position)
                spoken.append(written.setdefault((quote.speaker, quote.role), len(written)))
        return cls.from_speakers(positions, size, spoken, [*written], facet)

    @classmethod
    def from_speakers(
        cls,
        positions: Sequence[int],
        size: int,
        spoken: Iterable[int],
        written: Sequence[tuple[str, str]],
        facet: Facet,
    ) -> "QuoteIndex":
        """The quotes of ``size`` events, in order of time, with the ``positions`` of their events.

        ``spoken`` has for each quote the index of its speaker and role in ``written``, which are as in the file.
        """
        shown = {name: facet.shown_name(name) or "" for name, _ in written}
        roles: defaultdict[str, set[str]] = defaultdict(set)
        for number in set(spoken := array("I", spoken)):
            name, role = written[number]
            roles[shown[name]].add(role)
        names = sorted(roles, key=lambda name: (fold(name), name))
        speakers = [Speaker(name, "".join(roles[name]) if name and len(roles[name]) == 1 else "") for name in names]
        place = {name: number for number, name in enumerate(names)}
        numbers = [place.get(shown[name], 0) for name, _ in written]
        return cls(positions, starts_of(positions, size), array("I", map(numbers.__getitem__, spoken)), speakers)

    def by_speaker(self, quotes: Iterable[int]) -> Groups:
        """Ascending ``quotes`` grouped by speaker: most quotes first, then by name; without a speaker last."""
        speaker = self.speaker_of.__getitem__
        groups = [list(group) for _, group in groupby(sorted(quotes, key=speaker), speaker)]
        groups.sort(key=lambda group: (not self.speakers[speaker(group[0])].name, -len(group)))
        return array("I", chain.from_iterable(groups)), array("I", accumulate(map(len, groups), initial=0))
