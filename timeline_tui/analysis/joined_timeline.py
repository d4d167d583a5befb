"""One timeline of the merged chronology of several sides: an event that several sides have is one event.

It says what the first side says, and only that, with the sources and quotes of all sides. Where another side says
something else or more, its chronology is cited as a source with its date and a note of these words. That citation
disputes the event if its date excludes the other, if its title or summary has other words, or if a source of its own
disputes its version. What a side cites for another date or other words is a note of the citation, not a stance towards
the event. If only some sides of the event have a citation or quote, it names them under the key "sides". So nothing of
any side is lost, and no side seems to say what only another one says.

The chronology of a side has the key "side", so that it does not count as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, count
from operator import attrgetter
from typing import Any, TypeVar

from timeline_tui.analysis.differences import plain
from timeline_tui.analysis.event_differences import ALIASED_LISTS, citation_line
from timeline_tui.analysis.event_traits import content_key
from timeline_tui.analysis.first_sources import FirstSources
from timeline_tui.analysis.likeness import words as words_of
from timeline_tui.analysis.merged_sides import MergedEvent, MergedSides
from timeline_tui.dates.agreement import differing
from timeline_tui.model import fields
from timeline_tui.model.comparison_keys import COMPARISON_KEYS, DIFFERS, NOTHING, SAME_EVENT, SIDE, SIDES, TOLD_BY
from timeline_tui.model.timeline import Citation, Event, Other, Quote, Relation, Source, Stance, Timeline, Value
from timeline_tui.model.unknown_keys import value_text
from timeline_tui.model.wording import relation_text
from timeline_tui.query.aliases import Aliases
from timeline_tui.text.text import fold
from timeline_tui.text.word_changes import normalized

_KIND = "chronology"  # the kind of the source that stands for the chronology of a side
_WORDS = ("title", "summary")  # fields whose other words dispute the event
_APART = ("id", "date", "sources", "quotes")  # fields that are not words of a side, or have its name
_ONLY_SOURCES = {"sources", "stance"}  # aspects in which sides differ that say the same

_T = TypeVar("_T")
_Entry = TypeVar("_Entry", Citation, Quote)


def joined_timeline(merged: MergedSides, whole: Timeline, *, with_sides: bool = True) -> Timeline:
    """The joined timeline. ``with_sides``: its events have the keys of `side_keys`.

    ``whole`` has the events of ``merged.timelines``, one after the other, under ids and source keys that occur once.
    """
    return _Joining(merged, whole, with_sides=with_sides).timeline()


def side_keys(merged: MergedSides, merged_event: MergedEvent) -> Other:
    """The keys that name the sides that have an event, in what they differ, and if so why it is one event."""
    sides = tuple(merged.names[side] for side in merged_event.sides)
    if merged_event.aspects:
        told_by = () if _ONLY_SOURCES.issuperset(merged_event.aspects) else ((TOLD_BY, sides[0]),)
        return (SIDES, sides), (DIFFERS, merged_event.aspects), *told_by, (SAME_EVENT, "; ".join(merged_event.reasons))
    return ((SIDES, sides), (DIFFERS, NOTHING)) if merged_event.is_agreed else ((SIDES, sides),)


def with_keys(event: Event, keys: Other) -> Event:
    """The event with more keys that the schema does not have. Its own keys of the same names get an apostrophe."""
    other = dict(keys)
    for key, value in event.other:
        other[_unused(key, other)] = value
    return event._replace(other=tuple(other.items())) if keys else event


class _Joining:
    def __init__(self, merged: MergedSides, whole: Timeline, *, with_sides: bool) -> None:
        self._merged = merged
        self._with_sides = with_sides
        self._whole = whole
        sizes = [len(timeline.events) for timeline in merged.timelines]
        self._starts = [0, *accumulate(sizes)]
        self._aliases = Aliases(whole.aliases)
        self._ids: dict[str, str] = {}  # the id of an event in ``whole`` → the id of its joined event
        self._titles = {event.id: event.title for event in whole.events}
        self._sources = FirstSources(whole.sources)
        taken = {source.key for source in whole.sources}
        self._chronologies = [self._chronology(side, taken) for side in range(len(merged.names))]

    def timeline(self) -> Timeline:
        groups = [
            [(side, self._event(merged_event, side)) for side in merged_event.sides]
            for merged_event in self._merged.events
        ]
        for events in groups:
            kept = next((event for _, event in events if event.given_id), events[0][1])
            self._ids.update((event.id, kept.id) for _, event in events)
        joined = [
            self._joined(merged_event, events) for merged_event, events in zip(self._merged.events, groups, strict=True)
        ]
        cited = {source for event in joined for source in event.cited}
        chronologies = [source for source in self._chronologies if source in cited]
        return self._whole._replace(
            events=tuple(joined),
            sources=(*self._sources.all, *chronologies),
            description="\n\n".join(self._descriptions()),
            other=_once(self._other()),
        )

    def _descriptions(self) -> Iterator[str]:
        """The description of each side after its name, or the one that all have; and which files are not read whole."""
        merged = self._merged
        texts = [timeline.description for timeline in merged.timelines]
        if len(set(texts)) == 1:
            yield from filter(None, texts[:1])
        else:
            yield from (f"{name}: {text}" for name, text in zip(merged.names, texts, strict=True) if text)
        yield from (f"The file of {merged.names[side]} is not read completely." for side in merged.unread)

    def _other(self) -> Iterator[tuple[str, Value]]:
        """The unknown keys of the timelines. If a value is not the same in all of them, its key names the side."""
        every = [dict(timeline.other) for timeline in self._merged.timelines]
        for name, other in zip(self._merged.names, every, strict=True):
            for key, value in other.items():
                is_of_all = all(key in keys and keys[key] == value for keys in every)
                yield key if is_of_all else f"{key} of {name}", value

    def _event(self, merged_event: MergedEvent, side: int) -> Event:
        position = merged_event.positions[side]
        assert position is not None
        event = self._whole.events[self._starts[side] + position].with_sources(self._sources.first)
        return _of_earlier_comparison(event, self._merged.names[side])

    def _chronology(self, side: int, taken: set[str]) -> Source:
        """A source that stands for the chronology of a side."""
        name = self._merged.names[side]
        key = next(key for key in chain([name], (f"{name} {number}" for number in count(2))) if key not in taken)
        taken.add(key)
        title = self._merged.timelines[side].title
        return Source(
            key=key, title=title or f"Chronology of {name}", publisher=name, kind=_KIND, other=((SIDE, name),)
        )

    def _joined(self, merged_event: MergedEvent, events: Sequence[tuple[int, Event]]) -> Event:
        (_, first), *others = events
        given = next((event for _, event in events if event.given_id), first)
        same = [event for _, event in events if _is_same_version(event, first)]
        event = first._replace(
            id=given.id,
            given_id=given.given_id,
            quotes=self._of_sides(merged_event, ((side, quote) for side, event in events for quote in event.quotes)),
            related=_once(self._related(first, given.id)),
            after=_once(self._ids.get(id, id) for id in first.after),
            before=_once(self._ids.get(id, id) for id in first.before),
            checked=_once(check for event in same for check in event.checked),
        )
        cited = ((side, citation) for side, event in events for citation in self._cited(event, first))
        contrary = [
            citation
            for number, (side, event) in enumerate(others, 1)
            for citation in self._contrary(merged_event, side, event, [earlier for _, earlier in events[:number]])
        ]
        event = event._replace(sources=_once([*self._of_sides(merged_event, cited), *contrary]))
        return with_keys(event, side_keys(self._merged, merged_event)) if self._with_sides else event

    def _related(self, event: Event, own_id: str) -> Iterator[Relation]:
        ties = (tie._replace(event=self._ids.get(tie.event, tie.event)) for tie in event.related)
        return (tie for tie in ties if tie.event != own_id)

    def _of_sides(self, merged_event: MergedEvent, entries: Iterable[tuple[int, _Entry]]) -> tuple[_Entry, ...]:
        """Each citation or quote once. If only some sides of the event have it, it names these sides."""
        having: dict[_Entry, dict[int, None]] = {}
        for side, entry in entries:
            having.setdefault(entry, {})[side] = None
        number = len(merged_event.sides)
        return tuple(
            entry if len(sides) == number else _marked(entry, tuple(self._merged.names[side] for side in sides))
            for entry, sides in having.items()
        )

    def _cited(self, event: Event, first: Event) -> Iterator[Citation]:
        """The citations of a side. If its date or words are others, their stance concerns these: it is a note."""
        if _is_same_version(event, first):
            yield from event.sources
            return
        for citation in event.sources:
            if citation.stance == "disputes":
                continue
            if citation.stance == "reports" and citation in first.sources:
                yield citation
                continue
            beginning = "Cited for its own version"
            stance = "" if citation.stance == "reports" else f", which it {citation.stance}"
            note = "\n".join(filter(None, (f"{beginning}{stance}.", citation.note)))
            yield citation._replace(stance="reports", note=note)

    def _contrary(
        self, merged_event: MergedEvent, side: int, event: Event, earlier: Sequence[Event]
    ) -> Iterator[Citation]:
        """The chronology of a side that says something that the first does not say. The locator is its id.

        ``earlier`` are the events of the sides before it, the first of them first.
        """
        first, disputing = earlier[0], []
        if not _is_same_version(event, first):
            disputing = [cited for cited in event.sources if cited.stance == "disputes"]
        words = [*self._words(event, first)]
        words += [normalized(f"Disputed in this version by: {_with_address(cited)}") for cited in disputing]
        if event.date.is_undated and event.date.text and event.date != first.date:
            words.insert(0, f"Date: {event.date.label}")
        date = event.date if plain(event.date) != plain(first.date) and not event.date.is_undated else None
        if date or words:
            is_other_day = date and differing(first.date, {date})
            is_disputed = is_other_day or disputing or _has_other_words(event, earlier)
            stance: Stance = "disputes" if is_disputed else "reports"
            own_event = self._merged.event(merged_event, side)
            at = own_event.id if own_event and own_event.given_id else ""
            yield Citation(self._chronologies[side], at, stance, "\n".join(words), date=date)

    def _words(self, event: Event, first: Event) -> Iterator[str]:
        """What an event says and the first does not: "Summary: They agree on July.", one line for each field."""
        for field in fields.EVENT.fields:
            if field.name in _APART or (field.name == "checked" and _is_same_version(event, first)):
                continue
            values = [getattr(version, field.stored) for version in (event, first)]
            if values[0] == values[1] or not values[0]:
                continue
            own_values, earlier_values = (self._values(field.name, value) for value in values)
            name_of = self._name_key if field.name in ALIASED_LISTS else str
            names = set(map(name_of, earlier_values))
            if new_texts := [text for text in own_values if text and name_of(text) not in names]:
                yield f"{field.name.replace('_', ' ').capitalize()}: {'; '.join(new_texts)}"
        known_values = dict(first.other)
        for key, value in event.other:
            if key not in known_values or known_values[key] != value:
                yield normalized(f"{key}: {value_text(value)}")

    def _values(self, name: str, value: Any) -> list[str]:
        """The values of a field in words, with even white space. Events are named by their titles."""
        if name == "related":
            return [normalized(" — ".join(filter(None, (self._title(tie.event), relation_text(tie))))) for tie in value]
        if name in ("after", "before"):
            return [normalized(self._title(id)) for id in value]
        return [*map(plain, value)] if isinstance(value, tuple) else [plain(value)]

    def _name_key(self, name: str) -> str:
        return fold(self._aliases.canonical(name))

    def _title(self, id: str) -> str:
        joined = self._ids.get(id, id)
        return self._titles.get(joined, joined)


def _with_address(cited: Citation) -> str:
    address = cited.source.url if cited.source.title else ""
    return " — ".join(filter(None, (citation_line(cited._replace(stance="reports", note="")), address, cited.note)))


def _has_other_words(event: Event, earlier: Sequence[Event]) -> bool:
    """Whether title or summary have other words than the first of ``earlier`` that has the field."""
    for field in _WORDS:
        own_text, earlier_text = (
            next(filter(None, map(attrgetter(field), events)), "") for events in ([event], earlier)
        )
        if own_text and earlier_text and words_of(own_text) != words_of(earlier_text):
            return True
    return False


def _is_same_version(one: Event, other: Event) -> bool:
    """Whether two events have the same date and words, which their sources and checks concern."""
    is_equal = (one.date, one.title, one.summary) == (other.date, other.title, other.summary)
    return is_equal or content_key(one, with_id=False) == content_key(other, with_id=False)


def _marked(entry: _Entry, sides: tuple[str, ...]) -> _Entry:
    return entry._replace(other=(*entry.other, (SIDES, sides)))


def _of_earlier_comparison(event: Event, side: str) -> Event:
    """The event of a side. If that is itself a comparison, its key "sides" becomes "sides in Parties", unlike ours."""

    def renamed(other: Other, noun: str) -> Other:
        return tuple((f"{key} in {side}" if key in COMPARISON_KEYS[noun] else key, value) for key, value in other)

    return event._replace(
        other=renamed(event.other, "event"),
        quotes=tuple(quote._replace(other=renamed(quote.other, "quote")) for quote in event.quotes),
        sources=tuple(cited._replace(other=renamed(cited.other, "citation")) for cited in event.sources),
    )


def _unused(key: str, values: dict[str, Value]) -> str:
    while key in values:
        key += "'"
    return key


def _once(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
