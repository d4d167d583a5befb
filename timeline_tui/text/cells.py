"""Measuring, wrapping and shortening text in the cells of a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate

# Latin letters, dashes, quotes and the like: one cell each. Then the same with Greek and Cyrillic letters, which takes
# 0.4 ms more to compile.
_LATIN = "[\x00-\u02ff\u2010-\u2027]*"
_NARROW = "[\x00-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027]*"
_compiled = cache(re.compile)  # compiled at the first use, because ASCII text does not need it

# A line may break between ideographs and kana, but not before closing or after opening punctuation.
_SCRIPT = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CLOSING = "、。，．・：；？！）］｝〉》」』】〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
_OPENING = "（［｛〈《「『【〔"
_BREAK = f"(?<=[{_SCRIPT}{_CLOSING}])(?![{_CLOSING}])(?=[{_SCRIPT}{_OPENING}])"


def width(s: str) -> int:
    """The number of terminal cells that ``s``, which must be clean, takes on one line."""
    return len(s) if _is_narrow(s) else sum(_advances(s))


def _is_narrow(s: str) -> bool:
    return s.isascii() or _compiled(_LATIN).fullmatch(s) is not None or _compiled(_NARROW).fullmatch(s) is not None


def _advances(s: str) -> Iterator[int]:
    """The number of cells that each character of ``s`` adds to the width, given the characters before it."""
    before, joined = 0, False
    for c in s:
        cells = _cells(c)
        if c == "\ufe0f":  # emoji form of the character before it, which is two cells wide
            cells = 1 if before == 1 else 0
            before += cells
        elif cells == 2 and before == 2 and (joined or "\U0001f3fb" <= c <= "\U0001f3ff"):
            cells = 0  # joined to the emoji before it, or its skin tone
        elif cells:
            before = cells
        joined = c == "\u200d"
        yield cells


@lru_cache(maxsize=4096)
def _cells(c: str) -> int:
    # 0.2 ms, and most commands need it for no text
    import unicodedata

    if unicodedata.category(c) in ("Mn", "Mc", "Me", "Cf") or "\u1160" <= c <= "\u11ff" or "\ud7b0" <= c <= "\ud7ff":
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def wrap(s: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """``s`` in lines of at most ``columns`` cells, broken at line breaks, between words and between ideographs.

    The first line starts with ``first``, the others with ``rest``; their width counts. A word that is longer than a
    line gets a line of its own and is not broken, so that an address stays whole. Runs of spaces become one.
    """
    lines: list[str] = []
    for paragraph in s.split("\n"):
        wrapped = _wrapped_narrow if _is_narrow(paragraph) else _wrapped
        lines += wrapped(paragraph, columns, rest if lines else first, rest)
    return lines


def wrap_in_full(s: str, columns: int, limit: int) -> list[str]:
    """The first ``limit`` lines of ``s``, which has no line breaks, and more if there is more.

    As `wrap`, but a word that is longer than a line fills the line before it, and is broken. Each line is a part of
    ``s``.
    """
    lines = wrap(s, columns)
    if not any(width(line) > columns for line in lines[: limit + 1]):
        return lines
    lines, rest = [], s
    while rest and len(lines) <= limit:
        line, *others = wrap(rest, columns)
        if width(line) > columns or (others and width(others[0]) > columns):
            line = _start(rest, columns)
        lines.append(line)
        rest = rest[len(line) :].lstrip(" ")
    return lines


def _start(s: str, columns: int) -> str:
    """The beginning of ``s`` that fits into ``columns`` cells, at least one character, without spaces at its end."""
    end = next((i for i, cells in enumerate(accumulate(_advances(s))) if cells > columns), len(s))
    return s[: max(end, 1)].rstrip(" ")


def _wrapped_narrow(paragraph: str, columns: int, first: str, rest: str) -> list[str]:
    """The lines of a paragraph in which each character takes one cell. Twice as fast as `_wrapped`."""
    text = paragraph.strip(" ")
    if "  " in text:
        text = " ".join(filter(None, text.split(" ")))
    if not text:
        return [first.rstrip()]
    lines = []
    start, line, room = 0, first, columns - width(first)
    while len(text) - start > room:
        end = text.rfind(" ", start, start + max(room, 0) + 1)
        if end < 0:
            end = text.find(" ", start)
        if end < 0:
            break
        lines.append(line + text[start:end])
        start, line, room = end + 1, rest, columns - width(rest)
    return [*lines, line + text[start:]]


def _wrapped(paragraph: str, columns: int, first: str, rest: str) -> Iterator[str]:
    """The lines of any paragraph."""
    line, used, room = first, 0, columns - width(first)
    for gap, piece, cells in _pieces(paragraph):
        if used and used + len(gap) + cells > room:
            yield line
            line, used, room = rest, 0, columns - width(rest)
        if used:
            line += gap
            used += len(gap)
        line += piece
        used += cells
    yield line if used else line.rstrip()


def _pieces(paragraph: str) -> Iterator[tuple[str, str, int]]:
    """The parts of a paragraph that must not be broken, as (space before the part, the part, its width)."""
    gap = ""
    for word in filter(None, paragraph.split(" ")):
        for piece in [word] if _is_narrow(word) else re.split(_BREAK, word):
            yield gap, piece, width(piece)
            gap = ""
        gap = " "


def shorten(s: str, columns: int) -> str:
    """``s`` if it fits into ``columns`` cells; else its beginning with "…" at the end."""
    if width(s) <= columns:
        return s
    if columns < 1:
        return ""
    end = next(i for i, cells in enumerate(accumulate(_advances(s))) if cells >= columns)
    return s[:end].rstrip(" \u200d") + "…"


def shorten_start(s: str, columns: int) -> str:
    """``s`` if it fits into ``columns`` cells; else "…" and the last whole words that fit."""
    if width(s) <= columns:
        return s
    start = len(s)
    while (space := s.rfind(" ", 0, start)) >= 0 and width(s[space:]) < columns:
        start = space
    return f"…{s[start:]}" if columns > 0 else ""
