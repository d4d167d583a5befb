"""Locks on open files. The system lets go of them when a process ends, so they tell what nobody works on any more."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def take(fd: int) -> bool:
    """Take the lock of an open file, until that is closed; False if somebody else holds it.

    Raises OSError where there are no locks, as on some network disks.
    """
    try:
        if sys.platform == "win32":
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the second on Windows
        return False
    return True


def hold(fd: int) -> bool:
    """Take the lock of a file that was just made, so that it stays; False if it was removed before that was done."""
    try:
        return take(fd) and os.fstat(fd).st_nlink > 0
    except OSError:  # without locks nobody can tell that it was left, and remove it
        return True


def remove_abandoned(folder: str | os.PathLike[str], *, beginning: str = "", ending: str) -> None:
    """Remove files of such names that no process holds: whoever wrote them was killed."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(beginning) and name.endswith(ending):
                with suppress(OSError):  # somebody else's
                    _remove_unless_held(os.path.join(folder, name))


def _remove_unless_held(path: str) -> None:
    if sys.platform == "win32":
        os.unlink(path)  # it fails for what is open
        return
    fd = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if take(fd):
            os.unlink(path)
    finally:
        os.close(fd)
