"""The relations that events state by the ids in their ``after`` and ``before``."""

from collections.abc import Sequence
from typing import NamedTuple

from timeline_tui.dates.when import NEVER_AFTER, NEVER_BEFORE, When
from timeline_tui.model.timeline import Event


class Arc(NamedTuple):
    """The event number ``earlier`` ended before ``later`` began; the event number ``owner`` says so."""

    earlier: int
    later: int
    owner: int


def stated_arcs(events: Sequence[Event]) -> tuple[list[Arc], set[str]]:
    """The relations that events state by an id, each once, and these ids. If events share an id, the first counts."""
    stating = [(number, event) for number, event in enumerate(events) if event.after or event.before]
    named = {name for _, event in stating for name in (*event.after, *event.before)}
    numbers: dict[str, int] = {}
    for number, event in enumerate(events) if named else ():
        if event.id in named:
            numbers.setdefault(event.id, number)
    arcs: dict[tuple[int, int], Arc] = {}
    for number, event in stating:
        stated = [Arc(numbers[name], number, number) for name in event.after if name in numbers]
        stated += [Arc(number, numbers[name], number) for name in event.before if name in numbers]
        for arc in stated:
            arcs.setdefault(arc[:2], arc)
    return list(arcs.values()), set(numbers)


def kept_arcs(events: Sequence[Event]) -> list[Arc]:
    """The stated relations that do not contradict the dates of the events, as `order.placed` returns these dates."""
    arcs, _ = stated_arcs(events)
    return [arc for arc in arcs if _agree(events[arc.earlier].date, events[arc.later].date)]


def _agree(earlier: When, later: When) -> bool:
    """Whether the dates of two events agree with a relation between them."""
    are_certain = earlier.is_certain and later.is_certain
    if are_certain and earlier.end and later.start and later.start.precedes(earlier.end):
        return False
    if earlier.is_placeless and not later.is_placeless:
        # Otherwise, the earlier event would have a last day.
        return later.begins_by == NEVER_AFTER
    if later.is_placeless and not earlier.is_placeless:
        # Otherwise, the later event would have a first day.
        return earlier.is_undated and earlier.earliest == NEVER_BEFORE
    return earlier.sort_key < later.sort_key
