"""Opens the user's editor at the event, source or problem under the cursor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.worker import Worker, WorkerError

from timeline_tui.model.starred import star_of
from timeline_tui.storage.inputs import STDIN, fingerprint, shown_name
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.screen.event_actions import star_at_cursor
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.textual_fixes.exits import RestoringApp

if TYPE_CHECKING:  # the first screen does not need it
    from timeline_tui.formats.inner_lines import Part

_IN_DATABASE = "These events are in a database: edit the file that they were pushed from, and push it again"
_POLL_SECONDS = 0.2  # between two looks at whether an editor with a window has ended

ShowMessage = Callable[[str, str], object]
"""Shows a message with its severity."""


class Editing:
    """Opens files in the editor, and reads them again after a change."""

    def __init__(self, host: Host, setting: str, reload: Callable[[], Worker[None]]) -> None:
        """``setting``: the command of the editor in the config; "" to use the editor of the environment."""
        self._host, self._setting, self._reload = host, setting, reload
        self._has_named_editor = False

    async def open_here(self) -> None:
        """Open the source or quote under the cursor, or else the current event, or else the first problem.

        Events of a database also name files, but not files of this computer.
        """
        if self._host.slice.is_remote:
            self._host.show_message(_IN_DATABASE, "warning")
            return
        file, line, column = self._place
        if part := self._part:
            line = await asyncio.to_thread(self._line_of, part, file, line)
        await self.open(file, line, column, show_message=self._host.show_message)

    @property
    def _part(self) -> Part | None:
        """The citation or quote under the cursor, or the source that is written in an event."""
        focused = self._host.focused
        if isinstance(focused, Detail) and focused.card and focused.card.citation:
            return focused.card.citation
        if isinstance(focused, EventsView) and focused.citation:
            return focused.citation
        star = star_of(star_at_cursor(self._host))
        if star.quote and self._host.event:
            return next((quote for quote in self._host.event.quotes if quote.text == star.quote), None)
        sources = self._host.slice.index.sources
        number = sources.number(star.source) if star.source else None
        source = None if number is None else sources.source(number)
        return source if source and not source.line else None

    def _line_of(self, part: Part, file: str, line: int) -> int:
        """The line of a part of the event at ``line``; called in a thread. ``line`` if it is not found."""
        # 4 ms, and the first screen does not need them
        from timeline_tui.formats.inner_lines import inner_line
        from timeline_tui.storage.editor import EditorError, file_to_edit

        try:
            return inner_line(Path(file_to_edit(file, self._host.session.paths)).read_bytes(), file, line, part)
        except (EditorError, OSError):
            return line

    @property
    def _place(self) -> tuple[str, int, int]:
        """File, line and column."""
        focused, event = self._host.focused, self._host.event
        place = None
        if isinstance(focused, Detail):
            place = focused.card and focused.card.written_at
        elif isinstance(focused, EventsView):
            place = focused.written_at
        if place:
            return *place, 1
        if event and event.file:
            return event.file, event.line, 1
        session = self._host.session
        problems = (problem for problem in session.problems if problem.line and problem.severity != "note")
        first = None if event else next(problems, None)
        return (first.file, first.line, first.column) if first else (session.file or shown_name(STDIN), 0, 1)

    async def open(self, file: str, line: int, column: int, show_message: ShowMessage) -> None:
        """Open a file, called as in events and problems, at a line and column (0: not known)."""
        # 3 ms, and the first screen does not need them
        from timeline_tui.storage.editor import EditorError, command, file_to_edit, find_editor

        if self._host.app.is_web:
            show_message("An editor can be opened from a terminal, but not from a browser", "warning")
            return
        try:
            session = self._host.session
            path = file_to_edit(file, session.paths, may_be_new=not session.timeline.events)
            editor = find_editor(self._setting)
        except EditorError as error:
            show_message(str(error), "warning")
            return
        words = command(editor.words, path, line, column)
        before = fingerprint(path)
        if editor.has_window:
            place = f"{file}:{line}" if line else file
            fault = await self._beside(words, lambda: show_message(f"{place} opens in {editor.name}", "information"))
        else:
            fault = self._in_terminal(words)
        if fingerprint(path) != before:
            with suppress(WorkerError):
                await self._reload().wait()
        if fault:
            show_message(fault, "warning")
        elif not editor.is_chosen and not self._has_named_editor:
            self._has_named_editor = True
            show_message(f"This was {editor.name}, because $EDITOR is not set", "information")

    def _in_terminal(self, words: list[str]) -> str:
        """Run an editor in this terminal; returns why it failed, or ""."""
        # 4 ms, and the first screen does not need them
        from timeline_tui.ui import editor_process
        from timeline_tui.ui.textual_fixes.lent_terminal import lend_terminal

        app = self._host.app
        assert isinstance(app, RestoringApp)
        try:
            return lend_terminal(app, partial(editor_process.run, words))
        except SuspendNotSupported:
            return "This terminal cannot be lent to an editor: set $VISUAL to an editor with a window"

    async def _beside(self, words: list[str], started: Callable[[], object]) -> str:
        """Start an editor with a window, and wait until it ends; returns why it failed, or ""."""
        # 4 ms, and the first screen does not need it
        from timeline_tui.ui.editor_process import BesideEditor, not_started

        try:
            editor = BesideEditor(words)
        except OSError as error:
            return not_started(words, error)
        started()
        while (fault := editor.fault) is None:
            await asyncio.sleep(_POLL_SECONDS)
        return fault
