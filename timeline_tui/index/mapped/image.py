"""The file format of an image: named sections, a table of them in JSON, and the offset of that table.

Sections are numbers, sets of bits and text, so that a file cannot make the program run code. Each block of a section
has a checksum, which is compared whenever the block is read: a faulty disk cannot change an answer in silence. It does
not protect against somebody who can write to the file.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Protocol

from timeline_tui.model.problems import DamagedError

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"TLIMAGE2"
_TAIL = 32  # bytes: offset, length and checksum of the table, eight bytes each, and the magic
_ALIGNMENT = 8
BLOCK = 1 << 12
"""The number of bytes with one checksum; at least as many are read at once. Most reads are of some hundred bytes."""
_KEPT = 1 << 15  # bytes of a section that are kept for the next request, at most; a smaller section is read whole
_CHECKED = 1 << 20  # bytes that a check reads at once; a multiple of BLOCK


class ImageWriter:
    """Writes an image to ``file``: call `add` for each section, then `finish`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offset = 0
        self._table: dict[str, tuple[int, int, int]] = {}
        self._start, self._checksums = 0, array("I")  # of the section that is being written
        self._rest = bytearray()  # less than a block

    def add(self, name: str, chunks: Iterable[bytes | array[int]]) -> None:
        """Write a section, given in pieces, and then the checksums of its blocks."""
        for chunk in chunks:
            self.put(chunk)
        self.end(name)

    def put(self, chunk: bytes | array[int]) -> None:
        """Write a piece of the next section. A section may have millions of pieces of a few bytes."""
        rest = self._rest
        rest += chunk
        if len(rest) >= BLOCK:
            whole = len(rest) - len(rest) % BLOCK
            for at in range(0, whole, BLOCK):
                self._put_block(rest[at : at + BLOCK])
            del rest[:whole]

    def end(self, name: str) -> None:
        """End the section of the pieces that were put, and write the checksums of its blocks."""
        if self._rest:
            self._put_block(self._rest)
            self._rest = bytearray()
        self._table[name] = (self._start, self._offset - self._start, zlib.crc32(self._checksums))
        self._align()
        self._put(self._checksums.tobytes())
        self._align()
        self._start, self._checksums = self._offset, array("I")

    def put_file(self, path: Path, size: int) -> None:
        """Write the first ``size`` bytes of a file as a piece of the next section. Raises OSError."""
        with path.open("rb") as file:
            for at in range(0, size, _CHECKED):
                self.put(file.read(min(_CHECKED, size - at)))

    def include(self, path: Path) -> None:
        """Copy all sections of another image. Raises OSError and DamagedError."""
        self._align()
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            start, length, checksum = _tail(file.read(), size)
            file.seek(start)
            sections = _parsed_table(file.read(length), checksum)["sections"]
            first = self._offset
            file.seek(0)
            for at in range(0, start, _CHECKED):
                self._put(file.read(min(_CHECKED, start - at)))
        for name, (at, length, checksum) in sections.items():
            self._table[name] = (first + at, length, checksum)
        self._align()
        self._start = self._offset

    def text(self, name: str, text: str) -> None:
        """Write a section of text. Raises UnicodeEncodeError for a lone surrogate."""
        self.add(name, [text.encode()])

    def bits(self, name: str, bits: int) -> None:
        """Write a section that is a set of positions."""
        self.add(name, [bits.to_bytes((bits.bit_length() + 7) // 8, "little")])

    def finish(self, meta: dict[str, Any]) -> None:
        """Write the table with ``meta``, which must be JSON."""
        table = json.dumps({"order": sys.byteorder, "sections": self._table, "meta": meta}).encode()
        start = self._offset
        self._put(table)
        for number in (start, len(table), zlib.crc32(table)):
            self._put(number.to_bytes(8, "little"))
        self._put(MAGIC)

    def _align(self) -> None:
        self._put(bytes(-self._offset % _ALIGNMENT))

    def _put(self, data: bytes | bytearray) -> None:
        self._file.write(data)
        self._offset += len(data)

    def _put_block(self, block: bytearray) -> None:
        self._checksums.append(zlib.crc32(block))
        self._put(block)


class Content(Protocol):
    """The bytes of an image: in memory or in a file."""

    @property
    def size(self) -> int:
        """The number of bytes."""

    def read(self, start: int, size: int) -> bytes:
        """``size`` bytes from ``start``; fewer at the end, or if the file was cut. Raises OSError."""


class Section:
    """A section that is read in parts, on request; its slices are bytes. ``checksums`` has one for each block.

    It is not mapped into memory: if somebody cuts a mapped file, the program ends with SIGBUS, while reading raises
    DamagedError. Compared with a mapping, 150,000 events take 1 ms more for the first screen and 0.2 of 0.7 s more to
    make all events; a key in the query bar takes no longer, and 160 MB less stay in memory.
    """

    def __init__(self, content: Content, start: int, length: int, checksums: array[int]) -> None:
        self._content = content
        self._start = start
        self._length = length
        self.checksums = checksums
        self._last = 0, b""  # offset and bytes of the blocks read last, because the next request is often in them

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._length)
        return self.part(start, max(start, stop))

    def part(self, start: int, stop: int) -> bytes:
        """The bytes from ``start`` to ``stop``. Raises DamagedError for offsets outside the section."""
        at, data = self._last
        if not at <= start <= stop <= at + len(data):
            is_small = 0 <= start <= stop <= self._length <= _KEPT
            at, data = self._blocks(0, self._length) if is_small else self._blocks(start, stop)
            if len(data) <= _KEPT:
                self._last = at, data
        return data[start - at : stop - at]

    def bounds(self, index: int) -> tuple[int, int]:
        """Items ``index`` and ``index + 1`` of a section of eight-byte numbers."""
        start, end = memoryview(self.part(8 * index, 8 * index + 16)).cast("Q")
        return start, end

    def check(self) -> None:
        """Compare all checksums. Raises DamagedError."""
        for at in range(0, self._length, _CHECKED):
            self._blocks(at, min(at + _CHECKED, self._length))

    def _blocks(self, start: int, stop: int) -> tuple[int, bytes]:
        """The whole blocks that hold the bytes from ``start`` to ``stop``, with the offset of the first."""
        if not 0 <= start <= stop <= self._length:
            raise DamagedError("an offset is outside the section")
        first = start - start % BLOCK
        size = min(stop + -stop % BLOCK, self._length) - first
        try:
            data = self._content.read(self._start + first, size)
        except OSError as error:
            raise DamagedError("the image cannot be read") from error
        if len(data) < size:
            raise DamagedError("the image was cut")
        for number, at in enumerate(range(0, size, BLOCK), first // BLOCK):
            if zlib.crc32(data[at : at + BLOCK]) != self.checksums[number]:
                raise DamagedError("a block of the image is damaged")
        return first, data


class Image:
    """Reads an image. Raises DamagedError, now or later, if its bytes have changed."""

    def __init__(self, content: Content) -> None:
        self._content = content
        size = content.size
        try:
            start, length, checksum = _tail(content.read(max(0, size - _TAIL), _TAIL), size)
            description = _parsed_table(content.read(start, length), checksum)
            self.meta: dict[str, Any] = description["meta"]
            self._table: dict[str, list[int]] = description["sections"]
            if description["order"] != sys.byteorder:
                raise DamagedError("the image is from a machine of another byte order")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedError("not an image") from error

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def is_filled(self, name: str) -> bool:
        """Whether there is a section of that name with a byte. The section is not read."""
        return self._table.get(name, (0, 0, 0))[1] > 0

    def large(self, name: str) -> Section:
        """A large section, read in parts. The checksum of each block is compared when the block is read."""
        try:
            start, length, checksum = self._table[name]
        except (KeyError, ValueError) as error:
            raise DamagedError(f"the section {name} is missing") from error
        end = start + length
        size = 4 * -(-length // BLOCK)
        try:
            checksums = self._content.read(end + -end % _ALIGNMENT, size)
        except OSError as error:
            raise DamagedError(f"the section {name} cannot be read") from error
        if len(checksums) != size or zlib.crc32(checksums) != checksum:
            raise DamagedError(f"the section {name} is damaged")
        return Section(self._content, start, length, array("I", checksums))

    def section(self, name: str) -> bytes:
        """All bytes of a section."""
        section = self.large(name)
        return section.part(0, len(section))

    def numbers(self, name: str, code: Literal["I", "q", "Q"]) -> memoryview:
        """A section as numbers; ``code`` is a type code of `array.array`."""
        return memoryview(self.section(name)).cast(code)

    def text(self, name: str) -> str:
        """A section as text."""
        return str(self.section(name), "utf-8")

    def bits(self, name: str) -> int:
        """A section as a set of positions."""
        return int.from_bytes(self.section(name), "little")

    def check(self) -> None:
        """Compare the checksums of all sections. Raises DamagedError."""
        for name in self._table:
            self.large(name).check()


def _tail(tail: bytes, size: int) -> tuple[int, int, int]:
    """Offset, length and checksum of the table of an image of ``size`` bytes. Raises DamagedError."""
    start, length, checksum = (int.from_bytes(tail[at : at + 8], "little") for at in (0, 8, 16))
    if tail[24:] != MAGIC or start + length + _TAIL != size:
        raise DamagedError("the image is incomplete")
    return start, length, checksum


def _parsed_table(table: bytes, checksum: int) -> dict[str, Any]:
    if zlib.crc32(table) != checksum:
        raise DamagedError("the table is damaged")
    described: dict[str, Any] = json.loads(table)
    return described
