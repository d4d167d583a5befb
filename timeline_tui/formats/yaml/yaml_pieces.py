"""Cut YAML in block style into pieces: the entries of the root, and the items of the list of events.

Pieces begin on lines of their own, and are recognised by the column of these lines. So this also works for a text that
is not valid YAML, and a piece can be checked by itself.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from timeline_tui.formats.yaml.yaml_lines import PART_KEYS, Line, column_of_events, items_of, lines_of
from timeline_tui.formats.yaml.yaml_parser import fault_of
from timeline_tui.model.fields import EVENT, TIMELINE

_EVENTS = re.compile(r"([\"']?)events\1[ \t]*:[ \t]*(?:&\S+[ \t]*)?(\[?)[ \t]*(?:#.*)?\Z")
_BROKEN_EVENTS = re.compile(r"[^\w\s-]?events\W*\Z")  # a colon is missing, or a character is too much
_ROOT_KEYS = {*TIMELINE.by_name} - {*EVENT.by_name}  # keys that an event does not have


class Kind(Enum):
    """The kind of a piece. STRAY: lines outside all entries. OFF: an event whose dash differs from the others."""

    ENTRY = "an entry of the root"
    EVENTS = "the line with the key of the events"
    ITEM = "an event"
    FLOW = "an event in braces"
    MARKER = "a separator of documents"
    KEPT = "syntax around the entries"
    STRAY = "lines that belong to no entry"
    OFF = "an event with a wrong dash"


class YamlPiece(NamedTuple):
    """The lines from ``first`` up to ``end``, which is not included."""

    kind: Kind
    first: int
    end: int


class Pieces:
    """The lines of a text, and its pieces."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = lines_of(text)
        self.pieces: list[YamlPiece] = []
        self._starts = {"id", "date"}  # keys with which an event begins, and no part of an event does
        self._like_events: set[int] = set()  # offsets of the lines with the dashes of items that look like events
        self.is_key_broken = False
        """Whether the key of the events is not written correctly."""
        self.is_list = False
        """Whether the text is the list of events, without a key."""
        self.column = 0
        """The column of the dashes of the events."""
        self._cut()

    def of(self, piece: YamlPiece) -> str:
        """The text of a piece with the comments between its lines."""
        start, end = self.range(piece)
        return self.text[start:end]

    def range(self, piece: YamlPiece) -> tuple[int, int]:
        """The offsets of the beginning and the end of a piece."""
        return self.lines[piece.first].start, self.lines[piece.end - 1].end

    def begins_event(self, line: Line) -> bool:
        """Whether a line begins an event, in any column."""
        return line.first_key in self._starts or line.start in self._like_events

    def inside(self, piece: YamlPiece) -> list[YamlPiece]:
        """The entries of the value of an entry of the root. Empty if they do not begin on lines of their own."""
        head, first = self.lines[piece.first], piece.first + 1
        if first == piece.end or not re.search(r":[ \t]*(?:#.*)?\Z", head.text):
            return []
        column, is_list = self.lines[first].column, self.lines[first].is_item
        if column < head.column:
            return []
        starts = [
            number
            for number in range(first, piece.end)
            if (line := self.lines[number]).column == column and line.is_item is is_list
        ]
        kind = Kind.ITEM if is_list else Kind.ENTRY
        return [YamlPiece(kind, *ends) for ends in zip(starts, [*starts[1:], piece.end], strict=True)]

    def _cut(self) -> None:
        lines = self.lines
        first = next((n for n, line in enumerate(lines) if not (line.is_marker or line.text[0] == "%")), len(lines))
        if first == len(lines):
            return
        if first:
            self._add(Kind.KEPT, 0)
        events, is_flow = self._find_events(first)
        if lines[first].is_item or (events is None and self._begins_later(first)):
            events, is_flow, self.is_list = first - 1, False, True
        if lines[first].text == "[":
            events, is_flow = first, True
        if events is None:
            root = min((line.column for line in lines[first:] if line.column >= 0), default=0)
            self._cut_root(first, len(lines), root)
        elif is_flow:
            self._cut_root(first, events, lines[events].column)
            self._cut_flow(events)
        elif events < first:  # the root is the list of events
            self._cut_events(first, -1)
        else:
            self._cut_root(first, events, lines[events].column)
            self._add(Kind.EVENTS, events)
            self._cut_events(events + 1, lines[events].column)

    def _find_events(self, first: int) -> tuple[int | None, bool]:
        """The number of the line with the key of the events, and whether their list is in brackets."""
        for pattern in (_EVENTS, _BROKEN_EVENTS):
            found = [n for n in range(first, len(self.lines)) if pattern.match(self.lines[n].text)]
            if found:
                number = min(found, key=lambda n: (self.lines[n].column, n))
                after = self.lines[number + 1 : number + 2]
                has_bracket = "[" in self.lines[number].text
                is_flow = has_bracket and not (after and after[0].is_item)
                self.is_key_broken = not is_flow and (has_bracket or pattern is _BROKEN_EVENTS)
                return number, is_flow
        return None, False

    def _cut_root(self, first: int, end: int, root: int) -> None:
        """Cut the entries of the root in the lines from ``first`` to ``end``."""
        number = first
        while number < end:
            line = self.lines[number]
            if line.is_marker:
                number = self._cut_marker(number, root, root)
                continue
            if line.column == root and (line.key or not self._has(Kind.ENTRY)):
                self._add(Kind.ENTRY, number)
            elif number == first:
                self._add(Kind.STRAY, number)
            else:
                self._extend(number)
            number += 1

    def _cut_events(self, first: int, root: int) -> None:
        """Cut the items of the list of events from the line ``first`` on, and the entries of the root after them."""
        self.column, parts = self._column_of_items(first, root)
        column = self.column
        items = (line for line in self.lines[first:] if line.column == column and line.is_item)
        self._starts |= {line.first_key for line in items} - PART_KEYS - {""}
        number = first
        while number < len(self.lines):
            line = self.lines[number]
            end = number + 1
            if line.is_item and line.column == column and number not in parts:
                self._add(Kind.ITEM, number)
            elif (line.is_item and number == first) or (line.column <= column + 1 and self.begins_event(line)):
                self._add(Kind.OFF, number)
            elif line.is_marker:
                end = self._cut_marker(number, root, column)
            elif 0 <= line.column <= root and self._ends_events(number, after := self._next_of_root(number, root)):
                end = after
                self._add(Kind.ENTRY, number, end)
            elif number == first:
                self._add(Kind.STRAY, number)
            else:
                self._extend(number)
            number = end

    def _cut_flow(self, events: int) -> None:
        """Cut a list of events in brackets, if each begins with its brace on a line of its own."""
        number, lines = events + 1, self.lines
        self._add(Kind.KEPT, events)
        column = lines[number].column if number < len(lines) else 0
        while number < len(lines) and not lines[number].text.startswith("]"):
            if lines[number].text.startswith("{") and lines[number].column == column:
                self._add(Kind.FLOW, number)
            elif number == events + 1:
                self._add(Kind.STRAY, number)
            else:
                self._extend(number)
            number += 1
        if number < len(lines):
            self._add(Kind.KEPT, number, number + 1)
            self._cut_root(number + 1, len(lines), lines[events].column)

    def _cut_marker(self, number: int, root: int, column: int) -> int:
        """Cut at a separator of documents. ``column``: the column of the items. Return the number of the next line."""
        after = number + 1
        is_last = after == len(self.lines)
        if is_last or (self.lines[after].is_item and self.lines[after].column == column):
            self._add(Kind.MARKER, number)
            return after
        if self.lines[after].column == root and self.lines[after].key:  # another document: nothing of it is read
            self._add(Kind.MARKER, number, len(self.lines))
            return len(self.lines)
        self._extend(number)
        return after

    def _begins_later(self, first: int) -> bool:
        """Whether the text is a list of events after faulty lines: its first item may have no dash."""
        items = items_of(self.lines[first:])
        outer = min(items, key=lambda item: (item.column, item.number), default=None)
        return outer is not None and outer.is_event and not outer.is_inside

    def _column_of_items(self, first: int, root: int) -> tuple[int, set[int]]:
        """The column of the dashes of the events, and the numbers of the lines with dashes of parts of events."""
        items = [item._replace(number=first + item.number) for item in items_of(self.lines[first:])]
        parts = {item.number for item in items if item.is_inside and not item.is_event}
        self._like_events = {self.lines[item.number].start for item in items if item.is_event and not item.is_inside}
        outside = self._next_of_root(first - 1, root)
        among = [item for item in items if item.number < outside] or items
        return column_of_events(among) if among else root + 1, parts

    def _next_of_root(self, number: int, root: int) -> int:
        """The number of the next line after ``number`` that may be an entry of the root."""
        rest = range(number + 1, len(self.lines))
        lines = self.lines
        return next((n for n in rest if 0 <= lines[n].column <= root and not lines[n].is_item), len(lines))

    def _ends_events(self, number: int, end: int) -> bool:
        """Whether the lines up to ``end`` are an entry of the root, and not a part of an event in the wrong column."""
        line, after = self.lines[number], self.lines[number + 1 : end]
        if not line.key:
            return False
        if (not after and line.key not in EVENT.by_name) or (
            line.key in _ROOT_KEYS and line.text.endswith(":") and after and after[0].is_item
        ):
            return True
        return fault_of(self.of(YamlPiece(Kind.ENTRY, number, end)), is_item=False) is None

    def _has(self, kind: Kind) -> bool:
        return bool(self.pieces) and self.pieces[-1].kind is kind

    def _add(self, kind: Kind, first: int, end: int = 0) -> None:
        self.pieces.append(YamlPiece(kind, first, end or first + 1))

    def _extend(self, number: int) -> None:
        """Add a line to the last piece."""
        self.pieces[-1] = self.pieces[-1]._replace(end=number + 1)
