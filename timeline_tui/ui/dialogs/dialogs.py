"""The dialogs over the screen: choose from a list, type a line, answer yes or no, read a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import ClassVar, TypeVar

from rich.console import RenderableType
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from timeline_tui.ui.style.plain import is_plain, key_words
from timeline_tui.ui.textual_fixes.highlight import HIGHLIGHT
from timeline_tui.ui.textual_fixes.left_once import LeftOnce

Answer = TypeVar("Answer")


class Dialog(LeftOnce[Answer]):
    """A titled box over the screen. No toast covers it: `Explorer.show_message` waits until it is closed."""

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
        & Toast { display: none; }
        & OptionList, & OptionList:focus {
            height: auto;
            max-height: 100%;
            border: none;
            padding: 0;
            background: transparent;
        }
    }
    """ + HIGHLIGHT.format("Dialog")

    def keys(self, text: str) -> Content:
        """A text of ours about keys; on a plain screen with names of keys in place of their signs."""
        return Content(key_words(text) if is_plain(self.app) else text)


class NumberedChoice(Visual):
    """A line with a dim detail below it, wrapped in a column at the right of its number."""

    def __init__(self, number: int, line: str, detail: str) -> None:
        self._number = Content.styled(f"{number} " if number < 10 else "  ", "$text-accent bold")
        self._text = Content(line)
        if detail:
            self._text = Content.assemble(self._text, "\n", Content(detail).stylize("dim"))

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Textual: the width without wrapping."""
        return self._number.cell_length + self._text.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Textual: the number of lines."""
        return self._text.get_height(rules, self._room(width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Textual: the lines, each with the number or a space at the left."""
        first = self._number.render_strips(self._number.cell_length, 1, style, options)
        lines = self._text.render_strips(self._room(width), height, style, options)
        blank = Strip.blank(self._number.cell_length, style.rich_style)
        return [Strip.join(parts) for parts in zip_longest(first, lines, fillvalue=blank)]

    def _room(self, width: int) -> int:
        return max(1, width - self._number.cell_length)


class Choose(Dialog[int | None]):
    """A list to choose from, with the cursor or by number. The answer is an index of ``choices``; None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Cancel"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
        *(Binding(str(n), f"number({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        """``choices`` are pairs of a line and a detail below it, which is dim."""
        super().__init__()
        self._title = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        """Textual: a numbered list in a titled box."""
        with Vertical(classes="box") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = self.keys("⏎ chooses · Esc cancels")
            yield OptionList(
                *(Option(NumberedChoice(n, *choice), id=str(n - 1)) for n, choice in enumerate(self._choices, 1))
            )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(int(event.option_id or 0))

    def action_number(self, number: int) -> None:
        """Answer with the choice of this number, if there is one."""
        if number <= len(self._choices):
            self.dismiss(number - 1)

    def action_move(self, delta: int) -> None:
        """Move the cursor down (1) or up (-1)."""
        options = self.query_one(OptionList)
        if delta > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()


class Ask(Dialog[str | None]):
    """A line to type. The answer is the text without outer white space; None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel")]

    def __init__(self, title: str, hint: str, value: str, fault: Callable[[str], str]) -> None:
        """``fault`` returns why a text cannot be accepted, which the dialog then shows; "" if it can."""
        super().__init__()
        self._title, self._hint, self._value, self._fault = title, hint, value, fault

    def compose(self) -> ComposeResult:
        """Textual: an input, and a line that explains it."""
        with Vertical(classes="box") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = self.keys("⏎ accepts · Esc cancels")
            yield Input(self._value, compact=True)
            yield Label(Content(self._hint), classes="hint")

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if fault := self._fault(text):
            hint = self.query_one(Label)
            hint.update(Content(fault))
            hint.add_class("wrong")
        else:
            self.dismiss(text)


class Confirm(Dialog[bool]):
    """A question. Only y answers yes, so that a second Enter does not; n, q and Escape answer no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Yes"),
        Binding("n,escape,q", "dismiss(False)", "No"),
    ]

    def __init__(self, question: str, detail: str = "") -> None:
        super().__init__()
        self._question, self._detail = question, detail

    def compose(self) -> ComposeResult:
        """Textual: the question, a detail, and the keys."""
        with Vertical(classes="box"):
            yield Label(Content(self._question))
            if self._detail:
                yield Label(Content(self._detail), classes="hint")
            yield Label(Content("y yes · n no"), classes="hint")


class ShowText(Dialog[None]):
    """A text that scrolls: the keys, or the problems of the files."""

    DEFAULT_CSS = "ShowText > .box { height: 90%; }"
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
        """Textual: the text in a box that scrolls."""
        with VerticalScroll(classes="box") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content("Esc closes")
            yield Static(self._body)

    def action_scroll(self, delta: int) -> None:
        """Scroll one line down (1) or up (-1)."""
        self.query_one(VerticalScroll).scroll_relative(y=delta, animate=False)

    def action_end(self, side: int) -> None:
        """Scroll to the end (1) or the start (-1)."""
        box = self.query_one(VerticalScroll)
        if side > 0:
            box.scroll_end(animate=False)
        else:
            box.scroll_home(animate=False)

    def action_page(self) -> None:
        """Scroll one page down."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)
