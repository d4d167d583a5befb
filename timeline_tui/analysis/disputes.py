"""The contested claims of a slice: by event, or by the source that disputes them.

By event it costs an intersection of two sets, and an event is only read when it is looked at. By source it costs a pass
over the uses of sources that dispute events.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import Literal, NamedTuple, overload

from timeline_tui.analysis.runs import run_end
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.bits import Positions
from timeline_tui.model.timeline import Citation, Event, Source, Stance
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.syntax import format_clause
from timeline_tui.text.text import plural

By = Literal["event", "source"]
BY: dict[By, str] = {"event": "by event", "source": "by disputing source"}

DISPUTED = Clause("is", (Term("disputed"),))


class Claim(NamedTuple):
    """A contested claim: an event, and citations that dispute it.

    In a list by event, these are all of `Event.disputes`; in a list by source, the citations of one source.
    """

    event: Event
    against: tuple[Citation, ...]

    def support(self, stance: Stance) -> tuple[Citation, ...]:
        """The citations that report or confirm the event.

        A source that confirms the event and gives another date for it is among them. One that reports it with another
        date only disputes it, because "reports" is also the stance of a source for which the file states none.
        """
        disputes = set(self.event.disputes) if stance == "reports" else ()
        return tuple(
            citation for citation in self.event.sources if citation.stance == stance and citation not in disputes
        )


class Disputes(Sequence[Claim]):
    """The disputed events of ``slice``, in order of time.

    By source there is a row for each source and event that it disputes: the source with most of them first, then by
    label. Sources with the same name are one, as in the facet. Each disputing citation is in exactly one row.
    """

    def __init__(self, whole: Slice, by: By = "event") -> None:
        self.slice = whole
        self.by = by
        self._last: tuple[int, Mapping[int | None, list[Citation]]] = -1, {}

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, row: int) -> Claim: ...
    @overload
    def __getitem__(self, row: slice) -> list[Claim]: ...
    def __getitem__(self, row: int | slice) -> Claim | list[Claim]:
        if isinstance(row, slice):
            return [self._claim(number) for number in range(*row.indices(len(self)))]
        return self._claim(range(len(self))[row])

    def __iter__(self) -> Iterator[Claim]:
        return map(self._claim, range(len(self)))

    def event(self, row: int) -> Event:
        """The disputed event in a row."""
        return self.slice.index.event(self._order[row])

    def position(self, row: int) -> int | None:
        """The position in the index of the disputed event in a row."""
        return self._order[row]

    def source(self, row: int) -> Source | None:
        """By source: the source that disputes the event in a row; else None."""
        return None if self.by == "event" else self.slice.index.sources.source(self._number(row))

    def key(self, row: int) -> str:
        """By source: the name in queries of the source that disputes the event in a row; else ""."""
        return "" if self.by == "event" else self.slice.index.sources.names[self._number(row)]

    def heading(self, row: int) -> str:
        """The heading of a row: its day, as precise as in the file, or the source that disputes the event."""
        source = self.source(row)
        return source.full_label if source else self.event(row).date.heading

    def group(self, row: int) -> range:
        """The rows under the same heading."""
        if self.by == "event":
            first, last = (run_end(self.heading, len(self), row, way) for way in (-1, 1))
            return range(first, last + 1)
        group = bisect_right(self._groups.starts, row)
        return range(self._groups.starts[group - 1], self._groups.starts[group])

    def nearest(self, position: int, source: str = "") -> int | None:
        """The row of an event; if it is not in the list, of the event nearest in time. None if the list is empty.

        By source: the row of the event under the source with this name, if it is there, else its first row.
        """
        rows = self._events
        if not rows:
            return None
        if position not in rows:
            day = self._day(position)
            around = [near for near in (rows.last_below(position), rows.first_from(position)) if near is not None]
            position = min(around, key=lambda near: abs(self._day(near) - day))
        return rows.rank(position) if self.by == "event" else self._row(position, source)

    def nearest_to(self, event: Event, source: str = "") -> int | None:
        """As `nearest`, for an event that may belong to another index."""
        index = self.slice.index
        return self.nearest(min(index.place(event), index.total - 1), source) if index.total else None

    @property
    def description(self) -> str:
        """The number of claims and their order: "13 disputed claims by event"."""
        return f"{self.claims} {BY[self.by]}"

    @property
    def claims(self) -> str:
        """The number of claims: "13 disputed claims". By source, a claim that two sources dispute has two rows."""
        return plural(len(self._events), "disputed claim")

    @property
    def why_empty(self) -> tuple[tuple[str, int], ...]:
        """For a slice without disputes: each clause whose removal would give disputed events, and how many."""
        clauses = [clause for clause in self.slice.query.clauses if clause != DISPUTED]
        disputed = self.slice.with_query(Query((*clauses, DISPUTED)))
        return tuple((text, events) for text, events in disputed.why_empty if text != format_clause(DISPUTED))

    def _claim(self, row: int) -> Claim:
        position, event = self._order[row], self.event(row)
        if self.by == "event":
            return Claim(event, event.disputes)
        return Claim(event, tuple(self._by_source(position)[self._number(row)]))

    def _by_source(self, position: int) -> Mapping[int | None, list[Citation]]:
        """The citations that dispute an event, by the number of their source. The last event is kept."""
        if self._last[0] != position:
            found = defaultdict(list)
            for dispute in self.slice.index.event(position).disputes:
                found[self.slice.index.sources.number(dispute.source.name)].append(dispute)
            self._last = position, found
        return self._last[1]

    def _day(self, position: int) -> int:
        return self.slice.index.event(position).date.earliest

    @cached_property
    def _events(self) -> Positions:
        """The positions of the disputed events."""
        return Positions(self.slice.mask & self.slice.index.bits(DISPUTED))

    @property
    def _order(self) -> Sequence[int]:
        """The position of the event in each row."""
        return self._events if self.by == "event" else self._groups.positions

    # By source

    def _number(self, row: int) -> int:
        return self._groups.sources[bisect_right(self._groups.starts, row) - 1]

    def _row(self, position: int, source: str) -> int | None:
        sources, positions, starts = self._groups
        number = self.slice.index.sources.number(source) if source else None
        if number in sources:
            group = sources.index(number)
            row = bisect_left(positions, position, starts[group], starts[group + 1])
            if row < starts[group + 1] and positions[row] == position:
                return row
        return positions.index(position) if position in positions else None

    @cached_property
    def _groups(self) -> _Groups:
        index = self.slice.index
        is_whole = len(self.slice) == self.slice.total
        uses = index.source_uses.used("disputes")
        found = [(number, at if is_whole else self._events.among(at)) for number, at in uses]
        by_label = {number: place for place, number in enumerate(index.sources.orders[0])}
        groups = sorted((group for group in found if group[1]), key=lambda group: (-len(group[1]), by_label[group[0]]))
        positions = array("I", chain.from_iterable(at for _, at in groups))
        starts = [*accumulate((len(at) for _, at in groups), initial=0)]
        return _Groups([number for number, _ in groups], positions, starts)


class _Groups(NamedTuple):
    """Sources with the events that they dispute. ``starts[i]`` to ``starts[i + 1]`` belong to ``sources[i]``."""

    sources: list[int]
    positions: array[int]
    starts: list[int]
