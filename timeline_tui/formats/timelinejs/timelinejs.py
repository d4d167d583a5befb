"""TimelineJS's JSON: slides with dates as numbers and texts as HTML.

See https://timeline.knightlab.com/docs/json-format.html. The title slide has the title and description. Quotes are
<blockquote> elements, with a list of the sources below; a source of the kind ``media`` is embedded. The group of a
slide is its first country, or else its first topic. Fields unknown to TimelineJS are properties of the same name, which
it ignores; the property ``edtf`` has a date that cannot be written as numbers. An era is an event with the ``type``
``era``.
"""

from __future__ import annotations

import json

from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.reading.not_timelines import stop_if_no_timeline
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.timelinejs.timelinejs_reader import SlideReader
from timeline_tui.formats.timelinejs.timelinejs_writer import losses, scale, slides
from timeline_tui.model.timeline import Timeline

__all__ = ["losses", "read", "write"]


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``, with its problems. ``file`` is the name of the file in messages."""
    document = decode(data, file)
    stop_if_no_timeline(document)
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
    """``timeline`` as JSON for TimelineJS. `losses` says what is left out or changed."""
    title, events, eras = slides(timeline)
    parts = {"title": title, "events": events, "eras": eras, "scale": scale(timeline)}
    whole = {name: value for name, value in parts.items() if value or name == "events"}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


class _Whole:
    """Receives the slides while the file is parsed, then the title slide and the eras."""

    def __init__(self, reader: SlideReader) -> None:
        self._reader = reader
        self.has_slides = False

    def begin(self, root: Map) -> None:  # noqa: ARG002  # the keys before the slides are read at the end
        """Called before the first slide."""
        self.has_slides = True

    def event(self, node: Node, offset: int) -> None:
        """Read one slide."""
        self._reader.event(node, offset)

    def finish(self, root: Node) -> tuple[Map, Map]:
        """The fields of the timeline, and other keys of its title slide. The eras are the last events."""
        if not isinstance(root, dict):
            return {}, {}
        _, at, eras = root.get("eras", (0, 0, None))
        for offset, era in eras if isinstance(eras, list) else ([(at, eras)] if eras else ()):
            self._reader.event(era, offset, is_era=True)
        _, at, title = root.get("title", (0, 0, None))
        return self._reader.title_slide(title, at) if title else ({}, {})
