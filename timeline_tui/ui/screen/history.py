"""Undo and redo of the filter: a stack of earlier queries and one of undone ones."""

from __future__ import annotations

from typing import NamedTuple

from timeline_tui.query.query import Query


class History(NamedTuple):
    """``now`` is the query on the screen; ``past`` ends with the one before it, ``future`` with the one after it."""

    now: Query
    past: tuple[Query, ...] = ()
    future: tuple[Query, ...] = ()

    def to(self, query: Query) -> History:
        """After a change of the filter; what was undone before is forgotten. The same query changes nothing."""
        return self if query == self.now else History(query, (*self.past, self.now))

    def amended(self, query: Query) -> History:
        """``now`` replaced without a step of its own: one visit to the query bar is one step, however many keys."""
        return self._replace(now=query)

    def undone(self) -> History:
        """One step back, if there is one."""
        return History(self.past[-1], self.past[:-1], (*self.future, self.now)) if self.past else self

    def redone(self) -> History:
        """One step forward, if there is one."""
        return History(self.future[-1], (*self.past, self.now), self.future[:-1]) if self.future else self
