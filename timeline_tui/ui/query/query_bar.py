"""The query bar: a line to type the query on, its completions, and a line for its faults.

**The query in force is the query of the text without what cannot be applied.** It is posted after each letter. What
cannot be applied is a word or value with a fault, and the last word, with the cursor at its end, while it is half
typed:

- a word with a fault (``country:``, ``-``, ``date:20``, an open quotation mark): the fault is shown after a pause if
  there is no completion, and at once on Enter;
- a word that begins the name of a field (``coun``): it is searched for after a pause or on leaving the bar;
- a value that is not in its facet but begins one that is, or is part of one (``country:Jap``): it is applied on leaving
  the bar. If it has just one completion, that is written into the text first.

While something is not applied, a line says what is still shown. Enter does not leave a text with a fault. Any other way
to leave the bar writes the query in force into it, and `Dropped` has the text from before. Escape drops what was typed
since the reader entered the bar: the screen shows the query from before again.

A correct query that may not mean what the reader meant (`analysis/advice.py`) is applied too; the advice is shown after
a pause, or when the bar loses the focus. While completions are shown, there is no advice on the word being typed.
"""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive, var
from textual.widget import Widget

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.query.query import Query, Term
from timeline_tui.query.query_fields import FACETS
from timeline_tui.query.syntax import QueryError, format_query, format_term, parse_query
from timeline_tui.ui import keymap
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.query import query_messages
from timeline_tui.ui.query.completions import Completions
from timeline_tui.ui.query.query_box import QueryBox
from timeline_tui.ui.query.query_remarks import QueryRemarks
from timeline_tui.ui.query.query_row import ROOMY, Hint, QueryRow
from timeline_tui.ui.style.painter import PaintedWidget, Painter
from timeline_tui.ui.textual_fixes.delay import Delay

PAUSE = 0.8  # seconds without a key after which a half-typed word counts as complete


