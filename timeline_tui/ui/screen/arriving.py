"""Events that come while the reader looks at those that are there, and a look at whether what was kept is sound."""

from __future__ import annotations

from functools import partial

from textual import work
from textual.content import Content
from textual.widgets import Label

from timeline_tui.index.index import Index
from timeline_tui.index.mapped.mapped_index import index_of
from timeline_tui.model.problems import LoadError
from timeline_tui.ui.dialogs.saved_views import SavedViewsScreen
from timeline_tui.ui.lists.timeline_list import TimelineList
from timeline_tui.ui.screen.status import StatusLine

CHECK_SECONDS = 0.5  # after which the first picture is drawn: what is done then would have slowed it
_BAR = 10  # cells


class ArrivingScreen(SavedViewsScreen):
    """A screen that may open before all of its files are read."""

    def on_mount(self) -> None:
        """Go on with what was begun before there was a screen."""
        if self.session.is_loading:
            self._show_progress(0)
            self._read_on()
        elif self.slice:
            self.set_timer(CHECK_SECONDS, partial(self._check, self.slice.index))

    @work(thread=True, group="arriving")
    def _read_on(self) -> None:
        try:
            for part in self.session.continue_loading():
                self.app.call_from_thread(self._arrived, part, index_of(self.session.timeline))
        except LoadError:
            self.app.call_from_thread(self.describe)
            self.app.call_from_thread(self.say, "The rest of the file cannot be read (!)", "warning")
        self.app.call_from_thread(self._show_progress, None)

    def _arrived(self, part: float, index: Index) -> None:
        """So much is read; the filter, the cursor and what is on the screen stay."""
        self._show_progress(part if part < 1 else None)
        assert self.slice is not None
        if index is self.slice.index:
            return
        self._take_over(index)
        self.query_one(".title", Label).update(Content(index.timeline.title))

    @work(thread=True, group="arriving")
    def _check(self, index: Index) -> None:
        """What was kept is used before all of it is checked, for that takes a while; so does collecting the words."""
        if self.session.cache_is_sound():
            index.vocabulary  # noqa: B018  # the first word typed need not wait for it
            return
        try:
            self.session.reload()
        except LoadError:
            self.app.call_from_thread(self.describe)
        else:
            self.app.call_from_thread(self._take_over, index_of(self.session.timeline))

    def _take_over(self, index: Index) -> None:
        """The same filter on other content; the lists keep their cursor on the same event."""
        assert self.slice is not None
        self.slice = self.slice.replace(index=index, stars=self.session.stars)
        self.current = self.query_one(TimelineList).event
        self.describe()

    def _show_progress(self, part: float | None) -> None:
        """How far reading is; None: it is done."""
        full = round((part or 0) * _BAR)
        bar = "▰" * full + "▱" * (_BAR - full)
        self.query_one(StatusLine).progress = "" if part is None else f"reading {bar} {part:.0%}"
