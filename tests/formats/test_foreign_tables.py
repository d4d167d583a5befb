"""Tables of other shapes: nothing is lost or misread if headings, addresses or lists are not as usual."""

from __future__ import annotations

import json
import re

from tables import each_row

from timeline_tui import formats
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.timeline import Event


def read(text: str, name: str = "f.csv", **options: str) -> Reading:
    return formats.read(text.encode(), name, options=ReadOptions(**options))


def cited(event: Event) -> list[tuple[str, str, str]]:
    """The title, address and note of each source."""
    return [(citation.source.title, citation.source.url, citation.note) for citation in event.sources]


def test_the_date_of_publication_is_not_a_source() -> None:
    reading = read("Date de publication,Date des faits,Titre,N\n2024-01-10,2024-01-01,Fire,x\n")
    (event,) = reading.timeline.events
    assert (event.date.text, event.sources) == ("2024-01-01", ())
    assert dict(event.other) == {"Date de publication": "2024-01-10", "N": "x"}


def test_each_reading_of_a_doubtful_date_can_be_chosen() -> None:
    sheet = "Date,Event\n19-06-12,A\n20-03-02,B\n"
    (error,) = read(sheet).problems
    assert error.hint == "say which is right: --dates dmy (19 June 2012) or --dates ymd (12 June 2019)"
    assert [event.date.text for event in read(sheet, dates="ymd").timeline.events] == ["2019-06-12", "2020-03-02"]


@each_row(
    ("heading", "date"),
    [
        ("Date (DD/MM/YYYY)", "2024-06-05"),
        ("Datum (TT.MM.JJJJ)", "2024-06-05"),
        ("date mm-dd-yy", "2024-05-06"),
        ("Data (gg/mm/aaaa)", "2024-06-05"),
        ("Date", ""),
        ("Date (dd/mm)", ""),
    ],
)
def test_the_heading_can_state_the_order_of_dates(heading: str, date: str) -> None:
    reading = read(f"{heading},Event\n05/06/2024,A\n")
    assert [event.date.text for event in reading.timeline.events] == [date][: bool(date)]
    (other,) = read(f"{heading},Event\n06/13/2024,A\n").timeline.events  # a row counts more
    assert other.date.text == "2024-06-13"


# Sheets without headings


@each_row(
    ("text", "dates", "titles"),
    [
        (
            "13/06/2024,A happened,Rome\n14/06/2024,B happened,Oslo\n",
            ["2024-06-13", "2024-06-14"],
            ["A happened", "B happened"],
        ),
        ("2024-06-13;Leaders met;https://a.example/1\n", ["2024-06-13"], ["Leaders met"]),
        ("1914,War broke out\n1918,War ended at last\n", ["1914", "1918"], ["War broke out", "War ended at last"]),
        ("2024-06-13,Incident,A car burnt\n2024-06-14,Other,A van burnt\n", ["2024-06-13", "2024-06-14"], None),
    ],
)
def test_a_first_row_with_a_date_is_an_event(text: str, dates: list[str], titles: list[str] | None) -> None:
    reading = read(text)
    events = reading.timeline.events
    assert [event.date.text for event in events] == dates
    assert titles is None or [event.title for event in events] == titles
    assert reading.understanding is not None
    assert reading.understanding.explain()[0].startswith("column 1: date")
    (warning,) = [
        problem
        for problem in reading.problems
        if problem.message.startswith("the first row has an event, not headings")
    ]
    assert (warning.severity, warning.line) == ("warning", 0)  # so that the command `columns` shows it


def test_columns_without_headings_are_named_by_their_number() -> None:
    reading = read("13/06/2024,A,Rome\n14/06/2024,B,Oslo\n", columns="title=#2, place=#3")
    assert [(event.title, event.place) for event in reading.timeline.events] == [("A", "Rome"), ("B", "Oslo")]


@each_row(
    "text",
    [
        "Country,2019,2020\nItaly,2100,2050\n",
        "Indicator,2019,2020\nIncome,2100,2050\n",
        "Milestone,2024-01-01,2024-02-01\nA start,2024-01-05,2024-02-04\n",
        "Name,born 2024-01-01,When\nAna Vidal,yes,2024-01-05\n",
    ],
)
def test_headings_with_dates_are_headings(text: str) -> None:
    known = read(text).understanding
    assert known is not None
    assert [column.heading for column in known.columns] == text.partition("\n")[0].split(",")


# Names and addresses of sources


