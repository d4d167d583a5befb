"""The columns, heights and labels of the bars of a histogram. Nothing here knows the screen."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from timeline_tui.analysis.binning import EARLIER
from timeline_tui.analysis.histogram import Bar, Histogram
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import HOUR
from timeline_tui.dates.calendar import days_label, year_label
from timeline_tui.dates.when import NEVER_BEFORE, Precision, When, civil
from timeline_tui.query.query import Clause
from timeline_tui.text.text import plural

BLOCKS = " ▁▂▃▄▅▆▇█"
SHADE = "░"
LINE = "─"
MARGIN = 18  # columns at the right for the events that are in no bar: "1,234 less precise"
WITH_MARGIN = 32  # columns of the chart from which it has this margin
EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
NOTES = "count", "disputed", EARLIER  # the kinds of the notes beside a bar, the most important one first
SHORTEST_BAR, LONGEST_BAR = 2, 16  # columns of the longest bar on a single row
STRIDE = (1, 2, 5, 10, 20, 50, 100, 200, 500)  # one label for every so many bars
STRIDES = {"hour": (1, 2, 3, 6, 12, 24), "day": (1, 2, 7, 14, 28, 56, 112), "month": (1, 2, 3, 6, 12, 24, 60, 120)}


class Chart:
    """The bars of ``counts``, all equally wide, in the first ``room`` columns of ``width``. It does not change.

    ``state`` says which events are counted, if not all: "disputed".
    """

    def __init__(self, counts: Histogram, width: int, room: int, state: str = "") -> None:
        self.counts, self.width, self.room, self.state = counts, width, room, state

    @classmethod
    def of(cls, whole: Slice, width: int, counted: Clause | None = None) -> Chart:
        """The chart of the events of a slice, or of those in ``counted``; with a margin if some are in no bar."""
        state = counted.terms[0].text if counted else ""
        # Begin with a margin, because most timelines need one: each histogram of a million events takes 1.5 ms.
        room = width - MARGIN
        narrow = cls(whole.histogram(room, counted), width, room, state) if width >= WITH_MARGIN else None
        if narrow and narrow.counts.elsewhere:
            return narrow
        chart = cls(whole.histogram(max(2, width), counted), width, width, state)
        return narrow if narrow and chart.counts.elsewhere else chart

    def margin(self, lines: int) -> list[str]:
        """The text of the margin: a line for each reason, or a single one if there are fewer ``lines``."""
        counts = [f"{n:,} {reason}" for reason, n in self.counts.elsewhere.items()]
        if self.room == self.width:
            return []
        return counts if len(counts) <= lines else [f"{sum(self.counts.elsewhere.values()):,} elsewhere"]

    # Columns

    @cached_property
    def _peak(self) -> int:
        return self.counts.peak

    @cached_property
    def thickness(self) -> int:
        """The columns of a bar; there is an empty column between bars if they are wide."""
        step = self.room // max(1, len(self.counts.bars))
        return max(1, step - (step >= 3))

    def left(self, bar: int) -> int:
        """The first column of a bar; the bars are spread over all columns."""
        return bar * self.room // len(self.counts.bars)

    def columns(self, first: int, last: int) -> range:
        """The columns of the bars from ``first`` to ``last``."""
        return range(self.left(first), self.left(last) + self.thickness)

    def bar_at(self, column: int) -> int:
        """The bar at a column or before it; beyond either end the nearest bar."""
        bars = len(self.counts.bars)
        return min(max(((column + 1) * bars - 1) // self.room, 0), bars - 1)

    def bar_of(self, date: When) -> int | None:
        """The bar that counts an event of this date, as in `Histogram`; None if it is in no bar."""
        unit, bars = self.counts.unit, self.counts.bars
        if not bars or date.earliest == NEVER_BEFORE or date.precision < unit.precision:
            return None
        if not bars[0].first <= date.earliest <= bars[-1].last:
            return None
        bar = bisect_right(bars, date.earliest, key=lambda bar: bar.first) - 1
        return bar - 23 + (date.minute or 0) // 60 if unit == HOUR else bar

    # Rows

    def heights(self, bar: int, rows: int) -> tuple[int, int]:
        """The height of the shown events of a bar in eighths of a row, and of all its events in rows."""
        counted, peak = self.counts.bars[bar], self._peak
        if not peak:
            return 0, 0
        shown = max(round(8 * rows * counted.shown / peak), counted.shown > 0)
        return shown, -(-rows * counted.total // peak)

    def glyph(self, bar: int, row: int, rows: int) -> tuple[str, str]:
        """The character of a bar in a row (of ``rows``; 0 is the lowest), and its kind, a key of `chart_cells.BARS`."""
        shown, total = self.heights(bar, rows)
        if shown > 8 * row:
            return BLOCKS[min(shown - 8 * row, 8)], "shown"
        if total > row:
            return SHADE, "total"
        if row == 0 and self.counts.bars[bar].running:
            return LINE, "running"
        return " ", ""

    # One row with numbers

    @cached_property
    def bar_room(self) -> int:
        """The columns of the longest bar on a single row, beside the longest note; 0 without room for numbers."""
        for form in range(len(NOTES), 0, -1):
            longest = max((len("".join(self._notes(bar, form))) for bar in range(len(self.counts.bars))), default=0)
            room = min(self.thickness - longest, LONGEST_BAR)
            if room >= SHORTEST_BAR:
                return room
        return 0

    def written(self, bar: int) -> list[tuple[str, str]]:
        """A bar with its numbers on a single row, as pieces of text with their kinds (keys of `chart_cells.BARS`).

        The number of events, ``~`` if some dates are approximate, ``≠`` with the number of disputed events, ``+`` with
        the number of events that go on. The last ones are left out if they have no room.
        """
        counted, room = self.counts.bars[bar], self.bar_room
        peak = max(self._peak, 1)
        eighths = max(round(8 * room * counted.shown / peak), 8 * (counted.shown > 0))
        full = "█" * (eighths // 8) + EIGHTHS[eighths % 8]
        ghost = SHADE * max(0, -(-room * counted.total // peak) - len(full))
        line = LINE if counted.running and not counted.total else ""
        form = next(n for n in range(len(NOTES), 0, -1) if self._fits(n))
        notes = zip(NOTES, self._notes(bar, form), strict=False)
        return [(full, "shown"), (ghost, "total"), (line, "running"), *((text, kind) for kind, text in notes)]

    def _fits(self, form: int) -> bool:
        longest = max(len("".join(self._notes(bar, form))) for bar in range(len(self.counts.bars)))
        return self.thickness - longest >= self.bar_room

    def _notes(self, bar: int, form: int) -> list[str]:
        counted = self.counts.bars[bar]
        texts = [
            f" {counted.shown:,}" + "~" * bool(counted.approximate),
            f" ≠{counted.disputed:,}" if counted.disputed else "",
            f" +{counted.running:,}" if counted.running else "",
        ]
        return texts[:form]

    def vague_row(self, bar: int, rows: int) -> int | None:
        """The row for the mark of approximate dates: above the bar, or the highest; None: there are none."""
        if not self.counts.bars[bar].approximate:
            return None
        shown, total = self.heights(bar, rows)
        return min(max(-(-shown // 8), total), rows - 1)

    # Words

    @cached_property
    def labels(self) -> tuple[tuple[int, str], ...]:
        """The labels below the bars as (column, text): every n-th bar, with the smallest n that fits, and the last bar.

        The column before each label is free for a mark.
        """
        names = [_name(bar) for bar in self.counts.bars]
        if not names:
            return ()
        texts: list[str] = []
        for every in STRIDES.get(self.counts.unit.name, STRIDE):
            for with_year in (True, False):
                texts = _texts(names[::every], with_year)
                room = min(every * self.room // len(names), self.room)
                if all(len(text) < room for text in texts):
                    return self._with_last(texts, every, names)
        return tuple((1, text) for text in texts)

    def _with_last(self, texts: list[str], every: int, names: list[Name]) -> tuple[tuple[int, str], ...]:
        """The texts in their columns, with one for the last bar; it may replace the label before it."""
        labels = [(1 + self.left(n * every), text) for n, text in enumerate(texts)]
        labels = [(column, text) for column, text in labels if column + len(text) <= self.room]
        start = 1 + self.left(len(names) - 1)
        if not labels or labels[-1][0] == start:
            return tuple(labels)
        text = _texts([names[0], names[-1]], with_year=True)[-1]
        column = min(start, self.room - len(text))
        for kept in (labels, labels[:-1]):
            if kept and kept[-1][0] + len(kept[-1][1]) < column:
                return (*kept, (column, text))
        return tuple(labels)

    def summary(self, first: int, last: int) -> str:
        """The events in the bars from ``first`` to ``last`` in words: "13 June 2024: 9 of 11, 2 approximate"."""
        bars = self.counts.bars[first : last + 1]
        shown, total = sum(bar.shown for bar in bars), sum(bar.total for bar in bars)
        vague, running = sum(bar.approximate for bar in bars), bars[0].running
        parts = [plural(total, "event") if shown == total else f"{shown:,} of {total:,}"]
        if self.state:
            parts = [f"{shown:,} {self.state} of {plural(total, 'event')}"]
        if vague:
            parts.append(f"{vague:,} approximate")
        if running:
            parts.append(f"{running:,} {EARLIER}")
        so_far = "" if self.counts.is_final else " so far"
        return f"{self._span_name(bars[0], bars[-1])}: {', '.join(parts)}{so_far}"

    def _span_name(self, first: Bar, last: Bar) -> str:
        if first is last:
            return first.label
        if self.counts.unit.precision == Precision.DAY:
            return days_label(first.first, last.last)
        if self.counts.unit == HOUR:
            return f"{first.label} – {last.label}"
        end, start = _texts([_name(last), _name(first)], with_year=True)
        return f"{start} – {end}"


# The name of a bar without its year, and the year that follows it, or "".
Name = tuple[str, str]


def _name(bar: Bar) -> Name:
    """The name of a bar; of the hours of a day only the first has the name of the day."""
    if bar.hour:
        return f"{bar.hour:02}:00", ""
    name = bar.label.partition(",")[0] if bar.hour == 0 else bar.label
    year = " " + year_label(civil(bar.last)[0])
    return (name.removesuffix(year), year) if name.endswith(year) else (name, "")


def _texts(names: list[Name], with_year: bool) -> list[str]:
    """Names in a row: a year is left out if the name before has it, or if all have it and not ``with_year``."""
    years = {year for _, year in names}
    before = years.pop() if len(years) == 1 and not with_year else ""
    texts = []
    for name, year in names:
        texts.append(name if year == before else name + year)
        before = year
    return texts
