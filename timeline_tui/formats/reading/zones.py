"""UTC offsets of named time zones at a given local time, from the IANA time zone database."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MAX_UNKNOWN = 100
"""The most unknown names of one file that are looked up. Each takes 80 µs."""

_MAX_NAME = 40  # characters; no name in the database is longer


def offset_at(name: str, year: int, month: int, day: int, clock: str) -> str | None:
    """The UTC offset of the zone ``name`` at a local time, as ``"+02:00"`` or ``"Z"``.

    ``clock`` is "15:05", "15:05:30" or finer; seconds are ignored. None if there is no such zone, if the
    date or time is not valid, or if the offset has seconds: that is a local mean time, from before time zones.
    """
    zone = _zone(name)
    try:
        moment = datetime(year, month, day, int(clock[:2]), int(clock[3:5]), tzinfo=zone)
    except ValueError:
        return None
    return written_offset(moment.utcoffset())


def is_zone(name: str) -> bool:
    """Whether the database has a zone called ``name``, or one that `offset_at` finds by the end of ``name``."""
    return _zone(name) is not None


def written_offset(offset: timedelta | None) -> str | None:
    """A UTC offset as EDTF writes it: ``"Z"``, ``"+02:00"``. None for None and for an offset with seconds."""
    if offset is None or offset.seconds % 60:
        return None
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "Z"
    hours, minutes_past = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{minutes_past:02}"


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    """The zone called ``name``, or called like its last parts, as in ``/vendor.example/Tz/Europe/Rome``; None if none.

    The last three parts are tried, then the last two. No name in the database has more than three.
    """
    parts = name.strip("/").rsplit("/", 3)[-3:]
    endings = dict.fromkeys("/".join(parts[-count:]) for count in (3, 2))
    return next((zone for ending in endings if len(ending) <= _MAX_NAME and (zone := _load(ending))), None)


def _load(key: str) -> ZoneInfo | None:
    """The zone called exactly ``key``; None if there is none."""
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):  # unknown; not a valid name; a folder or a name too long for a file
        return None
