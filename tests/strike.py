"""The invented strike in the sample files of other shapes, and the expected results of reading them."""

from __future__ import annotations

from typing import NamedTuple

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
