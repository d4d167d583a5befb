"""The Markwhen format: dates in its many styles, its old and its new sections, and our own files both ways."""

from typing import Any

import pytest
from golden.sample import SAMPLE
from hypothesis import example, given
from hypothesis import strategies as st
from random_timelines import timelines
from strategies import as_read, bare, event_saying
from tables import each_row

from timeline_tui.dates.when import parse, undated
from timeline_tui.formats.markwhen.markwhen import losses, read, write
from timeline_tui.formats.markwhen.markwhen_dates import dating
from timeline_tui.formats.markwhen.markwhen_text import tag
from timeline_tui.formats.markwhen.markwhen_written import markwhen_date
from timeline_tui.model.timeline import Citation, Entries, Event, Source, Timeline
from timeline_tui.text.text import clean, clean_line


def events(text: str) -> tuple[Event, ...]:
    """The events of a file with nothing wrong."""
    reading = read(text.encode(), "t.mw")
    assert not reading.problems
    return reading.timeline.events


def told(text: str) -> list[str]:
    return [str(problem) for problem in read(text.encode(), "t.mw").problems]


# Dates


@each_row(
    ("text", "edtf"),
    [
        # From the documentation of Markwhen and the tests of its parser.
        ("1981", "1981"),
        ("2012-05", "2012-05"),
        ("2022-01-30", "2022-01-30"),
        ("1964/2008", "1964/2008"),
        ("2004-06 / 2006-08", "2004-06/2006-08"),
        ("2004-02-01/ 2005-02-08", "2004-02-01/2005-02-08"),
        ("2004-02-01 /2005-02", "2004-02-01/2005-02"),
        ("2005/now", "2005/.."),
        ("1665", "1665"),
        ("03/2222", "2222-03"),
        ("09/11/2001", "2001-09-11"),
        ("18 March 2026", "2026-03-18"),
        ("Oct 8 2012", "2012-10-08"),
        ("October 7, 1989", "1989-10-07"),
        ("Sep 2020", "2020-09"),
        ("Aug 30 2024 9:45am", "2024-08-30T09:45"),
        ("2025-08-03 10am", "2025-08-03T10:00"),
        ("2025-08-03 12am", "2025-08-03T00:00"),
        ("2026-06-27 23:30 / 2026-06-28 00:30", "2026-06-27T23:30/2026-06-28T00:30"),
        ("2031-11-19T01:35:10Z", "2031-11-19T01:35:10Z"),
        ("2022-02-22T16:27:08.369Z", "2022-02-22T16:27:08.369Z"),
        ("2031-11-19T01:35:10Z-2099-08-04T18:22:48Z", "2031-11-19T01:35:10Z/2099-08-04T18:22:48Z"),
        ("2021-01-02T06:27:00Z-2022", "2021-01-02T06:27Z/2022"),
        ("2020-02-22T12:13:14Z-now", "2020-02-22T12:13:14Z/.."),
        ("2001-2003", "2001/2003"),
        ("2021 - 2023", "2021/2023"),
        ("2021 to 2023", "2021/2023"),
        ("08/2015-05/2017", "2015-08/2017-05"),
        ("1998-06/01/2000", "1998/2000-06-01"),
        ("11/11/2024-12/12/2024", "2024-11-11/2024-12-12"),
        ("1 Jan 1998 to 11/11/2011 8am", "1998-01-01/2011-11-11T08:00"),
        ("Nov 11 2011 2:30pm - 4:30pm", "2011-11-11T14:30/2011-11-11T16:30"),
        ("2022-W05", "2022-01-31/2022-02-06"),
        ("2022-W05-3", "2022-02-02"),
        ("2020-W53", "2020-12-28/2021-01-03"),
        ("300-200 BC", "-0299/-0199"),
        ("50 BC - 50 AD", "-0049/0050"),
        ("754 BCE", "-0753"),
        ("79 AD", "0079"),
        ("12024", "Y12024"),
        # More than Markwhen knows: what people write who know EDTF or ISO 8601.
        ("2024-06-13~", "2024-06-13~"),
        ("201X", "201X"),
        ("2024-06-13/..", "2024-06-13/.."),
        ("2024-06-13 - 2024-06-15", "2024-06-13/2024-06-15"),
        ("2024-06-13T15:05+0200", "2024-06-13T15:05+02:00"),
    ],
)
def test_dates_in_all_styles(text: str, edtf: str) -> None:
    (event,) = events(f"{text}: What happened")
    assert (event.date.text, event.title) == (edtf, "What happened")


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("94", "0094"), ("25", "0025"), ("45 - 70", "0045/0070"), ("45–120", "0045/0120"), ("45 to 70", "0045/0070")],
)
def test_two_digits_from_25_on_are_a_year(text: str, edtf: str) -> None:
    _, event = events(f"2024: A\n{text}: B")
    assert event.date.text == edtf


