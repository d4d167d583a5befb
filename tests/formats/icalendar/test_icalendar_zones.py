"""Time zones of a calendar: as the file defines them, by names of Windows, and warnings about all others."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.icalendar.icalendar import read
from timeline_tui.formats.icalendar.icalendar_zones import MAX_RULES
from timeline_tui.formats.icalendar.vtimezone import seconds
from timeline_tui.formats.icalendar.windows_zones import WINDOWS_ZONES
from timeline_tui.formats.reading.zones import offset_at, written_offset

BERLIN = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
NEW_YORK = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:DAYLIGHT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
"""


def calendar(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode()


def vevent(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", "SUMMARY:T", *lines, "END:VEVENT"])


def dates(data: bytes) -> list[str]:
    """The dates of a calendar with nothing wrong."""
    reading = read(data, "c.ics")
    assert not reading.problems
    return [event.date.text for event in reading.timeline.events]


def offset(definition: str, moment: str) -> str:
    """What a VTIMEZONE called "x" says of a local time such as 20240613T090000; "" with a warning."""
    (event,) = read(calendar(definition, vevent(f"DTSTART;TZID=x:{moment}")), "c.ics").timeline.events
    assert event.date.start
    return event.date.start.zone


def part(kind: str, before: str, after: str, *lines: str) -> str:
    return "\r\n".join([f"BEGIN:{kind}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", *lines, f"END:{kind}"])


def zone(*parts: str) -> str:
    return "\r\n".join(["BEGIN:VTIMEZONE", "TZID:x", *parts, "END:VTIMEZONE"])


def test_a_zone_with_summer_time_from_the_file() -> None:
    name = "W. Europe Standard Time"
    events = [
        vevent(f"DTSTART;TZID={name}:20240613T090000", f"DTEND;TZID={name}:20241213T090000"),
        vevent(f'DTSTART;TZID="{name}":20240113T090000'),
    ]
    assert dates(calendar(BERLIN.format(name=name), *events)) == [
        "2024-06-13T09:00+02:00/2024-12-13T09:00+01:00",
        "2024-01-13T09:00+01:00",
    ]


def test_a_zone_may_be_defined_below_its_events() -> None:
    event = vevent("DTSTART;TZID=x:20240613T090000")
    assert dates(calendar(event, BERLIN.format(name="x"), event)) == ["2024-06-13T09:00+02:00"] * 2


@pytest.mark.parametrize(
    ("definition", "key", "first"), [(BERLIN, "Europe/Berlin", 1996), (NEW_YORK, "America/New_York", 2008)]
)
@given(days=st.integers(0, 10_000), minutes=st.integers(0, 1439))
@example(days=0, minutes=0)
def test_yearly_rules_agree_with_the_iana_database(
    definition: str, key: str, first: int, days: int, minutes: int
) -> None:
    moment = datetime(first, 1, 1) + timedelta(days=days, minutes=minutes)
    expected = written_offset(moment.replace(tzinfo=ZoneInfo(key)).utcoffset())
    assert offset(definition.format(name="x"), moment.strftime("%Y%m%dT%H%M%S")) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("20240331T015959", "+01:00"),
        ("20240331T023000", "+01:00"),  # does not exist: the offset before the change (RFC 5545, 3.3.5)
        ("20240331T030000", "+02:00"),
        ("20241027T015959", "+02:00"),
        ("20241027T023000", "+02:00"),  # happens twice: the first one (the same)
        ("20241027T030000", "+01:00"),
    ],
)
def test_at_a_change_of_clocks(moment: str, expected: str) -> None:
    assert offset(BERLIN.format(name="x"), moment) == expected
    year, month, day = int(moment[:4]), int(moment[4:6]), int(moment[6:8])
    assert offset_at("Europe/Berlin", year, month, day, f"{moment[9:11]}:{moment[11:13]}") == expected


STANDARD = part("STANDARD", "+0200", "+0100", "DTSTART:19700101T000000", "RDATE:19791001T030000,19801001T030000")
SUMMER = part("DAYLIGHT", "+0100", "+0200", "DTSTART:19790401T020000", "RDATE;VALUE=DATE-TIME:19800401T020000")


