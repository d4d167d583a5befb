"""The query as a value: clauses that must all hold for an event.

The query bar, the facets, saved views and exports share this value. Queries are immutable, so each operation on a
facet returns a new query. `query/syntax.py` turns text into a query and back.
"""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from timeline_tui.dates.when import Day
from timeline_tui.query.query_fields import PROSE
from timeline_tui.text.text import fold

Mode = Literal["any", "all"]


class Term(NamedTuple):
    """One value of a clause: clean text on one line. With ``prefix`` it matches everything that begins with it."""

    text: str
    prefix: bool = False


class Clause(NamedTuple):
    """Holds if ``field`` matches any of ``terms``; if ``negated``, none of them.

    The field ``""`` is a word or phrase anywhere in the event; its clauses have one term.
    """

    field: str
    terms: tuple[Term, ...]
    negated: bool = False


class Query(NamedTuple):
    """Clauses that must all hold. The empty query matches every event, and its truth value is False.

    Values of a facet are compared by `fold`. ``country:A,B`` asks for *any* of the values, ``country:A country:B`` for
    *all* of them. A query with fewer than two values of a facet has neither mode for it.
    """

    clauses: tuple[Clause, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses)

    # Reading a field

    def terms(self, field: str, negated: bool = False) -> tuple[Term, ...]:
        """The distinct terms of the clauses on ``field`` that are negated or not."""
        return tuple(dict.fromkeys(term for clause in self._clauses(field, negated) for term in clause.terms))

    def mode(self, field: str) -> Mode | None:
        """Whether any or all of the included values must match; None if there are fewer than two.

        A mixed query has the mode "all", because another value narrows it.
        """
        clauses = self._clauses(field, negated=False)
        if len(clauses) > 1:
            return "all"
        return "any" if clauses and len(clauses[0].terms) > 1 else None

    def is_mixed(self, field: str) -> bool:
        """Whether it asks for all of several choices, as in ``country:A,B country:C``: for (A or B), and C."""
        clauses = self._clauses(field, negated=False)
        return len(clauses) > 1 and any(len(clause.terms) > 1 or clause.terms[0].prefix for clause in clauses)

    # Operations on a facet: each returns a new query

    def include(self, field: str, value: str, mode: Mode = "any") -> "Query":
        """Include ``value``, and stop excluding it. ``mode`` is used if the query has no mode for the field yet."""
        if _has(self.terms(field), value):
            return self
        query = self._remove(field, value, negated=True)
        clauses = query._clauses(field, negated=False)
        term = Term(value)
        if clauses and (query.mode(field) or mode) == "any":
            last = clauses[-1]
            return query._replace_clause(last, Clause(field, (*last.terms, term)))
        return query._insert(Clause(field, (term,)))

    def exclude(self, field: str, value: str) -> "Query":
        """Exclude ``value``, and stop including it."""
        if _has(self.terms(field, negated=True), value):
            return self
        query = self._remove(field, value, negated=False)
        clauses = query._clauses(field, negated=True)
        if clauses:
            last = clauses[-1]
            return query._replace_clause(last, Clause(field, (*last.terms, Term(value)), negated=True))
        return query._insert(Clause(field, (Term(value),), negated=True))

    def toggle(self, field: str, value: str, mode: Mode = "any") -> "Query":
        """Include ``value``, or remove it if it is included."""
        if _has(self.terms(field), value):
            return self._remove(field, value, negated=False)
        return self.include(field, value, mode)

    def toggle_excluded(self, field: str, value: str) -> "Query":
        """Exclude ``value``, or remove it if it is excluded."""
        if _has(self.terms(field, negated=True), value):
            return self._remove(field, value, negated=True)
        return self.exclude(field, value)

    def only(self, field: str, value: str) -> "Query":
        """Include ``value`` as the only condition on ``field``."""
        return self._replace_field(field, (Clause(field, (Term(value),)),))

    def without(self, field: str) -> "Query":
        """Remove all conditions on ``field``."""
        return self._replace_field(field, ())

    def with_mode(self, field: str, mode: Mode) -> "Query":
        """Ask for any or for all of the included values. With fewer than two of them, the query does not change."""
        terms = self.terms(field)
        if len(terms) < 2:
            return self
        groups = (terms,) if mode == "any" else tuple((term,) for term in terms)
        return self._replace_field(field, tuple(Clause(field, group) for group in groups), negated=False)

    def with_dates(self, first: Day | None, last: Day | None, hours: tuple[int, int] = (0, 23)) -> "Query":
        """Keep the events that may have happened from day ``first`` to day ``last``; replaces all conditions on dates.

        None leaves an end open; without both ends there is no condition. ``hours`` are the first hour of the first day
        and the last hour of the last day.
        """
        # 0.5 ms, and few queries get dates from a list or a chart
        from timeline_tui.query.date_ranges import range_text

        text = range_text(first, last, hours)
        return self._replace_field("date", (Clause("date", (Term(text),)),) if text else (), negated=False)

    # Changing clauses

    def _clauses(self, field: str, negated: bool) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.field == field and clause.negated == negated)

    def _insert(self, clause: Clause) -> "Query":
        """Insert ``clause`` after the last clause on the same field with the same sign, or at the end."""
        kind = clause.field, clause.negated
        same = [i for i, other in enumerate(self.clauses) if (other.field, other.negated) == kind]
        at = same[-1] + 1 if same else len(self.clauses)
        return Query((*self.clauses[:at], clause, *self.clauses[at:]))

    def _replace_clause(self, old: Clause, new: Clause) -> "Query":
        return Query(tuple(new if clause is old else clause for clause in self.clauses))

    def _replace_field(self, field: str, clauses: tuple[Clause, ...], negated: bool | None = None) -> "Query":
        """Replace all clauses on ``field`` (with this sign; None: with either) by ``clauses``.

        They take the place of the first replaced clause, or come last.
        """
        replaced = [clause.field == field and negated in (None, clause.negated) for clause in self.clauses]
        at = replaced.index(True) if True in replaced else len(replaced)
        kept = [clause for clause, gone in zip(self.clauses, replaced, strict=True) if not gone]
        return Query((*kept[:at], *clauses, *kept[at:]))

    def _remove(self, field: str, value: str, negated: bool) -> "Query":
        def kept(clause: Clause, term: Term) -> tuple[Term, ...]:
            is_on_field = (clause.field, clause.negated) == (field, negated)
            return () if is_on_field and _has((term,), value) else (term,)

        return self.each_term(kept)

    def each_term(self, change: Callable[[Clause, Term], Iterable[Term]]) -> "Query":
        """The query with each term replaced by the terms that ``change`` returns. Clauses without terms are dropped."""
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
"""The query that matches every event."""


def words(query: Query) -> tuple[str, ...]:
    """The words and phrases to highlight, folded: the terms of all prose fields that are not negated."""
    terms = (
        fold(term.text)
        for clause in query.clauses
        if clause.field in PROSE and not clause.negated
        for term in clause.terms
    )
    return tuple(dict.fromkeys(word for word in terms if word))
