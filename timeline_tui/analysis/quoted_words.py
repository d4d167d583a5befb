"""Prepares a quote and a text for comparison: their letters, their words, and the parts of the quote.

The comparison ignores white space, letter case, quotation marks, the kind of a dash, ligatures (Unicode's NFKC), soft
hyphens, and hyphens at the ends of lines. It finds every other difference, also in punctuation and accents.

An ellipsis in a quote (``…``, ``...``, ``[…]``) stands for any number of words. ``[words]`` in brackets stand for a few
words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from typing import NamedTuple

from timeline_tui.text.text import clean
from timeline_tui.text.word_changes import UNSPACED

_DOUBLE, _SINGLE = "“”„‟«»″＂〝〞〟「」『』", "‘’‚‛‹›`´＇ʼ"
_HYPHENS, _DASHES = "‐‑﹣－", "‒–—―−⸺⸻"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_DASHES, "–"),
        **dict.fromkeys("\u061c\u200c\u200d\u200e\u200f", ""),  # invisible: marks of direction, joiners
        **dict.fromkeys("•‣◦▪", ""),  # bullets of lists, which are not part of the text in HTML
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
ENDS = f" \t\r\n.,;:!?·\"'-–{_DOUBLE}{_SINGLE}{_HYPHENS}{_DASHES}"
# Dashes divide words, and so do hyphens between numbers: 10-14 June is 10–14 June.
_WORD = re.compile(rf"{_UNSPACED}|(?:(?!--|(?<=\d)-(?=\d))[^\s{UNSPACED}\u3000-\u303f{_DASHES}])+")


class FoldedText(NamedTuple):
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

    def is_boundary(self, place: int) -> bool:
        """Whether a word may begin or end at this offset."""
        if place in (0, len(self.letters)) or self.has_dash(place):
            return True
        before, after = self.letters[place - 1], self.letters[place]
        if re.match(_UNSPACED, before) or re.match(_UNSPACED, after):
            return True
        return not (_is_in_word(before) and (_is_in_word(after) or after == "'"))


class TextWords:
    """The words of a text, without dashes between them: the text, and where each begins and ends."""

    def __init__(self, text: str) -> None:
        self._text = clean(text)
        found = (word for word in _WORD.finditer(self._text) if word[0].strip(f"-{_HYPHENS}"))
        self._places = [word.span() for word in found]
        keys_of_words: dict[str, str] = {}
        words = (self._text[start:end] for start, end in self._places)
        self.keys = [keys_of_words.get(word) or keys_of_words.setdefault(word, _key(word)) for word in words]

    def passage(self, first: int, last: int, *, is_end: bool = True) -> str:
        """The words from ``first`` up to ``last``, as they are written; with the marks after them unless ``is_end``."""
        end = self._places[last - 1][1] if is_end or last == len(self._places) else self._places[last][0]
        text = " ".join(self._text[self._places[first][0] : end].split())
        return _BETWEEN_UNSPACED.sub("", text)


def folded_text(text: str) -> FoldedText:
    """The form of a text that is compared."""
    text = _FRENCH.sub("", clean(_AT_LINE_END.sub(_SOFT, text.replace(_SOFT, ""))))
    text = unicodedata.normalize("NFKC", text.translate(_PLAIN)).casefold()
    text = " ".join(_NO_APOSTROPHE.sub("", text).split())
    text = re.sub(" ?(?:--+|–) ?| - ?|- ", "–", text)
    text = _BETWEEN_UNSPACED.sub("", text)
    marks = [found.start() - number for number, found in enumerate(_MARK.finditer(text))]
    return FoldedText(_MARK.sub("", text), marks, "".join(_MARK.findall(text)))


class QuotePart(NamedTuple):
    """Words of a quote that must be together.

    ``opens`` and ``closes``: the first or last word may be the rest of a longer word, as in ``[T]he``.
    """

    words: str
    folded: FoldedText
    opens: bool
    closes: bool


def without_line_ends(text: str) -> str:
    """The text without hyphens at the ends of lines: a word that such a hyphen divides is one word again."""
    return _AT_LINE_END.sub("", text)


def parts_of(quote: str) -> list[list[QuotePart]]:
    """The parts of a quote; lists of parts that are near each other."""
    chains: list[list[QuotePart]] = [[]]
    quote = clean(quote)
    start, before = 0, ""
    for found in [*_GAP.finditer(quote), None]:
        end, after = (found.start(), "far" if found["far"] else "near") if found else (len(quote), "")
        opens = before == "near" and quote[start : start + 1].isalnum()
        closes = after == "near" and quote[end - 1 : end].isalnum()
        words = quote[start:end].strip(ENDS)
        folded = folded_text(words)
        if folded.letters:
            chains[-1].append(QuotePart(words, folded, opens, closes))
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
    chains = parts_of(quote)
    words = chains[0][0].words.split()[:most] if chains else []
    marked = [number for number, word in enumerate(words) if {*word} & {*_DOUBLE, *_SINGLE, '"', "'"}]
    return " ".join(words[: marked[0]] if marked and marked[0] > 2 else words).strip(ENDS)


def _is_in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _key(word: str) -> str:
    """What counts of a word when passages are compared; a mark by itself is its own key."""
    return folded_text(word.strip(ENDS)).letters or word
