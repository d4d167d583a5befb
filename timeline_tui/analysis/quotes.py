"""The quotes of a slice, by speaker or by date.

The index numbers all quotes once, in one pass over its events. A new slice costs a pass over its own events and a sort;
a quote is only read when it is looked at.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple, overload

from timeline_tui.analysis.runs import run_end
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import Day
from timeline_tui.index.evidence import Groups, Speaker
from timeline_tui.model.timeline import Event, Quote
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.syntax import format_clause

By = Literal["speaker", "date"]

_QUOTED = Clause("has", (Term("quote"),))


class Quoted(NamedTuple):
    """A quote with the position of its event in the index, and its number in that event, from 0."""

    position: int
    number: int
    quote: Quote


class Quotes(Sequence[Quoted]):
    """Every quote of ``slice``; quotes of one event are in the order of the file.

    By speaker: most quotes in the slice first, then by name, quotes without a speaker last; the quotes of one
    speaker in order of time. A speaker has one name, as in the facet. By date: all in order of time.
    """

    def __init__(self, whole: Slice, by: By = "speaker") -> None:
        self.slice = whole
        self.by = by
        self._index = whole.index.quotes

    def __len__(self) -> int:
        return len(self._in_time)

    @overload
    def __getitem__(self, row: int) -> Quoted: ...
    @overload
    def __getitem__(self, row: slice) -> list[Quoted]: ...
    def __getitem__(self, row: int | slice) -> Quoted | list[Quoted]:
        if isinstance(row, slice):
            return [self._quoted(quote) for quote in self._order[row]]
        return self._quoted(self._order[row])

    def __iter__(self) -> Iterator[Quoted]:
        return map(self._quoted, self._order)

    def event(self, row: int) -> Event:
        """The event that the quote in a row belongs to."""
        return self.slice.index.event(self._index.positions[self._order[row]])

    def speaker(self, row: int) -> Speaker:
        """Who said the quote in a row."""
        return self._index.speakers[self._index.speaker_of[self._order[row]]]

    def heading(self, row: int) -> str:
        """The heading of a row: the name of its speaker, or its day as far as the file states it."""
        return self.speaker(row).name if self.by == "speaker" else self.event(row).date.heading

    def group(self, row: int) -> range:
        """The rows under the same heading."""
        if self.by == "date":
            first, last = (run_end(self.heading, len(self), row, way) for way in (-1, 1))
            return range(first, last + 1)
        starts = self._groups[1]
        group = bisect_right(starts, row)
        return range(starts[group - 1], starts[group])

    def nearest(self, position: int, number: int = 0) -> int | None:
        """The row of a quote; if it is filtered out, of the first quote of its event, else of the nearest event.

        None if there are no quotes.
        """
        quotes, index = self._in_time, self._index
        if not quotes:
            return None
        first, after = index.starts[position : position + 2]
        at = bisect_left(quotes, first + number)
        if first + number >= after or at == len(quotes) or quotes[at] != first + number:
            day = self._day(position)
            after_it = bisect_left(quotes, first)
            around = (near for near in (after_it, after_it - 1) if 0 <= near < len(quotes))
            nearest = min(
                (index.positions[quotes[near]] for near in around), key=lambda near: abs(self._day(near) - day)
            )
            at = bisect_left(quotes, index.starts[nearest])
        return at if self.by == "date" else self._row(quotes[at])

    @property
    def why_empty(self) -> tuple[tuple[str, int], ...]:
        """For a slice without quotes: each clause whose removal would give events with quotes, and how many."""
        clauses = [clause for clause in self.slice.query.clauses if clause != _QUOTED]
        quoted = self.slice.with_query(Query((*clauses, _QUOTED)))
        return tuple((text, events) for text, events in quoted.why_empty if text != format_clause(_QUOTED))

    def _quoted(self, quote: int) -> Quoted:
        position = self._index.positions[quote]
        number = quote - self._index.starts[position]
        return Quoted(position, number, self.slice.index.event(position).quotes[number])

    def _day(self, position: int) -> Day:
        return self.slice.index.event(position).date.earliest

    @cached_property
    def _in_time(self) -> Sequence[int]:
        """The quotes, by their number in the index."""
        starts = self._index.starts
        if len(self.slice) == self.slice.total:
            return range(starts[-1])
        return [quote for position in self.slice.rows for quote in range(starts[position], starts[position + 1])]

    @cached_property
    def _groups(self) -> Groups:
        """The quotes of each speaker."""
        return self._index.groups if len(self.slice) == self.slice.total else self._index.by_speaker(self._in_time)

    def _row(self, quote: int) -> int:
        """The row of a quote of the slice, by speaker."""
        order, _ = self._groups
        first, after = self._rows_of[self._index.speaker_of[quote]]
        return bisect_left(order, quote, first, after)

    @cached_property
    def _rows_of(self) -> dict[int, tuple[int, int]]:
        """For each speaker the first row and the row after the last one."""
        order, starts = self._groups
        return {self._index.speaker_of[order[first]]: (first, after) for first, after in pairwise(starts)}

    @cached_property
    def _order(self) -> Sequence[int]:
        return self._in_time if self.by == "date" else self._groups[0]
