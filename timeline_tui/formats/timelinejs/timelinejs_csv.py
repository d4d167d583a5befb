"""TimelineJS's spreadsheet as CSV: the slides of `formats/timelinejs/timelinejs.py`, one per row.

See https://timeline.knightlab.com/docs/using-spreadsheets.html. Columns unknown to TimelineJS come last; it ignores
them. Values that no column can hold are JSON in the column ``other``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from timeline_tui.formats.csv.csv_tables import Sheet, table
from timeline_tui.formats.csv.flat_records import LISTS, from_json, is_plain, joined, listed, looks_like_json, to_json
from timeline_tui.formats.reading.conflicts import is_text_before_conflict
from timeline_tui.formats.reading.decoding import decode_sheet
from timeline_tui.formats.reading.document import Document
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
# The property of a slide, or of a part of it, that each column holds.
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
_BACKGROUND = "Background"  # an address or a colour, which are two properties of a slide
_COLUMNS = (*_START, *_END, *_PROPERTIES, _BACKGROUND)
_BY_HEADING = {fold(name): name for name in _COLUMNS} | {"tag": "Group"}  # its earlier name
_PARTS = ("start_date", "end_date", "text", "media", "background", "type")
TITLE, OTHER = "title", "other"
MAPPINGS = ("related", "checked")


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``, with its problems. ``file`` is the name of the file in messages."""
    document = decode_sheet(data, file)
    if not is_text_before_conflict(document):
        return TimelineReader(document, len(data), progress).finish()
    return read_sheet(Sheet(document), document, len(data), progress)


def read_sheet(sheet: Sheet, document: Document, size: int, progress: Progress | None) -> Reading:
    """The timeline in a sheet of ``document``, whose input has ``size`` bytes."""
    timeline_reader = TimelineReader(document, size, progress)
    whole: tuple[Map, Map] = ({}, {})
    if _check(sheet.headings, document):
        whole = _read_rows(sheet, document, SlideReader(timeline_reader))
    return timeline_reader.finish(*whole)


def write(timeline: Timeline, *, formula_safe: bool = True) -> str:
    """``timeline`` as CSV for TimelineJS. `losses` says what is left out or changed.

    With ``formula_safe`` an apostrophe is put before text that a spreadsheet would run as a formula.
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
    """The required columns that are not in ``headings``."""
    known = {_BY_HEADING.get(fold(heading)) for heading in headings}
    return [name for name in ("Year", "Headline") if name not in known]


def _check(headings: dict[str, int], document: Document) -> bool:
    """Stop if a required column is missing, and return whether none is."""
    needed = missing(headings)
    if not headings:
        document.stop(0, "no events: the file is empty", "the first row names the columns: Year, Month, Day, …")
    elif needed:
        hint = "TimelineJS needs exactly these headings: Year, Month, Day, …, Headline, Text"
        document.stop(min(headings.values()), f"no column is called {' or '.join(needed)}", hint)
    return not needed


# From rows to slides


def _read_rows(sheet: Sheet, document: Document, reader: SlideReader) -> tuple[Map, Map]:
    """Pass each slide to ``reader``. Return the fields and other keys of the timeline, from the title slide."""
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
            whole = reader.title_slide(slide, offset)
        else:
            reader.event(slide, offset, is_era=kind == ERA)
    return whole or ({}, {})


def _slide(row: Map, document: Document) -> Map:
    """A row as the slide that it would be in JSON."""
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
    """Add the keys in the column `OTHER` to ``slide``. A text that is not JSON becomes the property `OTHER`."""
    _, at, cell = entry
    content = from_json(document, str(cell), at) if looks_like_json(str(cell)) else None
    if not isinstance(content, dict):
        content = {OTHER: entry}
    _, _, media = slide.get("media", (0, 0, None))
    _, _, more_media = content.get("media", (0, 0, None))
    if isinstance(media, dict) and isinstance(more_media, dict):
        media |= more_media
        del content["media"]
    slide |= content


def _date(cells: list[tuple[int, int, Node] | None], document: Document) -> Map:
    """A date from the cells with year, month, day and time of day."""
    fields: Map = {}
    for name, cell in zip((*NAMES[:3], "time"), cells, strict=True):
        if cell is None:
            continue
        place, at, value = cell
        text = re.sub(r"[\s,]", "", str(value)) if name != "time" else str(value)
        if name != "time":
            fields[name] = (place, at, text)
            continue
        time = time_of_day(text)
        if time is None:
            document.error(at, "this is not a time of day; it is left out", "times are written 15:05 or 3:05 pm")
        fields |= {part: (place, at, str(number)) for part, number in (time or {}).items()}
    return fields


def _background(value: str) -> str:
    """The property for a background, "url" or "color", by the rule of TimelineJS."""
    return "url" if re.match(r"(?:https?:)?/", value) else "color"


def _extra(name: str, value: Node, offset: int, document: Document) -> Node:
    """The value of a column that TimelineJS does not know. It is text unless it is a field of an event."""
    text = str(value)
    if name in LISTS:
        return listed(document, text, offset)
    return from_json(document, text, offset) if name in MAPPINGS and looks_like_json(text) else text


# From slides to rows


def _row(slide: Slide, kind: str = "") -> dict[str, str | int]:
    """The cells of a slide. ``kind`` is "title", "era" or, for an event, empty."""
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
    """The value at the end of a path through a slide, or None."""
    value: Any = slide
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _removed(slide: Slide, path: tuple[str, ...]) -> Slide:
    """``slide`` without the value at the end of ``path``, and without parts that become empty."""
    name, *inner = path
    rest = _removed(slide[name], tuple(inner)) if inner else None
    return {**slide, name: rest} if rest else {key: value for key, value in slide.items() if key != name}


def _is_cell(column: str, value: Any) -> bool:  # Any: JSON
    """Whether one of TimelineJS's columns can hold a value unchanged."""
    return is_plain(value) and not (column == "Type" and value.lower() in (TITLE, ERA))


def _is_column(name: str, value: Any) -> bool:  # Any: JSON
    """Whether a property can have a column of its own."""
    is_free = name not in ("", OTHER, *_PARTS) and (name,) not in _PROPERTIES.values() and fold(name) not in _BY_HEADING
    return is_free and (is_plain(value) or name in (*LISTS, *MAPPINGS))


def _cell(name: str, value: Any) -> str:  # Any: JSON
    if isinstance(value, str):
        return value
    return joined(value) if name in LISTS else to_json(value)
