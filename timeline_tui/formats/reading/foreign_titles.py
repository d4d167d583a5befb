"""Titles for events that have none: the first sentence of a text."""

from __future__ import annotations

import re

from timeline_tui.text.text import clean_line

_LONGEST_TITLE = 120
_SENTENCE = re.compile(r"(.{12,}?[.!?。！？])(?=[\s\"”»)]|$)")  # the last three are full-width, as in Japanese
_ABBREVIATION = re.compile(
    r"(?:^|[\s(.])(?:[^\W\d_]|Mr|Mrs|Ms|Dr|St|vs|No|Gen|Sen|Gov|Rep|Lt|Col|Sgt|Prof|Jr|Inc|Co)\.$"
)


def first_sentence(text: str) -> str:
    """The first sentence of ``text``, cut between words after 120 characters, with an ellipsis."""
    line = clean_line(text.strip().split("\n\n")[0])
    # The pattern takes quadratic time, and a longer sentence is cut anyway. The two more characters show that it is.
    for found in _SENTENCE.finditer(line[: _LONGEST_TITLE + 2]):
        sentence = line[: found.end(1)]
        if not _ABBREVIATION.search(sentence):
            line = sentence
            break
    if len(line) <= _LONGEST_TITLE:
        return line
    return f"{line[: _LONGEST_TITLE - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
