"""The texts of the dialog that asks what the columns of a file mean: questions, lines of the list, keys."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from textual.content import Content

from timeline_tui.formats.reading.columns_draft import Choices, ColumnsDraft, Preview
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.understanding import in_words, quoted
from timeline_tui.model.timeline import Event
from timeline_tui.text.cells import shorten, width
from timeline_tui.text.text import clean_line

MEANINGS: dict[Meaning | None, str] = {
    "date": "when it happened, or began",
    "end": "when it ended",
    "title": "what happened, in one line",
    "summary": "what happened, in more words",
    "countries": "which countries were involved",
    "topics": "what it was about: tags, categories, kinds of event",
    "people": "who was involved",
    "organizations": "which organizations were involved",
    "place": "where it happened",
    "sources": "addresses or names of sources",
    "speaker": "who said the words quoted",
    "quotes": "words that somebody said",
    "year": "the year, if year, month and day have columns of their own",
    "month": "the month, beside a column with the year",
    "day": "the day of the month, beside columns with year and month",
    "time": "the time of day, beside a column with the date",
    "end_time": "the time of day when it ended",
    "source_title": "the title of a source, beside a column with its address",
    "publisher": "who published a source, beside a column with its address or title",
    "locator": "the page or paragraph of a source, beside a column with the source",
    "author": "who wrote the source, beside a column with the source",
    "archived": "the address of the source in an archive, beside a column with the source",
    "accessed": "when the source was read, beside a column with the source",
    "copy": "the path of a copy of the source, beside a column with the source",
    "sha256": "the SHA-256 of that copy",
    "reliability": "how reliable the source is, from A to F, beside a column with the source",
    "credibility": "how credible it is what the source says, from 1 to 6, beside a column with the source",
    "checked_by": "who checked the event",
    "checked_on": "when it was checked, beside a column that says by whom",
    "note": "a remark",
    "id": "a name for the event that never changes",
    None: "kept, and shown under Other",
}
"""The meanings that the user can choose, and what a column with each of them says."""

CYCLED = [*list(MEANINGS)[:12], None]
"""The meanings that the arrow keys go through."""

FIRST = {"dmy": "day", "mdy": "month", "ymd": "year"}
"""The first part of each order of dates. The first letter of this word is the key that chooses the order."""

KEYS = (
    ("↑ ↓ j k", "go to another column"),
    ("← → h l", "give the column the previous or the next meaning"),
    ("Space", "choose a meaning from the whole list; a click on the column does the same"),
    ("d", "the day comes first: 5/6 is 5 June"),
    ("m", "the month comes first: 5/6 is 6 May"),
    ("y", "the year comes first: 05-06-07 is 7 June 2005"),
    ("r", "drop all choices, and guess again"),
    ("Enter", "accept: the choices are kept for this file, and meanings for files with the same columns"),
    ("Esc q", "leave the file as it is"),
    ("?", "show these keys"),
)

MOST = 300
"""The most columns that are listed."""
_PREVIEWED = 50  # events
_ROOM_FOR_VALUES = 44  # cells of a line
_NARROW = 40  # cells; a narrower line has room for the short form of a question only


class ShownColumns(NamedTuple):
    """The content of the dialog: the draft with the user's choices. ``preview`` is the table read with them.

    ``dates`` is the chosen order of day, month and year; ``orders`` is as in `ColumnsDraft.orders`.
    """

    draft: ColumnsDraft
    given: Choices
    dates: str
    orders: tuple[tuple[str, str], ...]
    preview: Preview

    @property
    def keys(self) -> list[str]:
        """The keys that choose one of ``orders``: d, m or y."""
        return [order[0] for order, _ in self.orders]

    @property
    def is_changed(self) -> bool:
        """Whether the choices differ from those with which the file was read."""
        before, after = self.draft.known, self.preview.known
        meanings = [column.meaning for column in after.columns]
        dates = self.draft.dates or self.draft.likely_dates
        return self.dates != dates or meanings != [column.meaning for column in before.columns]

    def heading(self, index: int) -> str:
        """The heading of a column, or its number."""
        return self.draft.headings[index] or f"column {index + 1}"


def question(shown: ShownColumns, room: int) -> str:
    """What needs an answer; else how the file is read. ``room`` is the width in cells."""
    is_narrow = room < _NARROW
    known, events, faults, warnings = shown.preview
    missing = _missing(shown)
    if known.needs_order and not missing:
        return _asked_order(shown, is_narrow=is_narrow)
    if missing:
        asked = " ".join(doubt.question for doubt in known.unsure if not doubt.columns)
        return f"Which column is the {' and which the '.join(missing)}?" if is_narrow else asked
    if not events:
        return next(iter(faults), "No row can be read as an event.")
    if all(event.date.is_undated for event in events):
        return "None of these dates can be read: every event would be undated."
    if known.unsure:
        return known.unsure[0].question
    if known.contradiction and not shown.dates:
        rivals = ", but ".join(f"{text} is {how}" for text, how in known.contradiction)
        rest = f" Dates that fit both are undated until you press {_or(shown.keys)}." if shown.orders else ""
        return f"The rows contradict each other: {rivals}.{rest}"
    if known.against:
        sentence = known.against.sentence(with_place=False)
        return f"{sentence[:1].upper()}{sentence[1:]}: such dates are undated."
    if warnings:
        first, *others = warnings
        have = "row has" if len(others) == 1 else "rows have"
        return f"{first} ({len(others):,} more {have} problems)" if others else first
    if shown.dates and shown.dates == shown.draft.likely_dates:
        other = clean_line(os.path.basename(shown.draft.known.options.chosen_for))
        how = order_in_words(shown.dates).capitalize()
        return f"{how}, as you chose for {other}: ⏎ accepts, {_or(shown.keys)} changes it."
    if known.title_from is not None:
        source = quoted(shown.heading(known.title_from))
        how = f"the first sentence of {source}" if known.columns[known.title_from].meaning == "summary" else source
        return f"No column is the title, so titles are made from {how}. Is this right?"
    return "Is this right? ⏎ accepts." if is_narrow else _IS_RIGHT


def _asked_order(shown: ShownColumns, *, is_narrow: bool) -> str:
    """The question about the order of day, month and year. Until the answer, no date is read, or only some dates."""
    if is_narrow:
        return f"Press {_or(f'{order[0]}: {FIRST[order]} first' for order, _ in shown.orders)}."
    which = "some of these dates" if shown.preview.events else "these dates"
    first = _or(f"the {FIRST[order]}" for order, _ in shown.orders)
    return f"Which is first in {which}, {first}? Press {_or(shown.keys)}."


def _or(choices: Iterable[str]) -> str:
    """``d, m or y``."""
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last


def order_in_words(order: str) -> str:
    """``day first``."""
    return f"{FIRST[order]} first"


_IS_RIGHT = "Is this right? ⏎ accepts it for this file, and its meanings for files with the same columns."


def refusal(shown: ShownColumns, room: int) -> str:
    """Why the choices cannot be accepted yet, and what to do; empty if they can."""
    missing = _missing(shown)
    is_narrow = room < _NARROW
    if shown.preview.known.needs_order and not missing:
        if is_narrow:
            return f"Not accepted: press {_or(shown.keys)} first."
        how = _or(f"{order[0]} if the {FIRST[order]} comes first in these dates" for order, _ in shown.orders)
        return f"Not accepted yet: press {how}."
    if missing:
        names = " or the ".join(missing)
        how = "Go to the column that is, and press Space."
        return f"Not accepted: no column is the {names}." + ("" if is_narrow else f" {how}")
    if shown.preview.events:
        return ""
    return f"Not accepted: {next(iter(shown.preview.faults), 'no row can be read as an event')}"


def unsaved(room: int) -> str:
    """The warning before choices are dropped."""
    if room < _NARROW:
        return "Not kept yet: ⏎ keeps, Esc drops."
    return "Your choices are not kept yet: ⏎ keeps them, Esc again drops them."


def _missing(shown: ShownColumns) -> list[str]:
    """The meanings that no column has, although each timeline needs them."""
    return [doubt.meaning for doubt in shown.preview.known.unsure if not doubt.columns]


def title(file: str, place: tuple[int, int], room: int) -> str:
    """The title of the dialog: the file, and which of how many files that need an answer it is."""
    number, count = place
    of = f" ({number} of {count})" if count > 1 else ""
    return f"Columns of {shorten(file, max(4, room - len('Columns of ') - len(of)))}{of}"


def hint(shown: ShownColumns, *, is_last: bool, room: int) -> str:
    """The keys, as many as there is room for."""
    leaves = "Esc leaves" if is_last else "Esc next file"
    firsts = _or(FIRST[order] for order, _ in shown.orders) if shown.orders else ""
    order = f"{' '.join(shown.keys)} {firsts} first · " if shown.orders else ""
    forms = (
        f"{order}←→ or Space changes · ⏎ accepts · ? keys · {leaves}",
        f"Space changes · ⏎ accepts · ? keys · {leaves}",
        f"⏎ accepts · ? keys · {leaves}",
        "⏎ accepts · ? keys",
    )
    return next((form for form in forms if width(form) <= room), "? keys")


def order_line(shown: ShownColumns, room: int) -> Content:
    """The lines for the order of day, month and year, with the first date read in each."""
    chosen = next((date for order, date in shown.orders if order == shown.dates), "")
    if chosen:
        texts = [f"Dates: {order_in_words(shown.dates)} ({chosen})"]
    else:
        texts = [f"Dates: {' or '.join(f'{date} ({order_in_words(order)})' for order, date in shown.orders)}?"]
        if width(texts[0]) > room:
            texts = [f"{order[0]}  {date} ({order_in_words(order)})" for order, date in shown.orders]
    return Content("\n".join(shorten(text, room) for text in texts)).stylize("bold")


def column_line(shown: ShownColumns, index: int, room: int) -> Content:
    """Heading, meaning and the first values of a column."""
    column = shown.preview.known.columns[index]
    meaning = in_words(column.meaning) + ("?" if column.meaning and column.confidence == "unsure" else "")
    heading_room = min(24, max(4, room - 14), *([room // 3] if room >= _ROOM_FOR_VALUES else []))
    style = "dim" if not column.meaning else "bold" if index in shown.given else ""
    line = Content.assemble(
        Content(_padded(shown.heading(index), heading_room)), " ", Content(_padded(meaning, 13)).stylize(style)
    )
    columns_left = room - line.cell_length - 1
    if columns_left < 8:
        return line
    values = shorten(" · ".join(clean_line(value) for value in column.values), columns_left)
    return Content.assemble(line, " ", Content(values).stylize("dim"))


def event_lines(shown: ShownColumns, room: int) -> Content:
    """The first events, a line for each."""
    lines = [Content(shorten(_line(event), room)) for event in shown.preview.events[:_PREVIEWED]]
    count = len(shown.draft.headings)
    if count > MOST:
        lines.append(Content(f"{count - MOST:,} more columns: see timeline-tui columns"))
    return Content("\n").join(lines) if lines else Content("none yet")


def _line(event: Event) -> str:
    names = (*event.countries, *event.people, *event.organizations, *event.topics, event.place)
    return "  ".join(filter(None, (event.date.label, event.title, " · ".join(filter(None, names)))))


def _padded(text: str, room: int) -> str:
    """The text in exactly ``room`` cells."""
    text = shorten(text, room)
    return text + " " * (room - width(text))
