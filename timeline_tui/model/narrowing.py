"""A timeline with some of its events only, and the sources and other events that these events name."""

from collections.abc import Callable, Iterable, Sequence

from timeline_tui.model.timeline import Event, Extract, Source, Timeline

Mentioned = tuple[tuple[Source, ...], tuple[Event, ...]]
"""The sources with a key that some events cite, with their origins, and the other events that they name."""


def narrowed(
    timeline: Timeline, events: tuple[Event, ...], query: str, known: Mentioned | None = None, searched: int = 0
) -> Timeline:
    """The timeline with these events only and the sources that they cite, marked as the extract of ``query``.

    ``known`` are the sources and events that these events mention; None: they are searched for. ``searched`` is as in
    `Extract`.
    """
    sources, around = known or _mentioned(timeline, events)
    extract = Extract(query, len(timeline.events), around, searched=searched)
    return timeline._replace(events=events, sources=sources, extract=extract)


def _mentioned(timeline: Timeline, events: tuple[Event, ...]) -> Mentioned:
    keys, ids = mentioned_keys(events)
    keys = with_origins(keys, lambda new_keys: (source for source in timeline.sources if source.key in new_keys))
    sources = tuple(source for source in timeline.sources if source.key in keys)
    return sources, tuple(event for event in timeline.events if event.id in ids) if ids else ()


def mentioned_keys(events: Sequence[Event]) -> tuple[set[str], set[str]]:
    """The keys of the sources that events cite, and the ids of others that they name (as related, after or before).

    Sources without a key count with the keys in their ``based_on``; see also `with_origins`. Dates are among the ids.
    """
    cited = [source for event in events for source in event.cited]
    keys = {source.key for source in cited if source.key}
    keys.update(key for source in cited if not source.key for key in source.based_on)
    ids = {relation.event for event in events for relation in event.related}
    ids.update(name for event in events if event.after or event.before for name in (*event.after, *event.before))
    return keys, ids - {event.id for event in events}


def with_origins(keys: set[str], sources: Callable[[set[str]], Iterable[Source]]) -> set[str]:
    """``keys``, and the keys of all sources on which these are based, directly or through others.

    ``sources`` returns the known sources of some keys.
    """
    all_keys, new = set(keys), keys
    while new:
        new = {key for source in sources(new) for key in source.based_on} - all_keys
        all_keys |= new
    return all_keys
