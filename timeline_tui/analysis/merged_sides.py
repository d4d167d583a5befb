"""The merged chronology of several sides: which events they agree on, which only one has, and what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from operator import attrgetter

from timeline_tui.analysis.decisions import NONE, Judgements
from timeline_tui.analysis.differences import Difference
from timeline_tui.analysis.event_differences import Context, context_of, event_differences, source_differences
from timeline_tui.analysis.event_groups import Group
from timeline_tui.analysis.event_traits import source_identity
from timeline_tui.analysis.own_names import with_own_names
from timeline_tui.analysis.pairing import grouped
from timeline_tui.analysis.source_pairs import SourcePairs, without_key
from timeline_tui.model.comparison_keys import COMPARISON_KEYS, SIDES
from timeline_tui.model.timeline import Event, Other, Timeline
from timeline_tui.text.text import listed

ASPECTS = ("date", "wording", "sources", "stance", "details")
"""In what two sides can differ about an event. Details are people, places and every other field."""
_DATES = ("date", "after", "before")
_OWN_COPY = ("accessed", "archived", "copy", "sha256")  # how a side got a document: two sides never agree on these
_WORDING = ("title", "summary", "date_note", "note", "quotes")


@dataclass(frozen=True, slots=True)
class SideDifferences:
    """What differs between the first side that has an event, ``first``, and another one, ``other``."""

    first: int
    other: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class MergedEvent:
    """An event: its position in each side's timeline, None where it is not; why these are the same; what differs."""

    positions: tuple[int | None, ...]
    reasons: tuple[str, ...] = ()
    differing: tuple[SideDifferences, ...] = ()

    @property
    def sides(self) -> tuple[int, ...]:
        """The numbers of the sides that have the event."""
        return tuple(side for side, position in enumerate(self.positions) if position is not None)

    @property
    def aspects(self) -> tuple[str, ...]:
        """In what the sides differ, in the order of `ASPECTS`."""
        differing = {name for part in self.differing for difference in part.differences for name in aspects(difference)}
        return tuple(name for name in ASPECTS if name in differing)

    @property
    def is_agreed(self) -> bool:
        """Whether all sides have the event and nothing differs."""
        return None not in self.positions and not self.aspects


@dataclass(frozen=True, slots=True)
class MergedSides:
    """Timelines of several sides with the ``names`` of the sides, and all their events in order of time.

    Each event of each timeline is in exactly one of ``events``. ``unread`` are the numbers of the sides whose files
    were not read whole, so that they may have more events.
    """

    names: tuple[str, ...]
    timelines: tuple[Timeline, ...]
    events: tuple[MergedEvent, ...]
    unread: tuple[int, ...] = ()

    def event(self, merged: MergedEvent, side: int) -> Event | None:
        """The event as a side has it; None if it does not have it."""
        position = merged.positions[side]
        return None if position is None else self.timelines[side].events[position]

    def first(self, merged: MergedEvent) -> Event:
        """The event as the first side has it that has it at all."""
        return next(event for side in merged.sides if (event := self.event(merged, side)))

    def status(self, merged: MergedEvent) -> str:
        """The status in words: "agreed", "only Claimant", "differs in date, wording"."""
        having = listed([self.names[side] for side in merged.sides], len(self.names))
        unread = ", ".join(self.names[side] for side in self.unread if side not in merged.sides)
        missing = f"only {having}" if len(merged.sides) < len(self.names) else ""
        missing += f" ({unread} is not read completely)" if unread else ""
        differing = f"differs in {', '.join(merged.aspects)}" if merged.aspects else ""
        return "; ".join(filter(None, (missing, differing))) or "agreed"

    def counts(self) -> dict[str, int]:
        """The number of events by status, in this order: agreed, differing, and events that only some sides have."""
        agreed = sum(event.is_agreed for event in self.events)
        differing = sum(bool(event.aspects) for event in self.events)
        alone = sorted(
            (event for event in self.events if not event.aspects and not event.is_agreed), key=attrgetter("sides")
        )
        counts = {"agreed": agreed, "differing": differing}
        for event in alone:
            counts[self.status(event)] = counts.get(self.status(event), 0) + 1
        return counts


