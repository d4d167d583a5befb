"""Few events of a chronology that is not in memory, read into memory: for the views that need them there."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.query.query import EVERYTHING, Query


class LocalSlice(Slice):
    """The few events of the slice ``whole``, read into an index of their own.

    A query that has the clauses of that slice and others finds some of them. Other queries are for ``whole``.
    """

    is_remote = True

    def __init__(
        self,
        index: Index,
        query: Query = EVERYTHING,
        all_mode: frozenset[str] = frozenset(),
        stars: frozenset[str] = frozenset(),
        compared: tuple[str, tuple[str, ...]] = ("", ()),
        whole: Slice | None = None,
    ) -> None:
        super().__init__(index, query, all_mode, stars, compared)
        self.whole = whole

    def _fields(self) -> dict[str, Any]:
        return {**super()._fields(), "whole": self.whole}

    @cached_property
    def mask(self) -> int:
        """The positions of the events. The clauses of the whole slice hold for all."""
        known = self.whole.query.clauses if self.whole else ()
        others = tuple(clause for clause in self.query.clauses if clause not in known)
        return self.index.query_bits(Query(others), self.stars)

    @property
    def total(self) -> int:
        """The number of events of the whole chronology."""
        return self.whole.total if self.whole else self.index.total

    @property
    def why_empty(self) -> tuple[tuple[str, int], ...]:
        """For a slice without events: each clause whose removal would give events of the chronology, and how many."""
        return self.whole.with_query(self.query).why_empty if self.whole and not self.mask else ()
