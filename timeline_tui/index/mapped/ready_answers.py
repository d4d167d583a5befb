"""Precomputed answers to needles of one to three letters that occur in very many words.

These needles are the first letters that a reader types. With 100,000 events a single letter takes 106 ms without a
precomputed answer and 0.02 ms with one; computing all of them takes 0.4 s.
"""

from __future__ import annotations

from collections import defaultdict

from timeline_tui.index.vocabulary import Vocabulary

_LENGTHS = (1, 2, 3)  # characters of a needle

_COSTLY = 100_000  # positions: the union of word sets with more of them is precomputed
_AS_BITS = 256  # longer lists are kept as bits, whose cost is that of a list of size / _AS_BITS positions
_FREQUENT = 1024  # a word in more than size / _FREQUENT events is added as bits, a rarer one event by event


def ready_answers(vocabulary: Vocabulary, size: int) -> dict[str, int]:
    """The needles that take long to answer, each with its set of events, out of ``size`` events."""
    postings = vocabulary.postings
    totals = [postings.total(number) for number in range(len(postings))]
    costs = [min(total, size // _AS_BITS + 1) for total in totals]
    needles: list[str] = []
    parts: defaultdict[int, list[int]] = defaultdict(list)  # for each word the needles that it contains
    for needle, numbers in _words_with(vocabulary).items():
        if sum(map(costs.__getitem__, numbers)) >= _COSTLY:
            for number in numbers:
                parts[number].append(len(needles))
            needles.append(needle)
    frequent = [number for number in parts if totals[number] * _FREQUENT > size]
    rows = [0] * size  # for each event a set of needles
    for number in parts.keys() - frequent:
        mask = sum(1 << part for part in parts[number])
        for position in postings.positions(number):
            rows[position] |= mask
    answers = _columns(rows, len(needles))
    for number in frequent:
        bits = postings.bits([number])
        for part in parts[number]:
            answers[part] |= bits
    return dict(zip(needles, answers, strict=True))


def _words_with(vocabulary: Vocabulary) -> dict[str, list[int]]:
    """For each short needle the numbers of the words that contain it."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(vocabulary.words.text.split("\n")[1:-1]):
        for part in {word[at : at + length] for length in _LENGTHS for at in range(len(word) - length + 1)}:
            numbers[part].append(number)
    return numbers


def _columns(rows: list[int], count: int) -> list[int]:
    """Transpose: for each of ``count`` bits the set of the rows that have it."""
    width = (count + 7) // 8
    octets = b"".join([row.to_bytes(width, "big") for row in reversed(rows)])
    columns = []
    for bit in range(count):
        digits = bytes(ord("0") + (octet >> bit % 8 & 1) for octet in range(256))
        columns.append(int(octets[width - 1 - bit // 8 :: width].translate(digits) or b"0", 2))
    return columns
