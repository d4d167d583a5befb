"""Names that mean different things in the aliases of two timelines are written out before the two are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Any

from timeline_tui.analysis.event_differences import ALIASED_LISTS
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.text.text import fold


def with_own_names(timelines: Sequence[Timeline]) -> tuple[Timeline, ...]:
    """The timelines with aliases that no longer contradict each other.

    An alias contradicts if another timeline gives it another meaning, or uses it as a name of its own: "Smith" is John
    Smith in one file, and an unknown Smith in the other. Such an alias is dropped, and its meaning is written out.
    """
    if not any(timeline.aliases for timeline in timelines):
        return tuple(timelines)
    aliases = [Aliases(timeline.aliases) for timeline in timelines]
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    pairs = list(zip(timelines, aliases, strict=True))
    for timeline, own_aliases in pairs:
        for name in {*chain.from_iterable(timeline.aliases), *_names(timeline.events)}:
            meanings[fold(name)].add(fold(own_aliases.canonical(name)))
    clashing = {name for name, meant in meanings.items() if len(meant) > 1}
    if not clashing:
        return tuple(timelines)
    return tuple(_written_out(timeline, own_aliases, clashing) for timeline, own_aliases in pairs)


def _names(events: Sequence[Event]) -> Iterator[str]:
    for event in events:
        for field in ALIASED_LISTS:
            yield from getattr(event, field)
        yield from (quote.speaker for quote in event.quotes if quote.speaker)


def _written_out(timeline: Timeline, aliases: Aliases, clashing: Collection[str]) -> Timeline:
    """The timeline without the aliases ``clashing``. An alias of such an alias gets the name that this one meant."""

    def name(text: str) -> str:
        return aliases.canonical(text) if fold(text) in clashing else text

    def with_full_names(event: Event) -> Event:
        lists: dict[str, Any] = {field: tuple(map(name, getattr(event, field))) for field in ALIASED_LISTS}
        quotes = tuple(quote._replace(speaker=name(quote.speaker)) for quote in event.quotes)
        return event._replace(quotes=quotes, **lists)

    kept = tuple((alias, name(meant)) for alias, meant in timeline.aliases if fold(alias) not in clashing)
    return timeline._replace(aliases=kept, events=tuple(map(with_full_names, timeline.events)))
