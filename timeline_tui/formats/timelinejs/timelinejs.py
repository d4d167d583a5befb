"""TimelineJS's JSON: slides with dates in numbers and texts in HTML.

See https://timeline.knightlab.com/docs/json-format.html. Title and description are the title slide, quotes are
<blockquote>, sources a list below them; a source of the kind ``media`` is embedded. A slide is of one group: the first
country, else the first topic. Fields that TimelineJS knows nothing of are properties of the same name, which it passes
over; ``edtf`` is one for a date that numbers cannot state. Eras are events whose ``type`` is ``era``.
"""

from __future__ import annotations

import json

from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.reading.document import decode
from timeline_tui.formats.reading.nodes import Builder, Map, Node
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.timelinejs.timelinejs_reader import SlideReader
from timeline_tui.formats.timelinejs.timelinejs_writer import losses, scale, slides
from timeline_tui.model.timeline import Timeline

__all__ = ["losses", "read", "write"]


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``; ``file`` is what problems and events call it. Raises nothing of its own."""
    document = decode(data, file)
    document.stop_if_foreign()
    timeline_reader = TimelineReader(document, len(data), progress)
    whole = _Whole(SlideReader(timeline_reader))
    builder = Builder(document, whole)
    if not document.broken:
        json_syntax.parse(document, builder)
        if not whole.has_slides and not document.broken:
            is_empty = builder.root is None
            message = "no events: the file is empty" if is_empty else "no events: TimelineJS has a list called “events”"
            document.error(0, message)
    return timeline_reader.finish(*whole.finish(builder.root))


def write(timeline: Timeline) -> str:
    """What TimelineJS can show of ``timeline`` (`losses`), and more of it."""
    title, events, eras = slides(timeline)
    found = {"title": title, "events": events, "eras": eras, "scale": scale(timeline)}
    whole = {name: value for name, value in found.items() if value or name == "events"}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


class _Whole:
    """Takes the slides as they come; then the rest."""

    def __init__(self, reader: SlideReader) -> None:
        self._reader = reader
        self.has_slides = False

    def begin(self, root: Map) -> None:  # noqa: ARG002  # what stands before the slides is read with the rest
        """The slides come now."""
        self.has_slides = True

    def event(self, node: Node, offset: int) -> None:
        """One slide."""
        self._reader.event(node, offset)

    def finish(self, root: Node) -> tuple[Map, Map]:
        """The timeline itself, and what else its title slide has; eras come last of the events."""
        if not isinstance(root, dict):
            return {}, {}
        _, at, eras = root.get("eras", (0, 0, None))
        for offset, era in eras if isinstance(eras, list) else ([(at, eras)] if eras else ()):
            self._reader.event(era, offset, is_era=True)
        _, at, title = root.get("title", (0, 0, None))
        return self._reader.whole(title, at) if title else ({}, {})
