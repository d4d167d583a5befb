"""Hints at what a misspelt word may mean: "did you mean …?"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from timeline_tui.text.text import fold

MOST_SLIPS = 3
MOST_LINES = 20_000  # lines whose length and letters are compared: 20 ms at most
MOST_COMPARED = 1_000  # lines that are compared letter by letter: 40 ms at most
_PUNCTUATION = ".,;:!?…()[]{}<>\"'*/-–—"  # characters around a word in running text


def did_you_mean(near: str | None, otherwise: str = "") -> str:
    """The hint "did you mean …?"; ``otherwise`` if no word is near.

    ``near`` is the result of `nearest` or `nearest_line`, or that word as the reader would type it.
    """
    return f"did you mean {near}?" if near else otherwise


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that ``word`` is probably a misspelling of; None if there is none.

    At most a third of its letters may differ: none in words of one letter, one in short words, `MOST_SLIPS` in long
    ones. Case, accents and
    kinds of quotes and dashes do not count. If several candidates are equally near, the first is returned.
    """
    folded = fold(word)
    slips = _allowed(folded)
    best = None
    for candidate in candidates:
        other = fold(candidate)
        if abs(len(other) - len(folded)) <= slips and (distance := _edit_distance(folded, other, slips)) <= slips:
            best, slips = candidate, distance - 1
    return best


def begun_or_nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The only candidate that begins with ``word``, else the `nearest` one. ``word`` is in lower case."""
    several = tuple(candidates)
    begun = [candidate for candidate in several if candidate.startswith(word)]
    return begun[0] if word and len(begun) == 1 else nearest(word, several)


def _allowed(word: str) -> int:
    return min(max(1, len(word) // 3), MOST_SLIPS) if len(word) > 1 else 0


def _edit_distance(a: str, b: str, most: int) -> int:
    """The fewest letters to leave out, add, replace, or swap with the next one, that turn ``a`` into ``b``.

    If more than ``most`` are needed, the result is some number above ``most``. Only letters at most ``most`` places
    apart are compared: among 1,500 ids of 60 letters that takes a tenth of the time.
    """
    beyond = most + 1
    last, row = [beyond] * (len(b) + 1), [min(j, beyond) for j in range(len(b) + 1)]
    for i, c in enumerate(a, 1):
        earlier, last, row = last, row, [beyond] * (len(b) + 1)
        row[0] = min(i, beyond)
        for j in range(max(1, i - most), min(len(b), i + most) + 1):
            d = b[j - 1]
            row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (c != d))
            if i > 1 and j > 1 and c == b[j - 2] and d == a[i - 2]:
                row[j] = min(row[j], earlier[j - 2] + 1)
        if min(row) > most and min(last) > most:  # a swap looks back two rows
            return beyond
    return row[-1]


def nearest_line(word: str, lines: str, *, strip: bool = False) -> str | None:
    """Like `nearest`, for very many candidates: the folded ``lines``, each with a line feed before it.

    ``word`` is folded. With ``strip``, punctuation around a line is ignored. The time is bounded, so among
    millions of lines one that differs in its first, middle and last letters may be missed.
    """
    if not word:
        return None
    return nearest(word, islice(_similar(word, lines, _PUNCTUATION if strip else ""), MOST_COMPARED))


def _similar(word: str, lines: str, stripped: str) -> Iterator[str]:
    """The distinct lines that share a part with ``word`` and have about the same length and letters."""
    slips = _allowed(word)
    letters = set(word)
    seen: set[str] = set()
    for line in islice(_sharing(_parts(word, slips + 1), lines), MOST_LINES):
        bare = line.strip(stripped) if stripped else line
        if abs(len(bare) - len(word)) <= slips and len(letters ^ set(bare)) <= 2 * slips and bare not in seen:
            seen.add(bare)
            yield bare


def _parts(word: str, count: int) -> list[str]:
    """``word`` cut into ``count`` parts of about the same length. ``count - 1`` slips leave one of them unchanged."""
    count = min(count, len(word))
    ends = [len(word) * n // count for n in range(count + 1)]
    return [word[start:end] for start, end in pairwise(ends)]


def _sharing(parts: list[str], lines: str) -> Iterator[str]:
    """Lines that begin with the first of ``parts``, then lines that end with the last, then lines with any part.

    A line comes once for each part that it has.
    """
    for needle in (f"\n{parts[0]}", f"{parts[-1]}\n", *parts[1:-1]):
        at = lines.find(needle)
        while at >= 0:
            start = lines.rfind("\n", 0, at + 1) + 1
            end = lines.find("\n", start)
            end = len(lines) if end < 0 else end
            yield lines[start:end]
            at = lines.find(needle, max(end, at + 1))
