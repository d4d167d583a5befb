"""YAML, the timeline's own format: read with every position, written to be read."""

from __future__ import annotations

from timeline_tui.formats import Progress, Reading
from timeline_tui.formats.reading.document import decode
from timeline_tui.formats.reading.nodes import Builder
from timeline_tui.formats.reading.timeline_reader import Reader
from timeline_tui.formats.yaml import yaml_syntax
from timeline_tui.model.timeline import Timeline

MODELINE = "# yaml-language-server: $schema=timeline.schema.json"
"""Makes editors check the file, once ``timeline-tui schema > timeline.schema.json`` was called beside it."""


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``; ``file`` is what problems and events call it. Raises nothing of its own."""
    document = decode(data, file)
    document.stop_if_foreign()
    reader = Reader(document, len(data), progress)
    builder = Builder(document, reader)
    if not document.broken:
        yaml_syntax.parse(document, builder)
    return reader.finish(builder.root)


def write(timeline: Timeline) -> str:
    """All of ``timeline``; reading it gives the same one."""
    # 2 ms, and only writing needs them
    from timeline_tui.formats.writing.dump import dump
    from timeline_tui.formats.yaml import yaml_writer

    return f"{MODELINE}\n{yaml_writer.write(dump(timeline))}"
