"""Lists the lines of JSON lines with the id and the date of each event, without reading its other fields."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from timeline_tui.dates.when import When
from timeline_tui.formats.reading.blocks import LineSpan, whole_lines
from timeline_tui.formats.reading.decoding import decoded
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_SCALAR
from timeline_tui.formats.reading.references import References
from timeline_tui.formats.reading.results import Bytes
from timeline_tui.formats.reading.sound_events import SoundEntries
from timeline_tui.model.made_ids import made_id

UNUSUAL = (1 << 32) - 1
"""In place of the date of a line that may have a fault, has ``after`` or ``before``, or has no event or several."""


class ListedLines:
    """The lines of a part of a file; blank lines may be missing.

    - ``starts`` and ``sizes`` have the byte offset and the size of each line, ``lines`` its number.
    - ``dates`` has the date of its event, as an index into ``known_dates``, or UNUSUAL.
    - ``ids`` has the id of its event. ``is_written`` is 1 if the file has this id, 0 if it was made of date and title.
    - ``next_line`` is the number of the line after the part.
    """

    def __init__(self, first_line: int) -> None:
        self.starts, self.sizes, self.lines, self.dates = array("Q"), array("I"), array("I"), array("I")
        self.known_dates: list[When] = []
        self.ids: list[str] = []
        self.is_written = bytearray()
        self.next_line = first_line

    def span(self, index: int) -> LineSpan:
        """A line with its line feed."""
        return LineSpan(self.starts[index], self.sizes[index] + 1, self.lines[index] - 1)

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
    lister = _Lister(ListedLines(line))
    while start < end:
        data = whole_lines(content, start, end)
        lister.list_block(data, start)
        start += len(data)
        progress(start)
    return lister.found


class _Lister:
    def __init__(self, found: ListedLines) -> None:
        self._document = Document("", "")
        self._document.is_rough = True
        self._entries = SoundEntries(self._document, References(self._document))
        self._numbers: dict[int, int] = {}  # id(date) → index in `known_dates`: equal dates are mostly one object
        self.found = found

    def list_block(self, data: bytes, start: int) -> None:
        """List the lines in ``data``, which begins at the byte offset ``start``."""
        block = decoded(data, "utf-8", "")
        self._document.is_plain = block.is_plain
        is_sound = not block.undecoded
        texts = (block.text if is_sound else data.decode("latin-1")).split("\n")  # in Latin-1, a byte is a character
        are_bytes, has_returns = block.text.isascii() or not is_sound, "\r" in block.text
        found, line = self.found, self.found.next_line
        for text in texts:
            size = len(text) if are_bytes or text.isascii() else len(text.encode())
            is_object = is_sound and text[:1] == "{" and len(text) <= MAX_SCALAR
            if (is_object and self._add_key(text)) or self._add_unusual(text):
                found.starts.append(start)
                found.sizes.append(size)
                found.lines.append(line)
            start += size + 1
            line += 1
            if has_returns:
                line += text.count("\r", 0, -1)  # each ends a line, except one before a line feed
        found.next_line = line - 1  # there is no line after the last line feed

    def _add_unusual(self, text: str) -> bool:
        """Add a line without a key. Return False if it is blank."""
        if not text.strip(" \t\r"):
            return False
        self.found.dates.append(UNUSUAL)
        self.found.ids.append("")
        self.found.is_written.append(0)
        return True

    def _add_key(self, text: str) -> bool:
        """Add the id and the date of the event in a line. Return False if the line is unusual."""
        parts = self._entries.key_parts(text)
        if parts is None:
            return False
        found, (written, date, title) = self.found, parts
        number = self._numbers.get(id(date))
        if number is None:
            number = self._numbers[id(date)] = len(found.known_dates)
            found.known_dates.append(date)
        found.dates.append(number)
        found.ids.append(written or made_id(date, title))
        found.is_written.append(bool(written))
        return True
