"""Time zones by name: by how much a clock was off UTC at some local time."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MAX_UNKNOWN = 100
"""Names of one file that are looked up in vain. Each costs 80 µs."""

_LONGEST = 40


def offset_at(name: str, year: int, month: int, day: int, clock: str) -> str | None:
    """``"+02:00"`` or ``"Z"`` for a zone of the IANA database; None where no such zone or no such time is known.

    ``clock`` is a local time, "15:05" or finer. An offset that is no whole number of minutes is not known either: it
    is a local mean time, from before there were zones.
    """
    zone = _zone(name)
    try:
        moment = datetime(year, month, day, int(clock[:2]), int(clock[3:5]), tzinfo=zone)
    except ValueError:
        return None
    return written_offset(moment.utcoffset())


def is_zone(name: str) -> bool:
    """Whether the IANA database has a zone of that name."""
    return _zone(name) is not None


def written_offset(offset: timedelta | None) -> str | None:
    """An offset as EDTF writes it."""
    if offset is None or offset.seconds % 60:
        return None
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "Z"
    hours, minutes_past = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{minutes_past:02}"


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    """The zone called ``name``, or by the end of it: some write ``/vendor.example/Tz/Europe/Rome``.

    No name of the database is longer than ``_LONGEST`` or has more than three parts.
    """
    parts = name.strip("/").rsplit("/", 3)[-3:]
    endings = dict.fromkeys("/".join(parts[-count:]) for count in (3, 2))
    return next((zone for ending in endings if len(ending) <= _LONGEST and (zone := _load(ending))), None)


def _load(key: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):  # not there; not a name; a folder, or too long a name
        return None
