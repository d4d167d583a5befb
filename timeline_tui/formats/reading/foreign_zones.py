"""Reads the time zones of rows: names of the IANA database, names with one meaning such as CET, and offsets."""

from __future__ import annotations

import re
from functools import lru_cache

from timeline_tui.dates.written_dates import read_column
from timeline_tui.dates.written_times import offset
from timeline_tui.formats.reading.zones import MAX_UNKNOWN, is_zone, offset_at

_LOCAL = re.compile(r"-?\d{4}-\d\d-\d\dT[\d:.]+")
_OFFSET = re.compile(r"Z|(?:UTC|GMT)? ?([+-]\d{1,2}(?::?\d{2})?)|UTC|GMT", re.IGNORECASE)
_AFTER_TIME = re.compile(r"(.*:\d\d.*?) ?\[?([A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z0-9_+-]+){1,2})\]?")
_LONGEST = 200  # characters of a date


class ZoneNames:
    """Gives offsets from UTC to local times. ``unknown`` are the names of time zones that it could not read."""

    def __init__(self) -> None:
        self.unknown: dict[str, None] = {}

    def zoned(self, date: str, zone: str) -> str:
        """``date`` in EDTF with the offset of ``zone``; empty if the offset is not known, or there is no local time.

        In an interval, each end gets the offset that the zone has then.
        """
        ends = date.split("/")
        if not zone or not all(map(_LOCAL.fullmatch, ends)):
            return ""
        offsets = [self._offset(end, zone) for end in ends]
        if not all(offsets):
            if len(self.unknown) < MAX_UNKNOWN:
                self.unknown[zone] = None
            return ""
        return "/".join(map("".join, zip(ends, offsets, strict=True)))

    def _offset(self, local: str, zone: str) -> str:
        if "/" not in zone:
            return _fixed(zone)
        if local[0] == "-" or len(self.unknown) >= MAX_UNKNOWN:
            return ""
        return offset_at(zone, int(local[:4]), int(local[5:7]), int(local[8:10]), local[11:]) or ""


@lru_cache(maxsize=256)
def _fixed(zone: str) -> str:
    """The offset of a zone that always has the same one, such as UTC+2 or CET; empty if it is not known."""
    found = _OFFSET.fullmatch(zone.replace("−", "-"))
    written = offset(found[1] or "Z") if found else f" {zone}"
    value = read_column([f"2024-06-13T10:00:00{written}" if found else f"2024-06-13 10:00{written}"]).cells[0].value
    known = re.fullmatch(r"2024-06-13T10:00(?::00)?(Z|[+-]\d\d:\d\d)", value or "")
    return known[1] if known else ""


def split_zone(text: str) -> tuple[str, str]:
    """A date without the name of a time zone after its time, and this name: ``2024-06-13 10:00 Europe/Kyiv``.

    The name is empty if there is none in the database.
    """
    found = _AFTER_TIME.fullmatch(text) if "/" in text and len(text) <= _LONGEST else None
    return (found[1], found[2]) if found and is_zone(found[2]) else (text, "")