# Date-like lines that were once taken for text, or for a property, without a word.
LIKE_DATES = [
    ("9", "write 0009 for the year"),
    ("5 - 8", "write 0005/0008 for years"),
    ("01.05.2024", "write 2024-05-01"),
    ("01.05.2024 10:30", "write 2024-05-01T10:30"),
    ("c. 1910", "write 1910~"),
    ("1910s", "write 191X"),
    ("1910's", "write 191X"),
    ("~1910", "write 1910~"),
    ("Jan 5th 2024", "write 2024-01-05"),
    ("Jan 5 - 8, 2024", "write 2024-01-05/2024-01-08"),
    ("5-8 Jan 2024", "write 2024-01-05/2024-01-08"),
    ("2024/05/01", "write 2024-05-01"),
    ("2024.05.01", "write 2024-05-01"),
    ("2024-5-1", "write 2024-05-01"),
    ("20240501", "write 2024-05-01"),
    ("Friday, January 5, 2024", "write 2024-01-05"),
    ("spring 2024", "write 2024-21"),
    ("AD 476", "write 0476"),
    ("since 2024", "write 2024/.."),
    ("2024-", "write 2024/.."),
    ("-500", "write 500 BC"),
    *((said, "") for said in ("Q2 2024", "19th century", "March 44 BC", "today", "early 1920s", "before 1855")),
]


@each_row(("said", "hint"), LIKE_DATES)
def test_a_line_like_a_date_is_kept_as_text_with_a_warning(said: str, hint: str) -> None:
    for before in ("2024: A\n", "2024: A\nplace: Rome\n", "2024: A\n\nText\n"):
        line = f"  {said}: B"
        reading = read(f"{before}{line}\nmore\n".encode(), "t.mw")
        (event,) = reading.timeline.events
        assert event.other == ()
        assert event.summary.split("\n")[-2:] == [line.strip(), "more"]
        (problem,) = reading.problems
        assert (problem.severity, problem.line, problem.column) == ("warning", before.count("\n") + 1, 3)
        assert problem.message.startswith(f"“{said}” looks like a date")
        assert problem.excerpt == line
        assert problem.hint.startswith(hint or "write" if hint else ("write", "dates are written"))


@each_row(("said", "hint"), [each for each in LIKE_DATES if each[1]])
def test_a_hint_for_a_line_like_a_date_is_read(said: str, hint: str) -> None:
    date = hint.split(" for ")[0].removeprefix("write ")
    assert events(f"2024: A\n{date}: B")[1].title == "B"


@pytest.mark.parametrize("said", ["01.05.2024", "c. 1910", "20240501"])
def test_a_line_like_a_date_is_not_read_as_a_property(said: str) -> None:
    reading = read(f"title: T\n\n{said}: A\nzone: x\n\n2024: B".encode(), "t.mw")
    assert (reading.timeline.title, reading.timeline.other) == ("T", ())
    found = [(event.title, event.date, event.other) for event in reading.timeline.events]
    assert found == [("A", undated(said), (("zone", "x"),)), ("B", parse("2024"), ())]
    (problem,) = reading.problems
    assert (
        problem.message
        == f"{said}: looks like a date, but Markwhen has no such date; the event is kept under “Undated”"
    )


def test_an_event_between_dashes_is_a_property_with_a_warning() -> None:
    reading = read(b"---\n1.1.2024: x\n---\n2024: A\n---\n2025: B\nplace: Rome\n---\n2026: C\n", "t.mw")
    first, second = reading.timeline.events
    assert (first.place, first.other, second.title) == ("Rome", (("2025", "B"),), "C")
    assert [(each.line, each.severity) for each in reading.problems] == [(2, "warning"), (6, "warning")]


def test_text_outside_events_is_reported_once_for_each_place() -> None:
    reading = read(b"# One\n\nabout it\nand more\n\n2024: A\n# Two\nabout that\n2025: B\n", "t.mw")
    assert [(each.line, each.severity) for each in reading.problems] == [(3, "warning"), (8, "warning")]
    assert [event.summary for event in reading.timeline.events] == ["", ""]


