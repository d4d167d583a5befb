"""What is to be read, and what was: timelines by the names of their files, and what those look like on the disk."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
from typing import NamedTuple

from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Timeline

STDIN = "-"
_WORTH_A_PROCESS = 10_000  # bytes of files that take longer to read than another process takes to begin
_YOUNG = 50_000_000  # nanoseconds; a file that changed so lately may still be in its writer's hands
PAUSE = 0.02
"""Seconds between two looks at such a file."""
_LARGE = 1_000_000  # bytes of files of which it pays to keep what was read


class Fingerprint(NamedTuple):
    """What tells one content of a file from the next; ``ctime_ns`` also shows what ``cp -p`` and chmod did."""

    mtime_ns: int
    size: int  # bytes
    ino: int
    dev: int
    ctime_ns: int


class Inputs(NamedTuple):
    """What is to be read: every name once, those that are paths on the disk, and what each of these looks like.

    ``key`` is what the reader's stars and views are kept under; empty for standard input, which has no identity.
    """

    names: tuple[str, ...]
    files: tuple[str, ...]
    seen: tuple[Fingerprint | None, ...]
    key: str

    @property
    def size(self) -> int:
        """Bytes, as far as that is known."""
        return sum(one.size for one in self.seen if one)

    @property
    def needs_process(self) -> bool:
        """Whether another process had better read them, and can: a pipe can be read only once."""
        return self.size >= _WORTH_A_PROCESS and len(self.files) == len(self.names)

    @property
    def large(self) -> bool:
        """Whether it pays to keep what is read of them."""
        return self.size >= _LARGE and len(self.files) == len(self.names)


class Loaded(NamedTuple):
    """A timeline, what is wrong with it, and where it is from.

    ``files`` are the paths on the disk, those with a problem too, and ``seen`` is what each looked like before it was
    read. ``key`` is what the reader's stars and views are kept under; empty for standard input, which has no identity.
    ``whole``: every path could be read, and to its end. After a reload it tells a shorter timeline from a torn one.
    """

    timeline: Timeline
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    seen: tuple[Fingerprint | None, ...]
    key: str
    whole: bool


def bundled() -> str:
    """The timeline that comes with the program: in the package, else beside it (in a checkout)."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "events.yaml")
    return inside if os.path.exists(inside) else os.path.join(os.path.dirname(package), "events.yaml")


def fingerprint(path: str | int) -> Fingerprint | None:
    """The fingerprint of the file that ``path`` leads to now; None if there is none that can be looked at.

    A number is the descriptor of an open file.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # ValueError: NUL in the name
        return None
    return Fingerprint(status.st_mtime_ns, status.st_size, status.st_ino, status.st_dev, status.st_ctime_ns)


def is_unchanged(path: str | int, seen: Fingerprint) -> bool:
    """Whether a file is what was seen before it was read. One that had changed just before is given time to do so."""
    if time.time_ns() - max(seen.mtime_ns, seen.ctime_ns) < _YOUNG:
        time.sleep(PAUSE)
    return seen == fingerprint(path)


def find_inputs(paths: Sequence[str]) -> Inputs:
    """What is to be read for ``paths``: none means the bundled timeline, ``-`` standard input."""
    names = _distinct(paths) or (bundled(),)
    files = tuple(name for name in names if not is_stream(name))
    return Inputs(names, files, tuple(map(fingerprint, files)), _key(paths, names))


def is_stream(path: str) -> bool:
    """Whether it is standard input or a pipe (``<(command)``): read once, not watched, without an identity."""
    try:
        return path == STDIN or stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _distinct(paths: Sequence[str]) -> tuple[str, ...]:
    """The paths without those that lead to a file named before."""
    first: dict[str, str] = {}
    for path in paths:
        first.setdefault(path if path == STDIN else _resolved(path), path)
    return tuple(first.values())


def _resolved(path: str) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:  # NUL in the name
        return path


def _key(paths: Sequence[str], names: Sequence[str]) -> str:
    if not paths:
        return "bundled"
    return "" if any(map(is_stream, names)) else "\n".join(sorted(map(_resolved, names)))
