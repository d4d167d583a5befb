"""Which events hold a word: every word once, folded, with the positions of the events that it stands in."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from timeline_tui.index.bits import ListPostings, Postings
from timeline_tui.text.spelling import nearest_line
from timeline_tui.text.text import fold


class Vocabulary:
    """The words of events; a word is what stands between white space.

    All of them stand in one ``text``, folded, a line each, with an empty line at either end: so looking for a part of a
    word is one pass of ``str.find``. ``starts`` says where each begins, and would begin after the last; ``postings``
    which events it stands in: only their union counts, so that a position may come twice.
    """

    def __init__(
        self, text: str, starts: Sequence[int], postings: Postings, ready: Callable[[str], int | None] | None = None
    ) -> None:
        """``ready`` has the answers to some needles that are parts of very many words."""
        self.text = text
        self.starts = starts
        self.postings = postings
        self._ready = ready or (lambda _: None)

    @classmethod
    def from_words(cls, postings: Mapping[str, array[int]], size: int) -> Vocabulary:
        """The vocabulary of words as they are written, each with the positions of its events, in any order.

        Words are folded here, each once: that is much less than folding the texts.
        """
        folded: dict[str, list[array[int]]] = {}
        for word, positions in postings.items():
            for part in fold(word).split():
                folded.setdefault(part, []).append(positions)
        starts = array("I", accumulate((len(word) + 1 for word in folded), initial=1))
        lists = [found[0] if len(found) == 1 else _joined(found) for found in folded.values()]
        return cls("\n".join(("", *folded, "")), starts, ListPostings(lists, size))

    def word(self, needle: str, prefix: bool = False) -> int:
        """The events with a word that contains the folded ``needle``; with ``prefix``, at the beginning of a word."""
        ready = None if prefix else self._ready(needle)
        return self._union(self._containing(needle, prefix)) if ready is None else ready

    def phrase(self, needle: str) -> int:
        """The events that may hold the folded phrase: its first word ends one, its last begins one, the rest are whole.

        Whether the words follow each other, the postings do not say.
        """
        first, *middle, last = needle.split(" ")
        bits = self._union(self._containing(first + "\n")) & self._union(self._containing("\n" + last))
        for word in middle:
            bits &= self._union(self._containing(f"\n{word}\n"))
        return bits

    def nearest(self, needle: str) -> str | None:
        """The folded ``needle`` with each word that is in no event replaced by the nearest that is; None: none is."""
        found = [word if self.has(word) else nearest_line(word, self.text, strip=True) for word in needle.split()]
        known = [word for word in found if word]
        return " ".join(known) if known and len(known) == len(found) else None

    def has(self, needle: str) -> bool:
        """Whether a word contains the folded ``needle``."""
        return needle in self.text

    def _containing(self, needle: str, prefix: bool = False) -> Iterator[int]:
        """The numbers of the words that contain ``needle``, in which a line break is an end of the word."""
        text, starts = self.text, self.starts
        count = len(self.postings)
        at = text.find(needle)
        while at >= 0:
            number = bisect_right(starts, at + needle.startswith("\n")) - 1
            if number == count:
                return
            if prefix and text[at - 1].isalnum():
                at = text.find(needle, at + 1)
                continue
            yield number
            at = text.find(needle, starts[number + 1] - 1)

    def _union(self, numbers: Iterable[int]) -> int:
        return self.postings.bits(numbers)


def _joined(lists: list[array[int]]) -> array[int]:
    joined = array("I")
    for positions in lists:
        joined.extend(positions)
    return joined


class Words:
    """Collects the words of events."""

    def __init__(self) -> None:
        self._postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def read(self, texts: Iterable[Iterable[str]]) -> None:
        """Take in the texts of each event, by position."""
        postings = self._postings
        for position, passages in enumerate(texts):
            for word in set("\n".join(passages).lower().split()):  # they fold alike, and are fewer
                postings[word].append(position)

    def add(self, text: str, positions: Sequence[int]) -> None:
        """Take in a text that the events at ``positions`` share."""
        for word in text.split():
            self._postings[word].extend(positions)

    def vocabulary(self, size: int) -> Vocabulary:
        """What was taken in, of ``size`` events."""
        return Vocabulary.from_words(self._postings, size)
