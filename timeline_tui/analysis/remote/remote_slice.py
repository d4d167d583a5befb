"""The slice of a chronology that is not in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from timeline_tui.analysis.gaps import Gaps
from timeline_tui.analysis.histogram import Histogram
from timeline_tui.analysis.remote.answers import Answers, FacetQuestion, NotYetError, asked_for
from timeline_tui.analysis.remote.day_table import DayTable, day_table, has_days
from timeline_tui.analysis.remote.listing import listing
from timeline_tui.analysis.remote.local_slice import LocalSlice
from timeline_tui.analysis.remote.pages import PAGE
from timeline_tui.analysis.remote.remote_facet import RemoteFacetView
from timeline_tui.analysis.remote.remote_histogram import remote_histogram
from timeline_tui.analysis.remote.result_index import ResultIndex
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import DAY
from timeline_tui.dates.when import Day
from timeline_tui.index.bits import first_bits
from timeline_tui.index.facet import Facet
from timeline_tui.index.index import Index
from timeline_tui.index.questions import Asked
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.model.starred import quote_star, source_star
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query import EVERYTHING, Clause, Query, Term
from timeline_tui.query.syntax import format_clause

MOST_LOCAL = 20_000
"""The most events that are read into memory to export a grid, quotes, sources or disputes."""


class RemoteSlice(Slice):
    """The events that ``query`` finds in the chronology of ``answers``. A position is a row of these events.

    It can be shown when its index and its total have arrived. Other parts are asked for when they are needed. Until
    they arrive, placeholders are shown. ``arrived`` counts the answers since then: a slice with another number must be
    drawn again.
    """

    is_remote = True

    def __init__(
        self,
        answers: Answers,
        query: Query = EVERYTHING,
        all_mode: frozenset[str] = frozenset(),
        stars: frozenset[str] = frozenset(),
        compared: tuple[str, tuple[str, ...]] = ("", ()),
        arrived: int = 0,
    ) -> None:
        self.answers = answers
        self.query = query
        self.all_mode = all_mode
        self.stars = stars
        self.compared = compared
        self.arrived = arrived
        # Until Python 3.12, a cached_property has a lock that all slices share: one that waits would stop the others.
        self._index: ResultIndex | None = None
        self._total: int | None = None
        self._facet_views: dict[tuple[str, Clause | None], RemoteFacetView] = {}

    def _fields(self) -> dict[str, Any]:
        names = ("answers", "query", "all_mode", "stars", "compared", "arrived")
        return {name: getattr(self, name) for name in names}

    # The events

    def prepare(self, event: str = "") -> int | None:
        """Wait for what is shown first: the number of events on each day, and those around the event with this id.

        Returns the row of the event; None if it is not among the events. Call it inside `Answers.waiting`. Raises
        AnswerError.
        """
        pages, _ = self.index.pages, self.total
        known = self.index.ties(event) if event else None
        near = self.index.place(known.event.event) if known else 0
        for place in (0, near - PAGE // 2, near + PAGE // 2):  # as far as a screen may reach
            if len(pages):
                pages.page(min(max(place, 0), len(pages) - 1) // PAGE)
        return self.index.position(event)

    def replace(self, **changes: Any) -> RemoteSlice:
        """The slice with other values of some attributes. It keeps its index if that depends on none of them."""
        other = RemoteSlice(**{**self._fields(), **changes})
        if self.answers is other.answers:
            other._total = self._total
            if asked_for(self.query, self.stars) == asked_for(other.query, other.stars):
                other._index = self._index
        return other

    @property
    def index(self) -> ResultIndex:  # type: ignore[override]  # made from answers
        """The index of the selection. Raises NotYetError, AnswerError."""
        if self._index is None:
            asked = asked_for(self.query, self.stars)
            self._index = self.answers.get(("index", asked), lambda: self._indexed(asked))
        return self._index

    def _indexed(self, asked: Asked) -> ResultIndex:
        return ResultIndex(self.answers, asked, self.answers.chronology, self.days(self.query))

    def days(self, query: Query) -> DayTable:
        """The days of the events that another query finds. Raises NotYetError, AnswerError."""
        return day_table(self.answers, asked_for(query, self.stars))

    @property
    def has_days(self) -> bool:
        """Whether the days of its events have arrived. Asks no question."""
        return has_days(self.answers, asked_for(self.query, self.stars))

    @property
    def total(self) -> int:
        """The number of events of the whole chronology. Raises NotYetError, AnswerError."""
        if self._total is None:
            self._total = len(self.days(EVERYTHING))
        return self._total

    @property
    def mask(self) -> int:
        """All positions."""
        return first_bits(len(self.index.table))

    def heading(self, row: int) -> str:
        """The heading of a row; of an event that has not arrived, as its day and precision let expect."""
        pages = self.index.pages
        return (pages[row] if pages.is_loaded(row) else pages.placeholder(row)).date.heading

    def row_near(self, index: Index, position: int) -> int:
        """As `Slice.row_near`. For an event that has not arrived, the row at the same place in its day.

        It has not arrived in ``index``; or it has, but not in this slice of the same query.
        """
        event = index.event(position)
        if not isinstance(index, ResultIndex) or (event.id and index.pages.asked != self.index.pages.asked):
            return super().row_near(index, position)
        known = self.index.position(event.id)
        if known is not None:
            return known
        day = event.date.earliest
        first, stop = self.index.table.before(day), self.index.table.before(day + 1)
        row = first + position - index.table.before(day)
        return min(row, max(first, stop - 1), len(self) - 1)

    @property
    def dated(self) -> int:
        """The number of events with a date; they have the first rows."""
        return self.index.table.dated

    @property
    def starts(self) -> DayTable:
        """The first days of the events."""
        return self.index.table

    def began_before(self, day: Day) -> int:
        """The number of events whose first day is before ``day``."""
        return self.index.table.before(day)

    def star(self, row: int) -> str:
        """The sign of the event in a row, as `Slice.star`."""
        event = self.event(row)
        if not self.stars or not event.id:
            return ""
        if event.id in self.stars:
            return "★"
        inner = [*map(source_star, event.cited), *(quote_star(event, place) for place in range(len(event.quotes)))]
        return "☆" if self.stars.intersection(inner) else ""

    def _last_begun(self, day: Day) -> int:
        return self.index.table.before(day + 1) - 1

    def _may_follow(self, row: int, last: int) -> bool:  # noqa: ARG002  # the stated order is not known
        return True

    @property
    def why_empty(self) -> tuple[tuple[str, int], ...]:
        """For a slice without events: each clause whose removal would give events, and how many."""
        clauses = self.query.clauses
        without = [Query(tuple(other for other in clauses if other is not clause)) for clause in clauses]
        try:
            if self.mask:
                return ()
            counts = [
                (format_clause(clause), self.count_of(query)) for clause, query in zip(clauses, without, strict=True)
            ]
        except NotYetError:
            return ()
        return tuple(sorted(((text, count) for text, count in counts if count), key=itemgetter(1), reverse=True))

    def count_of(self, query: Query) -> int:
        """The number of events that another query finds. Raises NotYetError, AnswerError."""
        asked = asked_for(query, self.stars)
        return self.answers.get(("count", asked), lambda: self.answers.questions.count(asked))

    def count_states(self, states: Iterable[str]) -> Mapping[str, int]:
        """As `Slice.count_states`. Raises NotYetError, AnswerError."""
        names = tuple(states)
        found = self.answers.facet(FacetQuestion("is", names, asked_for(self.query, self.stars)))
        return {**dict.fromkeys(names, 0), **{count.value: count.events for count in found}}

    @property
    def gaps(self) -> Gaps:
        """The times without an event are not known: a long event may fill them."""
        raise NotForDatabaseError("a gap")

    def histogram(self, columns: int, counted: Clause | None = None) -> Histogram:
        """As `Slice.histogram`; no bars until they have arrived."""
        only = () if counted is None else (counted,)
        marks = (Clause("is", (Term(mark),)) for mark in ("approximate", "disputed"))
        approximate, disputed = (self._found(*only, mark) for mark in marks)
        shown = self._found(*only) if only else self.index.table
        try:
            whole = self.days(EVERYTHING)
        except NotYetError:
            return Histogram(DAY)
        return remote_histogram(self.query, whole, shown, approximate, disputed, columns)

    def _found(self, *clauses: Clause) -> DayTable:
        """The days of the events that these clauses find, too; none until they have arrived."""
        try:
            return self.days(Query((*self.query.clauses, *dict.fromkeys(clauses))))
        except NotYetError:
            return DayTable(())

    # All events

    def narrowed(self) -> Timeline:
        """The timeline with these events only, as `Index.narrowed` returns it. It waits. Raises AnswerError."""
        return self.answers.once(lambda: self.answers.questions.timeline(asked_for(self.query, self.stars)))

    def is_small(self, whole: bool = False) -> bool:
        """Whether its events are few enough to be read into memory; with ``whole``, the events of the chronology."""
        return (self.total if whole else len(self)) <= MOST_LOCAL

    def local(self, whole: bool = False) -> Slice:
        """The same slice with its events in memory; with ``whole``, with all events. Call it only if `is_small`.

        Raises NotYetError, AnswerError.
        """
        if whole:
            index = self.answers.get(("whole",), lambda: Index(self.answers.questions.timeline(Asked())))
            return Slice(index, self.query, self.all_mode, self.stars, self.compared)
        asked = asked_for(self.query, self.stars)

        def read() -> Index:
            timeline = self.answers.questions.timeline(asked)._replace(extract=None)
            return Index(timeline, timeline.events if asked.query else None)

        index = self.answers.get(("local", asked), read)
        return LocalSlice(index, self.query, self.all_mode, self.stars, self.compared, self)

    # The facets

    def facet(self, field: str, counted: Clause | None = None) -> RemoteFacetView:
        """The values of a field with their states and counts under the query. Only events of ``counted`` count."""
        if (field, counted) not in self._facet_views:
            mode = self.mode(field)
            view = RemoteFacetView(self.answers, field, self.query, mode, self.stars, counted)
            self._facet_views[field, counted] = view
        return self._facet_views[field, counted]

    def _names(self, field: str) -> Facet:
        return listing(self.answers, field).facet

    def _spelled(self, field: str, value: str) -> Query:
        has_prefix = any(term.prefix for negated in (True, False) for term in self.query.terms(field, negated))
        if has_prefix and listing(self.answers, field).is_cut:
            raise NotForDatabaseError(f"replacing a prefix of {field} by its values")
        return super()._spelled(field, value)
