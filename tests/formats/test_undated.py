"""Events with unreadable dates are not lost in silence in any format."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from strategies import bare, lines

from timeline_tui import formats
from timeline_tui.dates.when import undated
from timeline_tui.dates.written_dates import read_column
from timeline_tui.formats.reading.results import Reading
from timeline_tui.index.index import Index
from timeline_tui.model.problems import Problem
from timeline_tui.query.syntax import parse_query

HARBOUR = """\
When,What,Where,Tags,Link
3 March 2024,Dockers walk out,Marlow Bay,strike,https://example.org/a
5 March 2024,Port offers talks,Marlow Bay,talks,https://example.org/b
14/7/24,Ships turn away,Carrow,shipping,https://example.org/c
,Mediator named,Marlow Bay,talks,https://example.org/d
unknown,Fuel runs short,Skerry,supply,https://example.org/e
13.03.2024,Court bans pickets,Eastholm,courts,https://example.org/f
around Easter,Cranes move again,Marlow Bay,shipping,https://example.org/g
1923-24,The first strike,Marlow Bay,strike,https://example.org/h
"""
ORDER = "or say with --dates which comes first, day or month"
FORMS = "dates are read in forms such as 2024-06-13, 13 June 2024, June 2024, c. 1910"
KEEPS = ("yaml", "json", "jsonl", "csv")
NEEDS_DATES = ("icalendar", "markwhen", "timelinejs", "timelinejs-csv", "timesketch", "timesketch-csv")


def read(text: str, format: str) -> Reading:
    return formats.read(text.encode(), "", format)


def about_dates(problems: tuple[Problem, ...]) -> list[tuple[str, int, str, str]]:
    found = [problem for problem in problems if "Undated" in problem.message]
    return [
        (problem.severity, problem.line, problem.message.partition("; the event is kept")[0], problem.hint)
        for problem in found
    ]


def test_single_dates_that_cannot_be_read_do_not_hide_a_sheet() -> None:
    reading = read(HARBOUR, "csv")
    assert [(event.date.text, event.date.is_undated) for event in reading.timeline.events] == [
        ("2024-03-03", False),
        ("2024-03-05", False),
        ("14/7/24", True),
        ("", True),
        ("unknown", True),
        ("2024-03-13", False),
        ("around Easter", True),
        ("[1923-24]", True),
    ]
    assert all(event.sources and event.place and not event.other for event in reading.timeline.events)
    assert about_dates(reading.problems) == [
        ("warning", 4, "14/7/24: it may be 14 July 2024 or 24 July 2014", f"write 2024-07-14 or 2014-07-24, {ORDER}"),
        ("warning", 5, "no date", ""),
        ("warning", 6, "unknown: no date", ""),
        ("warning", 8, "around Easter: “easter” is not a known word of dates", FORMS),
        ("warning", 9, "1923-24: it may be 1923–1924 or winter 1923", "write 1923/1924 or 1923-24"),
    ]


def test_a_tree_in_another_shape_keeps_undated_events() -> None:
    items = [{"when": day, "what": f"Event {day}"} for day in ("3 March 2024", "5 March 2024", "soon")]
    for text, format in ((json.dumps({"items": items}), "json"), (json.dumps({"items": items}), "yaml")):
        *_, last = read(text, format).timeline.events
        assert (last.date, last.title) == (undated("soon"), "Event soon")


def test_an_unreadable_date_in_several_columns_is_kept_with_each_column() -> None:
    sheet = "year,month,day,event\n2024,3,4,Dockers walk out\n2024,3,5,Talks\n2024,13,6,Ships turn away\n"
    *_, last = read(sheet, "csv").timeline.events
    assert last.date == undated("2024 13 6")
    assert last.other == (("year", "2024"), ("month", "13"), ("day", "6"))


def test_an_end_without_a_readable_start_is_kept_as_an_unknown_key() -> None:
    sheet = (
        "start,end,event\n2024-03-04,2024-03-05,Talks\n2024-03-06,2024-03-07,More talks\nspring tide,2024-03-09,Feast\n"
    )
    *_, last = read(sheet, "csv").timeline.events
    assert (last.date, last.other) == (undated("spring tide"), (("end", "2024-03-09"),))


@given(st.integers(1, 9), st.lists(st.sampled_from(["03/04/2024", "14/7/24", "soon", "", "31.2.2024"]), max_size=9))
def test_a_column_is_refused_only_if_most_of_its_dates_have_two_readings(named: int, other: list[str]) -> None:
    days = [*(f"{day} March 2024" for day in range(1, named + 1)), *other]
    reading = read("When,What\n" + "".join(f"{day},Event {n}\n" for n, day in enumerate(days)), "csv")
    if not reading.timeline.events:
        open_ones = sum(day in ("03/04/2024", "14/7/24") for day in days)
        assert open_ones >= named
        assert "no row decides" in reading.problems[0].message
        return
    assert len(reading.timeline.events) == len(days)
    for day, event in zip(days, reading.timeline.events, strict=True):
        if day.endswith("March 2024"):
            assert event.date.text == f"2024-03-{int(day.split()[0]):02}"
        else:
            assert event.date.is_undated or (day, event.date.text) in (
                ("03/04/2024", "2024-04-03"),
                ("14/7/24", "2024-07-14"),
            )


@given(st.lists(lines | st.sampled_from(["2024", "1/2/24", "[2024]", "", "null", "~"]), max_size=4))
@example(["2024-06-13 10:00 CST"])
@example(["1/2/24", "1/2/24", "[2024]"])
def test_a_text_in_place_of_a_date_is_read_back(texts: list[str]) -> None:
    # three dates as people write them, and no key of our own: they are read as dates
    assume(sum(bool(cell.value) for cell in read_column(texts).cells) < 3)
    events = [{"date": text, "title": f"Event {number}"} for number, text in enumerate(texts)]
    timeline = bare(read(json.dumps({"views": [], "events": events}), "json").timeline)
    assert [event.date.text for event in timeline.events] == texts
    for format in KEEPS:
        assert formats.losses(timeline, format) == []
        assert bare(formats.read(formats.write(timeline, format), "", format).timeline) == timeline


def test_a_list_or_mapping_in_place_of_a_date_is_kept_as_text() -> None:
    events = [{"date": ["2024-06-12"], "title": "A"}, {"date": {"from": "2024", "to": ["x"]}, "title": "B"}]
    reading = read(json.dumps(events), "json")
    assert [event.date.text for event in reading.timeline.events] == ["[2024-06-12]", "{from: 2024, to: [x]}"]


@pytest.mark.parametrize("format", NEEDS_DATES)
def test_a_format_that_needs_dates_says_how_many_events_it_leaves_out(format: str) -> None:
    timeline = read(HARBOUR, "csv").timeline
    assert formats.losses(timeline, format)[0] == "5 events without a date: left out"
    written = formats.write(timeline, format)
    assert b"Court bans pickets" in written
    assert b"Mediator named" not in written
    assert formats.losses(timeline.dated(), format) == formats.losses(timeline, format)[1:]


@pytest.mark.parametrize(
    ("format", "heading"),
    [("text", "\nUndated\n-------\n"), ("markdown", "\n## Undated\n"), ("html", "<h2>Undated</h2>")],
)
def test_a_page_has_undated_events_at_the_end(format: str, heading: str) -> None:
    page = formats.write(read(HARBOUR, "csv").timeline, format).decode()
    before, _, after = page.partition(heading)
    assert "Court bans pickets" in before
    assert all(title in after for title in ("Ships turn away", "Mediator named", "The first strike"))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("is:undated", 5),
        ("-is:undated", 3),
        ("date:2024", 3),
        ("date:0001..", 3),
        ("date:..9999", 3),
        ("-date:2024", 5),
    ],
)
def test_queries_for_dates(query: str, number: int) -> None:
    index = Index(read(HARBOUR, "csv").timeline)
    assert index.query_bits(parse_query(query)).bit_count() == number


def test_a_list_of_dates_is_kept_and_a_list_of_one_is_read() -> None:
    items = [{"when": ["2024", "2025"], "name": ["A"]}, {"when": ["2023"], "name": {"en": "B"}}]
    items.append({"when": "2021", "end": ["2023", "2024"], "name": "D"})
    timeline = read(json.dumps([*items, {"when": "2022", "end": "2022", "name": "C"}]), "json").timeline
    assert [(event.date.text, event.title, event.other) for event in timeline.events] == [
        ("", "A", (("when", ("2024", "2025")),)),
        ("2023", "B", ()),
        ("2021", "D", (("end", ("2023", "2024")),)),
        ("2022", "C", ()),
    ]
