"""Reads a folder. Files with one event each become one timeline; every other file is a timeline of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial

from timeline_tui import formats
from timeline_tui.formats.front_matter.single_events import SingleEvents
from timeline_tui.formats.reading.read_options import ReadOptions
from timeline_tui.formats.reading.results import Progress
from timeline_tui.model.problems import Problem, Severity
from timeline_tui.storage.cited import FilePart
from timeline_tui.storage.folders import MAX_FILES, FolderContent, content_of
from timeline_tui.storage.inputs import key_of
from timeline_tui.storage.remembered import Memory, recalled
from timeline_tui.text.text import clean_line, plural

MAX_SIZE = 1 << 30  # bytes of all files
_TOML = "front matter in TOML (+++), which is not read"
_YAML = "write it as YAML, between two lines of ---"
_NAMED = 3  # files that a message names


def read_folder(
    folder: str,
    shown: str,
    options: ReadOptions,
    progress: Progress | None,
    content: Callable[[str], bytes],
    taken: set[tuple[int, int]],
    memory: Memory,
) -> tuple[list[FilePart], list[Problem]]:
    """The timelines in ``folder`` with their names, and the problems. ``shown`` is the name of the folder in messages.

    ``content`` returns the bytes of a file, or raises OSError. Files whose device and inode are in ``taken`` are left
    out, and the files of this folder are added to it.
    """
    found = content_of(folder)
    if found.size > MAX_SIZE:
        message = f"the files in this folder have {found.size:,} bytes together; the limit is {MAX_SIZE:,}"
        return [], [Problem(shown, 0, 0, message, "name a folder inside it")]
    singles = SingleEvents(shown, options)
    parts: list[FilePart] = []
    none: list[str] = []
    toml: list[str] = []
    unread: list[str] = []
    for path, status in found.files:
        identity, name = (status.st_dev, status.st_ino), clean_line(path)
        if status.st_ino and identity in taken:  # Windows has no inodes here
            continue
        taken.add(identity)
        try:
            data = content(path)
        except OSError:
            unread.append(path)
            continue
        outcome = singles.add(data, name)
        if outcome == "timeline":
            read = partial(formats.read, data, name, options.format, progress)
            reading = recalled(key_of(path), name, options, memory, read)
            known = reading.understanding
            if reading.timeline.events or (known is not None and known.usable):
                parts.append(FilePart(path, name, reading))
            else:
                none.append(path)
        elif outcome != "event":
            {"toml": toml, "neither": none}.get(outcome, []).append(path)
    bibliographies = _bibliographies(parts, options)
    parts = [part for part in parts if os.path.realpath(part.name) not in bibliographies]
    none = [path for path in none if os.path.realpath(path) not in bibliographies]
    others = tuple(path for path in found.others if os.path.realpath(path) not in bibliographies)
    found = found._replace(others=others)
    parts += [FilePart(folder, shown, reading) for reading in singles.readings(progress)]
    problems = [*singles.problems, *_left_out(shown, found, none, toml, unread)]
    if not parts:
        problems.append(
            Problem(shown, 0, 0, "no file in this folder is a timeline", "name a file to see why it is not one")
        )
    return parts, problems


def _bibliographies(parts: Sequence[FilePart], options: ReadOptions) -> set[str]:
    """The real paths of the files that are named as bibliographies, which are not timelines."""
    named = [
        os.path.join(os.path.dirname(part.name), path) for part in parts for path, _ in part.reading.bibliographies
    ]
    return {os.path.realpath(path) for path in filter(None, [*named, options.sources])}


def _left_out(
    shown: str, found: FolderContent, none: Sequence[str], toml: Sequence[str], unread: Sequence[str]
) -> list[Problem]:
    """The messages about parts of a folder that are left out, one for each reason."""
    reasons: tuple[tuple[Sequence[str], str, str, str, Severity], ...] = (
        ([*none, *found.others], "is not a timeline", "are not timelines", "", "note"),
        (toml, f"has {_TOML}", f"have {_TOML}", _YAML, "warning"),
        (found.links, "is a link to a folder and not followed", "are links to folders and not followed", "", "note"),
        ([*unread, *found.unreadable], "cannot be read", "cannot be read", "look at the permissions", "warning"),
    )
    problems = [
        Problem(shown, 0, 0, _counted(paths, shown, one if len(paths) == 1 else many), hint, severity=severity)
        for paths, one, many, hint, severity in reasons
        if paths
    ]
    if found.is_cut:
        message = f"this folder has more than {MAX_FILES:,} files; the rest is left out"
        problems.append(Problem(shown, 0, 0, message, "name a folder inside it"))
    return problems


def _counted(paths: Sequence[str], folder: str, what: str) -> str:
    """The number of paths that are ``what``, and the names of the first ones."""
    names = ", ".join(clean_line(os.path.relpath(path, folder)) for path in sorted(paths)[:_NAMED])
    more = f" and {len(paths) - _NAMED:,} more" if len(paths) > _NAMED else ""
    return f"{plural(len(paths), 'file')} in this folder {what}: {names}{more}"
