"""A fault of YAML syntax costs the entry that has it. Reading goes on after it, and no event is read wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import timelines

from timeline_tui.formats.yaml import yaml_syntax
from timeline_tui.formats.yaml.yaml import read, write
from timeline_tui.formats.yaml.yaml_syntax import MAX_FAULTS
from timeline_tui.model.problems import Extent
from timeline_tui.model.timeline import Source

LEFT_OUT = re.compile(r"(?:lines? [\d to]+ (?:is|are) left out|reading stops here)$")


def whole(title, key="date"):
    return f"  - {key}: 2024-01-01\n    title: {title}\n"


def titles(text):
    return [event.title for event in read(text.encode(), "f.yaml").timeline.events]


def faults(text):
    """The faults of syntax in ``text``: the line, and what is left out."""
    problems = read(text.encode(), "f.yaml").problems
    return [f"{problem.line}: {found[0]}" for problem in problems if (found := LEFT_OUT.search(problem.message))]


@pytest.mark.parametrize("parser", ["libyaml", "python"])
@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ('  - date: "2024\n    title: x\n', "5: lines 5 to 6 are left out"),
        ('  - "date: 2024\n    title: x\n', "5: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: x: y\n", "6: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: x\n   place: y\n", "7: lines 5 to 7 are left out"),
        ("  - date: 2024\n    title: [x\n", "6: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: x\n\tplace: y\n", "7: lines 5 to 7 are left out"),
        ("  - date\n    title: x\n", "5: lines 5 to 6 are left out"),
        (" - date: 2024\n   title: x\n", "5: lines 5 to 6 are left out"),
        ('  - date: 2024\n    title: "x" y\n', "6: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: %x\n", "6: lines 5 to 6 are left out"),
        ("  - date: 2024\n    title: x\nplace\n", "7: lines 5 to 7 are left out"),
        ("  - date: 2024\n    title: x\n    note: >\n        a\n      b\n   c\n", "9: lines 5 to 10 are left out"),
    ],
)
def test_a_fault_costs_the_event_that_has_it(monkeypatch, parser, broken, expected):
    if parser == "python":
        monkeypatch.setattr(yaml_syntax, "make_parser", yaml_syntax.PythonParser)
    text = f"title: T\nevents:\n{whole('a')}{broken}{whole('b')}views:\n  - {{name: V, query: x}}\n"
    assert (titles(text), faults(text)) == (["a", "b"], [expected])
    timeline = read(text.encode(), "f.yaml").timeline
    assert (timeline.title, [view.name for view in timeline.views]) == ("T", ["V"])


def test_the_last_event_may_have_the_fault():
    text = f"events:\n{whole('a')}  - date: 2024\n    title: x: y\n"
    assert (titles(text), faults(text)) == (["a"], ["5: lines 4 to 5 are left out"])


def test_a_file_that_ends_with_a_fault_may_be_cut_off():
    """The screen then keeps the last good content, as it does while an editor writes the file."""
    text = f"events:\n{whole('a')}{whole('b')}"
    assert read(text.encode(), "f").extent is Extent.WHOLE
    assert read(f'{text}  - date: 2024\n    title: "x'.encode(), "f").extent is Extent.STOPPED
    assert read(f'{text}  - date: 2024\n    title: "x\n{whole("c")}'.encode(), "f").extent is Extent.GAPS


def test_a_list_without_a_key_before_it_goes_on_too():
    text = "- date: 2024\n  title: a\n- date: 2024\n  title: x: y\n- date: 2024\n  title: b\n"
    assert (titles(text), faults(text)) == (["a", "b"], ["4: lines 3 to 4 are left out"])


def test_an_event_is_dropped_if_the_line_after_it_may_be_its_own():
    text = f"events:\n{whole('a')}   summary: b\n{whole('c')}"
    assert (titles(text), faults(text)) == (["c"], ["4: lines 2 to 4 are left out"])


def test_an_item_of_another_kind_takes_the_event_before_it_with_it():
    text = f"events:\n{whole('a')}  -  topics: [b]\n    people: [c]\n{whole('d')}"
    assert (titles(text), faults(text)) == (["d"], ["5: lines 2 to 3 are left out", "5: lines 4 to 5 are left out"])


def test_a_quote_that_swallows_events_and_closes_at_the_end_of_a_line_is_a_fault():
    """libyaml reads this as one event with a long title."""
    text = f'events:\n{whole("a")}  - date: 2024\n    title: "x\n{whole("b")}{whole("said " + chr(34))}{whole("c")}'
    assert titles(text) == ["a", "b", 'said "', "c"]
    assert faults(text) == ["5: lines 4 to 5 are left out"]


def test_a_quoted_text_of_several_lines_is_no_fault():
    text = 'events:\n  - date: 2024\n    title: "a\n  b\n\n  - c"\n'
    assert titles(text) == ["a b - c"]


def test_a_fault_in_a_source_costs_the_source():
    sources = "sources:\n  k: {title: K}\n  l: {title: L\n  m: {title: M}\n"
    text = f"{sources}events:\n  - {{date: 2024, title: a, sources: [k, m]}}\n"
    assert faults(text) == ["3: line 3 is left out"]
    (event,) = read(text.encode(), "f.yaml").timeline.events
    assert [citation.source.title for citation in event.sources] == ["K", "M"]


def test_a_fault_before_the_events_costs_its_line():
    text = f"titel The week\ndescription: D\nevents:\n{whole('a')}"
    assert (titles(text), faults(text)) == (["a"], ["2: line 1 is left out"])


@pytest.mark.parametrize("line", ['events:"', "events", "events:[", "events:-", '"events:'])
def test_the_key_of_the_events_may_be_broken(line):
    text = f"sources:\n  k: {{title: K}}\n{line}\n{whole('a')}{whole('b')}"
    assert titles(text) == ["a", "b"]
    assert len(faults(text)) == 1


def test_a_key_of_the_root_that_is_broken_does_not_pass_its_items_on():
    text = f'events:\n{whole("a")}"views:\n  - {{name: V, query: x}}\n  - {{name: W, query: y}}\n'
    assert titles(text) in (["a"], [])


def test_missing_parts_are_no_second_fault():
    text = "events:\n  - {date: 2024, title: a, sources: k, related: b}\n  - {id: b, title: c: d}\nviews: [\n"
    problems = read(text.encode(), "f.yaml").problems
    assert all(LEFT_OUT.search(problem.message) for problem in problems)


def test_after_many_faults_reading_stops():
    text = "events:\n" + "".join(f"  - date: 2024\n    title: {number}: x\n" for number in range(MAX_FAULTS + 5))
    assert len(faults(text)) == MAX_FAULTS
    assert faults(text)[-1].endswith("reading stops here")


def test_an_anchor_of_an_event_that_is_left_out_is_unknown():
    text = f"events:\n  - date: &d 2024\n    title: &t [x\n  - date: *d\n    title: *t\n{whole('a')}"
    messages = [problem.message for problem in read(text.encode(), "f.yaml").problems]
    assert "*t refers to nothing: there is no &t before it" in messages
    assert titles(text)[-1] == "a"


@given(timelines(4), st.data())
def test_no_event_is_wrong_after_a_fault_at_any_place(timeline, data):
    text = write(timeline)
    at = data.draw(st.integers(text.find("\n") + 1, len(text) - 1))
    removed = data.draw(st.integers(0, 1))
    inserted = data.draw(st.sampled_from(["", '"', "'", "-", "[", "{", ": ", "#", "&", "*", "|", " ", "\t"]))
    broken = text[:at] + inserted + text[at + removed :]
    if not faults(broken):
        return
    sound = {event.id: comparable(event) for event in read(text.encode(), "f").timeline.events}
    for event in read(broken.encode(), "f").timeline.events:
        if event.given_id:
            assert comparable(event) == sound.get(event.id)


def comparable(event):
    """``event`` without line numbers, and with the keys of its sources only: their definitions may be left out."""
    bare = event.with_sources(lambda source: Source(title=source.key or source.url or source.title))
    return bare._replace(line=0, file="")
