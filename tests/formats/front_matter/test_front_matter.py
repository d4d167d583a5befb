"""Markdown with front matter: one file is one event, with our keys or others."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline_tui import formats
from timeline_tui.formats.front_matter.markdown_event import plain
from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.problems import Extent
from timeline_tui.model.timeline import Event
from timeline_tui.storage.files import load_timeline

HUGO = """---
title: "Dockers walk out"
date: 2024-03-04T08:00:00Z
tags: [strike, port]
actors:
  - Ana Vidal
location: Marlow Bay
url: https://example.org/walkout
draft: false
---

Crane drivers **stop work**, see [the leaflet](https://example.org/leaflet).

> They will not return.
"""


def opened(text: str, file: str = "note.md") -> Reading:
    return formats.read(text.encode(), file)


def event(text: str, file: str = "note.md") -> Event:
    (found,) = opened(text, file).timeline.events
    return found


def test_front_matter_with_other_keys_fills_the_facets_and_the_body_is_the_summary() -> None:
    found = event(HUGO)
    assert (found.date.text, found.title, found.topics) == (
        "2024-03-04T08:00:00Z",
        "Dockers walk out",
        ("strike", "port"),
    )
    assert (found.people, found.place) == (("Ana Vidal",), "Marlow Bay")
    assert found.summary.startswith("Crane drivers stop work, see the leaflet (https://example.org/leaflet).")
    assert found.summary.endswith("They will not return.")
    assert [citation.source.url for citation in found.sources] == [
        "https://example.org/walkout",
        "https://example.org/leaflet",
    ]
    assert (found.file, found.line) == ("note.md", 1)


def test_front_matter_in_our_words_is_read_by_the_schema() -> None:
    text = (
        "---\nid: a\ndate: 2024-06-13~\ntitle: A\nquotes:\n- {text: Yes., speaker: B, source: {title: C}}\n---\nWhy.\n"
    )
    found = event(text)
    assert (found.id, found.date.text, found.summary) == ("a", "2024-06-13~", "Why.")
    assert (found.quotes[0].text, found.quotes[0].speaker) == ("Yes.", "B")


@pytest.mark.parametrize(
    ("text", "file", "date", "title", "summary"),
    [
        (
            "---\ntags: [a]\n---\n# The summit opens\n\nText.\n",
            "2024-06-13-summit.md",
            "2024-06-13",
            "The summit opens",
            "Text.",
        ),
        ("---\ntags: [a]\n---\nText.\n", "x/2024-06-13-summit-opens.markdown", "2024-06-13", "Summit opens", "Text."),
        ("---\ndate: 2024-06-14\n---\nText.\n", "2024-06-13-summit.md", "2024-06-14", "Summit", "Text."),
        ("---\ndate: 2024-06-14\n---\n", "the_day_after.md", "2024-06-14", "The day after", ""),
        ("---\r\ndate: 2024-06-14\r\ntitle: A\r\n---\r\nText.\r\n", "a.md", "2024-06-14", "A", "Text."),
        (
            "---\ndate: 2024-06-14\ntitle: A\nsummary: Short.\n---\nLong.\n",
            "a.md",
            "2024-06-14",
            "A",
            "Short.\n\nLong.",
        ),
        ("---\ndate: 2024-06-14\ntitle: A\n...\nText --- more\n---\n", "a.md", "2024-06-14", "A", "Text --- more\n---"),
    ],
)
def test_title_date_and_summary_come_from_where_a_reader_sees_them(text, file, date, title, summary) -> None:
    found = event(text, file)
    assert (found.date.text, found.title, found.summary) == (date, title, summary)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("# A heading\n\nText.\n", "no front matter", "begin it with a line ---"),
        ("---\nnever closed\n", "no front matter", "begin it with a line ---"),
        ("---\ndate: 2024-06-13\ntitle: A\n\nText.\n", "front matter is not closed", "write a line ---"),
        ("---\r\n# a comment\r\ndate:\r\n", "front matter is not closed", "write a line ---"),
        ("---\n- a list\n---\n", "no front matter", "begin it with a line ---"),
        ("+++\ndate = 2024-06-13\n+++\n", "TOML", "YAML"),
        ("", "no front matter", "begin it"),
    ],
)
def test_a_file_without_front_matter_is_reported(text: str, message: str, hint: str) -> None:
    reading = opened(text)
    (problem,) = reading.problems
    assert message in problem.message
    assert hint in problem.hint
    assert reading.extent < Extent.WHOLE


def test_a_fault_in_the_front_matter_has_its_line() -> None:
    (problem,) = opened('---\ndate: 2024-06-13\ntitle: "A\n---\nText.\n').problems
    assert (problem.file, problem.line) == ("note.md", 3)
    reading = opened("---\ndate: 2024-06-31\ntitle: A\n---\n")
    assert [(problem.line, problem.column) for problem in reading.problems if problem.line] == [(2, 7)]


def test_plain_text_keeps_characters_that_are_not_markup() -> None:
    text = (
        '2 * 3 * 4, snake_case_name, a_b\n* item\n- item\n![chart](a.png) [x](https://example.org/a "t") [1] **b** *c*'
    )
    expected = "2 * 3 * 4, snake_case_name, a_b\n* item\n- item\n![chart](a.png) x (https://example.org/a) [1] b c"
    assert plain(text) == expected


def test_a_date_may_be_a_mapping() -> None:
    found = event("---\ndate: {year: 2024, month: 3}\nname: A\n---\n")
    assert (found.date.text, found.title) == ("2024-03", "A")


def test_images_stay_in_the_text_and_are_not_sources() -> None:
    body = '![map](https://example.org/a.png "Map") and [page](https://example.org/b), ![](https://example.org/c.png)'
    found = event(
        f"---\ndate: 2024-06-13\nname: A\n---\n{body} [![d](https://example.org/d.png)](https://example.org/e)\n"
    )
    assert {citation.source.url for citation in found.sources} == {"https://example.org/b", "https://example.org/e"}
    assert all(f"https://example.org/{name}" in found.summary for name in ("a.png", "b", "c.png", "d.png", "e"))


@pytest.mark.parametrize(
    ("written", "topics"),
    [("a, b", ("a", "b")), ("[a, b]", ("a", "b")), ("a b", ("a b",)), ("a; b, c", ("a", "b", "c")), ('""', ())],
)
@pytest.mark.parametrize("key", ["tags", "topics", "category"])
def test_commas_separate_the_topics_of_a_note(key: str, written: str, topics: tuple[str, ...]) -> None:
    assert event(f"---\ndate: 2024-06-13\ntitle: A\n{key}: {written}\n---\n").topics == topics


@pytest.mark.parametrize(("heading", "summary"), [("Talks", "Text."), ("A walk-out", "A walk-out\n\nText.")])
def test_a_heading_that_is_not_the_title_stays_in_the_text(heading: str, summary: str) -> None:
    found = event(f"---\ntitle: Talks\ndate: 2024-06-13\n---\n# {heading}\n\nText.\n")
    assert (found.title, found.summary) == ("Talks", summary)


def test_a_list_called_events_is_kept_as_a_value() -> None:
    found = event("---\ntitle: Talks\ndate: 2024-06-13\nevents: [first, second]\n---\n")
    assert found.other == (("events", ("first", "second")),)


def test_only_the_line_with_a_fault_in_the_front_matter_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "second-day.md").write_text("---\ntitle: F: with colon\ndate: 2024-06-17\n---\nText\n")
    for path in (tmp_path, tmp_path / "second-day.md"):
        loaded = load_timeline([str(path)])
        (event,) = loaded.timeline.events
        assert (event.title, event.date.text, event.summary) == ("Second day", "2024-06-17", "Text")
        assert [problem.line for problem in loaded.problems if problem.severity == "error"] == [2]


def test_each_note_of_a_folder_has_the_first_summary_and_date_that_it_gives(tmp_path: Path) -> None:
    notes = {
        "a": "date: 2024-01-02\ntitle: A\ndescription: One.",
        "b": "date: 2024-01-03\ntitle: B\ndescription: Two.\nsummary: Three.",
        "c": "created: 2024-01-05\ntitle: C",
    }
    for name, front in notes.items():
        (tmp_path / f"{name}.md").write_text(f"---\n{front}\n---\nBody {name}.\n")
    events = load_timeline([str(tmp_path)]).timeline.events
    assert [(event.date.text, event.summary, event.other) for event in events] == [
        ("2024-01-02", "One.\n\nBody a.", ()),
        ("2024-01-03", "Three.\n\nBody b.", (("description", "Two."),)),
        ("2024-01-05", "Body c.", ()),
    ]
