"""Collects the parts of an index in memory. Each function makes one pass over the events."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

from timeline_tui.model.origins import Origin, Origins, repeats
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.event_values import sources

_T = TypeVar("_T")


def events_by_value(events: Iterable[_T], values: Callable[[_T], Sequence[str]]) -> Mapping[str, array[int]]:
    """Each value that ``values`` returns for an event, as written, with the positions of its events, ascending."""
    positions: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for position, own in enumerate(map(values, events)):
        for value in dict.fromkeys(own) if len(own) > 1 else own:
            if value:
                positions[value].append(position)
    return positions


def events_by_source(events: Iterable[Event]) -> dict[int, tuple[Source, array[int]]]:
    """Maps ``id(source)`` to the source and to the positions of the events that cite it or quote from it.

    An event that uses a source twice has its position there twice. The keys are identities because it would be slow to
    compare all texts of two sources.
    """
    cited: dict[int, tuple[Source, array[int]]] = {}
    for position, event in enumerate(events):
        for source in sources(event):
            entry = cited.get(id(source))
            if entry is None:
                cited[id(source)] = entry = (source, array("I"))
            entry[1].append(position)
    return cited


def events_by_source_value(
    cited: Iterable[tuple[Source, Sequence[int]]], value: Callable[[Source], str]
) -> Mapping[str, array[int]]:
    """Each value that ``value`` returns for a source, with the positions of the events that use such a source.

    ``cited`` are all sources with the positions of their events. It is faster than `events_by_value`: an event is not
    read again, and there are fewer sources than citations.
    """
    positions_by_text: defaultdict[str, list[Sequence[int]]] = defaultdict(list)
    for source, positions in cited:
        if text := value(source):
            positions_by_text[text].append(positions)
    return {text: array("I", sorted(set().union(*lists))) for text, lists in positions_by_text.items()}


def events_by_origin(cited: Iterable[tuple[Source, Sequence[int]]], origins: Origins) -> Mapping[str, array[int]]:
    """The name of each origin that a source repeats, with the positions of its events, ascending.

    ``cited`` are all sources with the positions of their events. The events that cite an origin itself are among its
    events. The chronologies of sides have no origin.
    """
    uses = [(source, positions) for source, positions in cited if not source.is_side]
    positions_by_origin: defaultdict[Origin, list[Sequence[int]]] = defaultdict(list)
    for source, positions in uses:
        if repeats(source):
            for origin in origins.of(source):
                positions_by_origin[origin].append(positions)
    for source, positions in uses if positions_by_origin else ():
        if not repeats(source) and (own := Origin(source.name, source)) in positions_by_origin:
            positions_by_origin[own].append(positions)
    named: defaultdict[str, set[int]] = defaultdict(set)
    for origin, lists in positions_by_origin.items():
        if origin.name:
            named[origin.name].update(*lists)
    return {name: array("I", sorted(positions)) for name, positions in named.items()}


def events_by_target(events: Iterable[Event]) -> dict[str, list[int]]:
    """For the id of each event that is named as related, the positions of the events that name it."""
    naming: dict[str, list[int]] = {}
    for position, event in enumerate(events):
        for target in dict.fromkeys(relation.event for relation in event.related):
            naming.setdefault(target, []).append(position)
    return naming


def starts_of(positions: Iterable[int], size: int) -> array[int]:
    """Where each of ``size`` positions begins in ascending ``positions``, and at last their number."""
    counts = array("I", bytes(4 * size))
    for position in positions:
        counts[position] += 1
    return array("I", accumulate(counts, initial=0))