def test_open_sections_are_limited() -> None:
    text = "".join(f"group g{number}\n2024: e{number}\n" for number in range(50)) + "end\n2025: last\n"
    reading = read(text.encode(), "t.mw")
    topics = {event.title: event.topics for event in reading.timeline.events}
    assert topics["e31"] == tuple(f"g{number}" for number in range(32))
    assert topics["e49"] == topics["last"] == topics["e31"]
    assert len(reading.problems) == 18
    assert reading.problems[0].line == 65
    assert "more than 32 names and tags" in reading.problems[0].message
    (event,) = read(f"# {'x' * 2000}\n2024: A".encode(), "t.mw").timeline.events
    assert event.topics == ()


def test_the_header_can_set_day_first_dates() -> None:
    (first, second) = events("dateFormat: d/M/y\n\n01/02/2024 - 3/10/2024: A\n12/2023: B")
    assert (first.date.text, second.date.text) == ("2024-02-01/2024-10-03", "2023-12")


@each_row(
    ("text", "reason"),
    [
        ("now", "“now” depends on the day of reading"),
        ("now - 10 years 6 months 3 days", "“now” depends on the day of reading"),
        ("after !Phase1 2 weeks", "this date depends on the event “Phase1”, and none above it has that id"),
        ("-3 days", "its end would be before its start"),
        ("before 3 days / 2025", "the end of a date before another event must be a number of days, weeks and so on"),
        ("9999999 days", "9999999 is too far"),
        ("Aug 30 9:45am", "this date has no year"),
        ("January 3 - Apr 6", "this date has no year"),
        ("3:30pm - 4:30pm", "a time without a day, below an event without a time"),
    ],
)
def test_events_without_a_known_day_are_reported_and_undated(text: str, reason: str) -> None:
    reading = read(f"2024: A\n\n  {text}: B\n  its text\n".encode(), "t.mw")
    (problem,) = reading.problems
    assert str(problem) == f"t.mw:3:3: {text}: {reason}; the event is kept under “Undated”"
    assert problem.hint.startswith("write ")
    _, event = reading.timeline.events
    assert (event.date, event.title, event.summary) == (undated(text), "B", "its text")


