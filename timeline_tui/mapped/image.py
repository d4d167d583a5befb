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

from timeline_tui.hints import Any, BinaryIO, Literal
from timeline_tui.problems import DamagedError

MAGIC = b"TLIMAGE1"
_TAIL = 32  # bytes: offset, length and checksum of the table, in eight each; the magic
_ALIGNMENT = 8
_PIECE = 1 << 16  # bytes


class ImageWriter:
    """Writes an image to ``file``: :meth:`add` its sections, then :meth:`finish`."""

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


class Image:
    """Reads an image. Raises DamagedError as soon as something is not as it was written."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        try:
            tail = data[-_TAIL:]
            start, length, checksum = (int.from_bytes(tail[at : at + 8], "little") for at in (0, 8, 16))
            if tail[24:] != MAGIC or start + length + _TAIL != len(data):
                raise DamagedError("no whole image")
            table = data[start : start + length]
            if zlib.crc32(table) != checksum:
                raise DamagedError("the table is damaged")
            content = json.loads(bytes(table))
            self.meta: dict[str, Any] = content["meta"]
            self._table: dict[str, list[int]] = content["sections"]
            if content["order"] != sys.byteorder:
                raise DamagedError("it is from a machine of another byte order")
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedError("no image") from error
        self._sound: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def section(self, name: str, *, check: bool = True) -> memoryview:
        """The bytes of a section. The largest are used without a check, which would read all of them."""
        try:
            start, length, checksum = self._table[name]
        except (KeyError, ValueError) as error:
            raise DamagedError(f"the section {name} is missing") from error
        section = self._data[start : start + length]
        if len(section) != length:
            raise DamagedError(f"the section {name} is not whole")
        if check and name not in self._sound:
            if zlib.crc32(section) != checksum:
                raise DamagedError(f"the section {name} is damaged")
            self._sound.add(name)
        return section

    def numbers(self, name: str, code: Literal["I", "q", "Q"], *, check: bool = True) -> memoryview:
        """A section as numbers; ``code`` as for :class:`array.array`."""
        return self.section(name, check=check).cast(code)

    def text(self, name: str) -> str:
        """A section as text."""
        return str(self.section(name), "utf-8")

    def bits(self, name: str) -> int:
        """A section as a set of positions."""
        return int.from_bytes(self.section(name), "little")

    def check(self) -> None:
        """Read and check every section, the largest too."""
        for name in self._table:
            self.section(name)
