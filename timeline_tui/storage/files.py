"""Reading timelines from files and standard input, whole: never the half of a file that is just being written."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from timeline_tui import formats
from timeline_tui.frozen import Frozen
from timeline_tui.model import Timeline
from timeline_tui.problems import LoadError, Problem
from timeline_tui.storage.linking import linked
from timeline_tui.storage.merging import merge
from timeline_tui.text import clean_line, nearest

STDIN = "-"
_STDIN_NAME = "<stdin>"
_WORTH_A_PROCESS = 10_000  # bytes of files that take longer to read than another process takes to begin
_LARGE = 1_000_000  # bytes of files of which it pays to keep what was read
_YOUNG = 50_000_000  # nanoseconds; a file that changed so lately may still be in its writer's hands
_PAUSE = 0.02  # seconds between two looks at such a file
_LOOKS = 30

# What a failed system call means to the reader: (message, hint).
_FAULTS: dict[int, tuple[str, str]] = {
    errno.ENOENT: ("there is no such file", ""),
    errno.ENOTDIR: ("there is no such file: a part of its path is not a folder", ""),
    errno.EISDIR: ("it is a folder", "name the files in it"),
    errno.EACCES: ("no permission to read it", ""),
    errno.ELOOP: ("its symbolic links lead in a circle", ""),
    errno.ENAMETOOLONG: ("the name is too long", ""),
    errno.ENODEV: ("it is a device", "name a file"),
    errno.EAGAIN: ("it keeps changing while it is read", "try again when it is written"),
    errno.EBADF: ("it is closed", "pipe a timeline into it"),
}


class Fingerprint(Frozen):
    """What tells one content of a file from the next; ``ctime_ns`` also shows what ``cp -p`` and chmod did."""

    mtime_ns: int
    size: int  # bytes
    ino: int
    dev: int
    ctime_ns: int


class Inputs(Frozen):
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
    def worth_a_process(self) -> bool:
        """Whether another process had better read them, and can: a pipe can be read only once."""
        return self.size >= _WORTH_A_PROCESS and len(self.files) == len(self.names)

    @property
    def large(self) -> bool:
        """Whether it pays to keep what is read of them."""
        return self.size >= _LARGE and len(self.files) == len(self.names)


class Loaded(Frozen):
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


def bundled() -> Path:
    """The timeline that comes with the program: in the package, else beside it (in a checkout)."""
    package = Path(__file__).parent.parent
    inside = package / "events.yaml"
    return inside if inside.exists() else package.parent / "events.yaml"


def fingerprint(path: str) -> Fingerprint | None:
    """The fingerprint of the file that ``path`` leads to now; None if there is none that can be looked at."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):  # ValueError: NUL in the name
        return None
    return Fingerprint(status.st_mtime_ns, status.st_size, status.st_ino, status.st_dev, status.st_ctime_ns)


def look_at(paths: Sequence[str]) -> Inputs:
    """What is to be read for ``paths``: none means the bundled timeline, ``-`` standard input."""
    names = _distinct(paths) or (str(bundled()),)
    files = tuple(name for name in names if not _is_stream(name))
    return Inputs(names, files, tuple(map(fingerprint, files)), _key(paths, names))


def load(
    paths: Sequence[str],
    format: str | None = None,
    progress: formats.Progress | None = None,
    inputs: Inputs | None = None,
) -> Loaded:
    """Read ``paths`` (none: the bundled timeline; ``-``: standard input) as one timeline.

    A path that cannot be read is a problem; the others are still read. ``format`` is a name in the table of formats,
    by default each file's ending decides. ``progress`` is handed to the reader of each file. ``inputs`` are what was
    seen of the paths, if they have been looked at.

    Raises LoadError when there are errors and not a single event.
    """
    inputs = inputs or look_at(paths)
    readings: list[tuple[str, formats.Reading]] = []
    problems: list[Problem] = []
    whole = True
    for name in inputs.names:
        shown = _STDIN_NAME if name == STDIN else clean_line(name)
        try:
            data = read_bytes(name)
        except (OSError, ValueError) as error:
            problems.append(_unread(name, shown, error))
            whole = False
            continue
        reading = formats.read(data, shown, format, progress)
        whole &= reading.whole
        readings.append((shown, reading))
    timelines, faults = linked([reading for _, reading in readings])
    parts = [(shown, timeline) for (shown, _), timeline in zip(readings, timelines, strict=True)]
    timeline, clashes = merge(parts) if parts else (Timeline(), ())
    problems = sorted([*problems, *faults, *clashes])
    if not timeline.events and any(problem.severity == "error" for problem in problems):
        raise LoadError(problems)
    return Loaded(timeline, tuple(problems), inputs.files, inputs.seen, inputs.key, whole)


def read_bytes(path: str) -> bytes:
    """The content of a file as it was at one moment, or of a pipe or standard input (``-``).

    Raises OSError, and ValueError for a name that no file can have.
    """
    if _is_stream(path):
        return _read_stream(path)
    mode = Path(path).stat().st_mode
    if stat.S_ISBLK(mode) or stat.S_ISCHR(mode):  # /dev/zero never ends
        raise OSError(errno.ENODEV, "No file")
    for _ in range(_LOOKS):
        before = fingerprint(path)
        data = Path(path).read_bytes()
        if before and time.time_ns() - max(before.mtime_ns, before.ctime_ns) < _YOUNG:
            time.sleep(_PAUSE)
        # Files in /proc, and on some network disks, are of size 0 and yet hold something.
        if before and before == fingerprint(path) and before.size in (len(data), 0):
            return data
        time.sleep(_PAUSE)
    raise OSError(errno.EAGAIN, "It keeps changing")


def _is_stream(path: str) -> bool:
    """Whether it is standard input or a pipe (``<(command)``): read once, not watched, without an identity."""
    try:
        return path == STDIN or stat.S_ISFIFO(Path(path).stat().st_mode)
    except (OSError, ValueError):
        return False


@cache  # a stream is empty after the first reading, and a reload asks again
def _read_stream(path: str) -> bytes:
    if path != STDIN:
        return Path(path).read_bytes()
    if not sys.stdin or sys.stdin.closed:
        raise OSError(errno.EBADF, "Closed")
    return sys.stdin.buffer.read()


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
    return "" if any(map(_is_stream, names)) else "\n".join(sorted(map(_resolved, names)))


def _unread(path: str, shown: str, error: OSError | ValueError) -> Problem:
    if not isinstance(error, OSError):
        return Problem(shown, 0, 0, "no file can have this name")
    message, hint = _FAULTS.get(error.errno or 0, (clean_line(error.strerror or str(error)), ""))
    return Problem(shown, 0, 0, message, hint or _near(path, error))


def _near(path: str, error: OSError) -> str:
    """A hint at a file beside the missing one whose name is much the same."""
    folder, name = os.path.split(path)
    if error.errno != errno.ENOENT or not Path(folder).is_dir():
        return ""
    with suppress(OSError):
        near = nearest(name, (entry.name for entry in Path(folder).iterdir() if entry.is_file()))
        if near:
            return f"did you mean {clean_line(os.path.join(folder, near))}?"
    return ""
