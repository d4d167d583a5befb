"""The query: what a reader asks for, as a value. The query bar, the facets, saved views and exports all speak it.

A `Query` is a conjunction of clauses. Facets are another way of writing it: every operation on a facet returns
the next query. `query/syntax.py` turns text into a query and back; `query/matching.py` says what a
clause means for an event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from timeline_tui.dates.when import Day
from timeline_tui.query.date_ranges import WHOLE_DAYS, range_text
from timeline_tui.query.query_fields import PROSE
from timeline_tui.text.text import fold

Mode = Literal["any", "all"]


class Term(NamedTuple):
    """One value of a clause, cleaned, on one line; with ``prefix`` it stands for all that begins so."""

    text: str
    prefix: bool = False


class Clause(NamedTuple):
    """Any of ``terms`` in ``field``, or none of them if ``negated``. Field ``""`` is a word or phrase: one term."""

    field: str
    terms: tuple[Term, ...]
    negated: bool = False


class Query(NamedTuple):
    """Clauses that all hold. The empty query is everything, and false.

    Values of a facet are compared by `fold`. ``country:A,B`` is *any* mode,
    ``country:A country:B`` is *all* mode, and with less the query cannot tell which is meant.
    """

    clauses: tuple[Clause, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses)

    # What it says of a field

    def terms(self, field: str, negated: bool = False) -> tuple[Term, ...]:
        """The terms that ``field`` must match, or must not match if ``negated``, each once."""
        return tuple(dict.fromkeys(term for clause in self._of(field, negated) for term in clause.terms))

    def included(self, field: str) -> tuple[str, ...]:
        """The whole values that are asked for."""
        return tuple(term.text for term in self.terms(field) if not term.prefix)

    def excluded(self, field: str) -> tuple[str, ...]:
        """The whole values that are ruled out."""
        return tuple(term.text for term in self.terms(field, negated=True) if not term.prefix)

    def mode(self, field: str) -> Mode | None:
        """Whether any or all of the included values are asked for; None: too few values to tell."""
        clauses = self._of(field, negated=False)
        if len(clauses) > 1:
            return "all"
        return "any" if clauses and len(clauses[0].terms) > 1 else None

    # Facet operations: each returns the next query

    def include(self, field: str, value: str, mode: Mode = "any") -> Query:
        """Ask for ``value`` too; ``mode`` counts only where the query itself cannot tell. Lifts its exclusion."""
        if _has(self.terms(field), value):
            return self
        query = self._less(field, value, negated=True)
        standing = query._of(field, negated=False)
        term = Term(value)
        if standing and (query.mode(field) or mode) == "any":
            last = standing[-1]
            return query._swap(last, Clause(field, (*last.terms, term)))
        return query._insert(Clause(field, (term,)))

    def exclude(self, field: str, value: str) -> Query:
        """Rule ``value`` out, and ask for it no more."""
        if _has(self.terms(field, negated=True), value):
            return self
        query = self._less(field, value, negated=False)
        standing = query._of(field, negated=True)
        if standing:
            last = standing[-1]
            return query._swap(last, Clause(field, (*last.terms, Term(value)), negated=True))
        return query._insert(Clause(field, (Term(value),), negated=True))

    def drop(self, field: str, value: str) -> Query:
        """Neither ask for ``value`` nor rule it out, wherever it stands."""
        return self._less(field, value, negated=False)._less(field, value, negated=True)

    def toggle(self, field: str, value: str, mode: Mode = "any") -> Query:
        """Ask for ``value``, or no more if it is asked for."""
        if _has(self.terms(field), value):
            return self._less(field, value, negated=False)
        return self.include(field, value, mode)

    def toggle_excluded(self, field: str, value: str) -> Query:
        """Rule ``value`` out, or no more if it is ruled out."""
        if _has(self.terms(field, negated=True), value):
            return self._less(field, value, negated=True)
        return self.exclude(field, value)

    def only(self, field: str, value: str) -> Query:
        """Say nothing of ``field`` but that it is ``value``."""
        return self._settle(field, (Clause(field, (Term(value),)),))

    def without(self, field: str) -> Query:
        """Say nothing of ``field``."""
        return self._settle(field, ())

    def with_mode(self, field: str, mode: Mode) -> Query:
        """Ask for any or for all of the included values; changes nothing where fewer than two are included."""
        terms = self.terms(field)
        if len(terms) < 2:
            return self
        groups = (terms,) if mode == "any" else tuple((term,) for term in terms)
        return self._settle(field, tuple(Clause(field, group) for group in groups), negated=False)

    def with_dates(self, first: Day | None, last: Day | None, hours: tuple[int, int] = WHOLE_DAYS) -> Query:
        """Keep what may touch the days from ``first`` to ``last``; None leaves that end open, both drop the limit.

        ``hours`` are the first hour of the first day and the last one of the last day.
        """
        text = range_text(first, last, hours)
        return self._settle("date", (Clause("date", (Term(text),)),) if text else (), negated=False)

    # How clauses are moved

    def _of(self, field: str, negated: bool) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.field == field and clause.negated == negated)

    def _insert(self, clause: Clause) -> Query:
        """Put ``clause`` behind the last of its kind, or at the end."""
        kin = [i for i, one in enumerate(self.clauses) if (one.field, one.negated) == (clause.field, clause.negated)]
        at = kin[-1] + 1 if kin else len(self.clauses)
        return Query((*self.clauses[:at], clause, *self.clauses[at:]))

    def _swap(self, old: Clause, new: Clause) -> Query:
        return Query(tuple(new if clause is old else clause for clause in self.clauses))

    def _settle(self, field: str, clauses: tuple[Clause, ...], negated: bool | None = None) -> Query:
        """Put ``clauses`` where ``field`` (with this sign; None: with either) first stood, and nothing else of it."""
        goes = [clause.field == field and negated in (None, clause.negated) for clause in self.clauses]
        at = goes.index(True) if True in goes else len(goes)
        kept = [clause for clause, gone in zip(self.clauses, goes, strict=True) if not gone]
        return Query((*kept[:at], *clauses, *kept[at:]))

    def _less(self, field: str, value: str, negated: bool) -> Query:
        def left(clause: Clause, term: Term) -> tuple[Term, ...]:
            concerned = (clause.field, clause.negated) == (field, negated)
            return () if concerned and _has((term,), value) else (term,)

        return self.each_term(left)

    def each_term(self, change: Callable[[Clause, Term], Iterable[Term]]) -> Query:
        """The query with every term replaced by what ``change`` makes of it; a clause left without terms goes."""
        clauses = []
        for clause in self.clauses:
            terms = tuple(new for term in clause.terms for new in change(clause, term))
            if terms:
                clauses.append(clause if terms == clause.terms else Clause(clause.field, terms, clause.negated))
        return Query(tuple(clauses))


def _has(terms: Iterable[Term], value: str) -> bool:
    key = fold(value)
    return any(not term.prefix and fold(term.text) == key for term in terms)


EVERYTHING = Query()
"""The query that all events answer."""


def words(query: Query) -> tuple[str, ...]:
    """What to highlight: the folded words and phrases that events are searched for."""
    found = (
        fold(term.text)
        for clause in query.clauses
        if clause.field in PROSE and not clause.negated
        for term in clause.terms
    )
    return tuple(dict.fromkeys(word for word in found if word))
