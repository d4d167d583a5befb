"""The sources of a timeline: how the events of a slice use each, and which events have too few.

The index collects the uses once, in one pass over its events. A new slice costs a pass over its own events and a sort
of the sources; the uses of a source are counted when it is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import Literal, NamedTuple, overload

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.bits import Postings
from timeline_tui.index.evidence import KINDS
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.query import EVERYTHING, Clause, Query, Term
from timeline_tui.text.text import fold

Order = Literal["events", "name", "date", "origin"]
Standing = Literal["in view", "elsewhere", "nowhere"]

CHECKS = ("unsourced", "single-source", "single-origin", "disputed")
"""The states of ``is:`` in which the sources of an event should be checked, the most serious first."""

PARTS: dict[Standing, str] = {
    "in view": "Cited in view",
    "elsewhere": "Not cited in view",
    "nowhere": "Cited by no event",
}
"""The parts of the list, with their headings."""
ALONE = "Each its own origin"
"""The heading of the sources that are alone in being their origin."""
_STANDINGS = tuple(PARTS)


class SourceUse(NamedTuple):
    """How the events of a slice use a source.

    ``events`` is the number of events that cite it or quote from it. It ``reports``, ``confirms`` and ``disputes``
    these numbers of events; an event may count in several. ``quotes`` is the number of quotes from it. ``total`` counts
    the events of the whole timeline that use it. ``name`` is its name in queries and facets.
    """

    source: Source
    name: str
    events: int
    total: int
    reports: int
    confirms: int
    disputes: int
    quotes: int

    @property
    def standing(self) -> Standing:
        """Whether events of the slice use it, only other events do, or none."""
        return "in view" if self.events else "elsewhere" if self.total else "nowhere"


class OriginUse(NamedTuple):
    """An origin that several sources have, or one that is not its source itself: "Reuters".

    ``events`` is the number of events of a slice that use one of its sources.
    """

    label: str
    events: int


class Sources(Sequence[SourceUse]):
    """Every source of a timeline: first those of events of ``slice``, then those of other events, then the unused.

    Within these parts, by ``order``: "events", most in the slice first, then most in all; "name", by label; "date",
    oldest first and undated last. Equal ones are sorted by label. Sources with the same name are one, as in the facet.
    With the order "origin", the first part is split by origins, most events first, and the sources that are alone in
    being their origin come last in it; within each of these, by "events".
    """

    def __init__(self, whole: Slice, order: Order = "events") -> None:
        self.slice = whole
        self.order = order
        self._sources = whole.index.sources

    def __len__(self) -> int:
        return len(self._sources)

    @overload
    def __getitem__(self, row: int) -> SourceUse: ...
    @overload
    def __getitem__(self, row: slice) -> list[SourceUse]: ...
    def __getitem__(self, row: int | slice) -> SourceUse | list[SourceUse]:
        if isinstance(row, slice):
            return [self._use(source) for source in self._order[row]]
        return self._use(self._order[row])

    def standing(self, row: int) -> Standing:
        """Which part of the list a row is in."""
        return _STANDINGS[self._standings[self._order[row]]]

    def group(self, row: int) -> range:
        """The rows of that part; in the order "origin", the rows under the same origin."""
        group = bisect_right(self._starts, row)
        return range(self._starts[group - 1], self._starts[group])

    def heading(self, row: int) -> str:
        """The heading that a row is under: its part of the list; in the order "origin", its origin."""
        origin, standing = self.origin(row), self.standing(row)
        is_alone = self.order == "origin" and standing == "in view"
        return origin.label if origin else ALONE if is_alone else PARTS[standing]

    def origin(self, row: int) -> OriginUse | None:
        """The origin that a row is under in the order "origin"; None if the row is under none."""
        part = self._parts[self._order[row]]
        return self._origins[part] if part < len(self._origins) else None

    def shared_events(self, row: int) -> int:
        """How many events use sources that have the origin of a row, also beside others, as the facet counts them.

        0 in another order, and under several origins.
        """
        if self.origin(row) is None:
            return 0
        index = self.slice.index
        own = index.origins.of(self._sources.source(self._order[row]))
        return (index.facet("origin").value_bits(own[0].name) & self.slice.mask).bit_count() if len(own) == 1 else 0

    def row(self, name: str) -> int | None:
        """The row of a source, given by its name in queries."""
        source = self._sources.number(name)
        return None if source is None else self._order.index(source)

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
        return self._standings.count(0)

    def _use(self, source: int) -> SourceUse:
        sources, uses, rows = self._sources, self.slice.index.source_uses, self.slice.rows
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

    @cached_property
    def _events(self) -> Mapping[int, int]:
        """For each source the number of events of the slice that use it."""
        if len(self.slice) == self.slice.total:
            return dict(enumerate(self._sources.totals))
        return Counter(chain.from_iterable(map(self.slice.index.source_uses.sources_of, self.slice.rows)))

    @cached_property
    def _standings(self) -> list[int]:
        return [0 if self._events[source] else 1 if total else 2 for source, total in enumerate(self._sources.totals)]

    @cached_property
    def _order(self) -> list[int]:
        order: Iterable[int] = self._sources.orders[self.order == "date"]
        if self.order in ("events", "origin"):
            order = sorted(order, key=lambda source: (self._events[source], self._sources.totals[source]), reverse=True)
        return sorted(order, key=self._parts.__getitem__)

    @cached_property
    def _parts(self) -> Sequence[int]:
        """For each source the part of the list that it is in: an origin, and after these a standing."""
        parts = len(self._origins)
        if not parts:
            return self._standings
        rank = {group: place for place, group in enumerate(self._groups)}
        return [
            parts + standing if standing or not group else rank[group]
            for group, standing in zip(self.slice.index.origin_groups.groups, self._standings, strict=True)
        ]

    @cached_property
    def _origins(self) -> list[OriginUse]:
        """The origins of the sources in view, most events first; empty in another order."""
        return list(self._groups.values())

    @cached_property
    def _groups(self) -> dict[int, OriginUse]:
        """The numbers of their groups, in that order."""
        if self.order != "origin":
            return {}
        groups, labels, postings = self.slice.index.origin_groups
        in_view = {group for source, group in enumerate(groups) if group and self._events[source]}
        uses = {group: OriginUse(labels[group - 1], self._count(postings, group - 1)) for group in in_view}
        return dict(sorted(uses.items(), key=lambda pair: (-pair[1].events, fold(pair[1].label))))

    def _count(self, postings: Postings, number: int) -> int:
        """The number of events of the slice in a posting list."""
        if len(self.slice) == self.slice.total:
            return postings.total(number)
        return self.slice.rows.count_of(postings.positions(number))

    @cached_property
    def _starts(self) -> list[int]:
        """The first row of each part that is not empty, and the number of rows."""
        return [0, *accumulate(number for _, number in sorted(Counter(self._parts).items()))]


def checks(whole: Slice) -> dict[str, int]:
    """The number of events of a slice in each state of CHECKS; states without events are left out.

    So is a single origin if all of its events have a single source.
    """
    counts = {state: (whole.index.bits(_state(state)) & whole.mask).bit_count() for state in CHECKS}
    if counts["single-origin"] == counts["single-source"]:
        del counts["single-origin"]
    return {state: events for state, events in counts.items() if events}


def check(whole: Slice, state: str) -> Slice:
    """The slice of the events in a state; without this filter, if the query has it already."""
    clause, clauses = _state(state), whole.query.clauses
    others = tuple(one for one in clauses if one != clause)
    return whole.with_query(Query(others if clause in clauses else (*clauses, clause)))


def _state(state: str) -> Clause:
    return Clause("is", (Term(state),))
