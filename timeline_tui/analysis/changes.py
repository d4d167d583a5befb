"""What a new version of the files changed: the events that came, changed and went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import NamedTuple

from timeline_tui.index.bits import bits_of
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.mapped_index import MappedIndex
from timeline_tui.model.timeline import Event

MOST = 200_000
"""The most events that are compared value by value, in 20 µs each if they come from an image."""


class Changes(NamedTuple):
    """The difference of two indexes. ``added`` and ``changed`` are sets of positions in the new index, as bits.

    ``moved`` maps the old to the new ids of changed events with another id. ``removed`` are events of the old index.
    """

    added: int = 0
    changed: int = 0
    moved: Mapping[str, str] = {}
    removed: tuple[Event, ...] = ()

    @property
    def new_or_changed(self) -> int:
        """The positions of the events that are new or changed."""
        return self.added | self.changed


def changes(old: Index, new: Index) -> Changes:
    """Compare the events of two indexes. The place in the file does not count, but the content of their sources does.

    Events with the same id are the same event. An event only in ``old`` and one only in ``new`` are also the same event
    if no other event has the same file, date and title. If their ids are made, the same file and date are enough, or
    the same file and title.
    """
    old_positions, new_positions = _candidates(old, new)
    gone = {event.id: event for event in map(old.event, old_positions)}
    came: dict[str, int] = {}  # id of an event only in ``new`` → its position
    changed: list[int] = []
    for position in new_positions:
        event = new.event(position)
        before = gone.pop(event.id, None)
        if before is None:
            came[event.id] = position
        elif _content(before) != _content(event):
            changed.append(position)
    moved = _moved(gone.values(), [new.event(position) for position in came.values()])
    changed += [came.pop(id) for id in moved.values()]
    removed = tuple(event for id, event in gone.items() if id not in moved)
    return Changes(bits_of([sorted(came.values())], new.total), bits_of([sorted(changed)], new.total), moved, removed)


def is_quick(old: Index, new: Index) -> bool:
    """Whether `changes` compares few values."""
    return old.total + new.total < MOST or _have_comparable_records(old, new)


def _content(event: Event) -> Event:
    return event._replace(file="", line=0)


def _candidates(old: Index, new: Index) -> tuple[Collection[int], Collection[int]]:
    """The positions of the events that may differ."""
    if not _have_comparable_records(old, new):
        return range(old.total), range(new.total)
    assert isinstance(old, MappedIndex)
    assert isinstance(new, MappedIndex)
    before, after = list(old.digests()), list(new.digests())
    before_digests, after_digests = set(before), set(after)
    changed_before = [position for position, digest in enumerate(before) if digest not in after_digests]
    return changed_before, [position for position, digest in enumerate(after) if digest not in before_digests]


def _have_comparable_records(old: Index, new: Index) -> bool:
    """Whether the records of both have the same numbers for the same sources. Comparing them takes 3 µs for each."""
    return isinstance(old, MappedIndex) and isinstance(new, MappedIndex) and old.has_sources_of(new)


def _moved(gone: Collection[Event], came: Collection[Event]) -> dict[str, str]:
    """The new ids of events whose ids have changed, by the old ids."""
    moved: dict[str, str] = {}
    for key in (_by_both, _by_date, _by_title):
        taken = set(moved.values())
        unpaired = [event for event in gone if event.id not in moved]
        moved |= _pairs(unpaired, [event for event in came if event.id not in taken], key)
    return moved


def _by_both(event: Event) -> Hashable:
    return event.file, event.date.text, event.title


def _by_date(event: Event) -> Hashable:
    return None if event.given_id else (event.file, event.date.text)


def _by_title(event: Event) -> Hashable:
    return None if event.given_id else (event.file, event.title)


def _pairs(gone: Iterable[Event], came: Iterable[Event], key: Callable[[Event], Hashable]) -> dict[str, str]:
    """Old id → new id, for each key of exactly one event on either side. Events whose key is None have no pair."""
    groups: defaultdict[Hashable, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, events in enumerate((gone, came)):
        for event in events:
            groups[key(event)][side].append(event.id)
    groups.pop(None, None)
    return {old[0]: new[0] for old, new in groups.values() if len(old) == len(new) == 1}
