"""Asks the reader what the columns of the files mean, keeps the answer, and reads the files again."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from timeline_tui.model.problems import LoadError
from timeline_tui.storage.inputs import Foreign, shown_name
from timeline_tui.text.text import listed
from timeline_tui.ui.dialogs import asking
from timeline_tui.ui.keymap import shown_key
from timeline_tui.ui.screen.follower import Follower
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.textual_fixes.left_once import answer

if TYPE_CHECKING:
    from timeline_tui.formats.reading.columns_draft import ColumnsDraft
    from timeline_tui.ui.dialogs.columns_dialog import ColumnsDialog

_SMALL = 100_000  # bytes that are read in about 0.1 s
_NAMED = 3  # files that a message names


class ColumnChoice:
    """Opens the dialog of columns: by itself for files that need an answer, by a key for all in other shapes."""

    def __init__(self, host: Host, follower: Follower) -> None:
        self._host, self._follower = host, follower
        self._open: tuple[ColumnsDialog, Foreign] | None = None
        self._told: set[tuple[str, str, str]] = set()
        self._left: list[str] = []  # sentences about files for which nothing was chosen, until they are said

    @property
    def _key(self) -> str:
        return shown_key(self._host.app, "columns")

    def news(self) -> str:
        """The message after the files were read, without what an earlier message said; empty if there is no news.

        The files for which nothing was chosen, and the rows that contradict the order that was chosen.
        """
        sentences, self._left = self._left, []
        against = [
            (foreign_file.file, foreign_file.dates, foreign_file.against)
            for foreign_file in self._host.session.foreign
            if foreign_file.against
        ]
        if new := [contradiction for contradiction in against if contradiction not in self._told]:
            self._told.update(new)
            sentences.append(f"{undated(new)} {self._key} changes the order.")
        return "\n".join(sentences)

    def ask_soon(self) -> None:
        """Start to ask for the files that need an answer. If there are none, show the news."""
        if any(foreign_file.needs_answer for foreign_file in self._host.session.foreign):
            self._host.run_worker(self._ask_needed())
        elif news := self.news():
            self._host.show_message(news, "warning")

    async def _ask_needed(self) -> None:
        """Ask for each file that needs an answer. A file is skipped if an answer for the same headings is enough."""
        asked = [foreign_file for foreign_file in self._host.session.foreign if foreign_file.needs_answer]
        answered: list[Foreign] = []
        left: list[Foreign] = []
        for number, foreign_file in enumerate(asked, start=1):
            is_alike = bool(foreign_file.headings) and any(
                other.headings == foreign_file.headings for other in answered
            )
            draft = await self._draft(foreign_file)
            if draft and not (is_alike and not draft.known.needs_answer):
                is_accepted = await self._ask(foreign_file, draft, (number, len(asked)))
                (answered if is_accepted else left).append(foreign_file)
        if left:
            files = (
                "" if len(asked) == 1 else f" for {listed([_name(foreign_file.file) for foreign_file in left], _NAMED)}"
            )
            self._left = [f"Nothing is chosen{files}. {self._key} asks again, and ! says what is wrong."]
        if answered:
            self._follower.reload(chosen=True)
        elif news := self.news():
            self._host.show_message(news, "warning")

    async def choose(self) -> None:
        """Let the reader choose a file in another shape than ours, and what its columns mean."""
        foreign = self._host.session.foreign
        if self._host.asker:
            self._host.show_message(
                "The events of a database have no columns to choose: that was done when they were pushed"
            )
        elif not foreign:
            self._host.show_message(
                "Each name in this file has a fixed meaning, so there is nothing to choose. "
                "To read the file in another way, start with --columns or --dates."
            )
        if not foreign:
            return
        chosen: int | None = 0
        if len(foreign) > 1:
            lines = [
                (shown_name(foreign_file.file), "needs an answer" if foreign_file.needs_answer else "")
                for foreign_file in foreign
            ]
            chosen = await asking.choose(self._host.app, "Columns of which file?", lines)
        if chosen is None:
            return
        foreign_file = foreign[chosen]
        draft = await self._draft(foreign_file)
        if draft and await self._ask(foreign_file, draft):
            self._follower.reload(chosen=True)

    def follow_soon(self) -> None:
        """After the files were read again: start to show the columns of the changed file in the open dialog."""
        self._host.run_worker(self._follow())

    async def _follow(self) -> None:
        """Read the file of the open dialog again, and show it there."""
        if self._open is None:
            return
        dialog, foreign_file = opened = self._open
        draft = await self._draft(foreign_file, dialog)
        if draft and opened is self._open:
            dialog.follow(draft)

    async def _draft(self, foreign_file: Foreign, dialog: ColumnsDialog | None = None) -> ColumnsDraft | None:
        """Read the first rows of a file. If that fails, say so (in ``dialog`` if it is open), and return None."""
        session = self._host.session
        show_message = dialog.show_message if dialog else self._warn
        try:
            if session.size < _SMALL:  # so that keys that are typed ahead reach the dialog
                draft = session.draft(foreign_file.file)
            else:
                draft = await asyncio.to_thread(session.draft, foreign_file.file)
        except LoadError as error:
            show_message(str(error.problems[0]))
            return None
        if draft is None:
            show_message(f"The columns of {_name(foreign_file.file)} cannot be read now.")
        return draft

    def _warn(self, message: str) -> None:
        self._host.show_message(message, "warning")

    async def _ask(self, foreign_file: Foreign, draft: ColumnsDraft, place: tuple[int, int] = (1, 1)) -> bool:
        """Open the dialog for a file. Returns whether the reader has accepted."""
        # 20 ms, and only files in other shapes than ours need it
        from timeline_tui.storage.remembered import digest
        from timeline_tui.ui.dialogs.columns_dialog import ColumnsDialog

        dialog = ColumnsDialog(_name(foreign_file.file), draft, place)
        self._open = dialog, foreign_file
        try:
            chosen = await answer(self._host.app, dialog)
        finally:
            self._open = None
        if chosen is None:
            return False
        latest = foreign_file._replace(headings=digest(dialog.draft.known))
        self._host.session.choose_columns(latest, chosen.columns, chosen.dates)
        return True


def undated(contradictions: Sequence[tuple[str, str, str]]) -> str:
    """One sentence for all files: each with the chosen order, and with the row that contradicts it."""
    (file, _, against), *others = contradictions
    rest = f"; so are dates in {listed([_name(other) for other, _, _ in others], _NAMED)}" if others else ""
    return f"{_name(file)}: {against}, so it is undated{rest}."


def _name(file: str) -> str:
    return os.path.basename(shown_name(file))
