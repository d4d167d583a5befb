"""What a comparison of timelines says of an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from timeline_tui.analysis.differences import Difference
from timeline_tui.model.timeline import Event, Other


class Contrast(NamedTuple):
    """What differs between two timelines about an event. ``first`` and ``other`` name them: "Old", "Claimant"."""

    first: str
    other: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ComparisonOutcome:
    """What a comparison says of an event.

    ``status`` says it in words: "added", "differs in date". ``mark`` is the same in a word or two, for a row; empty
    for an event about which there is nothing to say. ``values`` belong to the facet, ``state`` to ``is:``.
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
