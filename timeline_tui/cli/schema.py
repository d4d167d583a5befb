"""``timeline-tui schema``: print the JSON Schema of the file format."""

from __future__ import annotations

from timeline_tui.cli import DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data
from timeline_tui.model.json_schema import schema_text


def run(options: Options) -> int:  # noqa: ARG001  # all commands have this signature
    """Write the schema to stdout."""
    write_data(schema_text().encode())
    return DONE
