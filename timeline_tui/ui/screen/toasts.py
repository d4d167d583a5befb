"""Toasts, which wait while a dialog is open; and what they say about something that the reader did."""

from __future__ import annotations

from textual.screen import Screen

from timeline_tui.ui.screen.host import Host


class Toasts:
    """Shows one message at a time. No dialog hides it: it is shown after the dialog."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._waiting: dict[str, tuple[str, str]] = {}  # by topic: messages with their severity

    def say(self, message: str, severity: str = "information", topic: str = "") -> None:
        """Show a toast in place of the last one. An open dialog delays it. The message is no markup.

        Of several waiting messages with the same ``topic``, only the last one is shown.
        """
        if self._screen.is_active:
            self._screen.app.clear_notifications()  # so that toasts do not pile up
            self._screen.notify(message, severity=severity, markup=False)  # type: ignore[arg-type]  # one of Textual's words
        else:
            self._waiting[topic or message] = message, severity

    def go_on(self) -> None:
        """After a dialog: show what waits as one toast."""
        if self._waiting:
            self._screen.call_after_refresh(self._say_waiting)

    def _say_waiting(self) -> None:
        if self._screen.is_active:  # else another dialog has been opened at once
            waiting, self._waiting = self._waiting.values(), {}
            severity = "warning" if any(one == "warning" for _, one in waiting) else "information"
            self.say("\n".join(message for message, _ in waiting), severity)


def say_done(host: Host, done: str, more: str = "") -> None:
    """Say what was done, and then ``more``. If it is not on the disk, warn in its place, with the reason."""
    if not warn_unkept(host, done):
        host.say(f"{done} · {more}" if more else done)


def warn_unkept(host: Host, done: str) -> bool:
    """Warn if what was done lasts for this session only, with the reason. Returns whether it does."""
    reason = host.session.state.why_unkept
    if reason:
        host.say(f"{done} for this session only: {reason}", "warning")
    return bool(reason)
