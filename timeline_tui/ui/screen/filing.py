"""The files behind the screen: read again when they change, with the last good content kept while they are broken."""

from __future__ import annotations

from textual import work

from timeline_tui.index.index import Index
from timeline_tui.index.mapped.mapped_index import index_of
from timeline_tui.model.problems import LoadError
from timeline_tui.text.text import plural
from timeline_tui.ui.screen.arriving import ArrivingScreen

POLL_SECONDS = 1.0


class FilingScreen(ArrivingScreen):
    """A screen that follows its files."""

    def watch_files(self) -> None:
        """Look at the files now and then, if the session wants them watched."""
        if self.session.watched:
            self.set_interval(POLL_SECONDS, self._look_for_changes)

    @work(thread=True, exclusive=True, group="files")
    def _look_for_changes(self) -> None:
        if self.session.changed():
            self._read_again()

    @work(thread=True, exclusive=True, group="files")
    def action_reload(self) -> None:
        """Read the files again, whether they changed or not."""
        self._read_again()

    def _read_again(self) -> None:
        """In a thread: the last good timeline stays if the new content is broken."""
        try:
            self.session.reload()
        except LoadError:
            self.app.call_from_thread(self.describe)
            self.app.call_from_thread(self.say, "The file is broken now; its last good content stays (!)", "warning")
        else:
            self.app.call_from_thread(self._renew, index_of(self.session.timeline))

    def _renew(self, index: Index) -> None:
        self._take_over(index)
        self.say(f"Read again: {plural(index.total, 'event')}")

    def action_problems(self) -> None:
        """What is wrong in the files."""
        # 0.1 ms, and the first screen does not need it
        from timeline_tui.ui.dialogs.help import problems_text

        self.show_text("Problems", problems_text(self.session.problems))
