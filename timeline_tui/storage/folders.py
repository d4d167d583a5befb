"""The files in a folder and in the folders inside it, and the fingerprint of all of them together."""

from __future__ import annotations

import os
import stat
import zlib
from functools import cache
from typing import NamedTuple

from timeline_tui.formats import FORMATS, outside_formats
from timeline_tui.model.fields import SCHEMA_FILE

MAX_FILES = 20_000  # the most files and folders that are read
# Files and folders that programs make. Our command `new` makes the schema.
_SKIPPED = frozenset(("node_modules", "__pycache__", "_site", SCHEMA_FILE))


class FoundFile(NamedTuple):
    """A file that may be a timeline."""

    path: str
    status: os.stat_result


class FolderContent(NamedTuple):
    """The content of a folder, sorted by name. Links to folders are not followed, because they may form a circle."""

    files: tuple[FoundFile, ...] = ()
    others: tuple[str, ...] = ()
    """Files of other kinds, devices, pipes and broken links."""
    links: tuple[str, ...] = ()
    """Links to folders."""
    unreadable: tuple[str, ...] = ()
    """Folders that cannot be read."""
    is_cut: bool = False
    """Whether there are more than MAX_FILES."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.status.st_size for file in self.files)

    @property
    def digest(self) -> int:
        """A number that changes when a file is added, removed or changed."""
        states = [
            (file.path, path.st_mtime_ns, path.st_size, path.st_ino, path.st_ctime_ns)
            for file in self.files
            for path in (file.status,)
        ]
        return zlib.crc32(repr((states, self.unreadable, self.is_cut)).encode("utf-8", "surrogatepass"))


def content_of(folder: str) -> FolderContent:
    """The content of ``folder``. Hidden files and folders, and the names in _SKIPPED, are left out."""
    files: list[FoundFile] = []
    unreadable: list[str] = []
    seen = 0
    todo = [folder]
    paths: dict[str, list[str]] = {"folder": todo, "link": [], "other": []}
    while todo and seen <= MAX_FILES:
        current = todo.pop()
        try:
            with os.scandir(current) as entries:
                for entry in entries:
                    seen += 1
                    if seen > MAX_FILES:
                        break
                    if entry.name.startswith(".") or entry.name in _SKIPPED:
                        continue
                    kind = _kind(entry)
                    if isinstance(kind, FoundFile):
                        files.append(kind)
                    else:
                        paths[kind].append(entry.path)
        except OSError:
            unreadable.append(current)
    files.sort(key=lambda file: file.path.replace(os.sep, "\0"))
    others, links = (tuple(sorted(paths[kind])) for kind in ("other", "link"))
    return FolderContent(tuple(files), others, links, tuple(unreadable), seen > MAX_FILES)


@cache  # the watcher reads a folder every second
def _endings(*, outside: bool) -> tuple[str, ...]:
    """The endings of files that our readers, or readers of other packages, can read."""
    known = outside_formats() if outside else FORMATS
    return tuple(ending for format in known if format.reads for ending in format.endings)


def _is_readable(name: str) -> bool:
    """Whether a file may be a timeline. Other packages are asked only if we do not know the ending: it takes 30 ms."""
    lower = name.lower()
    return any(lower.endswith(_endings(outside=outside)) for outside in (False, True))


def _kind(entry: os.DirEntry[str]) -> FoundFile | str:
    """The file, or the kind of any other entry of a folder: "folder", "link" (to a folder) or "other"."""
    try:
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        if entry.is_dir():
            return "link"
        if _is_readable(entry.name) and stat.S_ISREG((status := entry.stat()).st_mode):
            return FoundFile(entry.path, status)
    except OSError:  # a broken or circular link
        pass
    return "other"
