"""The files behind the screen: the rest of a large file arrives, the cache is checked, changed files are read again.

All of it runs in threads. The last good content stays on the screen while the files are broken.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import Worker

from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.model.problems import LoadError
from timeline_tui.text.text import plural
from timeline_tui.ui.screen.host import Host

if TYPE_CHECKING:  # the first screen does not need it
    from timeline_tui.analysis.changes import Changes

CHECK_SECONDS = 0.5  # The check of the cache starts after the first frame, which it would slow down.
POLL_SECONDS = 1.0  # between two looks at the files
_TOPIC = "files"  # topic of these messages: after a dialog, only the last message is shown
_LARGE = 1_000_000  # bytes; to compare them takes 1 s


class Follower:
    """Shows new content of the files."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._look: asyncio.Future[bool] | None = None  # whether the files have changed

    def read_on(self) -> None:
        """Start to read the rest of the files."""
        self._host.show_progress(0)
        self._host.run_in_thread(self._read_on, "arriving")

    def check(self, index: Index) -> None:
        """Start to check the index that came from the cache. The whole check takes too long to wait for it."""
        self._host.run_in_thread(partial(self._check, index), "arriving")

    def poll(self) -> None:
        """Look in a thread whether the files have changed, and read them again if so.

        This is not a worker. With each message of a worker, Textual would draw a dialog and the screen behind it again,
        which takes 1 % of the time.
        """
        if self._look is None or self._look.done():
            self._look = asyncio.get_running_loop().run_in_executor(None, self._host.session.changed)
            self._look.add_done_callback(self._looked)

    def _looked(self, look: asyncio.Future[bool]) -> None:
        if look.cancelled() or not self._host.app.is_running:
            return
        if look.exception():
            self.look_for_changes()  # reports it like every error of a worker
        elif look.result():
            self._host.run_in_thread(partial(self._reload, asked=False), "files")

    def look_for_changes(self) -> None:
        """Read the files again if they have changed."""
        self._host.run_in_thread(self._look_for_changes, "files")

    def reload(self, *, chosen: bool = False) -> Worker[None]:
        """Read the files again, or ask the database again.

        ``chosen``: the user has chosen another way to read the files. What differs then is no change of the files.
        """
        if self._host.asker:
            return self._host.asker.renew(self._host.event.id if self._host.event else "", self._show_difference)
        return self._host.run_in_thread(partial(self._reload, asked=True, chosen=chosen), "files")

    def compare(self) -> None:
        """Compare the two files that are open, or show them as one timeline again."""
        session = self._host.session
        if len(session.paths) != 2:
            self._host.show_message("To compare two files: timeline-tui diff OLD NEW --open")
        elif session.is_loading:
            self._host.show_message("The files can be compared when all of them is read")
        else:
            if session.size > _LARGE:
                self._host.show_message("Comparing the files …")
            self._host.run_in_thread(self._compare, "files")

    # In threads

    def _compare(self) -> None:
        call = self._host.call_in_loop
        try:
            index = self._host.session.compare()
        except LoadError:
            call(self._warn, "The files cannot be compared; press ! for the reason")
        else:
            call(self._host.show_index, index)
            call(self._host.count_problems)
            if not self._host.session.is_compared:  # else the status line says what differs
                call(self._host.show_message, "Both files are one timeline again")

    def _read_on(self) -> None:
        call = self._host.call_in_loop
        try:
            for part, index in self._host.session.continue_loading():
                call(self._show_part, part, index)
        except LoadError:
            call(self._warn, "The rest of the file cannot be read; press ! for the reason")
        call(self._host.show_progress, None)
        call(self._host.ask_needed)
        call(self._host.count_problems)

    def _check(self, index: Index) -> None:
        call = self._host.call_in_loop
        if self._host.session.cache_is_sound():
            index.vocabulary  # noqa: B018  # Collect the words now, so that the first typed word does not wait for it.
            call(self._host.count_problems)
            return
        try:
            again = self._host.session.reload()
        except LoadError:
            call(self._host.describe)
        else:
            call(self._host.show_index, again)
            call(self._host.count_problems)

    def _look_for_changes(self) -> None:
        if self._host.session.changed():
            self._reload(asked=False)

    def _reload(self, asked: bool, chosen: bool = False) -> None:
        call = self._host.call_in_loop
        was_faulty = bool(self._host.session.fault)
        try:
            index = self._host.session.reload(lambda part: call(self._host.show_progress, part))
        except LoadError:
            if self._host.session.timeline.events:
                call(self._warn, f"{self._host.session.fault}, so the last good content stays; press ! for the reason")
            else:
                call(self._warn, "No event can be read from the file; press ! for the list of problems")
        else:
            call(self._show_again, index, was_faulty, asked, chosen)
        call(self._host.show_progress, None)
        call(self._host.follow_columns)

    # In the loop of the app

    def _show_difference(self, more: int) -> None:
        """Show that the database was asked again, and how many more events it has."""
        change = f", {abs(more):,} {'more' if more > 0 else 'fewer'}" if more else ""
        self._host.show_message(
            f"The database was asked again: {plural(self._host.slice.total, 'event')}{change}", topic=_TOPIC
        )

    def _show_part(self, part: float, index: Index) -> None:
        self._host.show_progress(part if part < 1 else None)
        if index is not self._host.slice.index:
            self._host.show_index(index)

    def _show_again(self, index: Index, was_faulty: bool, asked: bool, chosen: bool) -> None:
        """Show what was read, and say what changed.

        ``was_faulty``: the last reload failed. ``asked``: the user asked for this one. ``chosen`` as for `reload`.
        """
        # 1 ms, and only a reload needs it
        from timeline_tui.ui.screen.reload_message import reload_message, unchanged_message

        host = self._host
        event_id, before = host.event.id if host.event else "", host.slice.index
        host.show_index(index)
        host.count_problems()
        news, shown = host.session.news, host.slice.mask
        if changes := news.changes:
            self._go_to_change(changes, event_id, before)
            if chosen:
                news = news._replace(changes=None)
            else:
                host.mark(changes.added, changes.changed)
        one_file = len(host.session.files) == 1
        summary = reload_message(news, index.total, shown, one_file)
        columns = host.column_news()
        message = "\n".join(filter(None, (summary, columns)))
        is_warning = news.errors or news.lost_stars or columns
        if not message and was_faulty:
            message = "The file can be read again"
        elif not message and asked:
            message, is_warning = unchanged_message(news, index.total, one_file), news.old_errors
        if message:
            host.show_message(message, "warning" if is_warning else "information", _TOPIC)

    def _go_to_change(self, changes: Changes, event_id: str, before: Index) -> None:
        """Go to the first new or changed event in view. ``before`` is the index before the change.

        The cursor stays on its event if that has changed. ``event_id`` is the id that it had.
        """
        host = self._host
        visible = changes.new_or_changed & host.slice.mask
        if visible:
            position = host.slice.index.position(changes.moved.get(event_id, event_id))
            is_changed = position is not None and visible >> position & 1
            position = position if position is not None and is_changed else Positions(visible)[0]
            id = host.slice.index.event(position).id
            old_position = before.position(next((old for old, new in changes.moved.items() if new == id), id))
            host.go_to(position, host.screen_name, None if old_position is None else before.event(old_position))

    def _warn(self, message: str) -> None:
        self._host.describe()
        self._host.show_message(message, "warning", _TOPIC)
