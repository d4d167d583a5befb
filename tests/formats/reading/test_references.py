"""References to ids and keys, whether these are defined before or after."""

from __future__ import annotations

import json
import re

import pytest
from tables import each_row

from timeline_tui.formats.yaml.yaml import read
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Source
from timeline_tui.storage.merging import link


def ids(text):
    reading = read(text.encode(), "f")
    return [event.id for event in reading.timeline.events], [problem.message for problem in reading.problems]


def test_ids_are_made_of_date_and_title_and_counted():
    text = "- {date: 2024, title: A b}\n- {date: 2024, title: a B!}\n- {date: 2024, title: c, id: x}"
    assert ids(text) == (["2024-a-b", "2024-a-b-2", "x"], [])


def test_a_given_id_takes_precedence_over_a_made_one():
    text = "- {date: 2024, title: a}\n- {date: 2024, title: a}\n- {date: 2023, title: c, id: 2024-a}"
    assert ids(text) == (["2024-a-2", "2024-a-3", "2024-a"], [])


def test_an_id_given_twice_is_an_error_and_both_events_stay():
    text = "- {date: 2024, title: a, id: x}\n- {date: 2024, title: b, id: x}"
    assert ids(text) == (["x", "x-2"], ["the event on line 1 also has the id “x”; this event gets “x-2”"])


def test_an_id_that_would_be_made_anyway_is_not_a_given_one():
    events = read(b"- {date: 2024, title: a, id: 2024-a-3}\n- {date: 2024, title: a, id: b}", "f").timeline.events
    assert [event.given_id for event in events] == [False, True]


def test_a_relation_may_point_forward():
    assert ids("- {date: 2024, title: a, related: b}\n- {date: 2024, title: b, id: b}")[1] == []


def test_an_extract_may_lack_a_related_event():
    events = "events:\n- {date: 2024, title: a, related: b}"
    assert ids(f"extract: {{query: a, total: 2}}\n{events}")[1] == []
    assert ids(events)[1] == ["no event has the id “b”"]


@pytest.mark.slow
def test_the_number_of_hints_is_limited():
    table = ", ".join(f"source-{number}: x" for number in range(5000))
    text = f"sources: {{{table}}}\nevents:\n" + "".join(
        f"- {{date: 2024, title: t{number}, sources: sourcee-{number}}}\n" for number in range(100)
    )
    problems = read(text.encode(), "f").problems
    hinted = [problem for problem in problems if problem.hint.startswith("did you mean")]
    assert len(problems) == 100
    assert 0 < len(hinted) < 100


@each_row(
    ("reference", "hint"),
    [
        ("second", "did you mean 2024-06-14-second?"),
        ("2024-06-14-secnd", "did you mean 2024-06-14-second?"),
        ("2024-06-14-second-day", "did you mean 2024-06-14-second?"),
        ("2024-06-14", "did you mean 2024-06-14-second?"),
        ("2024-06-13-talks-in-rome-end", "did you mean 2024-06-13-talks-in-rome?"),
        ("2024-06-13-talks-in-bari", "did you mean 2024-06-13-talks-in-rome or 2024-06-12-talks?"),
        ("talks", "did you mean 2024-06-12-talks, 2024-06-13-talks-in-rome or 2024-06-15-long-talks-of-the-seven?"),
        ("2024-06-14-third", ""),
        ("zzz", ""),
        ("---", ""),
    ],
)
def test_a_reference_to_nothing_is_answered_with_the_nearest_ids(reference, hint):
    titles = "14 Second", "13 Talks in Rome", "12 Talks", "15 Long talks of the seven"
    events = "".join(f"- {{date: 2024-06-{title[:2]}, title: {title[3:]}}}\n" for title in titles)
    [problem] = read(f"{events}- {{date: 2020, title: x, related: [{{event: {reference}}}]}}".encode(), "f").problems
    assert (problem.message, problem.hint) == (f"no event has the id “{reference}”", hint)


def test_a_key_of_a_source_may_be_a_part_of_a_longer_one():
    text = "sources: {reuters-0621: x, ap: y}\nevents: [{date: 2024, title: a, sources: [reuters, ap-0622, jiji]}]"
    hints = [problem.hint for problem in read(text.encode(), "f").problems]
    assert hints[:2] == ["did you mean reuters-0621?", "did you mean ap?"]
    assert hints[2].startswith("keys are defined under")


