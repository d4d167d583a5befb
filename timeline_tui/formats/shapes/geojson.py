"""GeoJSON (RFC 7946): features with a geometry and properties, as JSON in a FeatureCollection or one a line.

The names of the properties are free; their words decide their meanings. The geometry is kept as an unknown field.
"""

from __future__ import annotations

from timeline_tui.formats.reading.foreign_table import Row, Table, tabled
from timeline_tui.formats.reading.nodes import Map, value_of
from timeline_tui.formats.shapes.shape import HEAD, Shape, record

_COLLECTION = ("type", "crs", "bbox")  # keys of a collection that are not about the events


def _is_like(table: Table) -> bool:
    features = [record(row, table) for row in table.rows[:HEAD]]
    return bool(features) and all(value_of(feature, "type") == "Feature" for feature in features)


def _adapt(table: Table) -> Table:
    """The table of the properties, with id and geometry."""
    events_table = tabled(((row.offset, _properties(row, table)) for row in table.rows), table.noun)
    head = {key: entry for key, entry in table.head.items() if key not in _COLLECTION}
    known = {events_table.names.index("geometry"): None} if "geometry" in events_table.names else {}
    return events_table._replace(offset=table.offset, notes=table.notes, head=head, meanings=known)


def _properties(row: Row, table: Table) -> Map:
    feature = record(row, table)
    properties = value_of(feature, "properties")
    fields: Map = dict(properties) if isinstance(properties, dict) else {}
    for key, entry in feature.items():
        if key not in ("type", "properties"):
            fields.setdefault(key if key not in fields else f"feature {key}", entry)
    return fields


GEOJSON = Shape(
    name="geojson",
    title="GeoJSON",
    found_in="JSON, JSON lines",
    needs=("type", "properties"),
    columns={},
    adapt=_adapt,
    is_like=_is_like,
)
