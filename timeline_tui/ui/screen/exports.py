"""Exports the events or the view on the screen. The folder and the format are kept for the next time."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from timeline_tui.analysis.slice import Slice
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query import Query
from timeline_tui.text.text import clean_line
from timeline_tui.ui.screen.display import shows
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.textual_fixes.left_once import answer

_MOST = 100_000  # events of a database that are read into memory for an export
_FOLDER, _FORMAT = "export_folder", "export_format"


class Exports:
    """Opens the export dialog."""

    def __init__(self, host: Host) -> None:
        self._host = host

    async def choose(self) -> None:
        """Let the reader write the events, or the view that shows them, to a file."""
        # 30 ms with all formats and their writers
        from timeline_tui.ui.dialogs.export_dialog import MANY, ExportDialog
        from timeline_tui.ui.dialogs.export_name import file_stem

        session, query = self._host.session, self._host.slice.query
        state = session.state
        slice = self._host.slice
        if slice.is_remote:
            timeline = await self._read(slice)
            if timeline is None:
                return
        elif query and len(slice) > MANY:
            self._host.show_message("Reading the events …")
            timeline = await asyncio.to_thread(slice.narrowed)
        else:
            timeline = slice.narrowed()
        view = self._host.shown_view.content
        title = timeline.title or Path(session.title).stem
        dialog = ExportDialog(
            timeline,
            view,
            session.title,
            path=os.path.join(_known_folder(state.setting(_FOLDER)), file_stem(title, query, self._view_of(query))),
            format=state.setting(_FORMAT),
            files=None if slice.is_remote else session.files,
            note=self._note(slice),
            is_final=slice.is_final,
            is_view_final=not slice.index.is_partial,
        )
        written = await answer(self._host.app, dialog)
        if written:
            rest = "" if dialog.is_final else " · only what was read so far"
            self._host.show_message(f"Wrote {clean_line(str(written))}{rest}")
            if os.path.isfile(written):  # not a pipe
                folder = str(written.parent) if os.path.dirname(dialog.path.value) else ""
                state.set_settings(**{_FOLDER: folder, _FORMAT: dialog.format})

    async def _read(self, slice: Slice) -> Timeline | None:
        """The events of a database in memory; None after a message that says why not."""
        # only a database needs these
        from timeline_tui.analysis.remote.remote_slice import RemoteSlice
        from timeline_tui.index.questions import AnswerError

        assert isinstance(slice, RemoteSlice)
        view = self._host.shown_view
        has_few = slice.is_small(view.exports_whole)

        def read() -> Timeline:
            if view.exports_few and has_few:
                with slice.answers.waiting():
                    slice.local(view.exports_whole)  # the view uses the events in memory
            return slice.narrowed()

        if len(slice) > _MOST:
            self._host.show_message(
                f"{len(slice):,} events are too many to export from here; “timeline-tui export” writes them"
            )
            return None
        self._host.show_message("Reading the events from the database …")
        try:
            return await asyncio.to_thread(read)
        except AnswerError as error:
            self._host.show_message(f"No answer: {clean_line(str(error))}", "warning")
            return None

    def _note(self, slice: Slice) -> str:
        """What the export of a database leaves out; empty if it has everything."""
        if not slice.is_remote:
            return ""
        view = self._host.shown_view
        # only a database needs these
        from timeline_tui.analysis.remote.remote_slice import MOST_LOCAL, RemoteSlice

        assert isinstance(slice, RemoteSlice)
        if not view.exports_few or slice.is_small(view.exports_whole):
            return ""
        name, many = self._host.screen_name, f"more than {MOST_LOCAL:,} events"
        many = f"a chronology of {many}" if view.exports_whole else many
        whole = f"“timeline-tui export --as {name}” writes the {name} of all"
        return f"with {many}, only the events can be exported here; {whole}"

    def _view_of(self, query: Query) -> str:
        """The name of the saved view with this query; empty if there is none."""
        return next((view.name for view in self._host.session.views if shows(view, query)), "")


def _known_folder(folder: str) -> str:
    """A folder as it is shown, with ``~`` for the user's home; empty if it does not exist, or is the current one."""
    path = Path(folder)
    if not folder or not os.path.isdir(folder) or path.samefile(os.curdir):
        return ""
    home = Path(os.path.expanduser("~"))  # Path.home() fails for a user without a home folder
    return os.path.join("~", path.relative_to(home)) if path.is_relative_to(home) else folder
