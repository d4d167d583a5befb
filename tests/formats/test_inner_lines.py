"""The line of a source or quote inside an event."""

import json

from timeline_tui import formats
from timeline_tui.formats.inner_lines import inner_line

YAML = """\
events:
  - {date: 2024, title: Before, sources: [{title: A}]}
  - date: 2024
    title: Second
    sources:
      - key
      - title: A
        url: https://a.org
      - https://b.org
    quotes:
      - text: >
          Folded
          text
      - {text: two, source: {title: C}}
"""


def lines(data: bytes, file: str) -> list[int]:
    event = formats.read(data, file).timeline.events[1]
    parts = [
        *[citation.source for citation in event.sources],
        *event.quotes,
        *[quote.source for quote in event.quotes if quote.source],
    ]
    return [inner_line(data, file, event.line, part) for part in parts]


def test_each_part_of_an_event_has_its_line() -> None:
    assert lines(YAML.encode(), "f.yaml") == [6, 7, 9, 11, 14, 14]
    event = {"date": "2024", "title": "S", "sources": [{"title": "A"}], "quotes": [{"text": "one"}, {"text": "two"}]}
    text = json.dumps({"events": [{"date": "2023", "title": "B"}, event]}, indent=1).encode()
    found = text.decode().splitlines()
    assert [found[line - 1].strip() for line in lines(text, "f.json")] == ["{"] * 3
    assert len(set(lines(text, "f.json"))) == 3


def test_else_it_is_the_line_of_the_event() -> None:
    event = formats.read(YAML.encode(), "f.yaml").timeline.events[1]
    assert inner_line(YAML.encode(), "f.yaml", 1, event.quotes[0]) == 1
    assert inner_line(b"date,title\n2024,A\n", "f.csv", 2, event.quotes[0]) == 2
    assert inner_line(b"[broken", "f.json", 7, event.sources[0].source) == 7


def test_each_citation_of_a_source_has_its_line() -> None:
    text = """\
sources:
  key: {title: Key}
events:
  - date: 2024
    title: Twice
    sources:
      - key
      - {source: key, at: ¶8, stance: disputes, note: no}
      - {title: A, at: ¶9, stance: disputes}
      - {title: A, stance: confirms}
"""
    event = formats.read(text.encode(), "f.yaml").timeline.events[0]
    assert [inner_line(text.encode(), "f.yaml", event.line, each) for each in event.sources] == [7, 8, 9, 10]
    other = event.sources[1]._replace(at="¶1")
    assert inner_line(text.encode(), "f.yaml", event.line, other) == 7, "the first of the same source"
