"""Each format reports all data that it does not keep: every field of every entry, in every format."""

from __future__ import annotations

import re
from html import unescape
from random import Random

import pytest
from filled import EMPTY, Leaf, filled, leaves
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui import formats
from timeline_tui.dates.edtf import is_date
from timeline_tui.dates.when import parse, undated
from timeline_tui.formats.bibliographies.csl_items import Items
from timeline_tui.formats.bibliographies.csl_json import read_items
from timeline_tui.formats.pages.html_parts import anchor
from timeline_tui.formats.reading.document import Document
from timeline_tui.model.timeline import Citation, Event, Extract, Source, Timeline, View

SOURCE = Source("k", "K")
EVENT = Event("given", parse("2024"), "E", sources=(Citation(SOURCE),), given_id=True)
READ_BACK = [row.name for row in formats.FORMATS if row.reads and row.writes]
# A bibliography is asked for the sources alone; its own tests prove that it has all of each.
PRINTED = [row.name for row in formats.FORMATS if row.writes and not row.reads and row.name != "csl-json"]
# What messages call something else. A relation names another event by its id.
CALLED = {
    ("timeline", "extract"): ("timeline", "query"),
    ("timeline", "sources"): ("timeline", "uncited source"),
    ("relation", "event"): ("event", "id"),
    ("source", "based_on"): ("source", "key"),
}
# What a page to read leaves out without a message: only the author of a file needs it, and the manual says so.
# A web page has the ids of events, as the names that its links lead to.
# A page says that an event has changed since a check, so that it does not show the hash.
NOT_IN_PAGES = {
    *(("timeline", "views"), ("timeline", "aliases"), ("event", "id"), ("source", "key")),
    ("check", "hash"),
}
# A seed instead of a choice for each of some hundred texts, which Hypothesis would draw and shrink for minutes.
timelines = st.integers(0, 1 << 32).map(lambda seed: filled(Random(seed).choice))


def some_of(names: list[str]) -> st.SearchStrategy[list[str]]:
    """Half of the formats: another timeline proves more than the same one in a further format."""
    return st.permutations(names).map(lambda drawn: drawn[: len(drawn) // 2])


def vanished(timeline: Timeline, format: str) -> list[Leaf]:
    """The data that is neither read back nor reported as lost."""
    reading = formats.read(formats.write(timeline, format), "", format)
    errors = [str(problem) for problem in reading.problems if problem.severity == "error"]
    errors = [error for error in errors if not re.search("“Undated”|the order of events places it", error)]
    assert not errors or not reading.timeline.events  # a file without events is one that says so
    timeline = _without_events_left_out(timeline, reading.timeline, format)
    found = {(leaf.path[-1], leaf.text) for leaf in leaves(reading.timeline)}
    return untold({leaf for leaf in leaves(timeline) if (leaf.path[-1], leaf.text) not in found}, timeline, format)


def _without_events_left_out(timeline: Timeline, read: Timeline, format: str) -> Timeline:
    """``timeline`` without the events that were not read back. Checks that their number was reported."""
    titles = {event.title for event in read.events}
    events = tuple(event for event in timeline.events if event.title in titles)
    said = [re.match("([0-9]+) events? .*: left out$", message) for message in formats.losses(timeline, format)]
    assert len(timeline.events) - len(events) == sum(int(message[1]) for message in said if message)
    return timeline._replace(events=events)


def unprinted(timeline: Timeline, format: str) -> list[Leaf]:
    """The data that is neither in the written text nor reported as lost."""
    written = formats.write(timeline, format).decode()
    if format == "html":
        written = unescape(re.sub("<[^>]*>", " ", re.sub(r"(?s)<(style|script)>.*?</\1>", "", written))) + written
    shown = _squeezed(written)
    needed = {leaf for leaf in leaves(timeline) if not NOT_IN_PAGES & {CALLED.get(step, step) for step in leaf.path}}
    lost = {leaf for leaf in needed if not any(_squeezed(text) in shown for text in _shown_as(leaf))}
    if format == "pandoc":  # its sources are in a bibliography
        found = _in_bibliography(timeline)
        lost = {leaf for leaf in lost if (leaf.path[-1], leaf.text) not in found}
    return untold(lost, timeline, format)


def _in_bibliography(timeline: Timeline) -> set[tuple[tuple[str, str], str]]:
    """The last step and the text of each leaf of a source that CSL-JSON gives back."""
    document = Document("", formats.write(timeline, "csl-json").decode())
    items = Items(document)
    read_items(document, items)
    return {(leaf.path[-1], leaf.text) for leaf in leaves(Timeline(sources=items.sources()))}


def _shown_as(leaf: Leaf) -> list[str]:
    """How a text of a timeline may be printed: in another form, where a reader is shown that."""
    step = leaf.path[-1]
    if step in (("event", "after"), ("event", "before")):  # a page shows the title in place of an id
        return [parse(leaf.text).label if is_date(leaf.text) else ""]
    if step[1] in ("date", "accessed", "on"):
        date = parse(leaf.text) if is_date(leaf.text) else undated(leaf.text)
        return [date.label, date.heading]
    if step in (("event", "id"), ("relation", "event")):
        return [leaf.text, anchor(leaf.text)]
    if step in (("extract", "total"), ("extract", "searched")):
        return [f"{int(leaf.text):,}"]
    return [leaf.text.split(EMPTY)[0] or step[1]]


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\\]|(?m:^ *>)", "", text)


def untold(lost: set[Leaf], timeline: Timeline, format: str) -> list[Leaf]:
    said = formats.losses(timeline, format)
    return sorted(leaf for leaf in lost if not any(_tells(message, leaf) for message in said))


def _tells(message: str, leaf: Leaf) -> bool:
    """Whether a message names an entry and its key on the way to a leaf."""
    steps = [CALLED.get(step, step) for step in leaf.path if step != ("timeline", "events")]
    return any(
        re.search(rf"\b{noun}", message) and re.search(rf"(?<!\w){re.escape(_stem(name))}", message)
        for noun, name in steps
    )


def _stem(name: str) -> str:
    """The word without its plural ending, because messages have “1 view” and “1 alias”."""
    return name.removesuffix("s").removesuffix("e")


@each_row("format", READ_BACK)
def test_every_field_is_read_back_or_reported_as_lost(format: str) -> None:
    assert vanished(filled(), format) == []


@pytest.mark.parametrize("format", PRINTED)
def test_every_field_is_on_the_page_or_reported_as_lost(format: str) -> None:
    assert unprinted(filled(), format) == []


@given(timelines, some_of(READ_BACK))
def test_random_timelines_are_read_back_or_reported_as_lost(timeline: Timeline, names: list[str]) -> None:
    assert not {format: lost for format in names if (lost := vanished(timeline, format))}


@given(timelines, some_of(PRINTED))
def test_random_timelines_are_on_the_page_or_reported_as_lost(timeline: Timeline, names: list[str]) -> None:
    assert not {format: lost for format in names if (lost := unprinted(timeline, format))}


@pytest.mark.parametrize("format", PRINTED)
def test_a_page_leaves_out_data_for_authors_without_a_message(format: str) -> None:
    timeline = Timeline(views=(View("v", "x"),), aliases=(("a", "b"),), sources=(SOURCE,), events=(EVENT,))
    assert formats.losses(timeline, format) == []
    unknown = Extract("x", 1, other=(("seen", "y"),))
    uncited = timeline._replace(sources=(SOURCE, Source("c", "C")), extract=unknown)
    assert formats.losses(uncited, format) == [
        "of the timeline itself: 1 uncited source, “seen” of the extract left out"
    ]
