"""Asking the reader what the columns of the files mean. The answer is kept, and the files are read again."""

from __future__ import annotations

import asyncio
import os

from timeline_tui.model.problems import LoadError
from timeline_tui.storage.inputs import Foreign, shown_name
from timeline_tui.ui.dialogs import asking
from timeline_tui.ui.keymap import shown_key
from timeline_tui.ui.screen.follower import Follower
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.textual_fixes.key_queue import answer

_SMALL = 100_000  # bytes that are read in about 0.1 s


class ColumnChoice:
    """Opens the dialog of columns: by itself for files that need an answer, by a key for all in other shapes."""

    def __init__(self, host: Host, follower: Follower) -> None:
        self._host, self._follower = host, follower

    @property
    def is_needed(self) -> bool:
        """Whether a file needs an answer."""
        return any(one.needs_answer for one in self._host.session.foreign)

    @property
    def why_none(self) -> str:
        """The text of a timeline without events: what is wrong with a file that needs an answer."""
        error = next((one for one in self._host.session.problems if one.severity == "error"), None)
        if not self.is_needed or error is None:
            return "No events."
        return f"No events.\n\n{error}\n\n{shown_key(self._host.app, 'columns')} asks what the columns mean."

    async def ask_needed(self) -> None:
        """Ask for each file that needs an answer, until the reader cancels."""
        answers = 0
        for one in self._host.session.foreign:
            if one.needs_answer:
                if not await self._ask(one):
                    break
                answers += 1
        if answers:
            self._follower.reload()

    async def choose(self) -> None:
        """Let the reader choose a file in another shape than ours, and what its columns mean."""
        foreign = self._host.session.foreign
        if not foreign:
            self._host.say("Each name in this file has a fixed meaning, so there is nothing to choose.")
            return
        chosen: int | None = 0
        if len(foreign) > 1:
            lines = [(shown_name(one.file), "needs an answer" if one.needs_answer else "") for one in foreign]
            chosen = await asking.choose(self._host.app, "Columns of which file?", lines)
        if chosen is not None and await self._ask(foreign[chosen]):
            self._follower.reload()

    async def _ask(self, one: Foreign) -> bool:
        """Open the dialog for a file. Returns whether the reader has accepted."""
        # 20 ms, and only files in other shapes than ours need it
        from timeline_tui.ui.dialogs.columns_dialog import ColumnsDialog

        session = self._host.session
        try:
            if session.size < _SMALL:  # so that keys that are typed ahead reach the dialog
                draft = session.draft(one.file)
            else:
                draft = await asyncio.to_thread(session.draft, one.file)
        except LoadError as error:
            self._host.say(str(error.problems[0]), "warning")
            return False
        if draft is None:
            self._host.say("The columns of this file cannot be read now (!)", "warning")
            return False
        name = os.path.basename(shown_name(one.file))
        chosen = await answer(self._host.app, ColumnsDialog(name, draft))
        if chosen is None:
            if one.needs_answer:
                self._host.say("Nothing is chosen. C asks again, and ! says what is wrong.", "warning")
            return False
        session.choose_columns(one.file, chosen.columns, chosen.dates)
        return True
