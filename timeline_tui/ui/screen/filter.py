"""The filter of the screen. Each change makes another slice, and each can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.slice import Slice
from timeline_tui.query.query import Query
from timeline_tui.query.query_fields import ORDER
from timeline_tui.text.text import plural, shorten
from timeline_tui.ui.screen.host import Host

_ORDER_CHOICES = {
    "before": "certainly before this one",
    "after": "certainly after this one",
    "possibly-before": "possibly before this one",
    "possibly-after": "possibly after this one",
}
_TITLE = 50  # cells of the title of an event
HOW_TO_COMPARE = "Include two countries, or two values of another facet, to compare them"


class History(NamedTuple):
    """``now`` is the query on the screen; ``past`` ends with the one before it, ``future`` with the one after it."""

    now: Query
    past: tuple[Query, ...] = ()
    future: tuple[Query, ...] = ()

    def with_step(self, query: Query) -> History:
        """The history after another query; there is nothing to redo then. The same query changes nothing."""
        return self if query == self.now else History(query, (*self.past, self.now))

    def undone(self) -> History:
        """One step back, if there is one."""
        return History(self.past[-1], self.past[:-1], (*self.future, self.now)) if self.past else self

    def redone(self) -> History:
        """One step forward, if there is one."""
        return History(self.future[-1], (*self.past, self.now), self.future[:-1]) if self.future else self


class Filter:
    """The query that selects the events, with its history."""

    def __init__(self, host: Host, query: Query) -> None:
        """``query`` is the first one."""
        self._host = host
        self._history = self._shown = History(query)
        self._dropped = ""  # the last text that was dropped unapplied; "" if another query was typed since
        self._before_typing: History | None = None  # the history before the queries of this visit to the query bar

    @property
    def query(self) -> Query:
        """The query on the screen."""
        return self._history.now

    @property
    def can_undo(self) -> bool:
        """Whether there is a query before this one."""
        return bool(self._history.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a query that was undone, or a text that was dropped."""
        return bool(self._history.future or self._dropped)

    def narrow(self, query: Query) -> None:
        """Show the events of another query, as a step that can be undone."""
        self.show(self._host.newest.with_query(query))

    def change(self, change: Callable[[Slice], Slice]) -> None:
        """Show the slice that ``change`` makes of the newest one, as a step that can be undone."""
        self.show(change(self._host.newest))

    def show(self, slice: Slice) -> None:
        """Show a slice, as a step that can be undone."""
        self._before_typing = None
        self._history = self._history.with_step(slice.query)
        self._host.show_slice(slice)

    def type(self, query: Query) -> None:
        """Show the events of a typed query. All queries of one visit to the query bar are one step."""
        if query != self._history.now:
            self._dropped = ""
        if self._before_typing is None:
            self._before_typing = self._history
        self._step(self._before_typing.with_step(query))

    def begin_typing(self) -> None:
        """Begin a visit to the query bar."""
        self._before_typing = None

    def cancel_typing(self, unapplied: str) -> bool:
        """Show the query from before this visit to the query bar again; returns whether there is something to redo.

        ``unapplied`` is the text of the bar if a part of it was not applied, else "".
        """
        before, self._before_typing = self._before_typing, None
        is_changed = before is not None and before.now != self._history.now
        if before and is_changed:
            self._step(before._replace(future=(self._history.now,)))
        if unapplied:
            self.drop(unapplied)
        return is_changed or bool(unapplied)

    def drop(self, text: str) -> None:
        """Keep a text that was not applied. There is nothing else to redo then."""
        self._dropped = text
        self._history = self._history._replace(future=())

    def take_dropped(self) -> str:
        """The text that was dropped, if nothing has been undone since, else ""; it is no longer kept then."""
        if self._history.future:
            return ""
        text, self._dropped = self._dropped, ""
        return text

    def undo(self) -> None:
        """Go back to the query before this one."""
        self._before_typing = None
        self._step(self._history.undone())

    def redo(self) -> None:
        """Go forward to the query that was undone last."""
        self._before_typing = None
        self._step(self._history.redone())

    def compare(self) -> None:
        """Show the events with all compared values; at the next calls, with only one of them; at last, all again."""
        comparison = Comparison.from_slice(self._host.slice)
        if comparison:
            self.show(comparison.next())
        else:
            self._host.show_message(HOW_TO_COMPARE)

    async def choose_order(self) -> None:
        """Let the reader choose the events before or after the current one, certainly or possibly."""
        event = self._host.event
        if event is None:
            return
        query = self.query
        for field in ORDER:
            query = query.without(field)
        slices = [self._host.newest.with_query(query.only(field, event.id)) for field in ORDER]
        counts = ["" if slice.is_remote else plural(len(slice), "event") for slice in slices]
        choices = [(_ORDER_CHOICES[field], count) for field, count in zip(ORDER, counts, strict=True)]
        from timeline_tui.ui.dialogs import asking  # the first screen does not need it

        chosen = await asking.choose(self._host.app, f"Only events … {shorten(event.title, _TITLE)}", choices)
        if chosen is not None:
            self.show(slices[chosen])

    def answered(self, query: Query) -> None:
        """A slice with this query is on the screen."""
        self._history = self._shown = self._history.with_step(query)

    def unanswered(self) -> Query | None:
        """Remove the last query from the history, because it has no answer. Return it if `redo` asks for it again."""
        lost, shown = self._history.now, self._shown
        if lost in (shown.now, *shown.past[-1:], *shown.future[-1:]):  # an old query: the same key asks for it again
            self._history = shown
            return None
        self._history = self._shown = shown._replace(future=(lost,))
        return lost

    def _step(self, history: History) -> None:
        self._history = history
        self._host.show_slice(self._host.newest.with_query(history.now))
