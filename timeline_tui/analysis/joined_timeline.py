"""One timeline of the merged chronology of several sides: an event that several sides have is one event.

It says what the first side says. The sources, quotes and values of the others are added. Where another side gives
another date or other words, its chronology is cited as a source with that date and these words; if its date
differs, that citation disputes the event. So nothing of any side is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, count
from typing import TypeVar

from timeline_tui.analysis.event_differences import plain
from timeline_tui.analysis.merged_sides import MergedEvent, MergedSides
from timeline_tui.analysis.source_pairs import without_key
from timeline_tui.dates.agreement import differing
from timeline_tui.model.timeline import Citation, Event, Other, Relation, Source, Stance, Timeline, Value
from timeline_tui.text.word_changes import even

SIDES, DIFFERS = "sides", "differs"
"""Keys of a joined event: the names of the sides that have it, and in what they differ."""
_KIND = "chronology"  # the kind of the source that stands for the chronology of a side
_TEXTS = ("title", "summary", "place", "date_note", "note")

_T = TypeVar("_T")


def joined_timeline(merged: MergedSides, whole: Timeline, *, with_sides: bool = True) -> Timeline:
    """The joined timeline. ``with_sides``: its events have the keys of `side_keys`.

    ``whole`` has the events of all sides, one side after the other, under ids and source keys that occur once.
    """
    return _Joining(merged, whole, with_sides=with_sides).timeline()


def side_keys(merged: MergedSides, one: MergedEvent) -> Other:
    """The keys that name the sides that have an event, and in what they differ."""
    sides = tuple(merged.names[side] for side in one.sides)
    return ((SIDES, sides), (DIFFERS, one.aspects)) if one.aspects else ((SIDES, sides),)


def with_keys(event: Event, keys: Other) -> Event:
    """The event with more keys that the schema does not have; one that it already has gets an apostrophe."""
    other = dict(event.other)
    for key, value in keys:
        other[_unused(key, other)] = value
    return event._replace(other=tuple(other.items())) if keys else event


class _Joining:
    def __init__(self, merged: MergedSides, whole: Timeline, *, with_sides: bool) -> None:
        self._merged = merged
        self._with_sides = with_sides
        self._whole = whole
        sizes = [len(timeline.events) for timeline in merged.timelines]
        self._starts = [0, *accumulate(sizes)]
        self._ids: dict[str, str] = {}  # the id of an event in ``whole`` → that of its joined event
        self._sources: dict[Source, Source] = {}  # content of a source → the first source with this content
        for source in whole.sources:
            self._sources.setdefault(without_key(source), source)
        taken = {source.key for source in whole.sources}
        self._chronologies = [self._chronology(side, taken) for side in range(len(merged.names))]

    def timeline(self) -> Timeline:
        groups = [[(side, self._event(one, side)) for side in one.sides] for one in self._merged.events]
        for events in groups:
            kept = next((event for _, event in events if event.given_id), events[0][1])
            self._ids.update((event.id, kept.id) for _, event in events)
        joined = [self._joined(one, events) for one, events in zip(self._merged.events, groups, strict=True)]
        cited = {source for event in joined for source in event.cited}
        chronologies = [source for source in self._chronologies if source in cited]
        listed = [source for source in self._whole.sources if self._same(source) is source]
        return self._whole._replace(events=tuple(joined), sources=(*listed, *chronologies))

    def _event(self, one: MergedEvent, side: int) -> Event:
        position = one.positions[side]
        assert position is not None
        return self._whole.events[self._starts[side] + position].with_sources(self._same)

    def _same(self, source: Source) -> Source:
        return self._sources.get(without_key(source), source)

    def _chronology(self, side: int, taken: set[str]) -> Source:
        """A source that stands for the chronology of a side."""
        name = self._merged.names[side]
        key = next(key for key in chain([name], (f"{name} {number}" for number in count(2))) if key not in taken)
        taken.add(key)
        title = self._merged.timelines[side].title
        return Source(key=key, title=title or f"Chronology of {name}", publisher=name, kind=_KIND)

    def _joined(self, one: MergedEvent, events: Sequence[tuple[int, Event]]) -> Event:
        (_, first), *others = events
        all_events = [event for _, event in events]
        kept = next((event for event in all_events if event.given_id), first)
        texts = {name: next(filter(None, (getattr(event, name) for event in all_events)), "") for name in _TEXTS}
        event = first._replace(
            id=kept.id,
            date=next((event.date for event in all_events if not event.date.is_undated), first.date),
            given_id=kept.given_id,
            countries=_union(event.countries for event in all_events),
            topics=_union(event.topics for event in all_events),
            people=_union(event.people for event in all_events),
            organizations=_union(event.organizations for event in all_events),
            quotes=_once(quote for event in all_events for quote in event.quotes),
            related=self._related(all_events, kept.id),
            after=_once(self._ids.get(id, id) for event in all_events for id in event.after),
            before=_once(self._ids.get(id, id) for event in all_events for id in event.before),
            checked=_once(check for event in all_events for check in event.checked),
            other=self._other(events),
            title=texts["title"],
            summary=texts["summary"],
            place=texts["place"],
            date_note=texts["date_note"],
            note=texts["note"],
        )
        contrary = self._contrary(event, one) if others else []
        event = event._replace(sources=_once([*(cited for one in all_events for cited in one.sources), *contrary]))
        return with_keys(event, side_keys(self._merged, one)) if self._with_sides else event

    def _related(self, events: Iterable[Event], own: str) -> tuple[Relation, ...]:
        ties = (tie._replace(event=self._ids.get(tie.event, tie.event)) for event in events for tie in event.related)
        return _once(tie for tie in ties if tie.event != own)

    def _contrary(self, joined: Event, one: MergedEvent) -> list[Citation]:
        """The chronologies of the sides that say something else than the joined event. The locator is their id."""
        citations = []
        for side in one.sides:
            event = self._merged.event(one, side)
            assert event
            words = [
                f"{name.replace('_', ' ').capitalize()}: {getattr(event, name)}"
                for name in _TEXTS
                if even(getattr(event, name)) not in ("", even(getattr(joined, name)))
            ]
            if event.date.is_undated and event.date.text and event.date != joined.date:
                words.insert(0, f"Date: {event.date.label}")
            date = event.date if event.date != joined.date and not event.date.is_undated else None
            if date or words:
                stance: Stance = "disputes" if date and differing(joined.date, {date}) else "reports"
                at = event.id if event.given_id else ""
                citations.append(Citation(self._chronologies[side], at, stance, "\n".join(words), date=date))
        return citations

    def _other(self, events: Sequence[tuple[int, Event]]) -> Other:
        """The unknown keys of all sides. A key that has another value for an earlier side gets the side's name."""
        values: dict[str, Value] = {}
        for side, event in events:
            for key, value in event.other:
                if values.setdefault(key, value) != value:
                    values[_unused(f"{key} ({self._merged.names[side]})", values)] = value
        return tuple(values.items())


def _unused(key: str, values: dict[str, Value]) -> str:
    while key in values:
        key += "'"
    return key


def _union(values: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple({plain(value): value for side in values for value in side}.values())


def _once(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
