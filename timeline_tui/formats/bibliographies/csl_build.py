"""Making CSL items from the tags and fields of other bibliography formats."""

from __future__ import annotations

from collections.abc import Iterable

from timeline_tui.dates.month_names import CODES
from timeline_tui.formats.reading.nodes import List, Map, Node


def text_entry(offset: int, text: Node) -> tuple[int, int, Node]:
    """The entry of a `Map` whose key and value are at the same offset."""
    return offset, offset, text


def names(offset: int, people: Iterable[dict[str, str]]) -> Node:
    """A variable with names: each person is a mapping of ``family``, ``given`` and so on."""
    listed: List = [
        (offset, {part: (offset, offset, text) for part, text in person.items() if text}) for person in people
    ]
    return listed


def date(offset: int, year: str, month: str = "", day: str = "") -> Node:
    """A date variable; a ``literal`` if a part is not a number or the name of a month."""
    code = CODES.get(month.lower().rstrip("."), "")
    number = month if month.isdigit() else code[1:] if code[:1] == "M" else ""
    parts = [part for part in (year, number, day) if part]
    written = " ".join(part for part in (day, month, year) if part)
    if (month and not number) or (day and not month) or not all(part.isdigit() for part in parts):
        literal: Map = {"literal": text_entry(offset, written)}
        return literal
    inner: List = [(offset, part) for part in parts]
    outer: List = [(offset, inner)]
    built: Map = {"date-parts": text_entry(offset, outer)}
    return built
