"""The line under the panes: how many events are shown, under which view, in which order, and what else to know."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.slice import Slice
from timeline_tui.text.cells import width


class StatusLine(Widget):
    """One line derived from the slice and a few facts beside it."""

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
    }
    """

    slice: reactive[Slice | None] = reactive(None)
    view: reactive[str] = reactive("")
    descending: reactive[bool] = reactive(False)
    problems: reactive[int] = reactive(0)
    progress: reactive[str] = reactive("")

    def render(self) -> Content:
        """The parts that apply, most telling first, so that a narrow screen cuts off the least."""
        if self.slice is None:
            return Content(self.progress)
        parts = [Content(self.slice.description)]
        if self.progress:
            parts.append(Content(self.progress))
        if self.problems:
            parts.append(
                Content(f"! {self.problems} problem{'s' * (self.problems != 1)}").stylize("$text-warning bold")
            )
        if comparison := Comparison.from_slice(self.slice):
            parts.append(self._compared(comparison, self.size.width - sum(part.cell_length + 3 for part in parts)))
        if self.view:
            parts.append(Content(f"view: {self.view}"))
        if self.descending:
            parts.append(Content("newest first"))
        return Content(" · ").join(parts)

    def _compared(self, comparison: Comparison, room: int) -> Content:
        """What is compared, the part that is shown set off; where there is no room, nothing is named twice."""
        counts = [
            Content(f"▸ {text}").stylize("bold") if number == comparison.shown else Content(text)
            for number, text in enumerate(comparison.counts)
        ]
        named = f"{comparison.names}: " if width(comparison.description) + 2 <= room else ""
        return Content(named) + Content(", ").join(counts)
