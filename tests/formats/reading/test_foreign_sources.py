"""Sources and quotes in other shapes as nodes."""

from __future__ import annotations

from typing import Any

from tables import each_row

from timeline_tui.formats.reading.foreign_sources import citations, paired, quotes, with_keys
from timeline_tui.formats.reading.nodes import Node
from timeline_tui.formats.timelinejs.html_text import Link, Quotation

URL = "https://example.org/"


def node_of(value: Any) -> Any:
    """A value as a node."""
    if isinstance(value, dict):
        return {key: (0, 0, node_of(part)) for key, part in value.items()}
    return [(0, node_of(item)) for item in value] if isinstance(value, list) else value


def value_of(node: Node) -> Any:
    """A node without offsets."""
    if isinstance(node, dict):
        return {key: value_of(part) for key, (_, _, part) in node.items()}
    return [value_of(item) for _, item in node] if isinstance(node, list) else node


@each_row(
    ("sources", "beside", "found"),
    [
        ([], {"title": "Minutes"}, [{"title": "Minutes"}]),
        ([], {"title": "Minutes", "publisher": "AP"}, [{"title": "Minutes", "publisher": "AP"}]),
        ([f"{URL}a"], {"title": "Minutes"}, [{"url": f"{URL}a", "title": "Minutes"}]),
        ([f"{URL}a"], {"title": f"{URL}b"}, [f"{URL}a", f"{URL}b"]),
        # As many titles as sources, or not.
        (["a", "b"], {"title": "A; B"}, [{"url": "a", "title": "A"}, {"url": "b", "title": "B"}]),
        (["a", "b"], {"title": "A"}, [{"url": "a", "title": "A"}, {"url": "b", "title": "A"}]),
        # The same title, another title, and several notes.
        ([{"url": URL, "title": "A"}], {"title": "A"}, [{"url": URL, "title": "A"}]),
        ([{"url": URL, "title": "A"}], {"title": "B"}, [{"url": URL, "title": "A", "note": "B"}]),
        ([{"title": "see file 12"}], {"title": "Minutes"}, [{"title": "Minutes", "note": "see file 12"}]),
        ([{"title": "A", "note": "n"}], {"title": "B"}, [{"title": "B", "note": "A; n"}]),
        (
            [{"url": URL, "title": "A", "publisher": "C", "note": "n"}],
            {"title": "B", "publisher": "D"},
            [{"url": URL, "title": "A", "publisher": "C", "note": "D; B; n"}],
        ),
    ],
)
def test_the_name_of_a_source_in_a_column_of_its_own(sources: Any, beside: dict[str, str], found: Any) -> None:
    assert value_of(paired(node_of(sources), node_of(beside), 0)) == found


@each_row(
    ("source", "found"),
    [
        ({"publisher": "AP", "note": "n"}, [{"publisher": "AP", "note": "n", "title": "AP"}]),
        ({"type": "deposition", "ref": "vidal"}, [{"title": "vidal", "kind": "deposition"}]),
        (
            {"primary": {"title": "A"}, "press": [URL]},
            [{"title": "A", "kind": "primary"}, {"url": URL, "kind": "press"}],
        ),
        ({"reviewed": "yes"}, []),
    ],
)
def test_a_mapping_is_a_source_or_has_kinds_of_sources(source: Any, found: Any) -> None:
    assert value_of(citations(node_of(source), 0)) == found


def test_a_title_that_is_a_key_keeps_its_place_and_note() -> None:
    sources = node_of([{"title": "ap, p. 3", "note": "n"}, {"title": "ap"}, {"title": "apt"}])
    assert value_of(with_keys(sources, {"ap"})) == [{"source": "ap", "at": "p. 3", "note": "n"}, "ap", {"title": "apt"}]


def test_a_quotation_of_html_has_its_link_as_source() -> None:
    passage = Quotation("So it was.", "Edith Clarke", "engineer", Link("Paper", URL))
    said = {"text": "So it was.", "speaker": "Edith Clarke", "role": "engineer"}
    assert value_of(quotes(passage, 0)) == [{**said, "source": {"title": "Paper", "url": URL}}]
    assert value_of(quotes(passage._replace(link=None), 0)) == [said]
    assert quotes("n/a", 0) == []
