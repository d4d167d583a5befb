"""Events of other formats are read like ours, and their other data is kept."""

from timeline_tui.dates.when import undated
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.model.problems import Extent
from timeline_tui.model.timeline import Entries, Source


def node(**fields: object) -> Map:
    return {name: (1, 2, value) for name, value in fields.items()}  # type: ignore[misc]  # nodes, as the tests give them


def test_other_keys_are_kept_without_a_warning() -> None:
    timeline_reader = TimelineReader(Document("a", "x" * 9))
    timeline_reader.event(node(date="2024", title="T"), 0, node(color="red", id="7", deep={"a": (3, 3, None)}))
    reading = timeline_reader.finish(node(title="All"), node(scale="human", title="x"))
    assert not reading.problems
    assert reading.extent is Extent.WHOLE
    timeline = reading.timeline
    assert timeline.events[0].other == (("color", "red"), ("original id", "7"), ("deep", Entries((("a", None),))))
    assert (timeline.title, timeline.other) == ("All", (("scale", "human"), ("original title", "x")))


def test_an_event_without_a_date_is_undated_and_reported() -> None:
    timeline_reader = TimelineReader(Document("a", "x" * 9))
    timeline_reader.event(node(date="2024-13", title="T"), 0)
    timeline_reader.event(node(title="T"), 5)
    reading = timeline_reader.finish()
    assert [event.date for event in reading.timeline.events] == [undated("2024-13"), undated()]
    assert [(problem.column, problem.message) for problem in reading.problems] == [
        (3, "2024-13: there is no month 13; the event is kept under “Undated”"),
        (6, "an event without “date”; the event is kept under “Undated”"),
    ]


def test_sources_are_cited_by_key() -> None:
    timeline_reader = TimelineReader(Document("a", "x" * 9))
    timeline_reader.define({"k": (0, 0, {"title": (0, 0, "T")}), "https://a.example": (0, 0, {})})
    timeline_reader.event(node(date="2024", title="T", sources=[(0, "k"), (0, "https://a.example")]), 0)
    timeline = timeline_reader.finish().timeline
    assert timeline.sources == (Source("k", "T"), Source("https://a.example"))
    assert tuple(citation.source for citation in timeline.events[0].sources) == timeline.sources


def test_text_is_clean() -> None:
    document = Document("a", "x" * 9)
    timeline_reader = TimelineReader(document)
    timeline_reader.event(node(date="2024", title="a\x1b]8;;b\x07"), 0, node(key="c\x9b"))
    event = timeline_reader.finish().timeline.events[0]
    assert (event.title, event.other) == ("a␛]8;;b␇", (("key", "c\ufffd"),))
    assert len(document.problems()) == 3
