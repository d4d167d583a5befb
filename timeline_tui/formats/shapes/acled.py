"""ACLED: political violence and protest, one event a row (CSV, and JSON from the API).

https://acleddata.com/knowledge-base/codebook/ describes the columns. ``time_precision`` is 1 if the day is known, 2 if
only the week is known, with its middle in ``event_date``, and 3 if only the month is known. ``geo_precision`` is 1 for
the place itself, 2 for a place near it, and 3 for a region. For a region, ``location`` is only its capital, so the
region (``admin1``) is read as the place. Sources and associated actors are separated by semicolons. Columns of numeric
codes have no meaning here.
"""

from __future__ import annotations

from timeline_tui.formats.reading.foreign_table import Row, Table
from timeline_tui.formats.shapes.shape import Cells, Shape, with_column

_NOTED = "date note"
_NOTE = "ACLED knows the week, not the day: seven days around the one in event_date"
_PRECISIONS = {"1": "day", "2": "week", "3": "month"}


def _adapt(table: Table) -> Table:
    """The table with precisions in words. If only the region is known, it replaces the place."""
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

    adapted_table = table._replace(rows=[adapted(row) for row in table.rows])
    weeks = [cells.text(row, "time_precision") == "2" for row in table.rows]
    notes = [
        (row.offset, row.offset, _NOTE) if is_week else None for row, is_week in zip(table.rows, weeks, strict=True)
    ]
    return with_column(adapted_table, _NOTED, notes) if any(weeks) else adapted_table


ACLED = Shape(
    name="acled",
    title="ACLED data",
    found_in="CSV, JSON",
    needs=("event_id_cnty", "event_date", "event_type"),
    columns={
        "event_id_cnty": "id",
        "event_date": "date",
        _NOTED: "date_note",
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
