"""vis-timeline: the items of a timeline on a web page, as JSON: a list, or an object with items and groups.

https://visjs.github.io/vis-timeline/docs/timeline/#Data_Format has the properties. ``content`` is HTML and short;
``title`` is the HTML of the tooltip; ``group`` is the id of a group, whose ``content`` is its name. ``start`` and
``end`` are ISO dates, or milliseconds since 1970.
"""

from __future__ import annotations

from timeline_tui.formats.reading.foreign_table import Row, Table, text_of
from timeline_tui.formats.reading.nodes import value_of
from timeline_tui.formats.shapes.shape import Cells, Shape, record
from timeline_tui.formats.timelinejs.html_text import on_a_line

_LOOK = ("classname", "style", "type", "subgroup", "editable", "selectable", "align", "limitsize", "options")


def _adapt(table: Table) -> Table:
    """The table with the names of groups instead of their ids."""
    groups = value_of(table.head, "groups")
    names: dict[str, str] = {}
    for _, group in groups if isinstance(groups, list) else ():
        if isinstance(group, dict):
            name = on_a_line(text_of(group.get("content")))
            names |= {text_of(group.get("id")): name} if name else {}
    cells = Cells(table)

    def adapted(row: Row) -> Row:
        name = names.get(cells.text(row, "group"))
        return cells.changed(row, {"group": name}) if name else row

    head = {key: entry for key, entry in table.head.items() if key != "groups"} if names else table.head
    return table._replace(rows=[adapted(row) for row in table.rows], head=head)


def _is_like(table: Table) -> bool:
    """Whether ``content`` names the items: it is HTML or a short text, and there is no other title."""
    items = [record(row, table) for row in table.rows]
    return table.noun == "key" and all(text_of(item.get("start")) for item in items if "content" in item)


VIS_TIMELINE = Shape(
    name="vis-timeline",
    title="a list of vis-timeline items",
    found_in="JSON",
    needs=("content", "start"),
    columns={
        "id": "id",
        "content": "title",
        "title": "summary",
        "start": "date",
        "end": "end",
        "group": "topics",
        **dict.fromkeys(_LOOK),
    },
    adapt=_adapt,
    is_like=_is_like,
)
