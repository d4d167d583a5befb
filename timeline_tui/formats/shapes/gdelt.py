"""GDELT 2.0 events: who did what to whom, as a program finds it in the news; 61 columns, separated by tabs.

The GDELT Event Database Data Format Codebook V2.0 (19 February 2015) describes the columns. The files end in .CSV and
have no headings; the event tables of BigQuery have them. Version 1.0 has 58 columns: it lacks the three ADM2 codes;
before April 2013 it lacks the address too. ``SQLDATE`` (YYYYMMDD) is the day of the event; ``MonthYear``, ``Year`` and
``FractionDate`` repeat it, and ``DATEADDED`` is the day when GDELT found it. There is no title: it is made from the
actors and the root of the CAMEO code, which says what one did to the other. The country is the last part of the full
name of the place; a place of type 1 is a country.
"""

from __future__ import annotations

import re
from itertools import repeat

from timeline_tui.formats.reading.foreign_table import Row, Table, TableCell
from timeline_tui.formats.shapes.shape import Cells, Shape, with_column

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_PLACE = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
NAMES = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{number}{part}" for number in (1, 2) for part in _ACTOR.split()),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{of}Geo_{part}" for of in ("Actor1", "Actor2", "Action") for part in _PLACE.split()),
    *("DATEADDED", "SOURCEURL"),
)
"""The columns of version 2.0."""
_FIRST_NAMES = tuple(name for name in NAMES if not name.endswith("ADM2Code"))
_BEGINNING = re.compile(r"[0-9]+\t([0-9]{4})([0-9]{2})[0-9]{2}\t\1\2\t\1\t\1\.[0-9]+\t")

# https://parusanalytics.com/eventdata/cameo.dir/CAMEO.Manual.1.1b3.pdf, in our own words
_ROOTS = (
    *("makes a statement", "appeals", "says that it will cooperate", "consults", "cooperates diplomatically"),
    *("cooperates materially", "gives aid", "yields", "investigates", "demands", "disapproves", "rejects"),
    *("threatens", "protests", "shows military force", "reduces relations", "coerces", "assaults", "fights"),
    "uses mass violence",
)
_CLASSES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
TITLE, COUNTRY = "title", "country"


def headings(line: str) -> tuple[str, ...]:
    """The names of the columns, if ``line`` is an event of GDELT; else empty."""
    width = line.count("\t") + 1
    known = (NAMES, _FIRST_NAMES, _FIRST_NAMES[:-1])
    return next((names for names in known if len(names) == width and _BEGINNING.match(line)), ())


def _adapt(table: Table) -> Table:
    """The table with titles and countries, and with words instead of the numbers of classes."""
    cells = Cells(table)
    titles = [_entry(row, _title(row, cells)) for row in table.rows]
    countries = [_entry(row, _country(cells.text(row, "actiongeo_fullname"))) for row in table.rows]

    def adapted(row: Row) -> Row:
        number = cells.text(row, "quadclass")
        changes: dict[str, str | None] = {}
        if number in ("1", "2", "3", "4"):
            changes["quadclass"] = _CLASSES[int(number) - 1]
        if cells.text(row, "actiongeo_type") == "1":
            changes["actiongeo_fullname"] = None
        root = _root(cells.text(row, "eventrootcode"))
        return cells.changed(row, {**changes, **({"eventrootcode": root} if root else {})})

    table = table._replace(rows=[adapted(row) for row in table.rows])
    return with_column(with_column(table, TITLE, titles), COUNTRY, countries)


def _title(row: Row, cells: Cells) -> str:
    one, other = (cells.text(row, f"actor{number}name") for number in (1, 2))
    action = _root(cells.text(row, "eventrootcode")) or f"CAMEO {cells.text(row, 'eventcode') or '?'}"
    return f"{one or '(unnamed)'} {action}" + (f": {other}" if other else "")


def _root(code: str) -> str:
    number = int(code) if code.isascii() and code.isdecimal() and len(code) <= 2 else 0
    return _ROOTS[number - 1] if 1 <= number <= len(_ROOTS) else ""


def _country(place: str) -> str:
    return place.rpartition(",")[2].strip()


def _entry(row: Row, text: str) -> TableCell | None:
    return (row.offset, row.offset, text) if text else None


GDELT = Shape(
    name="gdelt",
    title="a table of GDELT events",
    found_in="CSV",
    needs=("globaleventid", "sqldate", "eventcode"),
    columns={
        **dict(zip(map(str.lower, NAMES), repeat(None))),
        "globaleventid": "id",
        "sqldate": "date",
        TITLE: "title",
        COUNTRY: "countries",
        "actor1name": "people",
        "actor2name": "people",
        "eventrootcode": "topics",
        "quadclass": "topics",
        "actiongeo_fullname": "place",
        "sourceurl": "sources",
    },
    adapt=_adapt,
    signs="61 columns separated by tabs, with or without headings",
)
