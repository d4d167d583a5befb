"""The query bar: a line to type the query on, its completions, and a line for its faults.

A text that is a query is posted at once, while it is typed. Three kinds of half-typed words wait, and the last query
stays applied. Each is the last word of the text, with the cursor at its end:

- a word with a fault (``country:``, ``-``, ``date:20``, an open quotation mark): the fault is shown after a pause if
  there is no completion, and at once on Enter or when the bar loses the focus;
- a word that begins the name of a field (``coun``): it is searched for after a pause, on Enter or when the bar loses
  the focus;
- a value that is not in its facet but begins one that is (``country:Jap``): it is applied on Enter or when the bar
  loses the focus.

A correct query that may not mean what the reader meant (`analysis/advice.py`) is applied too; the advice is shown after
a pause, or when the bar loses the focus.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.timer import Timer
from textual.widget import Widget

from timeline_tui.analysis.slice import Slice
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import QueryError, format_query, parse_query
from timeline_tui.ui import keymap
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.query.query_box import QueryBox
from timeline_tui.ui.query.typed_query import read_typed
from timeline_tui.ui.style.painter import Painter

if TYPE_CHECKING:  # imported when they are first needed
    from timeline_tui.analysis.completion import Completion
    from timeline_tui.ui.query.fault_line import FaultLine
    from timeline_tui.ui.query.suggestions import Suggestions

PAUSE = 0.8  # seconds without a key after which a half-typed word counts as complete
PROMPT = "/ "


class QueryBar(Widget):
    """The box, its completions and its faults. ``slice`` has the values to complete.

    ``standing`` is the query that was posted or shown last. It stays applied while the text is half typed or wrong.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.QUERY]
    DEFAULT_CSS = """
    QueryBar {
        height: auto;
        background: $surface;
        & QueryBox, & FaultLine { margin-left: 2; background: transparent; }
        & QueryBox:focus { background-tint: $foreground 0%; }
        &:focus-within { background-tint: $foreground 5%; }
        &:ansi { background: ansi_default; }
    }
    """

    slice: var[Slice | None] = var(None)

    box = query_one(QueryBox)

    class Changed(Message):
        """The text is another query now. The screen answers with ``show``, perhaps later."""

        def __init__(self, query: Query) -> None:
            super().__init__()
            self.query = query

    class Broken(Message):
        """The text is no query, and its fault is shown. The last query stays applied."""

        def __init__(self, error: QueryError) -> None:
            super().__init__()
            self.error = error

    class Submitted(Message):
        """The reader pressed Enter on a correct query, which was posted before."""

    class Left(Message):
        """The reader left the bar with Escape."""

    def __init__(self) -> None:
        super().__init__()
        self._painter = Painter(self)
        self.standing = Query()
        self._posted: list[Query] = []  # the queries that the screen has not answered yet
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Textual: the box. Completions and fault line are mounted when they are first needed."""
        yield QueryBox(self._typed)

    @cached_property
    def suggestions(self) -> Suggestions:
        """The list of completions; created with the first ones."""
        # 0.8 ms, and the first screen does not need it
        from timeline_tui.ui.query.suggestions import Suggestions

        suggestions = Suggestions()
        self.mount(suggestions)
        return suggestions

    @cached_property
    def fault_line(self) -> FaultLine:
        """The line for faults and advice; created with the first one."""
        # 0.3 ms, and the first screen does not need it
        from timeline_tui.ui.query.fault_line import FaultLine

        fault_line = FaultLine()
        self.mount(fault_line, after=self.box)
        return fault_line

    @property
    def offering(self) -> bool:
        """Whether completions are shown."""
        return "suggestions" in self.__dict__ and self.suggestions.display

    def render(self) -> Text:
        """Textual: the prompt, which is also the key that enters the bar."""
        return Text(PROMPT, self._painter.style("accent" if self.has_focus_within else "dim"))

    def notify_style_update(self) -> None:
        """Textual: the theme or the background changed."""
        super().notify_style_update()
        self._painter.clear()

    def on_descendant_focus(self) -> None:
        """Textual: highlight the prompt."""
        self.refresh()

    # Called by the screen

    def show(self, query: Query) -> None:
        """Write ``query`` into the box, unless the text says it already; nothing is posted.

        If the bar itself posted ``query``, the text stays: the reader may have typed on since.
        """
        if query in self._posted:
            del self._posted[: self._posted.index(query) + 1]
            return
        self._posted.clear()
        if query == self.standing and (self.box.has_focus or not self.box.fault):
            return
        self.standing = query
        self._stop_timer()
        self._show_fault(None)
        self._close()
        if self._parsed() != query:
            self._write(format_query(query))
        if query:
            self._timer = self.set_timer(PAUSE, self._paused)

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:
        """Textual: events arrived or the files changed, so the advice may have changed."""
        if old and new and old.index is not new.index and not self.box.fault:
            self._show_fault(None)
            self._timer = self._timer or self.set_timer(PAUSE, self._paused)

    def enter(self, field: str | None = None) -> None:
        """Put the cursor behind the text, ready for another word, or for a value of ``field``."""
        text = self.box.value
        if text and not text[-1].isspace() and (field or not self.box.fault):
            text += " "
        self._write(f"{text}{field}:" if field else text)
        self.screen.set_focus(self.box)  # at once: the next key may have arrived already
        if field:
            self._typed()

    # From text to query

    def _typed(self) -> None:
        self._stop_timer()
        self._read(settle=False)
        self._timer = self.set_timer(PAUSE, self._paused)
        self._offer()

    def _read(self, settle: bool) -> bool:
        """Apply the text or show its fault; returns whether it is a query. ``settle``: the last word is complete."""
        half_typed = None if settle else self.box.half_typed
        index = self.slice.index if self.slice else None
        typed = read_typed(self.box.value, half_typed, self.standing, index)
        self._show_fault(typed.error)
        self._apply(typed.query)
        return typed.is_query

    def _apply(self, query: Query) -> None:
        """Post a query, if it is not the standing one."""
        if query != self.standing:
            self.standing = query
            self._posted.append(query)
            self.post_message(self.Changed(query))

    def _parsed(self) -> Query | None:
        try:
            return parse_query(self.box.value)
        except QueryError:
            return None

    def _paused(self) -> None:
        """Nothing was typed for a while: the last word is complete, unless there are completions for its value."""
        self._timer = None
        word = self.box.half_typed
        if (not self.offering or (word and word.name is None)) and self._read(settle=True) and not self.offering:
            self._advise()

    def _advise(self) -> None:
        """Show the first advice on a correct query that has a better way to write it."""
        if self.slice is None or self.box.fault:
            return
        # 0.3 ms, and the first screen does not need it
        from timeline_tui.analysis.advice import advise

        advice = next((one for one in advise(self.box.value, self.slice.index) if one.hint), None)
        if advice:
            self._show_message(advice.message, advice.hint, advice.start, is_fault=False)

    def _show_fault(self, error: QueryError | None) -> None:
        """Show a fault; None hides the line."""
        if error is None:
            self.box.fault = None
            if "fault_line" in self.__dict__:
                self.fault_line.clear()
            return
        self.box.fault = (error.column - 1, error.end - 1)
        self._show_message(error.message, error.hint, error.column - 1, is_fault=True)
        self.post_message(self.Broken(error))

    def _show_message(self, message: str, hint: str, offset: int, *, is_fault: bool) -> None:
        text = f"{message}; {hint}" if hint else message
        self.fault_line.show_message(text, self.box.column(offset), self.box.size.width, is_fault=is_fault)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.stop()
            self._timer = None

    def _write(self, text: str, cursor: int | None = None) -> None:
        """Put other text into the box; this is no edit by the reader."""
        self.box.write(text, len(text) if cursor is None else cursor)

    # Completion

    def _offer(self, asked: bool = False) -> None:
        """Show the completions of the word at the cursor; if the reader ``asked``, also without a word there."""
        word = self.box.word
        if self.slice is None or not (word or asked):
            self._close()
            return
        # 0.4 ms, and the first screen does not need it
        from timeline_tui.analysis.completion import complete

        offers = complete(self.box.value, self.box.cursor_position, self.slice)
        at = word.start if word else self.box.cursor_position
        self._show_offers(offers, max(0, self.box.column(at)))

    def _close(self) -> None:
        if self.offering:
            self._show_offers((), 0)

    def _show_offers(self, offers: tuple[Completion, ...], column: int) -> None:
        was_open = self.offering
        if offers or was_open:
            self.suggestions.offer(offers, column + 1, self.screen.size.height - self.box.region.bottom)
        if was_open != self.offering:
            self.refresh_bindings()

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_accept()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """Textual: without completions, the screen handles Tab."""
        return action != "accept" or self.offering

    def action_accept(self) -> None:
        """Insert the highlighted completion. After a field its values are offered; after a value follows a space."""
        offer = self.suggestions.offers[self.suggestions.cursor]
        before, after = offer.text[: offer.cursor], offer.text[offer.cursor :]
        is_field = before.endswith(":")
        if not is_field and not after.startswith(","):
            before, after = before + " ", after[1:] if after[:1].isspace() else after
        self._write(before + after, len(before))
        self._typed()
        if not is_field:
            self._close()

    def action_suggestion(self, delta: int) -> None:
        """Move among the completions; show them if they are hidden."""
        if self.offering:
            self.suggestions.step(delta)
        else:
            self._offer(asked=True)

    def action_submit(self) -> None:
        """Insert the completion that the reader moved to; else leave the bar, if the text is a query."""
        if self.offering and self.suggestions.entered:
            self.action_accept()
        elif self._settle():
            self.post_message(self.Submitted())

    def action_leave(self) -> None:
        """Hide the completions; leave the bar if they are hidden."""
        if self.offering:
            self._close()
        else:
            self._settle()
            self.post_message(self.Left())

    def on_descendant_blur(self) -> None:
        """Textual: the half-typed word counts as complete."""
        self._settle()
        self.refresh()

    def _settle(self) -> bool:
        """Apply the text as it is; returns whether it is a query."""
        self._stop_timer()
        self._close()
        is_query = self._read(settle=True)
        if is_query:
            self.call_after_refresh(self._advise)
        return is_query
