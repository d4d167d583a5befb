"""The line below the panes: the progress of reading, why a database does not answer, the counts of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.slice import Slice
from timeline_tui.text.cells import width
from timeline_tui.text.text import plural

_BAR = 10  # cells


class StatusLine(Widget):
    """One line, which takes space on the screen only while it has text."""

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

    no_answer: reactive[str] = reactive("")
    """Why a database does not answer; "" if it may answer."""

    @property
    def has_text(self) -> bool:
        """Whether there is a text to show."""
        is_compared = self.slice and (self._summary or Comparison.from_slice(self.slice))
        return bool(self.part is not None or self.no_answer or is_compared or self._is_cut_short)

    @property
    def _summary(self) -> str:
        """The result of a comparison of timelines in a few words; empty if there is none."""
        if not (self.slice and self.slice.index.is_compared):
            return ""
        from timeline_tui.analysis.compared_index import summary_of  # as in `timeline_list`

        return summary_of(self.slice.index)

    def render(self) -> Content:
        """The parts that apply, the most important one first: a narrow screen cuts off the last ones."""
        parts = []
        if self.part is not None:
            parts.append(Content(self._reading(self.part)))
        elif self._is_cut_short:
            parts.append(Content(self._fitting("reading has ended", "ended")))
        if self.no_answer:
            parts.append(Content(self.no_answer))
        if self._summary:
            parts.append(Content(self._summary))
        if self.slice and (comparison := Comparison.from_slice(self.slice)):
            parts.append(self._compared(comparison, self.size.width - sum(part.cell_length + 3 for part in parts)))
        return Content(" · ").join(parts)

    @property
    def _is_cut_short(self) -> bool:
        """Whether reading has ended before all events were read."""
        return bool(self.part is None and self.slice and self.slice.index.is_partial)

    def _reading(self, part: float) -> str:
        """How much is read. There is a bar if it fits."""
        full = round(part * _BAR)
        bar = f"{'▰' * full}{'▱' * (_BAR - full)}"
        return self._fitting(f"reading {bar} {part:.0%}", f"reading {part:.0%}", f"{part:.0%}")

    def _fitting(self, *beginnings: str) -> str:
        """The first of ``beginnings`` that fits, with the number of events that are known or can be searched."""
        texts = [f"{beginning} · {known}" for known in self._known for beginning in beginnings] or [*beginnings]
        return next((text for text in texts if width(text) <= self.size.width), texts[-1])

    @property
    def _known(self) -> Sequence[str]:
        """While files are read: how many events are known or can be searched, in more and in fewer words."""
        index = self.slice.index if self.slice else None
        if index and index.is_beginning and self.most:
            return (f"{index.total:,} of at most {plural(self.most, 'event')}",)
        if index and index.is_partial and not index.is_beginning:
            count = f"searched {index.indexed.bit_count():,} of"
            return f"{count} {plural(index.total, 'event')}", f"{count} {index.total:,}"
        return ()

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
