"""TimelineJS's sheet, as Google writes it: the slides of `formats/timelinejs/timelinejs.py`, each in a row.

See https://timeline.knightlab.com/docs/using-spreadsheets.html. Columns that TimelineJS does not know stand behind
those that it does; it passes over them. What no column can hold as it is, is JSON in the column ``other``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from timeline_tui.formats.csv.csv_tables import Sheet, table
from timeline_tui.formats.csv.flat_records import LISTS, from_json, is_plain, joined, listed, looks_like_json, to_json
from timeline_tui.formats.reading.document import Document, decode
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.timelinejs.timelinejs_dates import NAMES, clock, time_of_day
from timeline_tui.formats.timelinejs.timelinejs_reader import ERA, SlideReader
from timeline_tui.formats.timelinejs.timelinejs_writer import Slide, losses, slides
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.text import fold

__all__ = ["losses", "read", "write"]

_START = ("Year", "Month", "Day", "Time")
_END = ("End Year", "End Month", "End Day", "End Time")
# What a column holds: a property of the slide, or of one of its parts.
_PROPERTIES = {
    "Display Date": ("display_date",),
    "Headline": ("text", "headline"),
    "Text": ("text", "text"),
    "Media": ("media", "url"),
    "Media Credit": ("media", "credit"),
    "Media Caption": ("media", "caption"),
    "Media Thumbnail": ("media", "thumbnail"),
    "Alt Text": ("media", "alt"),
    "Type": ("type",),
    "Group": ("group",),
}
_BACKGROUND = "Background"  # holds an address or a colour, which are two properties
_COLUMNS = (*_START, *_END, *_PROPERTIES, _BACKGROUND)
_BY_HEADING = {fold(name): name for name in _COLUMNS} | {"tag": "Group"}  # that is what it was called before
_PARTS = ("start_date", "end_date", "text", "media", "background", "type")
TITLE, OTHER, RELATED = "title", "other", "related"


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``; ``file`` is what problems and events call it. Raises nothing of its own."""
    document = decode(data, file)
    document.stop_if_foreign()
    timeline_reader = TimelineReader(document, len(data), progress)
    whole: tuple[Map, Map] = ({}, {})
    if not document.broken:
        sheet = Sheet(document)
        _check(sheet.headings, document)
        if not document.broken:
            whole = _read_rows(sheet, document, SlideReader(timeline_reader))
    return timeline_reader.finish(*whole)


def write(timeline: Timeline, *, formula_safe: bool = True) -> str:
    """What TimelineJS can show of ``timeline`` (`losses`), and more of it.

    With ``formula_safe`` an apostrophe stands before what a spreadsheet would take for a formula.
    """
    title, events, eras = slides(timeline)
    rows = [_row(title, TITLE)] if title else []
    rows += [_row(slide) for slide in events]
    rows += [_row(era, ERA) for era in eras]
    columns = dict.fromkeys([*_COLUMNS, *(name for row in rows for name in row if name != OTHER)])
    if any(OTHER in row for row in rows):
        columns[OTHER] = None
    return table([columns, *([row.get(name, "") for name in columns] for row in rows)], formula_safe=formula_safe)


def missing(headings: Collection[str]) -> list[str]:
    """The columns that such a sheet needs and that are not among ``headings``."""
    known = {_BY_HEADING.get(fold(heading)) for heading in headings}
    return [name for name in ("Year", "Headline") if name not in known]


def _check(headings: dict[str, int], document: Document) -> None:
    """Stop if this is no such sheet."""
    needed = missing(headings)
    if not headings:
        document.stop(0, "no events: the file is empty", "the first row names the columns: Year, Month, Day, …")
    elif needed:
        hint = "TimelineJS needs its headings as they are: Year, Month, Day, …, Headline, Text"
        document.stop(min(headings.values()), f"no column is called {' or '.join(needed)}", hint)


# Rows → slides


def _read_rows(sheet: Sheet, document: Document, reader: SlideReader) -> tuple[Map, Map]:
    """Hands on the slides; what the title says of the timeline, and what else it has."""
    whole: tuple[Map, Map] | None = None
    for offset, row in sheet.rows():
        other = row.pop(OTHER, None)
        slide = _slide(row, document)
        kind = str(slide.get("type", (0, 0, ""))[2]).lower()
        if kind == TITLE and whole is None:
            del slide["type"]
        if other:
            _unpack(other, slide, document)
        if kind == TITLE and whole is None:
            whole = reader.whole(slide, offset)
        else:
            reader.event(slide, offset, is_era=kind == ERA)
    return whole or ({}, {})


