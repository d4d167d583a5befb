"""``timeline-tui new``: write an example of a timeline to a new file, and open it."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.cli import BAD, DONE, show
from timeline_tui.cli.options import Options
from timeline_tui.cli.parser import parser_of
from timeline_tui.cli.streams import write_message
from timeline_tui.model.fields import SCHEMA_FILE
from timeline_tui.model.json_schema import schema_text
from timeline_tui.model.problems import UsageError
from timeline_tui.storage.writing import WriteError, write_atomic
from timeline_tui.text.quoting import for_shell
from timeline_tui.text.text import clean_line

EXAMPLE = Path(__file__).parents[1] / "example.yaml"
"""The content of a new file."""


def run(options: Options) -> int:
    """Write the example, and the schema beside it for editors. Then open it; without a terminal, say what was done."""
    (path,) = options.files
    shown = clean_line(path)
    if not path.lower().endswith((".yaml", ".yml")):
        raise UsageError(f"{shown or '“”'}: the example is YAML; name a file that ends in .yaml")
    try:
        written = write_atomic(path, EXAMPLE.read_bytes())
    except WriteError as error:
        hint = f"timeline-tui {for_shell(path)} opens it" if error.exists else error.hint
        write_message("; ".join(filter(None, (error.message, hint))))
        return BAD
    _write_schema(written.with_name(SCHEMA_FILE))
    if show.has_terminal():
        return show.run(parser_of("").read(["--", path]))
    write_message(f"{shown} is written; timeline-tui {for_shell(path)} opens it")
    return DONE


def _write_schema(path: Path) -> None:
    """Write the schema, unless a file has its name. The timeline can be used without it."""
    data = schema_text().encode()
    try:
        if not path.exists():
            write_atomic(path, data)
        elif path.read_bytes() != data:
            write_message(
                f"{SCHEMA_FILE} exists and is not changed; timeline-tui schema prints the schema of this version"
            )
    except (OSError, WriteError) as error:
        write_message(clean_line(f"the schema for editors is not written: {error}"))
