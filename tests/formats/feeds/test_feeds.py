"""RSS and Atom: the data of entries, and files that are refused."""

from __future__ import annotations

from tables import each_row

from timeline_tui import formats
from timeline_tui.formats.detection import detect
from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.problems import Extent

DATE = "<pubDate>Mon, 04 Mar 2024 08:30:00 GMT</pubDate>"
LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def rss(item: str, root: str = "") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0" {root}><channel><title>T</title>{item}</channel></rss>'.encode()


def opened(data: bytes, name: str = "f.xml") -> Reading:
    return formats.read(data, name)


@each_row(
    ("written", "edtf"),
    [
        ("Mon, 04 Mar 2024 08:30:00 GMT", "2024-03-04T08:30:00Z"),
        ("Mon, 04 Mar 2024 08:30:00 +0000", "2024-03-04T08:30:00Z"),
        ("4 Mar 24 08:30 EST", "2024-03-04T08:30-05:00"),
        ("Mon, 04 Mar 2024 08:30:00 +0545", "2024-03-04T08:30:00+05:45"),
        ("Mon, 04 Mar 2024 08:30:00 -0330", "2024-03-04T08:30:00-03:30"),
        ("Mon, 04 Mar 2024 08:30:00 -0000", "2024-03-04T08:30:00Z"),
        ("Mon, 04 Mar 2024 08:30:00 CET", "2024-03-04T08:30:00+01:00"),
        ("Mon, 04 Mar 2024 08:30:00 pdt", "2024-03-04T08:30:00-07:00"),
        ("Mon, 04 Mar 2024 08:30:00 BST", "2024-03-04T08:30:00"),
        ("Mon, 04 Mar 2024 08:30", "2024-03-04T08:30"),
        ("2024-03-04T08:30:00.250Z", "2024-03-04T08:30:00.250Z"),
        ("04 Mar 2024", "2024-03-04"),
    ],
)
def test_dates(written: str, edtf: str) -> None:
    (event,) = opened(rss(f"<item><title>A</title><pubDate>{written}</pubDate></item>")).timeline.events
    assert event.date.text == edtf


def test_a_zone_of_several_meanings_is_reported() -> None:
    reading = opened(rss("<item><title>A</title><pubDate>Mon, 04 Mar 2024 08:30:00 BST</pubDate></item>"))
    warnings = [problem.message for problem in reading.problems if problem.severity == "warning"]
    assert warnings == ["the time zone “BST” is not known; its times are kept as local times"]


@each_row(
    ("written", "told"),
    [
        ("Mon, 13 Jun 2024 08:30:00 GMT", ["13 June 2024 is a Thursday, not “Mon”; the date is read"]),
        ("Thursday, 13 Jun 2024 08:30:00 GMT", []),
        ("thu 13 Jun 24 08:30:00 GMT", []),
    ],
)
def test_a_wrong_weekday_is_reported(written: str, told: list[str]) -> None:
    reading = opened(rss(f"<item><title>A</title><pubDate>{written}</pubDate></item>"))
    assert [event.date.text for event in reading.timeline.events] == ["2024-06-13T08:30:00Z"]
    assert [problem.message for problem in reading.problems if problem.severity == "warning"] == told


def test_an_impossible_day_is_reported() -> None:
    text = "<pubDate>Fri, 30 Feb 2024 08:30:00 GMT</pubDate>"
    reading = opened(rss(f"<item><title>A</title>{DATE}</item><item><title>B</title>{text}</item>"))
    assert "2024-02-30" in " ".join(problem.message for problem in reading.problems)


def test_an_entry_without_a_title_is_called_by_its_text() -> None:
    item = f"<item><description>&lt;p&gt;Ships turn to Carrow. More.&lt;/p&gt;</description>{DATE}</item>"
    (event,) = opened(rss(item)).timeline.events
    assert event.title == "Ships turn to Carrow."


def test_the_permalink_is_the_source_where_there_is_no_link() -> None:
    for attribute, count in (("", 1), (' isPermaLink="false"', 0)):
        item = f"<item><title>A</title><guid{attribute}>https://example.org/a</guid>{DATE}</item>"
        (event,) = opened(rss(item)).timeline.events
        assert len(event.sources) == count