@each_row(
    ("link", "expected"),
    [
        ("www.reuters.com/x", ("Reuters", "https://www.reuters.com/x", "")),
        ("reuters.com/x?y=1", ("Reuters", "https://reuters.com/x?y=1", "")),
        ("see file 12", ("Reuters", "", "see file 12")),
        ("[here](https://reuters.com/x)", ("here", "https://reuters.com/x", "Reuters")),
        ("https://reuters.com/a file.pdf", ("Reuters", "https://reuters.com/a file.pdf", "")),
    ],
)
def test_the_name_of_a_source_and_what_is_beside_it_are_both_kept(link: str, expected: tuple[str, str, str]) -> None:
    for headings in ("Date,Event,Source,URL", "Date,Titre,Source,Lien"):
        rows = f"2024-01-01,A,Reuters,{link}\n2024-01-02,B,AP,https://ap.org/1\n2024-01-03,C,DPA,none of it\n"
        first, second, third = read(f"{headings}\n{rows}").timeline.events
        assert cited(first) == [expected]
        assert cited(second) == [("AP", "https://ap.org/1", "")]
        assert cited(third) == [("DPA", "", "none of it")]


def test_an_address_without_its_scheme_is_one_where_the_column_says_so() -> None:
    first, second = read("Date,Event,Source\n2024,A,www.reuters.com/x\n2025,B,reuters.com\n").timeline.events
    assert cited(first) == [("", "https://www.reuters.com/x", "")]
    assert cited(second) == [("reuters.com", "", "")]
    data = '[{"when": "2024", "what": "A", "links": [{"name": "Reuters", "url": "reuters.com/x"}]}]'
    (event,) = read(data, "f.json").timeline.events
    assert cited(event) == [("Reuters", "https://reuters.com/x", "")]


# Several lists of events


def event(when: str, what: str) -> dict[str, str]:
    return {"when": when, "what": what}


A, B, C = event("2024-01-01", "A"), event("2023-01-01", "B"), event("2023-01-02", "C")


@each_row(
    "names",
    [("entries", "archive"), ("items", "timeline"), ("events", "archive"), ("past", "upcoming"), ("archive", "posts")],
)
def test_all_lists_of_events_are_read(names: tuple[str, str]) -> None:
    first, second = names
    authors = [{"name": "Ana Vidal", "born": "in Norland"}]
    for root in ({first: [A], second: [B, C]}, {first: [A], "authors": authors, second: [B, C]}):
        reading = read(json.dumps(root), "f.json")
        events = reading.timeline.events
        assert [event.title for event in events] == ["A", "B", "C"]
        usual = {"entries", "items", "timeline", "events", "posts"}
        assert [event.topics for event in events] == [
            () if name in usual else (name,) for name in (first, second, second)
        ]
        assert not [problem for problem in reading.problems if problem.severity != "note"]


def test_a_list_of_events_with_other_keys_is_reported() -> None:
    other = [{"date": "2022", "headline": "D"}]
    reading = read(json.dumps({"entries": [A], "archive": [B, C], "history": other}), "f.json")
    assert [event.title for event in reading.timeline.events] == ["A", "B", "C"]
    (warning,) = [problem for problem in reading.problems if problem.severity == "warning"]
    assert warning.message == "“history” has 1 entry like events, but with other keys: not read"


def test_groups_may_call_their_lists_differently() -> None:
    groups = [
        {"phase": "I", "events": [A], "attacks": [B]},
        {"phase": "II", "items": [C]},
        {"phase": "III", "attacks": [event("2025", "D")]},
    ]
    events = read(json.dumps(groups), "f.json").timeline.events
    assert {(event.title, event.topics) for event in events} == {
        *(("A", ("I",)), ("B", ("I",)), ("C", ("II",)), ("D", ("III",)))
    }


def test_a_long_cell_becomes_a_title_in_linear_time() -> None:
    text = json.dumps([{"when": "2024-01-01", "what": "x" * 300_000}, {"when": "2024-01-02", "what": "a. b " * 60_000}])
    titles = [event.title for event in read(text, "f.json").timeline.events]
    assert titles == [f"{'x' * 119}…", f"{('a. b ' * 24)[:119].rsplit(' ', 1)[0]}…"]


# Names in mappings


@each_row(
    ("tags", "topics"),
    [
        ([{"tag": "React"}, {"tag": "Vue"}], ("React", "Vue")),
        ([{"key": "authors"}], ("authors",)),
        ([{"technology": "React"}], ("React",)),
        ([{"tag": ["React", {"name": "Vue"}]}], ("React", "Vue")),
        ([{"tag": None}, {"name": None, "label": None}, {"tag": "Vue"}], ("Vue",)),
        ([{"Trade War": None}, {"Steel": {"since": "2018"}}], ("Trade War", "Steel")),
        ([{"Trade War": "since 2018"}], ()),  # it stays under its key
    ],
)
def test_a_mapping_of_one_key_has_its_value_as_a_name(tags: list[object], topics: tuple[str, ...]) -> None:
    (event,) = read(json.dumps([{"when": "2024-01-01", "what": "A", "tags": tags}]), "f.json").timeline.events
    assert event.topics == topics
    assert bool(event.other) == (topics == () or "Steel" in topics)


