"""Completions for a query of a chronology that is not in memory: fields, states, and the listed values of facets.

A value has a count only if its facet has already asked for the count: otherwise each count would be a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from timeline_tui.analysis.completion import Completer, Completion
from timeline_tui.analysis.remote.answers import NotYetError
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.query.query_fields import CHOICES, COMPARED, FACETS, FIELDS
from timeline_tui.text.text import fold


class RemoteCompleter(Completer):
    """Completes the item at the cursor from known answers, and asks for missing facets."""

    whole: RemoteSlice

    def completions(self, limit: int) -> Iterator[Completion]:
        """The completions, best first."""
        stem = fold(self.stem)
        if self.field in CHOICES:
            for value, meaning in CHOICES[self.field].items():
                if stem in value and value not in COMPARED:
                    yield self._completion(value, value, meaning)
        elif self.field in FACETS:
            taken = {fold(item.line) for item in self.others}
            for value, name, count in self._listed(self.field, stem, limit + len(taken)):
                if fold(value) not in taken:
                    yield self._completion(self._item(self.field, value), name, count, "" if name == value else value)
        elif not self.field:
            for name, field in FIELDS.items():
                if name.startswith(self.typed.lower()) and not field.compared:
                    yield self._completion(f"{name}:", f"{name}:", field.meaning)
            if stem and not self.in_name:
                yield from self._terms(limit)

    def _terms(self, limit: int) -> Iterator[Completion]:
        for field in FACETS:
            for value, name, count in self._listed(field, fold(self.stem), limit):
                kind = field if name == value else f"{field} {value}"
                yield self._completion(self._item(field, value), name, count, kind)

    def _listed(self, field: str, stem: str, limit: int) -> Iterator[tuple[str, str, str]]:
        """Listed values that begin with ``stem``, then others that contain it, with their names and counts.

        A count is "" if it has not arrived. Counts do not change the order, because they may arrive while the list is
        shown.
        """
        try:
            begins, holds = self.index.facet(field).suggestions(stem, limit)
        except NotYetError:
            return
        view = self.whole.facet(field)
        for value in islice((*begins, *holds), limit):
            count = self._count_here(field, value)
            yield value, view.name(value), "" if count is None else f"{count:,}"

    def _count_here(self, field: str, value: str) -> int | None:
        """As `Completer._count`; None if the count has not arrived.

        It is None, too, if the query has other values of the field, because the counts of a facet ignore these.
        """
        clause, others, rest_query = self._completed(self._item(field, value))
        rest = self.slice_of(rest_query)
        assert isinstance(rest, RemoteSlice)
        view = rest.facet(field)
        if clause is None or others or any(other.field == field for other in rest_query.clauses):
            return None
        found = view.count(value) if view.has_counts else None
        if found is None or not clause.negated:
            return found
        return len(rest.days(rest.query)) - found if rest.has_days else None
