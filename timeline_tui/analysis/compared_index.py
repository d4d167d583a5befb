"""The events of two or more timelines that are compared, as one timeline whose index knows what the comparison says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from timeline_tui.analysis.event_differences import Difference
from timeline_tui.analysis.joined_timeline import with_keys
from timeline_tui.index.bits import Positions, bits_of
from timeline_tui.index.collecting import events_by_value
from timeline_tui.index.facet import Facet
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Other, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.query import Query
from timeline_tui.query.query_fields import FIELDS, VALUES


class Contrast(NamedTuple):
    """What differs between two timelines about an event. ``first`` and ``other`` name them: "Old", "Claimant"."""

    first: str
    other: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a comparison says of an event.

    ``status`` says it in words: "added", "differs in date". ``mark`` is the same in a word or two, for a row; empty
    for an event about which there is nothing to say. ``values`` are those of the facet, ``state`` is that of ``is:``.
    ``reason`` is why events of two timelines are taken for the same, if that is not evident. ``documents`` are the
    sources of each side. ``keys`` are added to the event when it is exported. ``versions`` are the events of the sides:
    facets find the event by the values of all of them.
    """

    status: str
    mark: str
    values: tuple[str, ...]
    state: str = ""
    reason: str = ""
    contrasts: tuple[Contrast, ...] = ()
    documents: tuple[tuple[str, tuple[str, ...]], ...] = ()
    keys: Other = ()
    versions: tuple[Event, ...] = ()


class ComparedEvents(tuple[Event, ...]):
    """Events in order of time, with the index that they belong to."""

    whole: ComparedIndex


class ComparedIndex(Index):
    """The index of compared events. ``summary`` is the result of the comparison in a few words."""

    def __init__(self, timeline: Timeline, standings: Sequence[Standing], field: str, summary: str) -> None:
        """``timeline.events`` are in order of time; ``standings`` has one for each; ``field`` is that of the facet."""
        super().__init__(timeline, timeline.events)
        self.standings = standings
        self.summary = summary
        self._field = field

    def narrowed(self, query: Query, stars: Collection[str] = ()) -> Timeline:
        """As `Index.narrowed`; each event has the keys of its standing."""
        timeline = super().narrowed(query, stars)
        positions = Positions(self.query_bits(query, stars))
        events = (with_keys(self.events[at], self.standings[at].keys) for at in positions)
        return timeline._replace(events=tuple(events))

    def _facet(self, field: str) -> Facet:
        if field == self._field:
            postings = events_by_value(self.standings, attrgetter("values"))
            return Facet.from_values(field, postings, Aliases(()), self.total)
        if not (FIELDS[field].attribute or field == "file"):  # the joined event has the quotes and sources of all sides
            return super()._facet(field)
        values = VALUES[field]
        versions = ((event, *one.versions) for event, one in zip(self.events, self.standings, strict=True))
        postings = events_by_value(versions, lambda same: [value for event in same for value in values(event)])
        return Facet.from_values(field, postings, self.aliases, self.total)

    def _in_comparison(self, state: str) -> int:
        return bits_of([[at for at, one in enumerate(self.standings) if one.state == state]], self.total)


def compared_timeline(timeline: Timeline, standings: Iterable[Standing], field: str, summary: str) -> Timeline:
    """``timeline`` with its events in order of time. `index_of` then returns a `ComparedIndex` for it.

    ``standings`` has one for each event; ``field`` is the field of the query whose values they have.
    """
    assert FIELDS[field].compared
    pairs = sorted(zip(timeline.events, standings, strict=True), key=lambda pair: pair[0].date.sort_key)
    events = ComparedEvents(event for event, _ in pairs)
    whole = timeline._replace(events=events)
    events.whole = ComparedIndex(whole, [standing for _, standing in pairs], field, summary)
    return whole


def standing_of(index: Index, position: int) -> Standing | None:
    """What the comparison says of an event; None if the index is not that of a comparison."""
    return index.standings[position] if isinstance(index, ComparedIndex) else None


def summary_of(index: Index) -> str:
    """The result of the comparison in a few words; empty if the index is not that of a comparison."""
    return index.summary if isinstance(index, ComparedIndex) else ""
