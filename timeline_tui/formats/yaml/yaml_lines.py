"""The lines of YAML in block style, and the column in which its events begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from timeline_tui.formats.reading.structure_faults import are_of_event
from timeline_tui.model.fields import ENTRIES, TIMELINE

_LINES = re.compile(r"[^\r\n]+")
_CONTENT = re.compile(r"[ \t]*(?=[^ \t#])")
_DASH = re.compile(r"-(?:[ \t]|\Z)")
OTHER_DASHES = "–—−•*·"
"""Characters that people or word processors write in place of a dash."""
_DASHES = re.compile(r"(?:-[ \t]+)?(?:&\S+[ \t]+)?")
_OPENS = re.compile(r".*:[ \t]*(?:&\S+[ \t]*)?(?:#.*)?\Z")  # a key whose value begins on the next line
_KEY = re.compile(r"(\"[^\"]*\"|'[^']*'|[^\s\"'#&*!|>%@`,\[\]{}-][^:]*?)[ \t]*:(?:[ \t]|\Z)")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:[ \t]|\Z)")
# The first key of an item. It may be in braces, in quotes or have an anchor. The space after the dash may be missing,
# or a word may have been typed before it.
_FIRST_KEY = re.compile(
    rf"(?:\w+[ \t]+(?=-[ \t]))?[-{OTHER_DASHES}][ \t]*(?:&\S+[ \t]+)?(?:\{{[ \t]*)?[\"']?(\w[\w-]*)[\"']?[ \t]*:"
)
# An item that begins with one of these keys is perhaps not an event but a part of one.
PART_KEYS = {field.name for entry in ENTRIES if entry is not TIMELINE for field in entry.fields}
# The keys of an event: in block style, of lines with its column; in braces, after a comma or brace.
_BLOCK_KEY = r"(?m)^[ ]{{0,{most}}}[\"']?([\w-]+)[\"']?[ \t]*:(?=[ \t\r\n]|\Z)"
_FLOW_KEY = r"[{,][ \t\r\n]*[\"']?([\w-]+)[\"']?[ \t]*:(?=[ \t\r\n]|\Z)"


class Line(NamedTuple):
    """A line that is neither blank nor a comment. ``text`` is without indentation and line break."""

    start: int
    end: int
    column: int  # -1 if a tab is in the indentation
    text: str

    @property
    def is_item(self) -> bool:
        """Whether it begins with a dash."""
        return _DASH.match(self.text) is not None

    @property
    def is_marker(self) -> bool:
        """Whether it separates two documents."""
        return self.column == 0 and _MARKER.match(self.text) is not None

    @property
    def key(self) -> str:
        """The key with which it begins; empty if there is none."""
        found = _KEY.match(self.text)
        return found[1].strip("\"'") if found else ""

    @property
    def first_key(self) -> str:
        """The key after its dash, even if the dash is not written correctly; empty if there is none."""
        found = _FIRST_KEY.match(self.text)
        return found[1] if found else ""

    @property
    def begins_part(self) -> bool:
        """Whether it is an item that may be a part of an event."""
        return self.first_key in PART_KEYS - {"id", "date", "title"}


class ListItem(NamedTuple):
    """An item of a list, with its keys that begin a line."""

    number: int  # of its first line
    column: int
    key_column: int
    is_inside: bool  # whether its list is the value of a key
    keys: set[str]

    @property
    def is_event(self) -> bool:
        """Whether it has the keys of an event and none that only a part of an event has."""
        return are_of_event(self.keys)


def lines_of(text: str) -> list[Line]:
    """The lines of ``text`` that are neither blank nor comments."""
    return [line for found in _LINES.finditer(text) if (line := _line(found))]


def items_of(lines: Sequence[Line]) -> list[ListItem]:
    """The items of all lists in ``lines``."""
    items: list[ListItem] = []
    open_items: list[ListItem] = []  # each in a column further right than the one before it
    inside: set[int] = set()  # columns of the dashes of lists that are the value of a key
    before: Line | None = None
    for number, line in enumerate(lines):
        while open_items and open_items[-1].column >= line.column:
            open_items.pop()
        inside = {column for column in inside if column <= line.column}
        if line.is_item and line.column >= 0:
            if before and before.column <= line.column and _OPENS.match(before.text):
                inside.add(line.column)
            items.append(
                ListItem(number, line.column, line.column + _dash(line), line.column in inside, {*keys_of(line.text)})
            )
            open_items.append(items[-1])
        else:
            inside.discard(line.column)
            if open_items and open_items[-1].key_column == line.column:
                open_items[-1].keys.add(line.key)
        before = line
    return items


def column_of_events(items: Sequence[ListItem]) -> int:
    """The column in which most items look like events; in another shape than ours, most items with a key.

    The items of a list under a key count only if the first item is in their column: then they may be events, too.
    """
    first, least = items[0], min(item.column for item in items)
    free = [item for item in items if not item.is_inside or item.column == first.column]
    voting = [item for item in free if item.is_event] or [item for item in free if item.keys]
    votes = Counter(item.column for item in voting)
    return max(votes, key=lambda column: (votes[column], -column), default=least)


def _dash(line: Line) -> int:
    """The number of characters before the first key of an item."""
    found = _DASHES.match(line.text)
    return found.end() if found else 0


def _line(found: re.Match[str]) -> Line | None:
    """The line; None if it is blank or a comment."""
    content = _CONTENT.match(found[0])
    if not content:
        return None
    column = -1 if "\t" in content[0] else content.end()
    return Line(found.start(), found.end(), column, found[0][content.end() :].rstrip(" \t"))


def keys_of(text: str) -> Collection[str]:
    """The keys of the event in ``text``, without those inside its values."""
    found = re.match(r"[ \t]*(?:-[ \t]*)?", text)
    column = found.end() if found else 0
    if text[column : column + 1] == "{":
        inner, before = text[column + 1 :], ""
        while inner != before:
            inner, before = re.sub(r"\[[^][{}]*\]|\{[^][{}]*\}", "", inner), inner
        return re.findall(_FLOW_KEY, "{" + inner)
    return re.findall(_BLOCK_KEY.format(most=column), " " * column + text[column:])
