"""Undo and redo of the filter: a stack of earlier queries and a stack of undone ones."""

from typing import NamedTuple

from timeline_tui.query.query import Query


class History(NamedTuple):
    """``now`` is the query on the screen; ``past`` ends with the one before it, ``future`` with the one after it."""

    now: Query
    past: tuple[Query, ...] = ()
    future: tuple[Query, ...] = ()

    def with_step(self, query: Query) -> "History":
        """The history after another query; there is nothing to redo then. The same query changes nothing."""
        return self if query == self.now else History(query, (*self.past, self.now))

    def with_current(self, query: Query) -> "History":
        """The history with ``now`` replaced, without a step: all queries of one visit to the query bar are one step."""
        return self._replace(now=query)

    def undone(self) -> "History":
        """One step back, if there is one."""
        return History(self.past[-1], self.past[:-1], (*self.future, self.now)) if self.past else self

    def redone(self) -> "History":
        """One step forward, if there is one."""
        return History(self.future[-1], (*self.past, self.now), self.future[:-1]) if self.future else self
