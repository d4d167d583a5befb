"""Plain text for a memo or an email: 80 columns wide, with numbered sources at the end.

Addresses and the query are never wrapped, so that they can be copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from timeline_tui.formats.writing.desk import Reference, Remarks, ReportEvent, ReportQuote
from timeline_tui.formats.writing.report import Day, NumberTable, Report, WordTable, losses, report
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.cells import shorten
from timeline_tui.text.text import width, wrap

__all__ = ["COLUMNS", "layout", "losses", "write"]

COLUMNS = 80
_STEP = "  "
_NAME_COLUMNS = 28
"""The widest name of a table row; a longer one is shortened."""
_HEADING_COLUMNS = 5
"""The width at which the headings of a table wrap. A longer word is not broken."""
_GAP = 2
"""The number of spaces between the columns of a table."""


_WORDS = 30
"""The width of a column of words. The first column, with dates, has half of it."""


def write(timeline: Timeline, *, gaps: bool = False) -> str:
    """The whole timeline as text: LF, no trailing spaces, one newline at the end.

    ``gaps``: with the times without an event.
    """
    return layout(report(timeline, gaps=gaps))


def layout(page: Report) -> str:
    """Any report as text, in the same layout."""
    lines = "\n".join(_lines(page)).split("\n")
    return "\n".join([line.rstrip() for line in lines]).strip("\n") + "\n"


def _lines(page: Report) -> Iterator[str]:
    yield from _heading(page.title, "=")
    if page.description:
        yield ""
        yield from wrap(page.description, COLUMNS)
    if page.remarks:
        yield ""
        yield from _remarks(page.remarks, "")
    yield ""
    if page.query:
        yield f"Query: {page.query}"
    yield from wrap(page.extent, COLUMNS)
    if page.table:
        yield from _table(page.table)
    if page.words:
        yield from _word_table(page.words)
    for day in page.days:
        yield from _day(day)
    if page.references:
        yield from ("", "", *_heading("Sources", "-"), "")
        yield from _references(page.references)


def _heading(title: str, rule: str) -> list[str]:
    lines = wrap(title, COLUMNS)
    return [*lines, rule * min(max(map(width, lines), default=0), COLUMNS)]


def _day(day: Day) -> Iterator[str]:
    if day.gap:
        yield from ("", "", f"… {day.gap} …")
    yield from ("", "", *_heading(day.heading, "-"))
    for entry in day.entries:
        yield ""
        yield from _entry(entry)


def _entry(entry: ReportEvent) -> Iterator[str]:
    yield from wrap(entry.title, COLUMNS)
    yield from _remarks(entry.facts, _STEP)
    if entry.summary:
        yield ""
        yield from wrap(entry.summary, COLUMNS, _STEP, _STEP)
    if entry.disputes:
        yield ""
    for who, note in entry.disputes:
        yield from wrap(f"{who}: {note}" if note else f"{who}.", COLUMNS, _STEP, _STEP * 2)
    for quote in entry.quotes:
        yield ""
        yield from _passage(quote)
    if entry.remarks:
        yield ""
        yield from _remarks(entry.remarks, _STEP)


def _passage(quote: ReportQuote) -> Iterator[str]:
    yield from wrap(quote.text, COLUMNS, _STEP * 2, _STEP * 2)
    if quote.credit:
        yield from wrap(quote.credit, COLUMNS, f"{_STEP * 2}— ", _STEP * 3)
    yield from _remarks(quote.remarks, _STEP * 2)


def _remarks(remarks: Remarks, indent: str) -> Iterator[str]:
    for label, text in remarks:
        yield from wrap(f"{label}: {text}", COLUMNS, indent, indent + _STEP)


def _references(references: Iterable[Reference]) -> Iterator[str]:
    """Number and citation, then the address and the remarks, all indented by the width of the last number."""
    cited = list(references)
    margin = len(f"[{len(cited)}] ")
    indent = " " * margin
    for reference in cited:
        if reference.heading:
            yield from ([""] if reference is not cited[0] else [])
            yield from wrap(reference.heading, COLUMNS)
        number = f"[{reference.number}] ".ljust(margin)
        if reference.citation:
            yield from wrap(reference.citation, COLUMNS, number, indent)
            if reference.url:
                yield indent + reference.url
        else:
            yield number + reference.url
        yield from _remarks(reference.remarks, indent)


def _table(table: NumberTable) -> Iterator[str]:
    """A table with aligned columns, in as many blocks below each other as the page width requires."""
    names = [shorten(row[0], _NAME_COLUMNS) for row in table]
    margin = max(map(width, names))
    headings = [wrap(heading, _HEADING_COLUMNS) for heading in table[0][1:]]
    height = max(map(len, headings))
    stacked = [[""] * (height - len(words)) + words for words in (names[:1], *headings)]
    lines = [*zip(*stacked, strict=True), *((name, *row[1:]) for name, row in zip(names[1:], table[1:], strict=True))]
    sizes = [max(map(width, column)) for column in zip(*(line[1:] for line in lines), strict=True)]
    for columns in _blocks(sizes, margin):
        drawn = [
            _padded(name, margin) + "".join(" " * _GAP + _padded(cells[column], -sizes[column]) for column in columns)
            for name, *cells in lines
        ]
        drawn.insert(height, "-" * max(map(width, drawn)))
        yield from ("", "", *drawn)


def _blocks(sizes: Sequence[int], margin: int) -> Iterator[range]:
    """The columns of each block: as many as fit on a line beside the names, but at least one."""
    first = 0
    room = COLUMNS - margin
    for column, size in enumerate(sizes):
        if column > first and sum(sizes[first:column]) + _GAP * (column - first + 1) + size > room:
            yield range(first, column)
            first = column
    yield range(first, len(sizes))


def _padded(cell: str, size: int) -> str:
    """A cell of ``abs(size)`` columns: aligned left, or right if ``size`` is negative."""
    blank = " " * (abs(size) - width(cell))
    return blank + cell if size < 0 else cell + blank


def _word_table(table: WordTable) -> Iterator[str]:
    """A table whose cells are wrapped, with a line above each row. A longer word, such as an address, juts out."""
    sizes = [_WORDS // 2, *(_WORDS for _ in table[0][1:])]
    rule = "-" * (sum(sizes) + _GAP * (len(sizes) - 1))
    yield ""
    for row in table:
        cells = [[line for text in cell for line in wrap(text, size)] for cell, size in zip(row, sizes, strict=True)]
        yield rule
        for lines in zip_longest(*cells, fillvalue=""):
            yield (" " * _GAP).join(_padded(line, size) for line, size in zip(lines, sizes, strict=True))
    yield rule
