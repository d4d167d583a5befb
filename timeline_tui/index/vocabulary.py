"""Which events contain a word: every word once, folded, with the positions of its events."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from timeline_tui.index.bits import ListPostings, Postings
from timeline_tui.index.lines import Lines
from timeline_tui.text.spelling import nearest_line
from timeline_tui.text.text import fold

_MANY = 100  # words; the union of the events of fewer takes less than a millisecond


class Vocabulary:
    """The words of events. A word is any text between white space.

    ``words`` are all words, ``postings`` the events of each. Only unions of these are used, so a position may be in a
    list twice.
    """

    def __init__(
        self, words: Lines, postings: Postings, precomputed: Callable[[str], int | None] = lambda _: None
    ) -> None:
        """``precomputed`` returns the known answer for a needle that is part of very many words; else None."""
        self.words = words
        self.postings = postings
        self._precomputed = precomputed
        self._last = "", 0  # the last needle, and its events

    @classmethod
    def from_words(cls, postings: Mapping[str, array[int]], size: int) -> Vocabulary:
        """The vocabulary of words as written, each with the positions of its events in any order, below ``size``.

        Each word is folded once, which is much less work than folding the texts.
        """
        folded: dict[str, list[array[int]]] = {}
        for word, positions in postings.items():
            for part in fold(word).split():
                folded.setdefault(part, []).append(positions)
        lists = [found[0] if len(found) == 1 else _joined(found) for found in folded.values()]
        return cls(Lines.from_lines(folded), ListPostings(lists, size))

    def word(self, needle: str, prefix: bool = False) -> int:
        """The events with a word that contains the folded ``needle``; with ``prefix``, at the beginning of a word."""
        if prefix:
            return self.postings.bits(self.words.containing(needle, at_word=True))
        bits = self._precomputed(needle)
        if bits is None:
            last, bits_of_last = self._last  # read once, because another thread may search, too
            numbers = [*self.words.containing(needle)]
            is_same = len(numbers) >= _MANY and self._have_same_words(last, needle)
            bits = bits_of_last if is_same else self.postings.bits(numbers)
        self._last = needle, bits
        return bits

    def _have_same_words(self, last: str, needle: str) -> bool:
        """Whether the words with ``needle`` are those with a part of it, as often after one more letter of a word.

        They are if the part occurs as often as the needle, and so nowhere else. In 1,266 words of a million events, the
        comparison takes 2 ms, the union 13.
        """
        text = self.words.text
        return bool(last) and last in needle and text.count(last) == text.count(needle)

    def phrase(self, needle: str) -> int:
        """The events that may contain the folded phrase ``needle``; its words need not follow each other there.

        The first word of the phrase is the end of a word, the last one the beginning, and those between are whole.
        """
        first, *middle, last = needle.split(" ")
        bits = self.postings.bits(self.words.containing(first + "\n"))
        for part in (*(f"\n{word}\n" for word in middle), "\n" + last):
            bits &= self.postings.bits(self.words.containing(part))
        return bits

    def nearest(self, needle: str) -> str | None:
        """``needle``, folded, with each unknown word replaced by the nearest known one; None if a word has none."""
        found = [
            word if self.has_word(word) else nearest_line(word, self.words.text, strip=True) for word in needle.split()
        ]
        known = [word for word in found if word]
        return " ".join(known) if known and len(known) == len(found) else None

    def has_word(self, needle: str) -> bool:
        """Whether a word contains the folded ``needle``."""
        return needle in self.words.text


def _joined(lists: list[array[int]]) -> array[int]:
    joined = array("I")
    for positions in lists:
        joined.extend(positions)
    return joined


class WordCollector:
    """Collects the words of events for a `Vocabulary`."""

    def __init__(self) -> None:
        self._postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def read(self, texts: Iterable[Iterable[str]]) -> None:
        """Add the texts of each event, in order of positions."""
        postings = self._postings
        for position, passages in enumerate(texts):
            # Lower case folds to the same words, and there are fewer of them.
            for word in set("\n".join(passages).lower().split()):
                postings[word].append(position)

    def add(self, text: str, positions: Sequence[int]) -> None:
        """Add a text that the events at ``positions`` share."""
        for word in text.split():
            self._postings[word].extend(positions)

    def vocabulary(self, size: int) -> Vocabulary:
        """The vocabulary of the words so far; ``size`` is the number of events."""
        return Vocabulary.from_words(self._postings, size)
