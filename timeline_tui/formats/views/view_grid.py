"""The grid of a slice for readers: a Markdown table, or text in blocks of columns no wider than a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.formats.pages import markdown_page, text_page
from timeline_tui.formats.views.view_reports import heading
from timeline_tui.formats.views.view_tables import ALL, counts
from timeline_tui.formats.writing.report import Report
from timeline_tui.query.query_fields import plural_noun
from timeline_tui.text.cells import shorten, width
from timeline_tui.text.text import plural, wrap

_NAME = 28  # columns of text that the name of a row takes at most
_HEADING = 5  # and those that a heading takes, unless a word is longer
_GAP = 2


def as_text(grid: Grid) -> str:
    """Columns aligned, LF, no trailing spaces, one newline at the end. · is none."""
    names, headings, rows = _parts(grid)
    names = [shorten(name, _NAME) for name in names]
    margin = max(map(width, names))
    stacks = [wrap(heading, _HEADING) for heading in headings]
    high = max(map(len, stacks))
    above = zip([""] * (high - 1) + names[:1], *([""] * (high - len(stack)) + stack for stack in stacks), strict=True)
    lines = [*above, *((name, *cells) for name, cells in zip(names[1:], rows, strict=True))]
    sizes = [max(map(width, column)) for column in zip(*(line[1:] for line in lines), strict=True)]
    blocks = [_block(lines, margin, range(*block), sizes, high) for block in _blocks(sizes, margin)]
    return "\n\n\n".join([text_page.layout(_heading(grid)).rstrip("\n"), *blocks]) + "\n"


def _block(lines: Sequence[Sequence[str]], margin: int, columns: range, sizes: Sequence[int], high: int) -> str:
    """Some of the columns behind the names, with a rule below the ``high`` lines of headings."""
    drawn = [
        _padded(name, margin) + "".join(" " * _GAP + _padded(cells[column], -sizes[column]) for column in columns)
        for name, *cells in lines
    ]
    drawn.insert(high, "-" * max(map(width, drawn)))
    return "\n".join(line.rstrip() for line in drawn)


def as_markdown(grid: Grid) -> str:
    """A table as GitHub and most others have it."""
    names, headings, rows = _parts(grid)
    lines = [
        "| " + " | ".join([markdown_page.escape(name), *line]) + " |"
        for name, line in zip(names, (headings, *rows), strict=True)
    ]
    lines.insert(1, "| --- |" + " ---: |" * len(headings))
    return markdown_page.layout(_heading(grid)) + "\n" + "\n".join(lines) + "\n"


def _heading(grid: Grid) -> Report:
    """What the table shows, and what needs a word in it."""
    told = heading(grid.slice, _told(grid))
    apart = ", ".join(f"{n:,} {reason}" for reason, n in grid.apart(None).items())
    vague = any(grid.approximate(None, column) for column in range(len(grid.columns)))
    remarks = (("Elsewhere", apart), ("Approximate", "dates in the numbers marked ~" if vague else ""))
    return told._replace(remarks=tuple(remark for remark in remarks if remark[1]))


def _told(grid: Grid) -> str:
    return f"{plural(len(grid.rows), grid.field, plural_noun(grid.field))} by {grid.unit.name}"


def _parts(grid: Grid) -> tuple[list[str], list[str], list[list[str]]]:
    """What stands at the left of each line, the headings of the columns, and the cells of each row."""
    names = [grid.field.capitalize(), *(grid.name(row) for row in range(len(grid.rows))), ALL.capitalize()]
    headings = [column.label for column in grid.columns]
    headings += (["elsewhere"] if grid.count(None, ELSE) else []) + ["total"]
    return names, headings, [_cells(grid, row) for row in (*range(len(grid.rows)), None)]


def _cells(grid: Grid, row: int | None) -> list[str]:
    cells = [f"{count:,}" if count else "·" for count in counts(grid, row)]
    for column in range(len(grid.columns)):
        if grid.approximate(row, column):
            cells[column] += "~"
    return cells


def _blocks(sizes: Sequence[int], margin: int) -> Iterator[tuple[int, int]]:
    """The columns of each block, as (first, after the last): as many as fit on a line, at least one."""
    first = 0
    room = text_page.COLUMNS - margin
    for column, size in enumerate(sizes):
        if column > first and sum(sizes[first:column]) + _GAP * (column - first + 1) + size > room:
            yield first, column
            first = column
    yield first, len(sizes)


def _padded(cell: str, size: int) -> str:
    """A cell in so many columns, from the left, or from the right if ``size`` is negative."""
    blank = " " * (abs(size) - width(cell))
    return blank + cell if size < 0 else cell + blank
