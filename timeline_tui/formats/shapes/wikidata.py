"""Results of the Wikidata Query Service: CSV, JSON of SPARQL 1.1 (https://www.w3.org/TR/sparql11-results-json/) and the
simple JSON of its page.

The columns are the variables of the query. The value of an item is its address, and its name is in ``…Label``, so only
labels are read as names. The address of the first item is the source of the event. An event in two countries has two
rows, which become one. A date is written as midnight UTC, and the year 0 is 1 BC (XSD 1.1). A year or month is written
as its first day; a variable with ``wikibase:timePrecision`` has the precision (9 year, 10 month, 11 day;
https://www.wikidata.org/wiki/Help:Dates). Without that variable, 1 January may be a day or a year.
"""

from __future__ import annotations

import re

from timeline_tui.formats.reading.foreign_table import Row, Table, TableCell, all_text, tabled, text_of
from timeline_tui.formats.reading.meanings_lookup import words
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.nodes import List
from timeline_tui.formats.shapes.shape import HEAD, Shape, record
from timeline_tui.text.text import plural

_ENTITY = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/([QPL][0-9]+)")
_MIDNIGHT = re.compile(r"([+-]?[0-9]{4,}-[0-9]{2}-[0-9]{2})T00:00:00(?:\.000)?Z")
_UNKNOWN = re.compile(r"https?://www\.wikidata\.org/\.well-known/genid/\S+|_:\S+|t[0-9]+")
_DAY = re.compile(r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}")
_PRECISION = "precision"
_LABEL = "Label"


def _is_sparql(table: Table) -> bool:
    """Whether the cells are objects with a type and a value."""
    cells = [cell for row in table.rows[:HEAD] for cell in row.cells.values()]
    return bool(cells) and all(isinstance(value, dict) and {"type", "value"} <= value.keys() for _, _, value in cells)


def _is_like(table: Table) -> bool:
    """Whether a column has addresses of items, and another column has their names."""
    items = _item_columns(table.names, table.rows)
    return _is_sparql(table) or any(f"{table.names[number]}{_LABEL}" in table.names for number in items)


def _adapt(table: Table) -> Table:
    """The table with plain cells and one row for each item and date."""
    rows = [_plain(row) for row in table.rows]
    items = _item_columns(table.names, rows)
    rows = [_cleaned(row) for row in rows]
    subject = min(items, default=None)
    dates = _date_columns(rows)
    precisions = _precisions(table.names, sorted(dates))
    merged = _merged([_precise(row, precisions) for row in rows], subject, dates)
    events_table = tabled(((row.offset, record(row, table)) for row in merged), table.noun)
    by_name = {name: number for number, name in enumerate(events_table.names)}
    meanings: dict[int, Meaning | None] = {by_name[table.names[n]]: None for n in items if table.names[n] in by_name}
    if subject is not None:
        named = table.names[subject]
        meanings |= {by_name[named]: "sources"} if named in by_name else {}
        label = by_name.get(f"{named}{_LABEL}")
        meanings |= {label: "title"} if label is not None else {}
    meanings |= {by_name[table.names[n]]: None for n in precisions if table.names[n] in by_name}
    head = {key: entry for key, entry in table.head.items() if key != "head"}
    notes = table.notes if precisions else (*table.notes, *_doubtful(merged, dates))
    return events_table._replace(offset=table.offset, notes=notes, head=head, meanings=meanings)


def _plain(row: Row) -> Row:
    """The row with values instead of the objects of SPARQL."""
    cells: dict[int, TableCell] = {}
    for number, (place, at, value) in row.cells.items():
        if isinstance(value, dict) and "value" in value and "type" in value:
            cells[number] = (place, value["value"][1], value["value"][2])
        else:
            cells[number] = (place, at, value)
    return row._replace(cells=cells)


def _item_columns(names: list[str], rows: list[Row]) -> set[int]:
    """The columns whose first value is the address of an item."""
    first: dict[int, str] = {}
    for row in rows[:HEAD]:
        for number, cell in row.cells.items():
            first.setdefault(number, text_of(cell))
    return {number for number, text in first.items() if _ENTITY.fullmatch(text) and not names[number].endswith(_LABEL)}


