"""The values of a facet of a chronology that is not in memory, with their counts under a query."""

from __future__ import annotations

from collections.abc import Mapping

from timeline_tui.analysis.facet_view import FacetView
from timeline_tui.analysis.remote.answers import Answers, FacetQuestion, NotYetError, asked_for
from timeline_tui.analysis.remote.day_table import day_table
from timeline_tui.analysis.remote.listing import Listing, listing, values_question
from timeline_tui.index.questions import Asked
from timeline_tui.query.query import Clause, Mode, Query, Term


class RemoteFacetView(FacetView):
    """The listed values of a facet, and the values that the query names.

    Until the answers have arrived there are no values, and no counts.
    """

    def __init__(
        self, answers: Answers, field: str, query: Query, mode: Mode, stars: frozenset[str], counted: Clause | None
    ) -> None:
        self.field = field
        self.mode = mode
        self._answers, self._query, self._stars = answers, query, stars
        self._counted = counted
        self._known_counts: Mapping[str, int] | None = None  # no cached_property: see `RemoteSlice`

    def looks_like(self, other: FacetView | None) -> bool:  # noqa: ARG002  # as in FacetView
        """False: to compare, all answers would have to be here."""
        return False

    @property
    def question(self) -> FacetQuestion:
        """The question for the counts of the values. Raises NotYetError, AnswerError."""
        asked = self._others()
        if not self._listing.is_cut:
            return values_question(self.field, asked)
        return FacetQuestion(self.field, (*self._listed, *self._unlisted), asked)

    @property
    def values(self) -> tuple[str, ...]:
        """The values; none until they have arrived."""
        try:
            return (*self._listed, *self._unlisted) if self._unlisted else self._listed
        except NotYetError:
            return ()

    @property
    def is_here(self) -> bool:
        """Whether the values are known."""
        try:
            return bool(self._listing)
        except NotYetError:
            return False

    @property
    def has_counts(self) -> bool:
        """Whether the counts of the values that are not excluded have arrived. Asks no question."""
        try:
            return not self._others().query or self._answers.has_answer(self.question)
        except NotYetError:
            return False

    @property
    def note(self) -> str:
        """How many values are listed, if there are more."""
        try:
            return f"first {len(self._listed):,}" if self._listing.is_cut else ""
        except NotYetError:
            return ""

    @property
    def total(self) -> int:
        """The number of events of the whole chronology; 0 until it has arrived."""
        try:
            return len(day_table(self._answers, Asked()))
        except NotYetError:
            return 0

    def name(self, value: str) -> str:
        """A value as a reader knows it, as `FacetView.name`."""
        return self._listing.names.get(value, value)

    def count(self, value: str) -> int | None:
        """The number of events that the reader would see, as `FacetView.count`; None until it has arrived."""
        try:
            if value in self._excluded:
                return self._counts(FacetQuestion(self.field, (value,), self._others(but=value))).get(value, 0)
            return self._all_counts.get(value, 0)
        except NotYetError:
            return None

    @property
    def _all_counts(self) -> Mapping[str, int]:
        """The counts of all values that are not excluded."""
        if self._known_counts is None:
            facet = self._listing.facet
            totals = {**{value: facet.total(value) for value in self._listed}, **self._unlisted}
            self._known_counts = self._counts(self.question) if self._others().query else totals
        return self._known_counts

    @property
    def _listing(self) -> Listing:
        return listing(self._answers, self.field)

    @property
    def _listed(self) -> tuple[str, ...]:
        return self._listing.facet.values

    @property
    def _unlisted(self) -> Mapping[str, int]:
        """Unlisted values in the query that have events, with their numbers of events in the whole chronology."""
        if not self._listing.is_cut:
            return {}
        terms = (*self._query.terms(self.field), *self._query.terms(self.field, negated=True))
        number = self._listing.facet.number
        texts = tuple(term.text for term in terms if not term.prefix and number(term.text) is None)
        counts = self._counts(FacetQuestion(self.field, texts, Asked()))
        return {value: events for value, events in counts.items() if events}

    def _matched(self, negated: bool) -> frozenset[str]:
        named = {term.text for term in self._query.terms(self.field, negated)}
        return self._listing.facet.matching_any(self._query.terms(self.field, negated)) | named

    def _others(self, but: str = "") -> Asked:  # type: ignore[override]  # a question in place of a set of events
        """The events that are counted: as in `FacetView`, without the exclusion of the value ``but``."""
        facet, is_all = self._listing.facet, self.mode == "all"

        def left(clause: Clause, term: Term) -> tuple[Term, ...]:
            if clause.field != self.field:
                return (term,)
            if not clause.negated:
                return (term,) if is_all else ()
            values = facet.matching(term) if but else ()
            return tuple(Term(value) for value in values if value != but) if but in values else (term,)

        query = self._query.each_term(left)
        return asked_for(Query((*query.clauses, self._counted)) if self._counted else query, self._stars)

    def _counts(self, question: FacetQuestion) -> Mapping[str, int]:
        return {count.value: count.events for count in self._answers.facet(question)} if question.chosen else {}

    @property
    def _excluded(self) -> frozenset[str]:
        return self._matched(negated=True)
