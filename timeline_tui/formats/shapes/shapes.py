"""The table of known shapes."""

from __future__ import annotations

from timeline_tui.formats.reading.foreign_table import Table
from timeline_tui.formats.shapes.acled import ACLED
from timeline_tui.formats.shapes.dfir_iris import DFIR_IRIS
from timeline_tui.formats.shapes.followthemoney import FOLLOWTHEMONEY
from timeline_tui.formats.shapes.gdelt import GDELT
from timeline_tui.formats.shapes.geojson import GEOJSON
from timeline_tui.formats.shapes.l2tcsv import L2TCSV
from timeline_tui.formats.shapes.shape import HEAD, Shape
from timeline_tui.formats.shapes.timelinejs_2 import TIMELINEJS_2
from timeline_tui.formats.shapes.vis_timeline import VIS_TIMELINE
from timeline_tui.formats.shapes.wikidata import WIKIDATA

SHAPES: tuple[Shape, ...] = (
    *(ACLED, GDELT, L2TCSV, DFIR_IRIS, GEOJSON, FOLLOWTHEMONEY, TIMELINEJS_2, VIS_TIMELINE, WIKIDATA),
)
"""All known shapes. If several fit a table, the first one is used."""


def shaped(table: Table) -> Table:
    """``table`` with the meanings that its known shape gives to the columns; unchanged if no shape fits."""
    if table.shape:
        return table
    named: dict[str, set[int]] = {}
    for number, name in enumerate(table.names):
        named.setdefault(name.lower(), set()).add(number)
    for shape in SHAPES:
        needs = [named.get(name, set()) for name in shape.needs]
        if _has_columns(table, needs) and (not shape.is_like or shape.is_like(table)):
            adapted = shape.adapt(table) if shape.adapt else table
            known = {
                number: shape.columns[name.lower()]
                for number, name in enumerate(adapted.names)
                if name.lower() in shape.columns
            }
            return adapted._replace(shape=shape.title, meanings={**known, **adapted.meanings})
    return table


def _has_columns(table: Table, needs: list[set[int]]) -> bool:
    """Whether ``table`` has all columns in ``needs``. Each is the set of the indexes of the columns with its name.

    Keys of a tree must be in at least half of the first rows: a single event may have keys that look like a shape.
    """
    if not all(needs) or table.noun != "key":
        return all(needs)
    first_rows = table.rows[:HEAD]
    with_all = [row for row in first_rows if all(row.cells.keys() & indexes for indexes in needs)]
    return 2 * len(with_all) >= len(first_rows)
