"""Lines made of styled pieces: data fitted into a number of cells, with the words of the query highlighted."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Span, Text

from timeline_tui.text.cells import shorten, width, wrap_in_full
from timeline_tui.text.matches import matches

# A part of a line: its text, and the name of its style, "" for the style of the item.
Piece = tuple[str, str]

MATCH = "match"
DOT = " · "  # between parts


def wrapped(
    text: str, columns: int, limit: int, needles: Sequence[str] = (), style: str = "", hang: int = 0
) -> list[list[Piece]]:
    """``text`` on at most ``limit`` lines; the last one ends with "…" if there is more. Long words are broken.

    Lines after the first are indented by ``hang`` cells. Words of ``needles`` have the style MATCH. Line breaks in
    ``text`` become spaces.
    """
    enough = columns * (limit + 2)  # only these characters are wrapped: a text can be very long
    shown = " ".join(text[:enough].split()) + "…" * (len(text) > enough)
    ranges = matches(shown, needles) if needles else []
    lines = wrap_in_full(shown, columns - hang, limit)
    wrapped_lines, offset = [], 0
    for number, line in enumerate(lines[:limit]):
        offset = max(offset, shown.find(line, offset))
        rest = shown[offset:] if number == limit - 1 and len(lines) > limit else line
        indent: list[Piece] = [(" " * hang, "")] if number and hang else []
        fitted = shorten(rest, columns - hang)
        wrapped_lines.append(
            [*indent, *_highlighted(fitted, [(start - offset, end - offset) for start, end in ranges], style)]
        )
        offset += len(line)
    return wrapped_lines


def fitted(text: str, columns: int, needles: Sequence[str] = (), style: str = "") -> list[Piece]:
    """``text`` on one line."""
    return wrapped(text, columns, 1, needles, style)[0]


def _highlighted(text: str, ranges: Sequence[tuple[int, int]], style: str) -> list[Piece]:
    """A text as pieces: the parts of ``ranges`` that lie in it have the style MATCH, the others ``style``."""
    pieces = []
    done = 0
    for start, end in ranges:
        start, end = max(start, done), min(end, len(text) - text.endswith("…"))
        if start < end:
            pieces += [(text[done:start], style), (text[start:end], MATCH)]
            done = end
    return [piece for piece in (*pieces, (text[done:], style)) if piece[0]]


def cells(pieces: Sequence[Piece]) -> int:
    """The number of cells that the pieces take."""
    return sum(width(text) for text, _ in pieces)


def spread(left: Sequence[Piece], right: Sequence[Piece], columns: int) -> list[Piece]:
    """Pieces at both ends of a line; without those at the right if there is no room for them."""
    gap = columns - cells(left) - cells(right)
    return [*left, (" " * gap, ""), *right] if right and gap > 0 else [*left]


def packed(parts: Sequence[Sequence[Piece]], columns: int, between: str = DOT) -> list[list[Piece]]:
    """Parts in this order on as few lines as possible, with ``between`` parts on one line; no part is broken."""
    lines: list[list[Piece]] = []
    for part in parts:
        if lines and cells(lines[-1]) + width(between) + cells(part) <= columns:
            lines[-1] += [(between, "dim"), *part]
        else:
            lines.append([*part])
    return lines


def joined(pieces: Sequence[Piece]) -> Text:
    """The pieces as one line."""
    spans = []
    start = 0
    for text, style in pieces:
        if style:
            spans.append(Span(start, start + len(text), style))
        start += len(text)
    return Text("".join(text for text, _ in pieces), spans=spans)
