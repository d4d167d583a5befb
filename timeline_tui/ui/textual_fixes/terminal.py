"""Prepares the terminal for Textual, also if streams are redirected or closed, and restores it at the end."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

if sys.platform != "win32":
    import termios

DRAWING_MODES = "\x1b[4l\x1b[?6l\x1b[r"
"""Replaces text where it is written, counts lines from the top of the screen, and scrolls all of it."""

# Switches off the modes that Textual and editors switch on: mouse, paste, focus, in-band sizes, kitty's keys, xterm's
# keys, keys of an application, insert mode, origin mode, scroll region, shape of the cursor, alternate screen.
_RESET = (
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?1004l\x1b[?2048l\x1b[?7h\x1b[<u"
    b"\x1b[>4m\x1b[?1l\x1b>\x1b[?12l\x1b[4l\x1b[?6l\x1b[r\x1b[0 q\x1b[?1049l\x1b[?25h\x1b[0m"
)


@contextmanager
def own_terminal() -> Iterator[None]:
    """Connect the terminal to stdin and stderr, which Textual uses, also if they are redirected or closed."""
    for name in ("COLUMNS", "LINES"):  # Textual would use any value of these, even 1, instead of the size of the window
        os.environ.pop(name, None)
    saved = os.dup(2)
    try:
        if not os.isatty(0):
            # Standard input is a pipe that has been read. Textual would read its end in an endless loop.
            tty = os.open("/dev/tty", os.O_RDWR)
            os.dup2(tty, 0)
            os.close(tty)
        if not os.isatty(2):
            os.dup2(1, 2)
        _open_closed_streams()
        with _restored():
            yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


def _open_closed_streams() -> None:
    """Make the streams that Textual needs. Python makes no stream for a descriptor that is closed when it starts."""
    if sys.__stdin__ is None:
        sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115  # a descriptor
    if sys.__stderr__ is None:
        stream = open(2, "w", closefd=False, errors="backslashreplace")  # noqa: SIM115
        sys.stderr = sys.__stderr__ = stream  # type: ignore[misc]  # Final for the stubs


@contextmanager
def _restored() -> Iterator[None]:
    """Restore the terminal if an error ends the block."""
    before = attributes()
    try:
        yield
    except BaseException:
        restore_terminal(before)
        raise


def attributes() -> Any:
    """The modes of the terminal at stdin; None if there is no terminal."""
    if sys.platform != "win32":
        with suppress(termios.error, OSError):
            return termios.tcgetattr(0)
    return None


def set_attributes(before: Any) -> None:
    """Set the modes that `attributes` returned."""
    if sys.platform != "win32" and before is not None:
        with suppress(termios.error, OSError):
            termios.tcsetattr(0, termios.TCSANOW, before)


def restore_terminal(before: Any) -> None:
    """Set the modes that `attributes` returned, and show the text from before the app. Never waits."""
    set_attributes(before)
    with suppress(OSError):
        if select.select([], [2], [], 0)[1]:
            os.write(2, _RESET)
