"""Building nodes: events are passed on, and incomplete nodes are dropped."""

from __future__ import annotations

import pytest

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_DEPTH, BrokenError


class Sink:
    def __init__(self):
        self.roots, self.events = [], []

    def begin(self, root):
        self.roots.append(dict(root))

    def event(self, node, offset):
        self.events.append((node, offset))


def built():
    sink = Sink()
    return Builder(Document("f", "x" * 100), sink), sink


def test_events_are_passed_on_with_the_keys_before_them():
    builder, sink = built()
    builder.open({}, 0)
    builder.add("title", 1)
    builder.add("a", 2)
    builder.add("events", 3)
    builder.open([], 4)
    builder.open({}, 5)
    builder.add("title", 6)
    builder.add("b", 7)
    builder.close()
    builder.add("c", 8)
    builder.close()
    builder.close()
    assert sink.roots == [{"title": (1, 2, "a")}]
    assert sink.events == [({"title": (6, 7, "b")}, 5), ("c", 8)]
    assert builder.root == {"title": (1, 2, "a"), "events": (3, 4, [])}


def test_incomplete_nodes_are_dropped_and_their_containers_kept():
    builder, sink = built()
    builder.open({}, 0)
    builder.add("sources", 1)
    builder.open({}, 2)
    builder.add("k", 3)
    builder.add("v", 4)
    builder.add("half", 5)
    builder.abandon()
    assert builder.root == {"sources": (1, 2, {"k": (3, 4, "v")})}

    builder, sink = built()
    builder.open([], 0)
    builder.open({}, 1)
    builder.add("title", 2)
    builder.abandon()
    assert sink.events == []


def test_an_event_that_is_a_scalar_known_as_a_key_is_still_passed_on():
    from timeline_tui.formats.yaml.yaml import read

    problems = read(b"title: a\nevents: [title, {date: 2024, title: b}]", "f").problems
    assert [problem.message for problem in problems] == ["an event is a mapping, not text; it is left out"]


def test_depth_is_bounded():
    builder, _ = built()
    for depth in range(MAX_DEPTH):
        builder.open([], depth)
    with pytest.raises(BrokenError) as error:
        builder.open([], 99)
    assert error.value.offset == 99
