"""Locks on open files. The system releases them when a process ends, so a file without a lock is no longer in use."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def try_lock(fd: int) -> bool:
    """Lock an open file until it is closed; False if another process has locked it.

    Raises OSError if there are no locks, as on some network disks.
    """
    try:
        if sys.platform == "win32":
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the second on Windows
        return False
    return True


def lock_new(fd: int) -> bool:
    """Lock a file that was just made, against `remove_abandoned`; False if `remove_abandoned` removed it first."""
    try:
        return try_lock(fd) and os.fstat(fd).st_nlink > 0
    except OSError:  # without locks no process can remove it
        return True


def remove_abandoned(folder: str | os.PathLike[str], *, beginning: str = "", ending: str) -> None:
    """Remove files with such names that are not locked, because the process that wrote them was killed."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(beginning) and name.endswith(ending):
                with suppress(OSError):  # a file of another user
                    _remove_unless_locked(os.path.join(folder, name))


def _remove_unless_locked(path: str) -> None:
    if sys.platform == "win32":
        os.unlink(path)  # fails for a file that is open
        return
    fd = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if try_lock(fd):
            os.unlink(path)
    finally:
        os.close(fd)
