"""CommonMark 0.31 (https://spec.commonmark.org): headings, block quotes, and a numbered list of sources with links.

Whatever comes from the data is escaped: it can neither start a construct of Markdown nor be raw HTML. Only web
addresses become links, and they show where they lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from timeline_tui.formats.writing.report import Day, Entry, Passage, Reference, Remarks, Report, losses, report
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.web_addresses import is_linkable

__all__ = ["code", "escape", "layout", "losses", "paragraphs", "write"]

# What can open or close something inside a line, here or in the common extensions (tables, strikethrough, mathematics).
# A number in brackets is nothing but text: no definition gives it an address, for none can come from the data.
_INLINE = re.compile(r"(?P<number>\[[0-9]+\](?![(\[:]))|[\\`*_\[\]<>|~$#{}]|&(?=[#\w])")
# What is a construct only where a line begins: bullets, numbers, rules, underlined headings, definitions.
_OPENING = re.compile(r"([-+=:]|\d{1,9}(?=[.)]))")
_ENTITY = re.compile(r"&#?\w+;")
_BACKTICKS = re.compile("`+")


def write(timeline: Timeline) -> str:
    """The whole timeline as Markdown: LF, no trailing spaces, one newline at the end."""
    return layout(report(timeline))


def layout(told: Report) -> str:
    """The same for a report on anything."""
    return "\n\n".join(_blocks(told)) + "\n"


def escape(text: str) -> str:
    """One line of data as inline Markdown that reads as exactly this text."""
    line = _INLINE.sub(lambda m: m["number"] or f"\\{m[0]}", text.replace("\n", " ").strip())
    opening = _OPENING.match(line)
    if opening is None:
        return line
    return line[: opening.end()] + "\\" + line[opening.end() :] if opening[0][0].isdigit() else "\\" + line


def paragraphs(text: str) -> str:
    """Data of several lines: an empty line parts paragraphs, any other break stays a break."""
    parts = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join("\\\n".join(map(escape, part.split("\n"))) for part in parts)


def code(text: str) -> str:
    """A code span, which shows ``text`` as it is: its fence is longer than any run of backticks inside."""
    fence = "`" * (1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _blocks(told: Report) -> Iterator[str]:
    yield f"# {escape(told.title)}"
    if told.description:
        yield paragraphs(told.description)
    if told.remarks:
        yield _list(told.remarks)
    if told.query:
        yield f"Query: {code(told.query)}\\\n{escape(told.extent)}"
    else:
        yield escape(told.extent)
    for day in told.days:
        yield from _day(day)
    if told.references:
        yield "## Sources"
        yield "\n".join(map(_reference, told.references))


def _day(day: Day) -> Iterator[str]:
    yield f"## {escape(day.heading)}"
    for entry in day.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"### {escape(entry.title)}"
    prose = [paragraphs(entry.summary)] if entry.summary else []
    prose += [_remark(who, note) for who, note in entry.disputes]
    prose += map(_passage, entry.quotes)
    # Two lists with nothing between them would be one to a parser, and a loose one: it is written as one.
    lists = (entry.facts, entry.remarks) if prose else ((*entry.facts, *entry.remarks), ())
    yield from filter(None, (_list(lists[0]), *prose, _list(lists[1])))


def _passage(quote: Passage) -> str:
    parts = [paragraphs(quote.text), *([f"— {escape(quote.said)}"] if quote.said else [])]
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
    """A link that shows where it leads; parsers disagree on ``&lt;`` inside of one, which is therefore left as text."""
    return f"<{url}>" if is_linkable(url) and not _ENTITY.search(url) else code(url)


def _indented(block: str, indent: str, empty: str = "") -> str:
    """Each line of a block behind ``indent``, those without text behind ``empty``."""
    return "\n".join(indent + line if line else empty for line in block.split("\n"))
