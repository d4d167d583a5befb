"""A text of any size in blocks of whole lines, of which one at a time is in memory.

What is told of a place is settled after the last block: the block that it is in is read once more for that, each at
most once where the places are in order. So nothing of a text has to be kept, and of its places only their offsets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.formats.reading.document import HEAD, Document, decode, decoded, encoding_of
from timeline_tui.formats.reading.results import Bytes
from timeline_tui.model.problems import Problem, Severity

SIZE = 1 << 20  # bytes of a block, unless a line is longer


class Held:
    """Bytes that are in memory anyway."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, start: int, size: int) -> bytes:
        """A part of them."""
        return self._data[start : start + size]


class _Block(NamedTuple):
    """Where a block is: the characters, lines and bytes that stand before it, and the bytes that it has."""

    start: int
    lines: int
    at: int
    size: int


class Blocks(Document):
    """The text of ``content``, decoded as `decode` does it: block by block, but UTF-16 and UTF-32 in one.

    It is ``broken`` from the beginning if that is foreign.
    """

    def __init__(self, content: Bytes, file: str) -> None:
        head = content.read(0, HEAD)
        self._encoding, start = encoding_of(head)
        super().__init__(file, decode(head, file).text)
        self._content = content
        self._table: list[_Block] = []
        self._is_at_hand = True  # the text of the page, which is that of the last block so far
        if self._encoding:
            self.stop_if_foreign()
            self._turn(0, 0, start, self._lines_from(start))
        else:
            self.stop_as_binary()
            self._turn(0, 0, 0, b"")

    def blocks(self) -> Iterator[str]:
        """The text of each block."""
        while self._is_at_hand:
            yield self.text
            block, length = self._block, len(self.text)
            at = block.at + block.size
            if data := self._lines_from(at):
                self._turn(block.start + length, self._page.line(length) - 1, at, data)
            else:
                self.text, self.is_plain = "", False
                self._base, self._is_at_hand = 0, False

    def part(self, offset: int) -> float:
        """About which part of the whole stands before an offset in the block at hand."""
        return (self._block.at + self._block.size * super().part(offset)) / max(1, self._content.size)

    def line(self, offset: int) -> int:
        """The line, from 1; 0 without a place."""
        page, at = self._looked_up(offset)
        return page.line(at)

    def inside(self, offset: int, value: str, at: int) -> int:
        """The offset of a character of a scalar."""
        page, start = self._looked_up(offset)
        return offset - start + page.inside(start, value, at)

    def problem(self, offset: int, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        """What is reported of a fault."""
        page, at = self._looked_up(offset)
        return page.problem(at, message, hint, severity)

    def _lines_from(self, at: int) -> bytes:
        """The bytes of the block that begins there; none at the end."""
        if self._encoding != "utf-8":
            return self._content.read(at, self._content.size - at)
        size = SIZE
        while True:
            data = self._content.read(at, size)
            end = data.rfind(b"\n") + 1
            if len(data) < size:
                return data
            if end:
                return data[:end]
            size *= 2

    def _turn(self, start: int, lines: int, at: int, data: bytes) -> None:
        """Have a new block at hand."""
        self._block = _Block(start, lines, at, len(data))
        self._table.append(self._block)
        self._page = page = decoded(data, self._encoding or "utf-8", self.file, lines + 1)
        self.text, self.is_plain, self._base = page.text, page.is_plain, start
        if page.undecoded and not self.broken:
            offset, what, places = page.undecoded
            first, what, before = self.undecoded or (start + offset, what, 0)
            self.undecoded = first, what, before + places

    def _looked_up(self, offset: int) -> tuple[Document, int]:
        """The block that an offset is in, by itself, and the offset in that."""
        if self._is_at_hand:
            return self._page, offset
        block = self._table[max(0, bisect_right(self._table, offset, key=_start) - 1)]
        if block is not self._block:
            data = self._content.read(block.at, block.size)
            self._block, self._page = block, decoded(data, self._encoding, self.file, block.lines + 1)
        return self._page, offset - block.start


def _start(block: _Block) -> int:
    return block.start
