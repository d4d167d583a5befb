"""The cache: images of large timelines in the user's cache folder, so that they open at once the next time.

The cache only saves time. An image that is damaged or does not fit is deleted without a message, and
the files are read. If an image cannot be written, there is none.
"""

from __future__ import annotations

import gc
import json
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.image import Image
from timeline_tui.model.problems import DamagedError, Extent, LoadError, Problem
from timeline_tui.storage.inputs import Beside, Foreign, Inputs, Loaded, fingerprint
from timeline_tui.storage.opening.cache_key import CacheKey, cache_key, digests, general, is_of
from timeline_tui.storage.opening.images import ImageFile, image_meta, loaded_from, names_in_texts
from timeline_tui.storage.user_folders import user_folder

if TYPE_CHECKING:
    from timeline_tui.index.mapped.index_writer import Writing

LIMIT = 4 << 30  # bytes of all images together; the one that was not opened for longest is deleted first
_ENDING, _DIGESTS, _UNFINISHED = ".image", ".digests", ".part"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NICENESS = 10  # how much the background process lowers its priority


class Cache:
    """The images in ``folder`` (by default the user's), of at most ``limit`` bytes together.

    An image is found by the path and the fingerprint of the file, else by the SHA-256 of the file. That is computed if
    there is an image of a file of the same size and ending that was read with the same options. It is stored in a file
    beside the image, because 500 MB take 0.3 s at each start.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None, limit: int = LIMIT) -> None:
        self._folder = folder or user_folder("cache")
        self._limit = limit

    def load(self, inputs: Inputs, options: ReadOptions) -> Loaded | None:
        """The timeline of files from their image; None if there is no image, or it cannot be used."""
        key = cache_key(inputs, options)
        if key is None:
            return None
        found = self._usable(self.path(key), key, inputs, options, lambda meta: is_of(meta["key"], key))
        return found or self._with_same_content(key, inputs, options)

    def _with_same_content(self, key: CacheKey, inputs: Inputs, options: ReadOptions) -> Loaded | None:
        """The timeline from the image of other files with the same content: copies, or the same under another path.

        Only images that depend on nothing else, neither on a bibliography nor on an answer of the user, are looked at.
        """
        own: list[str] = []

        def has_same_content(meta: dict[str, Any]) -> bool:
            if not meta["digests"] or meta["beside"] or meta["foreign"] or general(meta["key"]) != general(key):
                return False
            own[:] = own or self._stored_digests(key) or digests(key)  # only if a file of this size was read
            return bool(own) and meta["digests"] == own

        if options.sources or any(path for *_, path in key["files"]):
            return None
        images = (self._usable(path, key, inputs, options, has_same_content) for path in self._files(_ENDING))
        found = next(filter(None, images), None)
        if found:
            self._store_digests(key, own)
        return found

    def _stored_digests(self, key: CacheKey) -> list[str]:
        """The SHA-256 of each file, if it was stored for these fingerprints; else none."""
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            content = ImageFile(self._digests_path(key))
            stored = json.loads(content.read(0, content.size))
            if stored["files"] == key["files"] and stored["seen"] == key["seen"]:
                os.utime(self._digests_path(key))
                return [str(digest) for digest in stored["digests"]]
        return []

    def _store_digests(self, key: CacheKey, own: Sequence[str]) -> None:
        """Store the SHA-256 of each file, unless it is stored already."""
        if self._stored_digests(key) == own:
            return
        with suppress(OSError, ValueError), _replacing(self._digests_path(key)) as file:
            file.write(json.dumps({"files": key["files"], "seen": key["seen"], "digests": own}).encode())

    def _digests_path(self, key: CacheKey) -> str:
        return self.path(key).removesuffix(_ENDING) + _DIGESTS

    def _usable(
        self, path: str, key: CacheKey, inputs: Inputs, options: ReadOptions, fits: Callable[[dict[str, Any]], bool]
    ) -> Loaded | None:
        """The timeline from an image, if it fits the files."""
        try:
            content = ImageFile(path)
        except (OSError, ValueError):
            return None
        try:
            image = Image(content)
            if not fits(image.meta):
                return None  # it will be overwritten when the files have been read
            if names_in_texts(image, key["names"]):
                return None
            loaded = loaded_from(image, inputs)
            if any(fingerprint(path) != seen for path, seen in loaded.beside):
                return None
            if loaded.foreign and not _is_current(loaded.foreign, options):
                return None
        except (DamagedError, KeyError, TypeError):
            with suppress(OSError):
                os.unlink(path)
            return None
        with suppress(OSError):
            os.utime(path)
        return loaded

    def save(
        self,
        key: CacheKey,
        index: Index | Writing,
        problems: Sequence[Problem],
        progress: Callable[[float], None] | None = None,
        beside: Sequence[Beside] = (),
        foreign: Sequence[Foreign] = (),
    ) -> str | None:
        """Write an image of an index. Returns its path; None if it could not be written.

        ``progress`` is called with the fraction that is written, from 0 to 1. ``beside``: other files on which the
        image depends; a change of one makes it useless. ``foreign``: nor after something else was chosen for one of
        these.
        """
        # imported here, because it takes 6 ms and only saving needs it
        from timeline_tui.index.mapped.index_writer import write_image

        path = self.path(key)
        try:
            self._make_folder()
            with _replacing(path) as file:
                meta = image_meta(key, problems, beside, foreign)
                write_image(index, file, {**meta, "digests": digests(key)}, progress)
            self._make_room(path)
        except (OSError, ValueError):
            return None
        return path

    def delete(self, inputs: Inputs, options: ReadOptions) -> None:
        """Delete the images of files, because one of them is damaged."""
        key = cache_key(inputs, options)
        if key is None:
            return
        for path in self._files(_ENDING):
            with suppress(OSError, DamagedError, KeyError, TypeError):
                known = Image(ImageFile(path)).meta["key"]
                if path != self.path(key) and general(known) != general(key):
                    continue
            with suppress(OSError):
                os.unlink(path)

    def path(self, key: CacheKey) -> str:
        """The path of the image with this key, whether there is one or not."""
        name = json.dumps([key["files"], key["options"]]).encode()
        return os.path.join(self._folder, f"{zlib.crc32(name):08x}{_ENDING}")

    def _make_folder(self) -> None:
        """Raises OSError, also if other users may write to the folder."""
        os.makedirs(self._folder, mode=0o700, exist_ok=True)
        status = os.stat(self._folder)
        if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
            raise PermissionError("a folder that others may write to")

    def _make_room(self, newest: str) -> None:
        """Delete images beyond the limit, the newest one last, and files that a killed process left."""
        from timeline_tui.storage.locking import remove_abandoned  # only saving needs it

        remove_abandoned(self._folder, ending=_UNFINISHED)
        images = {path: os.stat(path) for path in self._files(_ENDING)}
        oldest = min((status.st_mtime_ns for status in images.values()), default=0)
        for path in self._files(_DIGESTS):
            if os.stat(path).st_mtime_ns < oldest:
                _remove(path)
        used = sum(status.st_size for status in images.values())
        for path in sorted(images, key=lambda path: (path == newest, images[path].st_mtime_ns)):
            if used <= self._limit:
                return
            _remove(path)
            used -= images[path].st_size

    def _files(self, ending: str) -> list[str]:
        try:
            names = os.listdir(self._folder)
        except OSError:
            return []
        return [os.path.join(self._folder, name) for name in names if name.endswith(ending)]


def _is_current(foreign: Sequence[Foreign], options: ReadOptions) -> bool:
    from timeline_tui.storage.remembered import is_current  # files in our own shape do not need it

    return is_current(foreign, options)


def save_in_background(inputs: Inputs, options: ReadOptions, loaded: Loaded) -> None:
    """Save what a command has read, for the next command, unless a part was not read.

    Writing an image takes twice as long as reading the file (7 s and 3.5 s for 8 MB), so a child process writes it, as
    ``git gc --auto`` does. Call this after the command has written its output. Without fork (Windows) it waits.
    """
    key = cache_key(inputs, options)
    if key is None or loaded.extent < Extent.WHOLE:
        return
    if not hasattr(os, "fork"):
        _save(key, inputs, options, loaded)
        return
    with suppress(OSError):  # too many processes: no image
        if os.fork() == 0:
            try:
                _detach()
                gc.disable()  # everything is kept until the end
                _save(key, inputs, options, loaded)
            finally:
                os._exit(0)  # without the exit functions of the command


def _save(key: CacheKey, inputs: Inputs, options: ReadOptions, loaded: Loaded) -> None:
    # 8 ms, and only a file that was not in the cache needs it
    from timeline_tui.storage.memory import limited
    from timeline_tui.storage.opening.line_stream import save_streamed

    with suppress(LoadError), limited(inputs):
        if not save_streamed(inputs, options, lambda stream, problems: Cache().save(key, stream, problems)):
            Cache().save(key, Index(loaded.timeline), loaded.problems, beside=loaded.beside, foreign=loaded.foreign)


def _detach() -> None:
    """Leave the terminal and close the standard streams, so that a pipe ends when the command ends."""
    os.setsid()
    os.nice(_NICENESS)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)


@contextmanager
def _replacing(path: str) -> Iterator[BinaryIO]:
    """A new file, which replaces ``path`` when it is written whole, and is deleted otherwise."""
    from timeline_tui.storage.locking import lock_new  # only saving needs it

    unfinished = f"{path.removesuffix(_ENDING)}.{os.getpid()}{_UNFINISHED}"
    fd = os.open(unfinished, _NEW, 0o600)
    try:
        with open(fd, "wb", buffering=1 << 20) as file:
            if not lock_new(fd):
                raise FileNotFoundError
            yield file
        os.replace(unfinished, path)
    finally:
        _remove(unfinished)


def _remove(path: str) -> None:
    """Delete a file, if it exists."""
    with suppress(FileNotFoundError):
        os.unlink(path)
