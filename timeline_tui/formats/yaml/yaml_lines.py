"""YAML as programs write it: each key with its value on a line, what belongs to it on lines below, in one column.

libyaml takes a moment to find what a text consists of, and many times as long to make an object of each find. So
events of large files are read here, as long as all of their lines are of the forms below: the nodes are exactly those
that libyaml's finds would build. At the first doubt an event is left to libyaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from typing import NamedTuple

from timeline_tui.formats.reading.nodes import MAX_SCALAR, Builder, List, Map, Node, Patience

LARGE = 500_000
"""Characters of a text from which on this is worth it: the patterns take some time to compile."""

_DEEPEST = 16  # columns; what stands further right is left to libyaml, so that the depth stays far below its bound
_WORTH_IT = 4  # events in a row for which it pays to let libyaml begin again behind them
_MOST_LEFT = 64  # events that are left to libyaml before the next try, where there were no such rows

# What of a text may stand on a line, without the end of the class: a tab means something here and there, and YAML knows
# more breaks than the line feed.
_TEXT = r"[^\n\r\t\x85\u2028\u2029"
_KEY = r"(?![nN]ull:|NULL:)[A-Za-z][A-Za-z0-9_-]*"
_FIRST = r"(?![nN]ull\b|NULL\b)(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`~<]|-(?=\w))"
_WORDS = rf"{_TEXT}:#]*(?:(?::(?=\S)|(?<=\S)#){_TEXT}:#]*)*(?<! )"
_NAME = rf"{_FIRST}{_TEXT}:#,?\[\]{{}}]*(?<! )"  # a plain text in brackets
_QUOTED = rf"\"({_TEXT}\"\\]*)\"|'((?:{_TEXT}']|'')*)'"
# The groups of a line; the first four are also those of a part in brackets.
_KEYED, _DOUBLE, _SINGLE, _PLAIN, _MORE, _NAMES, _BRACKETS, _BLOCK = range(1, 9)


class _DoubtError(Exception):
    """What stands here is of no form that is read here."""


class _Forms(NamedTuple):
    """The lines of a mapping and of a list in one column, with empty lines below them, and what they consist of."""

    pair: re.Pattern[str]
    item: re.Pattern[str]
    block: re.Pattern[str]  # a text below either; its groups: the indentation, and from there the text
    part: re.Pattern[str]  # in brackets


@cache
def _forms(column: int) -> _Forms:
    pad = " " * column
    block = rf"({pad} +)((?=\S){_TEXT}]*(?:\n+\1(?=\S){_TEXT}]*)*)\n+"
    return _Forms(
        re.compile(rf"{pad}{_line(column)}"),
        re.compile(rf"{pad}- (?=\S){_line(column + 2, may_lack_key=True)}"),
        re.compile(block),
        re.compile(rf"(?:({_KEY}): )?(?:{_QUOTED}|({_NAME}))"),
    )


def _line(column: int, *, may_lack_key: bool = False) -> str:
    more = rf"(?:\n {{{column + 1},}}(?:[^\s:#]|:(?=\S)){_WORDS})+"
    names = rf"\[({_NAME}(?:, {_NAME})*)\]"
    value = rf"(?:{_QUOTED}|({_FIRST}{_WORDS})({more})?|{names}|([\[{{].*)|([|>]-?))"
    return rf"(?:({_KEY}):(?: (?=\S)|(?=\n))){'?' * may_lack_key}{value}?\n+"


class Lines:
    """Reads events of ``text`` for ``builder``."""

    def __init__(self, text: str, builder: Builder) -> None:
        self._text = text
        self._builder = builder
        self._way: str | None = None if len(text) >= LARGE else ""
        self._patience = Patience(_MOST_LEFT)

    @property
    def way(self) -> str:
        """A short text that leads a parser to where it stands behind one of the events."""
        return self._way or ""

    def read(self, offset: int) -> int:
        """Hand on the event at ``offset`` and those behind it, as long as they have these forms.

        The start of the line where the next event begins; 0 if none was handed on.
        """
        if self._way is None:
            self._way = self._find_way(offset)
        if not self._way or not self._patience.allows():
            return 0
        events = self._events(offset)
        first = list(islice(events, _WORTH_IT))
        behind = 0
        if len(first) == _WORTH_IT:
            for node, at, end in chain(first, events):
                self._builder.add(node, at)
                behind = end
        self._patience.tell(worked=behind > 0)
        return behind

    def _find_way(self, offset: int) -> str:
        """The way to the first event, at ``offset``; empty if there is anything special about it."""
        text, key = self._text, self._builder.stream_key
        start = text.rfind("\n", 0, offset if key is None else key) + 1
        found = re.compile(r" *(?:events:\n+ *)?- ").fullmatch(text, start, offset)
        has_directives = text.startswith("%") or "\n%" in text[:start]
        return f"{found[0][:-1]}\n" if found and not has_directives else ""

    def _events(self, offset: int) -> Iterator[tuple[Map, int, int]]:
        """Events with their offsets, from the one at ``offset`` on, and where each ends: the next one begins there."""
        text = self._text
        at = text.rfind("\n", 0, offset) + 1
        column = offset - at
        item, dash = _forms(column - 2).item, " " * (column - 2) + "- "
        while (found := item.match(text, at)) and found[_KEYED]:
            try:
                node, end = self._mapping(found, column)
            except _DoubtError:
                return
            # What follows the last event may tear it, so that one is left to libyaml.
            if end - at > MAX_SCALAR or not text.startswith(dash, end):
                return
            yield node, at + column, end
            at = end

    def _mapping(self, found: re.Match[str] | None, column: int) -> tuple[Map, int]:
        """The pairs in ``column``, the first of which is ``found``, and where the line below them starts."""
        text, pair = self._text, _forms(column).pair
        node: Map = {}
        count = end = 0
        while found:
            kind, key, count = found.lastindex, found[_KEYED], count + 1
            if kind == _PLAIN:
                node[key] = found.start(_KEYED), found.start(_PLAIN), found[_PLAIN]
                end = found.end()
            else:
                offset, value, end = self._value(found, column)
                node[key] = found.start(_KEYED), offset, value
            found = pair.match(text, end)
        if not node or len(node) < count:  # a key is there twice
            raise _DoubtError
        return node, end

    def _list(self, at: int, column: int) -> tuple[List, int]:
        """The items in ``column`` from the line at ``at`` on, and where the line below them starts."""
        text, item = self._text, _forms(column).item
        node: List = []
        while found := item.match(text, at):
            if found[_KEYED]:
                offset = found.start(_KEYED)
                value: Node
                value, at = self._mapping(found, column + 2)
            else:
                offset, value, at = self._value(found, column)
            node.append((offset, value))
        if not node:
            raise _DoubtError
        return node, at

    def _value(self, found: re.Match[str], column: int) -> tuple[int, Node, int]:
        """The value of a pair or item in ``column``: its offset, itself, and where the line below it starts."""
        kind = found.lastindex or 0
        if kind == _NAMES:
            offset = found.start(_NAMES)
            return offset - 1, _named(found[_NAMES], offset), found.end()
        if kind == _KEYED:
            return self._below(found.end(_KEYED) + 1, found.end(), column)
        if kind in (_DOUBLE, _SINGLE, _PLAIN):
            return *_said(found), found.end()
        if kind == _MORE:
            lines = (line.lstrip(" ") for line in found[_MORE].split("\n"))
            return found.start(_PLAIN), found[_PLAIN] + " ".join(lines), found.end()
        if kind == _BLOCK:
            return found.start(_BLOCK), *self._block(found[_BLOCK], found.end(_BLOCK) + 1, column)
        value, end = self._brackets(found.start(_BRACKETS))
        if end != found.end(_BRACKETS):
            raise _DoubtError
        return found.start(_BRACKETS), value, found.end()

    def _below(self, offset: int, at: int, column: int) -> tuple[int, Node, int]:
        """The same of what stands on the lines from ``at`` on, below a key whose colon ends at ``offset``."""
        text = self._text
        start = at
        while text.startswith(" ", start):
            start += 1
        inner = start - at
        if inner > _DEEPEST:
            raise _DoubtError
        if inner >= column and text.startswith("- ", start):
            return start, *self._list(at, inner)
        if inner > column:
            return start, *self._mapping(_forms(inner).pair.match(text, at), inner)
        return offset, None, at

    def _block(self, style: str, at: int, column: int) -> tuple[str, int]:
        """The text on the lines from ``at`` on, below a line in ``column``, and where the line below it starts."""
        found = _forms(column).block.match(self._text, at)
        if not found or (style[0] == ">" and "\n\n" in found[2]):
            raise _DoubtError
        text = found[2].replace("\n" + found[1], "\n" if style[0] == "|" else " ")
        return text if style[1:] else f"{text}\n", found.end()

    def _brackets(self, at: int) -> tuple[Node, int]:
        """The list or mapping in brackets at ``at``, and where it ends."""
        text, part = self._text, _forms(0).part
        if text[at] == "{":
            return self._braces(at)
        node: List = []
        at += 1
        while not text.startswith("]", at):
            at = self._behind_comma(at) if node else at
            if text.startswith("{", at):
                value, end = self._braces(at)
                node.append((at, value))
                at = end
            else:
                found = part.match(text, at)
                if not found or found[_KEYED]:
                    raise _DoubtError
                node.append(_said(found))
                at = found.end()
        return node, at + 1

    def _braces(self, at: int) -> tuple[Map, int]:
        """The mapping of texts in braces at ``at``, and where it ends."""
        text, part = self._text, _forms(0).part
        node: Map = {}
        at += 1
        while not text.startswith("}", at):
            at = self._behind_comma(at) if node else at
            found = part.match(text, at)
            if not found or not found[_KEYED] or found[_KEYED] in node:
                raise _DoubtError
            node[found[_KEYED]] = at, *_said(found)
            at = found.end()
        return node, at + 1

    def _behind_comma(self, at: int) -> int:
        if not self._text.startswith(", ", at):
            raise _DoubtError
        return at + 2


def _said(found: re.Match[str]) -> tuple[int, str]:
    """The text in quotes or without, with its offset."""
    kind = found.lastindex or 0
    if kind == _PLAIN:
        return found.start(_PLAIN), found[_PLAIN]
    return found.start(kind) - 1, found[kind] if kind == _DOUBLE else found[kind].replace("''", "'")


def _named(names: str, offset: int) -> List:
    """The names in brackets, the first of which stands at ``offset``."""
    node: List = []
    for name in names.split(", "):
        node.append((offset, name))
        offset += len(name) + 2
    return node