def _slide(row: Map, document: Document) -> Map:
    """What the same slide is in JSON."""
    named = {_BY_HEADING.get(fold(heading), heading): entry for heading, entry in row.items()}
    slide: Map = {}
    for part, names in (("start_date", _START), ("end_date", _END)):
        date = _date([named.pop(name, None) for name in names], document)
        if date:
            offset = next(iter(date.values()))[1]
            slide[part] = (offset, offset, date)
    for name, entry in named.items():
        place, at, value = entry
        if name == _BACKGROUND:
            slide["background"] = (place, at, {_background(str(value)): entry})
        elif name not in _PROPERTIES:
            slide[name] = (place, at, _extra(name, value, at, document))
        else:
            part, *inner = _PROPERTIES[name]
            if inner:
                _, _, parent = slide.setdefault(part, (place, at, {}))
                assert isinstance(parent, dict)
                parent[inner[0]] = entry
            else:
                slide[part] = entry
    return slide


def _unpack(entry: tuple[int, int, Node], slide: Map, document: Document) -> None:
    """Put into ``slide`` what the column `OTHER` has, if that is JSON; else it is a property of that name."""
    _, at, cell = entry
    found = from_json(document, str(cell), at) if looks_like_json(str(cell)) else None
    if not isinstance(found, dict):
        found = {OTHER: entry}
    _, _, media = slide.get("media", (0, 0, None))
    _, _, more = found.get("media", (0, 0, None))
    if isinstance(media, dict) and isinstance(more, dict):
        media |= more
        del found["media"]
    slide |= found


def _date(cells: list[tuple[int, int, Node] | None], document: Document) -> Map:
    """Year, month and day as numbers, and the time of day as such."""
    found: Map = {}
    for name, cell in zip((*NAMES[:3], "time"), cells, strict=True):
        if cell is None:
            continue
        place, at, value = cell
        text = re.sub(r"[\s,]", "", str(value)) if name != "time" else str(value)
        if name != "time":
            found[name] = (place, at, text)
            continue
        time = time_of_day(text)
        if time is None:
            document.error(at, "this is no time of day; it is left out", "times are written 15:05 or 3:05 pm")
        found |= {part: (place, at, str(number)) for part, number in (time or {}).items()}
    return found


def _background(value: str) -> str:
    """Whether a background is an address or a colour, as TimelineJS tells it."""
    return "url" if re.match(r"(?:https?:)?/", value) else "color"


def _extra(name: str, value: Node, offset: int, document: Document) -> Node:
    """The value of a property that has no column of TimelineJS's own: only fields of an event are more than text."""
    text = str(value)
    if name in LISTS:
        return listed(document, text, offset)
    return from_json(document, text, offset) if name == RELATED and looks_like_json(text) else text


# Slides → rows


def _row(slide: Slide, kind: str = "") -> dict[str, str | int]:
    """The cells of a slide; ``kind`` is the type of one that is no event."""
    row: dict[str, str | int] = {"Type": kind} if kind else {}
    rest = {name: value for name, value in slide.items() if name not in ("start_date", "end_date")}
    for part, names in (("start_date", _START), ("end_date", _END)):
        date = slide.get(part) or {}
        row |= {name: date[key] for name, key in zip(names, NAMES, strict=False) if key in date}
        if "hour" in date:
            row[names[3]] = clock(date)
    for column, path in _PROPERTIES.items():
        if column not in row and _is_cell(column, value := _at(rest, path)):
            row[column] = value
            rest = _removed(rest, path)
    for part in ("url", "color"):
        if is_plain(value := _at(rest, path := ("background", part))) and _background(value) == part:
            row.setdefault(_BACKGROUND, value)
            rest = _removed(rest, path) if len(rest["background"]) == 1 else rest
    for name in [name for name in rest if _is_column(name, rest[name])]:
        row[name] = _cell(name, rest.pop(name))
    return {**row, OTHER: to_json(rest)} if rest else row


def _at(slide: Slide, path: tuple[str, ...]) -> Any:
    """The value at the end of a path through a slide; None if there is none."""
    value: Any = slide
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _removed(slide: Slide, path: tuple[str, ...]) -> Slide:
    """``slide`` without the value at the end of ``path``, and without what becomes empty by that."""
    name, *inner = path
    left = _removed(slide[name], tuple(inner)) if inner else None
    return {**slide, name: left} if left else {key: value for key, value in slide.items() if key != name}


def _is_cell(column: str, value: Any) -> bool:  # Any: JSON
    """Whether a column of TimelineJS's own holds a value as it is."""
    return is_plain(value) and not (column == "Type" and value.lower() in (TITLE, ERA))


def _is_column(name: str, value: Any) -> bool:  # Any: JSON
    """Whether a property can have a column of its own."""
    is_free = name not in ("", OTHER, *_PARTS) and (name,) not in _PROPERTIES.values() and fold(name) not in _BY_HEADING
    return is_free and (is_plain(value) or name in (*LISTS, RELATED))


def _cell(name: str, value: Any) -> str:  # Any: JSON
    if isinstance(value, str):
        return value
    return joined(value) if name in LISTS else to_json(value)
