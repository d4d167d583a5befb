"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple
from unicodedata import normalize

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Letters that count as words, because their scripts have no spaces: Thai to Lao, Burmese, Khmer, Japanese, Chinese."""
_WORD = re.compile(rf"(?:[{UNSPACED}]|[^\s{UNSPACED}]+)\s*")
_LONGEST = 2_000  # words that are compared in detail: SequenceMatcher takes 0.3 s for two texts of this length
_ISLAND = 4  # letters: a single equal word of this length between two changes is shown as changed, too


class Piece(NamedTuple):
    """A run of words. ``kind``: in both texts, only in the old one, or only in the new one."""

    kind: Literal["same", "old", "new"]
    text: str


def normalized(text: str) -> str:
    """``text`` in Unicode NFC with one space for each run of white space: texts that differ only there are equal."""
    return " ".join(normalize("NFC", text).split())


def word_changes(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in order.

    All "same" and "old" pieces together are the old text with even spaces and one at its end; likewise the new text.
    """
    before, after = (_WORD.findall(f"{normalized(text)} ".lstrip()) for text in (old, new))
    runs = _without_islands(list(_runs(before, after)))
    return tuple(Piece(kind, text) for run in runs for kind, text in zip(_KINDS, run, strict=True) if text)


_KINDS: tuple[Literal["same", "old", "new"], ...] = ("same", "old", "new")
_Run = tuple[str, str, str]
"""Equal words, then words of the old and of the new text in one place. Either the first is empty, or the others are."""


def _runs(before: list[str], after: list[str]) -> Iterator[_Run]:
    bare, other = [word.rstrip() for word in before], [word.rstrip() for word in after]
    if max(len(before), len(after)) > _LONGEST and bare != other:
        yield "", "".join(before), "".join(after)
        return
    for tag, i, j, k, m in SequenceMatcher(None, bare, other, autojunk=False).get_opcodes():
        old, new = "".join(before[i:j]), "".join(after[k:m])
        yield (min(old, new, key=len), "", "") if tag == "equal" else ("", old, new)


def _without_islands(runs: list[_Run]) -> list[_Run]:
    """The runs, where two changes around a single short word are one change."""
    joined: list[_Run] = []
    for same, old, new in runs:
        is_between = len(joined) > 1 and not same and _is_island(joined[-1][0])
        if is_between and not joined[-2][0]:
            island, _, _ = joined.pop()
            _, earlier_old, earlier_new = joined.pop()
            joined.append(("", earlier_old + island + old, earlier_new + island + new))
        else:
            joined.append((same, old, new))
    return joined


def _is_island(same: str) -> bool:
    return same.endswith(" ") and len(same) <= _ISLAND + 1 and " " not in same[:-1]


def marked(pieces: Iterable[Piece], around: int = 5) -> str:
    """The pieces on a line, as ``git diff --word-diff`` marks them: ``met [-on Friday-] {+in Rome+} to``.

    Of equal words, only ``around`` before and after a change are kept; "…" stands for the others.
    """
    shown = list(pieces)
    parts = []
    for number, (kind, text) in enumerate(shown):
        words = text.split()
        if kind == "same":
            parts.append(_context(words, around, is_first=not number, is_last=number == len(shown) - 1))
        else:
            opening, closing = ("[-", "-]") if kind == "old" else ("{+", "+}")
            parts.append(f"{opening}{text.strip()}{closing}")
    return " ".join(parts)


def _context(words: list[str], around: int, *, is_first: bool, is_last: bool) -> str:
    before = 0 if is_first else around
    after = 0 if is_last else around
    if len(words) <= before + after + 1:
        return " ".join(words)
    return " ".join([*words[:before], "…", *words[len(words) - after :]])
