"""A `Document` of any size that is read in blocks of whole lines. One block at a time is in memory.

Problems keep only their offsets while the text is read. Their lines and excerpts are found after the last block, by
reading the blocks with problems again: each at most once, if the problems are asked for in the order of their offsets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from timeline_tui.formats.reading.decoding import HEAD, decode, decoded, encoding_of
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.not_timelines import stop_as_binary, stop_if_no_timeline
from timeline_tui.formats.reading.results import Bytes
from timeline_tui.model.problems import Problem, Severity

SIZE = 1 << 20  # bytes of a block, at most, unless a line is longer


class BytesInMemory:
    """Content of type `Bytes` that is already in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, start: int, size: int) -> bytes:
        """``size`` bytes from offset ``start``, fewer at the end."""
        return self._data[start : start + size]


class LineSpan(NamedTuple):
    """Whole lines of a content: ``size`` bytes from the offset ``start`` on, after ``lines`` lines."""

    start: int
    size: int
    lines: int


class _Block(NamedTuple):
    """The position of a block."""

    start: int  # characters before it
    lines: int  # lines before it
    byte_start: int  # bytes before it
    size: int  # bytes in it


class Blocks(Document):
    """The text of ``content``, decoded as `decode` does. UTF-8 is read in blocks, UTF-16 and UTF-32 as one block.

    ``text`` is the text of the current block; after the last block, it is empty. ``has_returns``: the text has carriage
    returns. The document is ``broken`` from the start if the beginning is binary or a web page. An exception of
    ``content.read`` passes through.

    With ``parts``, only these are read, each as a block. It is called with the offset of the first byte of the text.
    """

    def __init__(self, content: Bytes, file: str, parts: Callable[[int], Iterator[LineSpan]] | None = None) -> None:
        head = content.read(0, HEAD)
        self._encoding, start = encoding_of(head)
        super().__init__(file, decode(head, file).text)
        self._content = content
        self._table: list[_Block] = []  # all blocks so far, in order
        self._known_line: tuple[int, int] = (0, 1)  # an offset in the current block, and its line
        self._is_iterating = True  # until blocks() ends; offsets are relative to the current block until then
        self._parts = parts(start) if parts else None
        self._block, self._loaded = _Block(0, 0, start, 0), Document(file, "")
        if self._encoding:
            stop_if_no_timeline(self)
        else:
            stop_as_binary(self, head)
        if not (self._encoding and self._load_next()):
            self._load(0, 0, start, b"")
        if self.broken:  # nothing else is reported about a file that is no timeline
            self.undecoded = None

    def blocks(self) -> Iterator[str]:
        """The text of each block, in order. Can be iterated once."""
        while self._is_iterating:
            yield self.text
            if not self._load_next():
                self.text, self.is_plain = "", False
                self._base, self._is_iterating = 0, False

    def part(self, offset: int) -> float:
        """About how much of the content is before an offset in the current block, from 0 to 1."""
        return (self._block.byte_start + self._block.size * super().part(offset)) / max(1, self._content.size)

    def next_line(self, offset: int) -> int:
        """The number of the line at ``offset`` in the current block. It is fast for ascending offsets."""
        at, line = self._known_line
        if self.has_returns or at > offset:
            return self.line(offset)
        line += self.text.count("\n", at, offset)
        self._known_line = offset, line
        return line

    def line(self, offset: int) -> int:
        """The number of the line at ``offset``, from 1; 0 for NOWHERE."""
        block, at = self._located(offset)
        return block.line(at)

    def inside(self, offset: int, value: str, at: int) -> int:
        """The offset of character ``at`` of the scalar ``value`` that begins at ``offset``."""
        block, start = self._located(offset)
        return offset - start + block.inside(start, value, at)

    def problem(self, offset: int, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        """The problem at ``offset``, with line, column and excerpt."""
        block, at = self._located(offset)
        return block.problem(at, message, hint, severity)

    def _block_at(self, byte_start: int) -> bytes:
        """The bytes of the block that begins at ``byte_start``: whole lines of UTF-8, else all. Empty at the end."""
        end = self._content.size
        if self._encoding != "utf-8":
            return self._content.read(byte_start, end - byte_start)
        return whole_lines(self._content, byte_start, end)

    def _load_next(self) -> bool:
        """Make the next block the current one. Return False at the end."""
        if self._parts:
            part = next(self._parts, None)
            if part:  # offsets only need to be unique and ascending
                self._load(part.start, part.lines, part.start, self._content.read(part.start, part.size))
            return part is not None
        block, length = self._block, len(self._loaded.text)
        end = block.byte_start + block.size
        data = self._block_at(end)
        if data:
            self._load(block.start + length, self._loaded.line(length) - 1, end, data)
        return bool(data)

    def _load(self, start: int, lines: int, byte_start: int, data: bytes) -> None:
        """Make ``data`` the current block. The other arguments are its position, as in `_Block`."""
        self._block = _Block(start, lines, byte_start, len(data))
        self._table.append(self._block)
        self._loaded = block = decoded(data, self._encoding or "utf-8", self.file, lines + 1)
        self.text, self.is_plain, self._base = block.text, block.is_plain, start
        self._known_line = 0, lines + 1
        self.has_returns = "\r" in self.text  # they also end lines
        if block.undecoded:
            offset, what, places = block.undecoded
            first, what, before = self.undecoded or (start + offset, what, 0)
            self.undecoded = first, what, before + places

    def _located(self, offset: int) -> tuple[Document, int]:
        """The block with the character at ``offset``, as a document of its own, and the offset in that block.

        After the last block this reads the block again, unless it was also the last one that was requested.
        """
        if self._is_iterating:
            return self._loaded, offset
        block = self._table[max(0, bisect_right(self._table, offset, key=_start) - 1)]
        if block is not self._block:
            data = self._content.read(block.byte_start, block.size)
            self._block, self._loaded = block, decoded(data, self._encoding, self.file, block.lines + 1)
        return self._loaded, offset - block.start


def whole_lines(content: Bytes, start: int, end: int) -> bytes:
    """The bytes from ``start`` on, at most to ``end``: whole lines of about SIZE bytes together, at least one."""
    size = SIZE
    while True:
        size = min(size, end - start)
        data = content.read(start, size)
        last = data.rfind(b"\n") + 1
        if start + size >= end:
            return data
        if last:
            return data[:last]
        size *= 2


def _start(block: _Block) -> int:
    return block.start
