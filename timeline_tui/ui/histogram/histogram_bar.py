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
from textual.widget import Widget

from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import Day
from timeline_tui.query.date_ranges import WHOLE_DAYS
from timeline_tui.query.query import Clause
from timeline_tui.ui import keymap
from timeline_tui.ui.histogram.chart import Chart
from timeline_tui.ui.style.painter import Painter
from timeline_tui.ui.style.plain import is_plain

# A cell of the screen: its character, the name of its style ("" for none), whether it is in the chosen span.
Cell = tuple[str, str, bool]
BLANK: Cell = (" ", "", False)
# The style for each kind of glyph or note.
BARS = {
    "shown": "bar",
    "total": "bar-total",
    "running": "bar",
    "count": "heading",
    "disputed": "disputes",
    "going on": "dim",
    "": "",
}


class HistogramBar(Widget, can_focus=True):
    """The chart of ``slice``, with a mark for the event at position ``current``. The reader can choose bars."""

    ALLOW_SELECT = False
    FOCUS_ON_CLICK = False  # the mouse chooses without the keys, so the focus stays where it is
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.HISTOGRAM]
    DEFAULT_CSS = "HistogramBar { height: 4; width: 1fr; }"

    slice: reactive[Slice | None] = reactive(None)
    current: reactive[int | None] = reactive(None, repaint=False)
    counted: reactive[Clause | None] = reactive(None)
    """The events that are counted; None for all."""

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
            self._charted, self._chart = self.slice, Chart.of(self.slice, self.size.width, self.counted)
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

    def watch_current(self) -> None:
        """Textual: draw only the line of the mark again."""
        self.refresh(Region(0, self.size.height - 1, self.size.width, 1))

    def watch_counted(self) -> None:
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

    def notify_style_update(self) -> None:
        """Textual: the theme, the focus or the style sheet changed."""
        super().notify_style_update()
        self._painter.clear()

    def render_line(self, y: int) -> Strip:
        """Textual: one line. A single line has bars only; of several, the last is for words."""
        width, height = self.size
        cells = [BLANK] * width
        chart = self.chart
        margin = self._chart.margin(max(2, height - 1)) if self._chart else []
        if y < len(margin):
            _put(cells, width - len(margin[y]), margin[y], "dim")
        if chart:
            rows = max(1, height - 1)
            if y < rows:
                self._draw_bars(cells, chart, rows - 1 - y, rows)
            else:
                self._draw_words(cells, chart)
        runs = groupby(cells, key=itemgetter(1, 2))
        return Strip([Segment("".join(cell[0] for cell in run), self._style(*key)) for key, run in runs], width)

    def _draw_bars(self, cells: list[Cell], chart: Chart, row: int, rows: int) -> None:
        first, last = self.span or (0, -1)
        for bar in range(len(chart.counts.bars)):
            if rows == 1 and chart.bar_room:
                self._draw_written(cells, chart, bar, first <= bar <= last)
                continue
            glyph, name = chart.glyph(bar, row, rows)
            chosen = first <= bar <= last
            columns = chart.columns(bar, bar)
            _put(cells, columns.start, glyph * len(columns), BARS[name], chosen)
            if chosen and bar < last:
                _put(cells, columns.stop, " " * (chart.left(bar + 1) - columns.stop), "", chosen)
            if chart.vague_row(bar, rows) == row:
                style = "bar-vague" if name == "shown" else "time"
                _put(cells, columns[(len(columns) - 1) // 2], "~", style, chosen)

    def _draw_written(self, cells: list[Cell], chart: Chart, bar: int, chosen: bool) -> None:
        columns = chart.columns(bar, bar)
        _put(cells, columns.start, " " * len(columns), "", chosen)
        at = columns.start
        for text, kind in chart.written(bar):
            is_none = kind == "count" and not chart.counts.bars[bar].shown
            shown = " " * len(text) if kind == "disputed" and is_plain(self.app) else text
            _put(cells, at, shown, "dim" if is_none else BARS[kind], chosen)
            at += len(text)

    def _draw_words(self, cells: list[Cell], chart: Chart) -> None:
        if span := self.span:
            self._draw_span(cells, chart, *span)
            return
        for column, text in chart.labels:
            _put(cells, column, text, "dim")
        marked = self._marked(chart)
        if marked is not None:
            column = chart.left(marked)
            under = cells[column][0]
            _put(cells, column, "▲" if under == " " else under, "accent" if under == " " else "bar-name")

    def _draw_span(self, cells: list[Cell], chart: Chart, first: int, last: int) -> None:
        """A bracket below the span, and its description beside it if there is room, else over it."""
        columns = chart.columns(first, last)
        size = len(columns)
        _put(cells, columns.start, "┗" + "━" * (size - 2) + "┛" if size > 1 else "▲", "accent")
        text = f" {chart.summary(first, last)} "
        if len(text) <= chart.width - columns.stop:
            start = columns.stop
        elif len(text) <= columns.start:
            start = columns.start - len(text)
        else:
            start = max(0, min(columns.start + (size - len(text)) // 2, chart.width - len(text)))
        _put(cells, start, text, "heading")

    def _style(self, name: str, chosen: bool) -> Style:
        return self._painter.style(*filter(None, (name, "bar-chosen" if chosen else "")))


def _put(cells: list[Cell], column: int, text: str, name: str, chosen: bool = False) -> None:
    """Write ``text``, whose characters are one cell wide, into ``cells`` from ``column`` on; the rest is cut."""
    column = max(0, column)
    text = text[: max(0, len(cells) - column)]
    cells[column : column + len(text)] = [(character, name, chosen) for character in text]


def _days(chart: Chart) -> tuple[Day, ...]:
    return tuple(bar.first for bar in chart.counts.bars)
