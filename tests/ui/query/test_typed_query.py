"""Reading the text of the query bar while it is being typed."""

import pytest
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import format_query, parse_query
from timeline_tui.query.tokens import words
from timeline_tui.ui.query.typed_query import read_typed

INDEX = Index(Timeline(events=(Event("a", parse("2024"), "T", countries=("Japan", "Italy"), topics=("co",)),)))


def read(text: str, applied: str = "", is_complete: bool = False) -> tuple[str, str, bool]:
    """The query that is applied, the message of the fault, whether the text is a query."""
    word = None if is_complete else [*words(text)][-1]
    typed = read_typed(text, word, parse_query(applied), INDEX)
    return format_query(typed.query), typed.error.message if typed.error else "", typed.is_query


@each_row(
    ("text", "applied", "expected"),
    [
        ("summit", "", "summit"),
        ("country:Japan", "", "country:Japan"),
        ("country:Jap", "country:Italy", "country:Italy"),
        ("country:Xyz", "", "country:Xyz"),
        ('country:"Jap"', "", "country:Jap"),
        ("coun", "Rome", "Rome"),
        ("country:", "count", ""),
        ("country:", "Rome count", "Rome"),
        ("country:", "Rome", "Rome"),
    ],
)
def test_a_half_typed_word_leaves_the_query_as_it_is(text: str, applied: str, expected: str) -> None:
    query, fault, _ = read(text, applied)
    assert (query, fault) == (expected, "")


@pytest.mark.parametrize(("text", "expected"), [("coun", "coun"), ("country:Jap", "country:Jap")])
def test_a_complete_text_is_applied(text: str, expected: str) -> None:
    assert read(text, "Rome", is_complete=True) == (expected, "", True)


def test_the_fault_of_a_complete_text_is_shown_and_the_query_stays() -> None:
    query, fault, is_query = read("country:", "Rome", is_complete=True)
    assert (query, is_query) == ("Rome", False)
    assert fault


def test_a_fault_before_the_half_typed_word_is_shown_at_once() -> None:
    query, fault, is_query = read("date:20x Rome", "Paris")
    assert (query, is_query) == ("Paris", False)
    assert fault


def test_without_events_any_value_is_applied() -> None:
    typed = read_typed("country:Jap", next(words("country:Jap")), Query(), None)
    assert format_query(typed.query) == "country:Jap"
