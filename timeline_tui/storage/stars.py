"""Keeps the stars of events without an id. Their ids are made from date and title, and change with these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from timeline_tui.model.timeline import Event


class StarMoves(NamedTuple):
    """Events with stars after a reload: ``moved`` maps old to new ids; ``lost`` are the events that are not found."""

    moved: dict[str, str]
    lost: tuple[Event, ...]


def star_moves(ids: Collection[str], old: Sequence[Event], new: Sequence[Event]) -> StarMoves:
    """Find the events with stars, given by ``ids``, that have no id of their own and were changed.

    A changed event is found if exactly one event of its file and date was removed and exactly one was added. If not,
    the title is used in place of the date.
    """
    before, after = ({event.id for event in events} for events in (old, new))
    gone = [event for event in old if not event.given_id and event.id not in after]
    came = [event for event in new if not event.given_id and event.id not in before]
    moved: dict[str, str] = {}
    for key in (_by_date, _by_title):
        left = [event for event in came if event.id not in moved.values()]
        moved |= _pairs([event for event in gone if event.id not in moved], left, key)
    lost = tuple(event for event in gone if event.id in ids and event.id not in moved)
    return StarMoves({one: other for one, other in moved.items() if one in ids}, lost)


def _by_date(event: Event) -> tuple[str, str]:
    return event.file, event.date.text


def _by_title(event: Event) -> tuple[str, str]:
    return event.file, event.title


def _pairs(gone: list[Event], came: list[Event], key: Callable[[Event], tuple[str, str]]) -> dict[str, str]:
    """Old id → new id, for each key of exactly one removed and exactly one added event."""
    groups: defaultdict[tuple[str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, events in enumerate((gone, came)):
        for event in events:
            groups[key(event)][side].append(event.id)
    return {old[0]: new[0] for old, new in groups.values() if len(old) == len(new) == 1}
