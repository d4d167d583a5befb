"""After a fault of YAML syntax: find the entry at which reading can go on, so that a fault costs one entry.

Entries are those of the root and of its last value, for example the events. They begin on lines of their own, all in
one column. This is true for block style only: ``[…]`` and ``{…}`` may have their entries anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.formats.reading.held import Held
from timeline_tui.formats.reading.nodes import Builder, List, Map
from timeline_tui.formats.yaml.yaml_parts import TextPart
from timeline_tui.model.fields import CITATION, EVENT, QUOTE, RELATION, SOURCE, TIMELINE

_ITEM = r"-(?=[ \r\n]|\Z)"
_KEY = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'#&*!|>%@`,\[\]{}-]\S*?(?: \S+?){0,3}):(?=[ \r\n]|\Z)"
_ROOT_LINE = re.compile(f"^(?:{_ITEM}|{_KEY})", re.MULTILINE)
# Lines that were probably meant as a key of the root: a known key, "events", a single word.
_KNOWN = rf"[^\w\s-]?(?:{'|'.join(TIMELINE.by_name)})\b"
_EVENTS = r"[^\w\s-]?events\W*$"
_WORD = r"[^\w\s-]?\w\S*$"
_FIRST_EVENT = re.compile(r"^ *- +(?:id|date):", re.MULTILINE)
# An item that begins with another key than an event usually does has perhaps a dash too much.
_KEYS = {key for entry in (EVENT, QUOTE, CITATION, SOURCE, RELATION) for key in entry.by_name}
_PARTS = "|".join(_KEYS - {"id", "date", "title"})
_EVENT = re.compile(rf"^ *- *\{{? *(?!(?:{_PARTS}):)[\w-]+:", re.MULTILINE)


class _Level(NamedTuple):
    """A list or mapping whose entries begin on lines of their own."""

    node: Map | List
    offset: int
    entry: int | None  # the offset of its incomplete entry
    key: str | None  # its key in the root; None for the root
    column: int  # of its entries, from 0
    first: str = ""  # the first key of its items; "": any

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches the line on which an entry begins, up to its dash or colon."""
        item = f"- +{re.escape(self.first)}:" if self.first else _ITEM
        entry = item if isinstance(self.node, list) else _KEY
        return re.compile(f"^ {{{self.column}}}{entry}", re.MULTILINE)


class _Place(NamedTuple):
    """Where a fault is: the entry from which text is left out, and the line that has the fault."""

    entry: int
    line: int


def part_after(fault: int, part: TextPart, text: str, builder: Builder, held: Held) -> TextPart | None:
    """The part of ``text`` in which reading can go on after a fault at the offset ``fault`` of ``part``.

    The entry with the fault is discarded, and the containers around the next entry are open in the builder. None if
    reading cannot go on.
    """
    levels = _levels(text, builder)
    if not levels:
        return _part_with_root(part, text, builder, held)
    root = levels[0]
    place = _place(fault, part.start, text, builder, held, levels)
    left_out = _line_start(text, place.entry)
    is_begun = builder.stream is not None
    if _is_indented(root.column, _EVENTS, text, place.line) and (
        found := not is_begun and _FIRST_EVENT.search(text, place.line)
    ):
        builder.go_on(len(levels), None)
        return TextPart(_padded(f"{' ' * root.column}events:\n", text, found.start()), 3, (left_out, found.start()))
    entries = _entries(text, _next_line(text, left_out), len(text), _levels_after(place, text, levels))
    start, level = min(entries, default=(len(text), root))
    builder.go_on(len(levels), level.key)
    opening = "" if level.key is None else f"{' ' * root.column}k:\n"
    return TextPart(_padded(opening, text, start), 3 if level.key is None else 5, (left_out, start))


def _levels_after(place: _Place, text: str, levels: list[_Level]) -> list[_Level]:
    """The levels in which the next entry may be: only the root, if the line with the fault was an entry of it."""
    root, last = levels[0], levels[-1]
    if _is_indented(root.column, _KNOWN, text, place.line):
        return [root]
    if _is_indented(root.column, _WORD, text, place.line):
        first = _first_key(place.entry, text, last)
        return [root, last._replace(first=first)] if first else [root]
    return levels


def swallows_entry(start: int, end: int, text: str, builder: Builder) -> bool:
    """Whether the quoted text from ``start`` to ``end`` has a line on which an entry begins.

    Then its closing quote is missing, and the next quote in the file has closed it. YAML 1.2.2, section 7.3, requires
    more indentation for the lines of a quoted text, but libyaml does not check it. Lines of a text that only resemble
    an entry are therefore allowed: the first key of an item must be that of the item with the quoted text.
    """
    levels = _levels(text, builder)
    like = [level._replace(first=_first_key(level.entry or 0, text, level)) for level in levels[1:]]
    after = _next_line(text, start)
    root_line = re.compile(f"^ {{{levels[0].column}}}{_KNOWN}", re.MULTILINE) if levels else None
    return bool(root_line and root_line.search(text, after, end)) or any(_entries(text, after, end, like))


