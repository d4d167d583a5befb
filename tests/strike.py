"""The invented strike in the sample files of other shapes, and the expected results of reading them."""

from __future__ import annotations

from typing import NamedTuple

from timeline_tui.formats.reading.results import Reading

DAYS = (
    *("2024-03-04", "2024-03-05", "2024-03-11", "2024-03-13", "2024-03-18", "2024-03-22"),
    *("2024-03-25", "2024-04-02", "2024-04-08", "2024-04-15", "2024-04-17", "2024-05-20"),
)
COUNTRIES = {"Norland", "Sudmark"}
TOPICS = {"strike", "talks", "shipping", "supply", "courts"}
PEOPLE = {"Ana Vidal", "Peter Holm", "Ruth Okafor", "Jan Brandt"}
PLACES = {"Marlow Bay", "Eastholm", "Carrow", "Skerry Islands"}
WALKOUT = ("", "https://example.org/walkout")
COURIER = ("Bay Courier", "https://example.org/walkout")
TITLE = "Dockers walk out"
SENTENCE = "Crane drivers at Marlow Bay stop work over pay."


class Expected(NamedTuple):
    """The expected result: dates in order; all names of a facet; the first title; the sources of the first event.

    ``sources`` is the total number of sources; ``told`` is a part of the note on the dates.
    """

    dates: tuple[str, ...] = DAYS
    title: str = TITLE
    countries: set[str] = set()
    topics: set[str] = set()
    people: set[str] = set()
    places: set[str] = set()
    first: tuple[tuple[str, str], ...] = ()
    sources: int = 0
    told: str = ""
    errors: int = 0


def check_events(reading: Reading, expected: Expected) -> None:
    """Check the events of a sample file, and that the first problem is the note on how it was read."""
    events = reading.timeline.events
    assert tuple(event.date.text for event in events) == expected.dates
    assert events[0].title == expected.title
    for attribute in ("countries", "topics", "people"):
        names = {value for event in events for value in getattr(event, attribute)}
        assert names == getattr(expected, attribute), attribute
    assert {event.place for event in events} - {""} == expected.places
    assert tuple((cited.source.title, cited.source.url) for cited in events[0].sources) == expected.first
    assert sum(len(event.sources) for event in events) == expected.sources
    note = reading.problems[0]
    assert (note.severity, note.line) == ("note", 0)
    assert expected.told in note.hint
