"""Toasts, which wait while a dialog is open; and the toasts for what the reader did."""

from __future__ import annotations

from textual.screen import Screen

from timeline_tui.ui.screen.host import Host


class Toasts:
    """Shows one message at a time. No dialog hides it: it is shown after the dialog."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._waiting: dict[str, tuple[str, str]] = {}  # by topic: messages with their severity

    def show_message(self, message: str, severity: str = "information", topic: str = "") -> None:
        """Show a toast in place of the last one. An open dialog delays it. The message is not markup.

        If several messages with the same ``topic`` wait, only the last one is shown.
        """
        if self._screen.is_active:
            self._screen.app.clear_notifications()  # so that toasts do not pile up
            self._screen.notify(message, severity=severity, markup=False)  # type: ignore[arg-type]  # one of Textual's words
        else:
            self._waiting[topic or message] = message, severity

    def go_on(self) -> None:
        """After a dialog: show what waits as one toast."""
        if self._waiting:
            self._screen.call_after_refresh(self._show_waiting)

    def _show_waiting(self) -> None:
        if self._screen.is_active:  # else another dialog has been opened at once
            waiting, self._waiting = self._waiting.values(), {}
            severity = "warning" if any(severity == "warning" for _, severity in waiting) else "information"
            self.show_message("\n".join(message for message, _ in waiting), severity)


def show_done(host: Host, done: str, more: str = "") -> None:
    """Show what was done, and then ``more``; if it could not be saved, a warning with the reason instead."""
    if not warn_unkept(host, done):
        host.show_message(f"{done} · {more}" if more else done)


def warn_unkept(host: Host, done: str) -> bool:
    """Warn if what was done lasts for this session only, with the reason. Returns whether it does."""
    reason = host.session.state.why_unkept
    if reason:
        host.show_message(f"{done} for this session only: {reason}", "warning")
    return bool(reason)
