"""Timesketch's CSV: the same as `formats/timesketch/timesketch.py`, a column for each attribute."""

from __future__ import annotations

from collections.abc import Collection

from timeline_tui.formats.csv.csv_tables import Sheet, table
from timeline_tui.formats.csv.flat_records import LISTS, joined, list_of_texts, to_json
from timeline_tui.formats.reading.document import Document, decode
from timeline_tui.formats.reading.nodes import Map
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.timesketch.timesketch import EDTF, SAME, TIMES, EventReader, attributes
from timeline_tui.formats.timesketch.timesketch import losses as losses_of_events
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.text import plural

# What Timesketch wants, and what this program adds; the attributes of the events themselves follow.
_COLUMNS = ("message", *TIMES, "tag", EDTF, *SAME)
_FIRST_YEAR = 1700  # events before it are dropped when a CSV is imported, as if their dates were mistakes


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``; ``file`` is what problems and events call it. Raises nothing of its own."""
    document = decode(data, file)
    document.stop_if_foreign()
    reader = EventReader(TimelineReader(document, len(data), progress))
    if not document.broken:
        sheet = Sheet(document)
        _check(sheet.headings, document)
        for offset, record in sheet.rows() if not document.broken else ():
            reader.event(_with_lists(record), offset)
    return reader.finish()


def missing(headings: Collection[str]) -> list[str]:
    """The columns that an event is made of and that are not among ``headings``."""
    return [" or ".join(names) for names in (("message",), ("datetime", "timestamp")) if not {*names} & {*headings}]


def _with_lists(record: Map) -> Map:
    """``record`` with lists in the place of cells that are lists of texts, in JSON or as Python shows them."""
    return {
        name: (place, at, cell if name in _COLUMNS or (items := list_of_texts(str(cell), at)) is None else items)
        for name, (place, at, cell) in record.items()
    }


def _check(headings: dict[str, int], document: Document) -> None:
    """Stop if what makes an event has no column."""
    for needed in missing(headings)[:1] if headings else ():
        hint = "Timesketch needs message, datetime and timestamp_desc"
        document.stop(min(headings.values()), f"no column is called {needed}", hint)


def write(timeline: Timeline, *, formula_safe: bool = True) -> str:
    """The events of ``timeline``; what else is lost (`losses`).

    With ``formula_safe`` an apostrophe stands before what a spreadsheet would take for a formula.
    """
    rows = list(attributes(timeline))
    columns = dict.fromkeys([*_COLUMNS, *(name for row in rows for name in row)])
    # An empty cell would be a tag called “nan” there.
    cells = ([_cell(name, row.get(name, [] if name == "tag" else "")) for name in columns] for row in rows)
    return table([columns, *cells], formula_safe=formula_safe)


def losses(timeline: Timeline) -> list[str]:
    """What Timesketch does not hold, or takes for something else."""
    early = sum(int(str(each["datetime"])[:4]) < _FIRST_YEAR for each in attributes(timeline))
    dropped = [f"{plural(early, 'event')} before {_FIRST_YEAR}: Timesketch imports them from JSON lines only"]
    return (dropped if early else []) + losses_of_events(timeline)


def _cell(name: str, value: str | int | list[str]) -> str | int:
    if isinstance(value, list):
        return joined(value) if name in LISTS else to_json([*value])
    return value
