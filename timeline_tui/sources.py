"""The sources of a timeline, as values: how the events of a slice lean on each, and which events lean on too little.

What no filter changes is gathered once for an index, in one pass over its events. Another slice costs a pass over its
own events and a sort of the sources; what a source says of those events is counted when the source is looked at.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple
from weakref import WeakKeyDictionary

from timeline_tui.bits import bits_of
from timeline_tui.hints import Literal, overload
from timeline_tui.index import Index
from timeline_tui.model import STANCES, Event, Source
from timeline_tui.query import EVERYTHING, Clause, Query, Term
from timeline_tui.slice import Slice
from timeline_tui.text import fold

Order = Literal["events", "name", "date"]
Standing = Literal["in view", "elsewhere", "nowhere"]

CHECKS = ("unsourced", "single-source", "disputed")
"""The states of ``is:`` in which what an event rests on wants a second look, the gravest first."""

_STANDINGS: tuple[Standing, ...] = ("in view", "elsewhere", "nowhere")
_QUOTED = "quoted"  # a use of a source beside its stances
_NAMELESS = -1  # the number of a source that states nothing to call it by


class SourceUse(NamedTuple):
    """How the events of a slice lean on a source.

    ``events`` of them cite it or quote from it. Of those it ``reports``, ``confirms`` and ``disputes`` so many, one
    event perhaps in several ways, and ``quotes`` are taken from it. ``total`` is how many events of the whole timeline
    lean on it; ``name`` is what queries and facets call it.
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
        """Whether events of the slice lean on it, only other ones do, or none at all."""
        return "in view" if self.events else "elsewhere" if self.total else "nowhere"


class Sources(Sequence[SourceUse]):
    """Every source of a timeline: those that events of ``slice`` lean on, then those of other events, then the rest.

    Within each by ``order``: "events", most in the slice first, then most in all; "name", as readers are shown it;
    "date", oldest first and undated last. Ties stand by name. Sources that go by one name are one, as in the facet.
    """

    def __init__(self, whole: Slice, order: Order = "events") -> None:
        self.slice = whole
        self.order = order
        self._cited = _cited(whole.index)

    def __len__(self) -> int:
        return len(self._cited.sources)

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
        """The rows of that part."""
        group = bisect_right(self._starts, row)
        return range(self._starts[group - 1], self._starts[group])

    def row(self, name: str) -> int | None:
        """The row of a source, by what queries call it."""
        source = self._cited.numbers.get(fold(name))
        return None if source is None else self._order.index(source)

    def pick(self, row: int) -> Slice | None:
        """The slice of the events that lean on a source; if the query says just that of sources, what it is without.

        Where no event of this slice does, all else in the query gives way. None: no event at all does.
        """
        use = self[row]
        if not use.total:
            return None
        only = (self.slice if use.events else self.slice.with_query(EVERYTHING)).only("source", use.name)
        if only.query == self.slice.query:
            return self.slice.with_query(only.query.without("source"))
        return only

    def _use(self, source: int) -> SourceUse:
        cited, size = self._cited, self.slice.total
        reports, confirms, disputes = (
            (bits_of([cited.uses.get((source, stance), ())], size) & self.slice.mask).bit_count() for stance in STANCES
        )
        return SourceUse(
            source=cited.sources[source],
            name=cited.names[source],
            events=self._events[source],
            total=cited.totals[source],
            reports=reports,
            confirms=confirms,
            disputes=disputes,
            quotes=sum(map(self.slice.rows.__contains__, cited.uses.get((source, _QUOTED), ()))),
        )

    @cached_property
    def _events(self) -> Mapping[int, int]:
        """For each source how many events of the slice lean on it."""
        cited = self._cited
        if len(self.slice) == self.slice.total:
            return dict(enumerate(cited.totals))
        return Counter(chain.from_iterable(map(cited.of, self.slice.rows)))

    @cached_property
    def _standings(self) -> list[int]:
        return [0 if self._events[source] else 1 if total else 2 for source, total in enumerate(self._cited.totals)]

    @cached_property
    def _order(self) -> list[int]:
        order = self._cited.by_date if self.order == "date" else self._cited.by_name
        if self.order == "events":
            order = sorted(order, key=lambda source: (self._events[source], self._cited.totals[source]), reverse=True)
        return sorted(order, key=self._standings.__getitem__)

    @cached_property
    def _starts(self) -> list[int]:
        """The first row of each part that there is, and the end."""
        return [0, *accumulate(filter(None, map(self._standings.count, range(len(_STANDINGS)))))]


