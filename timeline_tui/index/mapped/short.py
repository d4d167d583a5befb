"""Answers to short needles, made ready: a letter is typed first, and stands in more words than a key has time for."""

from __future__ import annotations

from collections import defaultdict

from timeline_tui.index.vocabulary import Vocabulary

_LENGTHS = (1, 2, 3)  # characters of such a needle

_COSTLY = 100_000  # positions of words that take longer to unite than a key may take
_AS_BITS = 256  # a list of this part of all positions costs as much as the bits that such long ones are kept as
_FREQUENT = 1024  # a word in more than this part of all events is united as bits, a rarer one event by event


def ready_answers(vocabulary: Vocabulary, size: int) -> dict[str, int]:
    """The sets of events, of ``size`` in all, for needles that take long to answer."""
    postings = vocabulary.postings
    totals = [postings.total(number) for number in range(len(postings))]
    costs = [min(total, size // _AS_BITS + 1) for total in totals]
    needles: list[str] = []
    parts: defaultdict[int, list[int]] = defaultdict(list)  # the numbers of the needles that are parts of a word
    for needle, numbers in _holders(vocabulary).items():
        if sum(map(costs.__getitem__, numbers)) >= _COSTLY:
            for number in numbers:
                parts[number].append(len(needles))
            needles.append(needle)
    frequent = [number for number in parts if totals[number] * _FREQUENT > size]
    rows = [0] * size  # for each event, a bit for each needle
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


def _holders(vocabulary: Vocabulary) -> dict[str, list[int]]:
    """For each short needle the numbers of the words that it is a part of."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(vocabulary.text.split("\n")[1:-1]):
        for part in {word[at : at + length] for length in _LENGTHS for at in range(len(word) - length + 1)}:
            holders[part].append(number)
    return holders


def _columns(rows: list[int], count: int) -> list[int]:
    """For each of ``count`` bits the set of the rows that have it."""
    width = (count + 7) // 8
    octets = b"".join([row.to_bytes(width, "big") for row in reversed(rows)])
    columns = []
    for bit in range(count):
        digits = bytes(ord("0") + (octet >> bit % 8 & 1) for octet in range(256))
        columns.append(int(octets[width - 1 - bit // 8 :: width].translate(digits) or b"0", 2))
    return columns