def test_people_places_and_countries_in_mappings_are_read_like_topics() -> None:
    text = (
        '[{"when": "2024", "what": "A", "who": [{"who": "Ana"}], "country": {"code": "IT"}, "where": {"city": "Bari"}}]'
    )
    (event,) = read(text, "f.json").timeline.events
    assert (event.people, event.countries, event.place, event.other) == (("Ana",), ("IT",), "Bari", ())
    text = '[{"when": "2024", "what": "A", "who": {"who": null}, "country": {"name": null}, "where": {"city": null}}]'
    (event,) = read(text, "f.json").timeline.events
    assert (event.people, event.countries, event.place, event.other) == ((), (), "", ())


def test_a_name_with_a_comma_is_noted() -> None:
    reading = read('Date,Event,Tags\n2024-01-02,Talks open,"Python, data"\n')
    assert [(problem.line, problem.message, problem.hint) for problem in reading.problems if problem.line] == [
        (
            2,
            "“Python, data” is one name here: commas do not separate the names of “Tags”",
            "write a semicolon between names",
        )
    ]


def test_hashtags_are_topics() -> None:
    reading = read("Date,Event,Tags\n2024-01-02,A,#war #peace\n2024-01-03,B,#war\n2024-01-04,C,No. #3\n")
    assert [event.topics for event in reading.timeline.events] == [("war", "peace"), ("war",), ("No. #3",)]


@each_row(
    ("heading", "value", "date"),
    [
        ("Period", "1990s", "199X"),
        ("時間", "2024/06/13 10:00", "2024-06-13T10:00"),
        ("Uhrzeit", "13.06.2024 10:00", "2024-06-13T10:00"),
    ],
)
def test_a_word_for_periods_or_times_means_the_date_if_the_values_are_dates(
    heading: str, value: str, date: str
) -> None:
    (event,) = read(f"{heading},Event\n{value},Leaders met\n").timeline.events
    assert (event.date.text, event.topics) == (date, ())


def test_words_behind_an_address_and_a_comma_are_not_part_of_it() -> None:
    (event,) = read('Date,Event,Link\n2024,A,"https://a.example/b, seen on 1 May"\n').timeline.events
    assert cited(event) == [("seen on 1 May", "https://a.example/b", "")]


@each_row("nothing", ["n/a", "-", "None", "?", "TBD", "nan"])
def test_a_cell_without_a_value_gives_no_name_source_or_text(nothing: str) -> None:
    headings = "Date,Event,Who,Tags,Where,Country,Source,Note,Description"
    text = f"{headings}\n2024,Leaders met{f',{nothing}' * 7}\n2024,They parted,Ana,x,Bari,Italy,AP,y,z z\n"
    first, second = read(text).timeline.events
    empty = (first.people, first.topics, first.countries, first.sources)
    assert (*empty, first.place, first.note, first.summary) == ((), (), (), (), "", "", "")
    assert {text for _, text in first.other} == {nothing}, "it is kept"
    assert second.sources


def test_unknown_is_not_a_source_and_a_title_stays() -> None:
    assert read("Date,Event,Source\n2024,TBD,AP\n").timeline.events[0].title == "TBD"
    assert read("Date,Event,Comment\n2024,Leaders met,NA\n2025,B b,c c\n").timeline.events[0].note == ""
    assert read("Date,Event,Source\n2024,Leaders met,unknown\n").timeline.events[0].sources == ()


@each_row(
    ("cells", "people"),
    [
        (["Ana Vidal and Bo Day", "Ana Vidal"], [("Ana Vidal", "Bo Day"), ("Ana Vidal",)]),
        (["Ana Vidal y Bo Day; Cy Low", "Bo Day"], [("Ana Vidal", "Bo Day", "Cy Low"), ("Bo Day",)]),
        (["Ana Vidal (Foo; Bar); Bo Day (Baz | Qux)", "x"], [("Ana Vidal (Foo; Bar)", "Bo Day (Baz | Qux)"), ("x",)]),
        (["Ana Vidal & others", "Ana Vidal"], [("Ana Vidal & others",), ("Ana Vidal",)]),
        (["Stone and Wood", "Stone"], [("Stone and Wood",), ("Stone",)]),  # may be the name of a firm
        (["Ana Vidal and Bo Day", "Cy Low"], [("Ana Vidal and Bo Day",), ("Cy Low",)]),
    ],
)
def test_and_separates_people_who_are_named_alone(cells: list[str], people: list[tuple[str, ...]]) -> None:
    rows = "".join(f"2024,Event,{cell}\n" for cell in cells)
    assert [event.people for event in read(f"Date,What,Who\n{rows}").timeline.events] == people


