"""Precomputed answers to needles of one to three letters that occur in very many words.

These needles are the first letters that a reader types. With 100,000 events a single letter takes 106 ms without a
precomputed answer and 0.02 ms with one; computing all of them takes 0.4 s.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from operator import concat

from timeline_tui.index.item_sets import packed
from timeline_tui.index.vocabulary import Vocabulary

_COSTLY = 100_000  # positions: the union of word sets with more of them is precomputed
_ROWS = 1 << 17  # events that are added at once; all of a million at once take more memory
_AS_BITS = 256  # longer lists are kept as bits, which cost as much as a list of size / _AS_BITS positions
_FREQUENT = 1024  # a word in more than size / _FREQUENT events is added as bits, a rarer one event by event


def ready_answers(vocabulary: Vocabulary, size: int) -> dict[str, int]:
    """The needles that take long to answer, each with its set of events, out of ``size`` events."""
    postings = vocabulary.postings
    totals = [postings.total(number) for number in range(len(postings))]
    words = vocabulary.words.text.split("\n")[1:-1]
    needles = _costly(words, [min(total, size // _AS_BITS + 1) for total in totals])
    if not needles:
        return {}
    bit_of = {needle: 1 << number for number, needle in enumerate(needles)}
    rare: list[tuple[int, Sequence[int]]] = []  # the needles of a word as bits, and its events
    frequent: list[tuple[int, set[str]]] = []  # words, and their needles
    for number, word in enumerate(words):
        found = _parts(word) & bit_of.keys()
        if found and totals[number] * _FREQUENT > size:
            frequent.append((number, found))
        elif found:
            rare.append((sum(map(bit_of.__getitem__, found)), postings.positions(number)))
    answers = dict(zip(needles, _united(rare, len(needles), size), strict=True))
    for number, found in frequent:
        bits = postings.bits([number])
        for needle in found.difference(*map(_shorter, found)):  # the other ones get the bits from these
            answers[needle] |= bits
    for needle in sorted(answers, key=len, reverse=True):
        for part in _shorter(needle):
            answers[part] |= answers[needle]
    return answers


def _united(words: Sequence[tuple[int, Sequence[int]]], count: int, size: int) -> list[int]:
    """For each of ``count`` needles, the events of its words. Each word has its needles as bits, and its events."""
    found = [0] * count
    for start in range(0, size, _ROWS):
        rows = [0] * min(_ROWS, size - start)  # for each event a set of needles
        for needles, positions in words:
            for position in positions[bisect_left(positions, start) : bisect_left(positions, start + _ROWS)]:
                rows[position - start] |= needles
        found = [bits | column << start for bits, column in zip(found, _columns(rows, count), strict=True)]
    return found


def _costly(words: Sequence[str], costs: Sequence[int]) -> list[str]:
    """The short needles whose words cost so much together that the answer is precomputed."""
    total: defaultdict[str, int] = defaultdict(int)
    for word, cost in zip(words, costs, strict=True):
        for part in _parts(word):
            total[part] += cost
    return [needle for needle, cost in total.items() if cost >= _COSTLY]


def _parts(word: str) -> set[str]:
    """The short needles that a word contains: one to three characters."""
    pairs = [*map(concat, word, word[1:])]  # slices take twice the time
    return {*word, *pairs, *map(concat, pairs, word[2:])}


def _shorter(needle: str) -> set[str]:
    """The needles that a needle contains and that are a character shorter. If it is costly, they are, too."""
    return {needle[:-1], needle[1:]} - {""}


def _columns(rows: list[int], count: int) -> list[int]:
    """Transpose: for each of ``count`` bits the set of the rows that have it."""
    width = (count + 7) // 8
    octets = b"".join([row.to_bytes(width, "little") for row in rows])
    bits = [bytes(octet >> bit & 1 for octet in range(256)) for bit in range(8)]
    bytes_of_rows = [octets[at::width] for at in range(width)]
    return [packed(bytes_of_rows[bit // 8].translate(bits[bit % 8])) for bit in range(count)]
