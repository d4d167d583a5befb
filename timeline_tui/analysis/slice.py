"""The slice: the events of an index that a query finds. Everything that the screen shows is derived from it."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate
from operator import and_
from typing import Any, Literal

from timeline_tui.analysis.histogram import Histogram, histogram
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import EVERYTHING, Clause, Mode, Query, Term
from timeline_tui.query.syntax import format_clause
from timeline_tui.text.text import plural

State = Literal["included", "excluded", ""]


class Slice:
    """What ``query`` finds in ``index``.

    ``all_mode`` holds the fields whose next included value is to be added by *all* rather than by *any*; the query
    decides for itself where it can tell. ``stars`` are the ids of the starred events. ``compared`` are a field and the
    values of it that are compared: the query does not tell while it shows one of them alone.
    """

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
        """A slice with other values in some of its fields."""
        return Slice(**{**self._fields(), **changes})

    # The events

    @cached_property
    def mask(self) -> int:
        """The positions of the events, as a set of bits."""
        return self.index.query_bits(self.query, self.stars)

    @cached_property
    def rows(self) -> Positions:
        """The positions of the events in order of time; ``rows.rank(position)`` is the way back."""
        return Positions(self.mask)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return True  # an empty slice is a slice

    @property
    def total(self) -> int:
        """How many events the whole timeline has."""
        return self.index.total

    def event(self, row: int) -> Event:
        """The event in a row, from 0 in order of time."""
        return self.index.event(self.rows[row])

    def starred(self, position: int) -> bool:
        """Whether the event at ``position`` is starred."""
        return self.index.event(position).id in self.stars

    @property
    def description(self) -> str:
        """How much of the timeline it is: "13 of 24 events"; without a query "24 events"."""
        if not self.query:
            return plural(self.total, "event")
        return f"{len(self):,} of {plural(self.total, 'event')}"

    @cached_property
    def why_empty(self) -> tuple[tuple[str, int], ...]:
        """For a slice without events: the clauses of which each, dropped alone, brings events back, and how many."""
        if self.mask:
            return ()
        clauses = self.query.clauses
        sets = [self.index.bits(clause, self.stars) for clause in clauses]
        # What all clauses before each one find, and all clauses behind it: so that no clause is asked twice.
        before = accumulate(sets, and_, initial=self.index.all)
        behind = [*accumulate(reversed(sets), and_, initial=self.index.all)][-2::-1]
        found = [
            (format_clause(clause), (left & right).bit_count())
            for clause, left, right in zip(clauses, before, behind, strict=False)
        ]
        return tuple(sorted((one for one in found if one[1]), key=lambda one: -one[1]))

    def narrowed(self) -> Timeline:
        """The timeline with these events only, in order of time, marked as an extract; without a query, all of it."""
        return self.index.narrowed(self.query, self.stars)

    def histogram(self, columns: int) -> Histogram:
        """How many events begin when, in at most ``columns`` bins."""
        return histogram(self.index, self.query, self.mask, columns)

    # The facets

    def mode(self, field: str) -> Mode:
        """Whether the included values of a facet are asked for by *any* or by *all*."""
        return self.query.mode(field) or ("all" if field in self.all_mode else "any")

    def facet(self, field: str) -> FacetView:
        """The facet of a field, as the query leaves it."""
        if field not in self._facets:
            self._facets[field] = FacetView(self, field)
        return self._facets[field]

    @cached_property
    def _facets(self) -> dict[str, FacetView]:
        return {}

    # The next slice

    def with_query(self, query: Query) -> Slice:
        """The slice of another query. The mode *all* of a facet ends when the last of its included values goes."""
        return self._moded(query, self.all_mode)

    def toggle(self, field: str, value: str) -> Slice:
        """Include a value of a facet, or no more; knows its other names, and the prefixes that stand for it."""
        query = self._spelled(field, value).toggle(field, value, self.mode(field))
        return self._moded(query, self._modes(field, self.mode(field)))

    def toggle_excluded(self, field: str, value: str) -> Slice:
        """Exclude a value of a facet, or no more."""
        query = self._spelled(field, value).toggle_excluded(field, value)
        return self._moded(query, self._modes(field, self.mode(field)))

    def only(self, field: str, value: str) -> Slice:
        """Let a facet say nothing but this value."""
        return self._moded(self.query.only(field, value), self._modes(field, self.mode(field)))

    def toggle_mode(self, field: str) -> Slice:
        """Ask for any of the included values instead of all, or the other way round."""
        mode: Mode = "any" if self.mode(field) == "all" else "all"
        return self.replace(query=self.query.with_mode(field, mode), all_mode=self._modes(field, mode))

    def _moded(self, query: Query, all_mode: frozenset[str]) -> Slice:
        """The slice of ``query``, without the modes of facets whose last included value went."""
        ended = {field for field in all_mode if self.query.terms(field) and not query.terms(field)}
        return self.replace(query=query, all_mode=all_mode - ended if query else frozenset())

    def _modes(self, field: str, mode: Mode) -> frozenset[str]:
        """The fields in the mode *all* when ``field`` has ``mode``."""
        return self.all_mode | {field} if mode == "all" else self.all_mode - {field}

    def _spelled(self, field: str, value: str) -> Query:
        """The query with ``value`` spelled as its facet shows it, and a prefix that stands for it spelled out."""
        facet = self.index.facet(field)

        def spell(clause: Clause, term: Term) -> tuple[Term, ...]:
            values = facet.matching(term) if clause.field == field else ()
            return tuple(map(Term, values)) if value in values else (term,)

        return self.query.each_term(spell)


class FacetView:
    """The values of one facet, with what the query says of each and how many events each would show."""

    def __init__(self, whole: Slice, field: str) -> None:
        self.field = field
        self.mode = whole.mode(field)
        self._facet = whole.index.facet(field)
        self._whole = whole

    @property
    def values(self) -> tuple[str, ...]:
        """All values: those with most events of the whole timeline first, so that the order stays."""
        return self._facet.values

    def state(self, value: str) -> State:
        """Whether the query asks for ``value`` or rules it out, by itself or by a prefix."""
        if value in self._excluded:
            return "excluded"
        return "included" if value in self._included else ""

    def count(self, value: str) -> int:
        """How many events one would see.

        In *any* mode: with this value alone included; in *all* mode: with it added. For an excluded value: if its
        exclusion were lifted.
        """
        if not self._asks:
            return self._facet.total(value)
        excluded = self._excluded - {value}
        barred = self._bars if value not in self._excluded else self._bits(excluded)
        return (self._others & ~barred & self._facet.value_bits(value)).bit_count()

    @cached_property
    def _asks(self) -> bool:
        """Whether the query leaves out anything; else nothing has to be counted."""
        return bool(self._excluded) or self._others != self._whole.index.all

    @cached_property
    def _included(self) -> frozenset[str]:
        return self._stood_for(negated=False)

    @cached_property
    def _excluded(self) -> frozenset[str]:
        return self._stood_for(negated=True)

    def _stood_for(self, negated: bool) -> frozenset[str]:
        return self._facet.matching_any(self._whole.query.terms(self.field, negated))

    @cached_property
    def _others(self) -> int:
        """The events that all else in the query finds; in *all* mode what the facet includes counts as well."""
        field, mode = self.field, self.mode
        rest = Query(
            tuple(
                clause
                for clause in self._whole.query.clauses
                if clause.field != field or (mode == "all" and not clause.negated)
            )
        )
        return self._whole.index.query_bits(rest, self._whole.stars)

    @cached_property
    def _bars(self) -> int:
        return self._bits(self._excluded)

    def _bits(self, values: frozenset[str]) -> int:
        return self._facet.bits(map(Term, values))