@each_row(
    ("lines", "edtf"),
    [
        # A length of its own.
        (["2024-06-01 / 3 weeks"], "2024-06-01/2024-06-21"),
        (["2024-06-01 / 1 day"], "2024-06-01"),
        (["2024-01-31 / 1 month"], "2024-01-31/2024-02-28"),
        (["2024 / 2 years"], "2024/2025"),
        (["2024-06 / 2 months"], "2024-06/2024-07"),
        (["2018 / 6 months"], "2018/2018-06"),
        (["2024-06-01 10:00 / 90 minutes"], "2024-06-01T10:00/2024-06-01T11:30"),
        (["2024-06-01T10:00:00Z / 45 seconds"], "2024-06-01T10:00Z/2024-06-01T10:00:45Z"),
        (["2024-01-02 / 10 business days"], "2024-01-02/2024-01-15"),
        (["2024-06-01~ / 1 week"], "2024-06-01~/2024-06-07~"),
        (["06/01/2024 - 2 weeks, 1 day"], "2024-06-01/2024-06-15"),
        (["Nov 11 2011 10:30pm - 2am"], "2011-11-11T22:30/2011-11-12T02:00"),
        # Below another event: from its end on.
        (["2024-06-13", "5 days"], "2024-06-14/2024-06-18"),
        (["2024-06-13", "5 days", "1 week"], "2024-06-19/2024-06-25"),
        (["2024-06-13/2024-06-15", "5 days / 3 days"], "2024-06-21/2024-06-23"),
        (["2024", "6 months"], "2025-01/2025-06"),
        (["2024", "1 year"], "2025"),
        (["2024-06-13", "before 3 days"], "2024-06-10/2024-06-12"),
        (["2024-06-13", "by 1 week / 1 month"], "2024-05-06/2024-06-05"),
        (["2024-06-13", ".start 2 days"], "2024-06-13/2024-06-14"),
        (["2024-06-13/2024-06-15", ".start / .end"], "2024-06-13/2024-06-15"),
        (["2024-06-13/2024-06-15", ".start -10 days / .end 1 day"], "2024-06-03/2024-06-16"),
        (["2024-06-13", "5 days / 2024-07-01"], "2024-06-19/2024-07-01"),
        (["2024-06-14", "3 work days"], "2024-06-15/2024-06-19"),
        (["2024-06-12", "before 3 work days"], "2024-06-07/2024-06-11"),
        (["2024-06-14", "before 1 work day"], "2024-06-13"),
        (["2024-06-15", "3 work days"], "2024-06-16/2024-06-19"),
        (["2024-06-15", "before 1 work day"], "2024-06-14"),
        (["2024-06-16", "before 6 work days"], "2024-06-07/2024-06-15"),
        (["2024-06-14", ".start -2 weekdays / .end"], "2024-06-12/2024-06-14"),
        # Years that need more than four digits have no months.
        (["2024-06-13", "20000 years"], "2024-06-14/Y22024"),
        (["2024-06-13", "before 20000 years"], "Y-17976/2024-06-12"),
        (["9990", "20 years"], "9991/Y10010"),
        (["2024-21", "2 days"], "2024-06-01/2024-06-02"),
        (["2024-06-13T10:00:00Z", "2000 ms"], "2024-06-13T10:00Z/2024-06-13T10:00:02Z"),
        (["2024-06-13 9am - 10am", "10:30 - 11:00"], "2024-06-13T10:30/2024-06-13T11:00"),
        (["2024-06-13 9am - 10am", "8am"], "2024-06-14T08:00"),
        (["2024-06-13 9am - 10am", "2 hours"], "2024-06-13T10:00/2024-06-13T12:00"),
        (["2024-06-13T10:00:00Z", "2 hours"], "2024-06-13T10:00Z/2024-06-13T12:00Z"),
        # Of an event that is named.
        (["2024-06-13/2024-06-15: x !a", "2025", "after !a 1 day"], "2024-06-16"),
        (["2024-06-13/2024-06-15: x !a", "2025", "!a.start 1 day"], "2024-06-13"),
        (["2024-06-13: x !a", "2025-01-01: y !b", "!a / !b"], "2024-06-14/2024-12-31"),
        (["2024-06-13: x !a", "2024-06-10 / !a 2 days"], "2024-06-10/2024-06-14"),
        (["2024-06-13: x !a", "2024-06-10 / !a.end"], "2024-06-10/2024-06-13"),
    ],
)
def test_dates_that_depend_on_earlier_events(lines: list[str], edtf: str) -> None:
    *_, event = events("\n".join(line if ": " in line else f"{line}: x" for line in lines))
    assert event.date.text == edtf
    is_relative = len(lines) > 1
    said = lines[-1].partition(": ")[0]
    assert event.date_note == (f"computed: the file says “{said}”" if is_relative else "")


def test_a_date_that_depends_on_an_unknown_date_is_reported() -> None:
    reading = read(b"2 weeks: A\n2024/now: B\n1 day: C\n1 day: D\n.start 1 day: E", "t.mw")
    assert [event.date.is_undated for event in reading.timeline.events] == [True, False, True, True, True]
    assert [problem.message.split(": ")[1].partition(";")[0] for problem in reading.problems] == [
        "this date depends on an event above it, and there is none",
        "this date depends on the end of an event that has none",
        "this date depends on the event above, whose date is not known",
        "this date depends on the event above, whose date is not known",
    ]


@each_row(
    ("line", "edtf", "message"),
    [
        ("2024-06-10 / after !a 2 days", "2024-06-10", "its end is not read: an end cannot be “after” another event"),
        ("5 days / by !a 2 days", "", "an end cannot be “by” another event; the event is kept under “Undated”"),
        ("before 3 days / !a 2 days", "", "the end of a date before another event must be a number of days, weeks"),
        ("5 days / 2024-06-31", "", "June 2024 has 30 days; the event is kept under “Undated”"),
        ("2024-06-31 / 5 days", "", "June 2024 has 30 days; the event is kept under “Undated”"),
        ("5 days / 2024-06-01", "", "its end would be before its start; the event is kept under “Undated”"),
        ("1000001 years", "", "1000001 is too far; the event is kept under “Undated”"),
    ],
)
def test_an_end_that_cannot_be_computed_is_reported(line: str, edtf: str, message: str) -> None:
    reading = read(f"2024-06-13: A !a\n{line}: B".encode(), "t.mw")
    event = next(event for event in reading.timeline.events if event.title == "B")
    (problem,) = reading.problems
    assert problem.message.startswith(f"{line}: {message}")
    assert event.date == (parse(edtf) if edtf else undated(line))
    assert not event.date_note, "nothing was computed"


