"""CSV: our own files are read back equal, and sheets of other people are read."""

import csv as stdlib
import io

import pytest
from golden.sample import SAMPLE
from hypothesis import given
from strategies import bare, timelines
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.csv.csv import read, write
from timeline_tui.formats.detection import detect
from timeline_tui.model.timeline import Citation, Entries, Event, Quote, Source, Timeline


def cells(written: str) -> list[list[str]]:
    return list(stdlib.reader(io.StringIO(written, newline="")))


def faults(data: str | bytes) -> list[tuple[int, int, str]]:
    raw = data.encode() if isinstance(data, str) else data
    return [(problem.line, problem.column, problem.message) for problem in read(raw, "a.csv").problems]


DEEP = "[" * 40 + "]" * 40


def only(data: str) -> Event:
    (event,) = read(data.encode(), "a.csv").timeline.events
    return event


@pytest.mark.parametrize(("file", "format"), [("a.csv", "csv"), ("<stdin>", "csv")])
def test_its_signature_fits_no_other_format(file: str, format: str) -> None:
    assert detect(write(SAMPLE).encode(), file).name == format


@given(timelines())
def test_reading_gives_what_was_written(timeline: Timeline) -> None:
    written = write(timeline)
    reading = read(written.encode(), "")
    assert [str(problem) for problem in reading.problems if problem.severity == "error"] == []
    assert bare(reading.timeline) == bare(timeline)
    assert write(reading.timeline) == written


@given(timelines())
def test_reading_works_without_formula_safety_and_in_any_order(timeline: Timeline) -> None:
    assert bare(read(write(timeline, formula_safe=False).encode(), "").timeline) == bare(timeline)
    head, *rows = cells(write(timeline))
    turned = io.StringIO()
    stdlib.writer(turned).writerows([head[::-1], *(row[::-1] for row in reversed(rows))])
    found = read(turned.getvalue().encode(), "").timeline
    assert {event.id for event in found.events} == {event.id for event in timeline.events}
    assert set(found.sources) == set(timeline.sources)
    assert found._replace(events=(), sources=()) == timeline._replace(events=(), sources=())


def test_the_csv_follows_the_standard() -> None:
    written = write(Timeline(events=(Event("x", parse("2024"), 'Says "no"', summary="one\ntwo"),)))
    head, row = cells(written)
    assert dict(zip(head, row, strict=True))["summary"] == "one\ntwo"
    assert written.startswith('"id","date",')
    assert written.endswith('"\r\n')
    assert '"Says ""no"""' in written


def test_lists_have_semicolons_unless_a_name_has_one() -> None:
    event = Event(
        "x", parse("2024"), "T", countries=("Japan", "Korea, Republic of"), topics=("a; b", "c"), people=('["x"]',)
    )
    head, row = cells(write(Timeline(events=(event,))))
    found = dict(zip(head, row, strict=True))
    assert found["countries"] == "Japan; Korea, Republic of"
    assert found["topics"] == '["a; b", "c"]'
    assert found["people"] == r'["[\"x\"]"]'


def test_each_row_describes_its_sources_once() -> None:
    source = Source("accord", "The accord", note="Long.")
    event = Event(
        "x",
        parse("2024"),
        "T",
        sources=(Citation(source, at="¶2"), Citation(source)),
        quotes=(Quote("a", source=source),),
    )
    timeline = Timeline(sources=(source,), events=(event, event._replace(id="y")))
    head, *rows = cells(write(timeline))
    described = '{"source": {"title": "The accord", "note": "Long.", "key": "accord"}, "at": "¶2"}'
    for row in rows:
        found = dict(zip(head, row, strict=True))
        assert found["sources"] == f'[{described}, "accord"]'
        assert found["quotes"] == '[{"text": "a", "source": "accord"}]'
    assert "timeline" not in head


def test_other_keys_are_columns_where_they_can_be() -> None:
    events = (
        Event("a", parse("2024"), "A", other=(("mood", "calm"), ("Title", "known"))),
        Event("b", parse("2024"), "B", other=(("mood", "glad"),)),
        Event("c", parse("2024"), "C", other=(("mood", Entries((("of", "all"),))),)),
    )
    head, *rows = cells(write(Timeline(events=events)))
    assert [dict(zip(head, row, strict=True))["mood"] for row in rows] == ["", "glad", ""]
    assert [dict(zip(head, row, strict=True))["other"] for row in rows] == [
        '{"mood": "calm", "Title": "known"}',
        "",
        '{"mood": {"of": "all"}}',
    ]


