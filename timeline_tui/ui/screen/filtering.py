"""The filter of the screen: every way of changing it makes the next Slice, and every change can be undone."""

from __future__ import annotations

from textual import on

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.mapped.mapped_index import index_of
from timeline_tui.model.timeline import View
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import QueryError, parse_query
from timeline_tui.storage.session import Session
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.histogram.histogram_bar import HistogramBar
from timeline_tui.ui.messages import Narrowed
from timeline_tui.ui.query.query_bar import QueryBar
from timeline_tui.ui.screen.history import History
from timeline_tui.ui.screen.reading import ReadingScreen
from timeline_tui.ui.screen.status import StatusLine


class FilteringScreen(ReadingScreen):
    """A screen whose events one query picks; widgets ask for the next slice, this takes it."""

    def __init__(self, session: Session, query: Query) -> None:
        """``query`` is what to open on."""
        super().__init__(session)
        self._history = History(query)
        self._typing = False  # whether the last step of the history belongs to this visit to the query bar
        slice = Slice(index_of(session.timeline), query, stars=session.stars)
        self.set_reactive(FilteringScreen.slice, slice)
        self.set_reactive(FilteringScreen.current, slice.rows[0] if slice.rows else None)

    def narrow(self, query: Query) -> None:
        """Change the filter; undo comes back to the one before."""
        assert self.slice is not None
        self.take(self.slice.with_query(query))

    def take(self, slice: Slice) -> None:
        """Show a slice that a widget asks for; undo comes back to the one before."""
        self._history = self._history.to(slice.query)
        self._show(slice)

    def _show(self, slice: Slice) -> None:
        self.slice = slice
        self.query_one(QueryBar).show(slice.query)
        self.describe()

    def describe(self) -> None:
        """Tell the status line what the slice does not hold."""
        assert self.slice is not None
        status = self.query_one(StatusLine)
        status.problems = len(self.session.problems)
        names = (view.name for view in self.session.views if is_of(view, self.slice.query))
        status.view = next(names, "")

    @on(Narrowed)
    def _narrowed(self, message: Narrowed) -> None:
        self.take(message.slice)

    @on(QueryBar.Changed)
    def _typed(self, message: QueryBar.Changed) -> None:
        history = self._history.amended if self._typing else self._history.to
        self._history, self._typing = history(message.query), True
        assert self.slice is not None
        self._show(self.slice.with_query(message.query))

    @on(QueryBar.Submitted)
    @on(QueryBar.Left)
    def _typed_all(self) -> None:
        self._typing = False

    @on(HistogramBar.Picked)
    def _picked(self, message: HistogramBar.Picked) -> None:
        self.narrow(self._history.now.with_dates(message.first, message.last, message.hours))

    def action_undo(self) -> None:
        """The filter as it was before."""
        self._step(self._history.undone())

    def action_redo(self) -> None:
        """The filter that was undone."""
        self._step(self._history.redone())

    def _step(self, history: History) -> None:
        assert self.slice is not None
        self._history = history
        self._show(self.slice.with_query(history.now))

    @on(Detail.Activated)
    def _activated_comparison(self, message: Detail.Activated) -> None:
        if message.card.kind == "compare":
            self.action_compare()

    def action_compare(self) -> None:
        """Of the values that are compared, what they share; then what only each has; then all of it again."""
        assert self.slice is not None
        comparison = Comparison.from_slice(self.slice)
        if comparison:
            self.take(comparison.next())
        else:
            self.say("Include two countries, or two values of another facet, to compare them")

    def action_star(self) -> None:
        """Star the event, or take the star away; kept beside the user's other state, never in the file."""
        if self.slice is not None and self.event is not None:
            self.session.set_star(self.event.id, self.event.id not in self.session.stars)
            self.slice = self.slice.replace(stars=self.session.stars)
            self.describe()


def is_of(view: View, query: Query) -> bool:
    """Whether a view shows what the query finds."""
    try:
        return parse_query(view.query) == query
    except QueryError:
        return False
