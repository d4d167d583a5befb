"""VTIMEZONE (RFC 5545, section 3.6.5): the offset from UTC at a local time.

A VTIMEZONE lists observances. Each has an offset and the local times at which that offset begins: its DTSTART, its
RDATEs and the times of its RRULE. These times are called onsets. Local times are seconds since day 0.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from timeline_tui.dates.calendar import civil, day_number, month_length
from timeline_tui.formats.icalendar.icalendar_syntax import Property
from timeline_tui.text.text import clean_line

_MOST_AT_ONCE = 8
"""The most rules that may be active at one time. All real zones need two; each rule adds 5 µs to each look-up."""

_DAY = 86_400  # seconds
_FOREVER = 10**15
_FARTHEST = 14 * 3600  # the largest offset of EDTF, in seconds
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_LOCAL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z)?)?", re.IGNORECASE)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(rf"([+-]?[1-5])?({'|'.join(_WEEKDAYS)})")

# The parts of an RRULE that are read: the parts with a number, each with its smallest value; then the others.
_SMALLEST = {"BYMONTH": 1, "INTERVAL": 1, "COUNT": 1, "BYHOUR": 0, "BYMINUTE": 0, "BYSECOND": 0}
_KNOWN = {*_SMALLEST, "FREQ", "UNTIL", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"}


class _Rule(NamedTuple):
    """An onset in every year, or in every ``interval`` years, from the local time ``first`` to ``last``.

    It is on the first of ``days`` in ``month`` that is a ``weekday`` (0: Monday, -1: any), or on the ``nth`` such
    weekday of the month (from the end if negative). ``time`` is in seconds since midnight.
    """

    first: int
    last: int
    interval: int
    month: int
    days: tuple[int, ...]
    weekday: int
    nth: int
    time: int

    @property
    def ends(self) -> bool:
        """Whether there is a last onset."""
        return self.last < _FOREVER

    def latest(self, moment: int) -> int | None:
        """The last onset at or before ``moment``."""
        begin = _year_of(self.first)
        year = _year_of(min(moment, self.last))
        year -= (year - begin) % self.interval
        for candidate in (year, year - self.interval):
            onset = self.in_year(candidate)
            if onset is not None and self.first <= onset <= min(moment, self.last):
                return onset
        return None

    def in_year(self, year: int) -> int | None:
        """The onset in ``year``, or None."""
        length = month_length(year, self.month)
        start = day_number(year, self.month, 1)
        if self.nth:
            before = (self.weekday - (start - 1)) % 7  # days before the first such weekday of the month
            weeks = self.nth - 1 if self.nth > 0 else (length - 1 - before) // 7 + self.nth + 1
            day = 1 + before + 7 * weeks
            onset_day = day if 1 <= day <= length else None
        else:
            onset_day = next((day for day in self.days if day <= length and self._is_weekday(start + day - 1)), None)
        return None if onset_day is None else (start + onset_day - 1) * _DAY + self.time

    def _is_weekday(self, day: int) -> bool:
        return self.weekday < 0 or (day - 1) % 7 == self.weekday


class _Observance(NamedTuple):
    """One STANDARD or DAYLIGHT part; offsets and local times in seconds."""

    before: int
    offset: int
    onsets: tuple[int, ...]
    rule: _Rule | None

    @property
    def gap(self) -> int:
        """The seconds by which the clocks go forward. The skipped local times use the earlier offset."""
        return max(0, self.offset - self.before)


class Definition:
    """One VTIMEZONE. ``fault`` is the part that cannot be read, or ""."""

    def __init__(self) -> None:
        self.name = ""
        self.alias = ""
        self.fault = ""
        self.parts: list[dict[str, list[Property]]] = []
        self.rules = 0

    @cached_property
    def _observances(self) -> list[_Observance]:
        try:
            observances = [_observance(part) for part in self.parts]
        except ValueError as error:
            self.fault = str(error)
            return []
        rules = [observance.rule for observance in observances if observance.rule]
        if any(sum(other.first <= rule.first <= other.last for other in rules) > _MOST_AT_ONCE for rule in rules):
            self.fault = f"more than {_MOST_AT_ONCE} rules at the same time"
            return []
        return observances

    @cached_property
    def _onsets(self) -> list[tuple[int, int]]:
        """(time, new offset) of the single onsets and of the last onset of each rule that ends, sorted."""
        ends = [
            (observance, observance.rule.latest(observance.rule.last))
            for observance in self._observances
            if observance.rule and observance.rule.ends
        ]
        single = [(observance, onset) for observance in self._observances for onset in observance.onsets]
        return sorted(
            (onset + observance.gap, observance.offset) for observance, onset in (*single, *ends) if onset is not None
        )

    @cached_property
    def _rules(self) -> list[tuple[_Rule, _Observance]]:
        return [(observance.rule, observance) for observance in self._observances if observance.rule]

    @cached_property
    def _before_all(self) -> int:
        """The offset before the first onset."""
        return min(self._observances, key=lambda observance: observance.onsets[0]).before

    @cached_property
    def _stated(self) -> set[int | None]:
        """All offsets, None for each that cannot be read. If there is only one offset, the rules do not matter."""
        return {seconds(_value(part, "TZOFFSETTO")) for part in self.parts}

    def offset(self, moment: tuple[int, int, int, str]) -> str:
        """``"+02:00"`` or ``"Z"`` at a local time (year, month, day, "15:05"); "" if it is not known."""
        return offset_text(self._seconds(_local(*moment)))

    def _seconds(self, moment: int) -> int | None:
        if len(self._stated) == 1:
            return next(iter(self._stated))
        if not self._observances:
            return None
        place = bisect_right(self._onsets, (moment, _FOREVER))
        latest = self._onsets[place - 1] if place else None
        for rule, observance in self._rules:
            holds = rule.first <= moment - observance.gap <= rule.last
            onset = rule.latest(moment - observance.gap) if holds else None
            if onset is not None and (latest is None or onset + observance.gap > latest[0]):
                latest = onset + observance.gap, observance.offset
        return latest[1] if latest else self._before_all


def _observance(part: dict[str, list[Property]]) -> _Observance:
    """One part of a VTIMEZONE. Raises ValueError with the text that cannot be read."""
    before, offset = seconds(_value(part, "TZOFFSETFROM")), seconds(_value(part, "TZOFFSETTO"))
    if offset is None:
        raise ValueError("a part without TZOFFSETTO")
    before = offset if before is None else before
    first = _moment(_value(part, "DTSTART"))
    if first is None:
        raise ValueError("a part without DTSTART")
    dates = [text.partition("/")[0] for property in part.get("RDATE", ()) for text in property.value.split(",")]
    onsets = [_moment(date) for date in dates]
    if None in onsets:
        raise ValueError(f"RDATE:{clean_line(dates[onsets.index(None)])[:40]}")
    rules = [_rule(property.value, first, before) for property in part.get("RRULE", ())]
    if len(rules) > 1:
        raise ValueError("a part with two RRULEs")
    return _Observance(before, offset, (first, *filter(None, onsets)), rules[0] if rules else None)


def _rule(text: str, first: int, before: int) -> _Rule:
    """The RRULE of an observance that begins at ``first``. Raises ValueError for rules that no known zone uses."""
    fault = ValueError(f"RRULE:{clean_line(text)[:60]}")
    given = dict(part.partition("=")[::2] for part in text.upper().replace(" ", "").rstrip(";").split(";"))
    by_day = _BY_DAY.fullmatch(given.get("BYDAY", ""))
    days = given["BYMONTHDAY"].split(",") if "BYMONTHDAY" in given else []
    nth = (by_day[1] if by_day else "") or given.get("BYSETPOS", "")
    numbers = {name: given[name] for name in _SMALLEST if name in given}
    numbers.update((f"day {day}", day) for day in days)
    if given.get("FREQ") != "YEARLY" or given.keys() - _KNOWN or ("BYDAY" in given and not by_day):
        raise fault
    if not all(
        re.fullmatch("[0-9]{1,4}", text) and int(text) >= _SMALLEST.get(name, 1) for name, text in numbers.items()
    ):
        raise fault
    if (by_day or days) and "BYMONTH" not in given:  # several times in a year
        raise fault
    if (bool(nth) == bool(days) if by_day else len(days) > 1 or nth) or not re.fullmatch("([+-]?[1-5])?", nth):
        raise fault
    _, month, of_month = civil(first // _DAY)
    hour, minute, second = first % _DAY // 3600, first // 60 % 60, first % 60
    rule = _Rule(
        first,
        _FOREVER,
        int(given.get("INTERVAL", 1)),
        int(given.get("BYMONTH", month)),
        tuple(sorted(map(int, days))) or (of_month,),
        _WEEKDAYS.index(by_day[2]) if by_day else -1,
        int(nth or 0),
        int(given.get("BYHOUR", hour)) * 3600
        + int(given.get("BYMINUTE", minute)) * 60
        + int(given.get("BYSECOND", second)),
    )
    if rule.month > 12:
        raise fault
    return rule._replace(last=_last(rule, given, before))


def _last(rule: _Rule, given: dict[str, str], before: int) -> int:
    """The local time after which a rule has no onset. Raises ValueError if UNTIL is not a date."""
    last = _FOREVER
    if "UNTIL" in given:
        until = _moment(given["UNTIL"])
        if until is None:
            raise ValueError(f"UNTIL={given['UNTIL'][:40]}")
        if "T" not in given["UNTIL"]:
            until += _DAY - 1
        last = until + (before if given["UNTIL"].endswith("Z") else 0)
    if "COUNT" in given:
        year = _year_of(rule.first) + (int(given["COUNT"]) - 1) * rule.interval
        last = min(last, day_number(year + 1, 1, 1) * _DAY - 1)
    return last


def _value(part: dict[str, list[Property]], name: str) -> str:
    return part[name][0].value.strip() if name in part else ""


def _moment(text: str) -> int | None:
    """A local time in seconds since day 0; None if ``text`` is not a time."""
    found = _LOCAL.fullmatch(text.strip())
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    hour, minute, second = (int(group or 0) for group in found.group(4, 5, 6))
    return day_number(int(found[1]), int(found[2]), int(found[3])) * _DAY + hour * 3600 + minute * 60 + second


def _local(year: int, month: int, day: int, clock: str) -> int:
    second = int(clock[6:8] or 0)
    return day_number(year, month, day) * _DAY + int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + second


def seconds(text: str) -> int | None:
    """An offset (``+0100``, ``-001640``) in seconds; None if it cannot be read or is larger than any real offset."""
    found = _OFFSET.fullmatch(text)
    if not found or int(found[3]) > 59:
        return None
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return None if seconds > _FARTHEST else -seconds if found[1] == "-" else seconds


def offset_text(seconds: int | None) -> str:
    """An offset in seconds as EDTF; "" if it is not in whole minutes."""
    if seconds is None or seconds % 60:
        return ""
    if not seconds:
        return "Z"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}"


def _year_of(moment: int) -> int:
    return civil(moment // _DAY)[0]
