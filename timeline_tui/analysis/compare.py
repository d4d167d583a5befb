"""Compares values of a facet: which events have all of them, which only one: "5 together, 4 only Japan".

A query that includes several values of one field is a comparison, and so is each part of it:
``country:Japan country:Italy``, ``country:Japan -country:Italy``. The other clauses hold in all parts. A mixed query
such as ``country:Japan,Italy country:France`` is not a comparison, because its values are not choices of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from timeline_tui.analysis.slice import Slice
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import FACETS, VALUES

ALL = 0
"""The number of the part with the events that have all values; parts 1, 2, … have one value each."""


class Part(NamedTuple):
    """The events that have only ``value``. The part ALL, with the value "", has the events with all values."""

    value: str
    events: int
    bits: int = 0
    """The events as a set; of a database, they are not known."""


class Comparison:
    """Compares two or more ``values`` of ``field``, as the facet shows them, under the other clauses of the slice."""

    def __init__(self, slice: Slice, field: str, values: tuple[str, ...]) -> None:
        self.slice = slice
        self.field = field
        self.values = values

    def __eq__(self, other: object) -> bool:
        """Whether both compare the same values, with the same query and the same events."""
        return isinstance(other, Comparison) and self._key == other._key

    @property
    def _key(self) -> tuple[int, Query, frozenset[str], int, str, tuple[str, ...]]:
        slice = self.slice
        return id(slice.index), slice.query, slice.stars, slice.arrived, self.field, self.values

    @classmethod
    def from_slice(cls, whole: Slice) -> Comparison | None:
        """The comparison in a query: the values that it includes of the first field with several of them.

        A slice that shows one part of a comparison has the other values in `Slice.compared`. None: no comparison, or a
        database has not counted the parts yet.
        """
        if not whole.is_remote:
            return cls._found(whole)
        from timeline_tui.analysis.remote.answers import NotYetError  # only a database needs it

        try:
            found = cls._found(whole)
            return found if found and found.parts and found.with_several >= 0 else None
        except NotYetError:
            return None

    @classmethod
    def _found(cls, whole: Slice) -> Comparison | None:
        field, values = whole.compared
        chosen = cls(whole, field, values)
        if values and chosen.shown is not None:
            return chosen
        for field in FACETS:
            values = _values(whole, field)
            if len(values) > 1 and not whole.query.is_mixed(field):
                return cls(whole, field, values)
        return None

    @cached_property
    def shown(self) -> int | None:
        """The part that the slice shows; None if it shows events with any of the values, or another choice."""
        included = set(_values(self.slice, self.field))
        excluded = set(_values(self.slice, self.field, negated=True))
        if included == set(self.values):
            clauses = [
                clause for clause in self.slice.query.clauses if clause.field == self.field and not clause.negated
            ]
            return ALL if len(clauses) > 1 and not self.slice.query.is_mixed(self.field) else None
        for number, value in enumerate(self.values, 1):
            if included == {value} and excluded >= set(self.values) - included:
                return number
        return None

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The part ALL, then one part for each value."""
        if self.slice.is_remote:
            counts = (self.slice.count_of(self._query_of(part)) for part in range(len(self.values) + 1))
            return tuple(Part(value, events) for value, events in zip(("", *self.values), counts, strict=True))
        facet = self.slice.index.facet(self.field)
        events = self.slice.index.query_bits(self._rest, self.slice.stars)
        together, seen, several = events, 0, 0
        for posting in map(facet.value_bits, self.values):
            together &= posting
            several |= seen & posting
            seen |= posting
        alone = events & ~several
        sets = [together, *(alone & facet.value_bits(value) for value in self.values)]
        return tuple(Part(value, bits.bit_count(), bits) for value, bits in zip(("", *self.values), sets, strict=True))

    @property
    def with_several(self) -> int:
        """The number of events with several but not all of the values; 0 if there are two values."""
        any_of_them = self.slice.count_of(self._query_of(len(self.values) + 1))
        return any_of_them - sum(part.events for part in self.parts)

    def part_of(self, position: int) -> int | None:
        """The part of the event at ``position``; None if it is in none."""
        if self.slice.is_remote:
            return self._part_by_values(position)
        return next((number for number, part in enumerate(self.parts) if part.bits >> position & 1), None)

    def next(self) -> Slice:
        """The slice of the next part: all values, each value alone, then any of them again."""
        query = self._query_of(ALL if self.shown is None else self.shown + 1)
        return self.slice.replace(query=query, compared=(self.field, self.values))

    def _part_by_values(self, position: int) -> int | None:
        """The part of an event by its values. Of origins, which depend on other sources, it is not known."""
        index, field = self.slice.index, self.field
        if field == "origin":
            return None
        keys = {index.aliases.key(field, value) for value in VALUES[field](index.event(position))}
        has = [number for number, value in enumerate(self.values, 1) if index.aliases.key(field, value) in keys]
        return ALL if len(has) == len(self.values) else has[0] if len(has) == 1 else None

    def _query_of(self, part: int) -> Query:
        """The query of a part; for the number after the last part, the query for events with any of the values."""
        terms = tuple(map(Term, self.values))
        if part > len(terms):
            clauses = [Clause(self.field, terms)]
        elif part == ALL:
            clauses = [Clause(self.field, (term,)) for term in terms]
        else:
            only, others = terms[part - 1], terms[: part - 1] + terms[part:]
            clauses = [Clause(self.field, (only,)), Clause(self.field, others, negated=True)]
        return Query((*self._rest.clauses[: self._at], *clauses, *self._rest.clauses[self._at :]))

    # Words

    @property
    def names(self) -> str:
        """The values in words: "Japan, Italy and France"."""
        *before, last = map(self.name, self.values)
        return f"{', '.join(before)} and {last}"

    @property
    def counts(self) -> tuple[str, ...]:
        """Each part in words: "5 together", "4 only Japan"."""
        return tuple(
            f"{part.events:,} only {self.name(part.value)}" if part.value else f"{part.events:,} together"
            for part in self.parts
        )

    @property
    def description(self) -> str:
        """The whole comparison in words: "Japan and United States: 5 together, 4 only Japan, 9 only United States"."""
        return f"{self.names}: {', '.join(self.counts)}"

    def name(self, value: str) -> str:
        """A value as a reader knows it: a source by its label."""
        source = self.slice.index.named_source(self.field, value)
        return source.label if source else value

    # The other clauses

    @cached_property
    def _rest(self) -> Query:
        """The query without its clauses about the values, and without other included values of the field."""
        facet = self.slice.index.facet(self.field)

        def left(clause: Clause, term: Term) -> tuple[Term, ...]:
            if clause.field != self.field:
                return (term,)
            lifts = not term.prefix and facet.shown_name(term.text) in self.values
            return () if not clause.negated or lifts else (term,)

        return self.slice.query.each_term(left)

    @property
    def _at(self) -> int:
        """The index of the first included value in the rest. The clauses of a part are inserted there."""
        before = []
        for clause in self.slice.query.clauses:
            if clause.field == self.field and not clause.negated:
                break
            before.append(clause)
        return sum(clause in self._rest.clauses for clause in before)


def _values(whole: Slice, field: str, negated: bool = False) -> tuple[str, ...]:
    """The values that the query includes (``negated``: excludes), each once, in its order, as the facet shows them."""
    return tuple(dict.fromkeys(_shown(whole, field, negated)))


def _shown(whole: Slice, field: str, negated: bool) -> Iterator[str]:
    for term in whole.query.terms(field, negated):
        values = whole.index.facet(field).matching(term)
        yield from values or (() if term.prefix else (term.text,))
