"""A reader of JSON lines in our own shape, with the fast path of `sound_events`."""

from __future__ import annotations

from timeline_tui.formats.reading.blocks import Blocks
from timeline_tui.formats.reading.document import RoughError
from timeline_tui.formats.reading.line_events import LineEvents
from timeline_tui.formats.reading.nodes import MAX_SCALAR, Map, Node
from timeline_tui.formats.reading.references import References
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.sound_events import DATE, GIVEN, ID, TITLE, SoundEntries, event_of
from timeline_tui.formats.reading.timeline_reader import STEP, SchemaReader
from timeline_tui.model.timeline import Event


class LineReader(SchemaReader):
    """A `SchemaReader` for JSON lines, with the fast path. The events are added to ``events``."""

    def __init__(
        self,
        document: Blocks,
        size: int = 0,
        progress: Progress | None = None,
        events: list[Event] | LineEvents | None = None,
    ) -> None:
        super().__init__(document, size, progress)
        self._entries: SoundEntries = SoundEntries(document, self._references)
        self._blocks = document
        self._events = [] if events is None else events

    @property
    def references(self) -> References:
        """The sources and ids so far."""
        return self._references

    def sound_events(self, start: int) -> int:
        """Read the events of the block from an offset on. Return the offset of the first unusual line."""
        document, text, number = self._blocks, self._blocks.text, len(self._events)
        line = document.next_line(start)
        document.is_rough = True
        try:
            while start < len(text):
                if number % STEP == 0:
                    self._next_event(start)
                end = text.find("\n", start)
                end = len(text) if end < 0 else end
                text_of_line = text[start:end]
                if document.has_returns:
                    text_of_line, line = text_of_line.removesuffix("\r"), document.next_line(start)
                if not self._take(text_of_line, start, line):
                    break
                start = end + 1
                line += 1
                number += 1
        except RoughError:  # another event has the id
            pass
        finally:
            document.is_rough = False
        return start

    def _take(self, text: str, start: int, line: int) -> bool:
        """Read the event in the line at the offset ``start``. Return False if the line is unusual."""
        values = self._entries.sound_event(text) if len(text) <= MAX_SCALAR else None
        if values is None:
            return False
        written, date, title = values[ID] or "", values[DATE], values[TITLE]
        event_id, values[GIVEN] = self._references.event_id(written, start, date, title)
        self._events.append(event_of(values, event_id, self.document.file, line))
        return True

    def finish(self, root: Node = None, other: Map | None = None) -> Reading:
        """The result. The fast path ends."""
        reading = super().finish(root, other)
        self._entries.forget()
        return reading
