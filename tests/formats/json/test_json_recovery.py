"""An error of JSON costs the event that has it, if the events begin on lines of their own. No event is read wrong."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import comparable, timelines
from tables import each_row

from timeline_tui.formats.json.json import read, write

LEFT_OUT = re.compile(r"(?:lines? [\d to]+ (?:is|are) left out|reading stops here)$")
EVENTS = [{"date": "2024", "title": title, "sources": [{"title": "K"}]} for title in "abc"]


def titles(text):
    return [event.title for event in read(text.encode(), "f.json").timeline.events]


def faults(text):
    return [problem.message for problem in read(text.encode(), "f.json").problems]


@pytest.mark.parametrize("root", [EVENTS, {"events": EVENTS, "title": "T"}], ids=["a list", "a mapping"])
@pytest.mark.parametrize(
    ("old", "new"),
    [('"b"', '"b'), ('"b",', '"b"'), ('"b"', "b"), ('"b"', '"b",,'), ('"b"', '"b"]'), ('"b"', r'"\b\q"')],
)
def test_an_event_with_an_error_is_left_out(root, old, new):
    text = json.dumps(root, indent=2)
    broken = text.replace(old, new, 1)
    assert broken != text
    assert titles(broken) == ["a", "c"]
    (fault,) = faults(broken)
    assert re.search(r"; lines \d+ to \d+ are left out$", fault)
    assert read(broken.encode(), "f.json").timeline.title == ("T" if isinstance(root, dict) else "")


def test_an_event_on_each_line():
    lines = ",\n".join(map(json.dumps, EVENTS)).replace('"b"', '"b')
    text = f"[\n{lines}\n]"
    assert (titles(text), len(faults(text))) == (["a", "c"], 1)


def test_a_missing_comma_between_events_loses_no_event():
    text = json.dumps(EVENTS, indent=2).replace("  },\n  {", "  }\n  {", 1)
    assert titles(text) == ["a", "b", "c"]
    assert faults(text) == ["a comma or ] is expected here, not “{”"]


@pytest.mark.parametrize(
    ("brackets", "left"),
    [("]}{", ["a", "c"]), ("]}]", ["a"])],
    ids=["and another object begins", "and the list is closed"],
)
def test_an_event_that_is_closed_too_early_is_left_out(brackets, left):
    second = {**EVENTS[1], "quotes": [{"text": "q"}], "note": "n"}
    text = json.dumps([EVENTS[0], second, EVENTS[2]], indent=2)
    broken = re.sub(r'"quotes": \[\s*\{', f'"quotes": [{brackets}', text)
    assert broken != text
    assert titles(broken) == left
    assert any("lines 11 to" in fault for fault in faults(broken))


def test_without_lines_of_their_own_reading_stops():
    text = json.dumps(EVENTS).replace('"b"', '"b')
    assert titles(text) == ["a"]
    assert [LEFT_OUT.search(fault)[0] for fault in faults(text)] == ["reading stops here"]


def test_objects_inside_events_are_not_taken_for_events():
    """All lines begin in the first column."""
    text = re.sub(r"^ +", "", json.dumps(EVENTS, indent=2), flags=re.MULTILINE).replace('"b"', '"b')
    assert titles(text) == ["a"]


def test_an_object_that_is_closed_too_early_is_not_an_event():
    text = json.dumps(EVENTS, indent=2).replace('"title": "b"', '"x": 1}, "title": "b"')
    assert titles(text) == ["a", "c"]


def test_an_error_does_not_change_how_other_events_are_read():
    """The keys of the first event show that the file is in our own format."""
    events = [{"date": "2024", "title": "A"}, {"date": "2024", "title": "B", "link": "http://x.example"}]
    text = json.dumps(events, indent=1)
    (event,) = read(text.replace('"A"', '"A').encode(), "f").timeline.events
    assert event == read(text.encode(), "f").timeline.events[1]


def test_two_events_that_are_merged_are_left_out():
    text = re.sub(r"\n \},\n \{", ",", json.dumps([*EVENTS, *EVENTS], indent=1), count=1)
    assert titles(text) == ["c", "a", "b", "c"]
    assert faults(text)[0] == "“date” is given twice: this may be two events; lines 2 to 14 are left out"


A, B, C = (f'{{"date": "2024", "title": "{title}"}}' for title in "abc")


@each_row(
    ("text", "expected", "kept"),
    [
        (f"[{A}, {B},]", "1:64 a comma with nothing after it", "ab"),
        (f'{{"events": [\n{A},\n{B},\n],\n}}', "3:31 a comma with nothing after it", "ab"),
        (f"[\n{A},\n{B}", "1:1 this list is not closed; reading stops here", "ab"),
        (f'{{"events": [\n{A},\n{B}\n]', "1:1 this object is not closed; reading stops here", "ab"),
        (f'{{"events": [\n{A}],\n{B},\n{C}\n]}}', "3:1 a key in double quotes is expected here, not “{”", "abc"),
        (
            f"[\n{A},\n{B[:-1]},\n{C}\n]",
            "4:1 a key in double quotes is expected here, not “{”; line 3 is left out",
            "ac",
        ),
        (f"[\n{A},\n{B[1:]},\n{C}\n]", "3:7 a comma or ] is expected here, not “:”; line 3 is left out", "ac"),
        (f"[\n{A}}},\n{B}\n]", "2:31 a comma or ] is expected here, not “}”", "ab"),
        (f"[{A}}}, {B}]", "1:32 a comma or ] is expected here, not “}”; reading stops here", "a"),
    ],
)
def test_common_faults_cost_little(text, expected, kept):
    problems = read(text.encode(), "f.json").problems
    assert next(f"{problem.line}:{problem.column} {problem.message}" for problem in problems) == expected
    assert titles(text) == list(kept)


@given(timelines(4), st.data())
def test_no_event_is_wrong_after_an_error_at_any_place(timeline, data):
    text = write(timeline)
    at = data.draw(st.integers(1, len(text) - 1))  # a bracket before all makes a list with the timeline as an event
    removed = data.draw(st.integers(0, 1))
    inserted = data.draw(st.sampled_from(["", '"', "[", "]", "{", "}", ": ", ",", "\\", "a", "\n"]))
    broken = text[:at] + inserted + text[at + removed :]
    result = read(broken.encode(), "f")
    if not any(LEFT_OUT.search(problem.message) for problem in result.problems):
        return
    sound = {event.id: comparable(event) for event in read(text.encode(), "f").timeline.events}
    for event in result.timeline.events:
        if event.given_id:
            assert comparable(event) == sound.get(event.id)
