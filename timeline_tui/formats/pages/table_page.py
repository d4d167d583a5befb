"""A report with a table of words as one web page, to be read and printed. It loads nothing and has no script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from timeline_tui.formats.pages.html_parts import address, page_head, remark, remark_list
from timeline_tui.formats.writing.report import Reference, Report, WordTable

_STYLE = Path(__file__).with_suffix(".css")


def layout(page: Report) -> str:
    """The page: LF, one newline at the end."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Report) -> Iterator[str]:
    yield from page_head(page.title, _STYLE.read_text(encoding="utf-8"))
    yield "<body>"
    yield f'<h1 dir="auto">{escape(page.title)}</h1>'
    yield f"<p>{escape(page.extent)}</p>"
    if page.words:
        yield from _table(page.words)
    if page.references:
        yield "<h2>Sources</h2>"
        yield "<ol>"
        yield from map(_reference, page.references)
        yield "</ol>"
    yield "</body>"
    yield "</html>"


def _table(table: WordTable) -> Iterator[str]:
    yield "<table>"
    headings = (f'<th scope="col">{escape(name)}</th>' for name in table.headings)
    yield f"<thead><tr>{''.join(headings)}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        yield f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>"
    yield "</tbody>"
    yield "</table>"


def _cell(lines: tuple[str, ...]) -> str:
    return "".join(f'<p dir="auto">{escape(line)}</p>' for line in lines)


def _reference(reference: Reference) -> str:
    number, citation, url, remarks = reference
    content = "".join((escape(citation), " " if citation and url else "", address(url)))
    return f'<li value="{number}" dir="auto">{content}{"".join(remark_list(remark(*each) for each in remarks))}</li>'
