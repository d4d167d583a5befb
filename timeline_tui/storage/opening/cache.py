"""The reopening cache: images of large timelines in the user's cache folder, so that they open at once the next time.

It is only ever a matter of speed. What is odd about an image is no reason to complain, but to drop it and read the
files; and what cannot be written is not kept.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import unicodedata
import zlib
from _thread import allocate_lock
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

from timeline_tui import __version__
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.image import Image
from timeline_tui.index.mapped.mapped_index import MappedIndex
from timeline_tui.model.problems import DamagedError, Problem
from timeline_tui.model.timeline import Citation, Event, Extract, Quote, Relation, Source, Timeline, View
from timeline_tui.query.query_fields import TABLE
from timeline_tui.storage.inputs import Inputs, Loaded
from timeline_tui.text.text import clean_line

FORMAT = 10
"""Raise it when a reader makes another value of the same file, or when the sections of an image change.

New fields of the model and of queries need no change here: see `schema`.
"""

ROOM = 4 << 30  # bytes of all images together; the one that was not opened for longest goes first
_ENDING, _UNFINISHED = ".image", ".part"
_READING = allocate_lock()  # where a file is read at a place by going there first
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

MODEL = (Timeline, View, Extract, Event, Quote, Citation, Relation, Source, Problem)
"""The types whose values an image holds."""

CacheKey = dict[str, Any]
"""What an image was made of, and by what. If anything but ``names`` differs, it is the image of something else."""


def cache_key(inputs: Inputs, format: str | None) -> CacheKey | None:
    """The identity of files to be read in ``format``; None if one is not there, or is a stream.

    A file is known by its real path, its fingerprint, and the ending that its format is guessed from. ``names`` are the
    paths as the reader wrote them, which events and problems show.
    """
    if None in inputs.seen or len(inputs.files) < len(inputs.names):
        return None
    return {
        "version": [FORMAT, schema(), __version__, sys.version, unicodedata.unidata_version],
        "names": list(map(clean_line, inputs.names)),
        "files": [[os.path.realpath(name), os.path.splitext(name)[1].lower()] for name in inputs.names],
        "format": format,
        "seen": [[one.mtime_ns, one.size, one.ino, one.dev, one.ctime_ns] for one in inputs.seen if one],
    }


def schema() -> int:
    """A checksum of the fields of the model and of the table of query fields, which an image holds the values of."""
    model = [(kind.__name__, kind._fields) for kind in MODEL]
    fields = [field._replace(values=None) for field in TABLE]
    return zlib.crc32(repr((model, fields)).encode())


class Cache:
    """The images in ``folder`` (if not given: the user's), of at most ``room`` bytes together."""

    def __init__(self, folder: str | os.PathLike[str] | None = None, room: int = ROOM) -> None:
        self._folder = folder or cache_folder()
        self._room = room

    def load(self, inputs: Inputs, format: str | None) -> Loaded | None:
        """What was kept of files when they were read last; None if that is nothing, or nothing sound."""
        made_of = cache_key(inputs, format)
        if made_of is None:
            return None
        try:
            content = ImageFile(self.path(made_of))
        except (OSError, ValueError):
            return None
        try:
            image = Image(content)
            if {**image.meta["identity"], "names": made_of["names"]} != made_of:
                return None  # it will be overwritten when the files have been read
            if _names_in_texts(image, made_of["names"]):
                return None
            loaded = loaded_from(image, inputs)
        except (DamagedError, KeyError, TypeError):
            self._drop(made_of)
            return None
        with suppress(OSError):
            os.utime(self.path(made_of))
        return loaded

    def save(
        self,
        identity: CacheKey,
        index: Index,
        problems: Sequence[Problem],
        progress: Callable[[float], None] | None = None,
    ) -> str | None:
        """Keep an index for the next time. The path of its image; None if it could not be written.

        ``progress`` is told which part is done, from 0 to 1.
        """
        # 6 ms, and only saving needs it
        from timeline_tui.index.mapped.index_writer import write_image

        path = self.path(identity)
        try:
            self._make_folder()
            with _replacing(path) as file:
                write_image(index, file, meta_of(identity, problems), progress)
            self._make_room(path)
        except (OSError, ValueError):
            return None
        return path

    def forget(self, inputs: Inputs, format: str | None) -> None:
        """Drop what was kept of files, for it turned out to be damaged."""
        made_of = cache_key(inputs, format)
        if made_of:
            self._drop(made_of)

    def _drop(self, identity: CacheKey) -> None:
        with suppress(OSError):
            os.unlink(self.path(identity))

    def path(self, identity: CacheKey) -> str:
        """Where the image of that identity is, if it is kept."""
        name = json.dumps([identity["files"], identity["format"]]).encode()
        return os.path.join(self._folder, f"{zlib.crc32(name):08x}{_ENDING}")

    def _make_folder(self) -> None:
        """Raises OSError, also if others may write to the folder."""
        os.makedirs(self._folder, mode=0o700, exist_ok=True)
        status = os.stat(self._folder)
        if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
            raise PermissionError("a folder that others may write to")

    def _make_room(self, newest: str) -> None:
        """Remove what is too much, the newest image too if it alone is; and what a killed process left."""
        # 0.3 ms, and only saving needs it
        from timeline_tui.storage.locking import remove_abandoned

        remove_abandoned(self._folder, ending=_UNFINISHED)
        images = {path: os.stat(path) for path in self._files(_ENDING)}
        used = sum(status.st_size for status in images.values())
        for path in sorted(images, key=lambda path: (path == newest, images[path].st_mtime_ns)):
            if used <= self._room:
                return
            _remove(path)
            used -= images[path].st_size

    def _files(self, ending: str) -> list[str]:
        return [os.path.join(self._folder, name) for name in os.listdir(self._folder) if name.endswith(ending)]


def cache_folder() -> str:
    """The user's folder for what this program may keep and lose, where platformdirs has it.

    On Linux it is found without, for the import of platformdirs takes longer than the export of a query.
    """
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ and os.path.isabs(home):
        return os.path.join(home, "timeline-tui")
    # 26 ms, more than the export of a query takes
    from platformdirs import user_cache_dir

    return user_cache_dir("timeline-tui", appauthor=False)


def meta_of(identity: CacheKey, problems: Sequence[Problem]) -> dict[str, Any]:
    """What the table of an image says beside the index."""
    return {"identity": identity, "problems": [problem._asdict() for problem in problems]}


def loaded_from(image: Image, inputs: Inputs) -> Loaded:
    """What reading the files gave that an image was made of, with the names of ``inputs``.

    Raises DamagedError, KeyError, TypeError.
    """
    names = _renamed(image, map(clean_line, inputs.names))
    problems = [Problem(**problem) for problem in image.meta["problems"]]
    problems = sorted(problem._replace(file=names.get(problem.file, problem.file)) for problem in problems)
    timeline = MappedIndex(image, names).timeline
    return Loaded(timeline, tuple(problems), inputs.files, inputs.seen, inputs.key, image.meta.get("whole", True))


def _renamed(image: Image, names: Iterable[str]) -> dict[str, str]:
    """The names of files that were written otherwise when the image was made, each with its name now."""
    written = image.meta.get("identity", {}).get("names", ())
    return {old: new for old, new in zip(written, names) if old != new}  # noqa: B905  # an image need not have names


def _names_in_texts(image: Image, names: Sequence[str]) -> bool:
    """Whether a text that has to say ``names`` says others.

    Of several files, problems name the other file in their message, and views of one name get the file's in brackets.
    """
    if len(names) < 2:
        return False
    texts = [image.meta["head"], *([problem["message"], problem["hint"]] for problem in image.meta["problems"])]
    said = json.dumps(texts)
    return any(json.dumps(old)[1:-1] in said for old in _renamed(image, names))


class ImageFile:
    """The content of a regular file of this user, for as long as this is in use. Raises OSError.

    What others do to the path meanwhile is no matter, and what they do to the file shows when it is read.
    """

    def __init__(self, path: str) -> None:
        self._fd = os.open(path, os.O_RDONLY | _NO_LINK)
        status = os.fstat(self._fd)
        if not stat.S_ISREG(status.st_mode) or (hasattr(os, "geteuid") and status.st_uid != os.geteuid()):
            raise PermissionError("not a file of ours")
        self.size = status.st_size

    def __del__(self) -> None:
        if hasattr(self, "_fd"):
            os.close(self._fd)

    def read(self, start: int, size: int) -> bytes:
        """A part of it."""
        if hasattr(os, "pread"):  # no other thread, and no fork, can move the place that is read
            return os.pread(self._fd, size, start)
        with _READING:
            os.lseek(self._fd, start, os.SEEK_SET)
            return os.read(self._fd, size)


@contextmanager
def _replacing(path: str) -> Iterator[BinaryIO]:
    """A new file that becomes ``path`` when all of it is written, and vanishes otherwise."""
    # 0.3 ms, and only saving needs it
    from timeline_tui.storage.locking import hold

    unfinished = f"{path.removesuffix(_ENDING)}.{os.getpid()}{_UNFINISHED}"
    fd = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_LINK, 0o600)
    try:
        with open(fd, "wb", buffering=1 << 20) as file:
            if not hold(fd):
                raise FileNotFoundError
            yield file
        os.replace(unfinished, path)
    finally:
        _remove(unfinished)


def _remove(path: str) -> None:
    """Remove a file, if it is there."""
    with suppress(FileNotFoundError):
        os.unlink(path)
