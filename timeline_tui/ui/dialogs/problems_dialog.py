"""The list of problems. Enter opens the file of a problem in the editor, at its line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.console import Console, ConsoleOptions
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from timeline_tui.model.problems import Problem, render
from timeline_tui.ui import keymap
from timeline_tui.ui.dialogs.dialogs import Dialog

_LISTED = 300  # problems; thousands take seconds to lay out


class Problems(Dialog[None]):
    """The problems, each with its place, the line and a hint; at most the first 300."""

    DEFAULT_CSS = """
    Problems {
        & > .box { height: 90%; }
        & OptionList, & OptionList:focus { height: 1fr; }
        & Label { display: none; width: 100%; }
        & Label.-shown { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,exclamation_mark", "dismiss(None)", "Close"),
        keymap.EDIT,
        Binding("j", "go('cursor_down')", show=False),
        Binding("k", "go('cursor_up')", show=False),
        Binding("g", "go('first')", show=False),
        Binding("G", "go('last')", show=False),
        Binding("space", "go('page_down')", show=False),
    ]

    def __init__(self, title: str, problems: Sequence[Problem], edit: Callable[[Problem], object]) -> None:
        """``edit`` opens the place of a problem in the editor."""
        super().__init__()
        self._title, self._problems, self._edit = title, problems, edit

    def compose(self) -> ComposeResult:
        """Textual: the list, and a line for what the editor says."""
        with Vertical(classes="box") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = self.keys("⏎ edits · Esc closes")
            yield OptionList(*self._options())
            yield Label(classes="wrong")

    def show(self, title: str, problems: Sequence[Problem]) -> None:
        """Show other problems. The cursor stays on its problem; if that is gone, it goes to the next one."""
        if (title, problems) == (self._title, self._problems):
            return
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        before = self._problems[at] if at < len(self._problems) else None
        self._title, self._problems = title, problems
        self.query_one(".box").border_title = Content(title)
        options.clear_options()
        options.add_options(self._options())
        options.highlighted = self._place_of(before, at) if problems else None

    def _place_of(self, before: Problem | None, at: int) -> int:
        """The index of a problem in the new list. ``at`` was its index in the old one."""
        shown = min(len(self._problems), _LISTED)
        same = [n for n in range(shown) if before and _is_same(self._problems[n], before)]
        return min(same, key=lambda n: abs(n - at)) if same else min(at, shown - 1)

    def show_message(self, message: str, severity: str = "warning") -> None:
        """Show a message below the list until another problem is chosen; toasts wait until the dialog is closed."""
        line = self.query_one(Label)
        line.update(Content(message))
        line.set_class(bool(message), "-shown")
        line.set_class(severity == "warning", "wrong")

    def _options(self) -> Iterable[Option]:
        yield from (Option(ProblemLines(problem)) for problem in self._problems[:_LISTED])
        more = len(self._problems) - _LISTED
        if more > 0:
            yield Option(Content(f"… {more:,} more: timeline-tui validate lists them all"), disabled=True)
        if not self._problems:
            yield Option(Content("No problems."), disabled=True)

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self.show_message("")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._edit(self._problems[event.option_index])

    def action_edit(self) -> None:
        """Open the problem under the cursor in the editor."""
        self.query_one(OptionList).action_select()

    def action_go(self, action: str) -> None:
        """Move the cursor with an action of the list."""
        getattr(self.query_one(OptionList), f"action_{action}")()


def _is_same(one: Problem, other: Problem) -> bool:
    return (one.file, one.message, one.excerpt) == (other.file, other.message, other.excerpt)


class ProblemLines(NamedTuple):
    """Place and message, the line of the file around the column, and below it the caret and the hint."""

    problem: Problem

    def __str__(self) -> str:
        return render(self.problem)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Rich: the lines, as wide as the list at most."""
        yield Text(render(self.problem, options.max_width))
