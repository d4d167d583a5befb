"""The lines of the timeline: an event as a row, a date as the heading above its rows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from timeline_tui.dates.when import When
from timeline_tui.model.timeline import Event
from timeline_tui.text.cells import shorten, shorten_start, width
from timeline_tui.text.matches import matches
from timeline_tui.text.text import fold, plural, series
from timeline_tui.ui.lists.pieces import Piece, cells, fitted, joined, spread, wrapped

if TYPE_CHECKING:  # the first screen does not need it
    from timeline_tui.analysis.why_matched import Passage

NARROW = 40  # cells below which a row has short forms
TITLE_LINES = 2
CHANGES = {"added": "+", "removed": "−", "changed": "✎", "agreed": "=", "differs": "✎"}
"""The marks of events after the files were read again, and of compared timelines."""
MOVABLE = "⇅"
"""The mark of an event whose place in the list is only one of several that are possible."""
GAP = "┆"
"""The mark of a time without an event."""
LEAST_LABEL = 4  # cells of the label of a passage below which it is left out
LEAST_NAME = 4  # cells of the name of a lane below which it is left out
MARGIN = 3  # cells of a row without text: the vertical line and a space before the text, a space after it


class RowContext(NamedTuple):
    """What a row shows of an event that the event alone does not say.

    ``star`` is the sign of its star. ``change`` is what a reload or a comparison says of it: a key of `CHANGES`, or
    other words. ``movable``: it may be later than events further on. ``origins`` is the number of origins of its
    sources if it is smaller than the number of sources, else 0. ``sourced``: events have sources as a rule, so an event
    without any gets a mark.
    """

    star: str = ""
    change: str = ""
    movable: bool = False
    origins: int = 0
    sourced: bool = False


NO_CONTEXT = RowContext()


def row_lines(
    event: Event,
    columns: int,
    needles: Sequence[str] = (),
    context: RowContext = NO_CONTEXT,
    passage: "Passage | None" = None,
) -> list[Text]:
    """The title on up to two lines; below it the time or end, the countries, and marks at the right; then a passage.

    ``passage`` is why the query finds it.
    """
    room = max(1, columns - MARGIN)
    lines = wrapped(event.title, room, TITLE_LINES, needles)
    marks = _marks(event, context, columns)
    meta = _meta(event, room - cells(marks) - 1, columns >= NARROW, needles)
    if meta or marks:
        lines.append(spread(meta, marks, room))
    if passage:
        lines.append(passage_line(passage, room, needles))
    return _railed(lines, event.date)


def flat_row(event: Event, columns: int, needles: Sequence[str] = (), context: RowContext = NO_CONTEXT) -> list[Text]:
    """Title and marks on one line."""
    room = max(1, columns - MARGIN)
    marks = _marks(event, context, columns)
    title = fitted(event.title, max(1, room - cells(marks) - bool(marks)), needles)
    return _railed([spread(title, marks, room)], event.date)


def passage_line(passage: "Passage", columns: int, needles: Sequence[str]) -> list[Piece]:
    """Where the words of the query are, and the text around them: "in a quote of Janet Yellen: … sanctions …"."""
    match, after = passage.match, passage.after
    words = [(start, end) for start, end in matches(after, needles) if fold(after[start:end]) != fold(match)]
    start, end = words[0] if words else (0, 0)  # another word, which may be far behind the match
    least = width(match) + (width(after[start:end]) + 3 if words else bool(after))  # 3: "… " before it, "…" after it
    most = min(columns * 2 // 3, columns - least) - 2  # cells of the label: all of it, else the short one, cut to fit
    label = passage.where if width(passage.where) <= most else shorten(passage.briefly, most) if most > 0 else ""
    label = f"{label}: " if width(label) >= min(LEAST_LABEL, width(passage.briefly)) else ""
    room = columns - width(label)
    context = max(0, room - least) // 3
    between = room - context - width(match) - width(after[start:end]) - 2
    if words and width(after[:start]) > between:
        after = f"{shorten(after[:start].rstrip(), max(1, between))} {after[start:]}"
    before = shorten_start(passage.before, max(room - width(match + after), context))
    return [(label, "dim"), *fitted(before + match + after, room, needles)]


def heading_line(when: When, events: int, columns: int, counts: str = "") -> Text:
    """The date, a rule, and the number of events under it if there are several, or ``counts`` instead."""
    roomy = columns >= NARROW
    day = _day(when, roomy)
    count = counts or ("" if events == 1 else plural(events, "event") if roomy else f"{events:,}")
    if count and width(day) + width(count) + 3 > columns:
        day = _day(when, False)
        count = count if width(day) + width(count) + 3 <= columns else ""
    day = shorten(day, columns - 1)
    rule = "─" * (columns - width(day) - width(count) - 2 - bool(count))
    if not rule:
        return joined([(day, "heading")])
    return joined([(day, "heading"), (f" {rule} ", "rule"), (count, "dim")])


def lane_heading(when: When, lanes: Sequence[tuple[str, int]], columns: int) -> Text:
    """The date above the first lane; above each lane of ``columns`` cells its name, number of events and a rule.

    The date is whole: where it has no room beside a name, the name is shortened or left out. If it is longer than a
    lane, the names of the lanes with events are together at the right: after it, a name would be above another lane.
    """
    day = _day(when, False)
    if width(day) >= columns:
        counts = "  ".join(f"{name} {events:,}" for name, events in lanes if events)
        return heading_line(when, 0, columns * len(lanes), counts)
    pieces: list[Piece] = [(day, "heading"), (" ", "")]
    for number, (name, events) in enumerate(lanes):
        end = columns * (number + 1)
        shown = _lane_label(name, events, end - cells(pieces) - 1 - 2 * (not number))
        lead: list[Piece] = [("─ ", "rule")] if shown and not number else []
        pieces += [*lead, (shown, "heading" if number else "text"), (" " if shown else "", "")]
        pieces += [("─" * (end - cells(pieces) - 1), "rule"), (" ", "")] if end - cells(pieces) > 1 else []
    return joined([piece for piece in pieces if piece[0]])


def _lane_label(name: str, events: int, columns: int) -> str:
    count = f" {events:,}" if events else ""
    room = columns - width(count)
    return f"{shorten(name, room)}{count}" if room >= min(width(name), LEAST_NAME) else ""


def lettered(lines: Sequence[Text], letter: str, columns: int) -> list[Text]:
    """The lines of an event after the letter of its lane, which takes ``columns`` cells and a space."""
    return [
        Text.assemble((letter.ljust(columns) if not number else " " * columns, "accent"), " ", line)
        for number, line in enumerate(lines)
    ]


def _day(when: When, roomy: bool) -> str:
    return when.heading if roomy else when.heading.removeprefix(when.weekday).strip()


def _railed(lines: list[list[Piece]], when: When) -> list[Text]:
    """The lines of an event beside the vertical line, which begins with a dot: filled if the date is certain."""
    dot = "○" if when.approximate or when.uncertain or when.start is None else "●"
    return [joined([("│ ", "rail") if n else (f"{dot} ", "time"), *line]) for n, line in enumerate(lines)]


def _meta(event: Event, columns: int, roomy: bool, needles: Sequence[str]) -> list[Piece]:
    """The part of the date that is not in the heading, then the countries that fit."""
    when = event.date
    doubts = (("possibly", when.uncertain), ("about", when.approximate)) if roomy else ()
    doubt = " ".join(word for word, applies in doubts if applies)
    note = shorten(" · ".join(filter(None, (doubt, when.row_note))), columns)
    countries = fitted_names(event.countries, columns - width(note) - (3 if note else 0))
    pieces = [(note, "time"), (" · " if note and countries else "", "dim")]
    return [*filter(lambda piece: piece[0], pieces), *fitted(countries, width(countries), needles, "dim")]


def fitted_names(names: Sequence[str], columns: int) -> str:
    """The names that fit, and the number of others: "Italy, United States +6"."""
    for shown in range(len(names), 0, -1):
        more = f" +{len(names) - shown}" if shown < len(names) else ""
        line = series(names[:shown]) + more
        if width(line) <= columns:
            return line
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return shorten(names[0], columns - len(more)) + more if names and columns > len(more) + 2 else ""


def _change(change: str, columns: int) -> str:
    """A sign, with its meaning if there is room; or other words, in two fifths of the row."""
    sign = CHANGES.get(change, "")
    if sign:
        return f"{sign} {change}" if columns >= NARROW else sign
    return shorten(change, columns * 2 // 5)


def _marks(event: Event, context: RowContext, columns: int) -> list[Piece]:
    """The marks of an event: change, star, dispute, doubts about date and place, numbers of quotes and of sources.

    The number of origins follows the number of sources, if it is smaller: "§5/2".
    """
    when, (star, change, movable, origins, sourced) = event.date, context
    signs = [
        (bool(change), (_change(change, columns), "heading")),
        (bool(star), (star, "star")),
        (event.disputed, ("≠", "disputes")),
        (when.approximate, ("~", "time")),
        (when.uncertain, ("?", "time")),
        (movable, (MOVABLE, "time")),
    ]
    marks = [sign for applies, sign in signs if applies]
    quotes, sources = len(event.quotes), len(event.documents)
    if quotes or sources or sourced:
        blank = "  " if columns >= NARROW else ""
        weight = "weak" if sources < 2 or origins == 1 else "dim"
        support = f"§{sources}/{origins}" if origins else f"§{sources}"
        marks.append((f"❝{quotes}" if quotes else blank, "dim"))
        marks.append((support, weight) if sources or sourced else (blank, "dim"))
    return [piece for mark in marks if mark[0] for piece in ((" ", ""), mark)][1:]
