"""Reads a folder. Files with one event each become one timeline; every other file is a timeline of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import partial

from timeline_tui import formats
from timeline_tui.formats.front_matter.markdown_event import WRITE_YAML
from timeline_tui.formats.front_matter.single_events import SingleEvents
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.model.problems import Problem, Severity
from timeline_tui.storage.cited import FilePart
from timeline_tui.storage.file_bytes import read_bytes
from timeline_tui.storage.folders import MAX_FILES, FolderContent, content_of
from timeline_tui.storage.inputs import key_of
from timeline_tui.storage.remembered import Memory, recalled
from timeline_tui.text.text import clean_line, listed, plural

MAX_SIZE = 1 << 30  # bytes of all files
_TOML = "front matter in TOML (+++), which is not read"
_OURS = re.compile(rb"(?m)^\W*events\W*:")
_NAMED = 3  # files that a message names


def read_folder(
    folder: str,
    shown: str,
    options: ReadOptions,
    progress: Progress | None,
    taken: set[tuple[int, int]],
    memory: Memory,
) -> tuple[list[FilePart], list[Problem]]:
    """The timelines in ``folder`` with their names, and the problems. ``shown`` is the name of the folder in messages.

    Files whose device and inode are in ``taken`` are left out, and the files of this folder are added to it.
    """
    content = content_of(folder)
    if content.size > MAX_SIZE:
        message = f"the files in this folder have {content.size:,} bytes together; the limit is {MAX_SIZE:,}"
        return [], [Problem(shown, 0, 0, message, "name a folder inside it")]
    files = _Files(shown, options, progress, memory)
    for path, status in content.files:
        identity = (status.st_dev, status.st_ino)
        if status.st_ino and identity in taken:  # Windows has no inodes here
            continue
        taken.add(identity)
        files.add(path)
    files.leave_out(_bibliographies(files.parts, options))
    parts = [*files.parts, *(FilePart(folder, shown, reading) for reading in files.singles.readings(progress))]
    others = tuple(path for path in content.others if not files.is_left_out(path))
    problems = [*files.singles.problems, *_left_out(shown, content._replace(others=others), files)]
    if not parts:
        problems.append(
            Problem(shown, 0, 0, "no file in this folder is a timeline", "name a file to see why it is not one")
        )
    return parts, problems


class _Files:
    """The files of a folder, sorted by what they are. ``parts`` are the timelines; the other lists have paths."""

    def __init__(self, shown: str, options: ReadOptions, progress: Progress | None, memory: Memory) -> None:
        self._options, self._progress, self._memory = options, progress, memory
        self.singles = SingleEvents(shown, options)
        self.parts: list[FilePart] = []
        self.none: list[str] = []
        self.toml: list[str] = []
        self.unread: list[str] = []
        self._bibliographies: set[str] = set()

    def add(self, path: str) -> None:
        """Read one file."""
        try:
            data = read_bytes(path)
        except OSError:
            self.unread.append(path)
            return
        name = clean_line(path)
        outcome = self.singles.add(data, name)
        if outcome == "timeline":
            read = partial(formats.read, data, name, self._options.format, self._progress)
            reading = recalled(key_of(path), name, self._options, self._memory, read)
            known = reading.understanding
            is_read = reading.timeline.events or (known is not None and known.usable)
            if is_read or _is_unfinished(data, reading):
                self.parts.append(FilePart(path, name, reading))
            else:
                self.none.append(path)
        elif outcome == "toml":
            self.toml.append(path)
        elif outcome == "neither":
            self.none.append(path)

    def leave_out(self, bibliographies: set[str]) -> None:
        """Leave out the files with these real paths, which are neither timelines nor anything else to report."""
        self._bibliographies = bibliographies
        self.parts = [part for part in self.parts if not self.is_left_out(part.name)]
        self.none = [path for path in self.none if not self.is_left_out(path)]

    def is_left_out(self, path: str) -> bool:
        """Whether `leave_out` was called for this file."""
        return os.path.realpath(path) in self._bibliographies


def _is_unfinished(data: bytes, reading: Reading) -> bool:
    """Whether a file without events was perhaps one before it was emptied, or will be one when it is written."""
    has_fault = any(problem.severity == "error" for problem in reading.problems)
    return not data.strip() or (has_fault and _OURS.search(data) is not None)


def _bibliographies(parts: Sequence[FilePart], options: ReadOptions) -> set[str]:
    """The real paths of the files that are named as bibliographies, which are not timelines."""
    named = [
        os.path.join(os.path.dirname(part.name), path) for part in parts for path, _ in part.reading.bibliographies
    ]
    return {os.path.realpath(path) for path in filter(None, [*named, options.sources])}


def _left_out(shown: str, found: FolderContent, files: _Files) -> list[Problem]:
    """The messages about parts of a folder that are left out, one for each reason."""
    reasons: tuple[tuple[Sequence[str], str, str, str, Severity], ...] = (
        ([*files.none, *found.others], "is not a timeline", "are not timelines", "", "note"),
        (files.toml, f"has {_TOML}", f"have {_TOML}", WRITE_YAML, "warning"),
        (found.links, "is a link to a folder and not followed", "are links to folders and not followed", "", "note"),
        ([*files.unread, *found.unreadable], "cannot be read", "cannot be read", "look at the permissions", "warning"),
    )
    problems = [
        Problem(shown, 0, 0, _counted(paths, shown, single if len(paths) == 1 else many), hint, severity=severity)
        for paths, single, many, hint, severity in reasons
        if paths
    ]
    if found.is_cut:
        message = f"this folder has more than {MAX_FILES:,} files; the rest is left out"
        problems.append(Problem(shown, 0, 0, message, "name a folder inside it"))
    return problems


def _counted(paths: Sequence[str], folder: str, what: str) -> str:
    """The number of paths that are ``what``, and the names of the first ones."""
    names = listed([clean_line(os.path.relpath(path, folder)) for path in sorted(paths)], _NAMED)
    return f"{plural(len(paths), 'file')} in this folder {what}: {names}"
