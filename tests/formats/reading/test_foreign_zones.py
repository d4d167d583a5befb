"""The time zones of rows: their names give offsets, and unknown ones are noted and kept."""

from __future__ import annotations

import pytest
from tables import each_row

from timeline_tui import formats
from timeline_tui.formats.reading import zones


@each_row(
    ("zone", "date"),
    [
        ("Europe/Kyiv", "2024-06-13T10:00+03:00"),
        ("America/New_York", "2024-06-13T10:00-04:00"),
        ("America/Argentina/Salta", "2024-06-13T10:00-03:00"),
        ("UTC+2", "2024-06-13T10:00+02:00"),
        ("GMT −5:30", "2024-06-13T10:00-05:30"),
        ("+0200", "2024-06-13T10:00+02:00"),
        ("utc", "2024-06-13T10:00Z"),
        ("CEST", "2024-06-13T10:00+02:00"),
        ("IST", ""),  # India, Israel or Ireland
        ("UTC+25", ""),
        ("Mars/Base", ""),
        ("local", ""),
    ],
)
def test_a_column_of_time_zones(zone: str, date: str) -> None:
    reading = formats.read(f"Date,Time,Timezone,Event\n2024-06-13,10:00,{zone},A\n".encode(), "f.csv")
    (event,) = reading.timeline.events
    assert event.date.text == (date or "2024-06-13T10:00")
    assert dict(event.other) == ({} if date else {"Timezone": zone})
    notes = [problem.message for problem in reading.problems if problem.line == 2 and "offset" in problem.message]
    assert notes == ([] if date else [f"{zone}: its offset from UTC is not known; the time has no time zone"])


def test_a_zone_has_the_offset_of_each_day() -> None:
    rows = "1850-01-01,Europe/Rome\n2024-03-30,Europe/Rome\n2024-03-31,Europe/Rome\n"
    text = "Date,Time,Timezone,Event\n" + rows.replace(",", ",10:00,").replace("\n", ",A\n")
    events = formats.read(text.encode(), "f.csv").timeline.events
    assert [event.date.text for event in events] == [
        "1850-01-01T10:00",  # the local mean time has seconds
        "2024-03-30T10:00+01:00",
        "2024-03-31T10:00+02:00",
    ]
    text = "Start,End,tz,Event\n2024-03-30 10:00,2024-03-31 10:00,Europe/Rome,A\n"
    (event,) = formats.read(text.encode(), "f.csv").timeline.events
    assert event.date.text == "2024-03-30T10:00+01:00/2024-03-31T10:00+02:00"


def test_a_cell_of_a_date_may_name_its_zone() -> None:
    text = (
        "When,What\n13/06/2024 10:00 Europe/Kyiv,A\n2024-06-14T10:00[Asia/Tokyo],B\n2024-06-15 10:00 Asia/Nowhere,C\n"
    )
    reading = formats.read(text.encode(), "f.csv")
    assert [event.date.text for event in reading.timeline.events] == [
        "2024-06-13T10:00+03:00",
        "2024-06-14T10:00+09:00",
        "2024-06-15 10:00 Asia/Nowhere",
    ]
    assert not any("several meanings" in f"{problem.message} {problem.hint}" for problem in reading.problems)


def test_without_a_database_a_named_zone_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    zones._zone.cache_clear()
    monkeypatch.setattr(zones, "_load", lambda _: None)
    reading = formats.read(b"Date,Time,Timezone,Event\n2024-06-13,10:00,Europe/Kyiv,A\n", "f.csv")
    zones._zone.cache_clear()
    (event,) = reading.timeline.events
    assert (event.date.text, event.other) == ("2024-06-13T10:00", (("Timezone", "Europe/Kyiv"),))
    assert any(
        problem.message.startswith("Europe/Kyiv: its offset from UTC is not known") for problem in reading.problems
    )
