"""TimelineJS's JSON: what it can show of a timeline, and what its slides say."""

import json
import re
from typing import Any

import pytest
from golden.sample import SAMPLE
from hypothesis import given
from strategies import bare, timelines
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.detection import detect
from timeline_tui.formats.timelinejs.html_text import read_html
from timeline_tui.formats.timelinejs.timelinejs import losses, read, write
from timeline_tui.model.timeline import Citation, Entries, Event, Extract, Quote, Source, Timeline, View


def slides(*slide: dict[str, Any], **whole: Any) -> bytes:
    return json.dumps({"events": slide, **whole}).encode()


def only(slide: dict[str, Any]) -> Event:
    reading = read(slides({"start_date": {"year": 2024}, "text": {"headline": "T"}, **slide}), "a.json")
    assert not reading.problems
    (event,) = reading.timeline.events
    return event


def written(event: Event) -> dict[str, Any]:
    (slide,) = json.loads(write(Timeline(events=(event,))))["events"]
    assert isinstance(slide, dict)
    return slide


def squeezed(text: str) -> str:
    """As HTML shows it."""
    lines = (re.sub(" +", " ", line).strip() for line in text.split("\n"))
    return re.sub("\n{2,}", "\n\n", "\n".join(lines)).strip()


def bare_name(name: str) -> str:
    """Without the dash and the comma that stand around a name on a page."""
    return name.lstrip("—–").rstrip(",").strip()


@pytest.mark.parametrize(("file", "format"), [("a.json", "timelinejs"), ("<stdin>", "timelinejs")])
def test_the_format_is_detected(file: str, format: str) -> None:
    assert detect(write(SAMPLE).encode(), file).name == format


@given(timelines())
def test_supported_fields_are_read_back(timeline: Timeline) -> None:
    reading = read(write(timeline).encode(), "")
    assert [str(problem) for problem in reading.problems if problem.severity == "error"] == []
    same = ("id", "given_id", "date", "title", "countries", "people", "organizations", "place", "related", "note")
    for event, found in zip(timeline.events, reading.timeline.events, strict=True):
        assert {name: getattr(found, name) for name in same} == {name: getattr(event, name) for name in same}
        assert found.date_note == event.date_note
        assert set(found.topics) == set(event.topics)
        assert found.summary == squeezed(event.summary)
        assert [(quote.text, quote.role) for quote in found.quotes] == [
            (squeezed(quote.text), bare_name(quote.role)) for quote in event.quotes
        ]
        assert [quote.speaker for quote in found.quotes] == [bare_name(quote.speaker) for quote in event.quotes]
        urls = {citation.source.url for citation in event.sources if citation.source.url.startswith("http")}
        assert {citation.source.url for citation in found.sources if citation.source.url} <= urls
    assert (reading.timeline.title, reading.timeline.description) == (timeline.title, squeezed(timeline.description))


@given(timelines())
def test_a_second_round_trip_changes_nothing(timeline: Timeline) -> None:
    there = read(write(timeline).encode(), "").timeline
    assert bare(read(write(there).encode(), "").timeline) == bare(there)


@given(timelines())
def test_all_texts_are_escaped_html(timeline: Timeline) -> None:
    allowed = {"p", "br", "blockquote", "footer", "cite", "small", "a", "ul", "li", "b"}
    for slide in json.loads(write(timeline))["events"]:
        html = " ".join([*slide["text"].values(), slide.get("group", ""), *slide.get("media", {}).values()])
        assert {tag.lower() for tag in re.findall("</?([^ >]*)[^>]*>", html)} <= allowed
        assert all(re.match("https?://", link) for link in re.findall('href="([^"]*)"', html))
        assert set(re.findall(" ([a-z]+)=", "".join(re.findall("<[^>]*>", html)))) <= {"href", "class"}


