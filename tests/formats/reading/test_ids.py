"""Ids that are made from date and title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.dates.when import parse, undated
from timeline_tui.formats import read, write
from timeline_tui.model.made_ids import Ids, assigned, is_made, made_id, to_write
from timeline_tui.model.narrowing import narrowed
from timeline_tui.model.timeline import Event, Relation, Timeline


@each_row(
    ("date", "title", "expected"),
    [
        ("2024-06-13", "Japan & Ukraine sign!", "2024-06-13-japan-ukraine-sign"),
        ("2024-06-13T15:05+02:00", "São Paulo", "2024-06-13t15-05-02-00-sao-paulo"),
        ("-0753", "Rome", "0753-rome"),
        ("2024~", "…", "2024"),
        ("2024", "日本 条約", "2024-日本-条約"),
        ("2024", "हिन्दी", "2024-हिन्दी"),
        ("2024", "word " * 30, "2024-word-word-word-word-word-word-word-word-word-word-word-word"),
        ("2024", "x" * 100, "2024-" + "x" * 59),
    ],
)
def test_made_id(date, title, expected):
    assert made_id(parse(date), title) == expected


def test_is_made():
    date = parse("2024")
    assert is_made("2024-a", date, "A")
    assert is_made("2024-a-12", date, "A")
    assert not is_made("2024-a-b", date, "A")
    assert not is_made("a", date, "A")


@pytest.mark.parametrize(("title", "expected"), [("Talks begin", "talks-begin"), ("?", "undated")])
def test_the_id_of_an_undated_event_is_made_from_its_title(title, expected):
    assert made_id(undated("14/7/24"), title) == expected


def test_many_namesakes_take_no_longer_than_others():
    ids = Ids()
    assert [ids.reserve("a") for _ in range(20_000)][-1] == "a-20000"
    assert "a-3" in ids


events = st.lists(
    st.builds(
        lambda title, wanted: Event(wanted, parse("2024"), title),
        st.sampled_from("ab"),
        st.sampled_from(["2024-a", "2024-a-2", "2024-a-3", "2024-b", "x", "2024-a-2-2"]),
    ),
    max_size=5,
    unique_by=lambda event: event.id,
).map(lambda found: [e._replace(given_id=not is_made(e.id, e.date, e.title)) for e in found])


@given(events=events)
def test_a_file_with_the_written_ids_gets_all_ids_again(events):
    assert assigned(events, to_write(events)) == [event.id for event in events]


@given(events=events)
def test_an_extract_keeps_its_ids(events):
    timeline = Timeline(events=tuple(events))
    extract = narrowed(timeline, timeline.events[1::2], "x")
    again = read(write(extract, "yaml"), "", "yaml").timeline
    assert [(event.id, event.given_id) for event in again.events] == [(e.id, e.given_id) for e in extract.events]


def test_an_id_that_would_be_made_anyway_is_not_written():
    timeline = read(b"- {date: 2024, title: a}\n- {date: 2024, title: a}", "", "yaml").timeline
    assert b"id:" not in write(timeline, "yaml")
    assert write(narrowed(timeline, timeline.events[1:], ""), "yaml").count(b"id: 2024-a-2") == 1


def test_an_id_that_another_event_names_is_written() -> None:
    one, other = Event("a", undated(), "A"), Event("b", undated(), "B")
    assert to_write([one, other]) == [False, False]
    for naming in (
        other._replace(related=(Relation("a"),)),
        other._replace(after=("a",)),
        other._replace(before=("a",)),
    ):
        assert to_write([one, naming]) == [True, False]
