"""Questions that stand over the screen: choose one, type a line, yes or no, read a list. Each returns its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, TypeVar

from rich.console import RenderableType
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from timeline_tui.ui.textual_fixes.key_queue import LeftOnce

Answer = TypeVar("Answer")


class Dialog(LeftOnce[Answer]):
    """A titled box over the screen."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        overflow: hidden;
        & > .box {
            width: 90%;
            min-width: 16;
            max-width: 96;
            height: auto;
            max-height: 90%;
            padding: 0 1;
            background: $surface;
            border: round $primary;
        }
        & .hint { width: 100%; color: $text-muted; }
        & .wrong { color: $text-error; }
        & OptionList, & OptionList:focus {
            height: auto;
            max-height: 100%;
            border: none;
            padding: 0;
            background: transparent;
        }
        &:ansi OptionList > .option-list--option-highlighted { text-style: reverse; }
    }
    """


class Choose(Dialog[int | None]):
    """Pick one of some lines: arrows and Enter, or its number. Answers its place in ``choices``, from 0."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Cancel"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
        *(Binding(str(n), f"number({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        """``choices`` are pairs (line, dim detail below it)."""
        super().__init__()
        self._title = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        """A numbered list in a titled box."""
        with Vertical(classes="box") as box:
            box.border_title = Content(self._title)
            yield OptionList(*(Option(self._line(n, *choice)) for n, choice in enumerate(self._choices, 1)))

    def _line(self, number: int, line: str, detail: str) -> Content:
        prefix = f"{number} " if number < 10 else "  "
        parts: list[Content | tuple[str, str]] = [(prefix, "$text-accent bold"), Content(line)]
        if detail:
            parts += [Content("\n" + " " * len(prefix)), Content(detail).stylize("$text-muted")]
        return Content.assemble(*parts)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_number(self, number: int) -> None:
        """Answer with the line of this number, if there is one."""
        if number <= len(self._choices):
            self.dismiss(number - 1)

    def action_move(self, delta: int) -> None:
        """The vi keys of the list."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if delta > 0 else options.action_cursor_up()


class ChooseView(Choose):
    """Pick a view, or pick one to delete or rename: ``wish`` says which. Answers its place in the list, from 0."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "do('delete')", "Delete", show=False),
        Binding("r", "do('rename')", "Rename", show=False),
        Binding("u", "do('restore')", "Bring back", show=False),
    ]

    def __init__(self, views: Sequence[tuple[str, str, str]], at: int, note: str) -> None:
        """``views`` are triples (name, query, whose), ``at`` the place of the cursor, ``note`` stands before the keys.

        Views of another than "mine" cannot be deleted or renamed.
        """
        details = (" · ".join(filter(None, (whose, query or "everything"))) for _, query, whose in views)
        super().__init__("Views", [(name, detail) for (name, _, _), detail in zip(views, details, strict=True)])
        self.wish: Literal["open", "delete", "rename", "restore"] = "open"
        self._own = [whose == "mine" for _, _, whose in views]
        self._at, self._note = at, note

    def on_mount(self) -> None:
        """Say the keys, and put the cursor where it was."""
        self._say(self._note)
        self.query_one(OptionList).highlighted = self._at

    def action_do(self, wish: Literal["delete", "rename", "restore"]) -> None:
        """Answer with the view under the cursor, and what is to be done with it."""
        at = self.query_one(OptionList).highlighted or 0
        if wish == "restore" or self._own[at]:
            self.wish = wish
            self.dismiss(at)
        else:
            self._say("not a view of yours")

    def _say(self, note: str) -> None:
        parts = filter(None, (note, "⏎ opens", "d deletes", "r renames"))
        self.query_one(".box").border_subtitle = Content(" · ".join(parts))


class Ask(Dialog[str | None]):
    """Type one line. Answers the text without outer white space, or None when left or empty."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel")]

    def __init__(self, title: str, hint: str, value: str = "") -> None:
        super().__init__()
        self._title, self._hint, self._value = title, hint, value

    def compose(self) -> ComposeResult:
        """An input with a line of explanation."""
        with Vertical(classes="box") as box:
            box.border_title = Content(self._title)
            yield Input(self._value, compact=True)
            yield Label(Content(self._hint), classes="hint")

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)


class Confirm(Dialog[bool]):
    """A yes-or-no question; Enter or y is yes, anything else that leaves is no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "dismiss(True)", "Yes"),
        Binding("n,escape,q", "dismiss(False)", "No"),
    ]

    def __init__(self, question: str, detail: str = "") -> None:
        super().__init__()
        self._question, self._detail = question, detail

    def compose(self) -> ComposeResult:
        """The question, what it is about, and the keys that answer it."""
        with Vertical(classes="box"):
            yield Label(Content(self._question))
            if self._detail:
                yield Label(Content(self._detail), classes="hint")
            yield Label(Content("y yes · n no"), classes="hint")


class Read(Dialog[None]):
    """Something to read and scroll: the keys, the problems of a file."""

    DEFAULT_CSS = "Read > .box { height: 90%; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,question_mark,exclamation_mark", "dismiss(None)", "Close"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
        Binding("g", "end(-1)", show=False),
        Binding("G", "end(1)", show=False),
        Binding("space", "page", show=False),
    ]

    def __init__(self, title: str, body: RenderableType) -> None:
        super().__init__()
        self._title, self._body = title, body

    def compose(self) -> ComposeResult:
        """The text in a box that scrolls."""
        with VerticalScroll(classes="box") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content("Esc closes")
            yield Static(self._body)

    def action_scroll(self, delta: int) -> None:
        """The vi keys."""
        self.query_one(VerticalScroll).scroll_relative(y=delta, animate=False)

    def action_end(self, side: int) -> None:
        """First or last line."""
        box = self.query_one(VerticalScroll)
        box.scroll_end(animate=False) if side > 0 else box.scroll_home(animate=False)

    def action_page(self) -> None:
        """One page down."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)
