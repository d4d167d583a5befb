"""``timeline-tui schema``: print the JSON Schema of the file format."""

from __future__ import annotations

from timeline_tui.cli import DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import put
from timeline_tui.model.json_schema import schema_text


def run(options: Options) -> int:  # noqa: ARG001  # every command is called alike
    """Write the schema to stdout."""
    put(schema_text().encode())
    return DONE
