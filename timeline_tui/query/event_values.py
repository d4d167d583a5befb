"""The values of an event for the fields of a query, as written. Empty strings are not values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from os.path import basename
from typing import TYPE_CHECKING

from timeline_tui.model.comparison_keys import CHANGE, CHANGES, SIDES

if TYPE_CHECKING:
    from timeline_tui.model.timeline import Event, Source

SOURCE_VALUES: Mapping[str, Callable[[Source], str]] = {
    "source": attrgetter("name"),
    "reliability": attrgetter("reliability"),
    "published": lambda source: source.date.text if source.date else "",
}
"""For each field with the values of an event's sources, a function that returns the value of a source."""


def sources(event: Event) -> list[Source]:
    """The sources of the citations, then of the quotes. A source that is cited twice is listed twice."""
    cited = [citation.source for citation in event.sources]
    if event.quotes:
        cited += [quote.source for quote in event.quotes if quote.source]
    return cited


def of_sources(field: str) -> Callable[[Event], Sequence[str]]:
    """A function that returns the values of all sources of an event for a field of SOURCE_VALUES."""
    value = SOURCE_VALUES[field]
    return lambda event: [value(source) for source in sources(event)]


def origins(event: Event) -> list[str]:
    """Raises LookupError, because the origins of an event depend on other sources."""
    raise LookupError(f"the origins of {event.id} depend on other sources: see Index.facet")


def speakers(event: Event) -> list[str]:
    """The speakers of the quotes."""
    return [quote.speaker for quote in event.quotes]


def credibilities(event: Event) -> list[str]:
    """The credibility that each citation states."""
    return [citation.credibility for citation in event.sources]


def checkers(event: Event) -> list[str]:
    """Who has checked the event."""
    return [check.by for check in event.checked]


def place(event: Event) -> tuple[str]:
    """The place."""
    return (event.place,)


def sides(event: Event) -> Sequence[str]:
    """The sides of a merged chronology that have the event."""
    return _values_of_key(event, SIDES) if event.other else ()


def change(event: Event) -> Sequence[str]:
    """How the event differs between two versions, in a saved comparison: one of CHANGES."""
    return [value for value in _values_of_key(event, CHANGE) if value in CHANGES] if event.other else ()


def _values_of_key(event: Event, key: str) -> list[str]:
    """The values under a key that the schema does not have: all texts in a list, or a single text."""
    values = next((value for name, value in event.other if name == key), ())
    return [item for item in (values if type(values) is tuple else (values,)) if isinstance(item, str)]


def event_id(event: Event) -> tuple[str]:
    """The id."""
    return (event.id,)


def file_names(file: str) -> tuple[str, str]:
    """The values of ``file:`` for a file: its path as shown, and its name without folders."""
    return file, basename(file)
