"""The text format: what a reader pastes into a mail."""

import pytest
from golden.sample import SAMPLE
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.dates.when import parse
from timeline_tui.formats.pages.text_page import COLUMNS, write
from timeline_tui.model.timeline import Citation, Event, Extract, Quote, Relation, Source, Timeline
from timeline_tui.text.text import clean, clean_line, width


def event(title: str = "Something happens", date: str = "2024-06-13", **more: object) -> Event:
    return Event(id=str(more.pop("id", title)), date=parse(date), title=title, **more)


def test_every_source_is_listed_once_with_its_whole_address_in_order_of_mention() -> None:
    body, _, sources = write(SAMPLE).partition("\nSources\n-------\n")
    for source in SAMPLE.sources:
        if source.url:
            assert sources.splitlines().count("    " + source.url) == 1
    first_mentions = [body.index(f"[{number}]") for number in range(1, 7)]
    assert first_mentions == sorted(first_mentions)
    assert "[7]" not in body


def test_lines_fit_unless_an_address_does_not() -> None:
    for line in write(SAMPLE).splitlines():
        assert width(line) <= COLUMNS or "://" in line


def test_events_are_in_order_of_time_under_one_heading_for_each_day() -> None:
    text = write(
        Timeline(events=(event("Third", "2024-06-14"), event("First", "2024-06-13"), event("Second", "2024-06-13")))
    )
    assert [text.index(each) for each in ("13 June 2024", "First", "Second", "14 June 2024", "Third")] == sorted(
        text.index(each) for each in ("13 June 2024", "First", "Second", "14 June 2024", "Third")
    )
    assert text.count("13 June 2024") == 1


@pytest.mark.parametrize(
    ("timeline", "count"),
    [
        (Timeline(), "No events."),
        (Timeline(events=(event(),)), "1 event"),
        (Timeline(events=(event(),), extract=Extract("word", 24)), "Query: word\n1 of 24 events"),
        (Timeline(extract=Extract("word", 24)), "Query: word\n0 of 24 events"),
        (Timeline(events=(event(),), extract=Extract("word", 24, searched=9)), "Query: word\n1 of 9 searched so far"),
        (Timeline(events=(event(),), extract=Extract("", 1, searched=1)), "1 event so far"),
    ],
)
def test_the_extent_has_the_number_of_events(timeline: Timeline, count: str) -> None:
    assert f"\n\n{count}\n" in write(timeline)


def test_the_page_of_an_empty_timeline_says_so() -> None:
    assert write(Timeline(title="Nothing yet")) == "Nothing yet\n===========\n\nNo events.\n"


def test_a_relation_has_the_title_of_its_event_only_if_the_event_is_known() -> None:
    tied = event("One", related=(Relation("two", "answers"), Relation("gone")))
    text = write(Timeline(events=(tied, event("The other", "2024-06-14", id="two"))))
    assert "Related: The other (14 June 2024) — answers\n" in text
    assert "Related: gone\n" in text


def test_a_source_cited_by_several_events_has_one_number() -> None:
    source = Source(title="A paper", url="https://a.example/")
    cited = (Citation(source),)
    text = write(Timeline(events=(event("One", sources=cited), event("Two", sources=cited))))
    assert text.count("Sources: [1]\n") == 2
    assert text.endswith("[1] A paper\n    https://a.example/\n")


def test_a_quote_keeps_its_own_marks_and_gets_some_where_it_has_none() -> None:
    text = write(Timeline(events=(event(quotes=(Quote("«Oui»"), Quote("Yes"), Quote("“A” and “B”"))),)))
    assert "    «Oui»\n" in text
    assert "    “Yes”\n" in text
    assert "    ““A” and “B””\n" in text


prose = st.text(max_size=200).map(clean)
line = st.text(max_size=120).map(clean_line)


@given(title=line, summary=prose, url=line, note=prose, query=line)
def test_any_data_gives_clean_and_repeatable_bytes(title: str, summary: str, url: str, note: str, query: str) -> None:
    source = Source(title=title, url=url, note=note)
    told = event(title, summary=summary, sources=(Citation(source, note=note),), quotes=(Quote(summary, title),))
    timeline = Timeline(title=title, description=note, events=(told,), extract=Extract(query, 5))
    text = write(timeline)
    assert text == write(timeline._replace())
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert all(each == each.rstrip() for each in text.split("\n"))
    assert "\r" not in text
    for each in text.split("\n"):
        assert width(each) <= COLUMNS or each.startswith("Query: ") or url in each or len(each.split()) <= 3
