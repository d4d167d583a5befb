"""``timeline-tui formats``: list the formats that can be read and written, also from other packages."""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.cli import DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data
from timeline_tui.formats import FORMATS, outside_formats


def run(options: Options) -> int:  # noqa: ARG001  # all commands have this signature
    """Write the table of formats, and the table of the shapes that are recognised in them, to stdout."""
    # 5 ms, and no other command lists them
    from timeline_tui.formats.shapes.shapes import SHAPES

    formats = [("format", "reads", "writes", "endings", "package")]
    formats += [
        (
            format.name,
            "yes" if format.reads else "",
            "yes" if format.writes else "",
            " ".join(format.endings),
            format.package or "timeline-tui",
        )
        for format in (*FORMATS, *outside_formats())
    ]
    shapes = [("known shape", "found in", "recognised by")]
    shapes += [(shape.name, shape.found_in, shape.recognised_by) for shape in SHAPES]
    write_data(f"{_aligned(formats)}\n{_aligned(shapes)}".encode())
    return DONE


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """The rows with their columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)
