"""The words of a query as they stand in its text, with offsets: the one place that knows how a query is quoted.

The parser, the completions and the colours of the query bar all read these. Any text has words; whether they are sound,
the parser says::

    -country:"United States",jap*  oil
    ╰ word: negated, field "country", items «"United States"» and «jap*»  ╰ word: no field, one item «oil»

A quoted item begins with a straight or a typographic quote. A straight one is closed only by another straight one, a
typographic one by any. Inside, a backslash stands before a quote or a backslash that is part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.text.text import clean_line

QUOTES = '"“”„'

# After the loop stands the closing quote or the end of the text, so that nothing is tried twice.
_QUOTED = r'"(?:[^"\\]|\\.?)*"?|[“”„](?:[^"“”„\\]|\\.?)*["“”„]?'
_WORD = re.compile(rf'(?:{_QUOTED}|[^\s"“”„])+', re.DOTALL)
_NAME = re.compile(r'[^\s:"“”„]*:')
_ITEM = re.compile(rf'(?:{_QUOTED}|[^\s"“”„,])*', re.DOTALL)
_FIRST = re.compile(rf'(?P<quoted>{_QUOTED})|[^\s"“”„]*', re.DOTALL)
_ESCAPE = re.compile(r'\\([\\"“”„])')


class Item(NamedTuple):
    """One value of a word: text[start:end].

    ``text`` is without quotes, escapes and the star behind it; ``starred`` says whether there is one. ``closed`` is
    False for a quote that is not closed. ``stray`` is the offset of what stands in the item but does not belong there:
    a quote inside a word, or something behind the closing quote; -1 if there is none.
    """

    start: int
    end: int
    text: str
    quoted: bool
    closed: bool
    starred: bool
    stray: int

    @property
    def line(self) -> str:
        """The text on one line, as a query holds it."""
        return clean_line(self.text)


class Word(NamedTuple):
    """A clause as it is written: text[start:end].

    ``name`` is what stands before the first colon, as written, and ``field_end`` the offset behind that colon; a word
    without a colon has the name None, and ``field_end`` is where its only item begins.
    """

    start: int
    end: int
    negated: bool
    name: str | None
    field_end: int
    items: tuple[Item, ...]

    @property
    def name_start(self) -> int:
        """The offset behind the minus, if there is one."""
        return self.start + self.negated


def words(text: str) -> Iterator[Word]:
    """The words of ``text`` from left to right. White space between them is the only part of it that is in none."""
    for found in _WORD.finditer(text):
        yield _word(text, *found.span())


def item_between(text: str, start: int, end: int) -> Item:
    """The item that text[start:end] is."""
    found = _FIRST.match(text, start, end)
    assert found, "the pattern matches the empty string"
    if found["quoted"] is None:
        raw = found[0]
        starred = raw.endswith("*")
        stray = found.end() if found.end() < end else -1
        return Item(start, end, raw[:-1] if starred else raw, False, True, starred, stray)
    inside, closed = _between_quotes(found[0])
    starred = text.startswith("*", found.end(), end)
    after = found.end() + starred
    return Item(start, end, _ESCAPE.sub(r"\1", inside), True, closed, starred, after if after < end else -1)


def _word(text: str, start: int, end: int) -> Word:
    negated = text[start] == "-"
    name = _NAME.match(text, start + negated, end)
    if name is None:
        at = start + negated
        return Word(start, end, negated, None, at, (item_between(text, at, end),))
    items = []
    at = name.end()
    while True:
        found = _ITEM.match(text, at, end)
        assert found, "the pattern matches the empty string"
        items.append(item_between(text, at, found.end()))
        if found.end() == end:
            return Word(start, end, negated, name[0][:-1], name.end(), tuple(items))
        at = found.end() + 1  # behind a comma


def _between_quotes(quoted: str) -> tuple[str, bool]:
    """What stands behind the opening quote, without the closing one, and whether there is one."""
    closing = '"' if quoted[0] == '"' else QUOTES
    if len(quoted) < 2 or quoted[-1] not in closing:
        return quoted[1:], False
    # An odd number of backslashes before it escapes the last quote.
    inside = quoted[1:-1]
    escaped = (len(inside) - len(inside.rstrip("\\"))) % 2 == 1
    return (quoted[1:], False) if escaped else (inside, True)
