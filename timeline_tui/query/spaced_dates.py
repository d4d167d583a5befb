"""Finds dates with spaces that lack quotes: in ``date:13 June 2024``, the value ends at the first space."""

from __future__ import annotations

from itertools import islice, takewhile

from timeline_tui.dates.edtf import is_date
from timeline_tui.dates.guesses import guesses, states_no_year
from timeline_tui.query.tokens import Item, Word, words

MOST_WORDS = 4  # after the first one, as in "Thursday 13 June 2024"


def date_with_spaces(text: str, item: Item) -> str:
    """The longest date in words that begins with ``item`` and continues after a space; empty if there is none.

    ``item`` is a value in the query ``text``.
    """
    if item.quoted or not text[item.end : item.end + 1].isspace():
        return ""
    after = [*takewhile(_is_plain, islice(words(text[item.end :]), MOST_WORDS))]
    ends = [item.end + word.end for word in reversed(after)]
    return next((date for end in ends if is_written_date(date := text[item.start : end])), "")


def _is_plain(word: Word) -> bool:
    return word.name is None and not word.negated and not word.items[0].quoted


def is_written_date(text: str) -> bool:
    """Whether ``text`` is a date as people write it, with or without a year."""
    return bool(guesses(text, is_date)) or states_no_year(text)