@each_row("text", ["=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "'=1", "''-1"])
def test_no_cell_is_a_formula(text: str) -> None:
    timeline = Timeline(events=(Event("x", parse("-0753"), text, given_id=True, other=((text, text),)),))
    for row in cells(write(timeline)):
        assert not [cell for cell in row if cell[:1] in tuple("=+-@＝＋－＠\t\r\n") and cell]
    assert bare(read(write(timeline).encode(), "").timeline) == timeline
    unsafe = write(timeline, formula_safe=False)
    assert bare(read(unsafe.encode(), "").timeline) == timeline
    assert f'"{text}"' in unsafe or text.startswith("'")


def test_an_apostrophe_before_other_text_is_kept() -> None:
    assert only("date,title\n2024,'tis so\n").title == "'tis so"


@pytest.mark.parametrize(
    "data",
    [
        "date,title,country\n2024-06-13,Accord,Japan; Ukraine\n",
        "\ufeffDate;Title;Countries\r\n2024-06-13;Accord;Japan;\r\n",
        '"DATE"\t"title"\tCountry\r2024-06-13\tAccord\t Japan;Ukraine\r',
        'sep=;\r\n title ; date ;COUNTRIES\r\n"Accord";"2024-06-13"; "[""Japan"", ""Ukraine""]"\r\n\r\n;;\r\n',
    ],
)
def test_sheets_of_other_people(data: str) -> None:
    event = only(data)
    assert (event.date.text, event.title, event.countries[0]) == ("2024-06-13", "Accord", "Japan")
    assert not [problem for problem in read(data.encode(), "").problems if problem.severity == "error"]


def test_utf_16_as_excel_saves_it() -> None:
    assert read("date\ttitle\n2024\té\n".encode("utf-16"), "").timeline.events[0].title == "é"


@pytest.mark.parametrize(
    ("heading", "cell", "date"),
    [
        ("end", "2024-06-15", "2024-06-13/2024-06-15"),
        ("end_date", "2024-06-15", "2024-06-13/2024-06-15"),
        ("time", "12:30", "2024-06-13T12:30"),
    ],
)
def test_an_end_or_time_beside_our_headings_is_a_part_of_the_date(heading: str, cell: str, date: str) -> None:
    data = f"date,title,countries,{heading}\n2024-06-13,a,Japan;Ukraine,{cell}\n"
    event = only(data)
    assert (event.date, event.countries, event.other) == (parse(date), ("Japan", "Ukraine"), ())


def test_an_unknown_field_that_is_called_end_comes_back_as_it_was() -> None:
    written = Event("a", parse("2024-06-13"), "a", other=(("end", "2024-06-15"), ("time", "12:30")))
    [event] = read(write(Timeline(events=(written,))).encode(), "f.csv").timeline.events
    assert (event.date, event.other) == (written.date, written.other)


def test_a_time_may_follow_a_space() -> None:
    assert only("date,title\n2024-06-13 15:05:30,A\n").date == parse("2024-06-13T15:05:30")
    assert only("date,title\n2024-06-13 15:05/2024-06-13 16:00,A\n").date == parse("2024-06-13T15:05/2024-06-13T16:00")


def test_texts_that_people_write_instead_of_json() -> None:
    event = only("date,title,source,quote,related\n2024,A,Reuters; https://a.example/;b?,He said: a; b.,x; y\n")
    assert [citation.source for citation in event.sources] == [
        Source(title="Reuters"),
        Source(url="https://a.example/;b?"),
    ]
    assert event.quotes == (Quote("He said: a; b."),)
    assert [relation.event for relation in event.related] == ["x", "y"]


def test_a_source_may_be_named_by_its_key() -> None:
    described = '"[{""source"": {""key"": ""k"", ""title"": ""T""}}]"'
    first, second = read(f"date,title,sources\n2024,A,k\n2025,B,{described}\n".encode(), "").timeline.events
    assert first.sources == second.sources == (Citation(Source("k", "T")),)


def test_unknown_columns_are_kept_and_reported_once() -> None:
    data = "date,title,Contries,hits\n2024,A,Japan,12\n2025,B,Italy,\n"
    assert [event.other for event in read(data.encode(), "").timeline.events] == [
        (("Contries", "Japan"), ("hits", "12")),
        (("Contries", "Italy"),),
    ]
    problems = read(data.encode(), "").problems
    assert [(problem.severity, problem.line, problem.column, problem.hint) for problem in problems] == [
        ("warning", 1, 12, "did you mean countries?"),
        ("warning", 1, 21, ""),
    ]


@each_row(
    ("data", "expected"),
    [
        ("", (1, 1, "no events: the file is empty")),
        ("\r\n \r\n", (1, 1, "no events: the file is empty")),
        ("a,b\n1,2\n", (1, 1, "no column says when it happened: “a” has “1” and “b” has “2”")),
        ("date,amount\n2024,2\n", (1, 1, "no column says what happened: “date” is date and “amount” has “2”")),
        ("date,title\n<<<<<<< a\n", (2, 1, "a merge conflict was left in the file")),
        ("date,title\n2024,a\n2025,\"b\n2026,c\n", (3, 6, "this cell is not closed; nothing from here on is read")),
        ('date,title\n2024,"a" b\n', (2, 9, "text after the closing quote")),
        ("date,title\n2024-06-31,a\n", (2, 9, "2024-06-31: June 2024 has 30 days; the event is kept under “Undated”")),
        ('date,title\n"a\nb",x\n', (2, 2, "a b: not understood as a date; the event is kept under “Undated”")),
        ("date,title\n2024,a,b\n", (2, 8, "this row has 3 cells, and the table 2 columns; the rest is left out")),
        ("date,title\n2024\n", (2, 1, "this row has 1 cell, and the table 2 columns")),
        ("date,title,date\n2024,a,2025\n", (1, 12, "a second column has the heading “date”; it is left out")),
        ("date,title,people,Person\n", (1, 19, "“people” and “Person” are both people; this one is left out")),
        (",date,title\n1,2024,a\n", (1, 1, "a column without a heading is left out")),
        (
            "date,title,id\n2024,a,x\n2025,b,x\n",
            (3, 8, "the event on line 2 also has the id “x”; this event gets “x-2”"),
        ),
        ("date,title\n,a\n", (2, 1, "an event without “date”; the event is kept under “Undated”")),
        (
            'date,title,quotes\n2024,a,[{"a" 1}]\n',
            (2, 8, "this begins like JSON but is not JSON: expecting ':' delimiter"),
        ),
        (f"date,title,quotes\n2024,a,{DEEP}", (2, 8, "this JSON cannot be read: nested too deeply")),
        ("date,title\n2024,a\x1b[1mb\n", (2, 7, "U+001B is shown as ␛")),
    ],
)  # fmt: skip
def test_each_fault_is_reported_at_its_place(data: str | bytes, expected: tuple[int, int, str]) -> None:
    assert expected in faults(data)


def test_a_truncated_file_keeps_its_complete_rows() -> None:
    written = write(SAMPLE).encode()
    for cut in range(0, len(written), 97):
        reading = read(written[:cut], "")
        assert reading.problems or not reading.timeline.events
        assert len(reading.timeline.events) <= len(SAMPLE.events)


@pytest.mark.parametrize(
    ("date", "expected"),
    [("13.06.2024", "2024-06-13"), ("06/13/2024", "2024-06-13"), ("June 2024", "2024-06"), ("c. 1910", "1910~")],
)
def test_dates_as_people_write_them_are_read_in_a_sheet_with_our_headings(date: str, expected: str) -> None:
    assert only(f"date,title\n{date},A\n").date.text == expected


def test_where_most_dates_are_ours_another_one_is_an_error_with_a_hint() -> None:
    reading = read(b"date,title\n2024-06-13,A\n2024-06-14,B\n15.06.2024,C\n", "")
    assert [event.date.text for event in reading.timeline.events] == ["2024-06-13", "2024-06-14", "15.06.2024"]
    assert [problem.hint for problem in reading.problems] == ["write 2024-06-15"]


def test_two_sources_with_the_same_key_are_an_error() -> None:
    rows = "".join(
        f'{year},T,"[{{""source"": {{""key"": ""k"", ""title"": ""{title}""}}}}]"\n'
        for year, title in ((2023, "A"), (2024, "A"), (2025, "B"))
    )
    reading = read(f"date,title,sources\n{rows}".encode(), "")
    assert reading.timeline.sources == (Source("k", "A"),)
    assert [(problem.line, problem.message) for problem in reading.problems] == [
        (4, "the source “k” differs from an earlier one with the same key")
    ]


def test_many_faults_of_one_kind_are_counted() -> None:
    problems = read(b"date,title\n" + b"2024,a,b\n" * 1000, "").problems
    assert len(problems) == 21
    assert "980 more places" in problems[-1].message


def test_progress_is_reported() -> None:
    told: list[tuple[int, int]] = []
    data = b"date,title\n" + b"2024,a\n" * 1000
    read(data, "", lambda done, total, _: told.append((done, total)))
    assert len(told) > 3
    assert told == sorted(told)
    assert told[-1] == (len(data), len(data))


@each_row(
    ("cell", "sources"),
    [
        ("https://a.org, https://b.org", [Source(url="https://a.org"), Source(url="https://b.org")]),
        ('"https://a.org\nhttps://b.org"', [Source(url="https://a.org"), Source(url="https://b.org")]),
        ("https://a.org;https://b.org", [Source(url="https://a.org"), Source(url="https://b.org")]),
        ("https://a.org and https://b.org", [Source(url="https://a.org"), Source(url="https://b.org")]),
        ("Reuters https://a.org/x; AP", [Source(title="Reuters", url="https://a.org/x"), Source(title="AP")]),
        ("Reuters (https://a.org)", [Source(title="Reuters", url="https://a.org")]),
        (
            "https://a.org (Reuters), https://b.org (AP)",
            [Source(title="Reuters", url="https://a.org"), Source(title="AP", url="https://b.org")],
        ),
        ("https://a.org/https://b.org", [Source(url="https://a.org/https://b.org")]),
    ],
)
def test_each_address_in_a_cell_is_a_source(cell: str, sources: list[Source]) -> None:
    quoted = cell if cell[0] == '"' else f'"{cell}"'
    reading = read(f"date,title,source\n2024,A,{quoted}\n".encode(), "f.csv")
    assert [(problem.severity, problem.message) for problem in reading.problems] == [
        ("note", "Read “source” as sources")
    ]
    (event,) = reading.timeline.events
    assert [citation.source for citation in event.sources] == sources


def test_words_left_over_beside_an_address_are_a_note() -> None:
    reading = read(b'date,title,source\n2024,A,"Reuters: https://a.org, archived"\n', "f.csv")
    (event,) = reading.timeline.events
    assert [(citation.source, citation.note) for citation in event.sources] == [
        (Source(title="Reuters", url="https://a.org"), "archived")
    ]


def test_an_address_with_a_space_is_warned_of() -> None:
    reading = read(b"date,title,source\n2024,A,https://a.org/a file.pdf\n", "f.csv")
    assert [problem.message for problem in reading.problems][1:] == ["an address has no white space"]
    assert reading.timeline.events[0].sources[0].source == Source(url="https://a.org/a file.pdf")


def _told(text: str) -> list[str]:
    return [str(problem) for problem in read(text.encode(), "a.csv").problems if problem.severity != "note"]


@pytest.mark.parametrize("headings", ["date;title;quotes", "Datum;Titel;Zitat"])
def test_a_row_with_more_cells_than_the_others_is_reported_even_if_they_are_empty(headings: str) -> None:
    rows = f"{headings}\n2024-06-13;A;\n2024-06-14;B;\n"
    assert not _told(rows)
    assert any(
        told.startswith("a.csv:4:15: warning: this row has 4 cells") for told in _told(f"{rows}2024-06-15;C;;\n")
    )
    assert not _told(f"{headings}\n2024-06-13;A;;\n2024-06-14;B;;\n"), "every row ends so"


def test_a_quote_that_is_only_an_address_is_reported() -> None:
    rows = "Datum;Titel;Quelle;Zitat\n2024-06-13;A;https://example.org/1;Words\n2024-06-14;B;https://example.org/2 ;"
    assert not _told(f"{rows}\n")
    (told,) = _told(f"{rows}https://example.org/3\n")
    assert told == "a.csv:3:37: warning: the quote is only an address: https://example.org/3"


def test_a_foreign_row_with_only_a_date_is_left_out_with_a_warning() -> None:
    reading = read(b"Date,What\n2024-06-13,A\n2024-06-15,\n2024-06-16\n", "a.csv")
    assert _told("Date,What\n2024-06-13,A\n2024-06-15,\n2024-06-16\n") == [
        "a.csv:3:1: warning: only a date; the row is left out",
        "a.csv:4:1: warning: only a date; the row is left out",
    ]
    assert [event.title for event in reading.timeline.events] == ["A"]


def test_a_note_says_that_commas_separate_nothing_because_of_another_cell() -> None:
    rows = 'Date,What,Topics,Who\n2024-06-13,A,"security, loans","Kishida, Fumio"\n2024-06-14,B,{},X\n'
    notes = [
        str(problem)
        for problem in read(rows.format("loans; arms").encode(), "a.csv").problems
        if "one name" in str(problem)
    ]
    note, other = notes
    assert note.startswith("a.csv:2:14: note: “security, loans” is one name here: commas do not separate")
    assert note.endswith("because other signs do on line 3")
    assert other.endswith("“Kishida, Fumio” is one name here: commas do not separate the names of “Who”")
    assert not [
        problem for problem in read(rows.format("loans").encode(), "a.csv").problems if "security" in str(problem)
    ]


def test_the_texts_of_two_columns_with_the_same_heading_are_one_note() -> None:
    rows = "When,What,Notes,Notes\n2024-06-13,A,one,two\n2024-06-14,B,,three\n"
    first, second = read(rows.encode(), "a.csv").timeline.events
    assert (first.note, second.note, first.summary) == ("one\n\ntwo", "three", "")


def test_a_mark_in_place_of_a_checker_is_kept_with_a_warning() -> None:
    found = read(b"date,title,sources,checked\n2024-01-01,One,Reuters,yes\n", "f.csv")
    assert found.timeline.events[0].checked == ()
    assert found.timeline.events[0].other == (("original checked", "yes"),)
    assert [str(problem) for problem in found.problems] == [
        "f.csv:2:24: warning: yes: not who checked the event; it is kept as “original checked”"
    ]


def test_words_beside_an_address_are_its_title_and_a_note() -> None:
    cell = "Kantei https://example.org/b, in English; AP"
    (event,) = read(f'date,title,sources\n2024,A,"{cell}"\n'.encode(), "a.csv").timeline.events
    assert [(cited.source.title, cited.source.url, cited.note) for cited in event.sources] == [
        ("Kantei", "https://example.org/b", "in English"),
        ("AP", "", ""),
    ]


@each_row(
    ("data", "title", "other", "problems"),
    [
        (
            'date,title,timeline\n2024,A,"{""title"": ""T"", ""x"": 1}"\n2025,B,"{""title"": ""U"", ""x"": 2}"\n',
            "T",
            (),
            [f"3:8 “{key}” is given twice; the value on line 2 is kept" for key in ("title", "x")],
        ),
        (
            'date,title,other\n2024,A,"{""a"": 1, ""a"": 2}"\n',
            "",
            (("a", "1"),),
            ["2:8 “a” is given twice in this JSON; the first value is kept"],
        ),
        (
            'date,title,other,colour\n2024,A,"{""colour"": ""blue""}",red\n',
            "",
            (("colour", "blue"),),
            ["2:33 “colour” is given twice; the value on line 2 is kept"],
        ),
        (
            'date,title,colour,other\n2024,A,red,"{""colour"": ""blue""}"\n',
            "",
            (("colour", "red"),),
            ["2:12 “colour” is given twice; the value on line 2 is kept"],
        ),
    ],
)
def test_a_key_that_is_given_twice_is_an_error(
    data: str, title: str, other: tuple[tuple[str, str], ...], problems: list[str]
) -> None:
    reading = read(data.encode(), "f.csv")
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    assert [f"{each.line}:{each.column} {each.message}; {each.hint}" for each in errors] == problems
    assert (reading.timeline.title, reading.timeline.events[0].other) == (title, other)
