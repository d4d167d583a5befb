"""ACLED: political violence and protest, one row an event (CSV, and JSON from the API).

https://acleddata.com/knowledge-base/codebook/ describes the columns. ``time_precision`` says how exactly the day is
known: 1 is the day; 2 is a week, of which ``event_date`` has the middle; 3 is a month. ``geo_precision`` says how
exactly the place is known: 1 is the place itself; 2 is a place near it; 3 is a region, of which ``location`` has only
the capital: then the region (``admin1``) is the place. Several sources and several associated actors have semicolons
between them. Columns of numeric codes mean nothing here.
"""

from __future__ import annotations

from timeline_tui.formats.reading.foreign_table import Row, Table
from timeline_tui.formats.shapes.shape import Cells, Shape

_PRECISIONS = {"1": "day", "2": "week", "3": "month"}


def _adapt(table: Table) -> Table:
    """Precisions in words; the region in the place of a place that only stands for it."""
    cells = Cells(table)

    def adapted(row: Row) -> Row:
        changes: dict[str, str | None] = {}
        precision = cells.text(row, "time_precision")
        if precision in _PRECISIONS:
            changes["time_precision"] = _PRECISIONS[precision]
        region = cells.text(row, "admin1")
        if cells.text(row, "geo_precision") == "3" and region:
            changes |= {"location": region, "admin1": cells.text(row, "location")}
        return cells.changed(row, changes) if changes else row

    return table._replace(rows=[adapted(row) for row in table.rows])


ACLED = Shape(
    name="acled",
    title="ACLED data",
    found_in="CSV, JSON",
    needs=("event_id_cnty", "event_date", "event_type"),
    columns={
        "event_id_cnty": "id",
        "event_date": "date",
        "time_precision": "precision",
        "event_type": "topics",
        "sub_event_type": "topics",
        "disorder_type": "topics",
        "actor1": "people",
        "assoc_actor_1": "people",
        "actor2": "people",
        "assoc_actor_2": "people",
        "country": "countries",
        "location": "place",
        "source": "sources",
        "notes": "summary",
        **dict.fromkeys(
            ("data_id", "event_id_no_cnty", "year", "iso", "iso3", "inter1", "inter2", "interaction", "timestamp")
        ),
        **dict.fromkeys(("region", "admin1", "admin2", "admin3", "latitude", "longitude", "geo_precision")),
        **dict.fromkeys(("source_scale", "civilian_targeting", "fatalities", "tags")),
    },
    adapt=_adapt,
)
