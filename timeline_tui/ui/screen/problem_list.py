"""The number of problems in the key line, and the list of problems.

It counts errors and warnings like `validate`, including the findings of `analysis/checks.py`.
The list also has notes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from timeline_tui.model.problems import Problem, in_order
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.text import plural
from timeline_tui.ui.screen.host import Host

if TYPE_CHECKING:  # the first screen does not need it
    from timeline_tui.ui.dialogs.problems_dialog import Problems

_CHECKED_AT_ONCE = 5_000  # events; the checks take 10 µs for each


class ProblemList:
    """Lists and counts the problems of the files and of the user's state and config.

    A small timeline is checked soon after it is shown, a large timeline when the list is opened.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._dialog: Problems | None = None  # the list, if it was opened
        self._checked: tuple[Timeline, Sequence[Problem]] | None = None  # the last checks, with their timeline

    @property
    def count(self) -> int:
        """The number of problems that are known so far."""
        return sum(problem.severity != "note" for problem in (*self._host.session.problems, *self._findings))

    def check_soon(self) -> None:
        """Start the checks of a small timeline in a thread; then show the new count."""
        if self._is_small and not self._is_checked:
            self._host.run_in_thread(lambda: self._check(self._host.describe), "checks")

    def show(self) -> None:
        """Show the list. A large timeline is checked in a thread, so that the screen does not wait."""
        if self._host.asker and not self.count:
            self._host.show_message("Events of a database are not checked here: export them, and check that file")
        elif self._is_checked:
            self._show()
        elif self._is_small:
            self._checked = self._run_checks()
            self._show()
        else:
            self._host.show_message("Checking the events …")
            self._host.run_in_thread(lambda: self._check(self._show), "checks")

    def refresh(self) -> None:
        """Show the problems of now in the list, if it is open."""
        if self._dialog and self._dialog.is_attached:
            if self._is_small and not self._is_checked:
                self._checked = self._run_checks()
            self._dialog.show(*self._content())

    @property
    def _is_small(self) -> bool:
        return len(self._host.session.timeline.events) <= _CHECKED_AT_ONCE

    @property
    def _can_be_checked(self) -> bool:
        """Whether the timeline is one as its author wrote it: the rest of a file, or another one, is not missing."""
        session = self._host.session
        return session.is_whole and not session.is_compared and not self._host.asker

    @property
    def _is_checked(self) -> bool:
        """Whether the checks have been run, or cannot be run."""
        session = self._host.session
        return not self._can_be_checked or (self._checked is not None and self._checked[0] is session.timeline)

    @property
    def _findings(self) -> Sequence[Problem]:
        return self._checked[1] if self._checked and self._can_be_checked and self._is_checked else ()

    def _run_checks(self) -> tuple[Timeline, Sequence[Problem]]:
        # 10 ms, and the first screen does not need them
        from timeline_tui.analysis.checks import check
        from timeline_tui.storage.part_lines import PartLines

        timeline = self._host.session.timeline
        return timeline, check(timeline, PartLines(self._host.session.files).line)

    def _check(self, then: Callable[[], None]) -> None:
        """Run the checks; called in a thread."""
        checked = self._run_checks()

        def take() -> None:
            self._checked = checked
            then()

        self._host.call_in_loop(take)

    def _show(self) -> None:
        # 3 ms, and the first screen does not need it
        from timeline_tui.ui.dialogs.problems_dialog import Problems

        self._host.describe()
        self._dialog = Problems(*self._content(), edit=self._edit)
        self._host.app.push_screen(self._dialog)

    def _edit(self, problem: Problem) -> None:
        assert self._dialog
        self._host.edit(problem, self._dialog.show_message)

    def _content(self) -> tuple[str, Sequence[Problem]]:
        """The title of the list, and the problems in their order."""
        # 10 ms, and the first screen does not need it
        from timeline_tui.analysis.checks import summed_up

        problems = in_order([*self._host.session.problems, *self._findings])
        notes = len(problems) - self.count
        counts = ((self.count, "problem"), (notes, "note"))
        return " and ".join(plural(*count) for count in counts if count[0]) or "Problems", summed_up(problems)
