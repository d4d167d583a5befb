"""The message about a key or dash in a wrong column of YAML. It names the right column and a line with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import BrokenError
from timeline_tui.text.text import plural

_BEGINS = re.compile(r"([ ]*)((?:-[ ]+)*)(?:(\w[\w-]*):(?=\s|\Z))?")  # a line: indentation, dashes, and a key

_MOST_LINES = 1_000  # lines that are searched: more than an event has


class _Begin(NamedTuple):
    """Where a key or a dash begins; the name of a dash is empty."""

    column: int
    name: str
    offset: int


def out_of_column(text: str, offset: int, document: Document) -> BrokenError | None:
    """The fault if a line begins with the key or dash at ``offset``, in another column than all keys or dashes before.

    None if no key or dash begins there, or if its column is right. The nearest column before is assumed to be right.
    """
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)].rstrip()
    item = next(_begins(line, start), None)
    if item is None or not item.offset <= offset <= item.offset + len(item.name):
        return None
    is_dash = not item.name
    before = [entry for entry in _open_before(text, start) if (not entry.name) is is_dash]
    if not before or any(entry.column == item.column for entry in before):
        return None
    right = min(before, key=lambda entry: abs(entry.column - item.column))
    hint = in_column(right.column, item.column)
    if item.name in ("id", "date") and right.name:
        hint += "; if an event begins here, write a dash before it"
    side = "right" if item.column > right.column else "left"
    this, that = ("this dash", "the one") if is_dash else (f"“{item.name}”", f"“{right.name}”")
    return BrokenError(
        item.offset, f"{this} begins further {side} than {that} on line {document.line(right.offset)}", hint
    )


def in_column(right: int, wrong: int) -> str:
    """The hint to begin a line in the column ``right`` instead of ``wrong``; both count from 0."""
    return f"write {plural(right, 'space') if right else 'no space'} before it, not {wrong or 'none'}"


def _open_before(text: str, start: int) -> Iterator[_Begin]:
    """The keys and dashes of mappings and lists that may be open at ``start``, the offset of a line; nearest first."""
    most = len(text)
    end = start
    for _ in range(_MOST_LINES):
        if not (end > 0 and most > 0):
            break
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start:end].rstrip()
        if line and not line.lstrip().startswith("#"):
            for begin in reversed(list(_begins(line, start))):
                if begin.column < most:
                    most = begin.column
                    yield begin
        end = start


def _begins(line: str, start: int) -> Iterator[_Begin]:
    """The dashes at the beginning of ``line``, and the key after them. ``start`` is the offset of the line."""
    found = _BEGINS.match(line)
    assert found is not None  # it matches an empty text
    for place in (found.start(2) + dash.start() for dash in re.finditer("-", found[2])):
        yield _Begin(place, "", start + place)
    if found[3]:
        yield _Begin(found.start(3), found[3], start + found.start(3))
    elif not found[2] and re.match(r"-\Z", line[found.end() :]):  # a dash alone on its line
        yield _Begin(found.end(), "", start + found.end())
