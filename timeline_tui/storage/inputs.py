"""The inputs: their names and fingerprints, the result of reading them, and a watcher for changes."""

import os
import re
import stat
import time
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from timeline_tui.formats import by_name
from timeline_tui.model.problems import Extent, LoadError, Problem
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.text import clean_line

STDIN = "-"
_NEEDS_PROCESS = 10_000  # bytes; smaller files are read faster than another process starts
RECENT = 50_000_000  # nanoseconds; a file that changed less than this ago may still be being written
PAUSE = 0.02
"""Seconds to wait before such a file is looked at again."""
_QUICK = 0.02  # the most seconds of CPU time for a check of the files that may be made every second
_LARGE = 1_000_000  # bytes; larger files are kept in the cache


class Fingerprint(NamedTuple):
    """What identifies the content of a file. ``ctime_ns`` also changes with ``cp -p`` and chmod."""

    mtime_ns: int
    size: int  # bytes
    ino: int
    dev: int
    ctime_ns: int


# To define a named tuple takes eight times as long as a plain class. So what is made once for a command is plain.


class Inputs:
    """The inputs of a timeline: ``names`` without duplicates, ``files`` on the disk, and their fingerprints.

    ``key`` identifies the timeline in the user's state (stars and views); it is empty for standard input.
    """

    def __init__(
        self, names: tuple[str, ...], files: tuple[str, ...], seen: tuple[Fingerprint | None, ...], key: str
    ) -> None:
        self.names: Final = names
        self.files: Final = files
        self.seen: Final = seen
        self.key: Final = key

    @property
    def size(self) -> int:
        """Bytes of all files; streams do not count."""
        return sum(file.size for file in self.seen if file)

    @property
    def needs_process(self) -> bool:
        """Whether another process should read them. It cannot read a pipe; only this process can."""
        return self.size >= _NEEDS_PROCESS and len(self.files) == len(self.names)

    @property
    def large(self) -> bool:
        """Whether they are kept in the cache."""
        return self.size >= _LARGE and len(self.files) == len(self.names)


Beside = tuple[str, Fingerprint | None]
"""A file that was read for others, such as a bibliography: its absolute path and its fingerprint before."""


class Foreign(NamedTuple):
    """A file in another shape than ours: its real path, a digest of its headings, and how it was read.

    The path of a stream is the path that was typed. ``columns`` and ``dates`` are options or were chosen in the app.
    ``needs_answer``: the user should choose. ``against`` says which row does not have the order that was chosen; empty
    if there is none.
    """

    file: str
    headings: str
    columns: str
    dates: str
    needs_answer: bool
    against: str = ""


class NoEventsError(LoadError):
    """The files have no events yet, but can get some: from an answer about ``foreign`` files, or when they change.

    ``inputs`` are as they were before the reading. ``is_missing``: none of the files exists.
    """

    def __init__(
        self, problems: Iterable[Problem], inputs: Inputs, foreign: Iterable[Foreign] = (), *, is_missing: bool = False
    ) -> None:
        super().__init__(problems)
        self.inputs = inputs
        self.foreign = tuple(foreign)
        self.is_missing = is_missing


class Loaded:
    """A timeline that was read, its problems and its files.

    ``files`` are all paths on the disk, even with a problem; ``seen`` are their fingerprints before reading. ``key``
    identifies the timeline in the user's state (stars and views); it is empty for standard input. ``extent``: how much
    of them was read. After a reload it distinguishes a shorter timeline from an incomplete file. ``beside`` are the
    bibliographies that were read, too. ``foreign``: how files in other shapes than ours were read.
    """

    def __init__(
        self,
        timeline: Timeline,
        problems: tuple[Problem, ...],
        files: tuple[str, ...],
        seen: tuple[Fingerprint | None, ...],
        key: str,
        extent: Extent,
        beside: tuple[Beside, ...] = (),
        foreign: tuple[Foreign, ...] = (),
    ) -> None:
        self.timeline: Final = timeline
        self.problems: Final = problems
        self.files: Final = files
        self.seen: Final = seen
        self.key: Final = key
        self.extent: Final = extent
        self.beside: Final = beside
        self.foreign: Final = foreign

    def with_timeline(self, timeline: Timeline) -> "Loaded":
        """The same result with another timeline."""
        return Loaded(timeline, self.problems, self.files, self.seen, self.key, self.extent, self.beside, self.foreign)

    @property
    def all_files(self) -> tuple[str, ...]:
        """The paths of all files on the disk that this was read from."""
        return (*self.files, *(path for path, _ in self.beside))

    @property
    def all_seen(self) -> tuple[Fingerprint | None, ...]:
        """The fingerprints of `all_files`."""
        return (*self.seen, *(seen for _, seen in self.beside))


