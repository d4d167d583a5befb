"""The line under the panes: how many events are shown, under which view, in which order, and what else to know."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from timeline_tui.slice import Slice


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
        if self.view:
            parts.append(Content(f"view: {self.view}"))
        if self.descending:
            parts.append(Content("newest first"))
        return Content(" · ").join(parts)
