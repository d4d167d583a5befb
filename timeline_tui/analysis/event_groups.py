"""The same events of several timelines: links between two of them, and the groups that links make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from timeline_tui.analysis.decisions import Place


class Rank(IntEnum):
    """The reason for a link, the most certain first."""

    DECIDED = 0
    SAME = 1
    SAME_TITLE = 2
    ALIKE = 3
    ID_ONLY = 4


class EventLink(NamedTuple):
    """Two events that may be the same. ``reason`` is in words: "same day, 83 % of the words of the title"."""

    a: Place
    b: Place
    rank: Rank
    score: float
    reason: str


class Group(NamedTuple):
    """Events that are the same: the position in each timeline, None where it is not; and the links between them."""

    positions: tuple[int | None, ...]
    links: tuple[EventLink, ...] = ()


def joined(links: Iterable[EventLink], sizes: Sequence[int], apart: set[tuple[Place, Place]]) -> list[Group]:
    """The groups that links make, the best links first: each link joins two groups unless a better one prevents it.

    ``sizes`` are the numbers of events of the timelines, ``apart`` the pairs that are kept apart. Each event is in
    exactly one group.
    """
    groups = _Joined(sizes, apart)
    for link in sorted(links, key=_best_first):
        groups.add(link)
    return groups.groups()


class _Joined:
    """Events that are joined to groups, link by link."""

    def __init__(self, sizes: Sequence[int], apart: set[tuple[Place, Place]]) -> None:
        self._apart = apart
        self._sides = len(sizes)
        places = [Place(side, position) for side, size in enumerate(sizes) for position in range(size)]
        self._number = {place: number for number, place in enumerate(places)}
        self._members = {number: [place] for number, place in enumerate(places)}
        self._links: defaultdict[int, list[EventLink]] = defaultdict(list)

    def add(self, link: EventLink) -> None:
        """Join the groups of both events, unless the group would have two events of one timeline or two kept apart."""
        first, second = sorted((self._number[link.a], self._number[link.b]))
        if first != second:
            if not self._may_join(self._members[first], self._members[second]):
                return
            moved = self._members.pop(second)
            self._members[first] += moved
            self._number.update(dict.fromkeys(moved, first))
            self._links[first] += self._links.pop(second, [])
        self._links[first].append(link)

    def _may_join(self, one: list[Place], other: list[Place]) -> bool:
        if {place.side for place in one} & {place.side for place in other}:
            return False
        return not self._apart or all((min(a, b), max(a, b)) not in self._apart for a in one for b in other)

    def groups(self) -> list[Group]:
        """All groups, in the order of their first events."""
        result = []
        for number, members in sorted(self._members.items()):
            positions = dict(members)
            places = tuple(positions.get(side) for side in range(self._sides))
            result.append(Group(places, tuple(self._links.get(number, ()))))
        return result


def _best_first(link: EventLink) -> tuple[float, ...]:
    """The order of links. It is the same for exchanged sides, so that differences of exchanged files mirror."""
    i, j = link.a.position, link.b.position
    return link.rank, -round(link.score, 9), abs(i - j), i + j, link.a.side, link.b.side
