"""TimelineJS's sheet: the slides of its JSON, each in a row."""

import csv as stdlib
import io

import pytest
from golden.sample import SAMPLE
from hypothesis import given
from strategies import bare, timelines
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.detection import detect
from timeline_tui.formats.timelinejs import timelinejs
from timeline_tui.formats.timelinejs.timelinejs_csv import losses, read, write
from timeline_tui.model.timeline import Citation, Entries, Event, Quote, Source, Timeline

# As TimelineJS's own example has it.
SHEET = """\
Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,\
Media Thumbnail,Type,Group,Background\r
,,,,,,,,,Women in Computing,"<p class=""lead"">In this timeline, we’ll walk.</p>",,,,,title,,https://a.example/x.gif\r
1815,12,10,,1852,11,27,,,Ada Lovelace,"<p>Women have been programming
since before.</p>",https://a.example/ada.jpg,Wikimedia Commons,Portrait,,,,#fff\r
"-13,800",,,,,,,,long ago,Bang,,,,,,,Space,\r
1948,3,14,3:05 pm,,,,,,Edith Clarke,,"<blockquote>No demand.<cite>Edith</cite></blockquote>",,,,,,\r
1914,,,,1918,,,,,War,,,,,,era,,\r
"""


def rows(written: str) -> list[dict[str, str]]:
    return list(stdlib.DictReader(io.StringIO(written, newline="")))


@pytest.mark.parametrize(("file", "format"), [("a.csv", "timelinejs-csv"), ("<stdin>", "timelinejs-csv")])
def test_the_format_is_detected(file: str, format: str) -> None:
    assert detect(write(SAMPLE).encode(), file).name == format


def test_a_sheet_filled_in_by_hand() -> None:
    reading = read(SHEET.encode(), "a.csv")
    assert not reading.problems
    timeline = reading.timeline
    assert (timeline.title, timeline.description) == ("Women in Computing", "In this timeline, we’ll walk.")
    assert timeline.other == (("background", Entries((("url", "https://a.example/x.gif"),))),)
    ada, bang, edith, war = timeline.events
    assert (ada.date.text, ada.summary, ada.line) == (
        "1815-12-10/1852-11-27",
        "Women have been programming since before.",
        3,
    )
    assert ada.sources == (
        Citation(
            Source(title="Portrait", publisher="Wikimedia Commons", url="https://a.example/ada.jpg", kind="media")
        ),
    )
    assert ada.other == (("background", Entries((("color", "#fff"),))),)
    assert (bang.date.text, bang.topics, bang.other) == ("Y-13799", ("Space",), (("display_date", "long ago"),))
    assert (edith.date.text, edith.quotes) == ("1948-03-14T15:05", (Quote("No demand.", "Edith"),))
    assert (war.date.text, war.other) == ("1914/1918", (("type", "era"),))


def test_the_sheet_is_written_back_unchanged() -> None:
    first = read(SHEET.encode(), "").timeline
    found = rows(write(first))
    assert [row["Type"] for row in found] == ["title", "", "", "", "era"]
    assert [(row["Year"], row["Month"], row["Day"], row["Time"]) for row in found[2:4]] == [
        ("-13800", "", "", ""),
        ("1948", "3", "14", "15:05"),
    ]
    assert found[1]["Background"] == "#fff"
    assert found[2]["Display Date"] == "long ago"
    assert found[1]["Media Credit"] == "Wikimedia Commons"
    assert bare(read(write(first).encode(), "").timeline) == bare(first)._replace(
        events=tuple(event._replace(given_id=False) for event in bare(first).events)
    )


@given(timelines())
def test_the_sheet_has_the_same_events_as_the_json(timeline: Timeline) -> None:
    """The order of unknown keys changes, because keys without a column are together in one cell."""

    def of_slides(found: Timeline) -> Timeline:
        events = (event._replace(other=tuple(sorted(event.other, key=repr))) for event in bare(found).events)
        return found._replace(events=tuple(events), other=tuple(sorted(found.other, key=repr)))

    reading = read(write(timeline).encode(), "")
    assert [str(problem) for problem in reading.problems if problem.severity == "error"] == []
    assert of_slides(reading.timeline) == of_slides(timelinejs.read(timelinejs.write(timeline).encode(), "").timeline)


@each_row("text", ['{"k": 1}', '["a"]', "[[", "['a']", "'", "'=1", " ", "", "=1"])
def test_a_text_under_an_unknown_key_is_kept(text: str) -> None:
    timeline = Timeline(events=(Event("x", parse("2024"), "T", other=(("mood", text),)),), other=(("tone", text),))
    found = read(write(timeline).encode(), "").timeline
    assert (found.events[0].other, found.other) == (timeline.events[0].other, timeline.other)


def test_formulas_are_escaped_and_numbers_are_not() -> None:
    (row,) = rows(write(Timeline(events=(Event("x", parse("-0753"), "=1+1"),))))
    assert (row["Year"], row["Headline"]) == ("-754", "'=1+1")
    assert rows(write(Timeline(events=(Event("x", parse("2024"), "=1"),)), formula_safe=False))[0]["Headline"] == "=1"


def test_values_without_a_column_are_json_in_other() -> None:
    media = Entries((("link", "x"), ("alt", "a")))
    background = Entries((("url", "https://a.example"), ("opacity", "1")))
    other = (("year", "1"), ("media", media), ("background", background), ("type", "title"), ("mood", "calm"))
    events = tuple(Event(one[0], parse("2024"), "T", other=(one,)) for one in other)
    assert losses(Timeline(events=events)) == []
    found = rows(write(Timeline(events=events)))
    assert [row["other"] for row in found] == [
        '{"year": "1"}',
        '{"media": {"link": "x"}}',
        '{"background": {"url": "https://a.example", "opacity": "1"}}',
        '{"type": "title"}',
        "",
    ]
    assert [row["Type"] for row in found] == [""] * 5
    assert (found[1]["Alt Text"], found[2]["Background"], found[4]["mood"]) == ("a", "https://a.example", "calm")
    assert [set(event.other) for event in read(write(Timeline(events=events)).encode(), "").timeline.events] == [
        {("media", Entries((("alt", "a"), ("link", "x"))))} if one[0] == "media" else {one} for one in other
    ]


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        (b"", 1, 1, "no events: the file is empty"),
        (b"Year,Title\n2024,a\n", 1, 1, "no column is called Headline"),
        (b"Year,Headline\n,a\n", 2, 1, "a slide without a start_date; the event is kept under “Undated”"),
        (b"Year,Headline\nMay,a\n", 2, 1, "“year” is not a whole number; the event is kept under “Undated”"),
        (b"Year,Month,Headline\n2024,13,a\n", 2, 1, "2024-13: there is no month 13; the event is kept under “Undated”"),
        (b"Year,Time,Headline\n2024,noon,a\n", 2, 6, "this is not a time of day; it is left out"),
        (b'Year,Headline\n2024,"a\n', 2, 6, "this cell is not closed; nothing from here on is read"),
    ],
)
def test_problems_have_their_line_and_column(data: bytes, line: int, column: int, message: str) -> None:
    assert [(problem.line, problem.column, problem.message) for problem in read(data, "").problems] == [
        (line, column, message)
    ]
