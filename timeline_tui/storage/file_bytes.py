"""The bytes of files and streams, and why a file cannot be read. A file that is being written is never read in part."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import suppress
from functools import cache
from typing import BinaryIO

from timeline_tui.formats.detection import is_binary
from timeline_tui.formats.reading.decoding import HEAD
from timeline_tui.formats.reading.nodes import OF_ANY_SIZE
from timeline_tui.model.problems import Problem
from timeline_tui.storage.inputs import PAUSE, STDIN, fingerprint, is_unchanged
from timeline_tui.text.quoting import for_shell
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean_line

_PIECE = 1 << 24  # bytes of one read
_TRIES = 30  # how often a file that keeps changing is read
LARGEST = 1 << 30
"""The most bytes of an input that is not read in blocks."""

MISSING = "there is no such file"
"""The message of the problem for a file that does not exist."""

# The message and the hint for each error number of the system.
_FAULTS: dict[int, tuple[str, str]] = {
    errno.ENOENT: (MISSING, ""),
    errno.ENOTDIR: ("there is no such file: a part of its path is not a folder", ""),
    errno.EACCES: ("no permission to read it", ""),
    errno.ELOOP: ("its symbolic links lead in a circle", ""),
    errno.ENAMETOOLONG: ("the name is too long", ""),
    errno.ENODEV: ("it is a device", "name a file"),
    errno.EAGAIN: ("it keeps changing while it is read", "try again when it is written"),
    errno.EFBIG: (f"it is too large: the limit is {LARGEST:,} bytes", OF_ANY_SIZE),
    errno.ENOMEM: ("there is not enough memory to read it", ""),
    errno.EBADF: ("it is closed", "pipe a timeline into it"),
}


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of a pipe or standard input (``-``).

    If a file changes during the reading, it is read again, so that all bytes are from one version. Raises OSError, and
    ValueError for a name that no file can have.
    """
    mode = stat.S_IFIFO if path == STDIN else os.stat(path).st_mode
    if stat.S_ISFIFO(mode):
        return _read_stream(path)
    if stat.S_ISBLK(mode) or stat.S_ISCHR(mode):  # /dev/zero never ends
        raise OSError(errno.ENODEV, "No file")
    for _ in range(_TRIES):
        before = fingerprint(path)
        if before and before.size > LARGEST:  # checked before reading, because a sparse file can be huge
            raise OSError(errno.EFBIG, "Too large")
        data = _content(path)
        # Files in /proc and on some network disks have size 0 but are not empty.
        is_whole = before and (before.size in (len(data), 0) or is_binary(data))
        if before and is_whole and is_unchanged(path, before):
            return data
        time.sleep(PAUSE)
    raise OSError(errno.EAGAIN, "It keeps changing")


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return _read_all(file)


def _read_all(file: BinaryIO) -> bytes:
    """Read a file or pipe to its end, or only its beginning if it is binary. Raises OSError if it is too large."""
    head = file.read(HEAD)
    if is_binary(head):
        return head
    pieces, size = [head], len(head)
    while piece := file.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise OSError(errno.EFBIG, "Too large")
    return b"".join(pieces)


@cache  # a stream can be read only once, and a reload needs it again
def _read_stream(path: str) -> bytes:
    if path != STDIN:
        return _content(path)
    if not sys.stdin or sys.stdin.closed:
        raise OSError(errno.EBADF, "Closed")
    return _read_all(sys.stdin.buffer)


def bytes_or_problem(path: str, shown: str) -> bytes | Problem:
    """The bytes of a file with the name ``shown``, or the problem why it cannot be read."""
    try:
        return read_bytes(path)
    except (OSError, ValueError) as error:
        return problem_of(path, shown, error)
    except MemoryError:
        return problem_of(path, shown, OSError(errno.ENOMEM, "No memory"))


def problem_of(path: str, shown: str, error: OSError | ValueError) -> Problem:
    """The problem of a file, called ``shown``, that cannot be opened or read."""
    return Problem(shown, 0, 0, *why_unread(path, error))


def why_unread(path: str, error: OSError | ValueError) -> tuple[str, str]:
    """The message and the hint for a file that cannot be opened or read."""
    if not isinstance(error, OSError):
        return "no file can have this name", ""
    message, hint = _FAULTS.get(error.errno or 0, (clean_line(error.strerror or str(error)), ""))
    return message, hint or _near(path, error)


def _near(path: str, error: OSError) -> str:
    """A hint that names a file with nearly the name of the missing one."""
    folder, name = os.path.split(path)
    if error.errno != errno.ENOENT:
        return ""
    with suppress(OSError):
        near = nearest(name, (entry.name for entry in os.scandir(folder or ".") if entry.is_file()))
        return did_you_mean(near and for_shell(os.path.join(folder, near)))
    return ""
