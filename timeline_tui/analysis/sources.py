"""The sources of a timeline: how the events of a slice use each, and which events have too few.

The index collects the uses once, in one pass over its events. A new slice costs a pass over its own events and a sort
of the sources; the uses of a source are counted when it is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, repeat
from operator import sub
from typing import overload

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.numbered_sources import KINDS
from timeline_tui.index.source_use import SourceOrder, SourcePart, SourceUse, WhereUsed
from timeline_tui.model.timeline import Event
from timeline_tui.query.query import EVERYTHING, Clause, Query, Term
from timeline_tui.text.text import fold

CHECKS = ("unsourced", "single-source", "single-origin", "disputed")
"""The states of ``is:`` in which the sources of an event should be checked, the most serious first."""

PARTS: dict[WhereUsed, str] = {
    "in view": "Cited in view",
    "elsewhere": "Not cited in view",
    "nowhere": "Cited by no event",
}
"""The parts of the list, with their headings."""
ALONE = "Each its own origin"
"""The heading of the sources that are alone in being their origin."""


class Sources(Sequence[SourceUse]):
    """Every source of a timeline: first the sources of the events of ``slice``, then of other events, then the unused.

    Within these parts, by ``order``: "events", most in the slice first, then most in all; "name", by label; "date",
    oldest first and undated last. Equal ones are sorted by label. Sources with the same name are one, as in the facet.
    With the order "origin", the first part is split by origins, most events first, and the sources that are alone in
    being their origin come last in it; within each of these, by "events".
    """

    def __init__(self, whole: Slice, order: SourceOrder = "events") -> None:
        self.slice = whole
        self.order = order

    def of(self, whole: Slice, order: SourceOrder) -> Sources:
        """The sources for another slice. If it has the same events, as after most letters of a word, none is counted.

        That takes 40 ms less for a letter at a million events.
        """
        found = Sources(whole, order)
        if order == self.order and whole.has_events_of(self.slice):
            found.__dict__ |= {**self.__dict__, "slice": whole}
        return found

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, row: int) -> SourceUse: ...
    @overload
    def __getitem__(self, row: slice) -> list[SourceUse]: ...
    def __getitem__(self, row: int | slice) -> SourceUse | list[SourceUse]:
        if isinstance(row, slice):
            return [self._use(number) for number in range(*row.indices(len(self)))]
        return self._use(range(len(self))[row])

    def where_used(self, row: int) -> WhereUsed:
        """Which part of the list a row is in."""
        return self._parts[self._part_of(row)].where_used

    def group(self, row: int) -> range:
        """The rows of that part; in the order "origin", the rows under the same origin."""
        part = self._part_of(row)
        return range(self._starts[part], self._starts[part + 1])

    def heading(self, row: int) -> str:
        """The heading that a row is under: its part of the list; in the order "origin", its origin."""
        part = self._parts[self._part_of(row)]
        is_alone = self.order == "origin" and part.where_used == "in view"
        return part.label or (ALONE if is_alone else PARTS[part.where_used])

    def origin(self, row: int) -> SourcePart | None:
        """In the order "origin": the part of a row, if the sources in this part share their origins; else None."""
        part = self._parts[self._part_of(row)]
        return part if part.label else None

    def shared_events(self, row: int) -> int:
        """How many events use a source with the origin of a row, as the facet counts them.

        The source may have other origins too. 0 in another order, and for a row with several origins.
        """
        if self.origin(row) is None:
            return 0
        source_origins = self.slice.index.origins.of(self[row].source)
        return self._count_of_origin(source_origins[0].name) if len(source_origins) == 1 else 0

    def row(self, name: str) -> int | None:
        """The row of a source, given by its name in queries."""
        number = self._number(name)
        for start, part in zip(self._starts, self._parts, strict=False) if number is not None else ():
            if number in part.sources:
                return start + part.sources.index(number)
        return None

    def pick(self, row: int) -> Slice | None:
        """The slice of the events that use a source; without this filter, if the query has it already.

        If no event of this slice uses it, the rest of the query is dropped. None if no event of the timeline uses it.
        """
        use = self[row]
        if not use.total:
            return None
        only = (self.slice if use.events else self.slice.with_query(EVERYTHING)).only("source", use.name)
        if only.query == self.slice.query:
            return self.slice.with_query(only.query.without("source"))
        return only

    def citing(self, row: int) -> Event | None:
        """The first event that cites a source: of this slice, else of the timeline; None if no event cites it."""
        whole = self.slice if self[row].events else self.slice.with_query(EVERYTHING)
        return whole.only("source", self[row].name).event(0) if self[row].total else None

    @property
    def in_view(self) -> int:
        """The number of sources that events of the slice use."""
        return sum(len(part.sources) for part in self._parts if part.where_used == "in view")

    @cached_property
    def _starts(self) -> list[int]:
        """The first row of each part; at the end, the number of all rows."""
        return [*accumulate((len(part.sources) for part in self._parts), initial=0)]

    def _part_of(self, row: int) -> int:
        """The number of the part of a row."""
        return bisect_right(self._starts, row) - 1

    def _source(self, row: int) -> int:
        """The number of the source in a row."""
        part = self._part_of(row)
        return self._parts[part].sources[row - self._starts[part]]

    # From the index

    @cached_property
    def _parts(self) -> Sequence[SourcePart]:
        """The parts of the list that have sources."""
        sources, counts = self.slice.index.sources, self._events
        by_events = self.order in ("events", "origin")
        order = sources.by_total if by_events else sources.orders[self.order == "date"]
        used = [source for source in order if counts[source]]
        others = [source for source in order if not counts[source]]
        if by_events:
            used.sort(key=counts.__getitem__, reverse=True)  # the rest of the order stays
        parts = [
            *(self._of_origins(used) if self.order == "origin" else [SourcePart("in view", "", 0, used)]),
            SourcePart("elsewhere", "", 0, [source for source in others if sources.totals[source]]),
            SourcePart("nowhere", "", 0, [source for source in others if not sources.totals[source]]),
        ]
        return [part for part in parts if part.sources]

    def _number(self, name: str) -> int | None:
        """The number of a source, given by its name in queries."""
        return self.slice.index.sources.number(name)

    def _use(self, row: int) -> SourceUse:
        sources, uses, rows = self.slice.index.sources, self.slice.index.source_uses, self.slice.rows
        source = self._source(row)
        reports, confirms, disputes, quotes = (rows.count_of(uses.events_using(source, kind)) for kind in KINDS)
        return SourceUse(
            source=sources.source(source),
            name=sources.names[source],
            events=self._events[source],
            total=sources.totals[source],
            reports=reports,
            confirms=confirms,
            disputes=disputes,
            quotes=quotes,
        )

    def _count_of_origin(self, name: str) -> int:
        """The number of events of the slice with an origin."""
        return (self.slice.index.facet("origin").value_bits(name) & self.slice.mask).bit_count()

    @cached_property
    def _events(self) -> Sequence[int]:
        """For each source the number of events of the slice that use it."""
        index, shown = self.slice.index, len(self.slice)
        totals, uses = index.sources.totals, index.source_uses
        if shown == self.slice.total:
            return totals
        if 2 * shown <= self.slice.total:
            return [*map(uses.counts(self.slice.mask).get, range(len(totals)), repeat(0))]
        # Most events are in view: a single letter often finds 999,997 of a million.
        hidden = uses.counts(index.all ^ self.slice.mask)
        return [*map(sub, totals, map(hidden.get, range(len(totals)), repeat(0)))]

    def _of_origins(self, used: Sequence[int]) -> list[SourcePart]:
        """The sources in view by origins: sources with the same origins are a part, that with most events first.

        A part has its label, and the number of events of the slice that use one of its sources. The sources that are
        alone in being their origin are the last part.
        """
        groups, labels, postings = self.slice.index.origin_groups
        is_whole = len(self.slice) == self.slice.total
        members: dict[int, list[int]] = {0: []}
        for source in used:
            members.setdefault(groups[source], []).append(source)
        alone = SourcePart("in view", "", 0, members.pop(0))
        found = [
            SourcePart(
                "in view",
                labels[group - 1],
                postings.total(group - 1) if is_whole else self.slice.rows.count_of(postings.positions(group - 1)),
                numbers,
            )
            for group, numbers in sorted(members.items())
        ]
        return [*sorted(found, key=lambda part: (-part.events, fold(part.label))), alone]


def checks(whole: Slice) -> dict[str, int]:
    """The number of events of a slice in each state of CHECKS; states without events are left out.

    So is a single origin if all of its events have a single source.
    """
    counts = whole.count_states(CHECKS)
    same = counts["single-origin"] == counts["single-source"]
    return {state: events for state, events in counts.items() if events and not (same and state == "single-origin")}


def check(whole: Slice, state: str) -> Slice:
    """The slice of the events in a state; without this filter, if the query has it already."""
    clause, clauses = _state(state), whole.query.clauses
    others = tuple(other for other in clauses if other != clause)
    return whole.with_query(Query(others if clause in clauses else (*clauses, clause)))


def _state(state: str) -> Clause:
    return Clause("is", (Term(state),))