def test_a_slide_from_the_documentation() -> None:
    event = only({
        "start_date": {"year": "1956", "month": "3", "day": "", "hour": None},
        "end_date": {"year": 1957},
        "text": {"headline": "<b>A</b> &amp; B", "text": "<p>One <a href='https://a.example'>link</a>.</p><p>Two</p>"},
        "media": {"url": "https://b.example/c.jpg", "caption": "A <i>photo</i>", "credit": "Agency", "alt": "x"},
        "group": "Music &amp; film",
        "unique_id": "a-b",
        "background": {"color": "#fff"},
    })  # fmt: skip
    assert (event.id, event.date.text, event.title) == ("a-b", "1956-03/1957", "A & B")
    assert event.summary == "One link.\n\nTwo"
    assert event.topics == ("Music & film",)
    assert event.sources == (
        Citation(Source(title="A photo", publisher="Agency", url="https://b.example/c.jpg", kind="media")),
        Citation(Source(title="link", url="https://a.example")),
    )
    assert event.other == (("background", Entries((("color", "#fff"),))), ("media", Entries((("alt", "x"),))))
    slide = written(event)
    assert slide["media"] == {"url": "https://b.example/c.jpg", "caption": "A photo", "credit": "Agency", "alt": "x"}
    assert (slide["group"], slide["background"]) == ("Music &amp; film", {"color": "#fff"})
    assert "topics" not in slide
    assert "display_date" not in slide


def test_quotations_in_any_text_are_read() -> None:
    quote = "<blockquote>So it was.<cite>Edith Clarke</cite></blockquote>"
    for slide in ({"text": {"headline": "T", "text": quote}}, {"media": {"url": quote}}, {"media": {"caption": quote}}):
        event = only(slide)
        assert event.quotes == (Quote("So it was.", "Edith Clarke"),)
        assert not event.sources
        assert not event.summary


def test_media_embedded_as_html() -> None:
    event = only({"media": {"url": "<iframe src='https://a.example/v'></iframe>"}})
    assert event.sources == (Citation(Source(url="https://a.example/v", kind="media")),)


@pytest.mark.parametrize(
    ("slide", "title"),
    [
        ({"text": {"text": "<p>First line</p><p>more</p>"}}, "First line"),
        ({"text": "Just text"}, "Just text"),
        ({"text": {"headline": " "}, "media": {"url": "https://a.example", "caption": "A photo"}}, "A photo"),
        ({"text": {"text": "<blockquote>" + "word " * 40 + "</blockquote>"}}, "word " * 15 + "word…"),
    ],
)
def test_a_slide_without_a_headline(slide: dict[str, Any], title: str) -> None:
    assert only(slide).title == title


def test_the_label_of_a_date_is_kept() -> None:
    event = only({"display_date": "circa <b>1920</b>"})
    assert event.other == (("display_date", "circa 1920"),)
    assert written(event)["display_date"] == "circa 1920"
    event = only({"start_date": {"year": 2024, "display_date": "a"}, "end_date": {"year": 2025, "display_date": "b"}})
    assert event.other == (("display_date", "a – b"),)


@pytest.mark.parametrize(
    ("date", "shown"),
    [("2024-06~", "about June 2024"), ("../2024", "until 2024"), ("2024-21", "spring 2024"), ("2024", None)],
)
def test_dates_that_are_not_numbers_are_shown_in_words(date: str, shown: str | None) -> None:
    slide = written(Event("x", parse(date), "T"))
    assert slide.get("display_date") == shown
    assert slide.get("edtf") == (date if shown else None)
    assert only({name: slide[name] for name in slide if name != "text"}).other == ()


def test_a_changed_date_is_read() -> None:
    slide = written(Event("x", parse("2024-06~"), "T"))
    slide["start_date"]["month"] = 7
    reading = read(slides(slide), "")
    assert reading.timeline.events[0].date == parse("2024-07")
    assert ["ignored" in problem.message for problem in reading.problems] == [True]


