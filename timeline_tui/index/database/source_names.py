"""Writes the table of the names of sources, which is made from all pushed events and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import text

from timeline_tui.index.database.derived import known_origins, origin_id
from timeline_tui.index.database.event_rows import Row, ordered_text, source_of
from timeline_tui.index.database.sending import copy_rows
from timeline_tui.index.database.tables import SOURCE_NAMES
from timeline_tui.index.questions import source_number
from timeline_tui.model.timeline import Source
from timeline_tui.text.text import fold

_USES = """
    select event, source, 0 as part, number from citations
    union all select event, source, 1, number from quotes where source is not null"""

_USED = f"""
    with used as (
        select distinct on (s.name_key) s.name_key, s.id
        from sources s join ({_USES}) u on u.source = s.id join events e on e.event = u.event where %s
        order by s.name_key, e.first_day, e.place, e.number, e.id, u.part, u.number)
    select f.key, s.id, s.record, f.events, 0 as place
    from used join sources s on s.id = used.id join facet_values f on f.field = 'source' and f.key = used.name_key"""
"""The names that events use, each with the source of its first use."""

_LISTED = """
    select distinct on (s.name_key) s.name_key, s.id, s.record, 0 as events, s.number as place
    from sources s left join facet_values f on f.field = 'source' and f.key = s.name_key
    where s.number is not null and f.key is null
    order by s.name_key, s.number, s.id"""
"""The names of the list of sources that no event uses."""

_BATCH = 2000  # names that are written at once
_TOUCHED = "select key from pushed_touched where field = 'source'"


def write_source_names(connection: Any, *, only_changes: bool) -> None:
    """Write the names of sources; ``only_changes``: only names that `write_facets` noted or that no event uses."""
    if only_changes:
        connection.execute(text(f"delete from source_names where events = 0 or key in ({_TOUCHED})"))
    else:
        connection.execute(text("delete from source_names"))
    for found in (_USED % (f"s.name_key in ({_TOUCHED})" if only_changes else "true"), _LISTED):
        rows = connection.execute(text(found), execution_options={"yield_per": _BATCH})
        for batch in rows.partitions():
            copy_rows(connection, SOURCE_NAMES.name, [_row(*found) for found in batch])
    _write_origins(connection)


def _row(key: str, id: str, record: str, events: int, place: str) -> Row:
    source = source_of(record)
    date = ordered_text(source.date.sort_key) if source.date else None
    label = source.label
    return key, source_number(source.name), id, events, fold(label), label, date, place, "", ""


def _write_origins(connection: Any) -> None:
    """Write which names have the same origins, as `OriginGroups.from_sources` says."""
    connection.execute(text("update source_names set origins = '', origins_label = '' where origins <> ''"))
    repeating = connection.execute(
        text("""
            select n.key, s.record from source_names n join sources s on s.id = n.source where s.repeats
            order by n.events = 0, n.events desc, n.place, n.key""")
    ).all()
    if not repeating:
        return
    groups = dict(_groups(connection, {key: source_of(record) for key, record in repeating}))
    rows = [{"key": key, "origins": origins, "label": label} for key, (origins, label) in groups.items()]
    connection.execute(
        text("update source_names set origins = :origins, origins_label = :label where key = :key"), rows
    )
    connection.execute(
        text("""
            update source_names n set origins = g.origins, origins_label = g.origins_label
            from (select distinct origins, origins_label from source_names where origins <> '') g
            where n.origins = '' and n.source = g.origins""")
    )


def _groups(connection: Any, sources: Mapping[str, Source]) -> Iterator[tuple[str, tuple[str, str]]]:
    """For each key, its origins as a text, and their label. The first source with these origins gives the label."""
    origins, labels = known_origins(connection), dict[str, str]()
    for key, source in sources.items():
        source_origins = origins.of(source)
        together = "\n".join(sorted(map(origin_id, source_origins)))
        yield key, (together, labels.setdefault(together, " + ".join(origin.label for origin in source_origins)))
