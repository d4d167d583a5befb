"""The values of a facet with their counts under a query."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from timeline_tui.index.index import Index
from timeline_tui.query.query import Clause, Mode, Query, Term

State = Literal["included", "excluded", ""]


class FacetView:
    """The values of one facet, with their states in the query and the number of events that each would show.

    ``mode`` is the mode of the field in ``query``. Only the events that ``counted`` finds are counted.
    """

    def __init__(
        self, index: Index, field: str, query: Query, mode: Mode, stars: frozenset[str], counted: Clause | None = None
    ) -> None:
        self.field = field
        self.mode = mode
        self._counted = counted
        self._facet = index.facet(field)
        self._index, self._query, self._stars = index, query, stars

    @property
    def values(self) -> tuple[str, ...]:
        """All values: most events of the whole timeline first, so that filtering does not change the order."""
        return self._facet.values

    @property
    def total(self) -> int:
        """The number of events of the whole timeline."""
        return self._index.total

    def name(self, value: str) -> str:
        """A value as a reader knows it: a source or an origin by publisher and title, all else as a query takes it."""
        source = self._index.named_source(self.field, value)
        return source.full_label if source else value

    def state(self, value: str) -> State:
        """Whether the query includes or excludes ``value``, by its name or by a prefix."""
        if value in self._excluded:
            return "excluded"
        return "included" if value in self._included else ""

    def looks_like(self, other: FacetView | None) -> bool:
        """Whether the values have the same states and counts as in another view of the same field."""
        return (
            other is not None
            and other._index is self._index
            and (other.mode, other._counted) == (self.mode, self._counted)
            and (other._included, other._excluded) == (self._included, self._excluded)
            and other._others == self._others
        )

    @property
    def is_here(self) -> bool:
        """Whether the values are known."""
        return True

    @property
    def note(self) -> str:
        """How many values are listed, if not all; "so far" while more events are being read."""
        return "so far" if self._index.is_partial else ""

    def count(self, value: str) -> int | None:
        """The number of events that the reader would see; None if it is not known yet.

        In *any* mode: with only this value included; in *all* mode: with this value added. For an excluded value:
        without its exclusion.
        """
        if not self._filters:
            return self._facet.total(value)
        kept = self._kept
        if value in self._excluded:
            kept = self._others & ~self._bits(self._excluded - {value})
        return (kept & self._facet.value_bits(value)).bit_count()

    @cached_property
    def _filters(self) -> bool:
        """Whether the query leaves out any event; otherwise the totals of the facet are the counts."""
        return bool(self._excluded) or self._others != self._index.all

    @cached_property
    def _included(self) -> frozenset[str]:
        return self._matched(negated=False)

    @cached_property
    def _excluded(self) -> frozenset[str]:
        return self._matched(negated=True)

    def _matched(self, negated: bool) -> frozenset[str]:
        return self._facet.matching_any(self._query.terms(self.field, negated))

    @cached_property
    def _others(self) -> int:
        """The events that the other clauses find; in *all* mode, the included values of this facet count as well."""
        field, mode = self.field, self.mode
        rest = Query(
            tuple(
                clause
                for clause in self._query.clauses
                if clause.field != field or (mode == "all" and not clause.negated)
            )
        )
        bits = self._index.query_bits(rest, self._stars)
        return bits & self._index.bits(self._counted) if self._counted else bits

    @cached_property
    def _kept(self) -> int:
        """The events of ``_others`` without any of the excluded values."""
        return self._others & ~self._bits(self._excluded) if self._excluded else self._others

    def _bits(self, values: frozenset[str]) -> int:
        return self._facet.bits(map(Term, values))
