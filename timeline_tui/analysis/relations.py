"""The related events of an event, and the events related to these, as a tree.

The order of two events follows from their dates and times, and from the order that they state: one is before the other
if it certainly ends before the other begins (see `When.precedes`). A relation says that two events belong together, not
that one caused the other, so the tree shows no causes. The words of a relation decide only whether two events
contradict each other.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from timeline_tui.index.index import Index
from timeline_tui.index.tie import STATED_EARLIER, STATED_LATER, Tie
from timeline_tui.model.timeline import Event
from timeline_tui.text.text import fold

Way = Literal["contradicts", "before", "after", "beside", "absent"]
WAYS: tuple[Way, ...] = ("contradicts", "before", "after", "beside", "absent")
"""How one event relates to another (see `way`), in the order on the screen."""

DEPTH = 3  # ties from the event to the last one of a branch
NODES = 30  # events in a tree

_ONWARD = ("before", "after")  # a branch continues before an earlier event, or after a later one
_AGAINST = re.compile(r"\b(contradict|disput|den(y|ies|ied|ial)\b|refut|rebut)")
_NOT = re.compile(r"\b(not|no|never|without)\b|n't\b")


class Node(NamedTuple):
    """An event of the tree: its ties (seen from the event above it), its way, and the nodes below it.

    ``event`` is None if the timeline does not have it.
    """

    id: str
    event: Event | None
    ties: tuple[Tie, ...]
    way: Way
    nodes: "tuple[Node, ...]" = ()


class Chain(NamedTuple):
    """The tree around an event: its ``nodes`` by way, then in order of time. ``more`` events are left out."""

    nodes: "tuple[Node, ...]" = ()
    more: int = 0

    def walk(self) -> Iterator[tuple[Node, tuple[bool, ...]]]:
        """Every node from top to bottom, each before the nodes below it.

        The flags of a node say, for each level down to its own, whether another node follows on that level.
        """
        for way in WAYS:
            yield from _walk([node for node in self.nodes if node.way == way], ())


def chain(index: Index, event: Event, depth: int = DEPTH, most: int = NODES) -> Chain:
    """The tree around ``event``: at most ``most`` nodes, up to ``depth`` ties away, each event once."""
    root = Node(event.id, event, (), "beside")
    below: dict[str, list[Node]] = {}  # the nodes below an event, by its id
    seen = {event.id}
    level, room, left_out = [root], most, 0
    for _ in range(depth):
        reached: dict[str, tuple[Node, Node]] = {}
        for node in level:
            for child in _next(index, node, node is root):
                if child.id not in seen:
                    reached.setdefault(child.id, (node, child))
        pairs = sorted(reached.values(), key=lambda pair: _priority(index, *pair))
        for node, child in pairs[:room]:
            below.setdefault(node.id, []).append(child)
        level = [child for _, child in pairs[:room]]
        seen |= reached.keys()
        left_out += len(pairs) - len(level)
        room -= len(level)
    return Chain(_with_nodes(root, below).nodes, left_out)


def _with_nodes(node: Node, below: Mapping[str, list[Node]]) -> Node:
    """``node`` with the nodes below it: by way, then in order of time, which is the order of positions."""
    ordered = sorted(below.get(node.id, ()), key=lambda child: (WAYS.index(child.way), child.ties[0].position or 0))
    return node._replace(nodes=tuple(_with_nodes(child, below) for child in ordered))


def way(event: Event, other: Event | None, kinds: Collection[str]) -> Way:
    """How ``other`` relates to ``event``; ``kinds`` are the words of the relations between them.

    - "contradicts": the words say so, in either direction
    - "before": ``other`` ended before ``event`` began, by their dates or by the order that they state
    - "after": ``other`` began after ``event`` ended
    - "beside": neither is certain
    - "absent": ``other`` is None, because the timeline does not have it
    """
    if any(map(is_contradiction, kinds)):
        return "contradicts"
    if other is None:
        return "absent"
    if other.date.precedes(event.date):
        return "before"
    if event.date.precedes(other.date):
        return "after"
    return "before" if STATED_EARLIER in kinds else "after" if STATED_LATER in kinds else "beside"


@lru_cache(maxsize=1024)
def is_contradiction(kind: str) -> bool:
    """Whether the words of a relation (in English) say that one event contradicts, disputes or denies the other."""
    words = fold(kind)
    return bool(_AGAINST.search(words)) and not _NOT.search(words)


def _next(index: Index, node: Node, is_root: bool) -> Iterator[Node]:
    """The events that ``node`` has ties to; below the root, only events that continue in the same direction."""
    if node.event is None or not (is_root or node.way in _ONWARD):
        return
    ties: dict[str, list[Tie]] = {}
    for tie in index.related(node.event):
        if is_root or tie.position is not None:
            ties.setdefault(tie.id, []).append(tie)
    for id, own_ties in ties.items():
        other = None if own_ties[0].position is None else index.event(own_ties[0].position)
        direction = way(node.event, other, [tie.kind for tie in own_ties])
        if is_root or direction == node.way:
            yield Node(id, other, tuple(own_ties), direction)


def _priority(index: Index, node: Node, other: Node) -> tuple[bool, bool, int]:
    """The sort key by which the nodes are chosen if there are too many: contradictions, then the nearest in time."""
    own_position, other_position = index.position(node.id), other.ties[0].position
    apart = 0 if own_position is None or other_position is None else abs(other_position - own_position)
    return other.way != "contradicts", other_position is None, apart


def _walk(nodes: list[Node], above: tuple[bool, ...]) -> Iterator[tuple[Node, tuple[bool, ...]]]:
    for number, node in enumerate(nodes, 1):
        going_on = (*above, number < len(nodes))
        yield node, going_on
        yield from _walk(list(node.nodes), going_on)