def test_hours_are_exact_when_clocks_change() -> None:
    zone = "timezone: Europe/Berlin\n\n"
    found = events(f"{zone}2024-03-31 01:00 / 3 hours: A\n1 hour: B\n1 day: C")
    assert [event.date.text for event in found] == [
        "2024-03-31T01:00+01:00/2024-03-31T05:00+02:00",
        "2024-03-31T05:00+02:00/2024-03-31T06:00+02:00",
        "2024-03-31T06:00+02:00/2024-04-01T06:00+02:00",
    ]


def test_a_computed_date_is_read_back() -> None:
    timeline = read(b"2024-06-13: A\n5 days: B", "t.mw").timeline
    assert bare(read(write(timeline).encode(), "t.mw").timeline) == bare(timeline)


@given(
    st.lists(
        st.sampled_from(["2024-06-13", "2024", "now", "5 days", "before", "!a", ".end", " / ", " - ", "10am", "-"]),
        max_size=6,
    )
)
def test_strange_dependent_dates_raise_nothing(parts: list[str]) -> None:
    read(f"2024-06-13 9am: A !a\n{' '.join(parts)}: B".encode(), "t.mw")


@pytest.mark.parametrize(
    ("text", "edtf", "remark"),
    [
        ("2018/!x", "2018", "its end is not read: this date depends on the event “x”, and none above it has that id"),
        ("2018/-6 months", "2018", "its end is not read: its end would be before its start"),
        ("3 May 2018 - 4pm", "2018-05-03", "its end is not read: its end is a time without a day"),
        ("3 May 2018 - 4 May", "2018-05-03", "its end is not read: this date has no year"),
        ("2025-03-04 every week for 12 weeks", "2025-03-04", "it recurs; only the first occurrence is read"),
        ("2022-01/2022-03 every 2 years x9", "2022-01/2022-03", "it recurs; only the first occurrence is read"),
    ],
)
def test_partly_read_dates_are_reported(text: str, edtf: str, remark: str) -> None:
    reading = read(f"{text}: A".encode(), "t.mw")
    assert [event.date.text for event in reading.timeline.events] == [edtf]
    assert [each.severity for each in reading.problems] == ["warning"]
    assert reading.problems[0].message.endswith(remark)


@pytest.mark.parametrize(
    "line", ["Note: this", "maybe: not", "march on: x", "https://a.example/b: c", "at 10:30: x", "(2024: x)", "2024 x"]
)
def test_text_with_a_colon_is_not_an_event(line: str) -> None:
    (event,) = events(f"2024: A\n\n{line}")
    assert event.summary == line


@each_row(
    ("edtf", "line"),
    [
        ("2024-06-13", "2024-06-13"),
        ("2024-06-13/2024-06-15", "2024-06-13/2024-06-15"),
        ("2024-06-13~", "2024-06-13"),
        ("2024-21", "2024-03/2024-05"),
        ("195X", "1950/1959"),
        ("2024-06-13/..", "2024-06-13/now"),
        ("2024-06-13/", "2024-06-13"),
        ("../2024-06-13", "2024-06-13"),
        ("-0753", "754 BC"),
        ("-0753/..", "754 BC"),
        ("-0050/0050", "51 BC - 50 AD"),
        ("-0753-06", "754 BC"),
        ("Y12024", "12024 AD"),
        ("0079", "0079"),
        ("2024-06-13T15:05", "2024-06-13 15:05"),
        ("2024-06-13T15:05:30", "2024-06-13 15:05"),
        ("2024-06-13T15:05+02:00", "2024-06-13T13:05:00Z"),
        ("2024-06-13T23:05-03:30/2024-06-14T10:00Z", "2024-06-14T02:35:00Z - 2024-06-14T10:00:00Z"),
        ("2024-06-13T15:05Z/2024-06-15", "2024-06-13/2024-06-15"),
        ("2024-06-13T15:05Z/..", "2024-06-13T15:05:00Z - now"),
    ],
)
def test_dates_are_written_for_markwhen_and_read_back_exactly(edtf: str, line: str) -> None:
    text = write(Timeline(events=(Event("x", parse(edtf), "T"),)))
    assert text.splitlines()[0] == f"{line}: T"
    assert [event.date.text for event in events(text)] == [edtf]


def test_a_date_changed_on_its_line_is_read() -> None:
    text = write(Timeline(events=(Event("x", parse("2024-06-13~"), "T"),)))
    assert [event.date.text for event in events(text.replace("2024-06-13: T", "2024-06-14: T"))] == ["2024-06-14"]


