"""Which events lean on which source, and how: in what they cite, and in where their quotes are taken from."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from timeline_tui.model.timeline import STANCES, Event, Source

QUOTED = "quoted"
"""A use of a source beside its stances."""
KINDS = (*STANCES, QUOTED)


class Uses:
    """The uses of numbered sources: of each kind the events, ascending; that of each quote that is taken from one.

    ``leant_on`` has the sources that events lean on, each event's once, from where ``starts`` says on. A use goes by
    the number of its source times as many as there are KINDS, and that of its kind; ``keys`` has those that there are,
    ascending, ``ends`` where the events of each begin in ``positions``, and the end.
    """

    def __init__(
        self,
        leant_on: Sequence[int],
        starts: Sequence[int],
        keys: Sequence[int],
        ends: Sequence[int],
        positions: Sequence[int],
    ) -> None:
        self.leant_on = leant_on
        self.starts = starts
        self.keys = keys
        self.ends = ends
        self.positions = positions

    @classmethod
    def of(cls, events: Iterable[Event], number_of: Callable[[str], int | None]) -> Uses:
        """The uses that ``events``, by position, make of sources; ``number_of`` gives those by their names.

        A source that states nothing to call it by has none.
        """
        leant_on, starts = array("I"), array("I", [0])
        uses: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        # by identity, for most citations of a source share one object; which is kept, lest another take its identity
        known: dict[int, tuple[Source, int | None]] = {}

        def number(source: Source) -> int | None:
            found = known.get(id(source))
            if found is None:
                known[id(source)] = found = (source, number_of(source.name))
            return found[1]

        for position, event in enumerate(events):
            cited = list({(number(each.source), KINDS.index(each.stance)) for each in event.sources})
            cited += [(number(each.source), len(STANCES)) for each in event.quotes if each.source]
            for source, kind in cited:
                if source is not None:
                    uses[source * len(KINDS) + kind].append(position)
            leant_on.extend({source for source, _ in cited if source is not None})
            starts.append(len(leant_on))
        keys = array("I", sorted(uses))
        positions = array("I")
        for key in keys:
            positions.extend(uses[key])
        return cls(
            leant_on, starts, keys, array("Q", accumulate((len(uses[key]) for key in keys), initial=0)), positions
        )

    def by(self, position: int) -> Sequence[int]:
        """The sources that an event leans on, each once."""
        return self.leant_on[self.starts[position] : self.starts[position + 1]]

    def made(self, source: int, kind: str) -> Sequence[int]:
        """The events that use a source so."""
        key = source * len(KINDS) + KINDS.index(kind)
        at = bisect_left(self.keys, key)
        if at == len(self.keys) or self.keys[at] != key:
            return ()
        return self.positions[self.ends[at] : self.ends[at + 1]]