@each_row(
    ("parts", "moment", "expected"),
    [
        # Single dates.
        ((STANDARD, SUMMER), "19790613T090000", "+02:00"),
        ((STANDARD, SUMMER), "19791013T090000", "+01:00"),
        ((STANDARD, SUMMER), "19800613T090000", "+02:00"),
        ((STANDARD, SUMMER), "20240613T090000", "+01:00"),
        # Before the first onset, the offset that it changes from.
        ((SUMMER, part("STANDARD", "+0200", "+0300", "DTSTART:19850101T000000")), "19700101T000000", "+01:00"),
        # A rule that ends, by UNTIL in UTC, by COUNT.
        (
            (
                part("STANDARD", "+0200", "+0100", "DTSTART:19700101T000000"),
                part(
                    "DAYLIGHT",
                    "+0100",
                    "+0300",
                    "DTSTART:19800401T020000",
                    "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=19830403T010000Z",
                ),
                part("STANDARD", "+0300", "+0100", "DTSTART:19801001T020000", "RRULE:FREQ=YEARLY;COUNT=5"),
            ),
            "19840613T090000",
            "+01:00",
        ),
        (
            (
                part("STANDARD", "+0200", "+0100", "DTSTART:19801001T000000", "RRULE:FREQ=YEARLY;COUNT=2"),
                part("DAYLIGHT", "+0100", "+0200", "DTSTART:19800401T000000", "RRULE:FREQ=YEARLY;COUNT=4"),
            ),
            "19830901T000000",
            "+02:00",
        ),
        # A rule with a time of its own, as Lotus Notes writes it; the last Sunday, told otherwise.
        *(
            (
                (
                    part("STANDARD", "+0200", "+0100", "DTSTART:19501029T000000", f"RRULE:{rule};BYMONTH=10"),
                    part("DAYLIGHT", "+0100", "+0200", "DTSTART:19500326T000000", f"RRULE:{rule};BYMONTH=3"),
                ),
                moment,
                expected,
            )
            for rule in ("FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=-1SU", "FREQ=YEARLY;BYHOUR=2;BYDAY=SU;BYSETPOS=-1")
            for moment, expected in (
                ("20240331T015959", "+01:00"),
                ("20240331T030000", "+02:00"),
                ("20241027T015959", "+02:00"),
                ("20241027T020000", "+01:00"),
            )
        ),
        # The first Sunday from the 8th on; every second year.
        (
            (
                part("STANDARD", "+0200", "+0100", "DTSTART:19701101T000000", "RRULE:FREQ=YEARLY;BYMONTH=11"),
                part(
                    "DAYLIGHT",
                    "+0100",
                    "+0200",
                    "DTSTART:19700308T000000",
                    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14",
                ),
            ),
            "20240310T000000",
            "+01:00",
        ),
        (
            (
                part("STANDARD", "+0200", "+0100", "DTSTART:19701101T000000", "RRULE:FREQ=YEARLY"),
                part("DAYLIGHT", "+0100", "+0200", "DTSTART:19700301T000000", "RRULE:FREQ=YEARLY;INTERVAL=2"),
            ),
            "19710601T000000",
            "+01:00",
        ),
        (
            (
                part("STANDARD", "+0200", "+0100", "DTSTART:19701101T000000", "RRULE:FREQ=YEARLY"),
                part("DAYLIGHT", "+0100", "+0200", "DTSTART:19700301T000000", "RRULE:FREQ=YEARLY;INTERVAL=2"),
            ),
            "19720601T000000",
            "+02:00",
        ),
    ],
)
def test_onsets(parts: tuple[str, ...], moment: str, expected: str) -> None:
    assert offset(zone(*parts), moment) == expected


@each_row(
    ("parts", "said"),
    [
        (("BEGIN:STANDARD", "TZOFFSETTO:+0100", "END:STANDARD", SUMMER), "a part without DTSTART"),
        ((STANDARD, part("DAYLIGHT", "+0100", "+0200", "DTSTART:19790401T020000", "RDATE:soon")), "RDATE:soon"),
        (("BEGIN:STANDARD", "TZOFFSETTO:+9900", "END:STANDARD", SUMMER), "a part without TZOFFSETTO"),
        *(
            ((STANDARD, part("DAYLIGHT", "+0100", "+0200", "DTSTART:19790401T020000", f"RRULE:{rule}")), rule)
            for rule in (
                "FREQ=MONTHLY",
                "FREQ=YEARLY;BYWEEKNO=20",
                "FREQ=YEARLY;BYMONTH=13;BYDAY=1SU",
                "FREQ=YEARLY;BYMONTH=0",
                "FREQ=YEARLY;INTERVAL=0",
                "FREQ=YEARLY;BYMONTH=3;BYDAY=1SU,2SU",
                "FREQ=YEARLY;BYDAY=-1SU",
                "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1,2",
                "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1,2;BYDAY=1SU",
                "FREQ=YEARLY;BYMONTH=3;BYDAY=SU",
                "FREQ=YEARLY;BYMONTHDAY=5",
                "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=9",
                "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYHOUR=1,2",
            )
        ),
        (
            (STANDARD, part("DAYLIGHT", "+0100", "+0200", "DTSTART:19790401T020000", "RRULE:FREQ=YEARLY;UNTIL=SOON")),
            "UNTIL=SOON",
        ),
        (
            (STANDARD, *[part("DAYLIGHT", "+0100", "+0200", "DTSTART:19790401T020000", "RRULE:FREQ=YEARLY")] * 9),
            "more than 8 rules at the same time",
        ),
    ],
)
def test_rules_that_cannot_be_read_are_reported(parts: tuple[str, ...], said: str) -> None:
    reading = read(calendar(zone(*parts), vevent("DTSTART;TZID=x:20240613T090000")), "c.ics")
    assert [event.date.text for event in reading.timeline.events] == ["2024-06-13T09:00"]
    (problem,) = reading.problems
    assert (problem.severity, "“x” are not understood" in problem.message) == ("warning", True)
    assert said in problem.message


