"""The events of an image that are read from their lines in the file that the image was made from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.references import References
from timeline_tui.formats.reading.results import Bytes
from timeline_tui.formats.reading.sound_events import SoundEntries, event_of_line
from timeline_tui.index.mapped.image import Section
from timeline_tui.model.problems import DamagedError
from timeline_tui.model.timeline import Event, Source

_HEADER = b'{"timeline": {}}\n'


class SourceLines:
    """Reads events from their lines. ``content`` has the bytes of the file, and detects that they have changed.

    A listed line may have a fault. Then it is read as if it were the only event of its file.
    """

    def __init__(self, content: Section | Bytes, find: Callable[[str], Source | None]) -> None:
        """``find`` returns the source of the timeline with a key."""
        self._content, self._find = content, find
        document = Document("", "")
        document.is_rough = True  # the lines have no faults; if one has, it is another line now
        self._entries = SoundEntries(document, _KnownSources(document, find))

    def event(self, start: int, size: int, line: int, file: str) -> Event:
        """The event in the line of ``size`` bytes at the offset ``start``. Raises DamagedError."""
        content = self._content
        octets = content.part(start, start + size) if isinstance(content, Section) else content.read(start, size)
        try:
            return event_of_line(self._entries, octets.decode(), file, line) or self._faulty(octets, file, line)
        except ValueError as error:
            raise DamagedError("a line of the file has changed") from error

    def values(self, octets: bytes) -> list[Any] | None:
        """The values of the fields of the event in a line, without id, file and line; None if it has a fault."""
        try:
            return self._entries.sound_event(octets.decode())
        except ValueError:
            return None

    def _faulty(self, octets: bytes, file: str, line: int) -> Event:
        """The event in a line that has a fault. Raises ValueError if it has no event."""
        # 5 ms, and lines without a fault do not need it
        from timeline_tui.formats.json import json_lines

        [event] = json_lines.read(_HEADER + octets, file).timeline.events
        # The key of a source was read as a title, because this line does not define the key.
        event = event.with_sources(lambda source: self._find(source.title) or source)
        return event._replace(line=line)


class _KnownSources(References):
    def __init__(self, document: Document, find: Callable[[str], Source | None]) -> None:
        super().__init__(document)
        self._find = find

    def source(self, name: str, offset: int) -> Source:
        return self._find(name) or super().source(name, offset)
