"""l2tcsv: the CSV of log2timeline, which Plaso's psort still writes; 17 columns, one row for each time stamp.

https://plaso.readthedocs.io/en/latest/sources/user/Output-format-l2tcsv.html and https://forensics.wiki/l2t_csv have
the columns. ``date`` is always month/day/year, ``time`` has 24 hours, and ``timezone`` is a name such as UTC or
EST5EDT. A record without a time has 00/00/0000 and --:--:--. ``MACB`` has letters and dots; the letters are the
kinds of the time: modified, accessed, changed (the metadata), born (created). A dash, or a zero in ``inode``, means
that there is no value.
"""

from __future__ import annotations

import re

from timeline_tui.formats.reading.foreign_table import Row, Table
from timeline_tui.formats.reading.zones import offset_at
from timeline_tui.formats.shapes.shape import Cells, Shape

_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})|([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?)")
_MACB = {"M": "modified", "A": "accessed", "C": "changed", "B": "created"}
_UTC = frozenset(("UTC", "GMT", "Z", "Etc/UTC"))
_NAMES = (
    *("date", "time", "timezone", "macb", "source", "sourcetype", "type", "user", "host", "short", "desc", "version"),
    *("filename", "inode", "notes", "format", "extra"),
)


def _adapt(table: Table) -> Table:
    """The table with instants in ISO 8601, kinds of times in words, and without cells that have no value."""
    cells = Cells(table)

    def adapted(row: Row) -> Row:
        changes: dict[str, str | None] = {
            name: None for name in _NAMES if cells.text(row, name) in (("-", "0") if name == "inode" else ("-",))
        }
        changes |= _instant(*(cells.text(row, name) for name in ("date", "time", "timezone")))
        letters = cells.text(row, "macb")
        changes["macb"] = "; ".join(word for letter, word in _MACB.items() if letter in letters.upper()) or letters
        if not letters.strip("."):
            changes["macb"] = None
        if cells.text(row, "desc") == cells.text(row, "short"):
            changes["desc"] = None
        return cells.changed(row, changes)

    return table._replace(rows=[adapted(row) for row in table.rows])


def _instant(date: str, time: str, zone: str) -> dict[str, str | None]:
    """New cells for date, time and time zone: the first one has the whole instant."""
    found = _DATE.fullmatch(date)
    if not found:
        return {}
    parts = (found[3], found[1], found[2]) if found[3] else (found[4], found[5], found[6])
    year, month, day = map(int, parts)
    if not (year or month or day):
        return {"date": None, "time": None}
    iso = f"{year:04}-{month:02}-{day:02}"
    clock = _TIME.fullmatch(time)
    if not clock:
        return {"date": iso}
    offset = "Z" if zone in _UTC else _offset(zone, year, month, day, clock[1])
    return {"date": f"{iso}T{clock[1]}{offset or ''}", "time": None, **({"timezone": None} if offset else {})}


def _offset(zone: str, year: int, month: int, day: int, clock: str) -> str | None:
    return offset_at(zone, year, month, day, clock) if zone else None


L2TCSV = Shape(
    name="l2tcsv",
    title="l2tcsv of log2timeline or Plaso",
    found_in="CSV",
    needs=("date", "time", "timezone", "macb", "sourcetype", "short", "desc"),
    columns={
        "date": "date",
        "time": "time",
        "timezone": None,
        "macb": "topics",
        "source": "topics",
        "sourcetype": "topics",
        "type": "date_note",
        "user": "people",
        "host": "place",
        "short": "title",
        "desc": "summary",
        "filename": "sources",
        "notes": "note",
        **dict.fromkeys(("version", "inode", "format", "extra")),
    },
    adapt=_adapt,
)
