"""Where folded words occur in a text: the ranges that the screen highlights."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from timeline_tui.text.text import fold, fold_spaced, may_compose


def matches(text: str, needles: Iterable[str]) -> list[tuple[int, int]]:
    """The ranges [start, end) of ``text`` where one of ``needles`` occurs, both folded; sorted and merged."""
    folded_needles = [needle for needle in map(fold, needles) if needle]
    folded = fold(text) if folded_needles else ""
    occurring = [needle for needle in folded_needles if needle in folded]
    if not occurring:
        return []
    starts: Sequence[int]
    ends: Sequence[int]
    if len(folded) == len(text) and all(map(_folds_to_one, set(text))):  # as nearly all texts: a tenth of the time
        starts, ends = range(len(text)), range(1, len(text) + 1)
    else:
        starts, ends = _origins(text)
    ranges = []
    for needle in occurring:
        at = folded.find(needle)
        while at >= 0:
            ranges.append((starts[at], ends[at + len(needle) - 1]))
            at = folded.find(needle, at + 1)
    return _merged(sorted(ranges))


def _origins(text: str) -> "tuple[array[int], array[int]]":
    """For each character of ``fold(text)``, the start and the end of the range of ``text`` that it comes from."""
    starts, ends = array("I"), array("I")
    gap: tuple[int, int] | None = None
    for start, end in _clusters(text):
        for c in fold_spaced(text[start:end]):
            if c.isspace():
                gap = start, end
                continue
            if gap and starts:
                starts.append(gap[0])
                ends.append(gap[1])
            starts.append(start)
            ends.append(end)
            gap = None
    return starts, ends


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of ``text`` that can be folded alone: a character and those after it that may compose with it."""
    start = 0
    for at in range(1, len(text)):
        if not may_compose(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


@lru_cache(maxsize=4096)
def _folds_to_one(c: str) -> bool:
    """Whether ``c`` becomes one character, which does not depend on the characters around it."""
    return c < "\x80" or (not may_compose(c) and len(fold_spaced(c)) == 1)


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
