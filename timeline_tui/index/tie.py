"""The relations of an event: relations that it states, relations that other events state, and the stated order."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from timeline_tui.index.ordering import OrderGraph
from timeline_tui.model.timeline import Event

STATED_EARLIER, STATED_LATER = "stated earlier", "stated later"
"""The kinds of the relations that ``after`` and ``before`` of events state: what the other event is."""


class Tie(NamedTuple):
    """A relation between an event and another, seen from the first.

    ``id`` is the id of the other event, ``position`` its position; None if the timeline does not have it. ``kind`` is
    what the file says about the relation. ``outgoing``: the first event names the other, not the reverse.
    """

    position: int | None
    id: str
    kind: str
    outgoing: bool


def ties_of(
    event: Event,
    events: Sequence[Event],
    position: Callable[[str], int | None],
    naming: Sequence[int],
    graph: OrderGraph,
) -> tuple[Tie, ...]:
    """The relations of ``event``, as `Index.related` returns them.

    ``position`` returns the position in ``events`` of the event with an id. ``naming`` has the positions of the events
    that name ``event`` as related, ``graph`` the order that the events state.
    """
    named = [Tie(position(tie.event), tie.event, tie.kind, True) for tie in event.related]
    for kind, names in ((STATED_EARLIER, event.after), (STATED_LATER, event.before)):
        named += [Tie(at, name, kind, True) for name in names if (at := position(name)) is not None]
    known = {(tie.id, tie.kind) for tie in named}
    others = [
        Tie(at, events[at].id, tie.kind, False) for at in naming for tie in events[at].related if tie.event == event.id
    ]
    own_position = position(event.id)
    for kind, stated in ((STATED_EARLIER, graph.preceding), (STATED_LATER, graph.following)):
        found = stated.get(own_position, ()) if own_position is not None else ()
        others += [Tie(at, events[at].id, kind, False) for at in found]
    ties = [*named, *(tie for tie in others if (tie.id, tie.kind) not in known)]
    return tuple(dict.fromkeys(tie for tie in ties if tie.id != event.id))
