"""The messages about data that a format leaves out, counted at every level."""

from timeline_tui.dates.when import parse
from timeline_tui.formats.writing.left_out import counted, filled, listed_names, of_timeline, without
from timeline_tui.model import fields
from timeline_tui.model.timeline import Citation, Event, Extract, Source, Timeline, View

A = Source("a", "A", url="https://example.org/a", other=(("outlet", ""),))


def test_the_keys_that_are_filled() -> None:
    assert filled(A, fields.SOURCE) == ["key", "title", "url", "outlet"]
    assert filled(Citation(A, at="p. 1"), fields.CITATION) == ["source", "at"]
    assert filled(Citation(A, stance="disputes"), fields.CITATION) == ["source", "stance"]
    assert without(A, fields.SOURCE, ("title", "url")) == ["key", "outlet"]


def test_entries_are_counted_and_their_keys_named() -> None:
    assert counted("source", [["at"], [], ["at", "note"]]) == ["2 sources: at, note left out"]
    assert counted("quote", [["text"]], "in a remark") == ["1 quote: text in a remark"]
    assert counted("source", [[], []]) == []
    assert listed_names(["", "a"]) == "“”, a"
    assert listed_names(map(str, range(25))).endswith(", 18, 19 and 5 more")


def test_the_parts_of_a_timeline_that_are_left_out() -> None:
    timeline = Timeline("T", "D", (View("v", ""),), sources=(A,), events=(), other=(("licence", "CC"),))
    told = "of the timeline itself: title, description, 1 view, 1 uncited source, “licence” left out"
    assert of_timeline(timeline) == [told]
    assert of_timeline(timeline, "title", "description", "licence") == [
        "of the timeline itself: 1 view, 1 uncited source left out"
    ]
    cited = Timeline(sources=(A,), events=(Event("x", parse("2024"), "T", sources=(Citation(A),)),))
    assert of_timeline(cited) == []
    assert of_timeline(Timeline(extract=Extract("", 1)), more=["2 ids"]) == [
        "of the timeline itself: query, 2 ids left out"
    ]
