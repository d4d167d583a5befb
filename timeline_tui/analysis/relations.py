"""The related events of an event, and theirs, as a tree: before it, after it, in contradiction with it.

The tree goes by dates alone: one event is before another if it certainly ends before the other begins. Events of one
day are told apart by their times: see `Point.precedes`. A relation says that two events belong together, not that
one caused the other, so the tree claims no causes. The words of a relation decide one thing: whether two events
contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from timeline_tui.index.index import Index, Tie
from timeline_tui.model.timeline import Event
from timeline_tui.text.text import fold

Way = Literal["contradicts", "before", "after", "beside", "absent"]
WAYS: tuple[Way, ...] = ("contradicts", "before", "after", "beside", "absent")
"""How an event stands to another, in reading order: see `way`."""

DEPTH = 3
NODES = 30

_ONWARD = ("before", "after")  # the ways that go on: what was before an earlier event, what came after a later one
_AGAINST = re.compile(r"\b(contradict|disput|den(y|ies|ied|ial)\b|refut|rebut)")
_NOT = re.compile(r"\b(not|no|never|without)\b|n't\b")


class Node(NamedTuple):
    """An event that a chain leads to: all its ties to the event before it, seen from there, and where these go on.

    ``event`` is None if the timeline does not have it.
    """

    id: str
    event: Event | None
    ties: tuple[Tie, ...]
    way: Way
    nodes: tuple[Node, ...] = ()


class Chain(NamedTuple):
    """The tree around an event. ``nodes`` are by way, each way in order of time; ``more`` events are left out."""

    nodes: tuple[Node, ...] = ()
    more: int = 0

    def walk(self) -> Iterator[tuple[Node, tuple[bool, ...]]]:
        """Every node as it is read, each before what it leads to.

        With it, for the node and those above it from the top: whether more of the same way stands below it.
        """
        for one in WAYS:
            yield from _walk([node for node in self.nodes if node.way == one], ())


def chain(index: Index, event: Event, depth: int = DEPTH, most: int = NODES) -> Chain:
    """The tree around ``event``: up to ``most`` nodes, up to ``depth`` ties away, each event once."""
    root = _Twig(event.id, event, (), "beside")
    seen = {event.id}
    level, room, more = [root], most, 0
    for _ in range(depth):
        found: dict[str, tuple[_Twig, _Twig]] = {}
        for twig in level:
            for one in _next(index, twig, twig is root):
                if one.id not in seen:
                    found.setdefault(one.id, (twig, one))
        pairs = sorted(found.values(), key=lambda pair: _distance(index, *pair))
        for twig, one in pairs[:room]:
            twig.twigs.append(one)
        level = [one for _, one in pairs[:room]]
        seen |= found.keys()
        more += len(pairs) - len(level)
        room -= len(level)
    return Chain(root.nodes(), more)


def way(event: Event, other: Event | None, kinds: Iterable[str]) -> Way:
    """How ``other`` stands to ``event``, to which relations of these words tie it.

    "contradicts": the words say so, in either direction; "before": it ended before ``event`` began; "after": it began
    after ``event`` ended; "beside": neither is certain; "absent": the timeline does not have it.
    """
    if any(map(is_contradiction, kinds)):
        return "contradicts"
    if other is None:
        return "absent"
    if other.date.precedes(event.date):
        return "before"
    return "after" if event.date.precedes(other.date) else "beside"


@lru_cache(maxsize=1024)
def is_contradiction(kind: str) -> bool:
    """Whether the words of a relation (in English) say that one event contradicts, disputes or denies the other."""
    words = fold(kind)
    return bool(_AGAINST.search(words)) and not _NOT.search(words)


class _Twig:
    """A node while the tree grows."""

    def __init__(self, id: str, event: Event | None, ties: tuple[Tie, ...], way: Way) -> None:
        self.id, self.event, self.ties, self.way = id, event, ties, way
        self.twigs: list[_Twig] = []

    def nodes(self) -> tuple[Node, ...]:
        """Those below it, by way and in order of time, which is the order of positions."""
        ordered = sorted(self.twigs, key=lambda twig: (WAYS.index(twig.way), twig.ties[0].position or 0))
        return tuple(Node(twig.id, twig.event, twig.ties, twig.way, twig.nodes()) for twig in ordered)


def _next(index: Index, twig: _Twig, is_root: bool) -> Iterator[_Twig]:
    """The events that ``twig`` is tied to; beyond the root only those that go on the same way."""
    if twig.event is None or not (is_root or twig.way in _ONWARD):
        return
    ties: dict[str, list[Tie]] = {}
    for tie in index.related(twig.event):
        if is_root or tie.position is not None:
            ties.setdefault(tie.id, []).append(tie)
    for id, own in ties.items():
        other = None if own[0].position is None else index.event(own[0].position)
        going = way(twig.event, other, (tie.kind for tie in own))
        if is_root or going == twig.way:
            yield _Twig(id, other, tuple(own), going)


def _distance(index: Index, twig: _Twig, other: _Twig) -> tuple[bool, bool, int]:
    """What is shown first where not all has room: contradictions, then what is near in time."""
    here, there = index.position(twig.id), other.ties[0].position
    apart = 0 if here is None or there is None else abs(there - here)
    return other.way != "contradicts", there is None, apart


def _walk(nodes: list[Node], above: tuple[bool, ...]) -> Iterator[tuple[Node, tuple[bool, ...]]]:
    for number, node in enumerate(nodes, 1):
        going_on = (*above, number < len(nodes))
        yield node, going_on
        yield from _walk(list(node.nodes), going_on)