# Columns of times


@each_row(
    ("rows", "dates"),
    [
        (  # one time that is no time of day does not make an end of the other column
            [
                "2024-01-03,09:00,10:00,A",
                "2024-01-04,14:00,16:00,B",
                "2024-01-05,evening,23:00,C",
                "2024-01-06,8:00,,D",
            ],
            [
                "2024-01-03T09:00/2024-01-03T10:00",
                "2024-01-04T14:00/2024-01-04T16:00",
                "2024-01-05",
                "2024-01-06T08:00",
            ],
        ),
        (["2024-01-03,9:00,5:30,A"], ["2024-01-03T09:00"]),
        (["2024-01-03,0900,1015,A", "2024-01-04,2130,,B"], ["2024-01-03T09:00/2024-01-03T10:15", "2024-01-04T21:30"]),
    ],
)
def test_start_and_end_are_times_beside_a_day(rows: list[str], dates: list[str]) -> None:
    reading = read("\n".join(["Day,Start,End,What", *rows]))
    assert [event.date.text for event in reading.timeline.events] == dates
    kept = {text for event in reading.timeline.events for _, text in event.other}
    digits = re.sub(r"[^\d ]", "", " ".join(dates))
    cells = [cell for row in rows for cell in row.split(",")[1:3] if cell]
    assert all(cell in kept or cell.replace(":", "") in digits for cell in cells)


def test_four_digits_are_a_time_if_the_heading_says_so() -> None:
    reading = read("Date,Time,What\n2024-01-03,0930,A\n2024-01-04,2215,B\n")
    assert [event.date.text for event in reading.timeline.events] == ["2024-01-03T09:30", "2024-01-04T22:15"]
    assert {problem.severity for problem in reading.problems} == {"note"}


# Columns that are not sources, or parts of one


def test_links_without_addresses_are_not_sources() -> None:
    text = '[{"date": "2024", "event": "A", "issue_links": ["drug_prices"], "source": "https://a.example/1"}]'
    (event,) = read(text, "f.json").timeline.events
    assert cited(event) == [("", "https://a.example/1", "")]
    assert [name for name, _ in event.other] == ["issue_links"]


@each_row(
    ("headings", "rows", "sources"),
    [
        ("New", ["yes", "no"], [[], []]),
        ("New", ["Reuters", "AP"], [[], []]),
        ("Link?", ["y", "n"], [[], []]),
        ("Ref", ["1", "2"], [[], []]),
        ("Ref", ["EX-1", "2"], [["EX-1"], ["2"]]),
        ("Newspaper", ["true", "false"], [[], []]),
        ("Page", ["12", "13"], [[], []]),
        ("Page", ["https://e.example/a"], [["https://e.example/a"]]),
        ("Exhibit,Page", ["EX-1,12", "EX-2,p. 3", ",4"], [["EX-1 @ 12"], ["EX-2 @ p. 3"], []]),
        ("Exhibit,Page", ["EX-1; EX-2,12"], [["EX-1", "EX-2"]]),
        ("Source 1,Page 1,Source 2,Page 2", ["EX-1,2,EX-2,3"], [["EX-1 @ 2", "EX-2 @ 3"]]),
        ("Link,Page,Paragraph", ["https://e.example/a,12,3"], [["https://e.example/a @ 12"]]),
        ("Title of article,Newspaper", ["Fire,Corriere", ",Le Monde"], [["Fire | Corriere"], ["Le Monde"]]),
        ("Source,Newspaper", ["Fire,Corriere"], [["Fire | Corriere"]]),
    ],
)
def test_columns_of_sources(headings: str, rows: list[str], sources: list[list[str]]) -> None:
    text = "\n".join([f"Date,Event,{headings}", *(f"2024-01-0{n},Event {n},{row}" for n, row in enumerate(rows, 1))])
    events = read(f"{text}\n").timeline.events
    found = [
        [
            (citation.source.title or citation.source.url)
            + (f" | {citation.source.publisher}" if citation.source.publisher else "")
            + (f" @ {citation.at}" if citation.at else "")
            for citation in event.sources
        ]
        for event in events
    ]
    assert found == sources
    for event, row in zip(events, rows, strict=True):
        kept = [*found[events.index(event)], *(str(value) for _, value in event.other)]
        assert all(any(cell.strip() in text for text in kept) for cell in row.replace(";", ",").split(",")), "lost"
