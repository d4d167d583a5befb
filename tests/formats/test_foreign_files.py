"""Files in other shapes open without options, with the right dates and filled facets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from strike import COUNTRIES, COURIER, DAYS, PEOPLE, PLACES, SENTENCE, TITLE, TOPICS, WALKOUT, Expected, check_events
from tables import each_row

from timeline_tui import formats
from timeline_tui.formats.csv import csv_tables
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading import foreign
from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.problems import LoadError
from timeline_tui.model.timeline import Relation
from timeline_tui.storage.files import load_timeline, reading_of

DATA = Path(__file__).parent.parent / "data"

CLOCKED = tuple(f"{day}T{8 + hour:02}" for hour, day in enumerate(DAYS))
WITHOUT_TWO = tuple("n/a" if number in (3, 7) else day for number, day in enumerate(DAYS))
ERAS = (
    *("-3299/-1199", "-1199/-0549", "-0549/0043", "0043/0410", "0410", "0793"),
    *("08XX", "1066/1087", "1348/1350", "1500~", "178X", "1914-08/1918-11"),
)
SPANS = tuple(
    f"{day}/2024-{end}" if end else day
    for day, end in zip(
        DAYS, ("", "03-06", "03-13", "", "03-19", "03-24", "", "04-03", "04-10", "", "04-18", "05-22"), strict=True
    )
)
PARTS = tuple({1: f"{day}T09:00", 2: f"{day}T10:00", 5: "2024-03"}.get(number, day) for number, day in enumerate(DAYS))
EPOCH = tuple(f"{day}T{9 + number % 8:02}:30:00Z" for number, day in enumerate(DAYS))
ACLED = {topic.capitalize() for topic in TOPICS}
MONTH_FIRST = "12 dates read month first, because of 3/13/2024 on line 5"
DAY_FIRST = "12 dates read day first, because of 13.03.2024 on line 5"
# The days of Norland, then the days of Sudmark.
BY_COUNTRY = (*(day for number, day in enumerate(DAYS) if number not in (3, 6)), DAYS[3], DAYS[6])

WHOLE: Any = {
    "countries": COUNTRIES,
    "topics": TOPICS,
    "people": PEOPLE,
    "places": PLACES,
    "first": (WALKOUT,),
    "sources": 12,
}

FILES = {
    "event-source.csv": Expected(first=(WALKOUT,), sources=12),
    "record-link.csv": Expected(first=(COURIER,), sources=12),
    "index-content.csv": Expected(title=SENTENCE),
    "french.csv": Expected(people=PEOPLE, places=PLACES, first=(WALKOUT,), sources=12),
    "german.csv": Expected(
        countries=COUNTRIES, topics=TOPICS, places=PLACES, first=(WALKOUT,), sources=12, told=DAY_FIRST
    ),
    "russian.csv": Expected(countries=COUNTRIES, first=(WALKOUT,), sources=12, told=DAY_FIRST),
    "acled.csv": Expected(
        title=SENTENCE,
        countries=COUNTRIES,
        topics=ACLED,
        people=PEOPLE | {"Dockers"},
        places=PLACES,
        first=(("Bay Courier", ""),),
        sources=12,
    ),
    "short-months.csv": Expected(topics=TOPICS, people=PEOPLE, told="years of two digits are 1930 to 2029"),
    "with-gaps.csv": Expected(WITHOUT_TWO, topics=TOPICS, first=(WALKOUT,), sources=11),
    "ragged.csv": Expected(title=SENTENCE),
    "years.csv": Expected(tuple(str(1890 + 7 * number) for number in range(12)), SENTENCE),
    "eras.csv": Expected(
        ERAS, "Bronze tools on the Skerry Islands", topics={"Bronze", "Iron", "Roman", "Early", "Middle", "Modern"}
    ),
    "iso-instants.csv": Expected(
        tuple(f"{text}:30:00Z" for text in CLOCKED), SENTENCE, first=(("Bay Courier", ""),), sources=12
    ),
    "dfir-iris.csv": Expected(tuple(f"{text}:15:00+00:00" for text in CLOCKED), topics={*TOPICS, "port", "Legitimate"}),
    "news-pairs.csv": Expected(
        first=((TITLE, WALKOUT[1]), (f"Again: {TITLE}", f"{WALKOUT[1]}-2")), sources=16, told=MONTH_FIRST
    ),
    "month-first.csv": Expected(
        topics={*TOPICS, "port"},
        places={"Marlow Bay, Norland", "Eastholm, Norland", "Carrow, Sudmark", "Skerry Islands, Norland"},
        told=MONTH_FIRST,
    ),
    "preamble.csv": Expected(SPANS, countries=COUNTRIES, topics={*TOPICS, "port"}, told="2 rows above the headings"),
    "date-parts.csv": Expected(PARTS, first=(COURIER,), sources=12),
    "html-cells.csv": Expected(people=PEOPLE, first=(COURIER, ("", f"{WALKOUT[1]}/print")), sources=24),
    "excel-days.csv": Expected(topics=TOPICS, told="12 numbers read as a spreadsheet counts days"),
    "nested-sources.yaml": Expected(
        tuple(str(1900 + 2 * number // 3) for number in range(12)), first=(COURIER,), sources=12
    ),
    "detail-kind.yml": Expected(title=SENTENCE, topics=TOPICS, first=(WALKOUT,), sources=12),
    "date-label.yaml": Expected(tuple(f"{1900 + 5 * number}~" for number in range(12))),
    "date-precision.yaml": Expected(
        tuple(f"{1980 + number}-{number % 5 + 1:02}{'~' if number % 2 == 0 else ''}" for number in range(12)),
        places=PLACES,
    ),
    "deadlines.yaml": Expected(first=(WALKOUT,), sources=12),
    "actors.json": Expected(
        topics={*TOPICS, "port"}, people=PEOPLE, places=PLACES, first=((TITLE, WALKOUT[1]),), sources=12
    ),
    "one-event.json": Expected(
        DAYS[:1],
        topics={"strike"},
        people={"Ana Vidal"},
        places={"Marlow Bay"},
        first=((TITLE, WALKOUT[1]),),
        sources=1,
    ),
    "spanish.csv": Expected(**WHOLE),
    "italian.csv": Expected(**WHOLE),
    "portuguese.csv": Expected(**WHOLE, told="12 dates read day first, because of 13/03/2024 on line 5"),
    "ukrainian.csv": Expected(**WHOLE),
    "japanese.csv": Expected(**WHOLE),
    "everything.csv": Expected(
        tuple("2024-03-05/2024-03-06" if number == 1 else day for number, day in enumerate(DAYS)),
        countries=COUNTRIES,
        topics={*TOPICS, "port"},
        people=PEOPLE,
        places=PLACES,
        first=(COURIER, ("Norland Radio", f"{WALKOUT[1]}/radio")),
        sources=16,
    ),
    "exact-dates.csv": Expected(
        tuple("2024" if number % 3 == 1 else day for number, day in enumerate(DAYS)),
        topics=TOPICS,
        first=(COURIER,),
        sources=12,
    ),
    "spanish-keys.csv": Expected(
        tuple(f"{text}:30:00Z" for text in CLOCKED), topics=TOPICS, first=(WALKOUT,), sources=12
    ),
    "created.csv": Expected(tuple(f"{text}:30:00Z" for text in CLOCKED), topics=TOPICS, places=PLACES),
    "mission.csv": Expected(),
    "zones.csv": Expected(first=(WALKOUT,), sources=12),
    "outlets.json": Expected(topics=TOPICS, first=(COURIER,), sources=12),
    "by-country.json": Expected(BY_COUNTRY, topics=COUNTRIES, places=PLACES, first=(WALKOUT,), sources=12),
    "by-day.yaml": Expected(title=SENTENCE, topics=TOPICS, first=(WALKOUT,), sources=12),
    "from-to.yaml": Expected(topics=TOPICS, places=PLACES),
    "date-parts.json": Expected(topics={"report"}, places=PLACES, first=(WALKOUT,), sources=12),
    "by-id.yaml": Expected(topics=TOPICS, people=PEOPLE, places=PLACES, first=(("Bay Courier", ""),), sources=12),
    "stages.yaml": Expected(topics={"Walkout", "Mediation", "Settlement"}, first=(WALKOUT,), sources=12),
    "missing.csv": Expected(title="strike, Marlow Bay", countries=COUNTRIES, topics=TOPICS, places=PLACES),
    "hyphens.yml": Expected(title="Ana Vidal", topics=TOPICS, people=PEOPLE, first=(WALKOUT,), sources=12),
    "epoch.csv": Expected(EPOCH, first=(WALKOUT,), sources=18, told="12 numbers read as milliseconds since 1970"),
}


def opened(name: str, options: ReadOptions = ReadOptions()) -> Reading:  # noqa: B008  # a NamedTuple is immutable
    return formats.read((DATA / name).read_bytes(), name, options=options)


@each_row("name", FILES)
def test_files_of_other_shapes_are_read_without_options(name: str) -> None:
    reading, expected = opened(name), FILES[name]
    check_events(reading, expected)
    assert sum(problem.severity == "error" for problem in reading.problems) == expected.errors


def test_every_file_of_the_folder_is_tested() -> None:
    assert {path.name for path in DATA.iterdir() if path.is_file()} == {*FILES, "ambiguous.csv", "no-dates.csv"}


def test_dates_with_two_readings_are_not_read_until_the_reader_says_which() -> None:
    refused = opened("ambiguous.csv")
    (problem,) = refused.problems
    assert not refused.timeline.events
    assert problem.line == 2
    assert problem.message.startswith("1/2/2024 on line 2 may be 1 February 2024 or 2 January 2024")
    assert problem.hint == "say which is right: --dates dmy (1 February 2024) or --dates mdy (2 January 2024)"
    for order, date in (("dmy", "2024-02-01"), ("mdy", "2024-01-02")):
        reading = opened("ambiguous.csv", ReadOptions(dates=order))
        assert len(reading.timeline.events) == 12
        assert reading.timeline.events[0].date.text == date


@pytest.mark.parametrize(
    ("rows", "dates", "told"),
    [
        (["1914,28 June,A", "1915,3 March,B", "1915,,C"], ["1914-06-28", "1915-03-03", "1915"], ""),
        (["1914,28/06,A", "1914,05/08,B"], ["1914-06-28", "1914-08-05"], ""),
        (["1914,6月28日,A", '1914,"Sunday, 28 June",B'], ["1914-06-28", "1914-06-28"], ""),
        (["1914,28 June – 3 July,A"], ["1914-06-28/1914-07-03"], ""),
        (
            ["1914,31 June,A", "1914,3 June,B"],
            ["1914", "1914-06-03"],
            "31 June: there is no such day; only 1914 is read",
        ),
        (["2024,Jan-24,A", "2024,3 June,B"], ["2024", "2024-06-03"], "Jan-24: the year is missing; only 2024 is read"),
        (
            ["1999,1914-06-28,A", "1914,3 June,B"],
            ["1914-06-28", "1914-06-03"],
            "the year 1999 differs from the year of 28 June 1914; the date is read",
        ),
    ],
)
def test_the_year_in_a_column_of_its_own_is_joined_to_a_day(rows: list[str], dates: list[str], told: str) -> None:
    reading = formats.read("\n".join(["Year,Date,Event", *rows]).encode(), "a.csv")
    assert [event.date.text for event in reading.timeline.events] == dates
    assert [problem.message for problem in reading.problems if problem.severity == "warning"] == (
        [told] if told else []
    )
    assert [event.other != () for event in reading.timeline.events] == [bool(told), False, False][: len(rows)]


def test_a_year_in_a_row_of_its_own_counts_for_the_days_below_it() -> None:
    text = "Date,Event\n27 May,Zero\n1914,\n28 June,A\n\n1915,\n3 March,B\n1916-02-01,C\n1917,\n1918,D\n"
    reading = formats.read(text.encode(), "a.csv")
    assert [event.date.text for event in reading.timeline.events] == [
        *("27 May", "1914-06-28", "1915-03-03", "1916-02-01", "1918")
    ]
    told = [(problem.line, problem.message, problem.hint) for problem in reading.problems if "date" in problem.message]
    hint = "dates are read in forms such as 2024-06-13, 13 June 2024, June 2024, c. 1910"
    assert (2, "27 May: the year is missing; the event is kept under “Undated”", hint) in told
    assert [line for line, message, _ in told if message.startswith("only a date")] == [9]
    assert reading.understanding
    assert reading.understanding.dates == (
        "27 May on line 2: the year is missing, so it is not read",
        "the year of 2 dates is in a row above, such as 1914 on line 3",
    )


def test_columns_that_fill_each_other_s_gaps_share_a_meaning() -> None:
    text = (
        '{"title": "A", "date": "2024-03-04", "tags": "x"}\n{"headline": "B", "when": "5 March 2024"}\n{"event": "C"}\n'
    )
    reading = formats.read(text.encode(), "a.jsonl")
    assert [(event.title, event.date.text, event.other) for event in reading.timeline.events] == [
        *(("A", "2024-03-04", ()), ("B", "2024-03-05", ()), ("C", "", ()))
    ]
    assert reading.understanding
    title = next(column for column in reading.understanding.columns if column.heading == "headline")
    assert title.why == "“headline” is another word for title, and it has values where “title” has none"
    both = text.replace('{"headline"', '{"title": "B2", "headline"')
    assert [(event.title, event.other) for event in formats.read(both.encode(), "a.jsonl").timeline.events][1] == (
        *("B2", (("headline", "B"),)),
    )


def test_a_column_fills_the_gaps_of_another_event_by_event() -> None:
    text = "Date,Approximate date,Event\n2024-01-02,,A\n,1910,B\n2024-01-03,c. 2023,C\n"
    events = formats.read(text.encode(), "a.csv").timeline.events
    assert [(event.date.text, event.title, event.other) for event in events] == [
        *(("2024-01-02", "A", ()), ("1910~", "B", ())),
        ("2024-01-03", "C", (("Approximate date", "c. 2023"),)),
    ]
    text = "Date,Published,Event\n2024-01-02,2024-01-05,A\n,2024-01-06,B\n"
    assert [event.date.text for event in formats.read(text.encode(), "a.csv").timeline.events] == ["2024-01-02", ""]


def test_a_row_with_one_text_above_the_headings_is_the_title() -> None:
    text = "Affaire du port;;\nJour J;Faits;Preuves\n12/03/2021;Signature du contrat;P12\n13/04/2021;Plainte;\n"
    reading = formats.read(text.encode(), "a.csv")
    assert reading.timeline.title == "Affaire du port"
    assert [(event.date.text, event.title) for event in reading.timeline.events] == [
        *(("2021-03-12", "Signature du contrat"), ("2021-04-13", "Plainte"))
    ]
    assert [source.title for source in reading.timeline.events[0].cited] == ["P12"]
    years = formats.read(b"2023;\n2023-03-03;Talks open in Bern\n2023-04-04;Talks end in Bern\n", "a.csv")
    assert years.timeline.title == ""


def test_times_have_units_of_several_languages() -> None:
    rows = "2022-01-03,9:00 h,A\n2022-01-03,1430 hrs,B\n2022-01-03,14 h 30,C\n2022-01-03,9 h,D\n"
    reading = formats.read(f"Fecha,Hora,Hecho\n{rows}".encode(), "a.csv")
    times = [event.date.text[11:] for event in reading.timeline.events]
    assert times == ["09:00", "14:30", "14:30", "09:00"]


def test_an_interview_has_quotes_of_the_one_who_answers() -> None:
    text = "- {when: 2024-05-01, interviewee: Maria Silva, question: What happened?, answer: We waited until noon.}\n"
    (event,) = formats.read(text.encode(), "a.yaml").timeline.events
    assert [(quote.speaker, quote.text) for quote in event.quotes] == [("Maria Silva", "We waited until noon.")]


def test_dates_in_no_known_form_are_counted() -> None:
    reading = formats.read(b"Date,What\nMon 2 Sept,One\nWed 4 Sept,Two\n2024-09-05,Three\n", "a.csv")
    assert reading.understanding
    told = "Mon 2 Sept on line 2: the year is missing; 2 such dates are not read"
    assert reading.understanding.explain_dates() == told


def test_years_under_an_unknown_heading_are_not_dates() -> None:
    text = "Score,When exactly,Event\n1850,13 June 2024,Talks open\n1900,14 June 2024,Talks end"
    known = formats.read(text.encode(), "a.csv").understanding
    assert known
    assert [column.heading for column in known.columns if column.meaning == "date"] == ["When exactly"]
    reading = formats.read(b"Score,Event\n1850,Talks open in Bern\n1900,Talks end in Bern", "a.csv")
    assert reading.understanding
    assert reading.understanding.needs_answer
    assert reading.problems[0].message == "no column says when it happened: “Score” has “1850” and “Event” is title"


def test_rows_without_a_date_and_a_title_are_kept_or_reported() -> None:
    text = b"Date,Event,Dead\n2024-03-04,Clash,2\nTotal,,2\nSource: own research,,\n2024-03-05,Truce,\n"
    reading = formats.read(text, "a.csv")
    assert [(event.title, event.date.is_undated) for event in reading.timeline.events] == [
        ("Clash", False),
        ("Truce", False),
    ]
    told = [problem.message for problem in reading.problems if problem.severity != "note"]
    assert "only “Source: own research”, which is not a date; the row is left out" in told
    assert "“Total” is a total, not an event; the row is left out" in told


def test_headings_that_are_repeated_and_totals_are_left_out_with_a_warning() -> None:
    rows = "2024-01-02,A,1\nDate,Event,Dead\n2024-01-03,B,3\nSubtotal,2,\nTOTAL,,\nGrand total:,3,\n2024,Total,5\n"
    reading = formats.read(f"Date,Event,Dead\n{rows}".encode(), "a.csv")
    assert [event.title for event in reading.timeline.events] == ["A", "B", "Total"]
    assert [problem.line for problem in reading.problems if "the row is left out" in problem.message] == [3, 5, 6, 7]


def test_a_year_above_the_headings_counts_for_the_days_below() -> None:
    reading = formats.read(b"2024,,\nDate,Event,Dead\n2 Jan,A,1\n3 Feb,B,3\n2023,,\n4 Mar,C,\n", "a.csv")
    assert [event.date.text for event in reading.timeline.events] == ["2024-01-02", "2024-02-03", "2023-03-04"]
    assert reading.understanding
    assert "the year of 2 dates is above the headings: 2024" in reading.understanding.dates


def test_a_qualified_date_of_a_sheet_is_its_own_note() -> None:
    events = formats.read(b"Date,Event\nc. 1910,A\n1911,B\n1912~,C\n", "a.csv").timeline.events
    assert [(event.date.text, event.date_note) for event in events] == [
        ("1910~", "c. 1910"),
        ("1911", ""),
        ("1912~", ""),
    ]


@each_row("heading", ["Approximate date", "Circa date", "Ungefähres Datum", "Date approximative"])
def test_dates_below_a_heading_that_calls_them_approximate_are(heading: str) -> None:
    events = formats.read(f"{heading},Event\n1910,A\nc. 1911,B\n".encode(), "a.csv").timeline.events
    assert [event.date.text for event in events] == ["1910~", "1911~"]


def test_a_season_of_a_sheet_is_not_taken_for_two_years() -> None:
    reading = formats.read(b"Datum,Ereignis\nHerbst 2022,A\nWinter 2023/24,B\n", "a.csv")
    assert [event.date.text for event in reading.timeline.events] == ["2022-23", "2023-24"]
    assert not [problem for problem in reading.problems if problem.severity == "warning"]


def test_a_column_with_values_far_below_is_not_called_empty() -> None:
    rows = "".join(f"2024-01-02,Talks {n},\n" for n in range(500)) + "2024-01-03,Talks end,Bern\n"
    known = formats.read(f"Date,Event,Where it was\n{rows}".encode(), "a.csv").understanding
    assert known
    assert [column.values for column in known.columns][2] == ("Bern",)


def test_a_weekday_in_a_column_of_its_own_is_compared_with_the_date() -> None:
    rows = "2024-06-13,Monday,A\n2024-06-14,Fri.,B\n1914-06-28,Mon,Before 1924 the calendar may be another one"
    reading = formats.read(f"Date,Weekday,Event\n{rows}".encode(), "a.csv")
    told = [
        (problem.line, problem.column, problem.message) for problem in reading.problems if problem.severity == "warning"
    ]
    assert told == [(2, 12, "13 June 2024 is a Thursday, not “Monday”; the date is read")]
    assert [event.date.text for event in reading.timeline.events][:2] == ["2024-06-13", "2024-06-14"]


def test_times_of_day_may_end_in_uhr() -> None:
    text = b"Datum;Uhrzeit;Ereignis\n04.03.2024;14.30 Uhr;A\n13.03.2024;9 Uhr;B\n"
    reading = formats.read(text, "a.csv")
    assert [event.date.text for event in reading.timeline.events] == ["2024-03-04T14:30", "2024-03-13T09:00"]
    assert not [problem for problem in reading.problems if problem.severity == "warning"]


def test_a_sheet_without_dates_is_an_error_that_lists_the_columns() -> None:
    reading = opened("no-dates.csv")
    (problem,) = reading.problems
    assert problem.message == "no column says when it happened: “name” is title, “amount” has “0” and “city” is place"
    assert "--columns 'date=HEADING'" in problem.hint
    assert reading.understanding is not None
    assert not reading.understanding.usable


def test_the_option_gives_meanings_to_columns() -> None:
    options = ReadOptions(columns="date=Event Date, title=Where, place=What")
    events = opened("month-first.csv", options).timeline.events
    assert (events[0].title, events[0].place) == ("Marlow Bay, Norland", TITLE)
    (problem,) = opened("month-first.csv", ReadOptions(columns="date=Evnt Date")).problems
    assert problem.message == "no column is called “Evnt Date”; did you mean “Event Date”?"


def test_rows_above_the_headings_are_title_and_description() -> None:
    timeline = opened("preamble.csv").timeline
    assert (timeline.title, timeline.description) == ("Strike at Marlow Bay, a chronology", "compiled from newspapers")


def test_nothing_of_a_sheet_is_lost() -> None:
    ragged = opened("ragged.csv").timeline.events
    assert ragged[3].other == (("column 1", "4"), ("column 5", "seen twice"))
    eras = opened("eras.csv")
    assert eras.timeline.events[4].other == (("end", "c. 800"),)
    assert [problem.line for problem in eras.problems if problem.severity == "warning"] == [6]


def test_html_in_a_cell_becomes_text() -> None:
    event = opened("html-cells.csv").timeline.events[1]
    assert event.summary == ("The port authority invites both unions to a meeting.\n\nSee Bay Courier & more.")


def test_other_fields_of_a_source_are_kept() -> None:
    source = opened("actors.json").timeline.events[0].sources[0].source
    assert source.publisher == "Bay Courier"
    assert source.date is not None
    assert source.date.text == DAYS[0]
    assert opened("deadlines.yaml").timeline.title == "Deadlines of the strike"


def test_a_file_of_ours_with_a_key_of_another_name_stays_ours() -> None:
    data = b"sources: {k: {title: T}}\nevents:\n- {date: 2024, title: A, sources: [k], tags: [x]}\n"
    for text in (data, b"\n".join([*data.split(b"\n")[1:], data.split(b"\n")[0]])):
        reading = formats.read(text, "f.yaml")
        assert reading.understanding is None
        assert reading.timeline.events[0].sources[0].source.key == "k"
        assert [problem.hint for problem in reading.problems] == ["did you mean topics?"]


def test_relations_to_events_are_kept_beside_keys_of_another_shape() -> None:
    data = b"""[{"id": "x", "date": "2024-06-13", "title": "a", "end": "2024-06-14"},
    {"id": "y", "date": "2024-06-14", "title": "b", "related": [{"event": "x", "as": "a reply"}]}]"""
    _, event = formats.read(data, "f.json", "json").timeline.events
    assert event.related == (Relation("x", "a reply"),)
    assert event.other == ()


def test_a_column_that_says_when_the_record_was_made_is_asked_about() -> None:
    (warning,) = [problem for problem in opened("created.csv").problems if problem.severity == "warning"]
    assert warning.message == (
        "Does “created_at” give the date? it says when the record was made, but no other column has dates"
    )
    assert warning.hint == "if not, say which with --columns 'date=…'"


def test_a_file_with_everything_is_read_whole() -> None:
    event = opened("everything.csv").timeline.events[0]
    assert (event.id, event.organizations, event.other) == ("nb-1", ("Port Authority",), ())
    assert [(quote.text, quote.speaker) for quote in event.quotes] == [("We stop until we are heard.", "Ana Vidal")]
    assert opened("everything.csv").timeline.events[2].note == "checked twice"


def test_a_row_without_a_title_gets_one_from_its_other_cells() -> None:
    data = b"Date,Title,Victim,Car\n2024-06-13,Crash on the bridge,Ana,red\n2024-06-14,,Peter,\n2024-06-15,,,blue\n"
    events = formats.read(data, "f.csv").timeline.events
    assert [event.title for event in events] == ["Crash on the bridge", "Peter", "Car: blue"]


def test_a_year_that_the_whole_date_does_not_repeat_is_kept() -> None:
    rows = "".join(f"202{number},Event {number},\n" for number in range(6))
    data = f"Year,Event,Exact Date\n2019,First,5 March 1825\n{rows}".encode()
    events = formats.read(data, "f.csv").timeline.events
    assert events[0].date.text == "1825-03-05"
    assert events[0].other == (("Year", "2019"),)
    assert [event.date.text for event in events[1:3]] == ["2020", "2021"]


def test_the_source_of_a_quote_in_another_shape_is_a_title() -> None:
    data = b"""[{"when": "2024", "title": "A", "quotes": [{"quote": "No.", "source": "An expert"}]}]"""
    reading = formats.read(data, "f.json")
    assert [problem.severity for problem in reading.problems] == ["note"]
    source = reading.timeline.events[0].quotes[0].source
    assert source is not None
    assert source.title == "An expert"


def test_the_same_address_in_two_columns_is_one_source() -> None:
    data = b"date,title,url,updated link\n2024,A,https://example.org/a,https://example.org/a\n"
    (event,) = formats.read(data, "f.csv").timeline.events
    assert [cited.source.url for cited in event.sources] == ["https://example.org/a"]


def test_two_titles_of_one_address_stay_two_sources() -> None:
    data = b"""[{"when": "2024", "title": "A", "sources": [
        {"title": "Report", "url": "https://example.org"}, {"title": "Letter", "url": "https://example.org"}]}]"""
    (event,) = formats.read(data, "f.json").timeline.events
    assert [cited.source.title for cited in event.sources] == ["Report", "Letter"]


def test_a_file_that_is_not_a_chronology_is_refused_in_one_line() -> None:
    for name, text in (
        ("template.yml", '- event: ""\n  eventType: default\n  label: ""\n  description: ""\n'),
        ("decades.yml", "decades:\n- [1910, a.svg]\n- [1920, b.svg]\nimageSize: {height: 282px}\n"),
        ("empty.json", '{"type": "FeatureCollection", "metadata": {"title": "M"}, "features": []}'),
    ):
        reading = formats.read(text.encode(), name)
        assert len(reading.problems) == 1, name
        assert reading.problems[0].severity == "error"


def test_countries_are_separated_by_commas_beside_other_separators() -> None:
    """A query for the second country of a cell finds its event, also where the sheet has only one such cell."""
    rows = '2024-06-13,A,"Japan, Ukraine"\n2024-06-14,B,Italy|Japan\n2024-06-15,C,"Japan; Korea, Republic of"\n'
    reading = formats.read(f"Date,Event,Country\n{rows}".encode(), "sheet.csv")
    found = [event.countries for event in reading.timeline.events]
    assert found == [("Japan", "Ukraine"), ("Italy", "Japan"), ("Japan", "Korea, Republic of")]


def test_times_with_a_dot_are_times_if_all_of_the_column_may_be() -> None:
    def times(*cells: str) -> list[str]:
        rows = "".join(f"2024-06-13,E{number},{cell}\n" for number, cell in enumerate(cells))
        events = formats.read(f"Date,Event,Time\n{rows}".encode(), "sheet.csv").timeline.events
        return [event.date.text[10:] for event in events]

    assert times("9.30", "15.05 Uhr", "8:00", "3.30 pm") == ["T09:30", "T15:05", "T08:00", "T15:30"]
    assert times("9.30", "9.75", "8:00") == ["", "", "T08:00"]


def test_a_time_that_cannot_be_read_is_named() -> None:
    reading = formats.read(b"Date,Event,Time\n2024-06-13,A,at tea\n2024-06-13,B,8:00\n", "sheet.csv")
    (message,) = [problem.message for problem in reading.problems if problem.severity == "warning"]
    assert message == "its time is left out: “at tea” is not a known form of a time of day"
    assert reading.timeline.events[0].other == (("Time", "at tea"),)


def test_a_mapping_of_a_place_gives_place_and_country() -> None:
    data = """[{"when": "2024-06-13", "name": "A", "desc": "", "location": {"country": "Italy", "city": "Bari"}},
    {"when": "2024-06-14", "name": "B", "desc": "x", "location": {"country": "Japan", "city": "Tokyo", "hall": "2"}},
    {"when": "2024-06-15", "name": "C", "desc": "y", "location": {"name": "Pier", "country": "Italy"}}]"""
    first, second, third = formats.read(data.encode(), "f.json").timeline.events
    assert (first.place, first.countries, first.other) == ("Bari", ("Italy",), ())
    assert (second.place, second.countries, [key for key, _ in second.other]) == ("Tokyo", ("Japan",), ["location"])
    assert (third.place, third.countries) == ("Pier", ("Italy",))


@pytest.mark.parametrize(
    ("key", "value", "other", "told"),
    [
        ("date", "soon", ("original date", "soon"), "soon: not a date that can be read; it is kept as “original date”"),
        ("published", "03/04/2024", ("published", "03/04/2024"), "03/04/2024: not a date that can be read; it is kept"),
        ("date", ["2024"], ("original date", ("2024",)), ""),
        ("publisher", ["a", "b"], ("original publisher", ("a", "b")), ""),
    ],
)
def test_what_a_source_cannot_hold_is_kept_and_reported(key: str, value: object, other: object, told: str) -> None:
    source = {"title": "A", "url": "https://a.example/", key: value}
    reading = formats.read(json.dumps([{"when": "2024", "what": "T", "sources": [source]}]).encode(), "f.json", "json")
    [citation] = reading.timeline.events[0].sources
    assert citation.other == (other,)
    said = [problem.message for problem in reading.problems if problem.severity != "note"]
    assert [message[: len(told)] for message in said] == ([told] if told else [])


def test_ids_that_are_keys_and_the_roles_of_people_are_kept() -> None:
    events = opened("by-id.yaml").timeline.events
    assert events[0].id == "2024-03-04-day-1"
    assert [key for key, _ in events[0].other] == ["people_involved"]
    text = b"events:\n  a: {title: A, date: 2024}\n  b: {title: B, date: 2025}\n"
    assert [event.id for event in formats.read(text, "f.yaml").timeline.events] == ["a", "b"]


def test_missing_values_of_r_are_not_names() -> None:
    assert {name for event in opened("missing.csv").timeline.events for name in event.organizations} == {"Dockers"}
    one = b"when,title,country\n2024,A,NA\n2025,B,NA\n"
    assert formats.read(one, "f.csv").timeline.events[0].countries == ("NA",)


def test_the_sources_of_one_event_are_not_taken_for_events() -> None:
    data = b"""{"title": "A", "when": "2024-06-13", "sources": [
        {"title": "Report", "date": "2024-06-14"}, {"title": "Letter", "date": "2024-06-15"}]}"""
    (event,) = formats.read(data, "f.json").timeline.events
    assert (event.title, event.date.text, len(event.sources)) == ("A", "2024-06-13", 2)


def test_lists_for_each_year_are_one_timeline() -> None:
    data = b"""{"about": "x", "2019": [{"event": "A", "place": "Bari"}], "2020": [{"event": "B", "place": "Rome"}]}"""
    events = formats.read(data, "f.json").timeline.events
    assert [(event.date.text, event.title) for event in events] == [("2019", "A"), ("2020", "B")]
    data = b"""[{"2019": [{"event": "A", "text": "t"}]}, {"2020": [{"event": "B", "text": "t"}]}]"""
    assert [event.date.text for event in formats.read(data, "f.json").timeline.events] == ["2019", "2020"]


def test_a_quote_with_the_address_of_its_source_is_a_quote() -> None:
    quote = {"text": "No.", "speaker": "A. B.", "source": "https://a.example/"}
    data = json.dumps([{"date": "2024-06-13", "title": "T", "tags": "x", "quotes": [quote]}]).encode()
    [event] = formats.read(data, "f.json", "json").timeline.events
    assert [(quote.text, quote.speaker, quote.source and quote.source.url) for quote in event.quotes] == [
        ("No.", "A. B.", "https://a.example/")
    ]
    assert event.sources == ()


@pytest.mark.parametrize("name", ["wide.csv", "wide.json"])
def test_a_table_with_too_many_columns_is_one_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for module in (csv_tables, foreign):
        monkeypatch.setattr(module, "MAX_COLUMNS", 100)
    keys = ["date", "what", *(f"c{number}" for number in range(100))]
    cells = ["2024-01-01", "A", *["x"] * 100]
    rows = json.dumps([dict(zip(keys, cells, strict=True))])
    file = tmp_path / name
    file.write_text(rows if name.endswith("json") else f"{','.join(keys)}\n{','.join(cells)}\n")
    with pytest.raises(LoadError) as caught:
        load_timeline([str(file)])
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"this table has {len(keys):,} ")


def test_for_the_meanings_of_columns_all_dates_are_read_but_few_events_are_made(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text("Date,What\n" + "05/06/2024,A\n" * 300 + "06/13/2024,B\n")
    reading = reading_of(str(file))
    assert len(reading.timeline.events) < 300
    assert reading.understanding
    assert reading.understanding.decided == "mdy", "the last row decides"
    assert reading.understanding.dates == ("301 dates read month first, because of 06/13/2024 on line 302",)