def test_years_outside_the_range_are_left_out_and_reported() -> None:
    timeline = Timeline(events=(Event("x", parse("Y-170000002"), "T"), Event("y", parse("2024"), "U")))
    assert [event.title for event in events(write(timeline))] == ["U"]
    assert losses(timeline) == ["1 event before 99,999 BC or after the year 99,999: left out"]


def test_losses_count_what_markwhen_shows_differently() -> None:
    disputed = Citation(Source(title="S"), stance="disputes")
    dates = ("2024-22", "2024-06-13?", "2024-06-13/..", "../2024-06-13", "2024-06")
    timeline = Timeline(events=tuple(Event(date, parse(date), "T", sources=(disputed,)) for date in dates))
    assert losses(timeline) == [
        "1 event without a first day: shown on the last one",
        "1 event without a last day: shown up to now, or on the first one",
        "1 event dated to a season, decade or more: shown on all of it",
        "1 event with a date in doubt: shown as certain",
        "5 events disputed: shown only in the text below the event",
    ]


# Files of others

PROJECT = """\
// A plan
title: Project plan
description: Two projects
timezone: America/New_York
#John: blue

# All Projects

## Project 1 #Project1

  // Supports ISO8601
  2025-01/2025-03: Sub task #John
    id: first
    contact: imeal@example.com
    assignees: [Michelle, Johnathan]
    location: "123 Main Street, Kansas City, MO"

    More info about sub task 2, see [the plan](https://example.org/plan)
    for the #details.

    - [ ] We need to get this done
  2025-02-03 10am: [x] Meeting with #Michelle and ![photo](https://example.org/p.jpg) others #John #late
  tz: Europe/London

## Project 2

2025-07-01 10:00: Yearly planning !planning
"""


def test_a_file_of_another_program_is_read_completely() -> None:
    reading = read(PROJECT.encode(), "plan.mw")
    assert not reading.problems
    timeline = reading.timeline
    assert (timeline.title, timeline.description) == ("Project plan", "Two projects")
    assert timeline.other == (("timezone", "America/New_York"),)
    first, second, third = timeline.events
    assert (first.date.text, first.title, first.id, first.line) == ("2025-01/2025-03", "Sub task", "first", 12)
    assert first.topics == ("All Projects", "Project 1", "Project1", "John", "details")
    assert first.place == "123 Main Street, Kansas City, MO"
    assert first.other == (("contact", "imeal@example.com"), ("assignees", ("Michelle", "Johnathan")))
    assert first.summary == (
        "More info about sub task 2, see the plan\nfor the #details.\n\n- [ ] We need to get this done"
    )
    assert first.sources == (Citation(Source(title="the plan", url="https://example.org/plan")),)
    assert second.date.text == "2025-02-03T10:00Z"
    assert second.title == "Meeting with Michelle and others"
    assert second.topics == ("All Projects", "Project 1", "Project1", "Michelle", "John", "late")
    assert second.sources == (Citation(Source(title="photo", url="https://example.org/p.jpg", kind="image")),)
    assert (third.date.text, third.id, third.topics) == (
        "2025-07-01T10:00-04:00",
        "planning",
        ("All Projects", "Project 2"),
    )


def test_sections_in_the_old_syntax() -> None:
    text = """\
title: Old
#Travel: red

section The nineties #90s
1991: Desert Storm
group Television
1994: Friends premiered
endGroup
1998: After the group
endSection
2001: After it all
"""
    found = {event.title: event.topics for event in read(text.encode(), "t.mw").timeline.events}
    assert found["Desert Storm"] == ("The nineties", "90s")
    assert found["After the group"] == ("The nineties", "90s")
    assert found["After it all"] == ()
    assert found["Friends premiered"] == ("The nineties", "90s", "Television")


def test_without_a_group_end_there_are_no_groups() -> None:
    (event,) = events("1991: A\n\ngroup therapy began\nsection 5 of the law applies")
    assert event.summary == "group therapy began\nsection 5 of the law applies"


def test_a_section_closes_deeper_sections() -> None:
    found = events("# A\n## B\n2001: one\n# C\n2002: two\nstyle: section\n_-_-_break_-_-_\n2003: three")
    assert [event.topics for event in found] == [("A", "B"), ("C",), ()]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_other_ways(end: str) -> None:
    text = end.join(["---", "title: T", "---", "", "2024: A", "place: Rome", "", "One", "two", "2025: B"])
    reading = read(text.encode(), "t.mw")
    assert not reading.problems
    first, second = reading.timeline.events
    assert (reading.timeline.title, first.place, first.summary) == ("T", "Rome", "One\ntwo")
    assert (first.line, second.line) == (5, 10)


