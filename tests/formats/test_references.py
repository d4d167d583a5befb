"""Ids and keys: what refers to what, whichever comes first."""

from __future__ import annotations

from timeline_tui.formats.yaml import read


def ids(text):
    reading = read(text.encode(), "f")
    return [event.id for event in reading.timeline.events], [problem.message for problem in reading.problems]


def test_ids_are_made_of_date_and_title_and_counted():
    text = "- {date: 2024, title: A b}\n- {date: 2024, title: a B!}\n- {date: 2024, title: c, id: x}"
    assert ids(text) == (["2024-a-b", "2024-a-b-2", "x"], [])


def test_a_given_id_goes_before_a_made_one_wherever_it_stands():
    text = "- {date: 2024, title: a}\n- {date: 2024, title: a}\n- {date: 2023, title: c, id: 2024-a}"
    assert ids(text) == (["2024-a-2", "2024-a-3", "2024-a"], [])


def test_an_id_given_twice_is_an_error_and_both_events_stay():
    text = "- {date: 2024, title: a, id: x}\n- {date: 2024, title: b, id: x}"
    assert ids(text) == (["x", "x-2"], ["the id “x” is that of the event on line 1; this one is “x-2”"])


def test_an_id_that_would_be_made_anyway_is_not_a_given_one():
    events = read(b"- {date: 2024, title: a, id: 2024-a-3}\n- {date: 2024, title: a, id: b}", "f").timeline.events
    assert [event.given_id for event in events] == [False, True]


def test_a_relation_may_point_forward():
    assert ids("- {date: 2024, title: a, related: b}\n- {date: 2024, title: b, id: b}")[1] == []


def test_an_extract_may_lack_the_other_event():
    events = "events:\n- {date: 2024, title: a, related: b}"
    assert ids(f"extract: {{query: a, total: 2}}\n{events}")[1] == []
    assert ids(events)[1] == ["no event has the id “b”"]


def test_hints_are_bounded():
    table = ", ".join(f"source-{number}: x" for number in range(5000))
    text = f"sources: {{{table}}}\nevents:\n" + "".join(
        f"- {{date: 2024, title: t{number}, sources: sourcee-{number}}}\n" for number in range(20)
    )
    problems = read(text.encode(), "f").problems
    hinted = [problem for problem in problems if problem.hint.startswith("did you mean")]
    assert len(problems) == 20
    assert 0 < len(hinted) < 20
