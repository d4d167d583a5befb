"""JSON lines: one event a line, after a line ``{"timeline": {…}}`` for the rest, if there is any."""

from __future__ import annotations

import json

from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.json.json_syntax import RoughParser
from timeline_tui.formats.reading.blocks import Blocks, Held
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_SCALAR, Builder, Map, Node, Patience, moved
from timeline_tui.formats.reading.results import Bytes, Progress, Reading
from timeline_tui.formats.reading.timeline_reader import SchemaReader
from timeline_tui.formats.writing.dump import dump
from timeline_tui.model.timeline import Timeline

_MOST_LEFT = 64  # lines whose offsets are all read before the next try to do without, where that never does
HEADER = "timeline"
"""The key of the first line, if that is no event: it has no date."""


def read(data: bytes | Bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``; ``file`` is what problems and events call it. Raises nothing of its own."""
    content = Held(data) if isinstance(data, bytes) else data
    document = Blocks(content, file)
    reader = SchemaReader(document, content.size, progress)
    lines = _Lines(document, reader)
    if not document.broken:
        json_syntax.parse_lines(document, Builder(document, lines), lines.take)
    return reader.finish(lines.root)


def write(timeline: Timeline) -> str:
    """All of ``timeline``; reading it gives the same one."""
    rest = dump(timeline)
    events = rest.pop("events")
    assert isinstance(events, list)
    lines = [{HEADER: rest}, *events] if rest or not events else events
    return "".join(f"{json.dumps(line, ensure_ascii=False, separators=(',', ':'))}\n" for line in lines)


class _Lines:
    """Takes the first line for the header if it is one, and all others for events."""

    def __init__(self, document: Document, reader: SchemaReader) -> None:
        self._document = document
        self._reader = reader
        self._parser = RoughParser()
        self._patience = Patience(_MOST_LEFT)
        self.root: Node = None

    def take(self, start: int, end: int) -> bool:
        """A line behind the first, if it is an event of which there is nothing to say."""
        text = self._document.text
        if self.root is None or text[start] != "{" or end - start > MAX_SCALAR or not self._patience.allows():
            return False
        node = self._parser.parse(text[start:end], start)
        is_taken = node is not None and self._reader.rough_event(node, start)
        self._patience.tell(worked=is_taken)
        return is_taken

    def begin(self, root: Map) -> None:
        """The lines come now."""

    def event(self, node: Node, offset: int) -> None:
        """One line."""
        if self.root is not None or not isinstance(node, dict) or HEADER not in node or "date" in node:
            self.root = self.root or []
            self._reader.event(node, offset)
        else:
            self._take_header(node)

    def _take_header(self, node: Map) -> None:
        _, offset, header = node[HEADER]
        if not isinstance(header, dict):
            self._document.error(offset, "“timeline” is a mapping with title, sources and so on")
            header = {}
        root: Map = {**header, "events": (offset, offset, [])}
        self._reader.begin(root)
        self.root = moved(root, self._document.place(0))  # the rest of it is read after the last block
