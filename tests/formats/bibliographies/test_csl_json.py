"""Sources as CSL-JSON: every source is read back, and Pandoc accepts the export."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from strategies import SOURCES_IN_PLACE
from tables import each_row

from timeline_tui import formats
from timeline_tui.dates.when import parse
from timeline_tui.formats.bibliographies.csl_items import Items
from timeline_tui.formats.bibliographies.csl_json import read_items
from timeline_tui.formats.bibliographies.csl_writer import item
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.writing.dump import Plain
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Citation, Entries, Event, Source, Timeline
from timeline_tui.storage.inputs import bundled


def read(data: object) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    document = Document("refs.json", json.dumps(data, ensure_ascii=False, indent=1))
    items = Items(document, verbatim=True)
    read_items(document, items)
    return items.sources(), document.problems()


def one(**variables: Plain) -> Source:
    ((source,), _) = read([{"id": "a", **variables}])
    return source


@given(source=SOURCES_IN_PLACE)
@example(Source("k", date=parse("195X"), other=(("original author", (Entries((("family", "B"),)),)), ("odd", None))))
@example(Source("k", kind="book", publisher="P", other=(("container-title", "C"), ("original publisher", "Q"))))
@example(Source("k", url="https://doi.org/10.1/a", other=(("DOI", "10.2/b"), ("id", "x"), ("custom", "y"))))
@example(Source("k", date=parse("-0044-03-15/0000"), other=(("issued", "2024"), ("original title", "t"))))
@example(Source("k", date=parse("2024-06-13T15:05+02:00"), note="a\nb"))
def test_every_source_comes_back(source: Source) -> None:
    source = source._replace(key="k")
    back, problems = read([item(source, "k")])
    assert back == (source,)
    assert {problem.severity for problem in problems} <= {"warning"}  # of an address with white space


@each_row(
    ("issued", "date"),
    [
        ({"date-parts": [[2024, 6, 13]]}, "2024-06-13"),
        ({"date-parts": [["2024", "6"]]}, "2024-06"),
        ({"date-parts": [[2024]], "season": 1}, "2024-21"),
        ({"date-parts": [[2024]], "season": "Autumn"}, "2024-23"),
        ({"date-parts": [[2024, 14]]}, "2024-22"),
        ({"date-parts": [[1920], [1925]], "circa": True}, "1920~/1925~"),
        ({"date-parts": [[1920]], "circa": False}, "1920"),
        ({"date-parts": [[-1]]}, "0000"),
        ({"date-parts": [[-44, 3, 15]]}, "-0043-03-15"),
        ("2024-06-13", "2024-06-13"),
        ({"raw": "2024-06"}, "2024-06"),
    ],
)
def test_dates_become_edtf(issued: Plain, date: str) -> None:
    source = one(issued=issued)
    assert source.date == parse(date)
    assert source.note == ""


@pytest.mark.parametrize(
    ("issued", "said"),
    [
        ({"literal": "Spring term"}, "Spring term"),
        ({"date-parts": [[2024, 6, 31]]}, "2024-06-31"),
        ({"date-parts": [["next", "year"]]}, "next-year"),
    ],
)
def test_a_text_that_is_not_a_date_is_kept_in_the_note(issued: Plain, said: str) -> None:
    (source,), (problem,) = read([{"id": "a", "note": "n", "issued": issued}])
    assert (source.date, source.note) == (None, f"n\nPublished: {said}")
    assert (problem.severity, problem.line) == ("note", 5)


def test_variables_become_fields_and_the_rest_is_kept() -> None:
    paper = one(
        type="article-newspaper",
        title="T",
        **{"container-title": "The Paper", "publisher": "Group", "DOI": "doi:10.1/a", "author": [{"literal": "B"}]},
    )
    assert (paper.kind, paper.publisher, paper.url) == ("article-newspaper", "The Paper", "https://doi.org/10.1/a")
    assert dict(paper.other) == {"original publisher": "Group"}
    assert paper.author == ("B",)
    chapter = one(type="book", publisher="Press", **{"container-title": "Series", "URL": "https://e.org", "DOI": "1"})
    assert (chapter.publisher, chapter.url, dict(chapter.other)) == (
        "Press",
        "https://e.org",
        {"container-title": "Series", "DOI": "1"},
    )


def test_zotero_s_citation_key_counts_before_its_id() -> None:
    ((source,), _) = read({"items": [{"id": "http://zotero.org/users/1/items/A", "citation-key": "kantei"}]})
    assert source.key == "kantei"
    assert dict(source.other) == {"id": "http://zotero.org/users/1/items/A"}


def test_items_without_a_key_or_with_a_repeated_one_are_reported() -> None:
    found, problems = read([{"title": "x"}, {"id": "a", "title": "1"}, {"id": "a", "title": "2"}, "b"])
    assert [source.title for source in found] == ["1"]
    assert [problem.line for problem in problems] == [2, 10, 13]


def test_a_bibliography_has_the_sources_of_the_events() -> None:
    loose, cited, other = Source(url="https://example.org/a"), Source("a b", "A"), Source("c", "C")
    timeline = Timeline(sources=(cited, other), events=(_event(cited, loose), _event(loose)))
    written = json.loads(formats.write(timeline, "csl-json"))
    assert [record["id"] for record in written] == ["a-b", "example-org-a-94e9f255"]
    assert formats.losses(timeline, "csl-json") == ["of the timeline itself: 1 uncited source left out"]


def test_a_bibliography_that_is_opened_as_a_timeline_is_called_one() -> None:
    timeline = formats.read(Path(bundled()).read_bytes(), "events.yaml").timeline
    reading = formats.read(formats.write(timeline, "csl-json"), "refs.json")
    assert reading.timeline.events == ()
    (problem,) = reading.problems
    assert problem.message == "this is a bibliography (CSL-JSON), not a timeline"
    assert "--sources" in problem.hint


def test_events_with_an_id_and_a_type_are_not_a_bibliography() -> None:
    events = [{"id": 1, "type": "report", "title": "One", "when": "2024-06-13"}]
    assert formats.read(json.dumps(events).encode(), "a.json").timeline.events[0].title == "One"


def _event(*cited: Source) -> Event:
    return Event("e", parse("2024"), "E", sources=tuple(map(Citation, cited)))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
def test_pandoc_sets_the_citations(tmp_path: Path) -> None:
    timeline = formats.read(Path(bundled()).read_bytes(), "events.yaml").timeline
    (tmp_path / "refs.json").write_bytes(formats.write(timeline, "csl-json"))
    (tmp_path / "page.md").write_bytes(formats.write(timeline, "pandoc"))
    command = ["pandoc", "--citeproc", "--bibliography", "refs.json", "page.md", "-t", "plain", "--columns=999"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True)
    assert ended.stderr == ""  # it warns of each key that the bibliography lacks
    assert "[@" not in ended.stdout
    assert "para. 8, disputes)" in ended.stdout
    assert "https://japan.kantei.go.jp/101_kishida/diplomatic/202305/21session8.html" in ended.stdout


@each_row(
    ("text", "title"),
    [
        ("@article{a, title = {A}}", "BibTeX"),
        ("% mine\n\n@book(b, title = {B})", "BibTeX"),
        ("\nTY  - NEWS\nTI  - A\nER  - \n", "RIS"),
    ],
)
@each_row("file", ["refs.bib", "refs.ris", "-", "refs.txt"])
def test_bibtex_and_ris_that_are_opened_as_a_timeline_are_called_bibliographies(
    text: str, title: str, file: str
) -> None:
    reading = formats.read(text.encode(), file)
    assert [problem.message for problem in reading.problems] == [f"this is a bibliography ({title}), not a timeline"]
