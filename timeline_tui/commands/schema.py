"""``timeline-tui schema``: print the JSON Schema of the file format."""

from __future__ import annotations

from timeline_tui.commands import DONE
from timeline_tui.commands.options import Options
from timeline_tui.commands.streams import put
from timeline_tui.schema import schema_text


def run(options: Options) -> int:  # noqa: ARG001  # every command is called alike
    """Write the schema to stdout."""
    put(schema_text().encode())
    return DONE
