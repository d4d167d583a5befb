"""CSV: one row for each event, with all its data.

The columns are the fields of an event. A list of names has semicolons between them, or is JSON if a name contains a
semicolon. Quotes, sources and relations are JSON (see `formats/csv/flat_records.py`). Unknown fields with plain texts
are columns of their own; all other unknown fields are JSON in the column ``other``. The data of the timeline itself
(title, views, …) is JSON in the first cell of the column ``timeline``.

A sheet with other columns is read by the meanings of its columns (see `formats/reading/foreign.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from timeline_tui.dates.edtf import is_date
from timeline_tui.formats.csv.csv_tables import Sheet, table
from timeline_tui.formats.csv.flat_records import (
    KEY_WRITTEN,
    LISTS,
    NESTED,
    Nested,
    Record,
    from_json,
    is_plain,
    joined,
    listed,
    looks_like_json,
    own_columns,
    records,
    to_json,
)
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.conflicts import is_text_before_conflict
from timeline_tui.formats.reading.decoding import decode_sheet
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.key_meanings import ORDER, is_own
from timeline_tui.formats.reading.meanings_lookup import evidence
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.model import fields
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query_fields import FACETS
from timeline_tui.text.text import clean_line, fold, shorten

OTHER, TIMELINE = "other", "timeline"
_FIELDS = [field.name for field in fields.EVENT.fields]
_SYNONYMS = {
    **{field.noun: field.attribute for field in FACETS.values() if field.attribute},
    "organisation": "organizations",
    "organisations": "organizations",
    "quote": "quotes",
    "source": "sources",
}
_ONLY_OURS = frozenset((*ORDER, "checked", OTHER, TIMELINE))
_NAMES = {**{name: name for name in (*_FIELDS, OTHER, TIMELINE)}, **_SYNONYMS}
_HEAD = 50  # rows whose dates show whether a sheet with our headings is ours
_LINE = 1 << 14  # characters of the first line that show whether it is GDELT's
_WIDE = 50  # the fewest tabs in a line of GDELT
_SHOWN = 60  # cells of a value in a message
_GAP = re.compile(r"[\s_-]+")
_SPACED_TIME = re.compile(r"(?<=[0-9]-[0-9]{2}) (?=[0-9]{2}:[0-9]{2})")


def read(data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = DEFAULTS) -> Reading:
    """Read the timeline in ``data``. ``file`` is the name of the input in problems and events.

    Faults in the input become problems of the result; none raises an exception.
    """
    document = decode_sheet(data, file)
    if not is_text_before_conflict(document):
        return TimelineReader(document, len(data), progress).finish()
    return read_sheet(Sheet(document, _names_of(document.text)), document, len(data), progress, options)


def read_sheet(
    sheet: Sheet, document: Document, size: int, progress: Progress | None, options: ReadOptions = DEFAULTS
) -> Reading:
    """The timeline in a sheet of ``document``, whose input has ``size`` bytes."""
    if not sheet.names and not document.broken:
        document.stop(0, "no events: the file is empty", "the first row names the columns, in any order")
    elif sheet.names and (options.adapts or not is_ours(sheet)):
        return _read_foreign(sheet, document, TimelineReader(document, size, progress, foreign=True), options)
    return _SheetReader(sheet, TimelineReader(document, size, progress)).reading()


def _names_of(text: str) -> tuple[str, ...]:
    """The names of the columns, if ``text`` is a known table without headings; else none."""
    line = text[:_LINE].partition("\n")[0]
    if line.count("\t") < _WIDE:
        return ()
    from timeline_tui.formats.shapes.gdelt import headings  # few sheets need it

    return headings(line.rstrip("\r"))


def is_ours(sheet: Sheet) -> bool:
    """Whether a sheet has our headings, and most of its first dates that can be read are EDTF.

    A sheet with all our headings was written by `write`, so its dates do not matter.
    """
    names = [name for _, name in sheet.names]
    if set(_FIELDS) <= set(names):
        return True
    if not is_own(names) or "date" not in names or _has_flat_evidence(names):
        return False
    column = names.index("date")
    dates = [row[column][1] for row in sheet.head(_HEAD) if len(row) > column and row[column][1]]
    return all(is_date(spaced(date)) for date in dates) or _are_ours(dates)


def _has_flat_evidence(names: list[str]) -> bool:
    """Whether a column says something about the evidence that in our format is a part of ``sources`` or ``checked``.

    Not if there are columns that only our format has, which are not read otherwise.
    """
    return not _ONLY_OURS.intersection(names) and any(map(evidence, names))


def _are_ours(dates: list[str]) -> bool:
    """Whether at least half of the dates that can be read are EDTF."""
    from timeline_tui.dates.written_dates import read_column  # a sheet with EDTF dates does not need it

    written = sum(bool(cell.value or cell.readings) for cell in read_column(dates).cells)
    return 2 * sum(is_date(spaced(date)) for date in dates) >= written


def _read_foreign(sheet: Sheet, document: Document, timeline_reader: TimelineReader, options: ReadOptions) -> Reading:
    """The events of a sheet with other columns than ours. Rows above the headings are the title and description."""
    # a sheet with our columns does not need these
    from timeline_tui.formats.csv.foreign_rows import table_of
    from timeline_tui.formats.reading.foreign import read_table

    table = table_of(sheet, document)
    understanding = read_table(table, timeline_reader, options)
    at = 0
    root: Map = {"title": (at, at, sheet.above[0])} if sheet.above else {}
    if sheet.above[1:]:
        root["description"] = (at, at, "\n".join(sheet.above[1:]))
    return timeline_reader.finish(root)._replace(understanding=understanding)


def spaced(date: str) -> str:
    """``date`` with a T instead of a space before the time: EDTF for 2024-06-13 15:05."""
    return _SPACED_TIME.sub("T", date)


class _SheetReader:
    """Reads a sheet with our headings. ``columns`` maps headings to fields; "" if the column is left out."""

    def __init__(self, sheet: Sheet, timeline_reader: TimelineReader) -> None:
        self.sheet = sheet
        self.timeline_reader = timeline_reader
        self.document = timeline_reader.document
        self.nested = Nested(self.document)
        self.columns: dict[str, str] = {}
        self.root: Map = {}

    def reading(self) -> Reading:
        self.name_columns()
        if self.sheet.names:
            events = self.events()
            if TIMELINE in self.columns.values() or KEY_WRITTEN in self.document.text:
                events = iter(list(events))  # any row may have the title and address of a source
            self.timeline_reader.define(self.nested.all_sources(self.root.pop("sources", (0, 0, None))[2]))
            for offset, node, other in events:
                self.timeline_reader.event(node, offset, other)
        return self.timeline_reader.finish(self.root)

    def name_columns(self) -> None:
        """Find the field of each heading."""
        taken: dict[str, str] = {}
        for heading, offset in self.sheet.headings.items():
            name = _named(heading)
            if name in taken:
                self.document.error(offset, f"“{taken[name]}” and “{heading}” are both {name}; this one is left out")
                self.columns[heading] = ""
            elif name:
                taken[name] = heading
                self.columns[heading] = name
        for heading, offset in self.sheet.headings.items():
            if heading not in self.columns:
                hint = self.document.near(heading, _NAMES, "column")
                self.document.warning(offset, f"no field is called “{heading}”; the column is kept unchanged", hint)

    def events(self) -> Iterator[tuple[int, Map, Map]]:
        """The offset, the fields and the unknown fields of each event."""
        for offset, record in self.sheet.rows():
            node: Map = {}
            other: Map = {}
            for heading, (place, at, text) in record.items():
                name = self.columns.get(heading)
                assert isinstance(text, str)
                if name in (OTHER, TIMELINE) and looks_like_json(text):
                    content = from_json(self.document, text, at)
                    self.merge(other if name == OTHER else self.root, content)
                elif name == "checked" and not looks_like_json(text):  # a mark, such as “yes”
                    self.report_mark(heading, text, at)
                    self.keep(other, heading, (place, at, text))
                elif name in _FIELDS:
                    node[name] = (place, at, self.value(name, text, at))
                elif name != "":
                    nested = from_json(self.document, text, at) if heading in self.sheet.nested else None
                    self.keep(other, heading, (place, at, nested or text))
            if node or other:
                yield offset, node, other

    def report_mark(self, heading: str, text: str, offset: int) -> None:
        message = f"{shorten(clean_line(text), _SHOWN)}: not who checked the event; it is kept as “original {heading}”"
        hint = "write who did in a column “checked by”, and the day in “checked on”"
        self.document.warning(offset, message, hint, group="checks without a name")

    def value(self, name: str, text: str, offset: int) -> Node:
        """The node of a field."""
        if name in NESTED:
            return self.nested.value(name, text, offset)
        if name in LISTS:
            return listed(self.document, text, offset)
        if name == "date" and is_date(spaced(text)):
            return spaced(text)
        return text

    def merge(self, into: Map, found: Node) -> None:
        for key, entry in found.items() if isinstance(found, dict) else ():
            self.keep(into, key, entry)

    def keep(self, into: Map, key: str, entry: tuple[int, int, Node]) -> None:
        if key in into:
            line = self.document.line(into[key][1])
            self.document.error(entry[1], f"“{key}” is given twice", f"the value on line {line} is kept")
        else:
            into[key] = entry


def write(timeline: Timeline, *, formula_safe: bool = True) -> str:
    """All of ``timeline`` as CSV; reading the text gives an equal timeline.

    With ``formula_safe``, cells that a spreadsheet would run as formulas begin with an apostrophe.
    """
    rest, events = records(timeline)
    extra_columns = [name for name in own_columns(timeline.events) if name and not _named(name)]
    rows = [_cells(event, record, extra_columns) for event, record in zip(timeline.events, events, strict=True)]
    if rest:
        rows = rows or [{}]
        rows[0][TIMELINE] = to_json(rest)
    headings = [*_FIELDS, *extra_columns, *(name for name in (OTHER, TIMELINE) if any(name in row for row in rows))]
    return table([headings, *([row.get(name, "") for name in headings] for row in rows)], formula_safe=formula_safe)


def _cells(event: Event, record: Record, extra_columns: list[str]) -> dict[str, str]:
    """The cells of a row. Unknown fields are in columns of their own, or together in one column as JSON."""
    cells = {name: joined(value) if isinstance(value, list) else str(value) for name, value in record.items()}
    unknown = dict(event.other)
    columns = {name: cells.pop(name) for name in unknown}
    other = {name: columns[name] for name in extra_columns if is_plain(unknown.get(name))}
    if tuple(other.items()) != event.other:
        other = {OTHER: to_json({name: record[name] for name in unknown})}
    return cells | other


def _named(heading: str) -> str:
    """The field with this name or a synonym of it; empty if there is none."""
    return _NAMES.get(_normal(heading), "")


def _normal(heading: str) -> str:
    return _GAP.sub("_", fold(heading))
