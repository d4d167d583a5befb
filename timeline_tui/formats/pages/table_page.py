"""A report as one web page, to be read and printed. It loads nothing and has no script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from timeline_tui.formats.pages.html_parts import address, element, html_paragraphs, page_head, remark, remark_list
from timeline_tui.formats.writing.desk import Reference, ReportEvent, grouped
from timeline_tui.formats.writing.report import Report, WordTable

_STYLE = Path(__file__).with_suffix(".css")


def layout(page: Report) -> str:
    """The page: LF, one newline at the end."""
    return "\n".join(filter(None, _lines(page))) + "\n"


def _lines(page: Report) -> Iterator[str]:
    yield from page_head(page.title, _STYLE.read_text(encoding="utf-8"))
    yield "<body>"
    yield f'<h1 dir="auto">{escape(page.title)}</h1>'
    yield html_paragraphs(page.description)
    yield from remark_list(remark(*pair) for pair in page.remarks)
    query = f"Query: <code>{escape(page.query)}</code> · " if page.query else ""
    yield f"<p>{query}{escape(page.extent)}</p>"
    if page.table:
        yield from _table(tuple(tuple((cell,) for cell in row) for row in page.table))
    if page.words:
        yield from _table(page.words)
    for day in page.days:
        yield f"<h2>{escape(day.heading)}</h2>"
        for entry in day.entries:
            yield from _entry(entry)
    if page.references:
        yield "<h2>Sources</h2>"
        for heading, group in grouped(page.references):
            if heading:
                yield f'<h3 dir="auto">{escape(heading)}</h3>'
            yield "<ol>"
            yield from map(_reference, group)
            yield "</ol>"
    yield "</body>"
    yield "</html>"


def _entry(entry: ReportEvent) -> Iterator[str]:
    yield f'<h3 dir="auto">{escape(entry.title)}</h3>'
    yield html_paragraphs(entry.summary)
    yield from remark_list(remark(*pair) for pair in (*entry.facts, *entry.disputes))
    for quote in entry.quotes:
        remarks = "".join(remark_list(remark(*pair) for pair in quote.remarks))
        credit = f"— {escape(quote.credit)}" if quote.credit else ""
        footer = "".join(element("footer", "", credit + remarks))
        yield f"<blockquote>{html_paragraphs(quote.text)}{footer}</blockquote>"
    yield from remark_list(remark(*pair) for pair in entry.remarks)


def _table(table: WordTable) -> Iterator[str]:
    yield "<table>"
    headings = (f'<th scope="col">{escape(name)}</th>' for (name,) in table[0])
    yield f"<thead><tr>{''.join(headings)}</tr></thead>"
    yield "<tbody>"
    for row in table[1:]:
        yield f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>"
    yield "</tbody>"
    yield "</table>"


def _cell(lines: tuple[str, ...]) -> str:
    return "".join(f'<p dir="auto">{escape(line)}</p>' for line in lines)


def _reference(reference: Reference) -> str:
    gap = " " if reference.citation and reference.url else ""
    content = f"{escape(reference.citation)}{gap}{address(reference.url)}"
    remarks = "".join(remark_list(remark(*pair) for pair in reference.remarks))
    return f'<li value="{reference.number}" dir="auto">{content}{remarks}</li>'
