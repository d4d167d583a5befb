"""Read and write YAML, the native format of timelines."""

from __future__ import annotations

from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.foreign_tree import read_tree
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.yaml import yaml_syntax
from timeline_tui.model.fields import SCHEMA_FILE
from timeline_tui.model.timeline import Timeline

MODELINE = f"# yaml-language-server: $schema={SCHEMA_FILE}"
"""The first line of a file: editors then check the file against the schema."""


def read(data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = DEFAULTS) -> Reading:
    """Read the timeline in ``data``. ``file`` is the name of the input in problems and events.

    Faults in the input become problems of the result; none raises an exception.
    """
    return read_tree(data, file, progress, options, yaml_syntax.parse)


def write(timeline: Timeline) -> str:
    """Return all of ``timeline`` as YAML; reading the text gives an equal timeline."""
    # Imported here: they take 2 ms, and only writing needs them.
    from timeline_tui.formats.writing.dump import dump
    from timeline_tui.formats.yaml import yaml_writer

    return f"{MODELINE}\n{yaml_writer.write(dump(timeline))}"