def test_an_offset_with_seconds_is_reported() -> None:
    reading = read(calendar(vevent("DTSTART;TZID=Europe/Rome:18500613T090000")), "c.ics")
    assert [event.date.text for event in reading.timeline.events] == ["1850-06-13T09:00"]
    assert "has no offset in whole minutes at this time" in reading.problems[0].message
    data = calendar(zone(part("STANDARD", "+001500", "+001516", "DTSTART:18000101T000000")))
    reading = read(data[:-15] + vevent("DTSTART;TZID=x:18500613T090000").encode() + b"\r\nEND:VCALENDAR\r\n", "c.ics")
    assert [event.date.text for event in reading.timeline.events] == ["1850-06-13T09:00"]
    assert "has no offset in whole minutes at this time" in reading.problems[0].message


@each_row(
    ("name", "expected"),
    [
        ("Eastern Standard Time", "-04:00"),
        ("W. Europe Standard Time", "+02:00"),
        ("India Standard Time", "+05:30"),
        ("UTC+02:00", "+02:00"),
        ("GMT-0330", "-03:30"),
        ("+9", "+09:00"),
        ("Z", "Z"),
        ("tzone://Microsoft/Utc", "Z"),
    ],
)
def test_zone_names_without_a_definition(name: str, expected: str) -> None:
    assert dates(calendar(vevent(f'DTSTART;TZID="{name}":20240613T090000'))) == [f"2024-06-13T09:00{expected}"]


def test_every_name_of_windows_has_a_zone() -> None:
    assert len(WINDOWS_ZONES) > 130
    assert [name for name, key in WINDOWS_ZONES.items() if not offset_at(key, 2024, 6, 13, "09:00")] == []


def test_a_contradiction_to_the_iana_database_is_reported_once() -> None:
    always = part("DAYLIGHT", "+0100", "+0200", "DTSTART:19700101T000000")
    event = vevent("DTSTART;TZID=Europe/Rome:20240113T090000")
    reading = read(calendar(zone(always).replace("TZID:x", "TZID:Europe/Rome"), event, event), "c.ics")
    assert [event.date.text for event in reading.timeline.events] == ["2024-01-13T09:00+01:00"] * 2
    (problem,) = reading.problems
    assert problem.message == "the file has +02:00 for “Europe/Rome” at this time, the IANA database +01:00"


@pytest.mark.parametrize("name", ["a/" * 5000 + "a", "/" * 5000, "x" * 5000, "../../etc/passwd", "Europe", "é"])
def test_strange_zone_names_raise_nothing(name: str) -> None:
    reading = read(calendar(vevent(f"DTSTART;TZID={name}:20240613T090000")), "c.ics")
    assert [event.date.text for event in reading.timeline.events] == ["2024-06-13T09:00"]
    assert [each.severity for each in reading.problems] == ["warning"]
    assert "is not known" in reading.problems[0].message


def test_at_most_a_hundred_unknown_zones_are_looked_up() -> None:
    strange = [vevent(f"DTSTART;TZID=q{number}:20240613T090000") for number in range(150)]
    after = [vevent(f"DTSTART;TZID={name}:20240613T090000") for name in ("Europe/Rome", "x")]
    reading = read(calendar(BERLIN.format(name="x"), *strange, *after), "c.ics")
    *_, by_name, defined = [event.date.text for event in reading.timeline.events]
    assert (by_name, defined) == ("2024-06-13T09:00", "2024-06-13T09:00+02:00")
    (told,) = [each for each in reading.problems if each.message.startswith("100 time zones are not known")]
    assert told.excerpt == "DTSTART;TZID=q99:20240613T090000"


def test_too_many_rules_are_reported() -> None:
    rules = [
        part("DAYLIGHT", "+0100", "+0200", f"DTSTART:{year}0401T020000", f"RRULE:FREQ=YEARLY;UNTIL={year + 2}0101")
        for year in range(1900, 1905 + MAX_RULES)
    ]
    data = calendar(zone(STANDARD, *rules), vevent("DTSTART;TZID=x:19910613T090000"))
    reading = read(data, "c.ics")
    (problem,) = reading.problems
    assert reading.timeline.events[0].date.text == "1991-06-13T09:00+02:00"
    assert problem.message == f"more than {MAX_RULES} rules in one time zone; the others are not read"
    assert problem.line == 3 + 6 + 6 * MAX_RULES + 5


@given(
    st.text(st.sampled_from("0123456789;=-+,ABDEFIMNOQRSTUWXYZ")),
    st.text(st.sampled_from("0123456789+-T"), max_size=16),
)
def test_broken_rules_raise_nothing(rule: str, moment: str) -> None:
    summer = part("DAYLIGHT", "+0100", "+0200", f"DTSTART:{moment}", f"RRULE:FREQ=YEARLY;{rule}", f"RDATE:{moment}")
    data = calendar(zone(STANDARD, summer), vevent("DTSTART;TZID=x:20240613T090000"))
    (event,) = read(data, "c.ics").timeline.events
    assert event.date.text[:16] == "2024-06-13T09:00"


def test_the_largest_offset_is_fourteen_hours() -> None:
    assert seconds("+1400") == 14 * 3600
    assert seconds("-140001") is None
