"""Folded text in which the beginning of each word is marked, so that one search in it finds words and their parts.

The database needs no rules for letters: a text occurs at the beginning of a word if it occurs with a mark before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

MARK = "\x1f"
"""A character that clean text cannot contain."""
LONGEST = 200
"""The most characters of a lexeme. Longer words are cut there; PostgreSQL allows 2,046 bytes."""
_MOST_BYTES = 250_000  # of all lexemes of an event; PostgreSQL allows 1 MB with its own data

_ASCII_STARTS = re.compile(r"(?<![0-9A-Za-z])(?=.)", re.DOTALL)


def marked(folded: str) -> str:
    """``folded`` with a mark before each character that has no letter or digit before it."""
    if folded.isascii():
        return _ASCII_STARTS.sub(MARK, folded)
    parts = [MARK]
    for before, c in zip("\n" + folded, folded, strict=False):
        if not before.isalnum() and parts[-1] is not MARK:
            parts.append(MARK)
        parts.append(c)
    return "".join(parts)


def searched(needle: str, prefix: bool) -> str:
    """The text to search for in marked text; ``prefix``: only at the beginning of a word."""
    text = marked(needle)
    return text if prefix else text[1:]


@lru_cache(1 << 17)
def lexeme(word: str) -> str:
    """A folded word, marked and cut after LONGEST characters."""
    return marked(word)[:LONGEST]


def vector(words: Iterable[str]) -> str | None:
    """A text that PostgreSQL reads as a ``tsvector`` of these lexemes, which have no white space. None: too many."""
    escaped = " ".join(words).replace("\\", "\\\\").replace("'", "''")
    quoted = "'" + escaped.replace(" ", "' '") + "'" if escaped else ""
    return quoted if len(quoted.encode()) < _MOST_BYTES else None
