"""YAML, the timeline's own format: read with every position, written to be read."""

from __future__ import annotations

from timeline_tui.formats.reading.foreign_tree import read_tree
from timeline_tui.formats.reading.read_options import NOTHING_SAID, ReadOptions
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.yaml import yaml_syntax
from timeline_tui.model.timeline import Timeline

MODELINE = "# yaml-language-server: $schema=timeline.schema.json"
"""Makes editors check the file, once ``timeline-tui schema > timeline.schema.json`` was called beside it."""


def read(data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = NOTHING_SAID) -> Reading:
    """Read the timeline in ``data``. Problems and events call the input ``file``. Faults raise nothing."""
    return read_tree(data, file, progress, options, yaml_syntax.parse)


def write(timeline: Timeline) -> str:
    """All of ``timeline``; reading it gives the same one."""
    # 2 ms, and only writing needs them
    from timeline_tui.formats.writing.dump import dump
    from timeline_tui.formats.yaml import yaml_writer

    return f"{MODELINE}\n{yaml_writer.write(dump(timeline))}"
