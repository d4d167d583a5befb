"""Writes dates in the notation of Markwhen."""

from __future__ import annotations

from timeline_tui.dates.edtf import Point, Precision, minutes_ahead
from timeline_tui.dates.when import When, civil
from timeline_tui.formats.markwhen.markwhen_dates import NOW, day_text

_FARTHEST = 99_999
"""The last year, BC or AD, that Markwhen can write."""


def markwhen_date(when: When) -> str | None:
    """``when`` in the notation of Markwhen, or the nearest date that Markwhen has; None for years outside its range."""
    start = when.start or when.end
    assert start is not None
    end = when.end or when.start
    assert end is not None
    is_endless = when.end is None and not when.is_unknown
    years = (civil(start.first)[0], civil(end.last)[0])
    if not all(-_FARTHEST < year <= _FARTHEST for year in years):
        return None
    if years[0] < 1 or years[1] > 9999:
        return _by_years(*years)
    if start.zone and (is_endless or start is end or end.zone):
        ends = [_utc(start), *([NOW] if is_endless else [_utc(end)] if start is not end else [])]
        return " - ".join(ends)
    is_plain = bool(start.zone or end.zone)  # a zone needs another style; only days are the same in both styles
    first, last = _local(start, start.first, plain=is_plain), _local(end, end.last, plain=is_plain)
    if is_endless:
        return f"{first}/{NOW}"
    return first if first == last else f"{first}/{last}"


def _by_years(first: int, last: int) -> str:
    """The notation outside the years 1–9999, where Markwhen has only years, and no "now"."""
    names = [f"{year} AD" if year >= 1 else f"{1 - year} BC" for year in (first, last)]
    return names[0] if first == last else " - ".join(names)


def _local(point: Point, day: int, *, plain: bool) -> str:
    """A point as an end of an interval. A season or decade becomes its first or last ``day``."""
    year, month, of_month = civil(day)
    if point.precision <= Precision.YEAR:
        return f"{year:04}"
    if point.precision <= Precision.MONTH:
        return f"{year:04}-{month:02}"
    clock = f" {point.clock[:5]}" if point.clock and not plain else ""
    return f"{year:04}-{month:02}-{of_month:02}{clock}"


def _utc(point: Point) -> str:
    day, minute = divmod(point.first * 1440 + (point.minute or 0) - minutes_ahead(point.zone), 1440)
    return f"{day_text(day)}T{minute // 60:02}:{minute % 60:02}:{point.clock[6:] or '00'}Z"
