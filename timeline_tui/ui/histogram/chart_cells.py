"""Draws the lines of a chart, cell by cell: bars, numbers and labels, the chosen span and its description."""

from __future__ import annotations

from timeline_tui.analysis.binning import EARLIER
from timeline_tui.ui.histogram.chart import Chart

# A cell of the screen: its character, the name of its style ("" for none), whether it is in the chosen span.
Cell = tuple[str, str, bool]
Span = tuple[int, int] | None
"""The first and the last chosen bar."""

_BLANK: Cell = (" ", "", False)
BARS = {
    "shown": "bar",
    "total": "bar-total",
    "running": "bar",
    "count": "heading",
    "disputed": "disputes",
    EARLIER: "dim",
    "": "",
}
"""The style for each kind of glyph or note."""


def chart_cells(chart: Chart, y: int, height: int, span: Span, marked: int | None, *, is_plain: bool) -> list[Cell]:
    """The cells of line ``y`` of ``height``. A single line has bars only; of several, the last is for words.

    ``marked`` is the bar of the current event, None if it is in none.
    """
    cells = [_BLANK] * chart.width
    margin = chart.margin(max(2, height - 1))
    if y < len(margin):
        _put(cells, chart.width - len(margin[y]), margin[y], "dim")
    rows = max(1, height - 1)
    if not chart.counts.bars:
        return cells
    if y < rows:
        _draw_bars(cells, chart, rows - 1 - y, rows, span, is_plain)
    elif span:
        _draw_span(cells, chart, *span)
    else:
        _draw_labels(cells, chart, marked)
    return cells


def _draw_bars(cells: list[Cell], chart: Chart, row: int, rows: int, span: Span, is_plain: bool) -> None:
    first, last = span or (0, -1)
    for bar in range(len(chart.counts.bars)):
        chosen = first <= bar <= last
        if rows == 1 and chart.bar_room:
            _draw_written(cells, chart, bar, chosen, is_plain)
            continue
        glyph, name = chart.glyph(bar, row, rows)
        columns = chart.columns(bar, bar)
        _put(cells, columns.start, glyph * len(columns), BARS[name], chosen)
        if chosen and bar < last:
            _put(cells, columns.stop, " " * (chart.left(bar + 1) - columns.stop), "", chosen)
        if chart.vague_row(bar, rows) == row:
            style = "bar-vague" if name == "shown" else "time"
            _put(cells, columns[(len(columns) - 1) // 2], "~", style, chosen)


def _draw_written(cells: list[Cell], chart: Chart, bar: int, chosen: bool, is_plain: bool) -> None:
    """A bar that lies, with its numbers beside it."""
    columns = chart.columns(bar, bar)
    _put(cells, columns.start, " " * len(columns), "", chosen)
    at = columns.start
    for text, kind in chart.written(bar):
        is_none = kind == "count" and not chart.counts.bars[bar].shown
        shown = " " * len(text) if kind == "disputed" and is_plain else text
        _put(cells, at, shown, "dim" if is_none else BARS[kind], chosen)
        at += len(text)


def _draw_labels(cells: list[Cell], chart: Chart, marked: int | None) -> None:
    for column, text in chart.labels:
        _put(cells, column, text, "dim")
    if marked is not None:
        column = chart.left(marked)
        under = cells[column][0]
        _put(cells, column, "▲" if under == " " else under, "accent" if under == " " else "bar-name")


def _draw_span(cells: list[Cell], chart: Chart, first: int, last: int) -> None:
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


def _put(cells: list[Cell], column: int, text: str, name: str, chosen: bool = False) -> None:
    """Write ``text``, whose characters are one cell wide, into ``cells`` from ``column`` on; the rest is cut."""
    column = max(0, column)
    text = text[: max(0, len(cells) - column)]
    cells[column : column + len(text)] = [(character, name, chosen) for character in text]
