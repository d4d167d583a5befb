"""The timeline: the events of the slice under headings with their dates, along a vertical line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.reactive import reactive

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.runs import run_end
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event
from timeline_tui.query.matching import STATES
from timeline_tui.query.query import words
from timeline_tui.text.cells import shorten
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.lists.laned_list import LanedList
from timeline_tui.ui.lists.rows import GAP, RowContext, flat_row, heading_line, lane_heading, lettered, row_lines
from timeline_tui.ui.messages import EventChosen, EventMoved
from timeline_tui.ui.style.painter import Line
from timeline_tui.ui.style.plain import is_plain

if TYPE_CHECKING:  # the first screen does not need them
    from timeline_tui.analysis.lanes import Lanes
    from timeline_tui.analysis.why_matched import Passage

ROOMY = 16  # lines of the list from which a blank line separates days
FLAT = 8  # lines of the list below which an event has a single line
LANE = 18  # cells of a lane below which events have letters instead
SAMPLE = 100  # the number of events that decide whether events have sources as a rule


class TimelineList(LanedList, EventsView):
    """The events of ``slice``, oldest first, or newest first if ``descending``; undated events are last in both.

    ``in_lanes``: if the slice is a comparison, each value has a lane; without room for lanes, each event a letter.
    """

    asks = True
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.SPACE_PAGES, *keymap.TIMELINE]

    descending: reactive[bool] = reactive(False, repaint=False, init=False)
    in_lanes: reactive[bool] = reactive(False, repaint=False, init=False)

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._added = self._changed = 0  # the events that a reload has added and changed, as bits
        self._needles: tuple[str, ...] = ()
        self._sourced = False  # whether events have sources as a rule
        self.lanes: Lanes | None = None
        self._last: tuple[Index, int] | None = None  # the last event under the cursor, kept while the list is empty
        self._posted: tuple[Index, int] | None = None  # the event that was posted last; None: there was none

    @property
    def event(self) -> int | None:
        """The position in the index of the event under the cursor; None in an empty list."""
        return self._position(self.cursor) if self.slice and self.count else None

    def go_to(self, position: int) -> bool:
        """Put the cursor on the event at this position, or on the next one in time; returns whether it is listed."""
        if not self.slice or not self.count:
            return False
        row = min(self.slice.rows.rank(position), self.count - 1)
        self.move_to(self._ordered(row, self.slice))
        return self.slice.rows[row] == position

    def mark(self, added: int, changed: int) -> None:
        """Mark events as new or changed. Both are sets of positions in the index, as bits."""
        if (added, changed) != (self._added, self._changed):
            self._added, self._changed = added, changed
            self.refresh_items()

    def unmark(self) -> None:
        """Remove these marks."""
        self.mark(0, 0)

    def follow(self, position: int, old: Event | None = None) -> None:  # noqa: ARG002  # an event is one item
        """Put the cursor on the event at this position, or on the next one in time."""
        self.go_to(position)

    def action_sort(self) -> None:
        """Reverse the order."""
        self.descending = not self.descending

    def action_next_day(self, delta: int) -> None:
        """Move the cursor to the next heading (1), or to its own heading or the one above (-1)."""
        if self.count and delta > 0:
            self.move_to(self._run_end(self.cursor, 1) + 1)
        elif self.count:
            first = self._run_end(self.cursor, -1)
            self.move_to(first if first < self.cursor else self._run_end(max(0, first - 1), -1))

    def action_next_gap(self, way: int) -> None:
        """Move the cursor to the next (1) or the previous (-1) item with a gap above it; say so if there is none."""
        if not self.slice or not self.count:
            return
        gaps, row = self.slice.gaps, self._ordered(self.cursor, self.slice)
        if self.descending:  # the gap above an item is the one below its row
            row_below = gaps.previous(row + 1) if way > 0 else gaps.next(row + 1)
            row_below = None if row_below is None else row_below - 1
        else:
            row_below = gaps.next(row) if way > 0 else gaps.previous(row)
        if row_below is None:
            where = "below" if way > 0 else "above"
            why = gaps.why_none(row, -way if self.descending else way, self.slice.index.event)
            self.notify(f"No gap of {plural(gaps.least, 'day')} or longer {where}: {why}", markup=False)
        else:
            self.move_to(self._ordered(row_below, self.slice))

    # Another slice, another order

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:
        """Textual: cursor and view stay on their events, or on the events nearest in time."""
        self._needles = words(new.query) if new else ()
        self._lay_out()
        if new and (old is None or new.index is not old.index):
            self._sourced = _is_sourced(new.index)
            self._added = self._changed = 0
        count = len(new) if new else 0
        cursor = top = None
        if new and count and self._last:
            cursor = self._ordered(new.row_near(*self._last), new)
        if new and count and old and self.count and self._cursor_line is None:
            top = self._ordered(new.row_near(old.index, old.rows[self._ordered(self.top, old)]), new)
        self.set_items(count, cursor or 0, top)
        self._post_event()

    def watch_descending(self, old: bool, new: bool) -> None:
        """Textual: the cursor stays on its event."""
        if old != new and self.slice:  # a bound reactive calls this with its first value too
            self.set_items(self.count, _reversed(self.cursor, self.slice))

    def watch_in_lanes(self) -> None:
        """Textual: the cursor stays on its event."""
        self._lay_out()
        self.refresh_items()

    def _lay_out(self) -> None:
        """Find the lanes, if there are any."""
        comparison = Comparison.from_slice(self.slice) if self.slice and self.in_lanes else None
        self.lanes = None
        if comparison:
            # 0.2 ms, and only lanes need it
            from timeline_tui.analysis.lanes import Lanes

            self.lanes = Lanes(comparison)

    @property
    def lane_count(self) -> int:
        """The number of lanes, if there is room for them; else 0."""
        lanes = len(self.lanes) if self.lanes else 0
        has_room = lanes and self._text_width // lanes >= LANE and self.fitted.height >= FLAT
        return lanes if has_room and not self._is_plain else 0

    def lane_of(self, item: int) -> int:
        """The lane of an event, if there are lanes."""
        assert self.lanes
        return self.lanes.lane(self._position(item))

    def moved(self, item: int) -> None:  # noqa: ARG002  # the message names the event under the cursor
        """The reader moved the cursor: post the event."""
        self._post_event()

    def chosen(self, item: int) -> None:  # noqa: ARG002  # the message names the event under the cursor
        """The reader chose an event: post it."""
        if self.event is not None:
            self.post_message(EventChosen(self.event))

    def _post_event(self) -> None:
        """Post the event under the cursor, if it is not the one that was posted last."""
        current = (self.slice.index, self.event) if self.slice and self.event is not None else None
        if current != self._posted:
            self.post_message(EventMoved(current[1] if current else None))
        self._posted = current
        self._last = current or self._last

    def _ordered(self, row: int, whole: Slice) -> int:
        """The item for a row of the slice. The same function gives the row for an item."""
        return _reversed(row, whole) if self.descending else row

    def _run_end(self, item: int, way: int) -> int:
        """The last item in a direction (1, -1) under the same heading."""
        return run_end(self.heading, self.count, item, way)

    # Content

    def _event(self, item: int) -> Event:
        assert self.slice is not None
        return self.slice.event(self._ordered(item, self.slice))

    def heading_gap(self) -> int:
        """A blank line above a day if there is room."""
        return int(self.fitted.height >= ROOMY)

    def above_heading(self, item: int) -> str:
        """How long no event touches the days between this item and the one above it, if that is long."""
        if not item or not self.slice or self.slice.is_remote or self.fitted.height < FLAT:
            return ""
        gap = self.slice.gaps.above(self._ordered(item, self.slice) + self.descending)
        mark = "-- " if self._is_plain else f"{GAP} "
        return shorten(f"{mark}{gap.label}", self._text_width) if gap else ""

    def heading(self, item: int) -> str:
        """The date as the file gives it, to the day at most."""
        assert self.slice is not None
        return self.slice.heading(self._ordered(item, self.slice))

    def heading_line(self, item: int, columns: int) -> Line:
        """The date, and the number of events under it."""
        when, first, last = self._event(item).date, self._run_end(item, -1), self._run_end(item, 1)
        if not self.lanes:
            return heading_line(when, last - first + 1, columns)
        counts = self.lanes.counts(*sorted((self._position(first), self._position(last))))
        if self.lane_count:
            return lane_heading(when, list(zip(self.lanes.names, counts, strict=True)), self._lane_width)
        letters = [f"{letter} {count:,}" for letter, count in zip(self.lanes.letters, counts, strict=True) if count]
        return heading_line(when, last - first + 1, columns, "  ".join(letters))

    def cell_lines(self, item: int, columns: int) -> Sequence[Text]:
        """The lines of an event; a single line if the list is flat. Without room for lanes, they follow its letter."""
        lanes, room = self.lanes, self.lanes.letter_width if self.lanes else 0
        is_clear = self.lane_count and lanes and (room == 1 or self.lane_of(item) != lanes.shared)
        if not lanes or self._is_plain or is_clear:
            return self._row(item, columns)
        letter = lanes.letter(self._position(item))
        return lettered(self._row(item, max(1, columns - room - 1)), letter, room)

    def _row(self, item: int, columns: int) -> Sequence[Text]:
        """The lines of an event without a letter."""
        assert self.slice is not None
        place, flat = self._ordered(item, self.slice), self.fitted.height < FLAT
        event = self.slice.event(place)
        if not event.id:  # it has not arrived yet
            return [Text(f"  {event.title}", "dim")]
        passage = None if flat else self._passage(event)
        context = RowContext(
            self.slice.star(place),
            self._change(self.slice.rows[place], event),
            self.slice.may_be_later(place),
            self.slice.index.origins.fewer(event.documents),
            self._sourced,
        )
        if self._is_plain:
            lane = self.lanes.names[self.lane_of(item)] if self.lanes else ""
            from timeline_tui.ui.lists.plain_rows import plain_row  # only a plain screen needs it

            return plain_row(event, columns, self._needles, context, passage, flat=flat, lane=lane)
        if flat:
            return flat_row(event, columns, self._needles, context)
        return row_lines(event, columns, self._needles, context, passage)

    def _position(self, item: int) -> int:
        """The position of an item in the index."""
        assert self.slice is not None
        return self.slice.rows[self._ordered(item, self.slice)]

    @property
    def _is_plain(self) -> bool:
        return self.is_attached and is_plain(self.app)  # lines may be asked for before the list is on a screen

    def _passage(self, event: Event) -> Passage | None:
        """Why the query finds an event, if its row does not show it."""
        if not self._needles or not self.slice:
            return None
        # 0.5 ms, and only a query with words needs it
        from timeline_tui.analysis.why_matched import why_matched

        return why_matched(event, self.slice.query, self.slice.index.aliases)

    def _change(self, position: int, event: Event) -> str:
        """What the comparison, the last reload or a saved comparison says of an event; empty if it is not marked."""
        if self.slice and self.slice.index.is_compared:
            from timeline_tui.analysis.compared_index import outcome_of  # 0.5 ms, and only a comparison needs it

            if outcome := outcome_of(self.slice.index, position):
                return outcome.mark
        reloaded = "added" if self._added >> position & 1 else "changed" if self._changed >> position & 1 else ""
        if reloaded or not event.other:
            return reloaded
        from timeline_tui.analysis.compared_index import saved_mark  # only a saved comparison needs it

        return saved_mark(event)

    def empty(self) -> Text:
        """A message, and the number of events without each clause of the query."""
        if not self.slice or not self.slice.total:
            return Text(self.why_none)
        text = Text(f"No event matches{self.slice.so_far}.\n")
        if self.advice:
            text.append(f"{self.advice}\n")
        for clause, number in self.slice.why_empty[:5]:
            text.append(f"\nWithout {clause}: {plural(number, 'event')}")
        if self.lanes:
            text.append(f"\n\nLanes are on; {keymap.shown_key(self.app, 'lanes')} shows one list again.")
        return text


def _reversed(row: int, whole: Slice) -> int:
    """The place of a row in the reverse order of time. Undated events keep their places at the end."""
    return whole.dated - 1 - row if row < whole.dated else row


def _is_sourced(index: Index) -> bool:
    """Whether at least one of the first events of an index has a source."""
    unsourced = STATES["unsourced"]
    return not all(unsourced(index.event(position)) for position in range(min(SAMPLE, index.total)))
