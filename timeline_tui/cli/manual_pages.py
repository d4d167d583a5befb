"""The pages of the manual: parts of a Markdown file, and the page as plain text of 80 columns.

The pages are ``cli/manual/TOPIC.md``. They use headings, paragraphs, lists, tables and code. Their tables are generated
from the declarations in the code: ``tests/test_readme.py`` compares them. The command ``help`` and the man page show
the same pages.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Literal, NamedTuple

from timeline_tui.text.text import width

WIDTH = 80
_GAP = 2  # blank columns between two columns of a table
_HANGING = "  "  # before the second and later lines of a cell


class PagePart(NamedTuple):
    """A part of a page: its kind, and its content without Markdown.

    A heading and a paragraph have one line, a list has one for each item. Code has its own lines. A table has rows of
    cells, and the first row is the head.
    """

    kind: Literal["title", "heading", "subheading", "paragraph", "list", "code", "table"]
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def page(topic: str) -> list[PagePart]:
    """The parts of the page on ``topic``."""
    return parse((Path(__file__).parent / "manual" / f"{topic}.md").read_text(encoding="utf-8"))


def parse(markdown: str) -> list[PagePart]:
    """The parts of a page. Comments are left out."""
    return list(_parts(iter(re.sub(r"<!--.*?-->\n?", "", markdown, flags=re.DOTALL).splitlines())))


def _parts(lines: Iterator[str]) -> Iterator[PagePart]:
    for line in lines:
        if line.startswith("```"):
            yield PagePart("code", tuple(iter(lambda: next(lines), "```")))
        elif line.strip():
            block = [line, *iter(lambda: next(lines, "").rstrip(), "")]
            yield _block(block)


def _block(lines: Sequence[str]) -> PagePart:
    """A part that ends at a blank line."""
    first = lines[0]
    joined = plain(" ".join(map(str.strip, lines)))
    if first.startswith("#"):
        return PagePart("title" if first.startswith("# ") else "heading", (joined.lstrip("# "),))
    if first.startswith("|"):
        return PagePart("table", rows=tuple(_cells(line) for number, line in enumerate(lines) if number != 1))
    if first.startswith("- "):
        items = re.split(r"^- ", "\n".join(lines), flags=re.MULTILINE)[1:]
        return PagePart("list", tuple(plain(" ".join(item.split())) for item in items))
    if len(lines) == 1 and re.fullmatch(r"\*\*[^*]+\*\*", first):
        return PagePart("subheading", (joined,))
    return PagePart("paragraph", (joined,))


def _cells(line: str) -> tuple[str, ...]:
    cells = re.split(r"(?<!\\)\|", line.strip())[1:-1]
    return tuple(plain(cell.strip().replace("\\|", "|")) for cell in cells)


def plain(markdown: str) -> str:
    """A text without Markdown: `code`, *emphasis*, <kbd>keys</kbd> and links become their words."""
    parts = re.split(r"(`[^`]*`)", markdown)  # every second one is code
    for number in range(0, len(parts), 2):
        words = re.sub(r"</?kbd>|\*", "", parts[number])
        parts[number] = re.sub(r"\[([^]]+)\]\((http[^)]+)\)", r"\1 (\2)", words)
    parts[1::2] = [code.strip("`") for code in parts[1::2]]
    return "".join(parts)


def as_text(parts: Iterable[PagePart]) -> str:
    """A page as plain text. No line is wider than 80 columns, except words that are wider."""
    return "\n".join(text for part in parts for text in [*_text(part), ""]).strip("\n") + "\n"


def _text(part: PagePart) -> Iterator[str]:
    if part.kind == "table":
        yield from table(part.rows, WIDTH)
    elif part.kind == "code":
        yield from (f"  {line}".rstrip() for line in part.lines)
    elif part.kind == "title":
        yield part.lines[0].upper()
    elif part.kind == "heading":
        yield from (part.lines[0], "-" * width(part.lines[0]))
    elif part.kind == "subheading":
        yield f"{part.lines[0]}:"
    else:
        bullet = "- " if part.kind == "list" else ""
        for line in part.lines:
            yield from _wrapped(line, WIDTH, bullet)


def _wrapped(text: str, columns: int, bullet: str = "", indent: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        columns,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet) if indent is None else indent,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def table(rows: Sequence[tuple[str, ...]], columns: int) -> Iterator[str]:
    """The lines of a table. A cell is wrapped if the table would be wider than ``columns``."""
    sizes = _column_widths(rows, columns)
    for row in (rows[0], tuple("-" * size for size in sizes), *rows[1:]):
        wrapped = [_wrapped(cell, size, indent=_HANGING) for cell, size in zip(row, sizes, strict=True)]
        for cells in zip_longest(*wrapped, fillvalue=""):
            padded = (cell + " " * (size - width(cell)) for cell, size in zip(cells, sizes, strict=True))
            yield (" " * _GAP).join(padded).rstrip()


def _column_widths(rows: Sequence[tuple[str, ...]], most: int) -> list[int]:
    """The width of each column: the width of its widest cell, or less if the table would be wider than ``most``."""
    columns = list(zip(*rows, strict=True))
    sizes = [max(map(width, column)) for column in columns]
    least = [max((width(_HANGING + word) for cell in column for word in cell.split()), default=0) for column in columns]
    while sum(sizes) + _GAP * (len(sizes) - 1) > most:
        spare = [(size, number) for number, size in enumerate(sizes) if size > least[number]]
        if not spare:
            break
        sizes[max(spare)[1]] -= 1
    return sizes
