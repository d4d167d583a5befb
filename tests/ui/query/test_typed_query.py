"""Reading the text of the query bar while it is being typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.syntax import format_query, parse_query
from timeline_tui.query.tokens import words
from timeline_tui.ui.query.typed_query import read_typed, still_showing, whole_value, without_prefilled

COUNTRIES = ("Japan", "Italy", "United Kingdom", "Ukraine")
INDEX = Index(
    Timeline(
        events=(Event("event", parse("2024"), "T", countries=COUNTRIES, topics=("co", "coal")),),
        aliases=(("UK", "United Kingdom"),),
    )
)


def read(text: str, is_complete: bool = False) -> tuple[str, str, bool]:
    """The query in force, the message of the fault, whether that is the whole text."""
    word = None if is_complete else [*words(text)][-1]
    typed = read_typed(text, word, INDEX)
    return format_query(typed.query), typed.error.message if typed.error else "", typed.is_whole


@each_row(
    ("text", "in_force"),
    [
        ("country:Jap", ""),
        ("Rome country:Jap", "Rome"),
        ("country:Italy,Jap", "country:Italy"),
        ("country:Italy,", "country:Italy"),
        ("coun", ""),
        ("-topic", ""),
        ("Rome coun", "Rome"),
        ("Rome country:", "Rome"),
        ("Rome date:2024-06-14..2024-06-1", "Rome"),
        ('Rome "open', "Rome"),
        ("has:quotes", ""),
    ],
)
def test_a_half_typed_word_is_not_in_force_and_has_no_fault_yet(text: str, in_force: str) -> None:
    assert read(text) == (in_force, "", False)


@pytest.mark.parametrize("text", ["summit", "country:Japan", "country:UK", "country:Xyz", 'country:"Jap"'])
def test_what_no_letter_may_complete_is_in_force(text: str) -> None:
    assert read(text) == (format_query(parse_query(text)), "", True)


@pytest.mark.parametrize("text", ["coun", "country:Jap"])
def test_a_complete_text_is_applied(text: str) -> None:
    assert read(text, is_complete=True) == (text, "", True)


@each_row(
    ("text", "in_force"),
    [
        ("country:", ""),
        ("Rome x:1 oil", "Rome oil"),
        ("country:Italy,*x,Japan oil", "country:Italy oil"),
        ("x:1 - has:quotes is:disputed", "is:disputed"),
        ("date:13 Foo 2024 oil", "Foo 2024 oil"),
        ("date:2024-06-14..2024-06-10 oil", "oil"),
        ("x:1 " * 19 + "oil", "oil"),
        ("x:1 " * 20 + "oil", ""),  # too many faults
        ('oil x:1 "', "oil"),
        ("oil " * 202, ""),  # too long
    ],
)
def test_the_part_without_faults_is_in_force(text: str, in_force: str) -> None:
    query, fault, is_whole = read(text, is_complete=True)
    assert (query, is_whole) == (in_force, False)
    assert fault


@given(st.lists(st.sampled_from(["oil", "x:1", "has:q", "country:Italy,", "country:Italy", '"Rome"']), max_size=8))
def test_faults_take_nothing_else_with_them(parts: list[str]) -> None:
    kept = {"country:Italy,": "country:Italy", "x:1": "", "has:q": ""}
    typed = read_typed(" ".join(parts), None, INDEX)
    assert typed.query == parse_query(" ".join(kept.get(part, part) for part in parts))


def test_a_fault_before_the_half_typed_word_is_shown_at_once() -> None:
    query, fault, _ = read("date:20x country:Jap")
    assert query == ""
    assert fault


def test_without_events_any_value_is_applied() -> None:
    typed = read_typed("country:Jap", next(words("country:Jap")), None)
    assert format_query(typed.query) == "country:Jap"


@each_row(
    ("text", "whole"),
    [
        ("country:Jap", "country:Japan"),
        ("country:UNITED", 'country:"United Kingdom"'),
        ("-country:Italy,apa", "-country:Italy,Japan"),
        ("topic:c", "topic:c"),  # two topics
        ("country:UK", "country:UK"),
        ("country:Japon", "country:Japon"),
        ("Jap", "Jap"),
        ("before:even", "before:event"),
        ("country:", "country:"),
    ],
)
def test_a_value_with_one_completion_is_completed(text: str, whole: str) -> None:
    assert whole_value(text, [*words(text)][-1], INDEX) == whole


@each_row(("query", "said"), [("", "still showing all events"), ("has:quote oil", "still showing has:quote oil")])
def test_what_is_still_shown(query: str, said: str) -> None:
    assert still_showing(parse_query(query)) == said


@each_row(
    ("text", "meant"),
    [
        ("oil topic:", "oil topic:"),
        ("oil topic:Ja", "oil topic:Ja"),
        ("oil topic: Ja", "oil topic:Ja"),
        ("oil topic:topic:", "oil topic:"),
        ("oil topic: country:Uk x", "oil country:Uk x"),
        ("oil topic:-Country:Uk", "oil -Country:Uk"),
        ("oil topic:people:", "oil people:"),  # the fault then names the field
        ("oil topic:x:", "oil topic:x:"),
        ("oil topic:a country:Uk", "oil topic:a country:Uk"),
        ("oil tpic:country:", "oil tpic:country:"),
    ],
)
def test_a_typed_field_takes_the_place_of_the_one_that_the_bar_wrote(text: str, meant: str) -> None:
    assert without_prefilled(text, "oil topic:") == meant