def _precisions(names: list[str], dates: list[int]) -> dict[int, int]:
    """For each column of precisions the column of its dates: the one with a matching name, else the first."""
    precisions: dict[int, int] = {}
    for number, name in enumerate(names if dates else ()):
        if _PRECISION in name.lower():
            stem = "".join(words(name)).replace(_PRECISION, "")
            alike = (date for date in dates if stem and (stem in names[date].lower() or names[date].lower() in stem))
            precisions[number] = next(alike, dates[0])
    return precisions


def _precise(row: Row, precisions: dict[int, int]) -> Row:
    """The row with its dates in the precision that Wikidata gives."""
    cells = dict(row.cells)
    for number, date in precisions.items():
        if date in cells:
            place, at, _ = cells[date]
            cells[date] = (place, at, _period(text_of(cells[date]), text_of(cells.get(number))))
    return row._replace(cells=cells)


def _period(day: str, precision: str) -> str:
    """The year, month, … of ``day`` in EDTF; ``day`` itself for other precisions."""
    if not _DAY.fullmatch(day) or precision not in ("6", "7", "8", "9", "10"):
        return day
    if precision == "10":
        return day[:-3]
    year = int(day[:-6])
    if precision == "9" or year < 1:  # no known file has a decade or century before Christ
        return day[:-6] + ("" if precision == "9" else "~")
    if precision == "8":
        return f"{year // 10:03}X"
    length = 100 if precision == "7" else 1000
    first = (year - 1) // length * length + 1  # Help:Dates: 1801 to 1900 is the 19th century
    return f"{first:04}/{first + length - 1:04}"


def _cleaned(row: Row) -> Row:
    """The row with days instead of midnights and with precisions in words, without unknown values."""
    cells: dict[int, TableCell] = {}
    for number, (place, at, value) in row.cells.items():
        text = value
        if isinstance(value, str):
            midnight = _MIDNIGHT.fullmatch(value)
            text = midnight[1].lstrip("+") if midnight else value
            if _UNKNOWN.fullmatch(value):
                continue
        cells[number] = (place, at, text)
    return row._replace(cells=cells)


def _date_columns(rows: list[Row]) -> set[int]:
    return {number for row in rows for number, cell in row.cells.items() if _DAY.fullmatch(text_of(cell))}


def _merged(rows: list[Row], subject: int | None, dates: set[int]) -> list[Row]:
    """The rows; rows of one item with the same dates are merged. A merged cell is a list of the different values."""
    if subject is None:
        return rows
    groups: dict[tuple[str, ...], list[Row]] = {}
    for number, row in enumerate(rows):
        item = text_of(row.cells.get(subject)) or f"row {number}"
        groups.setdefault((item, *(text_of(row.cells.get(date)) for date in sorted(dates))), []).append(row)
    return [_one(group) if len(group) > 1 else group[0] for group in groups.values()]


def _one(rows: list[Row]) -> Row:
    cells: dict[int, dict[str, TableCell]] = {}
    for row in rows:
        for number, cell in row.cells.items():
            cells.setdefault(number, {}).setdefault(all_text(cell), cell)
    joined: dict[int, TableCell] = {}
    for number, values in cells.items():
        place, at, value = next(iter(values.values()))
        items: List = [(where, item) for _, where, item in values.values()]
        joined[number] = (place, at, items if len(items) > 1 else value)
    return rows[0]._replace(cells=joined)


def _doubtful(rows: list[Row], dates: set[int]) -> list[str]:
    count = sum(any(text_of(row.cells.get(date)).endswith("-01-01") for date in dates) for row in rows)
    doubt = "of 1 January may mean the year alone; ask for wikibase:timePrecision in the query"
    return [f"{plural(count, 'date')} {doubt}"] if count else []


WIKIDATA = Shape(
    name="wikidata",
    title="a result of a SPARQL query (Wikidata)",
    found_in="CSV, JSON",
    needs=(),
    columns={},
    adapt=_adapt,
    is_like=_is_like,
    signs="a variable of items with its …Label, or cells with type and value",
)
