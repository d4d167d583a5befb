"""A facet whose values are dates."""

from __future__ import annotations

from array import array
from functools import cached_property

from timeline_tui.dates.when import Day, parse
from timeline_tui.index.facet import Facet
from timeline_tui.query.date_ranges import FARTHEST, date_range
from timeline_tui.query.query import Term
from timeline_tui.query.query_fields import FIELDS


class DateFacet(Facet):
    """The facet of a field whose values are dates in EDTF. A term is a date or a range, as in `date_range`.

    It matches the values that may lie in it, at least in part.
    """

    def has(self, term: Term) -> bool:
        """Whether a term of a query matches any value."""
        return bool(self._matching(term))

    def _matching(self, term: Term) -> list[int]:
        asked = date_range(term.text)
        margin = FARTHEST if asked.has_time else 0
        first, last = asked.first - margin, asked.last + margin
        near = [
            number
            for number, (earliest, latest) in enumerate(zip(*self._days, strict=True))
            if earliest <= last and latest >= first
        ]
        return [number for number in near if asked.touches(parse(self.values[number]))] if asked.has_time else near

    @cached_property
    def _days(self) -> tuple[array[Day], array[Day]]:
        """The first and the last day of each value."""
        dates = [parse(value) for value in self.values]
        return array("q", (date.earliest for date in dates)), array("q", (date.latest for date in dates))


def facet_class(field: str) -> type[Facet]:
    """The class for the facet of a field."""
    return DateFacet if FIELDS[field].dates else Facet