def _part_with_root(part: TextPart, text: str, builder: Builder, held: Held) -> TextPart | None:
    """The rest of ``text`` from the next line that a root can begin with; None if events were read already."""
    found = _ROOT_LINE.search(text, _next_line(text, part.start))
    if isinstance(builder.root, (dict, list)):
        return None  # text follows a complete document
    if builder.stream is not None or not found:
        held.last.clear()
        return None
    builder.restart()
    return TextPart(_padded("", text, found.start()), 0, (part.start, found.start()))


def _padded(opening: str, text: str, start: int) -> str:
    """``opening`` and ``text`` from ``start``, after a comment that gives them the right offsets."""
    return f"#{' ' * (start - len(opening) - 2)}\n{opening}{text[start:]}"


def _levels(text: str, builder: Builder) -> list[_Level]:
    """The root, and the last of its values whose entries begin on lines of their own. Empty if the root has no such."""
    root, *values = [_level(text, *outline) for outline in builder.outline()] or [None]
    last = [value for value in values if value]
    return [root, *last[-1:]] if root else []


def _level(text: str, node: Map | List, offset: int, entry: int | None, key: str | None) -> _Level | None:
    """The level of a container; None if it is in flow style, or does not begin a line."""
    indentation = text[_line_start(text, offset) : offset]
    is_block = not indentation.strip(" ") and text[offset] not in "[{&!*"
    return _Level(node, offset, entry, key, len(indentation)) if is_block else None


def _entries(text: str, start: int, end: int, levels: list[_Level]) -> Iterator[tuple[int, _Level]]:
    """For each level, the first line between two offsets on which an entry begins: (offset, level)."""
    for level in levels:
        if found := level.pattern.search(text, start, end):
            yield found.start(), level


def _place(fault: int, begin: int, text: str, builder: Builder, held: Held, levels: list[_Level]) -> _Place:
    """Where the fault is; nothing before ``begin`` is considered.

    The entry is the incomplete one; else one that begins on a line after the last complete entry. If neither is like
    the last complete entry, the fault may be a part of that, which is then dropped.
    """
    last = levels[-1]
    entries = held if last.node is builder.stream else None
    complete = _offset_of_last(last, entries)
    if last.entry is not None:
        begun, level = last.entry, last
    else:
        search = text, max(begin, _next_line(text, complete)), _next_line(text, fault)
        begun, level = min(_entries(*search, levels), default=(fault, last))
    if level is not last:
        is_next = _is_indented(level.column, _KNOWN, text, begun)
    elif isinstance(last.node, list):
        is_next = _are_alike(complete, begun, text, last)
    else:
        is_next = begun != fault or last.entry is not None
    if is_next or complete < begin:
        held.flush()
        is_of_root = any(_is_indented(levels[0].column, pattern, text, fault) for pattern in (_KNOWN, _WORD))
        return _Place(begun, fault if is_of_root else begun)
    return _Place(_drop_last(text, last, entries), begun)


def _are_alike(first: int, second: int, text: str, level: _Level) -> bool:
    """Whether the line at ``second`` begins an entry of its own, and is not a part of the entry at ``first``.

    It does if it begins like that, or if it has a dash and a key that an event can begin with.
    """
    key = _first_key(second, text, level)
    return key == _first_key(first, text, level) or bool(_EVENT.match(text, _line_start(text, second)))


def _first_key(offset: int, text: str, level: _Level) -> str:
    """The first word on the line at ``offset``, if only a dash or a mistake is before it; else "".

    It is the first key of an item. The keys of entries inside the item are indented more than 3 columns.
    """
    found = re.compile(f"[^\\w\n]{{0,{level.column + 3}}}([\\w-]+)").match(text, _line_start(text, offset))
    return found[1] if found else ""


def _is_indented(column: int, pattern: str, text: str, offset: int) -> bool:
    """Whether the line at ``offset`` matches ``pattern`` after at most ``column`` spaces."""
    found = re.compile(f" {{0,{column}}}{pattern}", re.MULTILINE).match(text, _line_start(text, offset))
    return found is not None


def _offset_of_last(level: _Level, held: Held | None) -> int:
    """The offset of the last complete entry; of the container if it has none. ``held`` holds the entries, if given."""
    if held:
        return held.last[-1][1] if held.last else level.offset
    if not level.node:
        return level.offset
    return level.node[-1][0] if isinstance(level.node, list) else level.node[next(reversed(level.node))][0]


def _drop_last(text: str, level: _Level, held: Held | None) -> int:
    """Drop the last complete entry, and the event before it if they do not begin alike. Return where they begin."""
    offset = _offset_of_last(level, held)
    if isinstance(level.node, dict):
        if level.node:
            level.node.popitem()
        return offset
    items = held.last if held else level.node
    del items[-1:]
    before = _offset_of_last(level, held)
    if items and not _are_alike(before, offset, text, level):
        items.pop()
        return before
    return offset


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _next_line(text: str, offset: int) -> int:
    """The offset of the line after the one at ``offset``; the end of the text if there is none."""
    return text.find("\n", offset) + 1 or len(text)
