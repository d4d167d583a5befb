"""The slice: the events that a query finds in an index. Everything on the screen is derived from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import accumulate
from operator import and_, itemgetter
from typing import Any

from timeline_tui.analysis.facet_view import FacetView
from timeline_tui.analysis.gaps import Gaps
from timeline_tui.analysis.histogram import Histogram, histogram
from timeline_tui.analysis.starts import LocalStarts, Starts
from timeline_tui.dates.when import Day
from timeline_tui.index.bits import Positions
from timeline_tui.index.facet import Facet
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import EVERYTHING, Clause, Mode, Query, Term
from timeline_tui.query.syntax import format_clause
from timeline_tui.text.text import found_so_far, plural


class Slice:
    """The events that ``query`` finds in ``index``.

    - ``all_mode`` are the fields in *all* mode. Needed only while a field has fewer than two values; after that the
      query itself shows the mode.
    - ``stars`` are the user's stars, as in `model/starred.py`.
    - ``compared`` is a field and its values that are compared. While the query includes only one of them, it does not
      show the others.
    """

    is_remote = False
    """Whether answers take time: then events, counts and relations may be missing at first."""

    arrived = 0
    """How many answers have come since it was made; see `remote_slice`."""

    def __init__(
        self,
        index: Index,
        query: Query = EVERYTHING,
        all_mode: frozenset[str] = frozenset(),
        stars: frozenset[str] = frozenset(),
        compared: tuple[str, tuple[str, ...]] = ("", ()),
    ) -> None:
        self.index = index
        self.query = query
        self.all_mode = all_mode
        self.stars = stars
        self.compared = compared

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slice) and self._fields() == other._fields()

    def __hash__(self) -> int:
        return hash(tuple(self._fields().values()))

    def _fields(self) -> dict[str, Any]:
        names = ("index", "query", "all_mode", "stars", "compared")
        return {name: getattr(self, name) for name in names}

    def replace(self, **changes: Any) -> Slice:
        """The slice with other values of some attributes."""
        return type(self)(**{**self._fields(), **changes})

    # The events

    @cached_property
    def mask(self) -> int:
        """The positions of the events, as a set of bits."""
        return self.index.query_bits(self.query, self.stars)

    def has_events_of(self, other: Slice | None) -> bool:
        """Whether it has the same events as another slice, as after most letters of a word. For a database, False."""
        return other is not None and not self.is_remote and other.index is self.index and other.mask == self.mask

    @cached_property
    def rows(self) -> Positions:
        """The positions of the events in order of time; ``rows.rank(position)`` is the row of a position."""
        return Positions(self.mask)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return True  # an empty slice is a slice

    @property
    def total(self) -> int:
        """The number of events of the whole timeline."""
        return self.index.total

    def event(self, row: int) -> Event:
        """The event in a row, from 0 in order of time."""
        return self.index.event(self.rows[row])

    def row_near(self, index: Index, position: int) -> int:
        """The row of the event at ``position`` in ``index``, or the nearest in time. The slice is not empty."""
        event = index.event(position)
        at = position if index is self.index else self.index.place(event)
        row, day = self.rows.rank(at), event.date.earliest
        if not row or (row < len(self) and self.event(row).id == event.id):
            return row
        if row == len(self) or day - self.event(row - 1).date.earliest < self.event(row).date.earliest - day:
            return row - 1
        return row

    def heading(self, row: int) -> str:
        """The heading above the event in a row: its date as the file gives it, to the day at most."""
        return self.event(row).date.heading

    @property
    def dated(self) -> int:
        """The number of events with a date; they have the first rows."""
        return self.rows.rank(self.index.intervals.dated)

    @property
    def starts(self) -> Starts:
        """The first days of the events."""
        return LocalStarts(self.index.intervals, self.mask)

    def began_before(self, day: Day) -> int:
        """The number of events of the index whose first day is before ``day``: these have the first positions."""
        return self.index.intervals.began_before(day)

    def star(self, row: int) -> str:
        """The sign of the event in a row: ★ if it is starred, ☆ if one of its quotes or sources is; else empty."""
        if not self.stars:
            return ""
        if self.event(row).id in self.stars:
            return "★"
        return "☆" if self._starred >> self.rows[row] & 1 else ""

    def may_be_later(self, row: int) -> bool:
        """Whether the event in a row may have begun after an event under a later heading.

        Then its place is only one of several that are possible. It stands at the first day on which it may have begun.
        Events that are certainly after it by the stated order do not count.
        """
        date = self.event(row).date
        if date.is_placeless or date.begins_by == date.earliest:
            return False
        if not (date.start or date.place):  # without a start it is above all others, under "until …"
            return False
        last = self._last_begun(date.begins_by)
        return last > row and self.heading(last) != date.heading and self._may_follow(row, last)

    def _last_begun(self, day: Day) -> int:
        """The last row whose event may have begun on ``day`` or before."""
        return self.rows.rank(self.began_before(day + 1)) - 1

    def _may_follow(self, row: int, last: int) -> bool:
        """Whether the event in a row may have begun after one under a later heading, up to the row ``last``."""
        # few events have a date that is not exact
        from timeline_tui.analysis.later_events import may_follow_later

        return may_follow_later(self.index, self.mask, self.rows, row, last)

    @cached_property
    def _starred(self) -> int:
        return self.index.bits(Clause("is", (Term("starred"),)), self.stars)

    @property
    def description(self) -> str:
        """How many events it has, in words: "13 of 24 events"; without a query "24 events".

        While more events may be found: "13 of 24 searched so far", without a query "24 events so far".
        """
        if self.is_final:
            return f"{len(self):,} of {plural(self.total, 'event')}" if self.query else plural(self.total, "event")
        if self.query:
            return found_so_far(len(self), self.index.indexed.bit_count())
        return f"{plural(len(self), 'event')} so far"

    @property
    def is_final(self) -> bool:
        """Whether no more events can be found."""
        return self.index.finds_all(self.query)

    @property
    def so_far(self) -> str:
        """The end of a text with a count: " so far" while files are read, because the count may grow; then ""."""
        return " so far" if self.index.is_partial else ""

    @cached_property
    def why_empty(self) -> tuple[tuple[str, int], ...]:
        """For a slice without events: each clause whose removal would give events, and how many."""
        if self.mask:
            return ()
        clauses = self.query.clauses
        sets = [self.index.bits(clause, self.stars) for clause in clauses]
        # The events of all clauses before each one, and of all clauses after it, so that each is evaluated once.
        before = accumulate(sets, and_, initial=self.index.all)
        behind = [*accumulate(reversed(sets), and_, initial=self.index.all)][-2::-1]
        counts = [
            (format_clause(clause), (left & right).bit_count())
            for clause, left, right in zip(clauses, before, behind, strict=False)
        ]
        return tuple(sorted(((text, count) for text, count in counts if count), key=itemgetter(1), reverse=True))

    def count_of(self, query: Query) -> int:
        """The number of events that another query finds."""
        return self.index.query_bits(query, self.stars).bit_count()

    def count_states(self, states: Iterable[str]) -> Mapping[str, int]:
        """The number of events in each of some states of ``is:``."""
        sets = {state: self.index.bits(Clause("is", (Term(state),))) for state in states}
        return {state: (bits & self.mask).bit_count() for state, bits in sets.items()}

    @cached_property
    def gaps(self) -> Gaps:
        """The times without an event."""
        return Gaps(self.index.intervals, self.mask, self.rows)

    def narrowed(self) -> Timeline:
        """The timeline with these events only, as `Index.narrowed` returns it."""
        return self.index.narrowed(self.query, self.stars)

    def histogram(self, columns: int, counted: Clause | None = None) -> Histogram:
        """How many events begin when, in at most ``columns`` bins. Only events of ``counted`` are in the slice then."""
        shown = self.mask if counted is None else self.mask & self.index.bits(counted)
        is_final = self.is_final and (counted is None or not self.index.is_partial)
        return histogram(self.index, self.query, shown, columns, is_final=is_final)

    # The facets

    def mode(self, field: str) -> Mode:
        """Whether an event needs any or all of the included values of a facet."""
        return self.query.mode(field) or ("all" if field in self.all_mode else "any")

    def facet(self, field: str, counted: Clause | None = None) -> FacetView:
        """The values of a field with their states and counts under the query. Only events of ``counted`` count."""
        if (field, counted) not in self._facets:
            view = FacetView(self.index, field, self.query, self.mode(field), self.stars, counted)
            self._facets[field, counted] = view
        return self._facets[field, counted]

    @cached_property
    def _facets(self) -> dict[tuple[str, Clause | None], FacetView]:
        return {}

    # The next slice

    def with_query(self, query: Query) -> Slice:
        """The slice of another query. A facet without included values leaves *all* mode."""
        return self._moded(query, self.all_mode)

    def toggle(self, field: str, value: str) -> Slice:
        """Include a value of a facet, or stop including it, also if the query has another name or a prefix of it."""
        query = self._spelled(field, value).toggle(field, value, self.mode(field))
        return self._moded(query, self._modes(field, self.mode(field)))

    def toggle_excluded(self, field: str, value: str) -> Slice:
        """Exclude a value of a facet, or stop excluding it."""
        query = self._spelled(field, value).toggle_excluded(field, value)
        return self._moded(query, self._modes(field, self.mode(field)))

    def only(self, field: str, value: str) -> Slice:
        """Include this value of a facet and no other."""
        return self._moded(self.query.only(field, value), self._modes(field, self.mode(field)))

    def toggle_mode(self, field: str) -> Slice:
        """Switch a facet between *any* and *all* mode."""
        mode: Mode = "any" if self.mode(field) == "all" else "all"
        return self.replace(query=self.query.with_mode(field, mode), all_mode=self._modes(field, mode))

    def _moded(self, query: Query, all_mode: frozenset[str]) -> Slice:
        """The slice of ``query``; facets that lost their last included value leave *all* mode."""
        ended = {field for field in all_mode if self.query.terms(field) and not query.terms(field)}
        return self.replace(query=query, all_mode=all_mode - ended if query else frozenset())

    def _modes(self, field: str, mode: Mode) -> frozenset[str]:
        """The fields in *all* mode after ``field`` got ``mode``."""
        return self.all_mode | {field} if mode == "all" else self.all_mode - {field}

    def _names(self, field: str) -> Facet:
        return self.index.facet(field)

    def _spelled(self, field: str, value: str) -> Query:
        """The query with ``value`` as its facet shows it, and prefixes that match it replaced by their values."""
        facet = self._names(field)

        def spell(clause: Clause, term: Term) -> tuple[Term, ...]:
            values = facet.matching(term) if clause.field == field else ()
            return tuple(map(Term, values)) if value in values else (term,)

        return self.query.each_term(spell)