def only(sources: str) -> tuple[list[Problem], list[Source]]:
    """All that is wrong with one event with these sources, and the sources that it cites."""
    reading = read(f"- {{date: 2024, title: a, sources: {sources}}}".encode(), "f")
    return list(reading.problems), [citation.source for citation in reading.timeline.events[0].sources]


A, B = Source(url="https://a.org/x"), Source(url="https://b.org/y")


@each_row(
    ("text", "meant"),
    [
        ("https://a.org/x, https://b.org/y", [A, B]),
        ("https://a.org/x,https://b.org/y", [A, B]),
        ("https://a.org/x; https://b.org/y", [A, B]),
        ("https://a.org/x https://b.org/y", [A, B]),
        ("Reuters https://a.org/x", [A._replace(title="Reuters")]),
        ("Reuters https://a.org/x, AP https://b.org/y", [A._replace(title="Reuters"), B._replace(title="AP")]),
        (r"https://a.org/x (\"Yes\", says \a)", [A._replace(title=r"\"Yes\", says \a")]),
        ("https://a.org/x y", [Source(url="https://a.org/x%20y")]),
    ],
)
def test_a_text_with_several_addresses_is_reported_with_the_sources_to_write(text: str, meant: list[Source]) -> None:
    (problem,), cited = only(json.dumps(text))
    assert problem.severity == ("warning" if cited == [Source(url=text)] else "error")
    assert cited[0].label == text
    proposed = re.sub(r"^(?:write|these are \d sources:) |, or .*", "", problem.hint)
    assert only(f"[{proposed}]") == ([], meant)


def test_one_address_may_be_in_another() -> None:
    url = "https://web.archive.org/web/2024/https://a.org/x"
    assert only(url) == ([], [Source(url=url)])


def test_a_url_with_other_addresses_or_words_is_warned_of() -> None:
    for url, hint in (
        ("https://a.org/x, https://b.org/y", "give each a source of its own: https://a.org/x, https://b.org/y"),
        ("https://a.org/x y", "write a space in an address as %20; other words belong to the title or note"),
    ):
        (problem,), (source,) = only(f"{{url: '{url}'}}")
        assert (problem.severity, problem.hint, source.url) == ("warning", hint, url)
    assert only("{url: not on the web}")[0] == []


def test_a_source_of_the_file_with_two_addresses_is_one_problem() -> None:
    text = "sources: {k: 'https://a.org/x, https://b.org/y'}\nevents: [{date: 2024, title: a, sources: k}]"
    (problem,) = read(text.encode(), "f").problems
    assert problem.hint == 'these are 2 sources: "https://a.org/x", "https://b.org/y"'


def test_a_reference_to_an_event_with_a_fault_names_its_line():
    text = "events:\n- {id: one, date: 2024}\n- {date: 2024, title: a, related: [one, two], after: one}\n"
    said = [problem.message for problem in read(text.encode(), "f").problems if problem.severity == "warning"]
    fault = "the event “one” is left out because of its fault on line 2"
    assert said == [fault, "no event has the id “two”", fault]


def test_an_id_in_a_hint_is_quoted_for_yaml():
    text = 'events:\n- {id: "a: c", date: 2024, title: a, related: "a:c"}\n'
    assert [problem.hint for problem in read(text.encode(), "f").problems] == ['did you mean "a: c"?']


@each_row(
    ("event", "found"),
    [
        ("after: b", [("error", "b”, and it is not a date; the event is kept under “Undated”")]),
        ("after: [b], before: [d]", [("error", "b”, and it is not a date"), ("error", "d”, and it is not a date")]),
        ("after: [b, a]", [("warning", "b”, and it is not a date")]),
        ("after: [b, 2024-06-13]", [("warning", "b”, and it is not a date")]),
        ("date: 2024, after: b", [("warning", "b”, and it is not a date")]),
        ("id: later, after: b", [("warning", "b”, and it is not a date")]),  # the first event gives it a place
    ],
)
def test_an_event_whose_place_depends_on_an_unknown_id_alone_is_an_error(event, found):
    stated = ", before: later" if "later" in event else ""
    reading = read(f"- {{date: 2024, title: A, id: a{stated}}}\n- {{title: C, {event}}}".encode(), "f")
    said = [(problem.severity, problem.message) for problem in reading.problems]
    assert said == [(severity, f"no event has the id “{words}") for severity, words in found]
    assert len(reading.timeline.events) == 2


def test_another_file_can_give_the_event_its_place():
    first, second = (read(text, "f") for text in (b"- {title: C, after: b}", b"- {date: 2024, title: B, id: b}"))
    assert first.problems
    assert link([first, second])[1] == []
