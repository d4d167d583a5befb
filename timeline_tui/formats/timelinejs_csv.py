"""TimelineJS's sheet, as Google writes it: the slides of :mod:`timeline_tui.formats.timelinejs`, each in a row.

See https://timeline.knightlab.com/docs/using-spreadsheets.html. Columns that TimelineJS does not know stand behind
those that it does; it passes over them.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from timeline_tui.formats import Progress, Reading
from timeline_tui.formats.document import Document, decode
from timeline_tui.formats.gathering import Gathering
from timeline_tui.formats.nodes import Map, Node
from timeline_tui.formats.records import LISTS, from_json, joined, listed, looks_like_json, to_json
from timeline_tui.formats.tables import Sheet, table
from timeline_tui.formats.timelinejs_dates import NAMES, clock, time_of_day
from timeline_tui.formats.timelinejs_reader import ERA, SlideReader
from timeline_tui.formats.timelinejs_writer import Slide, slides
from timeline_tui.formats.timelinejs_writer import losses as losses_of_slides
from timeline_tui.hints import Any
from timeline_tui.model import Timeline
from timeline_tui.text import fold, plural

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
    "Background": ("background",),
}
_COLUMNS = (*_START, *_END, *_PROPERTIES)
_BY_HEADING = {fold(name): name for name in _COLUMNS} | {"tag": "Group"}  # that is what it was called before
_PARTS = ("start_date", "end_date", "text", "media", "background", "type")
TITLE = "title"


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``; ``file`` is what problems and events call it. Raises nothing of its own."""
    document = decode(data, file)
    document.stop_if_foreign()
    gathering = Gathering(document, len(data), progress)
    whole: tuple[Map, Map] = ({}, {})
    if not document.broken:
        sheet = Sheet(document)
        _check(sheet.headings, document)
        if not document.broken:
            whole = _read_rows(sheet, document, SlideReader(gathering))
    return gathering.finish(*whole)


def write(timeline: Timeline, *, formula_safe: bool = True) -> str:
    """What TimelineJS can show of ``timeline`` (:func:`losses`), and more of it.

    With ``formula_safe`` an apostrophe stands before what a spreadsheet would take for a formula.
    """
    title, events, eras = slides(timeline)
    rows = [_row({**title, "type": TITLE})] if title else []
    rows += [_row(slide) for slide in map(_untyped, events)]
    rows += [_row({**era, "type": ERA}) for era in eras]
    columns = dict.fromkeys([*_COLUMNS, *(name for row in rows for name in row)])
    return table([columns, *([row.get(name, "") for name in columns] for row in rows)], formula_safe=formula_safe)


def losses(timeline: Timeline) -> list[str]:
    """What TimelineJS does not show, or shows in another way."""
    title, events, eras = slides(timeline)
    cut = sum(_is_cut(slide) for slide in (*events, *eras, *([title] if title else [])))
    cut += sum(_untyped(slide) is not slide for slide in events)
    lost = [f"{plural(cut, 'slide')} without what no column is for, of media, background and other keys"] if cut else []
    return lost + losses_of_slides(timeline)


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
        slide = _slide(row, document)
        kind = str(slide.get("type", (0, 0, ""))[2]).lower()
        if kind == TITLE and whole is None:
            del slide["type"]
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
        if name == "Background":
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
    """The value of a property that has no column of TimelineJS's own."""
    text = str(value)
    if name in LISTS:
        return listed(document, text, offset)
    return from_json(document, text, offset) if looks_like_json(text) else text


# Slides → rows


def _untyped(slide: Slide) -> Slide:
    """``slide`` without a type that would make it something else."""
    kind = slide.get("type")
    is_taken = isinstance(kind, str) and kind.strip().lower() in (TITLE, ERA)
    return {name: value for name, value in slide.items() if name != "type"} if is_taken else slide


def _row(slide: Slide) -> dict[str, str | int]:
    row: dict[str, str | int] = {}
    for part, names in (("start_date", _START), ("end_date", _END)):
        date = slide.get(part) or {}
        row |= {name: date[key] for name, key in zip(names, NAMES, strict=False) if key in date}
        if "hour" in date:
            row[names[3]] = clock(date)
    background = slide.get("background") or {}
    if isinstance(background, dict):
        row["Background"] = str(background.get("url") or background.get("color") or "")
    for name, path in _PROPERTIES.items():
        value: Any = slide
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str):
            row[name] = value
    return row | {name: _text(name, value) for name, value in slide.items() if _is_extra(name)}


def _is_extra(name: str) -> bool:
    """Whether a property can have a column of its own."""
    return (name,) not in _PROPERTIES.values() and name not in _PARTS and fold(name) not in _BY_HEADING


def _text(name: str, value: Any) -> str:  # Any: JSON
    return value if isinstance(value, str) else joined(value) if name in LISTS else to_json(value)


def _is_cut(slide: Slide) -> bool:
    """Whether it has something that no column is for."""
    media, background = slide.get("media") or {}, slide.get("background") or {}
    columns = {path[1] for path in _PROPERTIES.values() if path[0] == "media"}
    is_plain = isinstance(background, dict) and len(background) < 2 and background.keys() <= {"url", "color"}
    return (
        not media.keys() <= columns
        or not (is_plain or isinstance(background, str))
        or any(name not in _PARTS and not _is_extra(name) and (name,) not in _PROPERTIES.values() for name in slide)
    )