def test_the_title_can_be_only_tags_or_come_from_the_text() -> None:
    only_tags, below = events("2020: #covid #lockdown\n2021:\nWhat happened\nand more")
    assert (only_tags.title, only_tags.topics) == ("covid lockdown", ("covid", "lockdown"))
    assert below.title == "What happened"


@pytest.mark.parametrize(
    ("zone", "edtf", "problems"),
    [
        ("Europe/Rome", "2024-06-13T15:05+02:00", 0),
        ("+5", "2024-06-13T15:05+05:00", 0),
        ("-6", "2024-06-13T15:05-06:00", 0),
        ("5:30", "2024-06-13T15:05+05:30", 0),
        ("Mars/Olympus", "2024-06-13T15:05", 1),
    ],
)
def test_time_zones(zone: str, edtf: str, problems: int) -> None:
    reading = read(f"timezone: {zone}\n\n2024-06-13 15:05: A\n2024-06-13 15:05: B\n2024-06-13: C".encode(), "t.mw")
    assert [event.date.text for event in reading.timeline.events] == [edtf, edtf, "2024-06-13"]
    assert len(reading.problems) == problems


def test_at_most_a_hundred_unknown_zones_are_looked_up() -> None:
    strange = "".join(f"2024-06-13 15:05: e{number}\ntz: q{number}\n" for number in range(150))
    reading = read(f"{strange}2024-06-13 15:05: A\ntz: Europe/Rome\n2024-06-13 15:05: B\ntz: +2".encode(), "t.mw")
    *_, by_name, fixed = [event.date.text for event in reading.timeline.events]
    assert (by_name, fixed) == ("2024-06-13T15:05", "2024-06-13T15:05+02:00")
    (told,) = [each for each in reading.problems if each.message.startswith("100 time zones are not known")]
    assert told.line == 200


# Our own files


def test_the_sample_is_read_back() -> None:
    assert bare(read(write(SAMPLE).encode(), "t.mw").timeline) == bare(as_read(SAMPLE))


@given(timelines())
def test_everything_written_is_read_back(timeline: Timeline) -> None:
    timeline = as_read(timeline.dated())
    held = tuple(event for event in timeline.events if markwhen_date(event.date))
    assert write(timeline) == write(timeline)
    assert bare(read(write(timeline).encode(), "t.mw").timeline) == bare(timeline._replace(events=held))


# Text with much that has a meaning here.
hostile = st.lists(
    st.sampled_from(["#tag", "# ", "// ", "---", "\n", "2024: x", "now: y", "- [ ] ", "[a](https://b.example)", "!id"])
    | st.sampled_from(["![", "](", ": ", "key: v", "end", "group", "[x] ", "50%", " ", '"', "\\", "日本", "é", "it's"])
    | st.text(max_size=3),
    max_size=12,
).map("".join)


@given(line=hostile.map(clean_line).filter(bool), prose=hostile.map(clean).map(str.strip))
@example("#tag", "// In words, for people. What is read are the properties above.")
@example("[x] #5", "  a\n  b")
@example("T", "---\nkey: value")
def test_hostile_text_is_read_back_from_every_field(line: str, prose: str) -> None:
    source = Source(key=line, title=line, publisher=line, url=line, note=prose)
    other = ((line, (prose, None)), ("timezone", line), ("may", line), ("checked", prose))
    event = event_saying(line, prose, source)._replace(other=other)
    timeline = as_read(Timeline(line, prose, sources=(source,), events=(event, event._replace(id="y"))))
    assert bare(read(write(timeline).encode(), "t.mw").timeline) == bare(timeline)


@each_row(
    "key",
    ["null", "Null", "edtf", "other", "may", "94", "q2", "today", "tz", "location", "a b", "", "#x", "end", "---"],
)
@each_row("value", [None, "", (), Entries(()), "x", (None,), Entries((("a", None), ("other", "")))])
def test_unknown_keys_are_read_back(key: str, value: Any) -> None:
    other = ((key, value),)
    source = Source(key="s", title="S", other=other)
    event = Event("x", parse("2024"), "T", sources=(Citation(source, other=other),), other=other)
    timeline = as_read(Timeline("W", sources=(source,), events=(event,), other=other))
    reading = read(write(timeline).encode(), "t.mw")
    assert bare(reading.timeline) == bare(timeline)
    assert not any("begins like" in problem.message for problem in reading.problems)


