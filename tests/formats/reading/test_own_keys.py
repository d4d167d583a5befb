"""Misspelt keys of the root in files of our own shape, and keys of sources in files of other shapes."""

from __future__ import annotations

import pytest

from timeline_tui import formats
from timeline_tui.formats.reading.results import Reading

SOURCES = 'sources:\n  a: {title: A, url: "https://x.org"}\n'
EVENT = "  - date: 2001-02-01\n    title: One\n    sources: [a]\n"


def read(text: str) -> Reading:
    return formats.read(text.encode(), "f.yaml")


def cited(reading: Reading) -> list[list[tuple[str, str, str]]]:
    return [
        [(citation.source.key, citation.source.title, citation.at) for citation in event.sources]
        for event in reading.timeline.events
    ]


@pytest.mark.parametrize("key", ["event", "Events", "evnets"])
def test_a_misspelt_list_of_events_keeps_its_sources(key: str) -> None:
    for text in (f"{SOURCES}{key}:\n{EVENT}", f"{key}:\n{EVENT}{SOURCES}"):
        reading = read(text)
        assert cited(reading) == [[("a", "A", "")]]
        assert [(problem.severity, problem.hint) for problem in reading.problems] == [
            ("warning", "did you mean events?")
        ]
        assert f"“{key}”" in reading.problems[0].message


def test_misspelt_sources_are_read_in_our_shape_and_in_others() -> None:
    for event in (EVENT, EVENT.replace("sources: [a]", "source: a\n    country: Japan")):
        reading = read(f"{SOURCES.replace('sources', 'source')}events:\n{event}")
        assert cited(reading) == [[("a", "A", "")]]
        assert [problem.hint for problem in reading.problems if problem.severity != "note"] == ["did you mean sources?"]


def test_a_mapping_that_describes_the_file_is_not_its_sources() -> None:
    for source in ('{title: ACLED, url: "https://x.org"}', "{name: ACLED}"):
        timeline = read(f"source: {source}\nitems:\n  - {{when: 2001-02-01, what: One}}\n").timeline
        assert (timeline.sources, timeline.other[0][0]) == ((), "source")


def test_citations_of_other_shapes_refer_to_the_keys_of_the_file() -> None:
    reading = read(
        f"{SOURCES}  b: {{title: B}}\nitems:\n"
        "  - {when: 2001-02-01, what: One, source: a, link: 'https://y.org/z'}\n"
        "  - {when: 2001-02-02, what: Two, source: [a, {ref: b, at: p. 1}], quotes: [{text: T, source: b}]}\n"
    )
    assert cited(reading) == [[("", "", ""), ("a", "A", "")], [("a", "A", ""), ("b", "B", "p. 1")]]
    source = reading.timeline.events[1].quotes[0].source
    assert source
    assert source.key == "b"


@pytest.mark.parametrize(
    "text", ["events:\n  - hello\n", "- hello\n", "items:\n  - hello\n  - {when: 2001, what: A}\n"]
)
def test_an_item_that_is_not_an_event_is_one_error(text: str) -> None:
    assert sum("left out" in problem.message for problem in read(text).problems) == 1
