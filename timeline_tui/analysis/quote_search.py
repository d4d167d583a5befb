"""Finds quoted words in a text, or the passage of the text that is most similar to them. See `quoted_words`."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from timeline_tui.analysis.quoted_words import (
    ENDS,
    FoldedText,
    QuotePart,
    TextWords,
    folded_text,
    parts_of,
    without_line_ends,
)
from timeline_tui.text.spelling import nearest_line
from timeline_tui.text.text import fold, shorten
from timeline_tui.text.word_changes import Piece, marked

_NEAR = 80  # characters that words in brackets may stand for
_STEPS = 1_000_000  # steps of all searches in one text: a place that is tried, or _STRETCH characters
_STRETCH = 100_000
_COMPARED = 100  # words of a quote that are compared with a passage
_RAREST = 12  # words of a quote that lead to passages
_COMMON = 2_000  # places of a word that lead to passages
_WINDOWS = 3  # passages that are compared
_SHOWN = 100  # cells of a passage in which no word differs
_ALIKE = 0.4  # the share of the words of a quote that a near passage has


class SearchLimitError(Exception):
    """The searches in this text have taken too many steps."""


class Missing(NamedTuple):
    """A part of a quote that is not in a text; or, with ``is_elsewhere``, that is not after the parts before it."""

    part: str
    is_elsewhere: bool = False


class SearchedText:
    """A text in which quotes are searched. Each search takes time linear in the length of the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._steps = _STEPS

    def missing(self, quote: str) -> Missing | None:
        """The first part of ``quote`` that is not in the text; None if all parts are there, in their order.

        Raises SearchLimitError after very many searches.
        """
        at = 0
        for chain in parts_of(quote):
            end = self._end_of(chain, at)
            if end is None:
                absent = [part for part in chain if self._next(part, 0) is None]
                return Missing((absent or chain)[0].words, is_elsewhere=not absent)
            at = end
        return None

    def nearest(self, words: str) -> str:
        """The passage that is nearest to ``words``; "" if none is like them.

        The differences are marked: ``[-in the quote-] {+in the text+}``.
        """
        wanted = TextWords(self._to_compare(words))
        keys = wanted.keys
        best: tuple[float, list[Piece]] = (_ALIKE * len(keys), [])
        for start, end in self._windows(keys):
            matcher = SequenceMatcher(None, keys, self._words.keys[start:end], autojunk=False)
            blocks = matcher.get_matching_blocks()[:-1]
            alike = sum(block.size for block in blocks)
            if blocks and alike > best[0]:
                first = max(start, start + blocks[0].b - blocks[0].a)
                last = min(end, start + blocks[-1].b + len(keys) - blocks[-1].a, len(self._words.keys))
                best = alike, self._pieces(wanted, first, last)
        if len(keys) == 1 and not best[1] and (near := nearest_line(fold(keys[0]), self._lines)):
            place = self._places[near][0]
            best = 1, self._pieces(wanted, place, place + 1)
        if all(piece.kind == "same" for piece in best[1]):
            return shorten("".join(piece.text for piece in best[1]), _SHOWN)
        return marked(best[1])

    @cached_property
    def _folded(self) -> FoldedText:
        return folded_text(self._text)

    def _end_of(self, chain: list[QuotePart], at: int) -> int | None:
        """The end of the first place of all parts of a chain, from offset ``at`` on; None if there is none."""
        first, *others = chain
        start = self._next(first, at)
        while start is not None:
            end: int | None = start + len(first.folded.letters)
            for part in others:
                limit = (end or 0) + _NEAR
                place = self._next(part, end or 0, limit)
                end = None if place is None else place + len(part.folded.letters)
                if end is None:
                    break
            if end is not None:
                return end
            start = self._next(first, start + 1)
        return None

    def _next(self, part: QuotePart, at: int, limit: int | None = None) -> int | None:
        """The first place of a part from offset ``at`` on, and not after ``limit``; None if there is none."""
        letters, words = self._folded.letters, part.folded.letters
        last = len(letters) if limit is None else min(limit + len(words), len(letters))
        while True:
            found = letters.find(words, at, last)
            self._steps -= 1 + ((last if found < 0 else found) - at) // _STRETCH
            if self._steps < 0:
                raise SearchLimitError
            if found < 0:
                return None
            if self._is_whole(part, found):
                return found
            at = found + 1

    def _is_whole(self, part: QuotePart, start: int) -> bool:
        """Whether the letters of a part, found at ``start``, are whole words with the same hyphens."""
        end = start + len(part.folded.letters)
        if not (part.opens or self._folded.is_boundary(start)) or not (part.closes or self._folded.is_boundary(end)):
            return False
        given, possible = part.folded.marks_between(0, len(part.folded.letters))
        counting, present = self._folded.marks_between(start, end)
        return given <= present and counting <= possible

    # The nearest passage

    @cached_property
    def _words(self) -> TextWords:
        return TextWords(without_line_ends(self._text))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self._words.keys):
            places[key].append(number)
        return dict(places)

    @cached_property
    def _lines(self) -> str:
        """The distinct words, one a line."""
        return "\n".join(("", *self._places, ""))

    def _to_compare(self, quote: str) -> str:
        """The quote, or of a very long one a part that is missing, because comparing takes time by the square of it."""
        words = quote.split()
        parts = [" ".join(words[start : start + _COMPARED]) for start in range(0, len(words), _COMPARED)] or [quote]
        return next((part for part in parts if len(parts) > 1 and self.missing(part)), parts[0])

    def _windows(self, keys: list[str]) -> list[tuple[int, int]]:
        """The ranges of words that have the rarest of ``keys``, about as far from each other as in ``keys``."""
        rarest = sorted({key for key in keys if key in self._places}, key=lambda key: len(self._places[key]))
        size = max(4, len(keys))
        votes: defaultdict[int, float] = defaultdict(float)
        for key in rarest[:_RAREST]:
            offset, places = keys.index(key), self._places[key]
            for start in {(place - offset) // size for place in places[:_COMMON]}:
                votes[start] += 1 / len(places)
        both = {start: vote + votes.get(start + 1, 0) for start, vote in votes.items()}
        likely = sorted(both, key=lambda start: (-both[start], start))[:_WINDOWS]
        return [(max(0, (start - 1) * size), (start + 3) * size) for start in likely]

    def _pieces(self, wanted: TextWords, first: int, last: int) -> list[Piece]:
        pieces: list[Piece] = []
        matcher = SequenceMatcher(None, wanted.keys, self._words.keys[first:last], autojunk=False)
        for tag, i, j, k, m in matcher.get_opcodes():
            if i < j and tag != "equal":
                pieces.append(Piece("old", wanted.passage(i, j)))
            if k < m:
                text = self._words.passage(first + k, first + m, is_end=tag != "equal" or first + m == last)
                text = text.lstrip(ENDS) if k == 0 else text
                text = text.rstrip(ENDS) if first + m == last else text
                pieces.append(Piece("same" if tag == "equal" else "new", text))
        return pieces
