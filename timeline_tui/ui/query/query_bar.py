"""The query bar: one line to type the query on, what may complete it, and what is wrong with it.

Every text that is a query is posted at once, as it is typed. Three kinds of half-typed words wait, and what was found
last stays on the screen; each is the last word of the text, with the cursor behind it:

- one with a fault (``country:``, ``-``, ``date:20``, an open quote): the fault is shown after a pause if nothing is
  offered that would mend it, and at once on Enter or when the box is left;
- one that begins the name of a field (``coun``): after a pause, on Enter or when the box is left it is searched for;
- one whose value only begins one of its facet (``country:Jap``), which would find nothing: it counts on Enter or when
  the box is left.

A query that is sound but may not mean what was meant (`analysis/advice.py`) counts; the advice is shown after a
pause, or when the box is left.
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
from timeline_tui.query.query_fields import FACETS, FIELDS
from timeline_tui.query.syntax import QueryError, format_query, parse_query
from timeline_tui.query.tokens import Word
from timeline_tui.text.text import fold
from timeline_tui.ui import keymap
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.query.query_box import QueryBox
from timeline_tui.ui.style.painter import Painter

if TYPE_CHECKING:  # they come when they are needed
    from timeline_tui.analysis.completion import Completion
    from timeline_tui.ui.query.fault_line import FaultLine
    from timeline_tui.ui.query.suggestions import Suggestions

PAUSE = 0.8  # seconds without a key after which a half-typed word with a fault is called one
PROMPT = "/ "


class QueryBar(Widget):
    """The box, its completions and its faults. ``slice`` gives the values that completion knows.

    ``standing`` is the query that was posted or shown last: while the text is half typed or wrong, it is what counts.
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
        """The text is another query now. The screen answers with ``show``, be it late."""

        def __init__(self, query: Query) -> None:
            super().__init__()
            self.query = query

    class Broken(Message):
        """The text is no query, and the reader is told so; what was found last stays."""

        def __init__(self, error: QueryError) -> None:
            super().__init__()
            self.error = error

    class Submitted(Message):
        """The reader is done typing a query, which was posted before."""

    class Left(Message):
        """The reader wants to go back to the events."""

    def __init__(self) -> None:
        super().__init__()
        self._painter = Painter(self)
        self.standing = Query()
        self._posted: list[Query] = []  # those that the screen did not show yet
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """One line, and two that come when there is need."""
        yield QueryBox(self._typed)

    @cached_property
    def suggestions(self) -> Suggestions:
        """The completions; made when there are the first, for many a reader never types a query."""
        # 0.8 ms, and the first screen does not need it
        from timeline_tui.ui.query.suggestions import Suggestions

        made = Suggestions()
        self.mount(made)
        return made

    @cached_property
    def fault_line(self) -> FaultLine:
        """What is wrong, in words; made when something is."""
        # 0.3 ms, and the first screen does not need it
        from timeline_tui.ui.query.fault_line import FaultLine

        made = FaultLine()
        self.mount(made, after=self.box)
        return made

    @property
    def offering(self) -> bool:
        """Whether completions are shown."""
        return "suggestions" in self.__dict__ and self.suggestions.display

    def render(self) -> Text:
        """The prompt, which is also the key."""
        return Text(PROMPT, self._painter.style("accent" if self.has_focus_within else "dim"))

    def notify_style_update(self) -> None:
        """Textual: the theme changed, or the ground."""
        super().notify_style_update()
        self._painter.clear()

    def on_descendant_focus(self) -> None:
        """The prompt stands out."""
        self.refresh()

    # For the screen

    def show(self, query: Query) -> None:
        """Let the text say ``query``; one that says it already stays as it was typed, and nothing is posted.

        The screen may show what the bar posted: the text may be further by then, and stays.
        """
        if query in self._posted:
            del self._posted[: self._posted.index(query) + 1]
            return
        self._posted.clear()
        if query == self.standing and (self.box.has_focus or not self.box.fault):
            return
        self.standing = query
        self._wait_no_more()
        self._point_out(None)
        self._close()
        if self._parsed() != query:
            self._write(format_query(query))
        if query:
            self._pause = self.set_timer(PAUSE, self._paused)

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:
        """More events came, or the files changed: what no event had may be there now."""
        if old and new and old.index is not new.index and not self.box.fault:
            self._point_out(None)
            self._pause = self._pause or self.set_timer(PAUSE, self._paused)

    def enter(self, field: str | None = None) -> None:
        """Put the cursor behind the text, ready for another word, or for a value of ``field``."""
        text = self.box.value
        if text and not text[-1].isspace() and (field or not self.box.fault):
            text += " "
        self._write(f"{text}{field}:" if field else text)
        self.screen.set_focus(self.box)  # at once: the next key may be there already
        if field:
            self._typed()

    # From text to query

    def _typed(self) -> None:
        self._wait_no_more()
        self._read(settle=False)
        self._pause = self.set_timer(PAUSE, self._paused)
        self._offer()

    def _read(self, settle: bool) -> bool:
        """Take the text for what it says, if it says something; ``settle``: it is not about to be typed on."""
        word = None if settle else self.box.half_typed
        try:
            query = parse_query(self.box.value)
        except QueryError as error:
            if word and error.end - 1 > word.start:
                self._keep_waiting(word)
            else:
                self._point_out(error)
            return False
        self._point_out(None)
        if word and (self._may_become_field(word) or self._may_become_value(query, word)):
            self._keep_waiting(word)
        else:
            self._take(query)
        return True

    def _take(self, query: Query) -> None:
        """Post a query that is another."""
        if query != self.standing:
            self.standing = query
            self._posted.append(query)
            self.post_message(self.Changed(query))

    def _parsed(self) -> Query | None:
        try:
            return parse_query(self.box.value)
        except QueryError:
            return None

    def _may_become_field(self, word: Word) -> bool:
        name = self.box.value[word.name_start : word.end].lower()
        return any(field.startswith(name) for field in FIELDS)

    def _may_become_value(self, query: Query, word: Word) -> bool:
        """Whether ``word``, the last of ``query``, ends in a value that is none of its facet but begins one."""
        clause = query.clauses[-1]
        term = clause.terms[-1]
        if self.slice is None or clause.field not in FACETS or term.prefix or word.items[-1].quoted:
            return False
        facet = self.slice.index.facet(clause.field)
        return facet.shown_name(term.text) is None and any(facet.suggestions(fold(term.text), 1))

    def _keep_waiting(self, word: Word) -> None:
        """Go on with what counts, but without ``word`` if it was searched for before its colon made a field of it."""
        self._point_out(None)
        last = self.standing.clauses[-1:]
        if word.name and last and not last[0].field and word.name.startswith(last[0].terms[0].text):
            self._take(Query(self.standing.clauses[:-1]))

    def _paused(self) -> None:
        """Nothing was typed for a while: the last word is whole, unless what is offered says what is missing."""
        self._pause = None
        word = self.box.half_typed
        if (not self.offering or (word and word.name is None)) and self._read(settle=True) and not self.offering:
            self._advise()

    def _advise(self) -> None:
        """Say what the query may not mean as it was meant, if something better can be written."""
        if self.slice is None or self.box.fault:
            return
        # 0.3 ms, and the first screen does not need it
        from timeline_tui.analysis.advice import advise

        advice = next((one for one in advise(self.box.value, self.slice.index) if one.hint), None)
        if advice:
            self._tell(advice.message, advice.hint, advice.start, is_fault=False)

    def _point_out(self, error: QueryError | None) -> None:
        """Show a fault; without one, nothing is shown."""
        if error is None:
            self.box.fault = None
            if "fault_line" in self.__dict__:
                self.fault_line.clear()
            return
        self.box.fault = (error.column - 1, error.end - 1)
        self._tell(error.message, error.hint, error.column - 1, is_fault=True)
        self.post_message(self.Broken(error))

    def _tell(self, message: str, hint: str, offset: int, *, is_fault: bool) -> None:
        text = f"{message}; {hint}" if hint else message
        self.fault_line.tell(text, self.box.column(offset), self.box.size.width, is_fault=is_fault)

    def _wait_no_more(self) -> None:
        if self._pause:
            self._pause.stop()
            self._pause = None

    def _write(self, text: str, cursor: int | None = None) -> None:
        """Put other text into the box, unnoticed."""
        self.box.write(text, len(text) if cursor is None else cursor)

    # Completion

    def _offer(self, asked: bool = False) -> None:
        """Offer what may complete the word at the cursor; if the reader asked, also where no word is begun."""
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
        """Textual: without a completion to take, Tab is the screen's."""
        return action != "accept" or self.offering

    def action_accept(self) -> None:
        """Take the highlighted completion. After a field its values are offered; after a value stands a space."""
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
        """Move among the completions; offer them if they are closed."""
        if self.offering:
            self.suggestions.step(delta)
        else:
            self._offer(asked=True)

    def action_submit(self) -> None:
        """Take the completion that the reader went to; else be done, if the text is a query."""
        if self.offering and self.suggestions.entered:
            self.action_accept()
        elif self._settle():
            self.post_message(self.Submitted())

    def action_leave(self) -> None:
        """Close the completions; leave if there are none."""
        if self.offering:
            self._close()
        else:
            self._settle()
            self.post_message(self.Left())

    def on_descendant_blur(self) -> None:
        """What is half typed counts as it is."""
        self._settle()
        self.refresh()

    def _settle(self) -> bool:
        self._wait_no_more()
        self._close()
        is_sound = self._read(settle=True)
        if is_sound:
            self.call_after_refresh(self._advise)
        return is_sound
