"""``timeline-tui formats``: list the formats that can be read and written, those of other packages too."""

from __future__ import annotations

from timeline_tui.cli import DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data
from timeline_tui.formats import FORMATS, outside_formats


def run(options: Options) -> int:  # noqa: ARG001  # the signature is that of all commands
    """Write the table of formats to stdout."""
    rows = [("format", "reads", "writes", "endings", "package")]
    rows += [
        (
            format.name,
            "yes" if format.reads else "",
            "yes" if format.writes else "",
            " ".join(format.endings),
            format.package or "timeline-tui",
        )
        for format in (*FORMATS, *outside_formats())
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows)
    write_data(("\n".join(lines) + "\n").encode())
    return DONE
