"""A facet whose values are dates."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from timeline_tui.dates.calendar import Day, day_number
from timeline_tui.dates.when import parse
from timeline_tui.index.facet import Facet
from timeline_tui.query.date_ranges import FARTHEST, date_range
from timeline_tui.query.query import Term
from timeline_tui.query.query_fields import FIELDS

_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}")  # a month above 12 is a season or another part of a year


class DateFacet(Facet):
    """The facet of a field whose values are dates in EDTF. A term is a date or a range, as in `date_range`.

    It matches the values that may lie in it, at least in part.
    """

    def has_match(self, term: Term) -> bool:
        """Whether a term of a query matches any value."""
        return bool(self._matching(term))

    def _matching(self, term: Term) -> list[int]:
        asked = date_range(term.text)
        margin = FARTHEST if asked.has_time else 0
        first, last = asked.first - margin, asked.last + margin
        days, numbers, longer = self._days
        near = [*numbers[bisect_left(days, first) : bisect_right(days, last)]]
        near += [number for number, earliest, latest in longer if earliest <= last and latest >= first]
        near.sort()
        return [number for number in near if asked.touches(parse(self.values[number]))] if asked.has_time else near

    @cached_property
    def _days(self) -> tuple[Sequence[Day], Sequence[int], list[tuple[int, Day, Day]]]:
        """The values of one day, by their days: these days, and the numbers of the values.

        Then the other values: the number, the first and the last day of each.
        """
        dates = [(number, *_bounds(value)) for number, value in enumerate(self.values)]
        single = sorted((earliest, number) for number, earliest, latest in dates if earliest == latest)
        days, numbers = array("q", (day for day, _ in single)), array("I", (number for _, number in single))
        return days, numbers, [date for date in dates if date[1] != date[2]]


def _bounds(value: str) -> tuple[Day, Day]:
    """The first and the last day of a date in EDTF."""
    if _DAY.fullmatch(value):  # `parse` takes 4 µs: 35 ms for the 8,800 days of 24 years
        day = day_number(int(value[:4]), int(value[5:7]), int(value[8:]))
        return day, day
    date = parse(value)
    return date.earliest, date.latest


def facet_class(field: str) -> type[Facet]:
    """The class for the facet of a field."""
    return DateFacet if FIELDS[field].dates else Facet
