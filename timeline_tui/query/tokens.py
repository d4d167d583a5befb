"""The tokenizer of the query: its words with their offsets. All rules of quoting are here.

The parser, the completions and the colours of the query bar use it. Every text can be split into words; the parser
then finds the faults::

    -country:"United States",jap*  oil
    ╰ word: negated, field "country", items «"United States"» and «jap*»  ╰ word: no field, one item «oil»

A quoted item begins with a straight or a typographic quote. Only a straight quote closes a straight one; any quote
closes a typographic one. Inside quotes, a backslash makes the next quote or backslash part of the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.text.text import clean_line

QUOTES = '"“”„'

# Compiled at its first use. The other rules are plain loops: as regexes they take 1 ms to compile, and most timelines
# have a view, that is, a query.
_ESCAPE = r'\\([\\"“”„])'


class Item(NamedTuple):
    """One value of a word: text[start:end].

    ``text`` is without quotes, escapes and the star at the end; ``starred`` says whether there was a star. ``closed``
    is False if the closing quote is missing. ``stray`` is the offset of a quote inside a word or of characters after
    the closing quote; -1 if there are none.
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
    return Item(start, end, raw[:-1] if starred else raw, False, True, starred, stray if stray < end else -1)


def _quoted_item(text: str, start: int, end: int) -> Item:
    after, closed = _after_quoted(text, start, end)
    inside = text[start + 1 : after - closed]
    if "\\" in inside:
        inside = re.sub(_ESCAPE, r"\1", inside)
    starred = text.startswith("*", after, end)
    after += starred
    return Item(start, end, inside, True, closed, starred, after if after < end else -1)


def _word(text: str, start: int, end: int) -> Word:
    negated = text[start] == "-"
    at = start + negated
    colon = next((c for c in range(at, end) if text[c] == ":" or text[c] in QUOTES), end)
    if colon == end or text[colon] != ":":  # a colon inside quotes does not count
        return Word(start, end, negated, None, at, (item_between(text, at, end),))
    items = []
    at = colon + 1
    while True:
        item_end = _end(text, at, end, ",")
        items.append(item_between(text, at, item_end))
        if item_end == end:
            return Word(start, end, negated, text[start + negated : colon], colon + 1, tuple(items))
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