def without_events(error: NoEventsError) -> Loaded:
    """A timeline without events: the screen says why it is empty, and follows the files."""
    inputs = error.inputs
    return Loaded(
        Timeline(), error.problems, inputs.files, inputs.seen, inputs.key, Extent.STOPPED, foreign=error.foreign
    )


def bundled() -> str:
    """The path of the bundled timeline: in the package, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "events.yaml")
    return inside if os.path.exists(inside) else os.path.join(os.path.dirname(package), "events.yaml")


def fingerprint(path: str | int) -> Fingerprint | None:
    """The fingerprint of a path or an open descriptor; None if there is no such file or no permission.

    The fingerprint of a folder covers all files in it. Symbolic links are followed.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # ValueError: NUL in the name
        return None
    if isinstance(path, str) and stat.S_ISDIR(status.st_mode):
        from timeline_tui.storage.folders import content_of  # 0.6 ms, and few paths are folders

        content = content_of(path)
        return Fingerprint(content.digest, content.size, status.st_ino, status.st_dev, 0)
    return Fingerprint(status.st_mtime_ns, status.st_size, status.st_ino, status.st_dev, status.st_ctime_ns)


def is_unchanged(path: str | int, seen: Fingerprint) -> bool:
    """Whether a file still has the fingerprint that it had before it was read. Waits if it had changed just before."""
    if time.time_ns() - max(seen.mtime_ns, seen.ctime_ns) < RECENT:
        time.sleep(PAUSE)
    return seen == fingerprint(path)


def find_inputs(paths: Sequence[str]) -> Inputs:
    """The inputs for ``paths``: without paths the bundled timeline; ``-`` is standard input."""
    names = _distinct(_without_empty_sheet(path) for path in paths) or (bundled(),)
    files = tuple(split_sheet(name)[0] for name in names if not is_stream(name))
    return Inputs(names, files, tuple(map(fingerprint, files)), _key(paths, names))


def split_sheet(path: str) -> tuple[str, str]:
    """The path of a workbook and the name of a sheet, for ``file.xlsx#Sheet``; else ``path`` and an empty name.

    A file whose name contains ``#`` is that file.
    """
    if "#" in path and not os.path.lexists(path):
        for found in re.finditer("#", path):
            if path[: found.start()].lower().endswith(by_name("workbook").endings):
                return path[: found.start()], path[found.end() :]
    return path, ""


def _without_empty_sheet(path: str) -> str:
    """``file.xlsx`` for ``file.xlsx#``; else ``path``."""
    file, sheet = split_sheet(path)
    return path if sheet else file


def title_of(paths: Sequence[str]) -> str:
    """The title of a timeline that has none: the names of its files, without their folders."""
    names = [os.path.basename(os.path.normpath(shown_name(_without_empty_sheet(path)))) for path in paths]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return names[0] + more if names else ""


def shown_name(path: str) -> str:
    """The name of an input in messages: ``<stdin>`` for standard input, else the path, cleaned."""
    return "<stdin>" if path == STDIN else clean_line(path)


def is_stream(path: str) -> bool:
    """Whether it is standard input or a pipe such as ``<(command)``. It is read once, not watched, and has no key."""
    try:
        return path == STDIN or stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _distinct(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths, without paths to the same file as an earlier one."""
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


def key_of(name: str) -> str:
    """The key of one input in the user's state: its real path; empty for a stream."""
    return "" if is_stream(name) else _resolved(name)


class Watcher:
    """Notices changes of files since the fingerprints ``seen`` (default: the current ones).

    Missing files are also watched, because they can reappear. Polling never waits, and takes 2 % of the time at most: a
    folder of 2,000 files takes 13 ms.
    """

    def __init__(self, paths: Iterable[str], seen: Iterable[Fingerprint | None] | None = None) -> None:
        self.paths = tuple(paths)
        self._due = 0.0
        self._latest = self._fingerprints()
        self._reported = self._latest if seen is None else tuple(seen)

    def mark_read(self, seen: Iterable[Fingerprint | None]) -> None:
        """Store the fingerprints of files that were just read, so that only later changes are reported."""
        self._reported = tuple(seen)

    def poll(self) -> bool:
        """Whether the files have changed since the last change was reported, and not since the last poll.

        Waiting for a second poll lets a writer finish. A change that is undone in between is not reported.
        """
        if time.monotonic() < self._due:
            return False
        start = time.thread_time()
        before, self._latest = self._latest, self._fingerprints()
        used = time.thread_time() - start
        self._due = time.monotonic() + 50 * used if used > _QUICK else 0
        if self._latest != before or self._latest == self._reported:
            return False
        self._reported = self._latest
        return True

    def _fingerprints(self) -> tuple[Fingerprint | None, ...]:
        return tuple(map(fingerprint, self.paths))
