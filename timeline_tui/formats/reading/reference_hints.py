"""Hints for references to entries that do not exist: the name, date or source that the author may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

from timeline_tui.dates.when import DateError, parse
from timeline_tui.text.quoting import for_yaml, in_json
from timeline_tui.text.spelling import MOST_COMPARED, did_you_mean, nearest_line
from timeline_tui.text.text import clean_line, fold
from timeline_tui.text.web_addresses import addresses, may_be_spaced_address

_MAX_HINTED = 1000  # characters of a text that a hint repeats


_SHOWN = 3  # names in one hint
_MOST_NAMES = 200_000  # names that are prepared; 200,000 ids take 0.2 s
_MOST_HINTS = 50  # hints for one file; one takes 15 ms at most among 5,000 ids of 60 letters
_MOST_SEARCHED = 100_000_000  # characters that are searched for one file, which takes 0.1 s
_WORD = r"[^\W_]+"


def in_place(text: str) -> str:
    """A hint for a source that is given as text with an address in it: write title and address separately.

    Empty if ``text`` has no address, or is longer than _MAX_HINTED.
    """
    links = addresses(text) if len(text) <= _MAX_HINTED else []
    if not links:
        return ""
    written = [_source_in_json(words, url) for words, url in links]
    if len(links) > 1:
        return f"these are {len(links)} sources: {', '.join(written)}"
    if may_be_spaced_address(text):
        return f"write {in_json(text.replace(' ', '%20'))}, or {written[0]}"
    return f"write {written[0]}"


def _source_in_json(words: str, url: str) -> str:
    """A source with a title and an address, as JSON, which is valid YAML too. If one is empty, only the other."""
    if not (words and url):
        return in_json(words or url)
    return f'{{"title": {in_json(words)}, "url": {in_json(url)}}}'


def date_hint(text: str) -> str:
    """Why ``text`` is not a date, if it begins like one: "June 2024 has 30 days"; else an empty text."""
    try:
        parse(text)
    except DateError as error:
        return "; ".join(filter(None, (error.message, error.hint))) if text[:1].isdigit() else ""
    return ""


class NearNames:
    """The names of one file. After _MOST_HINTS, or _MOST_SEARCHED characters, there are no more hints."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._folded: dict[str, str] | None = None  # folded name → name
        self._lines = ""  # the folded names, each between two line feeds
        self._left = _MOST_SEARCHED
        self._hints = 0

    def hint(self, name: str) -> str:
        """``"did you mean a, b or c?"`` with the nearest names; empty if none is near.

        A name is near if only a few letters differ, else if one has all words of the other, or they share half of
        their words: “second” is near 2024-06-14-second. Numbers count only if there are no other words.
        """
        if self._folded is None:
            self._prepare()
        assert self._folded is not None
        self._hints += 1
        if self._left <= 0 or self._hints > _MOST_HINTS or not self._folded:
            return ""
        word = fold(name)
        near = nearest_line(word, self._lines)
        self._left -= 4 * len(self._lines)  # one search for each part of the word
        keys = [near] if near else self._sharing(word)
        shown = [for_yaml(clean_line(self._folded[key])) for key in keys]
        return did_you_mean(" or ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:]))))

    def _prepare(self) -> None:
        folded: dict[str, str] = {}
        for name in self._names:
            folded.setdefault(fold(name), name)
        self._folded = folded if len(folded) <= _MOST_NAMES else {}
        self._lines = "\n".join(["", *self._folded, ""])

    def _sharing(self, word: str) -> list[str]:
        """The folded names that share words with ``word``, the nearest first."""
        parts = set(re.findall(_WORD, word))
        telling = _telling(parts)
        scores: dict[str, float] = {}
        for part in sorted(telling or parts, key=len, reverse=True)[:4]:
            for line in self._with(part, MOST_COMPARED - len(scores)):
                words = set(re.findall(_WORD, line))
                others = _telling(words)
                likeness = 2 * len(telling & others) / (len(telling) + len(others) or 1)
                if likeness >= 0.5 or (part in words and (parts <= words or words <= parts)):
                    scores[line] = likeness
        return sorted(scores, key=lambda line: -scores[line])[:_SHOWN]

    def _with(self, part: str, most: int) -> Iterable[str]:
        """The first lines, at most ``most``, that contain ``part``."""
        self._left -= len(self._lines)
        at = self._lines.find(part)
        while at >= 0 and most > 0:
            start, end = self._lines.rfind("\n", 0, at) + 1, self._lines.find("\n", at)
            yield self._lines[start:end]
            most -= 1
            at = self._lines.find(part, end)


def _telling(words: set[str]) -> set[str]:
    """The words that are not numbers."""
    return {word for word in words if not word.isdecimal()}
