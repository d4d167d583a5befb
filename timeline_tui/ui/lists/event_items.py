"""The common part of the lists of quotes and disputes: items that belong to events."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.model.timeline import Event
from timeline_tui.ui.lists.evidence_list import AROUND, NO_EVENTS, EvidenceList
from timeline_tui.ui.messages import ItemChosen, ItemMoved

READABLE = 100  # the longest line of prose, in cells

Key = TypeVar("Key")
_Item = TypeVar("_Item")


class EventItems(Protocol[Key]):
    """The items of a list, such as `Quotes`. Methods raise NotForDatabaseError for data that has not arrived yet."""

    def __len__(self) -> int: ...

    def event(self, row: int) -> Event:
        """The event of an item."""

    def position(self, row: int) -> int | None:
        """The position of that event in the index. For a database, None until the event has arrived."""

    def key(self, row: int) -> Key:
        """The key of an item in its event."""

    def group(self, row: int) -> range:
        """The items under the same heading."""

    def heading(self, row: int) -> str:
        """The heading of an item: its day, its speaker or its source."""

    def nearest_to(self, event: Event, key: Key = ...) -> int | None:
        """The item of an event with this key, else another of the event, else one of the event nearest in time."""


@dataclass(frozen=True, slots=True)
class _Place(Generic[Key]):
    """An item: its event, and the key of the item in it."""

    event: Event
    key: Key


class EventItemsList(EvidenceList, Generic[Key]):
    """Items of events. The event of the item under the cursor is the current one; Enter goes to it.

    An item is identified by its event and a ``Key`` within it, such as the number of a quote.
    """

    no_key: Key
    """The key of the first item of an event."""

    items: EventItems[Key]
    """The items that are listed."""

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        # The last item under the cursor; it stays while the list is empty. For a database, also the item that the
        # cursor will go to. None: the reader moved the cursor to an item that has not arrived: the cursor stays there.
        self._last: _Place[Key] | None = None
        self._is_sought = False  # whether the cursor goes to it when it arrives
        self._shown: Slice | None = None  # the slice of the items
        self._posted: tuple[Index, int | None] | None = None  # the event that was posted last

    @abstractmethod
    def items_of(self, whole: Slice) -> EventItems[Key]:
        """The items of a slice."""

    @abstractmethod
    def changed_key(self, event: Event, old: Event) -> Key | None:
        """The key of the first item of an event that ``old`` did not have; None if there is none."""

    def watch_by(self, old: str, new: str) -> None:
        """Textual: group again; the cursor stays on its item or its event."""
        if old != new:  # a bound reactive calls this with its first value too
            self.invalidate()

    @property
    def event(self) -> int | None:
        """The position in the index of the event of the item under the cursor; None in an empty list.

        For a database, None until the item has arrived.
        """
        return self.items.position(self.cursor) if self.count else None

    def at_cursor(self, items: Sequence[_Item]) -> _Item | None:
        """The item of ``items`` under the cursor; None in an empty list, and until the item has arrived."""
        with suppress(NotForDatabaseError):
            return items[self.cursor] if self.count else None
        return None

    def group(self, item: int) -> range:
        """The items under the same heading."""
        return self.items.group(item)

    def heading(self, item: int) -> str:
        """The heading of an item: its day, its speaker or its source."""
        return self.items.heading(item)

    def event_of(self, item: int) -> Event:
        """The event of an item."""
        return self.items.event(item)

    def go_to(self, position: int) -> bool:
        """Put the cursor on the first item of the event at this position; returns whether it has one.

        A cursor on another item of that event stays. If the event has no item in the list, the cursor goes to the
        first item of the event nearest in time.
        """
        if self.event == position:
            return True
        if self.slice:
            self._seek(_Place(self.slice.index.event(position), self.no_key))
        return self.event == position

    def follow(self, position: int, old: Event | None = None) -> None:
        """Put the cursor on an item of the event at this position, if possible a changed one; else of the nearest."""
        self.ensure_derived()
        event = self.slice.index.event(position) if self.slice else None
        key = self.changed_key(event, old) if event and old else None
        if event and key is not None:
            self._seek(_Place(event, key))
        else:
            self.go_to(position)

    def _seek(self, place: _Place[Key]) -> None:
        """Put the cursor on the item nearest to a place; for a database, when the item arrives."""
        if not place.event.id and self.slice and self.slice.is_remote:
            return
        self._last, self._is_sought = place, True
        with suppress(NotForDatabaseError):
            row = self.items.nearest_to(place.event, place.key) if self.count else None
            self._is_sought = not self.is_here
            if row is not None:
                self.move_to(row)

    def prepare(self, whole: Slice) -> None:
        """In a thread: wait for the items around the cursor, in a slice of a database."""
        self._items_and_cursor(whole)

    def derive(self) -> None:
        """List the items. If the item under the cursor is gone, the cursor goes to its event or the nearest in time.

        Until the items of a database arrive, the old items stay if the query is the same.
        """
        whole = self.slice or NO_EVENTS
        row = 0
        try:
            self.items, row = self._items_and_cursor(whole)
        except NotForDatabaseError:
            if self._shown and self._shown.query == whole.query:
                return
            self.is_here = False
        else:
            self.is_here, self._is_sought = True, False
        self._shown = whole
        self.set_items(len(self.items) if self.is_here else 0, row)
        self._remember()

    def _items_and_cursor(self, whole: Slice) -> tuple[EventItems[Key], int]:
        """The items of a slice, and the row of the cursor.

        For a database, it raises NotForDatabaseError until the items around the cursor have arrived, because their
        lines determine its place on the screen.
        """
        items = self.items_of(whole)
        row = self._row_of_last(items) or 0 if len(items) else 0
        if whole.is_remote and len(items):
            for near in {max(0, row - AROUND), row, min(row + AROUND, len(items) - 1)}:
                items.event(near)
        return items, row

    def _row_of_last(self, items: EventItems[Key]) -> int | None:
        """The row of the last item under the cursor, or of the item nearest to it; None if there is none."""
        if not self._last:
            return min(self.cursor, len(items) - 1)
        if self.cursor < len(items):
            with suppress(NotForDatabaseError):  # mostly the item is in its old row, and no database is asked
                if _Place(items.event(self.cursor), items.key(self.cursor)) == self._last:
                    return self.cursor
        return items.nearest_to(self._last.event, self._last.key)

    def moved(self, item: int) -> None:  # noqa: ARG002  # the message names the event under the cursor
        """The reader moved the cursor: post the event, if it is another one."""
        self._is_sought = False
        self._remember()
        self.renew_star_key()
        self.post_cursor()

    def chosen(self, item: int) -> None:  # noqa: ARG002  # the message names the event under the cursor
        """The reader chose an item: post its event."""
        if self.event is not None:
            self.post_message(ItemChosen(self.event))

    def on_hide(self) -> None:
        """Textual: the list is hidden now; its event is posted again when it is shown again."""
        self._posted = None

    def post_cursor(self) -> None:
        """Post the event under the cursor, if it is not the one that was posted last.

        While events of a database have not arrived, the current event stays, so that the cursor goes to it later.
        """
        if not (self.is_filled and self.is_shown) or self._is_sought:
            return
        assert self.slice
        current = (self.slice.index, self.event)
        if current != self._posted and (current[1] is not None or not self.count):
            self._posted = current
            self.post_message(ItemMoved(self.event))

    def _remember(self) -> None:
        if self.count and not self._is_sought:
            try:
                self._last = _Place(self.items.event(self.cursor), self.items.key(self.cursor))
            except NotForDatabaseError:
                self._last = None
