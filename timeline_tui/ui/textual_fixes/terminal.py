"""The terminal: made ready for Textual whatever was redirected or closed, and given back whatever happens."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

if sys.platform != "win32":
    import termios

# Switches off all that the screen switches on: mouse, paste, focus, in-band sizes, kitty's keys, the other screen.
_PLAIN = (
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?1004l\x1b[?2048l\x1b[?7h\x1b[<u"
    b"\x1b[?1049l\x1b[?25h\x1b[0m"
)


@contextmanager
def own_terminal() -> Iterator[None]:
    """The keyboard on stdin and the screen on stderr, where Textual wants them, whatever was done to those."""
    for name in ("COLUMNS", "LINES"):  # they would be believed, however absurd, and be stronger than the window
        os.environ.pop(name, None)
    saved = os.dup(2)
    try:
        if not os.isatty(0):
            # a pipe that has been read: Textual would spin on its end
            tty = os.open("/dev/tty", os.O_RDWR)
            os.dup2(tty, 0)
            os.close(tty)
        if not os.isatty(2):
            os.dup2(1, 2)
        _open_what_was_closed()
        with _put_right():
            yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


def _open_what_was_closed() -> None:
    """Python has no streams for descriptors that were closed when it began; Textual takes them for granted."""
    if sys.__stdin__ is None:
        sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115  # a descriptor
    if sys.__stderr__ is None:
        stream = open(2, "w", closefd=False, errors="backslashreplace")  # noqa: SIM115
        sys.stderr = sys.__stderr__ = stream  # type: ignore[misc]  # Final for the stubs


@contextmanager
def _put_right() -> Iterator[None]:
    before = attributes()
    try:
        yield
    except BaseException:
        give_back(before)
        raise


def attributes() -> Any:
    """The modes of the terminal at the keyboard; None where there is none."""
    if sys.platform != "win32":
        with suppress(termios.error, OSError):
            return termios.tcgetattr(0)
    return None


def give_back(before: Any) -> None:
    """Put the terminal into the modes of `attributes`, and let it show what it showed. It never waits."""
    if sys.platform != "win32" and before is not None:
        with suppress(termios.error, OSError):
            termios.tcsetattr(0, termios.TCSANOW, before)
    with suppress(OSError):
        if select.select([], [2], [], 0)[1]:
            os.write(2, _PLAIN)
