"""Markdown for Pandoc: citations by key, in the syntax that Pandoc reads."""

from __future__ import annotations

import json

from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.bibliographies import csl_json
from timeline_tui.formats.pages import markdown_page, pandoc_page
from timeline_tui.formats.pages.pandoc_page import citation
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Timeline


@each_row(
    ("key", "where", "cited"),
    [
        ("kantei", "", "[@kantei]"),
        ("kantei", "¶2", "[@kantei, ¶2]"),
        ("kantei", "p. 12–14, 16", "[@kantei, p. 12–14, 16]"),
        ("kantei", "¶2, disputes", "[@kantei, ¶2, disputes]"),
        ("kantei", "disputes", "[@kantei, disputes]"),
        ("kantei", "12:31", "[@kantei{}, 12:31]"),  # else Pandoc calls it a page
        ("kantei", "xi", "[@kantei{}, xi]"),
        ("kantei", "p. 12a", "[@kantei{}, p. 12a]"),
        ("kantei", "see [x]; @y", r"[@kantei, see \[x\]\; \@y]"),
        ("a.b:c", "¶2", "[@a.b:c, ¶2]"),
        ("http://e.org/a(b)", "¶2", "[@{http://e.org/a(b)}, ¶2]"),
        ("日本", "", "[@{日本}]"),
    ],
)
def test_a_citation_as_pandoc_reads_it(key: str, where: str, cited: str) -> None:
    assert citation(key, where) == cited


def test_a_page_cites_by_key_and_leaves_the_bibliography_to_pandoc() -> None:
    known, loose = Source("k", "K"), Source(title="Loose")
    quote = Quote("Yes.", "A", source=known, at="¶3")
    sources = (Citation(known, "¶2", "disputes", "no"), Citation(loose, other=(("seen", "by two"),)))
    timeline = Timeline("T", events=(Event("e", parse("2024"), "@home 2^3", sources=sources, quotes=(quote,)),))
    page = pandoc_page.write(timeline)
    made = json.loads(csl_json.write(timeline))[1]["id"]
    assert r"### \@home 2\^3 (disputed)" in page
    assert "**Disputed by [@k, ¶2]:** no" in page
    assert "> — A [@k, ¶3]" in page
    assert f"- **Sources:** [@k, ¶2, disputes]; [@{made}]\n- **[@{made}] seen:** by two" in page
    assert page.endswith("\n\n## Sources\n\n::: {#refs}\n:::\n")
    assert "\0" not in page


def test_without_sources_there_is_no_bibliography() -> None:
    assert "refs" not in pandoc_page.write(Timeline(events=(Event("e", parse("2024"), "E"),)))


def test_null_characters_are_in_no_page() -> None:
    assert markdown_page.escape(f"a {markdown_page.raw('[@b]')} @c a@b.org") == r"a [@b] \@c a@b.org"
