"""What values of a facet share and what only one of them has: "Japan and United States: 5 together, 4 only Japan".

A comparison is read off a query that includes several values of one field, and every part of it is a query as well:
``country:Japan country:Italy``, ``country:Japan -country:Italy``. What else the query asks for holds in all parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from timeline_tui.analysis.slice import Slice
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import FACETS

ALL = 0
"""The part of the events that have all of the values; the parts after it have one value each."""


class Part(NamedTuple):
    """Events that have ``value`` and none of the others; of the part ALL, whose value is "", all of them."""

    value: str
    bits: int

    @property
    def events(self) -> int:
        """How many there are."""
        return self.bits.bit_count()


class Comparison:
    """Two or more ``values`` of ``field``, as the facet shows them, among what the rest of the slice's query finds."""

    def __init__(self, slice: Slice, field: str, values: tuple[str, ...]) -> None:
        self.slice = slice
        self.field = field
        self.values = values

    @classmethod
    def from_slice(cls, whole: Slice) -> Comparison | None:
        """What the query compares: the values that it includes of the first field with several.

        A slice of which a comparison shows one value alone still compares what it did (`Slice.compared`).
        """
        field, values = whole.compared
        standing = cls(whole, field, values)
        if values and standing.shown is not None:
            return standing
        for field in FACETS:
            values = _values(whole, field)
            if len(values) > 1:
                return cls(whole, field, values)
        return None

    @cached_property
    def shown(self) -> int | None:
        """The part that is all that the slice shows; None: events with any of the values, or another choice of them."""
        included = set(_values(self.slice, self.field))
        excluded = set(_values(self.slice, self.field, negated=True))
        if included == set(self.values):
            clauses = [one for one in self.slice.query.clauses if one.field == self.field and not one.negated]
            return ALL if len(clauses) > 1 and all(len(clause.terms) == 1 for clause in clauses) else None
        for number, value in enumerate(self.values, 1):
            if included == {value} and excluded >= set(self.values) - included:
                return number
        return None

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All together, then only each."""
        facet = self.slice.index.facet(self.field)
        found = self.slice.index.query_bits(self._rest, self.slice.stars)
        together, seen, several = found, 0, 0
        for posting in map(facet.value_bits, self.values):
            together &= posting
            several |= seen & posting
            seen |= posting
        alone = found & ~several
        return (Part("", together), *(Part(value, alone & facet.value_bits(value)) for value in self.values))

    @property
    def some(self) -> int:
        """How many events have some of the values, but neither all of them nor one alone; none if there are two."""
        facet = self.slice.index.facet(self.field)
        bits = self.slice.index.query_bits(self._rest, self.slice.stars) & facet.bits(map(Term, self.values))
        return bits.bit_count() - sum(part.events for part in self.parts)

    def part_of(self, position: int) -> int | None:
        """The part that the event at ``position`` is in."""
        return next((number for number, part in enumerate(self.parts) if part.bits >> position & 1), None)

    def next(self) -> Slice:
        """The slice of the next part: together, only each in turn, then any of them again."""
        part = ALL if self.shown is None else self.shown + 1
        terms = tuple(map(Term, self.values))
        if part > len(terms):
            clauses = [Clause(self.field, terms)]
        elif part == ALL:
            clauses = [Clause(self.field, (term,)) for term in terms]
        else:
            only, others = terms[part - 1], terms[: part - 1] + terms[part:]
            clauses = [Clause(self.field, (only,)), Clause(self.field, others, negated=True)]
        query = Query((*self._rest.clauses[: self._at], *clauses, *self._rest.clauses[self._at :]))
        return self.slice.replace(query=query, compared=(self.field, self.values))

    # Words

    @property
    def names(self) -> str:
        """What is compared: "Japan, Italy and France"."""
        *before, last = map(self._name, self.values)
        return f"{', '.join(before)} and {last}"

    @property
    def counts(self) -> tuple[str, ...]:
        """Each part in words: "5 together", "4 only Japan"."""
        return tuple(
            f"{part.events:,} only {self._name(part.value)}" if part.value else f"{part.events:,} together"
            for part in self.parts
        )

    @property
    def description(self) -> str:
        """All of it: "Japan and United States: 5 together, 4 only Japan, 9 only United States"."""
        return f"{self.names}: {', '.join(self.counts)}"

    def _name(self, value: str) -> str:
        source = self.slice.index.source(value) if self.field == "source" else None
        return source.label if source else value

    # What it counts in

    @cached_property
    def _rest(self) -> Query:
        """The query but for what it says of the values; nothing else of the field is asked for."""
        facet = self.slice.index.facet(self.field)

        def left(clause: Clause, term: Term) -> tuple[Term, ...]:
            if clause.field != self.field:
                return (term,)
            lifts = not term.prefix and facet.shown_name(term.text) in self.values
            return () if not clause.negated or lifts else (term,)

        return self.slice.query.each_term(left)

    @property
    def _at(self) -> int:
        """Where in the rest the parts are asked for: where the first of the values stood."""
        before = []
        for clause in self.slice.query.clauses:
            if clause.field == self.field and not clause.negated:
                break
            before.append(clause)
        return sum(clause in self._rest.clauses for clause in before)


def _values(whole: Slice, field: str, negated: bool = False) -> tuple[str, ...]:
    """The values that the query asks for, or rules out, each once, in its order; as the facet shows them."""
    return tuple(dict.fromkeys(_shown(whole, field, negated)))


def _shown(whole: Slice, field: str, negated: bool) -> Iterator[str]:
    for term in whole.query.terms(field, negated):
        found = whole.index.facet(field).matching(term)
        yield from found or (() if term.prefix else (term.text,))
