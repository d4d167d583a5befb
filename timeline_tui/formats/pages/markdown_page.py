"""CommonMark 0.31 (https://spec.commonmark.org): headings, block quotes, and a numbered list of sources with links.

All text from the data is escaped: it cannot start Markdown syntax or be raw HTML. Only web addresses become links, and
a link shows its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from timeline_tui.formats.writing.desk import Reference, Remarks, ReportEvent, ReportQuote, grouped
from timeline_tui.formats.writing.report import Day, NumberTable, Report, WordTable, losses, report
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.web_addresses import is_linkable

__all__ = ["code", "escape", "layout", "losses", "paragraphs", "raw", "write"]

# Characters with a meaning inside a line, in CommonMark or its common extensions (tables, strikethrough, mathematics,
# superscripts, citations). A number in brackets needs no escape: it would be a link only with a link definition, and
# the data cannot contain one. Text that is already Markdown is between null characters, see `raw`.
_INLINE = re.compile(
    r"\0(?P<raw>[^\0]*)\0|(?P<number>\[[0-9]+\](?![(\[:]))|[\\`*_\[\]<>|~$#{}^]|&(?=[#\w])|(?<![\w.])@(?=[\w{])"
)
# Characters with a meaning at the beginning of a line: bullets, numbers, rules, underlined headings, definitions.
_OPENING = re.compile(r"([-+=:]|\d{1,9}(?=[.)]))")
_ENTITY = re.compile(r"&#?\w+;")
_BACKTICKS = re.compile("`+")


def write(timeline: Timeline, *, gaps: bool = False) -> str:
    """The whole timeline as Markdown: LF, no trailing spaces, one newline at the end.

    ``gaps``: with the times without an event.
    """
    return layout(report(timeline, gaps=gaps))


def layout(page: Report) -> str:
    """Any report as Markdown, in the same layout."""
    return "\n\n".join(_blocks(page)) + "\n"


def escape(text: str) -> str:
    """``text`` on one line, escaped so that Markdown shows exactly this text."""
    line = _INLINE.sub(_escaped, text.replace("\n", " ").strip())
    opening = _OPENING.match(line)
    if opening is None:
        return line
    return line[: opening.end()] + "\\" + line[opening.end() :] if opening[0][0].isdigit() else "\\" + line


def _escaped(found: re.Match[str]) -> str:
    if found["raw"] is not None:
        return found["raw"]
    return found["number"] or f"\\{found[0]}"


def raw(markdown: str) -> str:
    """Markdown on one line, marked so that `escape` leaves it unchanged. Cleaned text has no null characters."""
    return f"\0{markdown}\0"


def paragraphs(text: str) -> str:
    """Escape text of several lines. An empty line starts a new paragraph; other line breaks are kept."""
    parts = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join("\\\n".join(map(escape, part.split("\n"))) for part in parts)


def code(text: str) -> str:
    """``text`` as a code span. Its fence is longer than any run of backticks in the text."""
    fence = "`" * (1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _blocks(page: Report) -> Iterator[str]:
    yield f"# {escape(page.title)}"
    if page.description:
        yield paragraphs(page.description)
    if page.remarks:
        yield _list(page.remarks)
    if page.query:
        yield f"Query: {code(page.query)}\\\n{escape(page.extent)}"
    else:
        yield escape(page.extent)
    if page.table:
        yield _table(page.table)
    if page.words:
        yield _word_table(page.words)
    for day in page.days:
        yield from _day(day)
    if page.references:
        yield "## Sources"
        for heading, group in grouped(page.references):
            if heading:
                yield f"### {escape(heading)}"
            yield "\n".join(map(_reference, group))


def _day(day: Day) -> Iterator[str]:
    if day.gap:
        yield f"*{escape(day.gap)}*"
    yield f"## {escape(day.heading)}"
    for entry in day.entries:
        yield from _entry(entry)


def _entry(entry: ReportEvent) -> Iterator[str]:
    yield f"### {escape(entry.title)}"
    prose = [paragraphs(entry.summary)] if entry.summary else []
    prose += [_remark(who, note) for who, note in entry.disputes]
    prose += map(_passage, entry.quotes)
    # A parser joins two lists with nothing between them into one with wide gaps, so write a single list.
    lists = (entry.facts, entry.remarks) if prose else ((*entry.facts, *entry.remarks), ())
    yield from filter(None, (_list(lists[0]), *prose, _list(lists[1])))


def _passage(quote: ReportQuote) -> str:
    parts = [paragraphs(quote.text), *([f"— {escape(quote.credit)}"] if quote.credit else [])]
    parts += [_remark(label, text) for label, text in quote.remarks]
    return _indented("\n\n".join(parts), "> ", ">")


def _list(remarks: Remarks) -> str:
    return "\n".join("- " + _indented(_remark(label, text), "  ").lstrip() for label, text in remarks)


def _remark(label: str, text: str) -> str:
    return f"**{escape(label)}:** {paragraphs(text)}" if text else f"**{escape(label)}.**"


def _reference(reference: Reference) -> str:
    marker = f"{reference.number}. "
    lines = [escape(reference.citation)] if reference.citation else []
    if reference.url:
        lines.append(_address(reference.url))
    lines.extend(_remark(label, text) for label, text in reference.remarks)
    return marker + _indented("\\\n".join(lines), " " * len(marker)).lstrip()


def _address(url: str) -> str:
    """A link that shows its address. An address with an entity such as ``&lt;`` is code: parsers disagree on it."""
    return f"<{url}>" if is_linkable(url) and not _ENTITY.search(url) else code(url)


def _table(table: NumberTable) -> str:
    """A table as in GitHub Flavored Markdown; all columns but the first are aligned right."""
    lines = ["| " + " | ".join((escape(name), *cells)) + " |" for name, *cells in table]
    lines.insert(1, "| --- |" + " ---: |" * (len(table[0]) - 1))
    return "\n".join(lines)


def _word_table(table: WordTable) -> str:
    """A table whose cells may have several lines, which HTML separates: Markdown itself has no lines in cells."""
    rows = [["<br>".join(map(escape, cell)) for cell in row] for row in table]
    rows.insert(1, ["---" for _ in table[0]])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _indented(block: str, indent: str, empty: str = "") -> str:
    """A block with ``indent`` before each line, and ``empty`` in place of each empty line."""
    return "\n".join(indent + line if line else empty for line in block.split("\n"))
