"""The list of problems: what `validate` reports of the files, with the problems of the user's state and config."""

from __future__ import annotations

from rich.text import Text

from timeline_tui.analysis.checks import findings, summed_up
from timeline_tui.ui.dialogs import asking
from timeline_tui.ui.dialogs.help import problems_text
from timeline_tui.ui.screen.host import Host

_CHECKED_AT_ONCE = 5_000  # events; the checks take 10 µs for each


def show_problems(host: Host) -> None:
    """Show the problems. A large timeline is checked in a thread, so that the screen does not wait."""
    session = host.session

    def text_of() -> Text:
        return problems_text(summed_up(findings(session.problems, session.timeline, whole=session.is_whole)))

    def check() -> None:
        host.app.call_from_thread(asking.show_text, host.app, "Problems", text_of())

    if len(session.timeline.events) <= _CHECKED_AT_ONCE:
        asking.show_text(host.app, "Problems", text_of())
    else:
        host.say("Checking the events …")
        host.run_in_thread(check, "checks")