def test_title_and_eras() -> None:
    era = {"start_date": {"year": 1914}, "end_date": {"year": 1918}, "text": {"headline": "War"}}
    title = {"text": {"headline": "A <i>title</i>", "text": "<p>D</p><blockquote>q</blockquote>"}, "background": "red"}
    reading = read(slides(era, title=title, eras=[era], scale="human"), "")
    assert not reading.problems
    assert (reading.timeline.title, reading.timeline.description) == ("A title", "D\n\n“q”")
    assert reading.timeline.other == (("background", "red"),)
    assert [event.other for event in reading.timeline.events] == [(), (("type", "era"),)]
    back = json.loads(write(reading.timeline))
    assert [one["start_date"] for one in back["eras"]] == [{"year": 1914}]
    assert "type" not in back["eras"][0]
    assert len(back["events"]) == 1
    assert back["title"]["background"] == "red"


def test_distant_years_use_the_cosmological_scale() -> None:
    def scale(date: str) -> str:
        return str(json.loads(write(Timeline(events=(Event("x", parse(date), "T"),))))["scale"])

    assert scale("2024") == "human"
    assert scale("Y-13800000000") == scale("2024/Y300000") == "cosmological"
    assert read(slides({"start_date": {"year": "-13800000000"}, "text": "Bang"}), "").timeline.events[0].date.label == (
        "13,800,000,000 BC"
    )


def test_sources_are_listed_with_their_remarks() -> None:
    source = Source("k", "A & B", "Agency", parse("2024-06"), "https://a.example/?a&b", "news", note="Short.")
    event = Event("x", parse("2024"), "T", sources=(Citation(source, "p. 1", "disputes", "No."), Citation(Source("y"))))
    html = written(event)["text"]["text"]
    assert [tuple(link) for link in read_html(html).links] == [
        ("A & B", "https://a.example/?a&b", "Agency, June 2024 (news); p. 1, disputes; No. Short."),
        ("y", "", ""),
    ]


def test_only_sources_that_timelinejs_can_show_are_embedded() -> None:
    sources = tuple(
        Citation(Source(title="S", url=f"https://a.example/{kind}", kind=kind)) for kind in ("news", "Video")
    )
    assert written(Event("x", parse("2024"), "T", sources=sources))["media"]["url"] == "https://a.example/Video"
    assert "media" not in written(Event("x", parse("2024"), "T", sources=sources[:1]))


def test_losses_are_counted() -> None:
    quotes = (
        Quote("a", original="b"),
        Quote("c", source=Source(title="T")),
        Quote("d", source=Source(url="http://a.b")),
    )
    events = (
        Event("a", parse("2024-06-13"), "T", countries=("A", "B"), quotes=quotes, other=(("group", "x"), ("e", None))),
        Event("b", parse("Y-300000"), "T", topics=("A", "B"), sources=(Citation(Source(title="T"), at="1"),)),
        Event("c", parse("../2024"), "T"),
        Event("d", parse("2024/.."), "T"),
    )
    timeline = Timeline("T", "D", (View("v", ""),) * 2, (), (), events, Extract("", 9))
    assert losses(timeline) == [
        "1 event had several countries; the first is the group",
        "1 event had no country and several topics; the first is the group",
        "1 event had no beginning: shown at the end",
        "1 event had no end: shown at the beginning",
        "1 event shown by the year: the scale is cosmological",
        "1 event: group left out",
        "2 quotes: original, source left out",
        "1 citation: at in a remark",
        "of the timeline itself: 2 views, query left out",
    ]
    assert losses(Timeline("T", "D", events=(Event("a", parse("2024"), "T", countries=("A",)),))) == []


def test_lost_fields_of_sources_are_named() -> None:
    other = (("archive_url", "https://archive.example/a"), ("outlet", "Example Times"))
    in_place = Citation(Source(title="S", url="https://example.org/a"), other=other)
    keyed = Citation(Source("k", "T", "P", url="https://example.org/b", other=other[:1]), note="N")
    video = Citation(Source(title="V", url="https://example.org/c", kind="video", date=parse("2024")))
    timeline = Timeline(events=(Event("a", parse("2024"), "T", sources=(in_place, keyed, video)),))
    assert losses(timeline) == [
        "2 sources: key, archive_url, date, kind left out",
        "1 source: publisher in a remark",
        "1 citation: archive_url, outlet left out",
        "1 citation: note in a remark",
    ]


