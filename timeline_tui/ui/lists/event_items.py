"""The common part of the lists of quotes and disputes: items that belong to events."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event
from timeline_tui.ui.lists.evidence_list import NO_EVENTS, EvidenceList
from timeline_tui.ui.messages import ItemChosen, ItemMoved

Key = TypeVar("Key")


class EventItemsList(EvidenceList, Generic[Key]):
    """Items of events. The event of the item under the cursor is the current one; Enter goes to it.

    An item is identified by the position of its event and a ``Key`` within it, such as the number of a quote.
    """

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        # The last item under the cursor, kept while the list is empty: its index, position and key.
        self._last: tuple[Index, int, Key] | None = None
        self._posted: tuple[Index, int | None] | None = None  # the event that was posted last

    @abstractmethod
    def list_items(self, whole: Slice) -> int:
        """Derive the items of a slice; returns how many there are."""

    @abstractmethod
    def item_place(self, item: int) -> tuple[int, Key]:
        """The position of the event of an item in the index, and the key of the item."""

    @abstractmethod
    def nearest(self, position: int, key: Key | None = None) -> int | None:
        """The item of an event with this key, else another of the event, else one of the event nearest in time."""

    @property
    def event(self) -> int | None:
        """The position in the index of the event of the item under the cursor; None in an empty list."""
        return self.item_place(self.cursor)[0] if self.count else None

    def event_of(self, item: int) -> Event:
        """The event of an item."""
        assert self.slice is not None
        return self.slice.index.event(self.item_place(item)[0])

    def go_to(self, position: int) -> bool:
        """Put the cursor on the first item of the event at this position; returns whether it has one.

        A cursor on another item of that event stays. If the event has no item in the list, the cursor goes to the
        first item of the event nearest in time.
        """
        if self.event == position:
            return True
        row = self.nearest(position)
        if row is not None:
            self.move_to(row)
        return self.event == position

    @abstractmethod
    def changed_key(self, event: Event, old: Event) -> Key | None:
        """The key of the first item of an event that ``old`` did not have; None if there is none."""

    def follow(self, position: int, old: Event | None = None) -> None:
        """Put the cursor on an item of the event at this position, if possible a changed one; else of the nearest."""
        self.ensure_derived()
        key = self.changed_key(self.slice.index.event(position), old) if self.slice and old else None
        row = None if key is None else self.nearest(position, key)
        if row is None:
            self.go_to(position)
        else:
            self.move_to(row)

    def derive(self) -> None:
        """List the items. If the item under the cursor is gone, the cursor goes to its event or the nearest in time."""
        count = self.list_items(self.slice or NO_EVENTS)
        self.set_items(count, self._row_of_last() or 0)
        self._remember()

    def _row_of_last(self) -> int | None:
        """The row of the last item under the cursor, or of the item nearest to it; None if there is none."""
        if not self._last or not self.slice:
            return None
        index, position, key = self._last
        now = self.slice.index
        if index is not now:
            position = now.place(index.event(position))
        return self.nearest(min(position, now.total - 1), key) if now.total else None

    def moved(self, item: int) -> None:  # noqa: ARG002  # the message names the event under the cursor
        """The reader moved the cursor: post the event, if it is another one."""
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

        While events of a database are not here, the current event stays, so that the cursor goes to it later.
        """
        if self.is_filled and self.is_shown:
            assert self.slice
            here = (self.slice.index, self.event)
            if here != self._posted:
                self._posted = here
                self.post_message(ItemMoved(self.event))

    def _remember(self) -> None:
        if self.slice and self.count:
            self._last = (self.slice.index, *self.item_place(self.cursor))
