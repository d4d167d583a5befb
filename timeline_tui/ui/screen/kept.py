"""Says what the reader did to stars and saved views, and whether it is kept for the next session."""

from __future__ import annotations

from timeline_tui.ui.screen.host import Host


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
