"""The histogram above the timeline: when events begin, and a span of time that the reader can choose.

The bars of the shown events are drawn over the bars of all events, which are shaded. ``~`` is above a bar with
approximate dates, ``─`` where no event begins but one goes on, ``▲`` below the bar of the current event. The events in
no bar are counted at the right. On a single row wide bars lie, with their numbers beside them. Keys or the mouse choose
a span of bars; the last line describes it.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from timeline_tui.analysis.binning import query_days
from timeline_tui.analysis.searched import searched
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import Day
from timeline_tui.query.date_ranges import WHOLE_DAYS
from timeline_tui.query.query import Clause
from timeline_tui.ui import keymap
from timeline_tui.ui.histogram.chart import Chart
from timeline_tui.ui.histogram.chart_cells import chart_cells
from timeline_tui.ui.style.painter import PaintedWidget, Painter
from timeline_tui.ui.style.plain import is_plain


class HistogramBar(PaintedWidget, can_focus=True):
    """The chart of ``slice``, with a mark for the event at position ``current``. The reader can choose bars."""

    ALLOW_SELECT = False
    FOCUS_ON_CLICK = False  # the mouse chooses without the keys, so the focus stays where it is
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.HISTOGRAM]
    DEFAULT_CSS = "HistogramBar { height: 4; width: 1fr; }"

    slice: reactive[Slice | None] = reactive(None, repaint=False)
    current: reactive[int | None] = reactive(None, repaint=False)
    counted: reactive[Clause | None] = reactive(None)
    """The events that are counted; None for all."""
    only_searched: reactive[bool] = reactive(False)
    """Whether events that cannot be searched yet are left out, as beside counts of values."""

    class Picked(Message):
        """The reader chose the days from ``first`` to ``last``, both included.

        ``hours`` are the first hour of the first day and the last one of the last day.
        """

        def __init__(self, first: Day, last: Day, hours: tuple[int, int]) -> None:
            super().__init__()
            self.first = first
            self.last = last
            self.hours = hours

    class Left(Message):
        """The reader left the histogram for the events."""

    def __init__(self) -> None:
        super().__init__()
        self._chart: Chart | None = None
        self._charted: Slice | None = None  # the slice of the chart
        self._anchor = 0  # the bar where the span begins; it ends at the cursor
        self._cursor = 0
        self._hover: int | None = None
        self._dragging = False
        self._painter = Painter(self)

    # State

    @property
    def chart(self) -> Chart | None:
        """The chart of the slice in the present width; None without bars."""
        if self.slice is None or not self.size.width:
            return None
        chart = self._chart
        if chart is None or self._charted is not self.slice or chart.width != self.size.width:
            shown = searched(self.slice) if self.only_searched else self.slice
            self._charted, self._chart = self.slice, Chart.of(shown, self.size.width, self.counted)
            if chart is None or _days(chart) != _days(self._chart):
                self._begin(self._chart)
        return self._chart if self._chart and self._chart.counts.bars else None

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last chosen bar; without the focus, the bar under the mouse, twice; else None."""
        if self.has_focus or self._dragging:
            return min(self._anchor, self._cursor), max(self._anchor, self._cursor)
        return None if self._hover is None else (self._hover, self._hover)

    def _begin(self, chart: Chart) -> None:
        """Choose the bar of the current event, or the first bar with a shown event."""
        shown = (n for n, bar in enumerate(chart.counts.bars) if bar.shown)
        marked = self._marked(chart)
        self._cursor = self._anchor = next(shown, 0) if marked is None else marked
        self._hover = None

    def _marked(self, chart: Chart) -> int | None:
        """The bar of the current event; None if it is in no bar."""
        if self.slice is None or self.current is None or self.current >= self.slice.total:
            return None
        return chart.bar_of(self.slice.index.event(self.current).date)

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:
        """Textual: draw again, unless the bars are the same, as after most letters of a word. Drawing takes 4 ms."""
        is_same = old and new and new.has_events_of(old) and query_days(new.query) == query_days(old.query)
        if is_same and self._charted is old:
            self._charted = new
        else:
            self.refresh()

    def watch_current(self) -> None:
        """Textual: draw only the line of the mark again."""
        self.refresh(Region(0, self.size.height - 1, self.size.width, 1))

    def watch_counted(self) -> None:
        """Textual: the chart is of other events."""
        self._charted = None

    def watch_only_searched(self) -> None:
        """Textual: the chart is of other events."""
        self._charted = None

    def on_focus(self) -> None:
        """Textual: begin at the current event."""
        if chart := self.chart:
            self._begin(chart)

    # Choosing

    def _go(self, bar: int, extend: bool) -> None:
        if chart := self.chart:
            self._cursor = min(max(bar, 0), len(chart.counts.bars) - 1)
            self._anchor = self._anchor if extend else self._cursor
            self.refresh()

    def action_cursor(self, delta: int) -> None:
        """Choose the next (1) or previous (-1) bar."""
        self._go(self._cursor + delta, extend=False)

    def action_extend(self, delta: int) -> None:
        """Move the end of the span to the next (1) or previous (-1) bar."""
        self._go(self._cursor + delta, extend=True)

    def action_first(self) -> None:
        """Choose the first bar."""
        self._go(0, extend=False)

    def action_last(self) -> None:
        """Choose the last bar."""
        if chart := self.chart:
            self._go(len(chart.counts.bars), extend=False)

    def action_pick(self) -> None:
        """Post the days of the span, and its hours if the bars are hours; then leave the histogram."""
        if (chart := self.chart) and (span := self.span):
            first, last = (chart.counts.bars[bar] for bar in span)
            hours = WHOLE_DAYS if first.hour is None or last.hour is None else (first.hour, last.hour)
            self.post_message(self.Picked(first.first, last.last, hours))
            if self.has_focus:
                self.action_events()

    def action_events(self) -> None:
        """Leave the histogram for the events."""
        self.post_message(self.Left())

    def action_leave(self) -> None:
        """Reduce a span of several bars to one; leave the histogram if it has one."""
        if self._anchor != self._cursor:
            self._go(self._cursor, extend=False)
        else:
            self.action_events()

    def pointed(self) -> Offset | None:
        """The bar under the cursor, on the line with its description."""
        return Offset(self.chart.left(self._cursor), self.size.height - 1) if self.chart else None

    # Mouse

    def _bar_at(self, offset: Offset | None) -> int | None:
        chart = self.chart
        if offset is None or chart is None or offset.x >= chart.room:
            return None
        return chart.bar_at(offset.x)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Textual: begin a span."""
        bar = self._bar_at(event.get_content_offset(self))
        if bar is not None and event.button == 1:
            self.capture_mouse()
            self._dragging = True
            self._go(bar, extend=False)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Textual: extend the span to the mouse, or describe the bar under it."""
        if self._dragging:
            if chart := self.chart:
                self._go(chart.bar_at(event.get_content_offset_capture(self).x), extend=True)
        else:
            self._hover_over(self._bar_at(event.get_content_offset(self)))

    def on_mouse_up(self) -> None:
        """Textual: choose the span."""
        if self._dragging:
            self.release_mouse()
            self.action_pick()
            self._dragging = False
            self.refresh()

    def on_leave(self) -> None:
        """Textual: the mouse left the histogram."""
        self._hover_over(None)

    def _hover_over(self, bar: int | None) -> None:
        if bar != self._hover:
            self._hover = bar
            self.refresh()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Textual: one line."""
        width, height = self.size
        chart = self.chart
        marked = self._marked(chart) if chart and y == height - 1 else None
        if self._chart is None:
            return Strip.blank(width, self._style("", False))
        cells = chart_cells(self._chart, y, height, self.span, marked, is_plain=is_plain(self.app))
        runs = groupby(cells, key=itemgetter(1, 2))
        return Strip([Segment("".join(cell[0] for cell in run), self._style(*key)) for key, run in runs], width)

    def _style(self, name: str, chosen: bool) -> Style:
        return self._painter.style(*filter(None, (name, "bar-chosen" if chosen else "")))


def _days(chart: Chart) -> tuple[Day, ...]:
    return tuple(bar.first for bar in chart.counts.bars)
