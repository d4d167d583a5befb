"""The relations of an event in a database, in both directions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import select

from timeline_tui.index.database.event_rows import event_number
from timeline_tui.index.database.tables import EVENTS, ORDER, RELATIONS
from timeline_tui.index.questions import KeyedEvent, RelatedEvent
from timeline_tui.index.tie import STATED_EARLIER, STATED_LATER
from timeline_tui.model.timeline import Event

_E = EVENTS.c


def ties(
    connection: Any, event: Event, events: Callable[[Collection[str]], Mapping[str, KeyedEvent]]
) -> tuple[RelatedEvent, ...]:
    """The relations of an event, in the order of `Index.related`; ``events`` returns the known events of some ids."""
    related = [(tie.event, tie.kind) for tie in event.related]
    stated = [(name, STATED_EARLIER) for name in event.after] + [(name, STATED_LATER) for name in event.before]
    naming = _naming(connection, event.id)
    known = events({name for name, _ in (*related, *stated, *naming)})
    named = [*related, *((name, kind) for name, kind in stated if name in known)]
    found = [RelatedEvent(name, kind, True, known.get(name)) for name, kind in named]
    found += [RelatedEvent(name, kind, False, known[name]) for name, kind in naming if (name, kind) not in named]
    by_key = {
        (found_tie.id, found_tie.kind, found_tie.outgoing): found_tie
        for found_tie in reversed(found)
        if found_tie.id != event.id
    }
    return tuple(reversed(by_key.values()))


def _naming(connection: Any, event_id: str) -> list[tuple[str, str]]:
    """The ids of the events that name this one, in order of time, then of events that an order relates to it."""
    by_time = (_E.first_day, _E.place, _E.number, _E.id)
    related = (
        select(_E.id, RELATIONS.c.kind)
        .join(EVENTS, _E.event == RELATIONS.c.event)
        .where(RELATIONS.c.target == event_id)
        .order_by(*by_time, RELATIONS.c.number)
    )
    found = [(name, kind) for name, kind in connection.execute(related)]
    own_number = event_number(event_id)
    for kind, near, far in (
        (STATED_EARLIER, ORDER.c.later, ORDER.c.earlier),
        (STATED_LATER, ORDER.c.earlier, ORDER.c.later),
    ):
        stated = (
            select(far)
            .join_from(ORDER, EVENTS, _E.event == ORDER.c.event)
            .where(near == own_number)
            .order_by(*by_time, ORDER.c.number)
        )
        numbers = [*connection.execute(stated).scalars()]
        # No join, because a distributed server joins tables only by the number of the event.
        ids = dict(connection.execute(select(_E.event, _E.id).where(_E.event.in_(numbers))).all()) if numbers else {}
        found += [(ids[number], kind) for number in numbers if number in ids]
    return found
