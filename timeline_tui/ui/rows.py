"""An event as the lines of a row in the timeline, and a day as the heading above its rows. No screen is needed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Span, Text

from timeline_tui.cells import shorten, width, wrap
from timeline_tui.dates import When
from timeline_tui.model import Event
from timeline_tui.text import matches, plural

NARROW = 40  # cells below which a row keeps only what tells most
TITLE_LINES = 2
MARGIN = 3  # cells of a row that its text does not get: the rail and a space before it, a space after it

STYLES = ("dot", "heading", "match", "meta", "note", "rail", "rule", "single", "star", "warning")

# A piece of a line: the text, and the style it has besides that of the row, one of STYLES or none.
Piece = tuple[str, str]


def component(style: str) -> str:
    """The component class of a style."""
    return f"timeline-list--{style}"


def row_lines(
    event: Event, columns: int, needles: Sequence[str] = (), starred: bool = False, sourced: bool = False
) -> list[Text]:
    """The title on up to two lines; below it what the row adds to its day, its countries, and its marks.

    ``sourced``: whether events have sources as a rule, so that none is worth a mark.
    """
    room = max(1, columns - MARGIN)
    lines = _title(event.title, room, TITLE_LINES, needles)
    marks = _marks(event, starred, sourced, columns >= NARROW)
    meta = _meta(event, room - _cells(marks) - 1, columns >= NARROW)
    if meta or marks:
        lines.append(_spread(meta, marks, room))
    return _railed(lines, event.date)


def flat_row(
    event: Event, columns: int, needles: Sequence[str] = (), starred: bool = False, sourced: bool = False
) -> list[Text]:
    """Title and marks on one line."""
    room = max(1, columns - MARGIN)
    marks = _marks(event, starred, sourced, columns >= NARROW)
    title = _title(event.title, max(1, room - _cells(marks) - bool(marks)), 1, needles)
    return _railed([_spread(title[0], marks, room)], event.date)


def heading_line(when: When, events: int, columns: int) -> Text:
    """The day, a rule, and how many events stand under it if there are several."""
    roomy = columns >= NARROW
    day = shorten(when.heading if roomy else when.heading.removeprefix(when.weekday).strip(), columns - 1)
    count = "" if events == 1 else plural(events, "event") if roomy else f"{events:,}"
    rule = "─" * (columns - width(day) - width(count) - 2 - bool(count))
    if not rule:
        return _line([(day, "heading")])
    return _line([(day, "heading"), (f" {rule} ", "rule"), (count, "meta")])


def _railed(lines: list[list[Piece]], when: When) -> list[Text]:
    """The rail along the lines of an event: a full dot for a date that the file is sure of."""
    dot = "○" if when.approximate or when.uncertain or when.start is None else "●"
    return [_line([("│ ", "rail") if n else (f"{dot} ", "dot"), *line]) for n, line in enumerate(lines)]


def _title(title: str, columns: int, limit: int, needles: Sequence[str]) -> list[list[Piece]]:
    """A title on at most ``limit`` lines, with what was searched for set off."""
    shown = title[: columns * (limit + 2)]  # enough for as many lines and one more: titles can be very long
    found = matches(shown, needles) if needles else []
    wrapped = wrap(shown, columns)
    lines = []
    at = 0
    for n, line in enumerate(wrapped[:limit]):
        at = max(at, shown.find(line, at))
        rest = shown[at:] if n == limit - 1 and len(wrapped) > limit else line
        lines.append(_set_off(shorten(rest, columns), [(start - at, end - at) for start, end in found]))
        at += len(line)
    return lines


def _set_off(text: str, ranges: Sequence[tuple[int, int]]) -> list[Piece]:
    """A text cut at those of the ranges that lie in it, which are marked as found."""
    pieces = []
    at = 0
    for start, end in ranges:
        start, end = max(start, at), min(end, len(text) - text.endswith("…"))
        if start < end:
            pieces += [(text[at:start], ""), (text[start:end], "match")]
            at = end
    return [*pieces, (text[at:], "")]


def _meta(event: Event, columns: int, roomy: bool) -> list[Piece]:
    """What a row adds to its heading, then the countries, as many as fit."""
    when = event.date
    doubt = " ".join(["possibly"] * when.uncertain + ["about"] * when.approximate) if roomy else ""
    note = shorten(" · ".join(filter(None, (doubt, when.row_note))), columns)
    countries = _fitted(event.countries, columns - width(note) - (3 if note else 0))
    pieces = [(note, "note"), (" · " if note and countries else "", "meta"), (countries, "meta")]
    return [piece for piece in pieces if piece[0]]


def _fitted(names: Sequence[str], columns: int) -> str:
    """The names that fit, and how many more there are: "Italy, United States +6"."""
    for shown in range(len(names), 0, -1):
        more = f" +{len(names) - shown}" if shown < len(names) else ""
        line = ", ".join(names[:shown]) + more
        if width(line) <= columns:
            return line
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return shorten(names[0], columns - len(more)) + more if names and columns > len(more) + 2 else ""


def _marks(event: Event, starred: bool, sourced: bool, aligned: bool) -> list[Piece]:
    """What there is to know before reading: star, dispute, doubt about the date, number of quotes and of sources."""
    when = event.date
    marks = [("★", "star")] * starred + [("≠", "warning")] * event.disputed
    marks += [("~", "warning")] * when.approximate + [("?", "warning")] * when.uncertain
    quotes, sources = len(event.quotes), len(event.cited)
    if quotes or sources or sourced:
        blank = "  " * aligned
        weight = {0: "warning", 1: "single"}.get(sources, "meta")
        marks.append((f"❝{quotes}" if quotes else blank, "meta"))
        marks.append((f"§{sources}", weight) if sources or sourced else (blank, "meta"))
    return [piece for mark in marks if mark[0] for piece in ((" ", ""), mark)][1:]


def _spread(left: list[Piece], right: list[Piece], columns: int) -> list[Piece]:
    """Pieces at both ends of a line."""
    return [*left, (" " * max(1, columns - _cells(left) - _cells(right)), ""), *right] if right else left


def _cells(pieces: list[Piece]) -> int:
    return sum(width(text) for text, _ in pieces)


def _line(pieces: Sequence[Piece]) -> Text:
    spans = []
    at = 0
    for text, style in pieces:
        if style:
            spans.append(Span(at, at + len(text), component(style)))
        at += len(text)
    return Text("".join(text for text, _ in pieces), spans=spans)
