"""Files of well-known programs are recognised, and read by the meanings of their columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from strike import COUNTRIES, DAYS, PEOPLE, PLACES, SENTENCE, TITLE, TOPICS, WALKOUT, Expected, check_events
from tables import each_row

from timeline_tui import formats
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.results import Reading
from timeline_tui.formats.shapes.gdelt import NAMES
from timeline_tui.formats.shapes.shapes import SHAPES

DATA = Path(__file__).parent.parent / "data" / "shapes"

ITEM = "http://www.wikidata.org/entity/Q900000001"
CAPITALS = {name.upper() for name in PEOPLE} | {"DOCKER", "GOVERNMENT"}
CLASSES = {"verbal cooperation", "material cooperation", "material conflict"}
ROOTS = {"protests", "cooperates diplomatically", "cooperates materially", "consults", "demands", "coerces"}
ROOTS |= {"says that it will cooperate"}
GDELT = Expected(
    title="ANA VIDAL protests",
    countries=COUNTRIES,
    topics=CLASSES | ROOTS,
    people=CAPITALS,
    places={
        f"{place}, Coast, {'Sudmark' if place == 'Carrow' else 'Norland'}" for place in PLACES - {"Skerry Islands"}
    },
    first=(WALKOUT,),
    sources=12,
)


def replaced(dates: tuple[str, ...], changes: dict[int, str]) -> tuple[str, ...]:
    return tuple(changes.get(number, date) for number, date in enumerate(dates))


WIKIDATA = Expected(
    replaced(DAYS, {5: "2024-03", 6: "2024"}),
    countries=COUNTRIES,
    places=PLACES,
    first=(("", ITEM), WALKOUT),
    sources=24,
)
CLOCKS = tuple(f"{day}T{8 + hour:02}:15:30Z" for hour, day in enumerate(DAYS))
IRIS = tuple(f"{day}T{8 + n:02}:15:00.250000{'+02:00' if n % 2 else '+00:00'}" for n, day in enumerate(DAYS))

FILES = {
    "acled-precision.csv": Expected(
        replaced(DAYS, {2: "2024-03-08~/2024-03-14~", 5: "2024-03"}),
        SENTENCE,
        countries=COUNTRIES,
        topics={"Demonstrations", "Protests", "Peaceful protest", "Strategic developments", "Agreement"},
        people={"Protesters (Norland)", "Protesters (Sudmark)", "Dockers", "Crane Drivers Union"}
        | {"Police Forces of Norland (2019-)"},
        places=PLACES - {"Skerry Islands"} | {"Skerry"},
        first=(("Bay Courier", ""), ("Norland Radio", "")),
        sources=13,
    ),
    "gdelt.export.csv": GDELT,
    "gdelt-headings.csv": GDELT,
    "l2tcsv.csv": Expected(
        replaced(CLOCKS, {3: "2024-03-13T11:15:30+01:00", 4: "2024-03-18T12:15:30.250000Z"}),
        topics={"modified", "accessed", "changed", "created", "FILE", "WEBHIST", "OS:NTFS:FILE", "Firefox History"},
        people={"avidal"},
        places={"crane-office", "port-gate-2"},
        first=(("/evidence/walkout.dat", ""),),
        sources=12,
    ),
    "dfir-iris-sample.csv": Expected(
        IRIS, topics={*TOPICS, "port", "Legitimate", "Unspecified"}, first=(("gate log", ""),), sources=12
    ),
    "features.geojson": Expected(
        countries=COUNTRIES, topics={*TOPICS, "port"}, places=PLACES, first=(WALKOUT,), sources=12
    ),
    "vis-items.json": Expected(
        replaced(DAYS, {1: "2024-03-05/2024-03-06"}), topics=TOPICS, first=(("Bay Courier", WALKOUT[1]),), sources=12
    ),
    "timelinejs-2.json": Expected(
        (*replaced(DAYS, {1: "2024-03-05/2024-03-06", 2: "2024-03-11T07:30"}), "2024-03/2024-05"),
        topics={*TOPICS, "era"},
        first=((TITLE, WALKOUT[1]),),
        sources=6,
    ),
    "wikidata.csv": WIKIDATA,
    "wikidata-simple.json": WIKIDATA,
    "wikidata-sparql.json": WIKIDATA,
    "followthemoney.jsonl": Expected(
        (*replaced(DAYS[:9], {5: "2024-03"}), "2019-05/2024-04-02", "1998-06-01", "2024-06-30"),
        countries={"NO", "SE"},
        topics={*TOPICS, "Event", "Directorship", "Company"},
        people=PEOPLE,
        places=PLACES,
        first=(("", WALKOUT[1]),),
        sources=9,
        told="5 entities without a date are no event",
    ),
    "lines.jsonl": Expected(
        countries=COUNTRIES,
        topics=TOPICS,
        people=PEOPLE | {"Dockers"},
        places=PLACES,
        first=(("", WALKOUT[1]),),
        sources=12,
    ),
}
FILES |= {
    "news.rss": Expected(
        tuple(f"{day}T{8 + n:02}:30:00{'+02:00' if n % 2 else 'Z'}" for n, day in enumerate(DAYS)),
        topics={*TOPICS, "port"},
        people=PEOPLE | {"Dockers"},
        first=(("", WALKOUT[1]),),
        sources=13,
    ),
    "news.atom": Expected(
        tuple(f"{day}T{8 + n:02}:30:00Z" for n, day in enumerate(DAYS)),
        topics=TOPICS,
        people=PEOPLE | {"Dockers"},
        first=(("", WALKOUT[1]),),
        sources=12,
    ),
}
FEEDS = {"an RSS feed", "an Atom feed"}
SHAPELESS = {"lines.jsonl"}


def opened(name: str, options: ReadOptions = ReadOptions()) -> Reading:  # noqa: B008  # a NamedTuple is immutable
    return formats.read((DATA / name).read_bytes(), name, options=options)


@each_row("name", FILES)
def test_a_known_shape_is_read_by_the_meanings_of_its_columns(name: str) -> None:
    reading = opened(name)
    check_events(reading, FILES[name])
    (note,) = reading.problems
    assert reading.understanding is not None
    assert bool(reading.understanding.shape) == (name not in SHAPELESS)
    assert note.message.startswith("This is ") == (name not in SHAPELESS)


def test_every_sample_is_tested_and_every_shape_has_one() -> None:
    assert {path.name for path in DATA.iterdir()} == {*FILES}
    shapes = {known.shape for name in FILES if (known := opened(name).understanding)}
    assert shapes - {""} == {shape.title for shape in SHAPES} | FEEDS


def test_an_option_takes_precedence_over_the_shape() -> None:
    events = opened("acled-precision.csv", ReadOptions(columns="people=country, countries=region")).timeline.events
    assert (events[0].people, events[0].countries) == (("Norland",), ("Northern Sea",))


def test_a_capital_that_means_its_region_is_kept_separately() -> None:
    event = opened("acled-precision.csv").timeline.events[5]
    assert event.place == "Skerry"
    assert dict(event.other)["admin1"] == "Skerry Islands"


@pytest.mark.parametrize(
    ("date", "time", "zone", "edtf"),
    [
        ("02/03/2024", "10:00:00", "UTC", "2024-02-03T10:00:00Z"),
        ("02/03/2024", "10:00:00", "EST5EDT", "2024-02-03T10:00:00-05:00"),
        ("07/03/2024", "10:00:00", "EST5EDT", "2024-07-03T10:00:00-04:00"),
        ("02/03/2024", "10:00:00.123456", "UTC", "2024-02-03T10:00:00.123456Z"),
        ("02/03/2024", "--:--:--", "UTC", "2024-02-03"),
        ("02/03/2024", "10:00:00", "Nowhere/Land", "2024-02-03T10:00:00"),
    ],
)
def test_the_times_of_l2tcsv(date: str, time: str, zone: str, edtf: str) -> None:
    lines = (DATA / "l2tcsv.csv").read_text(encoding="utf-8").split("\n")
    row = f"{date},{time},{zone},M...,FILE,x,t,-,-,short,desc,2,-,-,-,-,-"
    (event,) = formats.read(f"{lines[0]}\n{row}\n".encode(), "f.csv").timeline.events
    assert event.date.text == edtf
    assert not event.people
    assert not event.place
    assert not event.sources


def test_a_record_of_l2tcsv_without_a_time_has_no_date() -> None:
    head, first, *_ = (DATA / "l2tcsv.csv").read_text(encoding="utf-8").split("\n")
    row = "00/00/0000,--:--:--,UTC,....,FILE,x,t,-,-,short,desc,2,-,-,-,-,-"
    events = formats.read(f"{head}\n{first}\n{row}\n".encode(), "f.csv").timeline.events
    assert [event.date.text for event in events] == [CLOCKS[0], ""]


def test_events_of_gdelt_1_are_read() -> None:
    rows = [line.split("\t") for line in (DATA / "gdelt.export.csv").read_text(encoding="utf-8").splitlines()]
    kept = [number for number, name in enumerate(NAMES) if not name.endswith("ADM2Code")]
    for columns, sources in ((kept, 12), (kept[:-1], 0)):
        text = "\n".join("\t".join(row[number] for number in columns) for row in rows)
        events = formats.read(text.encode(), "20130301.export.CSV").timeline.events
        assert tuple(event.date.text for event in events) == DAYS
        assert sum(len(event.sources) for event in events) == sources


def test_foreign_lines_are_seen_beside_a_broken_one() -> None:
    lines = (DATA / "lines.jsonl").read_text(encoding="utf-8").split("\n")
    lines.insert(1, '{"when": ')
    reading = formats.read("\n".join(lines).encode(), "f.jsonl")
    assert tuple(event.date.text for event in reading.timeline.events) == DAYS
    assert [problem.line for problem in reading.problems if problem.severity == "error"] == [2]


def test_wikidata_says_that_a_first_of_january_may_be_a_year() -> None:
    text = "item,itemLabel,date\n" + "".join(
        f"http://www.wikidata.org/entity/Q{n},Label {n},{date}T00:00:00Z\n"
        for n, date in enumerate(("1848-01-01", "1848-03-18", "-0043-03-15"), start=1)
    )
    reading = formats.read(text.encode(), "f.csv")
    assert [event.date.text for event in reading.timeline.events] == ["1848-01-01", "1848-03-18", "-0043-03-15"]
    assert "1 date of 1 January may mean the year alone" in reading.problems[0].hint


@pytest.mark.parametrize(
    ("precision", "edtf"),
    [("11", "1900-05-07"), ("10", "1900-05"), ("9", "1900"), ("8", "190X"), ("7", "1801/1900"), ("6", "1001/2000")],
)
def test_a_date_of_wikidata_is_as_exact_as_its_precision(precision: str, edtf: str) -> None:
    day, item = "1900-05-07T00:00:00Z", "http://www.wikidata.org/entity/Q1"
    text = f"item,itemLabel,start,end,startPrecision,endPrecision\n{item},A,{day},{day},{precision},{precision}\n"
    (event,) = formats.read(text.encode(), "f.csv").timeline.events
    assert event.date.text == edtf
    other = formats.read(text.replace(f",{precision},{precision}", f",11,{precision}").encode(), "f.csv").timeline
    assert other.events[0].date.text.split("/")[0] == "1900-05-07"


def test_rows_of_wikidata_that_differ_only_in_a_name_are_one_event() -> None:
    event = opened("wikidata.csv").timeline.events[3]
    assert set(event.countries) == COUNTRIES


def test_references_of_entities_are_replaced_by_names() -> None:
    events = opened("followthemoney.jsonl").timeline.events
    directorship = next(event for event in events if event.id == "d1")
    assert directorship.title == "Directorship: Ana Vidal – Dockers"
    assert (directorship.people, directorship.organizations) == (("Ana Vidal",), ("Dockers",))
    nested = (
        '{"id": "x", "schema": "Event", "properties": {"name": ["Signing"], "date": ["2024-05"],'
        ' "organizer": [{"id": "y", "schema": "Company", "properties": {"name": ["Terminals"]}}]}}\n'
    )
    (event,) = formats.read(nested.encode(), "f.jsonl").timeline.events
    assert event.organizations == ("Terminals",)
    dated = nested.replace('"x"', '"z"').replace('["Terminals"]', '["Terminals"], "incorporationDate": ["1998"]')
    for text in (nested + dated, dated + nested):
        ids = {event.id for event in formats.read((text * 2).encode(), "f.jsonl").timeline.events}
        assert ids == {"x", "y", "z"}


def test_the_geometry_of_a_feature_is_kept() -> None:
    event = opened("features.geojson").timeline.events[0]
    assert dict(dict(event.other)["geometry"].pairs)["coordinates"] == ("4.5", "61.2")  # type: ignore[union-attr]
    assert event.id == "f1"


def test_json_lines_of_ours_are_not_taken_for_foreign_ones() -> None:
    for text in ('{"date": "2024", "title": "A", "casualties": 3}\n', '{"timeline": {"title": "T"}}\n'):
        assert formats.read(text.encode() * 2, "f.jsonl").understanding is None


@pytest.mark.parametrize("keys", ['"startDate": "2021", "headline": "B"', '"start": "2021", "content": "B"'])
def test_keys_of_a_single_event_make_no_shape(keys: str) -> None:
    events = [f'{{"date": "2024-06-1{n}", "title": "A", "what": "x"}}' for n in range(3)]
    reading = formats.read(f'[{", ".join(events)}, {{"date": "2023", "title": "C", {keys}}}]'.encode(), "f.json")
    assert [event.title for event in reading.timeline.events] == ["A", "A", "A", "C"]
    assert not any("TimelineJS" in problem.message or "vis" in problem.message for problem in reading.problems)


def test_the_timeline_has_the_title_of_an_old_timelinejs_file() -> None:
    timeline = opened("timelinejs-2.json").timeline
    assert (timeline.title, timeline.description) == ("Strike at Marlow Bay", "A chronology")
