"""The iCalendar format: another program reads our calendars, and we read calendars of other programs."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from golden.sample import SAMPLE
from hypothesis import example, given
from hypothesis import strategies as st
from random_timelines import timelines
from strategies import as_read, bare, event_saying
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.icalendar.icalendar import losses, read, write
from timeline_tui.formats.icalendar.icalendar_dates import period
from timeline_tui.formats.icalendar.icalendar_syntax import content_line, escaped, properties, unescaped
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.yaml import yaml
from timeline_tui.model.timeline import Citation, Event, Extract, Source, Timeline
from timeline_tui.text.text import clean, clean_line

BUNDLED = Path(__file__).parents[3] / "events.yaml"


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def vevent(*lines: str) -> bytes:
    return calendar("BEGIN:VEVENT", *lines, "END:VEVENT")


def the_event(*lines: str) -> Event:
    """The only event of a calendar that has only this one and nothing wrong."""
    reading = read(vevent(*lines), "c.ics")
    assert not reading.problems
    (event,) = reading.timeline.events
    return event


def told(data: bytes) -> list[str]:
    return [str(problem) for problem in read(data, "c.ics").problems]


# Writing


def test_another_program_reads_everything() -> None:
    library = pytest.importorskip("icalendar", reason="icalendar reads back what we write")
    timeline = yaml.read(BUNDLED.read_bytes(), "events.yaml").timeline
    found = library.Calendar.from_ical(write(timeline))
    assert unescaped(str(found["NAME"])) == timeline.title  # a name that it does not know, and leaves as it is
    assert not found.errors
    events = found.walk("VEVENT")
    assert len(events) == len(timeline.events)
    for event, ours in zip(events, timeline.events, strict=True):
        assert not event.errors
        assert event["SUMMARY"] == ours.title
        assert event["UID"] == f"{ours.id}@timeline-tui"
        categories = [str(name) for part in event["CATEGORIES"] for name in part.cats]
        assert categories == [*ours.countries, *ours.topics]
        description = str(event["DESCRIPTION"])
        assert ours.summary in description
        assert all(quote.text in description for quote in ours.quotes)
        assert all(source.url in description for source in ours.cited)
        assert not ours.disputed or "Disputed by" in description


@each_row(
    ("edtf", "start", "end"),
    [
        ("2024-06-13", date(2024, 6, 13), date(2024, 6, 14)),
        ("2024-06-13/2024-06-15", date(2024, 6, 13), date(2024, 6, 16)),
        ("2024-06", date(2024, 6, 1), date(2024, 7, 1)),
        ("2024", date(2024, 1, 1), date(2025, 1, 1)),
        ("2024-22", date(2024, 6, 1), date(2024, 9, 1)),
        ("195X", date(1950, 1, 1), date(1960, 1, 1)),
        ("2024-02-24/..", date(2024, 2, 24), date(2024, 2, 25)),
        ("2024-02/", date(2024, 2, 1), date(2024, 3, 1)),
        ("2024-06-13T15:05", datetime(2024, 6, 13, 15, 5), None),
        ("2024-06-13T15:05:30Z", datetime(2024, 6, 13, 15, 5, 30, tzinfo=timezone.utc), None),
        ("2024-06-13T23:05-02:30", datetime(2024, 6, 14, 1, 35, tzinfo=timezone.utc), None),
        (
            "2024-06-13T15:05+02:00/2024-06-13T16:00+02:00",
            datetime(2024, 6, 13, 13, 5, tzinfo=timezone.utc),
            datetime(2024, 6, 13, 14, 0, tzinfo=timezone.utc),
        ),
        ("2024-06-13T15:05/2024-06-14", datetime(2024, 6, 13, 15, 5), datetime(2024, 6, 15)),
        ("2024-06-13T15:05/..", datetime(2024, 6, 13, 15, 5), None),
    ],
)
def test_a_month_or_year_becomes_all_its_days(edtf: str, start: date, end: date | None) -> None:
    library = pytest.importorskip("icalendar", reason="icalendar reads back what we write")
    written = write(Timeline(events=(Event("x", parse(edtf), "T"),)))
    (event,) = library.Calendar.from_ical(written).walk("VEVENT")
    assert event["DTSTART"].dt == start
    assert (event["DTEND"].dt if "DTEND" in event else None) == end
    assert isinstance(event["DTSTAMP"].dt, datetime)
    assert event["DTSTAMP"].dt.utcoffset() == timedelta(0)
    (back,) = read(written.encode(), "c.ics").timeline.events
    assert back.date.text == edtf


@pytest.mark.parametrize("edtf", ["-0753", "Y-170000002", "Y12024", "../2024", "/2024-06-13", "9999-12-31", "9999"])
def test_events_that_a_calendar_cannot_hold_are_left_out_and_reported(edtf: str) -> None:
    timeline = Timeline(events=(Event("x", parse(edtf), "T"), Event("y", parse("2024-06-13"), "U")))
    assert write(timeline).count("BEGIN:VEVENT") == 1
    assert len(losses(timeline)) == 1
    assert losses(timeline)[0].startswith("1 event ")
    assert losses(timeline)[0].endswith("left out")


def test_losses_count_what_a_calendar_shows_differently() -> None:
    disputed = Citation(Source(title="S"), stance="disputes")
    events = (
        Event("a", parse("2024-06"), "T"),
        Event("b", parse("2024-06-13~"), "T"),
        Event("c", parse("2024-06-13/.."), "T"),
        Event("d", parse("2024-06-13"), "T", sources=(disputed,)),
    )
    assert losses(Timeline(events=events)) == [
        "1 event without a last day: shown on the first one",
        "1 event not dated to a day: shown on all possible days",
        "1 event with a date in doubt: shown as certain",
        "1 event disputed: shown only in the description",
    ]
    assert losses(Timeline(events=(Event("x", parse("2024-06-13T15:05Z"), "T"),))) == []


def test_the_query_is_shown_but_not_read_as_the_description() -> None:
    event = Event("x", parse("2024-06-13"), "T")
    timeline = Timeline("Week", "All of it.", events=(event,), extract=Extract("country:Japan", 24))
    written = write(timeline)
    assert "X-WR-CALDESC:All of it.\\n\\nQuery: country:Japan\\n1 of 24 events\r\n" in written
    back = read(written.encode(), "c.ics").timeline
    assert (back.description, back.extract) == ("All of it.", timeline.extract)


def test_a_calendar_of_a_part_that_was_read_says_so() -> None:
    written = write(Timeline(extract=Extract("topic:oil", 24, searched=9))).replace("\r\n ", "")
    assert (
        "Query: topic:oil\\n0 of 9 searched so far\\nNot all of the file was read: 9 of 24 events were searched"
        in written
    )


def test_an_address_is_written_in_ascii_and_only_if_it_is_one() -> None:
    def url_line(url: str) -> list[str]:
        event = Event("x", parse("2024"), "T", sources=(Citation(Source(title="S", url=url)),))
        return [line for line in write(Timeline(events=(event,))).split("\r\n") if line.startswith("URL")]

    assert url_line("https://ja.wikipedia.org/wiki/日本") == ["URL:https://ja.wikipedia.org/wiki/%E6%97%A5%E6%9C%AC"]
    assert url_line("javascript:alert(1)") == []


# Text with much that has a meaning here.
hostile = st.lists(
    st.sampled_from(
        ["\\", ",", ";", ":", "\n", "\\n", '"', "BEGIN:VEVENT", "END:VEVENT", " ", "é", "日本", "🇮🇹", "x" * 70]
    )
    | st.text(max_size=3),
    max_size=30,
).map("".join)


@given(hostile.map(clean))
def test_text_is_escaped_so_that_it_comes_back(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(hostile.map(clean))
@example("é" * 100)
@example("𝄞" * 60)
def test_lines_fold_at_75_octets_between_characters(text: str) -> None:
    line = content_line("SUMMARY", escaped(text))
    assert line.endswith("\r\n")
    physical = line[:-2].split("\r\n")
    assert all(len(each.encode()) <= 75 for each in physical)
    assert all(each.startswith(" ") for each in physical[1:])
    (found,) = properties(decode(line.encode(), "c.ics"))
    assert found.text == text


@given(timelines())
def test_everything_written_is_read_back(timeline: Timeline) -> None:
    timeline = as_read(timeline)
    held = tuple(event for event in timeline.events if period(event.date))
    assert write(timeline) == write(timeline)
    back = read(write(timeline).encode(), "c.ics").timeline
    assert bare(back) == bare(timeline._replace(events=held))


@given(line=hostile.map(clean_line).filter(bool), prose=hostile.map(clean).map(str.strip))
def test_hostile_text_is_read_back_from_every_field(line: str, prose: str) -> None:
    source = Source(key=line, title=line, publisher=line, url=line, note=prose)
    event = event_saying(line, prose, source)._replace(id=f"x{line}".strip(), other=((f"k {line}", (line, None)),))
    timeline = as_read(Timeline(line, prose, sources=(source,), events=(event,), other=(("o", prose),)))
    written = write(timeline)
    assert all(len(each.encode()) <= 75 for each in written.split("\r\n"))
    assert bare(read(written.encode(), "c.ics").timeline) == bare(timeline)


def test_the_sample_is_read_back() -> None:
    assert bare(read(write(SAMPLE).encode(), "c.ics").timeline) == bare(as_read(SAMPLE))


def test_changes_in_a_calendar_program_are_read() -> None:
    written = write(Timeline(events=(Event("x", parse("2024-06~"), "T", countries=("Japan",)),)))
    moved = written.replace("DTSTART;VALUE=DATE:20240601", "DTSTART;VALUE=DATE:20240603")
    moved = moved.replace("SUMMARY:T", "SUMMARY:New title")
    (event,) = read(moved.encode(), "c.ics").timeline.events
    assert (event.date.text, event.title, event.countries) == ("2024-06-03/2024-06-30", "New title", ("Japan",))


# Reading


def test_every_property_of_other_programs_is_read() -> None:
    event = the_event(
        "UID:abc@google.com",
        "DTSTART;TZID=Europe/Rome:20240613T150500",
        "DTEND;TZID=Europe/Rome:20240613T160000",
        "SUMMARY:Signed\\, sealed\\; done",
        "LOCATION:Fasano\\, Italy",
        "DESCRIPTION:One\\nTwo",
        "CATEGORIES:summit,a\\,b",
        "CATEGORIES:treaty",
        'ORGANIZER;CN="Meloni: Giorgia":mailto:a@example.org',
        "ATTENDEE;CN=Fumio Kishida:mailto:b@example.org",
        "ATTENDEE;CUTYPE=GROUP;CN=G7:mailto:c@example.org",
        "ATTENDEE;CUTYPE=ROOM;CN=Room 3:mailto:d@example.org",
        "ATTENDEE;CN=e@example.org:mailto:e@example.org",
        "URL:https://example.org/a",
        "ATTACH;FMTTYPE=application/pdf:https://example.org/b.pdf",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA",
        "STATUS:CANCELLED",
        "COMMENT:Rain",
        "BEGIN:VALARM",
        "DESCRIPTION:Wake up",
        "DTSTART:19700101T000000Z",
        "END:VALARM",
    )
    assert (event.id, event.date.text) == ("abc@google.com", "2024-06-13T15:05+02:00/2024-06-13T16:00+02:00")
    assert (event.title, event.place, event.summary) == ("Signed, sealed; done", "Fasano, Italy", "One\nTwo")
    assert event.topics == ("summit", "a,b", "treaty")
    assert event.people == ("Meloni: Giorgia", "Fumio Kishida")
    assert event.organizations == ("G7",)
    assert [each.source.url for each in event.sources] == ["https://example.org/a", "https://example.org/b.pdf"]
    assert (event.note, event.other) == ("Rain", (("status", "CANCELLED"),))
    assert event.line == 3


@each_row(
    ("lines", "edtf"),
    [
        (["DTSTART;VALUE=DATE:20240613"], "2024-06-13"),
        (["DTSTART;VALUE=DATE:20240613", "DTEND;VALUE=DATE:20240614"], "2024-06-13"),
        (["DTSTART;VALUE=DATE:20240613", "DTEND;VALUE=DATE:20240613"], "2024-06-13"),
        (["DTSTART;VALUE=DATE:20240613", "DTEND;VALUE=DATE:20240701"], "2024-06-13/2024-06-30"),
        (["DTSTART;VALUE=DATE:20240613", "DURATION:P2D"], "2024-06-13/2024-06-14"),
        (["DTSTART;VALUE=DATE:20240613", "DURATION:P1W"], "2024-06-13/2024-06-19"),
        (["DTSTART:20240613T150500Z"], "2024-06-13T15:05Z"),
        (["DTSTART:20240613T150530Z", "DTEND:20240613T150530Z"], "2024-06-13T15:05:30Z"),
        (["DTSTART:20240613T235960Z"], "2024-06-13T23:59:59Z"),
        (["DTSTART:20240613T233000", "DURATION:PT1H30M"], "2024-06-13T23:30/2024-06-14T01:00"),
        (["DTSTART;TZID=Asia/Tokyo:20240613T150500"], "2024-06-13T15:05+09:00"),
        (["DTSTART;TZID=/x.example/Tz/America/New_York:20240113T150500"], "2024-01-13T15:05-05:00"),
        (
            ["DTSTART;TZID=America/New_York:20240613T150500", "DTEND;TZID=Asia/Tokyo:20240614T040500"],
            "2024-06-13T15:05-04:00",
        ),
        (
            ["DTSTART;TZID=America/New_York:20240613T150500", "DTEND;TZID=Asia/Tokyo:20240614T050500"],
            "2024-06-13T15:05-04:00/2024-06-14T05:05+09:00",
        ),
        # Across the change of the clocks: days go by the calendar, hours pass.
        (
            ["DTSTART;TZID=Europe/Rome:20240331T003000", "DURATION:P1DT0M"],
            "2024-03-31T00:30+01:00/2024-04-01T00:30+02:00",
        ),
        (
            ["DTSTART;TZID=Europe/Berlin:20240331T010000", "DURATION:PT3H"],
            "2024-03-31T01:00+01:00/2024-03-31T05:00+02:00",
        ),
        (
            ["DTSTART;TZID=Europe/Berlin:20240330T230000", "DURATION:P1DT24H"],
            "2024-03-30T23:00+01:00/2024-04-01T23:00+02:00",
        ),
        (
            ["DTSTART;TZID=Europe/Berlin:20240330T010000", "DURATION:P1DT1H"],
            "2024-03-30T01:00+01:00/2024-03-31T03:00+02:00",
        ),
        (
            ["DTSTART;TZID=Europe/Berlin:20241027T010000", "DURATION:PT2H"],
            "2024-10-27T01:00+02:00/2024-10-27T02:00+01:00",
        ),
        (["DTSTART:2024-06-13T15:05:00Z"], "2024-06-13T15:05Z"),
    ],
)
def test_dates_of_other_programs(lines: list[str], edtf: str) -> None:
    assert the_event("SUMMARY:T", *lines).date.text == edtf


@pytest.mark.parametrize(
    ("lines", "edtf"),
    [
        (["DTSTART:20240613T150500", "DTEND:20240613T140000"], "2024-06-13T15:05"),
        (["DTSTART;VALUE=DATE:20240613", "DTEND;VALUE=DATE:20240610"], "2024-06-13"),
    ],
)
def test_an_end_before_the_start_is_reported(lines: list[str], edtf: str) -> None:
    reading = read(vevent("SUMMARY:T", *lines), "c.ics")
    assert [event.date.text for event in reading.timeline.events] == [edtf]
    assert [problem.message for problem in reading.problems] == ["its end is left out: the end is before the start"]


_SPRING = st.datetimes(datetime(2024, 3, 8), datetime(2024, 4, 9))
_AUTUMN = st.datetimes(datetime(2024, 10, 4), datetime(2024, 11, 5))


@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo"]),
    _SPRING | _AUTUMN,
    st.integers(1, 3 * 24 * 60),
)
@example("Europe/Berlin", datetime(2024, 3, 31, 1), 60)
@example("Europe/Berlin", datetime(2024, 10, 27, 1), 120)
@example("Australia/Lord_Howe", datetime(2024, 4, 7, 1), 75)
@example("Europe/Berlin", datetime(2024, 10, 27, 2, fold=1), 1)
def test_hours_of_a_duration_are_exact_when_clocks_change(zone: str, start: datetime, minutes: int) -> None:
    # a local time that occurs twice is the first one (RFC 5545, 3.3.5): a calendar cannot state the second, fold=1
    start = start.replace(second=0, microsecond=0, tzinfo=ZoneInfo(zone), fold=0)
    end = (start.astimezone(timezone.utc) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    event = the_event("SUMMARY:T", f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}", f"DURATION:PT{minutes}M")
    assert event.date.text.partition("/")[2] == end.isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("lines", "edtf", "warnings"),
    [
        (["DTSTART;VALUE=DATE:20171227T000000Z"], "2017-12-27", 1),
        (["DTSTART;VALUE=DATE:20171227T153000", "DTEND;VALUE=DATE:20171229T153000"], "2017-12-27/2017-12-28", 2),
        (["DTSTART;VALUE=DATE:20171227T000000Z", "DURATION:P2D"], "2017-12-27/2017-12-28", 1),
        (["DTSTART;VALUE=DATE-TIME:20171227T153000Z"], "2017-12-27T15:30Z", 0),
    ],
)
def test_the_time_of_a_value_date_is_ignored(lines: list[str], edtf: str, warnings: int) -> None:
    reading = read(vevent("SUMMARY:T", *lines), "c.ics")
    assert [event.date.text for event in reading.timeline.events] == [edtf]
    assert [(each.severity, "VALUE=DATE means" in each.message) for each in reading.problems] == [
        ("warning", True)
    ] * warnings


def test_a_zone_that_the_file_defines_with_one_offset_is_known() -> None:
    zone = ("BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0530", "END:STANDARD")
    event = ("BEGIN:VEVENT", "SUMMARY:T", "DTSTART;TZID=India Standard Time:20240613T150500", "END:VEVENT")
    reading = read(calendar("BEGIN:VTIMEZONE", "TZID:India Standard Time", *zone, "END:VTIMEZONE", *event), "c.ics")
    assert not reading.problems
    assert reading.timeline.events[0].date.text == "2024-06-13T15:05+05:30"


def test_an_unknown_zone_keeps_the_local_time_and_is_reported_once() -> None:
    event = ("BEGIN:VEVENT", "SUMMARY:T", "DTSTART;TZID=Mars/Olympus:20240613T150500", "END:VEVENT")
    reading = read(calendar(*event, *event), "c.ics")
    assert [event.date.text for event in reading.timeline.events] == ["2024-06-13T15:05"] * 2
    assert [(each.line, each.severity) for each in reading.problems] == [(5, "warning")]
    assert "Mars/Olympus" in reading.problems[0].message


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("blank", [" ", "\t"])
def test_lines_may_end_and_fold_in_other_ways(end: str, blank: str) -> None:
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART:20240613", f"SUMMARY:Long{end}{blank}er{end}{blank} title"]
    data = end.join([*lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()
    reading = read(data, "c.ics")
    assert not reading.problems
    assert reading.timeline.events[0].title == "Longer title"


def test_a_fold_inside_a_character_is_read() -> None:
    torn = "SUMMARY:日本".encode()
    reading = read(
        vevent("DTSTART:20240613").replace(b"END:VEVENT", torn[:9] + b"\r\n " + torn[9:] + b"\r\nEND:VEVENT"), "c"
    )
    assert not reading.problems
    assert reading.timeline.events[0].title == "日本"


def test_the_names_of_the_calendar_are_title_and_description() -> None:
    data = calendar("X-WR-CALNAME:Old", "X-WR-CALDESC:D", "BEGIN:VEVENT", "DTSTART:20240613", "SUMMARY:T", "END:VEVENT")
    assert (read(data, "c").timeline.title, read(data, "c").timeline.description) == ("Old", "D")
    assert read(data.replace(b"X-WR", b"NAME:New\r\nX-WR", 1), "c").timeline.title == "New"


def test_without_a_summary_the_first_line_of_the_description_is_the_title() -> None:
    event = the_event("DTSTART:20240613", "DESCRIPTION:Head\\nBody")
    assert (event.title, event.summary) == ("Head", "Body")


def test_a_recurring_event_is_read_once_and_its_exceptions_apart() -> None:
    data = calendar(
        *("BEGIN:VEVENT", "UID:a", "DTSTART:20240613", "SUMMARY:T", "RRULE:FREQ=DAILY", "END:VEVENT"),
        *("BEGIN:VEVENT", "UID:a", "RECURRENCE-ID:20240614", "DTSTART:20240615", "SUMMARY:T", "END:VEVENT"),
    )
    assert [event.id for event in read(data, "c").timeline.events] == ["a", "a/20240614"]
    assert told(data) == ["c.ics:7:1: warning: this event recurs (RRULE); only the first occurrence is read"]


GOOD = "BEGIN:VEVENT\r\nDTSTART:20240613\r\nSUMMARY:T\r\nEND:VEVENT\r\n"


@each_row(
    ("data", "problem", "events"),
    [
        (b"", "c.ics:1:1: no events: the file is empty", 0),
        (b" \r\n", "c.ics:1:1: no events: the file is empty", 0),
        (b"title: T\nevents: []\n", "c.ics:1:1: this is not an iCalendar file: it has no BEGIN:VCALENDAR", 0),
        (calendar(), "c.ics:1:1: no events: there is no BEGIN:VEVENT in this calendar", 0),
        (vevent("SUMMARY:T"), "c.ics:3:1: an event without DTSTART; the event is kept under “Undated”", 1),
        (vevent("DTSTART:20240613"), "c.ics:3:1: an event without “title”; it is left out", 0),
        (
            vevent("DTSTART:soon", "SUMMARY:T"),
            "c.ics:4:9: “soon” is not a calendar date; the event is kept under “Undated”",
            1,
        ),
        (
            vevent("SUMMARY:T", "DTSTART;VALUE=DATE:20240631"),
            "c.ics:5:20: 2024-06-31: June 2024 has 30 days; the event is kept under “Undated”",
            1,
        ),
        (
            vevent("SUMMARY:T", "DTSTART:20240613", "DTEND:never"),
            "c.ics:6:7: “never” is not an end of an event; it is left out",
            1,
        ),
        (
            vevent("SUMMARY:T", "DTSTART:20240613", "DURATION:P9999999W"),
            "c.ics:6:10: “P9999999W” is not an end of an event; it is left out",
            1,
        ),
        (
            vevent("SUMMARY:T", "DTSTART:20240613", "what is this"),
            "c.ics:6:1: this is not a calendar line, which is a name, a colon and a value",
            1,
        ),
        (
            vevent("SUMMARY:T", "DTSTART:20240613", "X-TIMELINE-QUOTES:[{"),
            "c.ics:6:19: X-TIMELINE-QUOTES is not JSON, or nested too deeply; it is left out",
            1,
        ),
        (
            vevent("SUMMARY:T", "DTSTART:20240613", "X-TIMELINE-QUOTES:" + "[" * 5000 + "]" * 5000),
            "c.ics:6:19: X-TIMELINE-QUOTES is not JSON, or nested too deeply; it is left out",
            1,
        ),
        (
            f"BEGIN:VCALENDAR\r\n{GOOD}BEGIN:VEVENT\r\nDTSTART:2024".encode(),
            "c.ics:6:1: the file ends inside this event, which is left out",
            1,
        ),
        (f"BEGIN:VCALENDAR\r\n{GOOD}".encode(), "c.ics:1:1: the file ends without END:VCALENDAR", 1),
        (
            f"BEGIN:VCALENDAR\r\n{GOOD.replace('END:VEVENT', '')}{GOOD}END:VCALENDAR".encode(),
            "c.ics:6:1: the event before this one has no END:VEVENT",
            2,
        ),
        (calendar(GOOD + "END:VTODO"), "c.ics:7:1: END:VTODO without BEGIN:VTODO", 1),
        (
            calendar("BEGIN:VTODO", "SUMMARY:x", "END:VTODO", GOOD.strip()),
            "c.ics:3:7: warning: VTODO is left out; only VEVENT is read",
            1,
        ),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 50_000, "c.ics:33:1: nested more than 32 levels deep", 0),
        (vevent("SUMMARY:caf\xe9".encode("latin-1").decode("latin-1"), "DTSTART:20240613"), "", 1),
    ],
)
def test_problems_have_their_line_and_column(data: bytes, problem: str, events: int) -> None:
    reading = read(data, "c.ics")
    assert len(reading.timeline.events) == events
    found = [str(each) for each in reading.problems if "X is left out" not in each.message]
    assert found == ([problem] if problem else [])


def test_latin_1_is_reported() -> None:
    data = vevent("DTSTART:20240613", "SUMMARY:caf#").replace(b"#", b"\xe9")
    assert told(data) == ["c.ics:5:12: not UTF-8 text (byte 0xE9)"]


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode), st.data())
def test_broken_input_raises_nothing(noise: bytes, data: st.DataObject) -> None:
    good = write(SAMPLE).encode()
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 2000)))
    for broken in (noise, good[:start], good[:start] + noise + good[end:]):
        reading = read(broken, "c.ics")
        assert all(problem.line >= 0 for problem in reading.problems)
    assert read(good[: -len("END:VCALENDAR\r\n")], "c.ics").problems


def test_control_characters_are_removed() -> None:
    reading = read(vevent("DTSTART:20240613", "SUMMARY:a\x1b[31mb"), "c.ics")
    assert reading.timeline.events[0].title == "a␛[31mb"
    assert [each.severity for each in reading.problems] == ["warning"]


def test_two_addresses_in_one_property_are_two_sources() -> None:
    event = the_event("DTSTART:20240613T100000Z", "SUMMARY:A", "URL:https://a.example/x), https://b.example")
    assert [citation.source.url for citation in event.sources] == ["https://a.example/x)", "https://b.example"]


def test_an_address_with_a_space_is_kept_and_reported() -> None:
    reading = read(vevent("DTSTART:20240613T100000Z", "SUMMARY:A", "URL:https://a.example/x y"), "c.ics")
    assert [problem.message for problem in reading.problems] == ["an address has no white space"]
    assert reading.timeline.events[0].sources[0].source.url == "https://a.example/x y"


def test_the_first_and_last_days_that_a_calendar_can_hold() -> None:
    assert period(parse("9999-12-30")) == ("99991230", "99991231")
    assert period(parse("0001-01-01")) == ("00010101", "00010102")


def test_html_and_addresses_of_a_description_become_text_and_sources() -> None:
    html = 'DESCRIPTION:<p>Open <b>day</b></p> <a href="https://example.org/x">page</a>'
    event = the_event("DTSTART:20240613", "SUMMARY:A", html, "URL:https://example.org/x")
    assert event.summary == "Open day\n\npage"
    assert [(source.title, source.url) for source in event.cited] == [("", "https://example.org/x")]
    event = the_event("DTSTART:20240613", "SUMMARY:A", "DESCRIPTION:See https://example.org/y, and 1 < 2")
    assert (event.summary, [source.url for source in event.cited]) == (
        *("See https://example.org/y, and 1 < 2", ["https://example.org/y"]),
    )


def test_an_event_without_summary_and_description_has_its_place_as_title() -> None:
    assert the_event("DTSTART:20240613", "LOCATION:Bari").title == "Bari"
    assert the_event("DTSTART:20240613", "CATEGORIES:Talks,Press").title == "Talks; Press"


def test_relations_and_quotes_of_another_program() -> None:
    words = "DESCRIPTION:<p>Words</p><blockquote>We agreed.<footer>Kishida</footer></blockquote>"
    related = vevent("UID:a", "DTSTART:20240613", "SUMMARY:A", "RELATED-TO:b", words)
    (event,) = read(related, "c.ics").timeline.events
    assert [relation.event for relation in event.related] == ["b"]
    assert (event.summary, event.quotes[0].text, event.quotes[0].speaker) == ("Words", "We agreed.", "Kishida")
