"""Images as files: the data beside the index, and the timeline of an image."""

from __future__ import annotations

import json
import os
import stat
from _thread import allocate_lock
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from timeline_tui.index.mapped.image import BLOCK, Image, Section
from timeline_tui.index.mapped.mapped_index import MappedIndex
from timeline_tui.model.problems import DamagedError, Extent, Problem, in_order
from timeline_tui.storage.inputs import Beside, Fingerprint, Foreign, Inputs, Loaded, fingerprint
from timeline_tui.text.text import clean_line

if TYPE_CHECKING:
    from timeline_tui.index.mapped.line_table import LineReading

# Without O_NONBLOCK, opening a named pipe waits for a writer.
_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_SEEKING = allocate_lock()  # where there is no pread, two threads must not seek in the same file


class OpenFile:
    """The content of a regular file. It stays open, so that replacing the path changes nothing.

    A change of the file itself is noticed when it is read, by the checksums of the image.
    """

    def __init__(self, path: str, flags: int = _READ_ONLY) -> None:
        """Raises OSError."""
        self._fd = os.open(path, flags)
        status = os.fstat(self._fd)
        if not stat.S_ISREG(status.st_mode):
            raise PermissionError("not a regular file")
        self.size = status.st_size
        self.owner = status.st_uid
        self.fingerprint = fingerprint(self._fd)

    def __del__(self) -> None:
        if hasattr(self, "_fd"):
            os.close(self._fd)

    def read(self, start: int, size: int) -> bytes:
        """At most ``size`` bytes from the offset ``start``. Raises OSError."""
        if hasattr(os, "pread"):  # needs no lock, because it does not move the offset of the file
            return os.pread(self._fd, size, start)
        with _SEEKING:
            os.lseek(self._fd, start, os.SEEK_SET)
            return os.read(self._fd, size)


class ImageFile(OpenFile):
    """The content of an image of this user."""

    def __init__(self, path: str) -> None:
        """Raises OSError."""
        super().__init__(path, _READ_ONLY | getattr(os, "O_NOFOLLOW", 0))
        if hasattr(os, "geteuid") and self.owner != os.geteuid():
            raise PermissionError("not a file of ours")


def image_meta(
    key: Mapping[str, Any], problems: Sequence[Problem], beside: Sequence[Beside] = (), foreign: Sequence[Foreign] = ()
) -> dict[str, Any]:
    """What an image has besides the index: the key in the cache (may be empty), and fields of `Loaded`."""
    listed = [problem._asdict() for problem in problems]
    return {"key": key, "problems": listed, "beside": beside, "foreign": foreign}


def loaded_from(image: Image, inputs: Inputs) -> Loaded:
    """The result of reading the files that an image was made from, with the names of ``inputs``.

    Raises DamagedError, KeyError, TypeError.
    """
    names = _renamed(image, map(clean_line, inputs.names))
    problems = [Problem(**problem) for problem in image.meta["problems"]]
    problems = in_order(problem._replace(file=names.get(problem.file, problem.file)) for problem in problems)
    timeline = MappedIndex(image, names, _lines_of(image, inputs)).timeline
    extent = Extent(image.meta.get("extent", Extent.WHOLE))
    beside = tuple((path, Fingerprint(*seen) if seen else None) for path, seen in image.meta.get("beside", ()))
    foreign = tuple(Foreign(*one) for one in image.meta.get("foreign", ()))
    return Loaded(timeline, tuple(problems), inputs.files, inputs.seen, inputs.key, extent, beside, foreign)


def _lines_of(image: Image, inputs: Inputs) -> Callable[[MappedIndex], LineReading] | None:
    """What `MappedIndex` needs to read events from the only file of ``inputs``. Raises DamagedError."""
    if "lines.starts" not in image:
        return None
    try:
        file = OpenFile(inputs.files[0])
    except OSError as error:
        raise DamagedError("the file of the events cannot be read") from error
    if file.fingerprint != inputs.seen[0]:
        raise DamagedError("the file of the events has changed")
    content = Section(file, 0, file.size, array("I", image.section("lines.checksums")))
    if len(content.checksums) != -(-file.size // BLOCK):
        raise DamagedError("the file of the events has another size")

    def lines(index: MappedIndex) -> LineReading:
        # 6 ms, and most images have all events
        from timeline_tui.storage.opening.source_lines import SourceLines

        return SourceLines(content, index.source_with_key).event

    return lines


def names_in_texts(image: Image, names: Sequence[str]) -> bool:
    """Whether a text of the image contains a file name that is now written differently.

    If there are several files, some problems name another file, and views of the same name get the name of their file.
    """
    if len(names) < 2:
        return False
    texts = [image.meta["head"], *([problem["message"], problem["hint"]] for problem in image.meta["problems"])]
    written = json.dumps(texts)
    return any(json.dumps(old)[1:-1] in written for old in _renamed(image, names))


def _renamed(image: Image, names: Iterable[str]) -> dict[str, str]:
    """The names that were written differently when the image was made, each with its current name."""
    written = image.meta.get("key", {}).get("names", ())
    return {old: new for old, new in zip(written, names) if old != new}  # noqa: B905  # an image need not have names