class QueryBar(PaintedWidget):
    """The box, its completions and its faults. ``slice`` has the values to complete.

    ``applied`` is the query in force: the one that was posted or shown last.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.QUERY]
    DEFAULT_CSS = """
    QueryBar {
        height: auto;
        background: $surface;
        &.-roomy QueryBox { margin: 0 24 0 3; }
        & FaultLine { margin: 0 0 0 3; background: transparent; }
        &:ansi { background: ansi_default; }
    }
    """

    slice: var[Slice | None] = var(None)
    can_undo: reactive[bool] = reactive(False)
    """Whether a change of the filter can be undone."""

    def __init__(self) -> None:
        super().__init__()
        self._painter = Painter(self)
        self.box = QueryBox(self._typed)
        self.completions = Completions(self, self.box)
        self._remarks = QueryRemarks(self, self.box)
        self.applied = Query()
        self._posted: list[Query] = []  # the queries that the screen has not answered yet
        self._pause = Delay(self, self._paused)
        self._is_entered = False
        self._prefilled = ""  # the text with the field that `enter` wrote; "" if it wrote none
        self._showing = self._advice = ""  # what `Unapplied` and `Advised` said last

    def compose(self) -> ComposeResult:
        """Textual: the box. Completions and fault line are mounted when they are first needed.

        The class is set before the box is styled, because a later change would style it again.
        """
        self.set_class(self.app.size.width >= ROOMY, "-roomy", update=False)
        yield self.box

    def render(self) -> Text:
        """Textual: the prompt, which is also the key that enters the bar, and the keys that change the filter."""
        style = self._painter.style
        return Text.assemble(*((text, style(*filter(None, (name,)))) for text, name in self._row.pieces))

    @property
    def _row(self) -> QueryRow:
        is_active = self.has_focus_within
        return QueryRow(self.size.width, is_active, () if is_active else self._hints())

    def _hints(self) -> tuple[Hint, ...]:
        """The keys that clear the filter and undo its last change, if they would do something."""
        does = {"back": "clear" if self.applied else "", "undo": "undo" if self.can_undo else ""}
        return tuple(
            Hint(binding.key, keymap.shown_key(self.app, binding.id), does[binding.id])
            for binding in keymap.EXPLORER
            if binding.id and does.get(binding.id) and isinstance(self.app, keymap.KeyedApp)
        )

    def on_resize(self, event: events.Resize) -> None:
        """Textual: make room for the hints if the line is wide."""
        self.set_class(event.size.width >= ROOMY, "-roomy")

    def on_click(self, event: events.Click) -> None:
        """Textual: press the key under the mouse."""
        if event.widget is self and (hint := self._row.hint_at(event.x)):
            self.app.simulate_key(hint.key)

    def on_descendant_focus(self) -> None:
        """Textual: highlight the prompt. Then import the completions: the first letter then takes 12 ms less."""
        if not self._is_entered:  # else the terminal has the focus again
            self._is_entered = True
            self.post_message(query_messages.Entered())
        self.refresh()
        self.call_after_refresh(self.completions.load)

    def pointed_widget(self) -> Widget | None:
        """The completions, if the reader moved into them."""
        return self.completions.entered_list

    # Called by the screen

    def show(self, query: Query) -> None:
        """Write ``query`` into the box, unless the text has the same meaning; nothing is posted.

        If the bar itself posted ``query``, the text stays: the reader may have typed on since.
        """
        if query in self._posted:
            del self._posted[: self._posted.index(query) + 1]
            return
        self._posted.clear()
        if query == self.applied:
            return
        self._end_typing(query)
        self.refresh()
        if self._parsed() != query:
            self._write(format_query(query))
        if query:
            self._pause.start(PAUSE)

    def reset(self, query: Query) -> None:
        """Replace the text in the box by ``query``. No message is posted."""
        self._posted.clear()
        self._end_typing(query)
        self._write(format_query(query))

    def retype(self, text: str) -> None:
        """Put a text that was dropped into the box again, with the cursor behind it."""
        self._write(text)
        self.screen.set_focus(self.box)
        self._typed()

    def keep(self, query: Query) -> None:
        """Go back to ``query``, because the query after it has no answer. A text that is being typed stays."""
        self._posted.clear()
        if self.has_focus_within:
            self.applied = query
        else:
            self.show(query)

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:
        """Textual: events arrived or the files changed, so the examples and the advice may have changed."""
        if new and (old is None or old.index is not new.index or old.arrived != new.arrived):
            self.box.show_examples(_examples(new))
            if new.is_remote and self.completions.are_shown and not self.completions.are_entered:
                self.completions.show(new, asked=True)  # with the counts that have arrived
        if old and new and old.index is not new.index and not self.box.fault:
            self._remarks.show_fault(None)
            if not self._pause.is_running:
                self._pause.start(PAUSE)

    def enter(self, field: str | None = None) -> None:
        """Put the cursor behind the text, ready for another word, or for a value of ``field``."""
        text = self.box.value
        if text and not text[-1].isspace() and (field or not self.box.fault):
            text += " "
        self._prefilled = f"{text}{field}:" if field else ""
        self._write(self._prefilled or text)
        self.screen.set_focus(self.box)  # at once: the next key may have arrived already
        if field:
            self._typed()

    # From text to query

    def _typed(self) -> None:
        from timeline_tui.ui.query.typed_query import without_prefilled  # the first screen does not need it

        text = without_prefilled(self.box.value, self._prefilled) if self._prefilled else self.box.value
        if text != self.box.value:
            self.box.write(text, max(0, self.box.cursor_position - len(self.box.value) + len(text)))
        self._read(settle=False)
        self._pause.start(PAUSE)
        self.completions.show(self.slice)

    def _read(self, settle: bool) -> bool:
        """Apply the text or show its fault; returns whether it is a query. ``settle``: the last word is complete."""
        from timeline_tui.ui.query.typed_query import read_typed, still_showing  # the first screen does not need it

        typed = read_typed(self.box.value, None if settle else self.box.half_typed, self._index)
        showing = "" if typed.is_whole else still_showing(typed.query)
        self._remarks.show_fault(typed.error, showing)
        self._say("" if typed.error else showing)  # a fault says it itself
        self._apply(typed.query)
        return typed.is_query

    @property
    def _index(self) -> Index | None:
        """The index with the values of facets; None for a database, where each look-up takes time."""
        return self.slice.index if self.slice and not self.slice.is_remote else None

    def _advise(self, before: int | None = None) -> None:
        """Show advice on the text, or only on what stands before an offset."""
        self._post_advice(self._remarks.advise(self.slice, before))

    def _post_advice(self, text: str) -> None:
        if text != self._advice:
            self._advice = text
            self.post_message(query_messages.Advised(text))

    def _say(self, showing: str) -> None:
        if showing != self._showing:
            self._showing = showing
            self.post_message(query_messages.Unapplied(showing))

    def _end_typing(self, query: Query) -> None:
        """The query is in force now. What the reader was typing ends."""
        self.applied = query
        self._pause.stop()
        self._remarks.show_fault(None)
        self._say("")
        self._post_advice("")
        self.completions.hide()

    def _apply(self, query: Query) -> None:
        """Post a query, unless it is applied already."""
        if query != self.applied:
            self.applied = query
            self._post_advice("")
            self._posted.append(query)
            self.post_message(query_messages.Changed(query))

    @property
    def _unapplied(self) -> str:
        """The text, if a part of it is not applied; "" if that is only the field that `enter` wrote."""
        return "" if self._parsed() == self.applied or self.box.value == self._prefilled else self.box.value

    def _parsed(self, start: int = 0) -> Query | None:
        """The query of the text from offset ``start`` on; None if it has a fault."""
        try:
            return parse_query(self.box.value[start:])
        except QueryError:
            return None

    def _paused(self) -> None:
        """Nothing was typed for a while: search for the last word, or show its fault if there are no completions."""
        word = self.box.half_typed
        is_value = word is not None and word.name is not None
        if not is_value or not (self.completions.are_shown or (word and self._parsed(word.start))):
            self._read(settle=True)
        self._advise(word.start if word and self.completions.are_shown else None)

    def _write(self, text: str) -> None:
        """Put other text into the box; this is not an edit by the reader."""
        self.box.write(text, len(text))

    # Keys and clicks

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_accept()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """Textual: without completions, the screen handles Tab. Enter takes a completion if the reader moved to it."""
        if action == "accept":
            return self.completions.are_shown
        return action not in ("take", "submit") or self.completions.are_entered == (action == "take")

    def action_take(self) -> None:
        """Insert the completion that the reader moved to."""
        self.action_accept()

    def action_accept(self) -> None:
        """Insert the current completion. After a field its values are offered; after a value follows a space."""
        is_field = self.completions.accept()
        self._typed()
        if not is_field:
            self.completions.hide()

    def action_suggestion(self, delta: int) -> None:
        """Move among the completions; show them if they are hidden."""
        if self.completions.are_shown:
            self.completions.move(delta)
        else:
            self.completions.show(self.slice, asked=True)

    def action_submit(self) -> None:
        """Leave the bar, if the text is a query."""
        if self._settle():
            self.post_message(query_messages.Done())

    def action_leave(self) -> None:
        """Hide the completions; if they are hidden, leave the bar without what was typed."""
        if self.completions.are_shown:
            self.completions.hide()
        else:
            self.post_message(query_messages.Cancelled(self._unapplied))

    def on_descendant_blur(self) -> None:
        """Textual: apply the text as it is, without its faults; not if the terminal lost the focus."""
        if not self.app.app_focus or self.has_focus_within:
            return
        self._is_entered = False
        if not self._settle():
            if text := self._unapplied:
                self.post_message(query_messages.Dropped(text, self._remarks.fault))
            self.reset(self.applied)
        self._prefilled = ""
        self.refresh()

    def _settle(self) -> bool:
        """Complete a half-typed value with just one completion, and apply the text; returns whether it is a query."""
        from timeline_tui.ui.query.typed_query import whole_value  # the first screen does not need it

        self._pause.stop()
        self.completions.hide()
        whole = whole_value(self.box.value, self.box.half_typed, self._index)
        if whole != self.box.value:
            self._write(whole)
        is_query = self._read(settle=True)
        if is_query:
            self.call_after_refresh(self._advise)
        return is_query


def _examples(slice: Slice) -> list[str]:
    """The most frequent value of each facet that is always shown, as terms of a query."""
    fields = (field.name for field in FACETS.values() if field.pinned)
    first = ((field, values[0]) for field in fields if (values := slice.facet(field).values))
    return [f"{field}:{format_term(Term(value))}" for field, value in first]
