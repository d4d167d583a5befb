"""TimelineJS 1 and 2: the JSON that Timeline used before version 3.

https://github.com/NUKnightLab/TimelineJS (its file format) has one object ``timeline`` with ``headline`` and ``text``
of the title, a list ``date`` of slides and a list ``era``. ``startDate`` is "2011,12,10,07,02,10" or its beginning, as
far as it is known. Headlines and texts are HTML. ``asset`` is embedded media with credit and caption.
"""

from __future__ import annotations

import re

from timeline_tui.formats.reading.foreign_table import Table, TableCell, tabled, text_of
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.shapes.shape import Shape, record
from timeline_tui.formats.timelinejs.html_text import on_a_line, read_html
from timeline_tui.text.web_addresses import is_address

_NUMBERS = re.compile(r"\s*-?[0-9]{1,6}(?:\s*,\s*[0-9]{1,2}){0,5}\s*,?\s*")
_HEAD = ("era", "type", "startDate", "headline", "text")  # keys of the timeline that are read or ignored
_ASSET = {"media": "url", "credit": "publisher", "caption": "title"}


def _adapt(table: Table) -> Table:
    """The table of the slides and eras, with ISO dates, and the title of the timeline."""
    slides = [(row.offset, _slide(record(row, table))) for row in table.rows]
    _, _, eras = table.head.get("era", (0, 0, None))
    for offset, era in eras if isinstance(eras, list) else ():
        if isinstance(era, dict):
            slides.append((offset, {**_slide(era), "type": (offset, offset, "era")}))
    head = {key: entry for key, entry in table.head.items() if key not in _HEAD and not _is_empty(entry[2])}
    for key, name, read in (("headline", "title", on_a_line), ("text", "description", _plain)):
        place, at, text = table.head.get(key, (0, 0, None))
        if isinstance(text, str) and read(text):
            head[name] = (place, at, read(text))
    return tabled(slides)._replace(offset=table.offset, notes=table.notes, head=head)


def _is_empty(node: Node) -> bool:
    return not node or (isinstance(node, dict) and not any(value for _, _, value in node.values()))


def _plain(html: str) -> str:
    return read_html(html).text


def _slide(slide: Map) -> Map:
    fields: Map = {}
    for key, (place, at, value) in slide.items():
        if key in ("startDate", "endDate") and isinstance(value, str):
            fields[key] = (place, at, _iso(value))
        elif key == "asset" and isinstance(value, dict):
            fields |= _asset((place, at, value))
        elif value != "":
            fields[key] = (place, at, value)
    return fields


def _asset(entry: TableCell) -> Map:
    """A source, if the asset has an address; else the asset, unchanged."""
    place, at, asset = entry
    assert isinstance(asset, dict)
    filled: dict[str, tuple[int, int, Node]] = {key: part for key, part in asset.items() if part[2] not in ("", None)}
    if not filled:
        return {}
    if not is_address(text_of(filled.get("media"))):
        return {"asset": (place, at, filled)}
    source = {_ASSET.get(key, key): part for key, part in filled.items()}
    for name in ("publisher", "title"):
        if name in source:
            first, where, _ = source[name]
            source[name] = (first, where, on_a_line(text_of(source[name])))
    return {"asset": (place, at, {**source, "kind": (at, at, "media")})}


def _iso(text: str) -> str:
    """A date with commas as an ISO date; any other text unchanged."""
    if not _NUMBERS.fullmatch(text):
        return text
    numbers = [int(part) for part in text.split(",") if part.strip()]
    year = f"{'-' if numbers[0] < 0 else ''}{abs(numbers[0]):04}"
    date = "-".join((year, *(f"{number:02}" for number in numbers[1:3])))
    clock = [*numbers[3:6], 0] if len(numbers) == 4 else numbers[3:6]
    return date + ("T" + ":".join(f"{number:02}" for number in clock) if clock else "")


TIMELINEJS_2 = Shape(
    name="timelinejs-2",
    title="JSON of TimelineJS 1 or 2",
    found_in="JSON",
    needs=("startdate", "headline"),
    columns={
        "startdate": "date",
        "enddate": "end",
        "headline": "title",
        "text": "summary",
        "tag": "topics",
        "type": "topics",
        "asset": "sources",
        "classname": None,
    },
    adapt=_adapt,
    is_like=lambda table: table.noun == "key",
)