def test_texts_changed_by_html_are_reported() -> None:
    quotes = (Quote("a  b", "— c,"), Quote("d", "e"))
    assert losses(Timeline(events=(Event("a", parse("2024"), "T", summary="a\n\n\nb", quotes=quotes),))) == [
        "1 event: summary with other white space or punctuation",
        "1 quote: text, speaker with other white space or punctuation",
    ]


def test_empty_values_of_unknown_keys_are_kept() -> None:
    event = only({"mood": "", "tags": [], "background": {}, "display_date": ""})
    assert event.other == (("mood", ""), ("tags", ()))
    assert only(written(event)).other == event.other


def test_a_label_with_markup_is_escaped() -> None:
    event = Event("x", parse("2024"), "T", other=(("display_date", "a <b> & c"),))
    assert written(event)["display_date"] == "a &lt;b&gt; &amp; c"
    assert only(written(event)).other == event.other


@each_row(
    ("data", "column", "message"),
    [
        (b"", 1, "no events: the file is empty"),
        (b"{}", 1, "no events: TimelineJS has a list called “events”"),
        (b"1", 1, "no events: TimelineJS has a list called “events”"),
        (b'{"events": ["x"]}', 13, "a slide must be an object with start_date and text; it is left out"),
        (b'{"events": [{"text": "T"}]}', 13, "a slide without a start_date; the event is kept under “Undated”"),
        (
            b'{"events": [{"text": "T", "start_date": {"year": 1}, "end_date": 1}]}',
            66,
            "“end_date” must be an object with year, month, day; it is not read",
        ),
        (
            b'{"events": [{"text": "T", "start_date": {"month": 1}}]}',
            41,
            "“start_date” has no year; the event is kept under “Undated”",
        ),
        (
            b'{"events": [{"text": "T", "start_date": {"year": "x"}}]}',
            50,
            "“year” is not a whole number; the event is kept under “Undated”",
        ),
        (b'{"events": [{"start_date": {"year": 1}}]}', 13, "a slide without a headline or a text; it is left out"),
        (b'{"events": [], "title": "x"}', 25, "the title must be a slide: an object with a text"),
    ],
)  # fmt: skip
def test_problems_have_their_line_and_column(data: bytes, column: int, message: str) -> None:
    assert [(problem.line, problem.column, problem.message) for problem in read(data, "").problems] == [
        (1, column, message)
    ]


@pytest.mark.parametrize(
    ("date", "text", "message"),
    [
        ({"year": 2024, "day": 13}, "2024", "“start_date” has no month, so its day is left out"),
        ({"year": 2024, "month": 6, "hour": 9}, "2024-06", "“start_date” has no day, so its hour is left out"),
        ({"year": 2024, "month": 6, "hour": 0}, "2024-06", None),
    ],
)
def test_a_date_with_a_gap_is_read_up_to_it(date: dict[str, int], text: str, message: str | None) -> None:
    reading = read(slides({"start_date": date, "text": "T"}), "")
    assert [event.date.text for event in reading.timeline.events] == [text]
    assert [problem.message for problem in reading.problems] == ([message] if message else [])


def test_impossible_dates() -> None:
    reading = read(slides({"start_date": {"year": 2024, "month": 6, "day": 31}, "text": "T"}), "")
    assert [problem.message for problem in reading.problems] == [
        "2024-06-31: June 2024 has 30 days; the event is kept under “Undated”"
    ]


def test_complete_slides_of_a_truncated_file_are_read() -> None:
    text = write(SAMPLE).encode()
    for cut in range(0, len(text), 211):
        assert read(text[:cut], "").problems
