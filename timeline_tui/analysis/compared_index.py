"""The events of two or more timelines that are compared, as one timeline whose index knows what the comparison says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from timeline_tui.index.bits import Positions, bits_of
from timeline_tui.index.collecting import events_by_value
from timeline_tui.index.facet import Facet
from timeline_tui.index.index import Index
from timeline_tui.model.comparison_keys import DIFFERS
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.matching import is_agreed
from timeline_tui.query.query import Query
from timeline_tui.query.query_fields import FIELDS, VALUES
from timeline_tui.text.text import listed

if TYPE_CHECKING:  # the modules that compare take 12 ms, and every screen imports this one
    from timeline_tui.analysis.differences import ComparisonOutcome


class ComparedEvents(tuple[Event, ...]):
    """Events in order of time, with the index that they belong to."""

    whole: ComparedIndex


class ComparedIndex(Index):
    """The index of compared events. ``summary`` is the result of the comparison in a few words."""

    is_compared = True

    def __init__(self, timeline: Timeline, outcomes: Sequence[ComparisonOutcome], field: str, summary: str) -> None:
        """``timeline.events`` are in order of time; ``outcomes`` has one for each. ``field`` names the facet."""
        super().__init__(timeline, timeline.events)
        self.outcomes = outcomes
        self.summary = summary
        self._field = field

    def narrowed(self, query: Query, stars: Collection[str] = ()) -> Timeline:
        """As `Index.narrowed`; each event has the keys of its outcome."""
        from timeline_tui.analysis.joined_timeline import with_keys  # see above

        timeline = super().narrowed(query, stars)
        positions = Positions(self.query_bits(query, stars))
        events = (with_keys(self.events[at], self.outcomes[at].keys) for at in positions)
        return timeline._replace(events=tuple(events))

    def _facet(self, field: str) -> Facet:
        if field == self._field:
            postings = events_by_value(self.outcomes, attrgetter("values"))
            return Facet.from_values(field, postings, Aliases(()), self.total)
        if not (FIELDS[field].attribute or field == "file"):  # the joined event has the quotes and sources of all sides
            return super()._facet(field)
        values = VALUES[field]
        versions = ((event, *outcome.versions) for event, outcome in zip(self.events, self.outcomes, strict=True))
        postings = events_by_value(versions, lambda same: [value for event in same for value in values(event)])
        return Facet.from_values(field, postings, self.aliases, self.total)

    def in_comparison(self, state: str) -> int:
        """The events in a state of `COMPARED`."""
        return bits_of([[at for at, outcome in enumerate(self.outcomes) if outcome.state == state]], self.total)


def compared_timeline(timeline: Timeline, outcomes: Iterable[ComparisonOutcome], field: str, summary: str) -> Timeline:
    """``timeline`` with its events in order of time. `index_of` then returns a `ComparedIndex` for it.

    ``outcomes`` has one for each event; ``field`` is the field of the query whose values they have.
    """
    assert FIELDS[field].compared
    pairs = sorted(zip(timeline.events, outcomes, strict=True), key=lambda pair: pair[0].date.sort_key)
    events = ComparedEvents(event for event, _ in pairs)
    whole = timeline._replace(events=events)
    events.whole = ComparedIndex(whole, [outcome for _, outcome in pairs], field, summary)
    return whole


def outcome_of(index: Index, position: int) -> ComparisonOutcome | None:
    """The result of the comparison for an event; None if the index is not from a comparison."""
    return index.outcomes[position] if isinstance(index, ComparedIndex) else None


def saved_mark(event: Event) -> str:
    """The mark of an event (see `ComparisonOutcome`), from the keys of a saved comparison; empty without such keys."""
    if not event.other:
        return ""
    if change := next(iter(VALUES["change"](event)), ""):
        return change if change != "same" else ""
    if any(key == DIFFERS for key, _ in event.other):
        return "agreed" if is_agreed(event) else "differs"
    sides = VALUES["side"](event)
    return f"only {listed(sides, len(sides))}" if sides else ""


def summary_of(index: Index) -> str:
    """The result of the comparison in a few words; empty if the index is not from a comparison."""
    return index.summary if isinstance(index, ComparedIndex) else ""
