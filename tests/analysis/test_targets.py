"""The ways to open a source, and the place in it."""

from __future__ import annotations

import pytest
from tables import each_row

from timeline_tui.analysis.targets import Target, event_targets, targets
from timeline_tui.dates.when import parse
from timeline_tui.model.timeline import Archive, Citation, Event, Quote, Source
from timeline_tui.ui.browser import check

PAGE, PDF, VIDEO = "https://e.org/a", "https://e.org/a.pdf", "https://e.org/a.mp4"


@each_row(
    ("place", "at", "words", "fragment"),
    [
        (PDF, "p. 3", "", "#page=3"),
        (PDF, "pp. 12–14", "words", "#page=12"),
        (PDF, "Chapter 2, page 30", "", "#page=30"),
        (f"{PDF}?x=1", "S. 7", "", "#page=7"),
        (f"{PDF}#page=2", "p. 3", "", ""),  # the file says it itself
        (PDF, "¶2", "words", ""),
        (VIDEO, "12:31", "", "#t=751"),
        (VIDEO, "at 1:02:03–1:03:00", "", "#t=3723"),
        (VIDEO, "the end", "words", ""),
        ("https://www.youtube.com/watch?v=x", "0:07", "", "#t=7"),
        ("https://notyoutube.com/watch", "0:07", "", ""),
        (PAGE, "12:31", "", ""),  # the time of a post, not of a recording
        (PAGE, "p. 3", "", ""),
        (PAGE, "", "We will stand", "#:~:text=We%20will%20stand"),
        (f"{PAGE}#b", "", "We will stand", ":~:text=We%20will%20stand"),
        (PAGE, "", "“A well-known, R&D text.”", "#:~:text=A%20well%2Dknown%2C%20R%26D%20text"),
        (PAGE, "", "a b c d e f g h i", "#:~:text=a%20b%20c%20d%20e%20f%20g%20h"),
        (PAGE, "", "We will … stand", "#:~:text=We%20will"),
        (PAGE, "", "We all know that’s so", "#:~:text=We%20all%20know"),
        (PAGE, "", "日本語", "#:~:text=%E6%97%A5%E6%9C%AC%E8%AA%9E"),
        (PAGE, "", "…", ""),
    ],
)
def test_the_place_in_a_source(place: str, at: str, words: str, fragment: str) -> None:
    target = Target("address", Source(), place, "Address", at=at, words=words)
    assert target.fragment == fragment
    assert check(place + fragment).url == place + fragment


def test_a_recording_is_known_by_the_kind_of_the_source() -> None:
    (target,) = targets(Source(url=PAGE, kind="Video"), "", "2:05", "words")
    assert target.fragment == "#t=125"


@each_row(
    ("copy", "fragment"),
    [("a#1.pdf", ""), ("a.pdf", "#page=3"), ("a.html", "#:~:text=words"), ("a.txt", ""), ("a.mp4", "#t=62")],
)
def test_the_place_in_a_copy(copy: str, fragment: str) -> None:
    (target,) = targets(Source(copy=copy, kind="video"), "t.yaml", "p. 3, 1:02", "words")
    assert target.fragment == fragment


def test_copy_archives_and_address_in_this_order() -> None:
    archives = (Archive("https://e.org/1", parse("2024-06-14")), Archive("https://e.org/2"))
    source = Source(url=PAGE, copy="a.pdf", archived=archives)
    found = [(target.kind, target.label, target.place, target.file) for target in targets(source, "t.yaml")]
    assert found == [
        ("copy", "Copy", "a.pdf", "t.yaml"),
        ("archive", "Archive, 14 June 2024", "https://e.org/1", ""),
        ("archive", "Archive", "https://e.org/2", ""),
        ("address", "Address", PAGE, ""),
    ]
    (copy, *_) = targets(source._replace(file="other/s.yaml"), "t.yaml")
    assert copy.file == "other/s.yaml"
    assert targets(Source("k"), "t.yaml") == ()


def test_the_sources_of_an_event_are_opened_at_the_first_place_and_quote() -> None:
    one, two = Source("one", url=PDF), Source("two", url=PAGE)
    event = Event(
        *("x", parse("2024"), "X"),
        sources=(Citation(one), Citation(one, "p. 2"), Citation(one, "p. 3")),
        quotes=(Quote("translated", original="first words", source=two), Quote("more", source=two)),
    )
    found = {source.key: [target.fragment for target in ways] for source, ways in event_targets(event).items()}
    assert found == {"one": ["#page=2"], "two": ["#:~:text=first%20words"]}
    assert [*event_targets(event)] == [*event.cited]


def test_no_place_makes_an_address_that_is_refused() -> None:
    for words in ("a\ud800b", "a\x00b", "x" * 9_000, "\\ \u202e"):
        target = Target("address", Source(), PAGE, "Address", words=words)
        check(PAGE + target.fragment)
    with pytest.raises(ValueError, match="only http"):
        check("file:///a.pdf#page=2")
