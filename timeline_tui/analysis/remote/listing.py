"""The listed values of a facet of a chronology that is not in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from timeline_tui.analysis.remote.answers import Answers, FacetQuestion
from timeline_tui.index.date_facet import facet_class
from timeline_tui.index.facet import Facet
from timeline_tui.index.questions import Asked, ValueCount
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.query_fields import FACETS

MOST_VALUES = 1_000
"""Values of a facet that are listed; others can be typed in a query."""


_EVERYTHING = Asked()


class Listing(NamedTuple):
    """The values of a facet with most events in the whole chronology.

    ``facet`` has their names and totals, but no sets of events. ``names`` are those for readers that differ from the
    values. ``is_cut``: there are more values.
    """

    facet: Facet
    names: Mapping[str, str]
    is_cut: bool


def values_question(field: str, asked: Asked = _EVERYTHING) -> FacetQuestion:
    """The question for the listed values of a field, and for one more value, which shows that the list is cut."""
    return FacetQuestion(field, MOST_VALUES + 1, asked)


def listing(answers: Answers, field: str) -> Listing:
    """The listing of a field. Raises NotYetError, AnswerError."""

    def make() -> Listing:
        return listing_of(field, answers.facet(values_question(field)), answers.aliases)

    return answers.cached(("listing", field), make)


def listed_fields(answers: Answers) -> list[str]:
    """The fields whose listing has arrived."""
    return [field for field in FACETS if answers.has_answer(("listing", field))]


def listing_of(field: str, found: Sequence[ValueCount], aliases: Aliases) -> Listing:
    """The listing of the values that were found."""
    listed = found[:MOST_VALUES]
    values = tuple(row.value for row in listed)
    keys = [aliases.key(field, value) for value in values]
    facet = facet_class(field)(field, values, keys, _Totals([row.events for row in listed]), aliases)
    names = {row.value: row.name for row in listed if row.name != row.value}
    return Listing(facet, names, len(found) > MOST_VALUES)


class _Totals:
    """Posting lists with known lengths and unknown content."""

    def __init__(self, totals: Sequence[int]) -> None:
        self._totals = totals

    def __len__(self) -> int:
        return len(self._totals)

    def total(self, number: int) -> int:
        return self._totals[number]

    def positions(self, number: int) -> Sequence[int]:  # noqa: ARG002  # as in Postings
        raise NotForDatabaseError

    def bits(self, numbers: Iterable[int]) -> int:  # noqa: ARG002  # as in Postings
        raise NotForDatabaseError
