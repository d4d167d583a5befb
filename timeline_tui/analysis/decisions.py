"""The user's decisions on which events of two timelines are the same, and whether they can all hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

Pair = tuple[str, str]
"""The ids of two events."""


class Judgements(NamedTuple):
    """Decisions of the user, each with the ids of two events: of an earlier timeline, and of a later one."""

    pairs: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()


NONE = Judgements()


class Place(NamedTuple):
    """An event: the number of its timeline and its position there."""

    side: int
    position: int


def places_with_ids(names: Pair, ids: Sequence[Mapping[str, int]]) -> Iterator[tuple[Place, Place]]:
    """The events with these ids, the first in an earlier timeline; if there are none, the first in a later one.

    ``ids`` has the position of each event of each timeline by its id.
    """
    places = [
        (Place(side, ids[side][a]), Place(other, ids[other][b]))
        for a, b in (names, names[::-1])
        for side, other in combinations(range(len(ids)), 2)
        if a in ids[side] and b in ids[other]
    ]
    yield from places[:1]


def impossible(judgements: Judgements, ids: Sequence[Mapping[str, int]]) -> Judgements:
    """The decisions that cannot hold together with those before them; a decision that events are apart comes last.

    A pair cannot hold if it makes two events of one timeline the same. Pairs that make two events the same
    overrule that they are apart.
    """
    members: dict[Place, frozenset[Place]] = {}

    def group(place: Place) -> frozenset[Place]:
        return members.get(place, frozenset((place,)))

    pairs = []
    for pair in judgements.pairs:
        for a, b in places_with_ids(pair, ids):
            joined = group(a) | group(b)
            if len({place.side for place in joined}) < len(joined):
                pairs.append(pair)
            else:
                members.update(dict.fromkeys(joined, joined))
    apart = [pair for pair in judgements.apart if any(b in group(a) for a, b in places_with_ids(pair, ids))]
    return Judgements(tuple(pairs), tuple(apart))


def contains_pair(pairs: Iterable[Pair], pair: Pair) -> bool:
    """Whether ``pair`` is one of ``pairs``, in either order."""
    return any(pair in (known, known[::-1]) for known in pairs)
