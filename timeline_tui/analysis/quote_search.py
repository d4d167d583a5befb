"""Whether quoted words are in a text, and which passage of the text is nearest to them.

White space, letter case, quotation marks, the kind of a dash, ligatures (Unicode's NFKC), soft hyphens and hyphens at
the ends of lines do not count. Every other difference does, also one of punctuation or accents.

An ellipsis in a quote (``…``, ``...``, ``[…]``) stands for any words, ``[words]`` in brackets for a few.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from timeline_tui.text.spelling import nearest_line
from timeline_tui.text.text import clean, fold, shorten
from timeline_tui.text.word_changes import UNSPACED, Piece, marked

_NEAR = 80  # characters that words in brackets may stand for
_STEPS = 1_000_000  # steps of all searches in one text: a place that is tried, or _STRETCH characters
_STRETCH = 100_000
_COMPARED = 100  # words of a quote that are compared with a passage
_RAREST = 12  # words of a quote that lead to passages
_COMMON = 2_000  # places of a word that lead to passages
_WINDOWS = 3  # passages that are compared
_SHOWN = 100  # cells of a passage in which no word differs
_ALIKE = 0.4  # the share of the words of a quote that a near passage has

_DOUBLE, _SINGLE = "“”„‟«»″＂〝〞〟「」『』", "‘’‚‛‹›`´＇ʼ"
_HYPHENS, _DASHES = "‐‑﹣－", "‒–—―−⸺⸻"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_DASHES, "–"),
        **dict.fromkeys("\u061c\u200c\u200d\u200e\u200f", ""),  # invisible: marks of direction, joiners
        **dict.fromkeys("•‣◦▪", ""),  # bullets of lists, which are no part of the text in HTML
    }
)
_SOFT = "\uf8fe"  # a private character for a hyphen at the end of a line
_AT_LINE_END = re.compile(r"(?<=\w)[-‐\u00ad][ \t]*\r?\n\s*(?=\w)")
_FRENCH = re.compile(r"(?<=[«‹])\s{1,2}|\s{1,2}(?=[»›])")  # spaces inside of quotation marks
_NO_APOSTROPHE = re.compile(r"(?<!\w)'|'(?!\w)|\"")
_UNSPACED = rf"[{UNSPACED}\u3000-\u303f]"
_BETWEEN_UNSPACED = re.compile(rf"(?<={_UNSPACED}) (?={_UNSPACED})")
_MARK = re.compile(f"[-–{_SOFT}]")
_GAP = re.compile(
    r"(?P<far>[\[(]\s*(?:…|\.{3,}|(?:\.\s){2,}\.)\s*[\])]|…|\.{3,}|(?:\.\s){2,}\.)|(?P<near>\[[^\[\]]*\])"
)
_ENDS = f" \t\r\n.,;:!?·\"'-–{_DOUBLE}{_SINGLE}{_HYPHENS}{_DASHES}"
# Dashes divide words, and so do hyphens between numbers: 10-14 June is 10–14 June.
_WORD = re.compile(rf"{_UNSPACED}|(?:(?!--|(?<=\d)-(?=\d))[^\s{UNSPACED}\u3000-\u303f{_DASHES}])+")


class SearchLimitError(Exception):
    """The searches in this text have taken too many steps."""


class Missing(NamedTuple):
    """A part of a quote that is not in a text; or, with ``is_elsewhere``, that is not after the parts before it."""

    part: str
    is_elsewhere: bool = False


class _Folded(NamedTuple):
    """A text in which only differences that count are left, without hyphens and dashes.

    ``marks`` are the offsets of the hyphens and dashes that were taken out, in order; ``kinds`` has one character for
    each: ``-``, ``–``, or _SOFT for a hyphen that ends a line, which may be part of the word or not.
    """

    letters: str
    marks: list[int]
    kinds: str

    def marks_between(self, start: int, end: int) -> tuple[set[int], set[int]]:
        """The marks in a range, counted from its start: first the marks that are compared, then all marks."""
        first, last = bisect_left(self.marks, start + 1), bisect_left(self.marks, end)
        places = [mark - start for mark in self.marks[first:last]]
        kinds = self.kinds[first:last]
        return {place for place, kind in zip(places, kinds, strict=True) if kind != _SOFT}, set(places)

    def has_dash(self, place: int) -> bool:
        """Whether a dash, which separates words, was taken out at this offset."""
        first, last = bisect_left(self.marks, place), bisect_left(self.marks, place + 1)
        return "–" in self.kinds[first:last]


class _TextWords:
    """The words of a text, without dashes between them: the text, and where each begins and ends."""

    def __init__(self, text: str) -> None:
        self._text = clean(text)
        found = (word for word in _WORD.finditer(self._text) if word[0].strip(f"-{_HYPHENS}"))
        self._places = [word.span() for word in found]
        known: dict[str, str] = {}
        words = (self._text[start:end] for start, end in self._places)
        self.keys = [known.get(word) or known.setdefault(word, _key(word)) for word in words]

    def passage(self, first: int, last: int, *, is_end: bool = True) -> str:
        """The words from ``first`` up to ``last``, as they are written; with the marks after them unless ``is_end``."""
        end = self._places[last - 1][1] if is_end or last == len(self._places) else self._places[last][0]
        text = " ".join(self._text[self._places[first][0] : end].split())
        return _BETWEEN_UNSPACED.sub("", text)


def _folded(text: str) -> _Folded:
    text = _FRENCH.sub("", clean(_AT_LINE_END.sub(_SOFT, text.replace(_SOFT, ""))))
    text = unicodedata.normalize("NFKC", text.translate(_PLAIN)).casefold()
    text = " ".join(_NO_APOSTROPHE.sub("", text).split())
    text = re.sub(" ?(?:--+|–) ?| - ?|- ", "–", text)
    text = _BETWEEN_UNSPACED.sub("", text)
    marks = [found.start() - number for number, found in enumerate(_MARK.finditer(text))]
    return _Folded(_MARK.sub("", text), marks, "".join(_MARK.findall(text)))


class _QuotePart(NamedTuple):
    """Words of a quote that must be together. ``is_near``: few characters are between them and the part before.

    ``opens`` and ``closes``: the first or last word may be the rest of a longer word, as in ``[T]he``.
    """

    words: str
    folded: _Folded
    is_near: bool
    opens: bool
    closes: bool


def _parts(quote: str) -> list[list[_QuotePart]]:
    """The parts of a quote; lists of parts that are near each other."""
    chains: list[list[_QuotePart]] = [[]]
    quote = clean(quote)
    start, before = 0, ""
    for found in [*_GAP.finditer(quote), None]:
        end, after = (found.start(), "far" if found["far"] else "near") if found else (len(quote), "")
        opens = before == "near" and quote[start : start + 1].isalnum()
        closes = after == "near" and quote[end - 1 : end].isalnum()
        words = quote[start:end].strip(_ENDS)
        folded = _folded(words)
        if folded.letters:
            chains[-1].append(_QuotePart(words, folded, before == "near", opens, closes))
        if found:
            start, before = found.end(), after
            if after == "far":
                chains.append([])
    return [chain for chain in chains if chain]


def first_words(quote: str, most: int) -> str:
    """The first words of a quote, as a browser searches them in a page: up to a gap.

    They end before a word with a quotation mark or apostrophe, because the page may have another kind of it; unless
    that is one of the first three words.
    """
    chains = _parts(quote)
    words = chains[0][0].words.split()[:most] if chains else []
    marked = [number for number, word in enumerate(words) if {*word} & {*_DOUBLE, *_SINGLE, '"', "'"}]
    return " ".join(words[: marked[0]] if marked and marked[0] > 2 else words).strip(_ENDS)


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
        for chain in _parts(quote):
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
        wanted = _TextWords(self._to_compare(words))
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
    def _folded(self) -> _Folded:
        return _folded(self._text)

    def _end_of(self, chain: list[_QuotePart], at: int) -> int | None:
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

    def _next(self, part: _QuotePart, at: int, limit: int | None = None) -> int | None:
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

    def _is_whole(self, part: _QuotePart, start: int) -> bool:
        """Whether the letters of a part, found at ``start``, are whole words with the same hyphens."""
        end = start + len(part.folded.letters)
        if not (part.opens or self._is_boundary(start)) or not (part.closes or self._is_boundary(end)):
            return False
        given, possible = part.folded.marks_between(0, len(part.folded.letters))
        counting, there = self._folded.marks_between(start, end)
        return given <= there and counting <= possible

    def _is_boundary(self, place: int) -> bool:
        letters = self._folded.letters
        if place in (0, len(letters)) or self._folded.has_dash(place):
            return True
        before, after = letters[place - 1], letters[place]
        if re.match(_UNSPACED, before) or re.match(_UNSPACED, after):
            return True
        return not (_is_in_word(before) and (_is_in_word(after) or after == "'"))

    # The nearest passage

    @cached_property
    def _words(self) -> _TextWords:
        """The words of the text; a word that was divided at the end of a line is one word."""
        return _TextWords(_AT_LINE_END.sub("", self._text))

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
        known = sorted({key for key in keys if key in self._places}, key=lambda key: len(self._places[key]))
        size = max(4, len(keys))
        votes: defaultdict[int, float] = defaultdict(float)
        for key in known[:_RAREST]:
            offset, places = keys.index(key), self._places[key]
            for start in {(place - offset) // size for place in places[:_COMMON]}:
                votes[start] += 1 / len(places)
        both = {start: vote + votes.get(start + 1, 0) for start, vote in votes.items()}
        likely = sorted(both, key=lambda start: (-both[start], start))[:_WINDOWS]
        return [(max(0, (start - 1) * size), (start + 3) * size) for start in likely]

    def _pieces(self, wanted: _TextWords, first: int, last: int) -> list[Piece]:
        pieces: list[Piece] = []
        matcher = SequenceMatcher(None, wanted.keys, self._words.keys[first:last], autojunk=False)
        for tag, i, j, k, m in matcher.get_opcodes():
            if i < j and tag != "equal":
                pieces.append(Piece("old", wanted.passage(i, j)))
            if k < m:
                text = self._words.passage(first + k, first + m, is_end=tag != "equal" or first + m == last)
                text = text.lstrip(_ENDS) if k == 0 else text
                text = text.rstrip(_ENDS) if first + m == last else text
                pieces.append(Piece("same" if tag == "equal" else "new", text))
        return pieces


def _is_in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _key(word: str) -> str:
    """What counts of a word when passages are compared; a mark by itself is its own key."""
    return _folded(word.strip(_ENDS)).letters or word