def merged_sides(
    names: Sequence[str], timelines: Sequence[Timeline], judgements: Judgements = NONE, unread: Sequence[int] = ()
) -> MergedSides:
    """Merge the timelines of several sides. Names that mean different people in their aliases are written out."""
    timelines = with_own_names(timelines)
    groups = grouped([timeline.events for timeline in timelines], judgements)
    contexts = {
        (one, other): _context(one, other, timelines, groups) for one, other in combinations(range(len(timelines)), 2)
    }
    events = [_merged(group, names, timelines, contexts) for group in groups]
    whole = MergedSides(tuple(names), tuple(timelines), tuple(events), tuple(unread))
    return replace(whole, events=tuple(sorted(events, key=lambda event: whole.first(event).date.sort_key)))


def aspects(difference: Difference) -> tuple[str, ...]:
    """Which of the `ASPECTS` a difference concerns. A disputing source of one side is one of stance, too."""
    if difference.field in ("source", "sources"):
        is_of_citation = difference.field == "sources" and difference.part in ("stance", "date")
        if is_of_citation:
            return (difference.part,)
        return ("sources", "stance") if difference.stance == "disputes" else ("sources",)
    return ("date",) if difference.field in _DATES else ("wording",) if difference.field in _WORDING else ("details",)


def _context(one: int, other: int, timelines: Sequence[Timeline], groups: Iterable[Group]) -> Context:
    places = ((group.positions[one], group.positions[other]) for group in groups)
    pairs = [(i, j) for i, j in places if i is not None and j is not None]
    sources = SourcePairs(timelines[one], timelines[other], by_key=False)
    return context_of(timelines[one], timelines[other], pairs, sources, with_ids=False)


def _merged(
    group: Group, names: Sequence[str], timelines: Sequence[Timeline], contexts: dict[tuple[int, int], Context]
) -> MergedEvent:
    having = [(side, timelines[side].events[at]) for side, at in enumerate(group.positions) if at is not None]
    (first, event), *others = having
    compared = ((side, _differences(event, other, contexts[first, side])) for side, other in others)
    differing = tuple(SideDifferences(first, side, found) for side, found in compared if found)
    return MergedEvent(group.positions, tuple(_reasons(group, names)), differing)


def _differences(event: Event, other: Event, context: Context) -> tuple[Difference, ...]:
    """What differs about an event, and then about the documents that both sides cite for it."""
    documents = _of_documents(event, other, context.sources)
    return (*event_differences(_bare(event), _bare(other), context), *documents)


def _of_documents(event: Event, other: Event, sources: SourcePairs) -> Iterator[Difference]:
    """What two sides say differently of the same document, as parts of the field "source"."""
    both = {*map(sources.of_old, event.cited)} & {*map(sources.of_new, other.cited)}
    for number in sorted(number for number in both if number is not None and number >= 0):
        before, after = sources.pairs[number]
        if without_key(before) == without_key(after):
            continue
        for difference in source_differences(before, after, sources):
            is_same_page = difference.part == "url" and source_identity(before) == source_identity(after)
            if difference.part not in _OWN_COPY and not is_same_page:
                yield difference._replace(field="source")


def _bare(event: Event) -> Event:
    """The event without what an earlier comparison says of it, which is nothing that its side says."""
    added_keys = (SIDES,)
    return event._replace(
        other=_without(event.other, COMPARISON_KEYS["event"]),
        quotes=tuple(quote._replace(other=_without(quote.other, added_keys)) for quote in event.quotes),
        sources=tuple(cited._replace(other=_without(cited.other, added_keys)) for cited in event.sources),
    )


def _without(other: Other, keys: Collection[str]) -> Other:
    return tuple(pair for pair in other if pair[0] not in keys)


def _reasons(group: Group, names: Sequence[str]) -> Iterator[str]:
    """Why the events are the same. If there are more than two sides, each reason names its two."""
    for link in sorted(group.links, key=lambda link: (link.a.side, link.b.side)):
        sides = f"{names[link.a.side]} and {names[link.b.side]}: " if len(names) > 2 else ""
        yield f"{sides}{link.reason}"
