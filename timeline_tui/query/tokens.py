"""The tokenizer of the query: its words with their offsets. All rules of quoting are here.

The parser, the completions and the colours of the query bar use it. Every text can be split into words; the parser
then finds the faults::

    -country:"United States",jap*  oil
    ╰ word: negated, field "country", items «"United States"» and «jap*»  ╰ word: no field, one item «oil»

A quoted item begins with a straight or a typographic quote. Only a straight quote closes a straight one; any quote
closes a typographic one. Inside quotes, a backslash makes the next quote or backslash part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.text.text import clean_line

QUOTES = '"“”„'

# The loop always ends at the closing quote or at the end of the text, so the regex never backtracks.
_QUOTED = r'"(?:[^"\\]|\\.?)*"?|[“”„](?:[^"“”„\\]|\\.?)*["“”„]?'
_WORD = re.compile(rf'(?:{_QUOTED}|[^\s"“”„])+', re.DOTALL)
_NAME = re.compile(r'[^\s:"“”„]*:')
_ITEM = re.compile(rf'(?:{_QUOTED}|[^\s"“”„,])*', re.DOTALL)
_FIRST = re.compile(rf'(?P<quoted>{_QUOTED})|[^\s"“”„]*', re.DOTALL)
_ESCAPE = re.compile(r'\\([\\"“”„])')


class Item(NamedTuple):
    """One value of a word: text[start:end].

    ``text`` has no quotes, no escapes and no star at the end; ``starred`` says whether there was a star. ``closed`` is
    False if the closing quote is missing. ``stray`` is the offset of a quote inside a word or of characters after the
    closing quote; -1 if there are none.
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
    """The text of one clause: text[start:end].

    ``name`` is the text before the first colon, and ``field_end`` the offset after that colon. Without a colon,
    ``name`` is None, and ``field_end`` is the start of the only item.
    """

    start: int
    end: int
    negated: bool
    name: str | None
    field_end: int
    items: tuple[Item, ...]

    @property
    def name_start(self) -> int:
        """The offset after the minus, if there is one; else the start."""
        return self.start + self.negated


def words(text: str) -> Iterator[Word]:
    """The words of ``text`` in order. All of the text except white space between words belongs to a word."""
    for found in _WORD.finditer(text):
        yield _word(text, *found.span())


def item_between(text: str, start: int, end: int) -> Item:
    """Read text[start:end] as one item."""
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
        at = found.end() + 1  # after the comma


def _between_quotes(quoted: str) -> tuple[str, bool]:
    """The text between the quotes, and whether there is a closing quote."""
    closing = '"' if quoted[0] == '"' else QUOTES
    if len(quoted) < 2 or quoted[-1] not in closing:
        return quoted[1:], False
    # An odd number of backslashes before it escapes the last quote.
    inside = quoted[1:-1]
    escaped = (len(inside) - len(inside.rstrip("\\"))) % 2 == 1
    return (quoted[1:], False) if escaped else (inside, True)
