"""The number of problems in the status line, and the list of problems.

The number is that of errors and warnings, as `validate` counts them, including the findings of `analysis/checks.py`.
The list also has notes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from timeline_tui.model.problems import Problem, in_order
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.text import plural
from timeline_tui.ui.screen.host import Host

_CHECKED_AT_ONCE = 5_000  # events; the checks take 10 µs for each


class ProblemList:
    """Lists and counts the problems of the files, and those of the user's state and config.

    The checks of a small timeline run soon after it is shown, those of a large one when the list is opened.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._checked: tuple[Timeline, Sequence[Problem]] | None = None  # the last checks, with their timeline

    @property
    def count(self) -> int:
        """The number of problems that are known so far."""
        return sum(one.severity != "note" for one in (*self._host.session.problems, *self._findings))

    def check_soon(self) -> None:
        """Start the checks of a small timeline in a thread; then show the new count."""
        if self._is_small and not self._is_checked:
            self._host.run_in_thread(lambda: self._check(self._host.describe), "checks")

    def show(self) -> None:
        """Show the list. A large timeline is checked in a thread, so that the screen does not wait."""
        if self._is_checked:
            self._show()
        elif self._is_small:
            self._checked = self._run_checks()
            self._show()
        else:
            self._host.say("Checking the events …")
            self._host.run_in_thread(lambda: self._check(self._show), "checks")

    @property
    def _is_small(self) -> bool:
        return len(self._host.session.timeline.events) <= _CHECKED_AT_ONCE

    @property
    def _is_checked(self) -> bool:
        """Whether the checks have been run, or cannot be run: the rest of a file could cause false findings."""
        session = self._host.session
        return not session.is_whole or (self._checked is not None and self._checked[0] is session.timeline)

    @property
    def _findings(self) -> Sequence[Problem]:
        return self._checked[1] if self._checked and self._host.session.is_whole and self._is_checked else ()

    def _run_checks(self) -> tuple[Timeline, Sequence[Problem]]:
        # 10 ms, and the first screen does not need it
        from timeline_tui.analysis.checks import check

        timeline = self._host.session.timeline
        return timeline, check(timeline)

    def _check(self, then: Callable[[], None]) -> None:
        """Run the checks; called in a thread."""
        checked = self._run_checks()

        def take() -> None:
            self._checked = checked
            then()

        self._host.call_in_loop(take)

    def _show(self) -> None:
        # 10 ms, and the first screen does not need them
        from timeline_tui.analysis.checks import summed_up
        from timeline_tui.ui.dialogs import asking
        from timeline_tui.ui.dialogs.problems_text import problems_text

        problems = in_order([*self._host.session.problems, *self._findings])
        notes = len(problems) - self.count
        title = " and ".join(filter(None, [plural(self.count, "problem"), plural(notes, "note") if notes else ""]))
        self._host.describe()
        asking.show_text(self._host.app, title if problems else "Problems", problems_text(summed_up(problems)))