def test_added_tags_are_topics_without_duplicates() -> None:
    event = Event("x", parse("2024"), "T", countries=("United States",), topics=("dual-use goods",))
    text = write(Timeline(events=(event,)))
    assert text.splitlines()[0] == "2024: T #United_States #dual_use_goods"
    (back,) = events(text.replace("2024: T ", "2024: T #new "))
    assert (back.countries, back.topics) == (("United States",), ("dual-use goods", "new"))


@pytest.mark.parametrize(
    ("name", "said"), [("Côte d’Ivoire", "#Cote_d_Ivoire"), ("日本", ""), ("2024", ""), ("G7", "#G7"), ("-", "")]
)
def test_tags(name: str, said: str) -> None:
    assert tag(name) == said


# What is wrong


@each_row(
    ("text", "problem", "count"),
    [
        ("", "t.mw:1:1: no events: the file is empty", 0),
        ("\n \n", "t.mw:1:1: no events: the file is empty", 0),
        ("title: T\n", "t.mw:1:1: no events: no line begins with a date and a colon", 0),
        ("2024-06-31: A", "t.mw:1:9: 2024-06-31: June 2024 has 30 days; the event is kept under “Undated”", 1),
        ("13/01/2024: A", "t.mw:1:1: 2024-13-01: there is no month 13; the event is kept under “Undated”", 1),
        ("2024/2023: A", "t.mw:1:6: 2024/2023: the end is before the start; the event is kept under “Undated”", 1),
        ("2024:", "t.mw:1:1: an event without “title”; it is left out", 0),
        ("---\ntitle: T\n\n2024: A", "t.mw:1:1: the header has no end", 1),
        ("2024: A\nedtf: soon", "", 1),
        ("2024: A\nquotes: [{text: x}, {speaker: y}]", "t.mw:2:21: a quote without “text”; it is left out", 1),
        ("dateFormat: [a]\n2024: A", "t.mw:1:13: warning: custom date formats are not read: 06/13/2024 is 13 June", 1),
    ],
)
def test_problems_have_their_line_and_column(text: str, problem: str, count: int) -> None:
    reading = read(text.encode(), "t.mw")
    assert [str(each) for each in reading.problems] == ([problem] if problem else [])
    assert len(reading.timeline.events) == count


def test_broken_properties_are_reported_and_the_event_is_kept() -> None:
    reading = read(b"2024: A\nkey: [a, b\n\ntext\n2025: B", "t.mw")
    assert [event.title for event in reading.timeline.events] == ["A", "B"]
    assert [each.line for each in reading.problems] == [2]


@given(st.binary(max_size=200) | hostile.map(str.encode), st.data())
def test_broken_input_raises_nothing(noise: bytes, data: st.DataObject) -> None:
    good = write(SAMPLE).encode()
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 2000)))
    for broken in (noise, good[:start], good[:start] + noise + good[end:]):
        assert all(problem.line >= 0 for problem in read(broken, "t.mw").problems)


@given(st.text(st.sampled_from("0123456789-/ :.amptoy+!wdT,"), max_size=40))
def test_lines_of_digits_and_signs_raise_nothing(line: str) -> None:
    found = dating(f"{line}: x")
    assert found is None or [bool(found.edtf), bool(found.fault), bool(found.relative)].count(True) == 1


def test_long_lines_take_linear_time() -> None:
    for line in (
        "1 " * 100_000 + ":",
        "1" + " " * 200_000 + ":",
        "+" * 200_000 + "1:",
        "[" * 100_000 + "](",
        "#a " * 50_000,
    ):
        read(f"2024: {line}\n{line}\n".encode(), "t.mw")


def test_control_characters_are_removed() -> None:
    reading = read(b"2024: a\x1b[31mb", "t.mw")
    assert reading.timeline.events[0].title == "a␛[31mb"
    assert [each.severity for each in reading.problems] == ["warning"]


def test_two_addresses_in_one_link_are_two_sources() -> None:
    (event,) = events("2024-06-13: A [page](https://a.example/x,https://b.example)\n")
    assert [(citation.source.title, citation.source.url) for citation in event.sources] == [
        ("page", "https://a.example/x"),
        ("page", "https://b.example"),
    ]


def test_the_first_and_last_years_that_markwhen_can_write() -> None:
    assert markwhen_date(parse("Y99999")) == "99999 AD"
    assert markwhen_date(parse("Y-99998")) == "99999 BC"
    assert markwhen_date(parse("Y-99999")) is None
    assert markwhen_date(parse("Y100000")) is None
