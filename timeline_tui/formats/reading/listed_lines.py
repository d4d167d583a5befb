"""Lists the lines of JSON lines with the id and the date of each event, without reading its other fields."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from timeline_tui.dates.when import When
from timeline_tui.formats.reading.blocks import whole_lines
from timeline_tui.formats.reading.decoding import decoded
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_SCALAR
from timeline_tui.formats.reading.references import References
from timeline_tui.formats.reading.results import Bytes
from timeline_tui.formats.reading.sound_events import SoundEntries
from timeline_tui.model.made_ids import made_id

UNUSUAL = (1 << 32) - 1
"""In place of the date of a line that may have a fault, states an order, or has more or less than one event."""


class ListedLines:
    """The lines of a part of a file; blank lines may be missing.

    - ``starts`` and ``sizes`` have the byte offset and the size of each line, ``lines`` its number.
    - ``dates`` has the date of its event, as an index into ``known_dates``, or UNUSUAL.
    - ``ids`` has the id of its event as it is in the file. Where ``is_written`` is 0, there is none, and it was made.
    - ``next_line`` is the number of the line after them.
    """

    def __init__(self, first_line: int) -> None:
        self.starts, self.sizes, self.lines, self.dates = array("Q"), array("I"), array("I"), array("I")
        self.known_dates: list[When] = []
        self.ids: list[str] = []
        self.is_written = bytearray()
        self.next_line = first_line

    def add(self, start: int, size: int, date: int, event_id: str = "", *, is_written: bool = False) -> None:
        """Add the next line."""
        self.starts.append(start)
        self.sizes.append(size)
        self.lines.append(self.next_line)
        self.dates.append(date)
        self.ids.append(event_id)
        self.is_written.append(is_written)

    def extend(self, other: ListedLines) -> None:
        """Add the lines of the following part, which were numbered from 0."""
        self.starts += other.starts
        self.sizes += other.sizes
        self.lines.extend(map(self.next_line.__add__, other.lines))
        numbers = {date: number for number, date in enumerate(self.known_dates)}
        for date in other.known_dates:
            numbers.setdefault(date, len(numbers))
        self.known_dates = [*numbers]
        new = [*map(numbers.__getitem__, other.known_dates)]
        self.dates.extend([UNUSUAL if date == UNUSUAL else new[date] for date in other.dates])
        self.ids += other.ids
        self.is_written += other.is_written
        self.next_line += other.next_line


def list_lines(
    content: Bytes, start: int, end: int, line: int, progress: Callable[[int], None] = lambda _: None
) -> ListedLines:
    """List the lines between two byte offsets. ``progress`` is called with the offset up to which they are listed.

    ``line`` is the number of the first line.
    """
    document = Document("", "")
    document.is_rough = True
    lister = _Lister(document, ListedLines(line))
    while start < end:
        data = whole_lines(content, start, end)
        lister.list_block(data, start)
        start += len(data)
        progress(start)
    return lister.found


class _Lister:
    def __init__(self, document: Document, found: ListedLines) -> None:
        self._document = document
        self._entries = SoundEntries(document, References(document))
        self._numbers: dict[int, int] = {}  # by id(date), because most dates share one object
        self.found = found

    def list_block(self, data: bytes, start: int) -> None:
        """List the lines in ``data``, which begins at the byte offset ``start``."""
        block = decoded(data, "utf-8", "")
        if block.undecoded:  # other sizes than in bytes
            texts, add, is_ascii = data.decode("latin-1").split("\n"), self._add_unusual, True
        else:
            texts, add, is_ascii = block.text.split("\n"), self._add, block.text.isascii()
        self._document.is_plain = block.is_plain
        for text in texts:
            size = len(text) if is_ascii or text.isascii() else len(text.encode())
            add(text, start, size)
            start += size + 1
            self.found.next_line += 1
        self.found.next_line -= 1  # there is no line after the last line feed

    def _add(self, text: str, start: int, size: int) -> None:
        parts = self._entries.key_parts(text) if text[:1] == "{" and len(text) <= MAX_SCALAR else None
        if parts is None:
            self._add_unusual(text, start, size)
            return
        written, date, title = parts
        known = self._numbers.get(id(date))
        if known is None:
            known = self._numbers[id(date)] = len(self.found.known_dates)
            self.found.known_dates.append(date)
        found = self.found
        found.add(start, size, known, written or made_id(date, title), is_written=bool(written))
        if "\r" in text:
            found.next_line += text.count("\r", 0, -1)

    def _add_unusual(self, text: str, start: int, size: int) -> None:
        if text.strip(" \t\r"):
            self.found.add(start, size, UNUSUAL)
        self.found.next_line += text.count("\r", 0, -1)  # each ends a line, but not the last one before a line feed
