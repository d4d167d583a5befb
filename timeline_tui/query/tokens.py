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
from typing import Final

from timeline_tui.text.text import clean_line

QUOTES = '"“”„'

# Compiled at its first use. The other rules are plain loops: as regexes they take 1 ms to compile, and most timelines
# have a view, that is, a query.
_ESCAPE = r'\\([\\"“”„])'


# Plain classes, because they are made at each start with a query, and to define a named tuple takes 0.2 ms.


class Item:
    """One value of a word: text[start:end].

    ``text`` is without quotes, escapes and the star at the end; ``starred`` says whether there was a star. ``closed``
    is False if the closing quote is missing. ``stray`` is the offset of a quote inside a word or of characters after
    the closing quote; -1 if there are none.
    """

    def __init__(
        self, start: int, end: int, text: str, *, quoted: bool, closed: bool, starred: bool, stray: int
    ) -> None:
        self.start: Final = start
        self.end: Final = end
        self.text: Final = text
        self.quoted: Final = quoted
        self.closed: Final = closed
        self.starred: Final = starred
        self.stray: Final = stray

    @property
    def line(self) -> str:
        """The text on one line, as a query holds it."""
        return clean_line(self.text)


class Word:
    """The text of one clause: text[start:end].

    ``name`` is the text before the first colon, and ``field_end`` the offset after that colon. Without a colon,
    ``name`` is None, and ``field_end`` is the start of the only item.
    """

    def __init__(
        self, start: int, end: int, items: tuple[Item, ...], *, negated: bool, name: str | None, field_end: int
    ) -> None:
        self.start: Final = start
        self.end: Final = end
        self.items: Final = items
        self.negated: Final = negated
        self.name: Final = name
        self.field_end: Final = field_end

    @property
    def name_start(self) -> int:
        """The offset after the minus, if there is one; else the start."""
        return self.start + self.negated


def words(text: str) -> Iterator[Word]:
    """The words of ``text`` in order. All of the text except white space between words belongs to a word."""
    start = 0
    while start < len(text):
        if text[start].isspace():
            start += 1
        else:
            end = _end(text, start, len(text))
            yield _word(text, start, end)
            start = end


def item_between(text: str, start: int, end: int) -> Item:
    """Read text[start:end] as one item."""
    if text[start:end][:1] in QUOTES and start < end:
        return _quoted_item(text, start, end)
    stray = next((at for at in range(start, end) if text[at] in QUOTES or text[at].isspace()), end)
    raw = text[start:stray]
    starred = raw.endswith("*")
    inside = raw[:-1] if starred else raw
    return Item(start, end, inside, quoted=False, closed=True, starred=starred, stray=stray if stray < end else -1)


def _quoted_item(text: str, start: int, end: int) -> Item:
    after, closed = _after_quoted(text, start, end)
    inside = text[start + 1 : after - closed]
    if "\\" in inside:
        inside = re.sub(_ESCAPE, r"\1", inside)
    starred = text.startswith("*", after, end)
    after += starred
    stray = after if after < end else -1
    return Item(start, end, inside, quoted=True, closed=closed, starred=starred, stray=stray)


def _word(text: str, start: int, end: int) -> Word:
    negated = text[start] == "-"
    at = start + negated
    colon = next((c for c in range(at, end) if text[c] == ":" or text[c] in QUOTES), end)
    if colon == end or text[colon] != ":":  # a colon inside quotes does not count
        return Word(start, end, (item_between(text, at, end),), negated=negated, name=None, field_end=at)
    items = []
    at = colon + 1
    while True:
        item_end = _end(text, at, end, ",")
        items.append(item_between(text, at, item_end))
        if item_end == end:
            name = text[start + negated : colon]
            return Word(start, end, tuple(items), negated=negated, name=name, field_end=colon + 1)
        at = item_end + 1  # after the comma


def _end(text: str, start: int, end: int, stops: str = "") -> int:
    """The offset of the first white space, or character of ``stops``, outside quotes; ``end`` if there is none."""
    at = start
    while at < end and not (text[at].isspace() or text[at] in stops):
        at = _after_quoted(text, at, end)[0] if text[at] in QUOTES else at + 1
    return at


def _after_quoted(text: str, start: int, end: int) -> tuple[int, bool]:
    """The offset after the quoted text that begins at ``start``, and whether there is a closing quote."""
    closing = '"' if text[start] == '"' else QUOTES
    at = start + 1
    while at < end:
        if text[at] in closing:
            return at + 1, True
        at += 2 if text[at] == "\\" else 1
    return end, False
