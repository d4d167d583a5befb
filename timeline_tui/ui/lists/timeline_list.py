"""The timeline: the events of the slice under the headings of their days, along a rail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.reactive import reactive

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event
from timeline_tui.query.matching import STATES
from timeline_tui.query.query import words
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.lists.rows import flat_row, heading_line, row_lines
from timeline_tui.ui.messages import EventChosen, EventMoved
from timeline_tui.ui.style.painter import Line

ROOMY = 16  # lines from which on a blank one stands between days
FLAT = 8  # lines below which an event takes a single one
ASKED = 100  # so many events are asked whether they have sources, to know whether it is worth a mark that one has none


class TimelineList(LineList, EventsView):
    """The events of ``slice`` in order of time, or newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.SPACE_PAGES, *keymap.TIMELINE]

    descending: reactive[bool] = reactive(False, repaint=False)

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._needles: tuple[str, ...] = ()
        self._sourced = False  # whether events have sources as a rule
        self._held: tuple[Index, int] | None = (
            None  # the event that the cursor is on, or was before the slice ran empty
        )
        self._told: tuple[Index, int] | None = None  # the one that was posted last

    @property
    def event(self) -> int | None:
        """The position in the index of the event under the cursor; None if there is none."""
        return self.slice.rows[self._turned(self.cursor)] if self.slice and self.count else None

    def go_to(self, position: int) -> bool:
        """Put the cursor on the event at this position; if the slice leaves it out, on the next one in time."""
        if not self.slice or not self.count:
            return False
        row = min(self.slice.rows.rank(position), self.count - 1)
        self.move_to(self._turned(row))
        return self.slice.rows[row] == position

    def follow(self, position: int) -> None:
        """Put the cursor on the event at this position, or on the next one in time."""
        self.go_to(position)

    def action_sort(self) -> None:
        """Newest first, or oldest first."""
        self.descending = not self.descending

    def action_next_day(self, delta: int) -> None:
        """Move the cursor to the next heading (1), or to the one above it (-1)."""
        if self.count and delta > 0:
            self.move_to(self._edge(self.cursor, 1) + 1)
        elif self.count:
            first = self._edge(self.cursor, -1)
            self.move_to(first if first < self.cursor else self._edge(max(0, first - 1), -1))

    # Another slice, another order

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:
        """Cursor and view stay with their events; where those are gone, with the ones nearest in time."""
        self._needles = words(new.query) if new else ()
        if new and (old is None or new.index is not old.index):
            self._sourced = _sourced(new.index)
        count = len(new) if new else 0
        cursor = top = None
        if new and count and self._held:
            cursor = self._turned(_row(new, *self._held), count)
        if new and count and old and self.count:
            top = self._turned(_row(new, old.index, old.rows[self._turned(self.top)]), count)
        self.set_items(count, cursor or 0, top)
        self._tell()

    def watch_descending(self, old: bool, new: bool) -> None:
        """The cursor stays on its event."""
        if old != new:  # a bound reactive is also told its first value
            self.set_items(self.count, self.count - 1 - self.cursor)

    def moved(self, item: int) -> None:  # noqa: ARG002  # an event is told by its position
        """The reader moved the cursor: post the event."""
        self._tell()

    def chosen(self, item: int) -> None:  # noqa: ARG002  # an event is told by its position
        """The reader chose an event: post it."""
        if self.event is not None:
            self.post_message(EventChosen(self.event))

    def _tell(self) -> None:
        here = (self.slice.index, self.event) if self.slice and self.event is not None else None
        if here != self._told:
            self.post_message(EventMoved(here[1] if here else None))
        self._told = here
        self._held = here or self._held

    def _turned(self, row: int, count: int | None = None) -> int:
        """The item of a row of the slice, and the row of an item."""
        return (self.count if count is None else count) - 1 - row if self.descending else row

    def _edge(self, item: int, way: int) -> int:
        """The last item in a direction (1, -1) under the same heading; in steps that double, for a day may be long."""
        key = self.heading(item)
        room = self.count - 1 - item if way > 0 else item
        reach = 1
        while reach <= room and self.heading(item + way * reach) == key:
            reach *= 2
        near, far = reach // 2, min(reach, room + 1)
        while far - near > 1:
            middle = (near + far) // 2
            near, far = (middle, far) if self.heading(item + way * middle) == key else (near, middle)
        return item + way * near

    # What the list asks

    def _event(self, item: int) -> Event:
        assert self.slice is not None
        return self.slice.event(self._turned(item))

    def heading_gap(self) -> int:
        """Days stand apart where there is room."""
        return int(self.size.height >= ROOMY)

    def heading(self, item: int) -> str:
        """The day, or whatever the file states of it."""
        return self._event(item).date.heading

    def heading_line(self, item: int, columns: int) -> Line:
        """The day, and how many events of the slice stand under it."""
        return heading_line(self._event(item).date, self._edge(item, 1) - self._edge(item, -1) + 1, columns)

    def item_lines(self, item: int, columns: int) -> Sequence[Line]:
        """A row; a single line where the list is flat."""
        assert self.slice is not None
        event = self._event(item)
        row = flat_row if self.size.height < FLAT else row_lines
        return row(event, columns, self._needles, event.id in self.slice.stars, self._sourced)

    def empty(self) -> Text:
        """Nothing to show, and which part of the query is in the way."""
        if not self.slice or not self.slice.query:
            return Text("No events.")
        text = Text("No event matches.\n")
        for clause, found in self.slice.why_empty[:5]:
            text.append(f"\n{plural(found, 'event')} without {clause}")
        return text


def _sourced(index: Index) -> bool:
    """Whether one of the first events of an index has a source."""
    unsourced = STATES["unsourced"]
    return not all(unsourced(index.event(position)) for position in range(min(ASKED, index.total)))


def _row(slice_: Slice, index: Index, position: int) -> int:
    """The row of a slice, not empty, of an event of any index; the row nearest in time if it is not there."""
    event = index.event(position)
    at = position if index is slice_.index else slice_.index.position(event.id)
    if at is None:
        at = slice_.index.count_before(event.date)
    row = slice_.rows.rank(at)
    if row == len(slice_) or (row and slice_.rows[row] != at and _nearer(slice_, row - 1, row, event)):
        return row - 1
    return row


def _nearer(slice_: Slice, before: int, after: int, event: Event) -> bool:
    """Whether the row before an event is nearer to it than the one after it."""
    day = event.date.earliest
    return day - slice_.event(before).date.earliest < slice_.event(after).date.earliest - day
