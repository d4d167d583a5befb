"""The lines of the list of sources: a source with its use, and the events to check above the sources."""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.index.source_use import SourceUse
from timeline_tui.model.timeline import STANCES, Source
from timeline_tui.text.cells import shorten, width
from timeline_tui.text.text import plural
from timeline_tui.ui.detail.card import SIGNS
from timeline_tui.ui.lists.pieces import DOT, Piece, cells, fitted, packed, spread, wrapped

TITLE_LINES = 2
WORDY = 24  # cells from which stances are in words, on two lines if need be, so that all rows look the same
INDENT = 2  # cells before each line except the lines of the title

CHECK_WORDS = {
    "unsourced": "without a source",
    "single-source": "with a single source",
    "single-origin": "with a single origin",
    "disputed": "disputed",
}
"""The states of events to check, each in words."""
_CHECK_SIGNS = {"unsourced": "§0", "single-source": "§1", "single-origin": "/1", "disputed": "≠"}


def check_line(state: str, events: int, columns: int, *, is_plain: bool) -> list[Piece]:
    """Events to check: a sign, words and the number of events. The line for events without a source is highlighted.

    ``is_plain``: without the sign.
    """
    style = "disputes" if state == "disputed" else "weak"
    emphasis = style if state == "unsourced" else ""
    number = f"{events:,}"
    room = columns - 4 - width(number)
    sign: list[Piece] = [] if is_plain else [(f"{_CHECK_SIGNS[state]:<3}", style)]
    words = fitted(CHECK_WORDS[state], max(1, room), (), emphasis)
    return spread([*sign, *words], [(number, "")], columns)


def source_lines(
    use: SourceUse, columns: int, needles: Sequence[str], star: str, *, is_flat: bool, is_plain: bool, so_far: str
) -> list[list[Piece]]:
    """A source: title and number of events in view, imprint and address, stances.

    ``star`` is the sign of its star or the word for it; "" without one. ``is_flat``: the title on one line, and nothing
    else. ``is_plain``: without the signs of stances. ``so_far`` is `Slice.so_far`.
    """
    count: list[Piece] = [(star, "star")] if star else []
    count += [(f"{' ' if star else ''}{use.events:,}", "")] if use.events else []
    style = "" if use.events else "dim"
    limit = 1 if is_flat else TITLE_LINES
    title = wrapped(use.source.label, max(1, columns - cells(count) - 2), limit, needles, style)
    lines = [spread(title[0], count, columns), *title[1:]]
    if is_flat:
        return lines
    inner = max(1, columns - INDENT)
    stances = _stances(use, inner, so_far)
    if is_plain:
        stances = [*map(_without_signs, stances)]
    stances[-1] = spread(stances[-1], _total(use), inner)
    return [*lines, *([(" " * INDENT, ""), *line] for line in (*_imprint(use.source, inner, needles), *stances))]


def _imprint(source: Source, columns: int, needles: Sequence[str]) -> list[list[Piece]]:
    """Publisher, kind and date; then the address, shortened to fit, on a line of its own if its host needs one."""
    issued = filter(None, (source.publisher, source.kind, source.date.label if source.date else ""))
    lines = packed([fitted(part, columns, needles, "dim") for part in issued], columns)
    address = source.url.partition("://")[2].rstrip("/") or source.url
    if not address or source.label == source.url:
        return lines
    room = columns - cells(lines[-1]) - width(DOT) if lines else 0
    if room > width(address.partition("/")[0]) + 1:
        return [*lines[:-1], [*lines[-1], (DOT, "dim"), (shorten(address, room), "dim")]]
    return [*lines, [(shorten(address, columns), "dim")]]


def _total(use: SourceUse) -> list[Piece]:
    """How many events cite the source in all, if they are not all in view."""
    return [(f"of {use.total:,}", "dim")] if 0 < use.events < use.total else []


def _stances(use: SourceUse, columns: int, so_far: str) -> list[list[Piece]]:
    """How many events in view the source reports, confirms and disputes, and its quotes; without words if narrow."""
    if use.where_used == "nowhere":
        return [[(f"∅ no event cites it{so_far}", "weak")]]
    if use.where_used == "elsewhere":
        return [fitted(f"{plural(use.total, 'event')} outside this view{so_far}", columns, (), "dim")]
    wordy = columns >= WORDY
    parts: list[list[Piece]] = [
        [(f"{SIGNS[stance]} {f'{stance} ' * wordy}{number:,}", "dim" if stance == "reports" else stance)]
        for stance, number in zip(STANCES, (use.reports, use.confirms, use.disputes), strict=True)
        if number
    ]
    if use.quotes:
        parts.append([(f"❝ {plural(use.quotes, 'quote') if wordy else f'{use.quotes:,}'}", "dim")])
    return packed(parts, columns, "  ") or [[]]


def _without_signs(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the signs at their beginnings."""
    signs = (*SIGNS.values(), "∅", "❝")
    return [(text[2:] if text.startswith(signs) else text, style) for text, style in pieces]
