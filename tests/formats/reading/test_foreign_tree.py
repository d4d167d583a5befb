"""The lists of a file are looked through without copying what is beside them."""

from __future__ import annotations

import json
from collections.abc import ItemsView

from timeline_tui import formats
from timeline_tui.formats.reading.event_lists import _lists
from timeline_tui.formats.reading.groups import expanded
from timeline_tui.formats.reading.nodes import MAX_REPEATED, List, Map


class Counted(dict[str, "tuple[int, int, object]"]):
    """A mapping that counts how often its items are gone through."""

    count = 0

    def items(self) -> ItemsView[str, tuple[int, int, object]]:
        self.count += 1
        return super().items()


def test_a_root_with_many_lists_is_not_copied_for_each() -> None:
    root = Counted({f"k{number}": (0, 0, [(0, {})]) for number in range(50)})
    found: Map = root  # type: ignore[assignment]  # its values are nodes
    assert len(list(_lists(found))) == 50
    assert root.count <= 1


def test_what_stands_beside_the_events_is_kept_from_all_levels() -> None:
    text = '{"a": "x", "timeline": {"b": "y", "items": [{"when": "2024", "what": "A"}], "c": "z"}, "title": "T"}'
    timeline = formats.read(text.encode(), "f.json").timeline
    assert (timeline.title, timeline.other) == ("T", (("a", "x"), ("b", "y"), ("c", "z")))


def test_a_group_without_events_is_kept_as_an_event() -> None:
    group = {"part": "P", "events": [{"when": "2024", "what": "A"}]}
    text = json.dumps([group, group, {"when": "2023", "what": "B", "events": []}])
    assert [event.title for event in formats.read(text.encode(), "f.json").timeline.events] == ["A", "A", "B"]


def test_an_event_has_its_own_title_and_not_the_one_of_its_group() -> None:
    groups = [{"title": "P", "topics": "x", "events": [{"when": "2024", "what": "A"}]}] * 2
    for event in formats.read(json.dumps(groups).encode(), "f.json").timeline.events:
        assert (event.title, event.topics, event.other) == ("A", ("x",), (("events: title", "P"),))


def test_the_fields_of_groups_are_not_repeated_without_end() -> None:
    events: List = [(0, {"when": (0, 0, "2024"), "what": (0, 0, "A")})] * 100
    fields: Map = {"part": (0, 0, "x" * (MAX_REPEATED // 100)), "events": (0, 0, events)}
    assert len(expanded([(0, fields)], 100)) == 1
    assert len(expanded([(0, fields)], MAX_REPEATED)) == 100


def test_mappings_with_a_date_or_a_title_are_split_and_nothing_is_lost() -> None:
    records = [
        {
            "when": {"start": "2024-03-04", "end": "2024-03-05", "source": "log"},
            "what": {"headline": "A", "details": "B"},
        },
        {"when": {"start": "2024-03-13"}, "what": {"headline": "C"}, "when start": "x"},
        {"when": "2024-03-14", "what": {"headline": "D"}},
    ]
    events = formats.read(json.dumps({"data": {"incidents": records}}).encode(), "f.json").timeline.events
    assert [(event.date.text, event.title, event.summary) for event in events] == [
        ("2024-03-04/2024-03-05", "A", "B"),
        ("2024-03-13", "C", ""),
        ("2024-03-14", "D", ""),
    ]


def test_events_with_our_keys_and_dates_of_their_own_are_another_shape() -> None:
    def dates(*texts: object, **told: object) -> tuple[list[str], int]:
        events = [{"date": text, "title": "A"} for text in texts]
        reading = formats.read(json.dumps({"events": events, **told}).encode(), "f.json")
        errors = sum(problem.severity == "error" for problem in reading.problems)
        return [event.date.text for event in reading.timeline.events], errors

    assert dates("June 2012", "13 July 2012", "2013", "Fall 2014") == (["2012-06", "2012-07-13", "2013", "2014-23"], 0)
    assert dates("June 2012", "13 July 2012", "2013")[1] == 2, "these may be mistakes"
    assert dates("2012", "June 2012", "13 July 2012", "Fall 2014")[1] == 3, "the first event is ours"
    assert dates("June 2012", "13 July 2012", "Fall 2014", views=[])[1] == 3, "the file has keys that only ours has"
    assert dates({"year": 2020, "month": 5}, {"year": 2021}) == (["2020-05", "2021"], 0)
    assert dates({"start": "2020", "end": "2021"}, {"start": "2022"}) == (["2020/2021", "2022"], 0)
