"""The number of rows of other programs that no push has added yet; see `tables.NEW_EVENTS`."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import func, select

from timeline_tui.index.database.tables import NEW_EVENTS, NEW_SOURCES

_MOST = 10_000  # rows that are counted


class Waiting(NamedTuple):
    """The number of rows that no push has added yet, and whether there are more."""

    rows: int
    has_more: bool


def waiting_rows(connection: Any) -> Waiting:
    """The number of rows that no push has added yet. It is 0 for a role that may not read the rows."""
    found = 0
    for table in (NEW_EVENTS, NEW_SOURCES):
        may_read = select(func.has_table_privilege(table.name, "select"))
        if connection.execute(may_read).scalar():
            first_rows = select(table.primary_key.columns[0]).limit(_MOST + 1 - found).subquery()
            found += connection.execute(select(func.count()).select_from(first_rows)).scalar_one()
    return Waiting(min(found, _MOST), found > _MOST)
