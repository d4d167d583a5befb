"""Queries for ratings, archives and checks."""

from tables import each_row

from timeline_tui import formats
from timeline_tui.analysis.checks import check
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.checked import fingerprint
from timeline_tui.query.syntax import parse_query

TEXT = """
sources:
  kept: {title: A, url: "https://example.org/a", copy: a.html, reliability: B}
  archived: {title: B, archived: "https://archive.example/b", reliability: F}
  bare: {title: C}
  told: {title: D, archived: "not an address", copy: "https://example.org/d"}
events:
  - {id: none, date: 2024, title: T}
  - {id: kept, date: 2024, title: T, sources: [{source: kept, credibility: 2}, archived], checked: {by: Anna}}
  - {id: bare, date: 2024, title: T, sources: [kept, bare], checked: {by: Ben, hash: "00000000"}}
  - {id: told, date: 2024, title: T, sources: [told], checked: {by: Cem}}
  - {id: same, date: 2024, title: T, sources: [archived], checked: {by: anna, hash: HASH}}
"""


@each_row(
    ("query", "found"),
    [
        ("is:unarchived", "bare told"),
        ("-is:unarchived", "none kept same"),
        ("is:unchecked", "none bare"),
        ("checked:anna", "kept same"),
        ("reliability:b", "kept bare"),
        ("reliability:B,F", "kept bare same"),
        ("credibility:2", "kept"),
    ],
)
def test_what_a_query_finds(query: str, found: str) -> None:
    now = fingerprint(formats.read(TEXT.encode(), "my.yaml").timeline.events[4])
    timeline = formats.read(TEXT.replace("HASH", f'"{now}"').encode(), "my.yaml").timeline
    index = Index(timeline)
    slice = Slice(index, parse_query(query))
    assert {index.event(position).id for position in slice.rows} == set(found.split())


def test_validate_says_what_has_changed_since_it_was_checked() -> None:
    timeline = formats.read(TEXT.replace("HASH", "12345678").encode(), "my.yaml").timeline
    found = [(problem.line, problem.message) for problem in check(timeline) if problem.check == "changed"]
    assert found == [(10, "“T” has changed since Ben checked it"), (12, "“T” has changed since anna checked it")]


def test_a_later_check_of_the_event_as_it_is_ends_the_warning() -> None:
    now = fingerprint(formats.read(TEXT.encode(), "my.yaml").timeline.events[4])
    for last, warnings in ((now, 0), ("12345678", 2)):
        checks = f'[{{by: Ben, hash: "00000000"}}, {{by: Cem, hash: "{last}"}}]'
        timeline = formats.read(TEXT.replace("{by: anna, hash: HASH}", checks).encode(), "my.yaml").timeline
        assert [problem.line for problem in check(timeline) if problem.check == "changed"] == [10, *[12] * warnings]
