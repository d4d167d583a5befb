"""Which events a query finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Protocol

from timeline_tui.index.bits import bits_of
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import COMPARED, DATED, ORDER, PROSE, VALUES

if TYPE_CHECKING:
    from timeline_tui.dates.when import When
    from timeline_tui.index.facet import Facet
    from timeline_tui.index.intervals import Intervals
    from timeline_tui.index.known_since import KnownSince
    from timeline_tui.index.ordering import Ordering
    from timeline_tui.index.text_search import TextSearch
    from timeline_tui.model.starred import Star
    from timeline_tui.model.timeline import Event

_CACHED = 256  # answers to terms that are kept: 32 MB at a million events
_STARRED = ("is", Term("starred"))
_RELATED = Term("related")


class Parts(Protocol):
    """The parts of an index that answer terms, see `Index`."""

    total: int
    all: int
    indexed: int

    @property
    def is_partial(self) -> bool: ...
    @property
    def intervals(self) -> Intervals: ...
    @property
    def known(self) -> KnownSince: ...
    @property
    def ordering(self) -> Ordering: ...
    @property
    def text_search(self) -> TextSearch: ...
    def event(self, position: int, /) -> Event: ...
    def position(self, event_id: str, /) -> int | None: ...
    def facet(self, field: str, /) -> Facet: ...
    def value_bits(self, field: str, terms: Iterable[Term], /) -> int: ...
    def compared(self, text: str, /) -> tuple[int | None, When | None]: ...
    def marked(self, field: str, mark: str, /) -> int: ...
    def in_comparison(self, state: str, /) -> int: ...
    def where(self, holds: Callable[[Event], bool], among: int, /) -> int: ...


class Evaluator:
    """Finds the events for which the clauses of a query hold. The answers to the last terms are cached."""

    def __init__(self, index: Parts) -> None:
        self._index = index
        self._answers: dict[tuple[str, Term], int] = {}

    def query_bits(self, query: Query, stars: Collection[str]) -> int:
        """The events that ``query`` finds, as `Index.query_bits`."""
        clauses = dict.fromkeys(query.clauses)
        self._answer_together(clauses)
        bits = self._index.all
        for clause in clauses:
            bits &= self.bits(clause, stars)
        return bits

    def bits(self, clause: Clause, stars: Collection[str]) -> int:
        """The events for which ``clause`` holds, as `Index.bits`."""
        index = self._index
        bits = self._clause_bits(clause, stars)
        bits = index.all ^ bits if clause.negated else bits
        if clause.negated and clause.field == "has" and _RELATED in clause.terms and index.is_partial:
            return 0  # an event that is not read yet may name any of the others as related
        if index.indexed is index.all:
            return bits
        # 0.2 ms, and only files that are still being read need it
        from timeline_tui.query.matching import is_of_dates

        return bits if is_of_dates(clause) else bits & index.indexed

    def _clause_bits(self, clause: Clause, stars: Collection[str]) -> int:
        """The events with one of the terms of a clause."""
        if clause.field in VALUES:
            terms = dict.fromkeys(clause.terms)
            kept = [term for term in terms if term.prefix or clause.field in DATED]  # they may have many values
            bits = self._index.value_bits(clause.field, terms.keys() - kept)
            for term in kept:
                bits |= self._answer(clause.field, term)
        else:
            bits = 0
            for term in clause.terms:
                bits |= self._starred(stars) if (clause.field, term) == _STARRED else self._answer(clause.field, term)
        return bits

    # Answers to terms

    def _answer(self, field: str, term: Term) -> int:
        """The events for which ``term`` holds, from the cache if possible."""
        bits = self._answers.get((field, term))
        if bits is None:
            bits = self._term_bits(field, term)
            self._remember(field, term, bits)
        return bits

    def _answer_together(self, clauses: Iterable[Clause]) -> None:
        """Cache the answers to all terms that are searched in texts, so that each event is read and folded once."""
        asked: dict[str, dict[Term, None]] = {}
        for clause in clauses:
            for term in clause.terms if clause.field in PROSE else ():
                if (clause.field, term) not in self._answers:
                    asked.setdefault(clause.field, {})[term] = None
        for field, terms in asked.items():
            for term, bits in self._index.text_search.found(field, terms).items():
                self._remember(field, term, bits)

    def _remember(self, field: str, term: Term, bits: int) -> None:
        if len(self._answers) >= _CACHED:
            del self._answers[next(iter(self._answers))]
        self._answers[field, term] = bits

    def _term_bits(self, field: str, term: Term) -> int:
        index = self._index
        if field in VALUES:
            return index.value_bits(field, (term,))
        if field in PROSE:
            return index.text_search.found(field, (term,))[term]
        if field == "date":
            return self._dated(term.text)
        if field == "known":
            return self._known(term.text)
        if field in ORDER:
            return index.ordering.matching(field, *index.compared(term.text))
        if field == "is" and term.text in COMPARED:
            return index.in_comparison(term.text)
        return index.marked(field, term.text)

    def _dated(self, text: str) -> int:
        """The events that may touch a range of dates. Events are only read near an end that has a time of day."""
        # 1 ms, and few queries have dates
        from timeline_tui.query.date_ranges import FARTHEST, date_range

        asked, touching = date_range(text), self._index.intervals.touching
        first, last = asked.first, asked.last
        if not asked.has_time:
            return touching(first, last)
        inner = first + FARTHEST + 1, last - FARTHEST - 1
        sure = touching(*inner) if inner[0] <= inner[1] else 0
        near = touching(first - FARTHEST, last + FARTHEST)
        return sure | self._index.where(lambda event: asked.touches(event.date), near ^ sure)

    def _known(self, text: str) -> int:
        """The events that were known by the end of a day."""
        from timeline_tui.query.date_ranges import last_day  # as in `_dated`

        return self._index.known.by(last_day(text))

    def _starred(self, stars: Collection[str]) -> int:
        """The events that have a star, or a quote or source with one."""
        from timeline_tui.model.starred import star_of  # 0.6 ms, and only is:starred needs it

        parsed = [star_of(star) for star in stars]
        sources = [Term(star.source) for star in parsed if star.source]
        positions = [position for star in parsed if (position := self._starred_position(star)) is not None]
        of_sources = self._index.facet("source").bits(sources) if sources else 0
        return bits_of([positions], self._index.total) | of_sources

    def _starred_position(self, star: Star) -> int | None:
        from timeline_tui.model.starred import has_quote  # as in `_starred`

        position = self._index.position(star.event) if star.event else None
        if position is None or not star.quote:
            return position
        return position if has_quote(self._index.event(position), star) else None
