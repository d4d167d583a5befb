"""The line below the panes: what is being read or asked, and the counts of a comparison."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.compared_index import summary_of
from timeline_tui.analysis.slice import Slice
from timeline_tui.text.cells import width
from timeline_tui.text.text import plural

_BAR = 10  # cells


class StatusLine(Widget):
    """One line, for which there is room only while it ``says`` something."""

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
    }
    """

    slice: reactive[Slice | None] = reactive(None)
    part: reactive[float | None] = reactive(None)
    """The part of the files that is read, from 0 to 1; None when reading has ended."""

    most: reactive[int] = reactive(0)
    """The number of events in the files, at most; 0 if it is not known."""

    asking: reactive[str] = reactive("")
    """What a database is asked, or why it does not answer; "" for nothing."""

    @property
    def says(self) -> bool:
        """Whether there is something to say."""
        is_compared = self.slice and (summary_of(self.slice.index) or Comparison.from_slice(self.slice))
        return bool(self.part is not None or self.asking or is_compared)

    def render(self) -> Content:
        """The parts that apply, the most important one first: a narrow screen cuts off the last ones."""
        parts = []
        if self.part is not None:
            parts.append(Content(self._reading(self.part)))
        if self.asking:
            parts.append(Content(self.asking))
        if self.slice and (summary := summary_of(self.slice.index)):
            parts.append(Content(summary))
        if self.slice and (comparison := Comparison.from_slice(self.slice)):
            parts.append(self._compared(comparison, self.size.width - sum(part.cell_length + 3 for part in parts)))
        return Content(" · ").join(parts)

    def _reading(self, part: float) -> str:
        """What is read. There is a bar if it fits."""
        full = round(part * _BAR)
        bar = f"{'▰' * full}{'▱' * (_BAR - full)} "
        of = self._known
        long = f"reading {bar}{part:.0%}{of}"
        return long if width(long) <= self.size.width else f"reading {part:.0%}{of}"

    @property
    def _known(self) -> str:
        """How many events are known, or can be found, while files are read."""
        index = self.slice.index if self.slice else None
        if index and index.is_beginning:
            return f" · {index.total:,} of at most {plural(self.most, 'event')}" if self.most else ""
        if index and index.is_partial:
            return f" · {index.indexed.bit_count():,} of {plural(index.total, 'event')} can be searched"
        return ""

    def _compared(self, comparison: Comparison, room: int) -> Content:
        """The compared values with their counts; the part that is shown is bold.

        The values are named before the counts only if that fits into ``room`` cells.
        """
        counts = [
            Content(f"▸ {text}").stylize("bold") if number == comparison.shown else Content(text)
            for number, text in enumerate(comparison.counts)
        ]
        named = f"{comparison.names}: " if width(comparison.description) + 2 <= room else ""
        return Content(named) + Content(", ").join(counts)
