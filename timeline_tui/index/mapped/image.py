"""The layout of an image: named sections, then a table of them in JSON, then where that stands.

Nothing in it can run: sections are numbers, sets of bits, and text. Each has a checksum, so that a faulty disk is
noticed; it is no defence against who can write to the file, and need not be.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator
from struct import Struct
from typing import Any, BinaryIO, Literal, Protocol

from timeline_tui.model.problems import DamagedError

MAGIC = b"TLIMAGE1"
_TAIL = 32  # bytes: offset, length and checksum of the table, in eight each; the magic
_ALIGNMENT = 8
_PIECE = 1 << 16  # bytes
_AHEAD = 1 << 14  # bytes of a section that are read at once: most of what is asked for next is among them
_CHECKED = 1 << 20  # bytes that are checked at once
_BOUNDS = Struct("=QQ")


class ImageWriter:
    """Writes an image to ``file``: `add` its sections, then `finish`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._table: dict[str, tuple[int, int, int]] = {}

    def add(self, name: str, chunks: Iterable[bytes | array[int]]) -> None:
        """A section, in pieces."""
        start, checksum = self._at, 0
        for piece in _pieces(chunks):
            checksum = zlib.crc32(piece, checksum)
            self._put(piece)
        self._table[name] = (start, self._at - start, checksum)
        self._put(bytes(-self._at % _ALIGNMENT))

    def text(self, name: str, text: str) -> None:
        """A section of text. Raises UnicodeEncodeError for what no file can hold."""
        self.add(name, [text.encode()])

    def bits(self, name: str, bits: int) -> None:
        """A section that is a set of positions."""
        self.add(name, [bits.to_bytes((bits.bit_length() + 7) // 8, "little")])

    def finish(self, meta: dict[str, Any]) -> None:
        """The table, with ``meta``: whatever JSON can hold."""
        table = json.dumps({"order": sys.byteorder, "sections": self._table, "meta": meta}).encode()
        start = self._at
        self._put(table)
        for number in (start, len(table), zlib.crc32(table)):
            self._put(number.to_bytes(8, "little"))
        self._put(MAGIC)

    def _put(self, data: bytes | bytearray) -> None:
        self._file.write(data)
        self._at += len(data)


def _pieces(chunks: Iterable[bytes | array[int]]) -> Iterator[bytearray]:
    """The chunks, which may be few bytes each and millions, in pieces that it pays to write."""
    piece = bytearray()
    for chunk in chunks:
        piece += chunk
        if len(piece) >= _PIECE:
            yield piece
            piece = bytearray()
    yield piece


class Content(Protocol):
    """The bytes of an image, which need not be in memory."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from ``start`` on; fewer if there are no more, or no longer. Raises OSError."""


class Held:
    """The bytes of an image that is in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, start: int, size: int) -> bytes:
        """A part of them."""
        return self._data[start : start + size]


class Section:
    """A section that is read when a part of it is asked for; its slices are bytes.

    It is not mapped into memory, for a mapped file that somebody cuts ends the program (SIGBUS); read like this, it is
    a DamagedError. With 150,000 events that costs 1 ms of the first screen, no letter of a query, 0.2 of 0.7 s of
    making all events, and 160 MB less of resident memory.
    """

    def __init__(self, content: Content, start: int, length: int) -> None:
        self._content = content
        self._start = start
        self._length = length
        self._ahead = 0, b""  # what was read last, and where it begins

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._length)
        return self.part(start, max(start, stop))

    def part(self, start: int, stop: int) -> bytes:
        """The bytes from ``start`` to ``stop``. Raises DamagedError if those are not places in the section."""
        at, data = self._ahead
        if not at <= start <= stop <= at + len(data):
            at, data = start, self._read(start, stop)
            if len(data) <= _AHEAD:
                self._ahead = at, data
        return data[start - at : stop - at]

    def bounds(self, index: int) -> tuple[int, int]:
        """The number at that index of a section of numbers of eight bytes, and the next one."""
        start, end = _BOUNDS.unpack(self.part(8 * index, 8 * index + 16))
        return start, end

    def checksum(self) -> int:
        """The checksum of all of it."""
        checksum = 0
        for at in range(0, self._length, _CHECKED):
            checksum = zlib.crc32(self._read(at, min(at + _CHECKED, self._length)), checksum)
        return checksum

    def _read(self, start: int, stop: int) -> bytes:
        """The bytes from ``start`` to ``stop``, and some more if those are few."""
        if not start <= stop <= self._length:
            raise DamagedError("a place is beyond the section")
        size = min(max(stop - start, _AHEAD), self._length - start)
        try:
            data = self._content.read(self._start + start, size)
        except OSError as error:
            raise DamagedError("the image cannot be read") from error
        if len(data) < stop - start:
            raise DamagedError("the image was cut")
        return data


class Image:
    """Reads an image. Raises DamagedError as soon as something is not as it was written."""

    def __init__(self, content: Content) -> None:
        self._content = content
        size = content.size
        try:
            tail = content.read(max(0, size - _TAIL), _TAIL)
            start, length, checksum = (int.from_bytes(tail[at : at + 8], "little") for at in (0, 8, 16))
            if tail[24:] != MAGIC or start + length + _TAIL != size:
                raise DamagedError("no whole image")
            table = content.read(start, length)
            if zlib.crc32(table) != checksum:
                raise DamagedError("the table is damaged")
            description = json.loads(table)
            self.meta: dict[str, Any] = description["meta"]
            self._table: dict[str, list[int]] = description["sections"]
            if description["order"] != sys.byteorder:
                raise DamagedError("it is from a machine of another byte order")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedError("no image") from error

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def large(self, name: str) -> Section:
        """A section of which little is used at a time. It is not checked, for that would read all of it."""
        start, length, _ = self._place(name)
        return Section(self._content, start, length)

    def section(self, name: str) -> bytes:
        """All bytes of a section, checked."""
        start, length, checksum = self._place(name)
        try:
            data = self._content.read(start, length)
        except OSError as error:
            raise DamagedError(f"the section {name} cannot be read") from error
        if len(data) != length or zlib.crc32(data) != checksum:
            raise DamagedError(f"the section {name} is damaged")
        return data

    def numbers(self, name: str, code: Literal["I", "q", "Q"]) -> memoryview:
        """A section as numbers; ``code`` as for `array.array`."""
        return memoryview(self.section(name)).cast(code)

    def text(self, name: str) -> str:
        """A section as text."""
        return str(self.section(name), "utf-8")

    def bits(self, name: str) -> int:
        """A section as a set of positions."""
        return int.from_bytes(self.section(name), "little")

    def check(self) -> None:
        """Read and check every section, the largest too."""
        for name in self._table:
            if self.large(name).checksum() != self._place(name)[2]:
                raise DamagedError(f"the section {name} is damaged")

    def _place(self, name: str) -> tuple[int, int, int]:
        """Where a section starts, its length, and its checksum."""
        try:
            start, length, checksum = self._table[name]
        except (KeyError, ValueError) as error:
            raise DamagedError(f"the section {name} is missing") from error
        return start, length, checksum
