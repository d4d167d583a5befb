"""Lines of a list made of pieces, each with a style: data fitted into cells, with what was searched for set off."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Span, Text

from timeline_tui.text.cells import shorten, width, wrap
from timeline_tui.text.text import matches

# A part of a line: the text, and the ink it has besides that of its item, or none.
Piece = tuple[str, str]

MATCH = "match"
DOT = " · "  # between parts


def wrapped(
    text: str, columns: int, limit: int, needles: Sequence[str] = (), style: str = "", hang: int = 0
) -> list[list[Piece]]:
    """``text`` on at most ``limit`` lines, the last one cut with "…" if there is more; from the second, indented.

    Words searched for are pieces in the ink MATCH. Line breaks are spaces here.
    """
    enough = columns * (limit + 2)  # texts can be very long
    shown = " ".join(text[:enough].split()) + "…" * (len(text) > enough)
    ranges = matches(shown, needles) if needles else []
    lines = wrap(shown, columns - hang)
    found, at = [], 0
    for number, line in enumerate(lines[:limit]):
        at = max(at, shown.find(line, at))
        rest = shown[at:] if number == limit - 1 and len(lines) > limit else line
        indent: list[Piece] = [(" " * hang, "")] if number and hang else []
        fitted = shorten(rest, columns - hang)
        found.append([*indent, *_set_off(fitted, [(start - at, end - at) for start, end in ranges], style)])
        at += len(line)
    return found


def fitted(text: str, columns: int, needles: Sequence[str] = (), style: str = "") -> list[Piece]:
    """``text`` on one line."""
    return wrapped(text, columns, 1, needles, style)[0]


def _set_off(text: str, ranges: Sequence[tuple[int, int]], style: str) -> list[Piece]:
    """A text cut at those of the ranges that lie in it."""
    pieces = []
    at = 0
    for start, end in ranges:
        start, end = max(start, at), min(end, len(text) - text.endswith("…"))
        if start < end:
            pieces += [(text[at:start], style), (text[start:end], MATCH)]
            at = end
    return [piece for piece in (*pieces, (text[at:], style)) if piece[0]]


def cells(pieces: Sequence[Piece]) -> int:
    """How many cells they take."""
    return sum(width(text) for text, _ in pieces)


def spread(left: Sequence[Piece], right: Sequence[Piece], columns: int) -> list[Piece]:
    """Pieces at both ends of a line; those at the right are left out where there is no room."""
    gap = columns - cells(left) - cells(right)
    return [*left, (" " * gap, ""), *right] if right and gap > 0 else [*left]


def packed(parts: Sequence[Sequence[Piece]], columns: int, style: str = "dim") -> list[list[Piece]]:
    """Parts on as few lines as they need in this order, with DOT between those on one line; none is broken."""
    lines: list[list[Piece]] = []
    for part in parts:
        if lines and cells(lines[-1]) + width(DOT) + cells(part) <= columns:
            lines[-1] += [(DOT, style), *part]
        else:
            lines.append([*part])
    return lines


def joined(pieces: Sequence[Piece]) -> Text:
    """A line of them."""
    spans = []
    at = 0
    for text, style in pieces:
        if style:
            spans.append(Span(at, at + len(text), style))
        at += len(text)
    return Text("".join(text for text, _ in pieces), spans=spans)