def test_elements_of_other_namespaces_do_not_hide_elements_of_the_entry() -> None:
    names = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    item = (
        '<item><media:content url="https://example.org/a.jpg"/><title>A</title><dc:subject>talks</dc:subject>'
        f"<media:thumbnail url='https://example.org/b.jpg'/><description>Text</description>{DATE}</item>"
    )
    (event,) = opened(rss(item, names)).timeline.events
    assert (event.title, event.summary, event.topics) == ("A", "Text", ("talks",))
    assert dict(event.other)["thumbnail"] == "url=https://example.org/b.jpg"


def test_white_space_before_the_declaration_is_ignored() -> None:
    reading = opened(b"\n  " + rss(f"<item><title>A</title>{DATE}</item>\n<item><title>B</title><x></item>"))
    problem = reading.problems[-1]
    assert (problem.line, problem.message) == (3, "this is not XML: mismatched tag; nothing from here on is read")
    assert [event.title for event in reading.timeline.events] == ["A"]
    assert reading.extent < Extent.WHOLE
    assert opened(b"\n  " + rss(f"<item><title>A</title>{DATE}</item>")).timeline.events[0].line == 2


def test_rss_1_is_read() -> None:
    data = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title></channel>'
        b"<item><title>A</title><link>https://example.org/a</link><dc:date>2024-03-04</dc:date></item></rdf:RDF>"
    )
    timeline = opened(data).timeline
    assert (timeline.title, timeline.events[0].date.text) == ("T", "2024-03-04")


def test_the_encoding_that_the_file_states_is_used() -> None:
    data = rss(f"<item><title>Köln</title>{DATE}</item>").replace(b'"1.0"', b'"1.0" encoding="ISO-8859-1"', 1)
    reading = opened(data.decode().encode("latin-1"))
    assert reading.timeline.events[0].title == "Köln"
    assert all(problem.severity == "note" for problem in reading.problems)


def test_a_feed_is_recognised_by_its_content() -> None:
    for data in (rss(""), b"<!-- a --><!-- b -->\n<feed xmlns='http://www.w3.org/2005/Atom'/>", b"<rss/>"):
        assert detect(data, "<stdin>").name == "feed"
    assert detect(b"<!-- a -->" * 50 + b"<x/>", "<stdin>").name != "feed"


@each_row(
    ("data", "message"),
    [
        (f"{LAUGHS}]><rss><channel><item><title>&i;</title></item></channel></rss>".encode(), "document type"),
        (b'<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>', "document type"),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "document type"),
        (b"<rss><channel>&nbsp;</channel></rss>", "undefined entity"),
        (b"<rss>" + b"<a>" * 1000, "nested more than 32 levels deep"),
        (b"<svg/>", "neither RSS nor Atom"),
        (b"<rss><channel>", "this is not XML"),
        (b"", "this is not XML"),
        (b"<rss><channel/></rss>", "the feed has no entries"),
    ],
)
def test_a_file_that_is_not_a_feed_gets_one_error(data: bytes, message: str) -> None:
    reading = opened(data)
    assert not reading.timeline.events
    (problem,) = reading.problems
    assert problem.severity == "error"
    assert message in problem.message


def test_markup_stays_text() -> None:
    item = f"<item><title>[@click=app.quit]x&lt;b&gt;y&lt;/b&gt;</title>{DATE}</item>"
    assert opened(rss(item)).timeline.events[0].title == "[@click=app.quit]xy"


def test_a_passage_in_an_entry_is_a_quote_with_its_speaker_and_source() -> None:
    passage = (
        "<blockquote>We agreed.<footer>Fumio Kishida, <a href='https://example.org/m'>minutes</a></footer></blockquote>"
    )
    reading = opened(
        rss(f"<item><title>A</title>{DATE}<description><![CDATA[<p>Words.</p>{passage}]]></description></item>")
    )
    (event,) = reading.timeline.events
    (quote,) = event.quotes
    assert (event.summary, quote.text, quote.speaker) == ("Words.", "We agreed.", "Fumio Kishida")
    assert quote.source
    assert (quote.source.title, quote.source.url) == ("minutes", "https://example.org/m")


def test_an_unknown_encoding_and_a_binary_file() -> None:
    item = f"<item><title>A</title>{DATE}</item>"
    known = opened(rss(item).replace(b'"1.0"?>', b'"1.0" encoding="gbx"?>'))
    assert [event.title for event in known.timeline.events] == ["A"]
    (problem,) = formats.read(b"\x89PNG\r\n\x1a\n\0", "f.rss", "feed").problems
    assert "image" in problem.message
