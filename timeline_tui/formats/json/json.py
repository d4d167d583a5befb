"""Read and write JSON: a file holds one object, or a list of events."""

from __future__ import annotations

import json

from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.foreign_tree import read_tree
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.writing.dump import dump
from timeline_tui.model.timeline import Timeline


def read(data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = DEFAULTS) -> Reading:
    """Read the timeline in ``data``. ``file`` is the name of the input in problems and events.

    Faults in the input become problems of the result; none raises an exception.
    """
    return read_tree(data, file, progress, options, json_syntax.parse)


def write(timeline: Timeline) -> str:
    """Return all of ``timeline`` as JSON; reading the text gives an equal timeline."""
    return json.dumps(dump(timeline), ensure_ascii=False, indent=2) + "\n"
