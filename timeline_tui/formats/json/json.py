"""JSON: one object, or a list of events."""

from __future__ import annotations

import json

from timeline_tui.formats import Progress, Reading
from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.reading.document import decode
from timeline_tui.formats.reading.nodes import Builder
from timeline_tui.formats.reading.timeline_reader import Reader
from timeline_tui.formats.writing.dump import dump
from timeline_tui.model.timeline import Timeline


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``; ``file`` is what problems and events call it. Raises nothing of its own."""
    document = decode(data, file)
    document.stop_if_foreign()
    reader = Reader(document, len(data), progress)
    builder = Builder(document, reader)
    if not document.broken:
        json_syntax.parse(document, builder)
    return reader.finish(builder.root)


def write(timeline: Timeline) -> str:
    """All of ``timeline``; reading it gives the same one."""
    return json.dumps(dump(timeline), ensure_ascii=False, indent=2) + "\n"