def checks(whole: Slice) -> dict[str, int]:
    """How many events of a slice are in each of the states of CHECKS that one of them is in."""
    found = ((state, (whole.index.bits(_state(state)) & whole.mask).bit_count()) for state in CHECKS)
    return {state: events for state, events in found if events}


def check(whole: Slice, state: str) -> Slice:
    """The slice of the events in a state; what it is without, if the query asks for that already."""
    clause, clauses = _state(state), whole.query.clauses
    others = tuple(one for one in clauses if one != clause)
    return whole.with_query(Query(others if clause in clauses else (*clauses, clause)))


def _state(state: str) -> Clause:
    return Clause("is", (Term(state),))


class _Cited:
    """Every source of an index, numbered: those of its facet, then those with a key that nothing leans on.

    ``totals`` says how many events lean on each; ``uses``, by number and stance, which ones; and by number and _QUOTED
    the event of each quote that is taken from it.
    """

    def __init__(self, index: Index) -> None:
        facet = index.facet("source")
        self.names = list(facet.values)
        self.totals = [facet.total(name) for name in self.names]
        self.sources = [index.source(name) or Source(name) for name in self.names]
        self.numbers = {fold(name): number for number, name in enumerate(self.names)}
        for source in index.timeline.sources:
            if self.numbers.setdefault(fold(source.name), len(self.names)) == len(self.names):
                self.names.append(source.name)
                self.totals.append(0)
                self.sources.append(source)
        self.uses: defaultdict[tuple[int, str], array[int]] = defaultdict(lambda: array("I"))
        # by identity, for most citations of a source share one object; which is kept, lest another take its identity
        self._known: dict[int, tuple[Source, int]] = {}
        self._leant_on = array("i")
        self._starts = array("I", [0])
        for position, event in enumerate(index.events):
            self._read(position, event)
        self._known.clear()

    def of(self, position: int) -> array[int]:
        """The sources that an event leans on, each once."""
        return self._leant_on[self._starts[position] : self._starts[position + 1]]

    @cached_property
    def by_name(self) -> list[int]:
        """All of them, as readers are shown them."""
        labels = [(fold(source.label), source.label) for source in self.sources]
        return sorted(range(len(labels)), key=labels.__getitem__)

    @cached_property
    def by_date(self) -> list[int]:
        """All of them, oldest first, undated last."""
        dates = [(source.date is None, source.date and source.date.sort_key) for source in self.sources]
        return sorted(self.by_name, key=dates.__getitem__)

    def _read(self, position: int, event: Event) -> None:
        number = self._number
        uses = list({(number(each.source), str(each.stance)) for each in event.sources})
        uses += [(number(each.source), _QUOTED) for each in event.quotes if each.source]
        for use in uses:
            self.uses[use].append(position)
        self._leant_on.extend({source for source, _ in uses})
        self._starts.append(len(self._leant_on))

    def _number(self, source: Source) -> int:
        known = self._known.get(id(source))
        if known is None:
            self._known[id(source)] = known = (source, self.numbers.get(fold(source.name), _NAMELESS))
        return known[1]


_remembered: WeakKeyDictionary[Index, _Cited] = WeakKeyDictionary()


def _cited(index: Index) -> _Cited:
    """The sources of an index, kept as long as it lives."""
    if index not in _remembered:
        _remembered[index] = _Cited(index)
    return _remembered[index]
