"""The rows of the timeline on a plain screen: words in place of marks, and nothing beside the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from timeline_tui.model.timeline import Event
from timeline_tui.text.text import plural, series
from timeline_tui.ui.lists.pieces import Piece, fitted, joined, packed, wrapped
from timeline_tui.ui.lists.rows import TITLE_LINES, RowContext, passage_line

if TYPE_CHECKING:
    from timeline_tui.analysis.why_matched import Passage

META_LINES = 3


def plain_row(
    event: Event,
    columns: int,
    needles: Sequence[str],
    context: RowContext,
    passage: Passage | None = None,
    *,
    flat: bool = False,
    lane: str = "",
) -> list[Text]:
    """The title; below it the rest of the date, the countries, and what `rows` says with marks; then the passage.

    ``flat``: one line. ``lane`` is the compared value that it has, or "together"; it comes first.
    """
    room = max(1, columns - 1)
    if flat:
        words = (*filter(None, (lane,)), *_words(event, context))
        lines = [fitted(", ".join((event.title, *words)), room, needles)]
    else:
        words = (*filter(None, (lane,)), *_meta(event), *_words(event, context))
        parts: list[list[Piece]] = [fitted(part, room, (), "dim") for part in words]
        lines = [*wrapped(event.title, room, TITLE_LINES, needles), *packed(parts, room)[:META_LINES]]
        lines += [passage_line(passage, room, needles)] if passage else []
    return [joined([(" ", ""), *line]) for line in lines]


def _meta(event: Event) -> Iterator[str]:
    when = event.date
    if when.row_note:
        yield when.row_note.replace("→", "to")
    if event.countries:
        yield series(event.countries)


def _words(event: Event, context: RowContext) -> Iterator[str]:
    when, (star, change, movable, origins, _) = event.date, context
    quotes, sources = len(event.quotes), len(event.documents)
    if change:
        yield change
    if star:
        yield "starred" if star == "★" else "starred quote or source"
    if event.disputed:
        yield "disputed"
    if when.approximate:
        yield "approximate date"
    if when.uncertain:
        yield "uncertain date"
    if movable:
        yield "place in the list uncertain"
    if quotes:
        yield plural(quotes, "quote")
    support = plural(sources, "source") if sources else "no source"
    yield f"{support}, {plural(origins, 'origin')}" if origins else support
