"""Timesketch's CSV: one column for each attribute of `formats/timesketch/timesketch.py`."""

from __future__ import annotations

from collections.abc import Collection

from timeline_tui.formats.csv.csv_tables import Sheet, table
from timeline_tui.formats.csv.flat_records import LISTS, joined, list_of_texts, to_json
from timeline_tui.formats.reading.conflicts import is_text_before_conflict
from timeline_tui.formats.reading.decoding import decode_sheet
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.timesketch import timesketch
from timeline_tui.formats.timesketch.timesketch import attributes
from timeline_tui.formats.timesketch.timesketch_reader import EDTF, SAME, TIMES, TimesketchEventReader
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.text import plural

# The columns that Timesketch needs, then the columns that this program adds. Other attributes follow.
_COLUMNS = ("message", *TIMES, "tag", EDTF, *SAME)
_FIRST_YEAR = 1700  # the importer drops earlier events of a CSV because it takes their dates for errors


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``, with its problems. ``file`` is the name of the file in messages."""
    document = decode_sheet(data, file)
    if not is_text_before_conflict(document):
        return TimesketchEventReader(TimelineReader(document, len(data), progress)).finish()
    return read_sheet(Sheet(document), document, len(data), progress)


def read_sheet(sheet: Sheet, document: Document, size: int, progress: Progress | None) -> Reading:
    """The timeline in a sheet of ``document``, whose input has ``size`` bytes."""
    reader = TimesketchEventReader(TimelineReader(document, size, progress))
    has_columns = _check(sheet.headings, document)
    for offset, record in sheet.rows() if has_columns else ():
        reader.event(_with_lists(record), offset)
    return reader.finish()


def missing(headings: Collection[str]) -> list[str]:
    """The required columns that are not in ``headings``."""
    return [" or ".join(names) for names in (("message",), ("datetime", "timestamp")) if not {*names} & {*headings}]


def _with_lists(record: Map) -> Map:
    """``record`` with a list in place of each cell that is a list of texts in JSON or Python syntax."""
    return {
        name: (place, at, cell if name in _COLUMNS or (items := list_of_texts(str(cell), at)) is None else items)
        for name, (place, at, cell) in record.items()
    }


def _check(headings: dict[str, int], document: Document) -> bool:
    """Stop if a required column is missing, and return whether there are columns and none is missing."""
    needed = missing(headings)
    if headings and needed:
        hint = "Timesketch needs message, datetime and timestamp_desc"
        document.stop(min(headings.values()), f"no column is called {needed[0]}", hint)
    return not needed


def write(timeline: Timeline, *, formula_safe: bool = True) -> str:
    """The events of ``timeline``, one per row. `losses` says what is left out.

    With ``formula_safe`` an apostrophe is put before text that a spreadsheet would run as a formula.
    """
    rows = list(attributes(timeline))
    columns = dict.fromkeys([*_COLUMNS, *(name for row in rows for name in row)])
    # Timesketch would read an empty cell as a tag called “nan”.
    cells = ([_cell(name, row.get(name, [] if name == "tag" else "")) for name in columns] for row in rows)
    return table([columns, *cells], formula_safe=formula_safe)


def losses(timeline: Timeline) -> list[str]:
    """What Timesketch cannot hold, or shows differently."""
    early = sum(int(str(row["datetime"])[:4]) < _FIRST_YEAR for row in attributes(timeline))
    dropped = [f"{plural(early, 'event')} before {_FIRST_YEAR}: Timesketch imports them from JSON lines only"]
    return (dropped if early else []) + timesketch.losses(timeline)


def _cell(name: str, value: str | int | list[str]) -> str | int:
    if isinstance(value, list):
        return joined(value) if name in LISTS else to_json([*value])
    return value
