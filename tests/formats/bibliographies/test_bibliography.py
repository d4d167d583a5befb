"""BibTeX and RIS become the same sources as CSL-JSON."""

from __future__ import annotations

import sys
from itertools import accumulate

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.bibliographies.bibliography import FORMATS, Bibliography, read_bibliography
from timeline_tui.model.fields import BIBLIOGRAPHY_ENDINGS
from timeline_tui.model.timeline import Entries, Source

RIS = """TY  - NEWS
ID  - kantei
T1  - Accord
T1  - Second title
T2  - The Paper
AU  - Kishida, Fumio
AU  - World Bank
PY  - 2024
DA  - 2024/06/13/
UR  - https://example.org/a
UR  - https://example.org/b
SP  - 1
EP  - 3
N1  - one
N1  - two
AB  - long
 text
XX  - odd
ER  -

TY  - BOOK
ID  - late
TI  - Without an end
PY  - 2023///Spring
"""
BIBTEX = r"""@string{paper = "The Paper"}
@comment{nothing}
@article{kantei,
  title = {Accord for K\'asa \& 50% of {\textit{it}}},
  author = {Kishida, Fumio and {World Bank and Co} and de la Cruz, Jr, Juan},
  journal = paper,
  year = 2024, month = jun, day = {13},
  url = {https://example.org/a_b%20c&d~x},
  foo = {bar},
}
@misc{web, title={W}, howpublished={\url{https://example.org/w}}, date={2024-06~}, title={V}}
@book{bad, title = {unclosed
@online{last, title={L}, year={forthcoming}, note={n}}
"""


def read(text: str, name: str, *wanted: str) -> Bibliography:
    return read_bibliography(text.encode(), name, wanted)


def fields(source: Source) -> dict[str, object]:
    """The fields that are not empty, with the date as text."""
    values = {**source._asdict(), "date": source.date.text if source.date else "", "file": ""}
    return {name: value for name, value in values.items() if value}


def test_ris_becomes_sources_and_nothing_is_lost() -> None:
    found = read(RIS, "refs.ris", "kantei", "late")
    kantei, late = map(fields, found.sources)
    assert kantei == {
        "key": "kantei",
        "title": "Accord",
        "publisher": "The Paper",
        "date": "2024-06-13",
        "url": "https://example.org/a",
        "kind": "article-newspaper",
        "note": "one\ntwo",
        "author": ("Kishida, Fumio", "World Bank"),
        "line": 1,
        "other": (
            ("abstract", "long text"),
            ("page", "1–3"),
            ("T1", "Second title"),
            ("UR", "https://example.org/b"),
            ("XX", "odd"),
        ),
    }
    assert late == {"key": "late", "title": "Without an end", "date": "2023-21", "kind": "book", "line": 21}
    assert found.problems == ()


def test_a_ris_record_without_an_id_is_reported() -> None:
    found = read("stray\nTY  - JOUR\nTI  - x\nER  - \n", "refs.ris")
    assert [(problem.line, problem.message) for problem in found.problems] == [
        (1, "text outside of records; it is left out"),
        (2, "an item without “id”; it is left out"),
    ]


def test_bibtex_becomes_sources() -> None:
    pytest.importorskip("bibtexparser")
    found = read(BIBTEX, "refs.bib", "kantei", "web", "last")
    kantei, web, last = map(fields, found.sources)
    other = kantei.pop("other")
    assert kantei == {
        "key": "kantei",
        "title": "Accord for Kása & 50% of it",
        "publisher": "The Paper",
        "date": "2024-06-13",
        "url": "https://example.org/a_b%20c&d~x",  # bibtexparser's own decoding ends it at the percent sign
        "kind": "article-journal",
        "author": ("Kishida, Fumio", "World Bank and Co", "de la Cruz Jr, Juan"),
        "line": 3,
    }
    assert other == (
        (
            "original author",  # it says which part of the last name is a particle
            (
                Entries((("family", "Kishida"), ("given", "Fumio"))),
                Entries((("literal", "World Bank and Co"),)),
                Entries((("family", "Cruz"), ("given", "Juan"), ("non-dropping-particle", "de la"), ("suffix", "Jr"))),
            ),
        ),
        ("foo", "bar"),
    )
    assert (web["url"], web["date"], web["kind"], web["title"]) == ("https://example.org/w", "2024-06~", "webpage", "W")
    assert (last["note"], last["line"]) == ("n\nPublished: forthcoming", 13)
    assert [(problem.line, problem.severity) for problem in found.problems] == [
        (11, "warning"),
        (12, "warning"),
        (13, "note"),
    ]


@pytest.mark.parametrize("text", ["@a{" * 50_001, "@misc{k, title={%s}}" % ("%" * 100_000)], ids=["many", "long"])
def test_hostile_bibtex_is_bounded(text: str) -> None:
    pytest.importorskip("bibtexparser")
    found = read(text, "refs.bib", "k")
    if found.sources:
        assert found.sources[0].title == "%" * 100_000  # as it is: decoding it takes minutes
    else:
        assert [problem.message for problem in found.problems] == [
            "it has too many entries: the limit for BibTeX is 50,000"
        ]


@given(st.text("ab{} ~-%'`!?", max_size=12))
@example("{N}--a~``b'' {{c}}---")
def test_latex_without_commands_is_read_as_pylatexenc_reads_it(latex: str) -> None:
    bibtex = pytest.importorskip("timeline_tui.formats.bibliographies.bibtex")
    depths = [*accumulate((sign == "{") - (sign == "}") for sign in latex)]
    assume(not depths or (min(depths) >= 0 and depths[-1] == 0))
    assert bibtex._without_commands(latex) == bibtex._decoded(latex)


def test_latex_that_cannot_be_read_is_kept() -> None:
    pytest.importorskip("bibtexparser")
    deep = "{" * 3000 + "\\&" + "}" * 3000  # more levels than Python has
    for latex in (deep, r"\end{a}", r"$x^2"):
        found = read(f"@misc{{k, title={{{latex}}}}}", "a.bib", "k")
        assert found.sources[0].title == latex
        assert not found.problems


def test_a_bibtex_file_that_is_too_large_is_one_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    bibtex = pytest.importorskip("timeline_tui.formats.bibliographies.bibtex")
    text = "@misc{k, title={T}}"
    monkeypatch.setattr(bibtex, "LARGEST", len(text))
    assert read(text, "a.bib", "k").sources[0].title == "T"
    (problem,) = read(text + "\n", "a.bib", "k").problems
    assert str(problem) == "a.bib: it is too large: the limit for BibTeX is 19 characters"
    assert problem.hint == "export it as CSL-JSON, which has no such limit"


def test_so_much_latex_is_decoded_and_the_rest_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    bibtex = pytest.importorskip("timeline_tui.formats.bibliographies.bibtex")
    monkeypatch.setattr(bibtex, "_MOST_DECODED", 2 * (bibtex._CALL + len(r"\&1")))
    found = read("".join(f"@misc{{k{n}, title={{\\&{n}}}}}\n" for n in range(4)), "a.bib", "k0", "k1", "k2", "k3")
    assert [source.title for source in found.sources] == ["&0", "&1", r"\&2", r"\&3"]
    assert [problem.line for problem in found.problems] == [3, 4]


def test_a_very_long_list_of_names_is_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    bibtex = pytest.importorskip("timeline_tui.formats.bibliographies.bibtex")
    monkeypatch.setattr(bibtex, "_LONGEST_NAMES", 12)
    found = read("@misc{k, title={T}, author={A and B}, editor={A and B and C}}", "a.bib", "k")
    assert found.sources[0].author == ("A", "B")
    assert dict(found.sources[0].other) == {"editor": (Entries((("literal", "A and B and C"),)),)}
    assert [problem.message for problem in found.problems] == ["a list of names with 13 characters is kept as one name"]


def test_many_items_with_the_same_key_are_counted() -> None:
    problems = read("TY  - GEN\nID  - k\nTI  - T\nER  - \n" * 100, "a.ris", "k").problems
    assert [problem.message for problem in problems][-1] == "keys that are given twice: 79 more places from here on"


def test_a_long_value_of_many_lines_is_read_in_time_linear_in_its_size() -> None:
    many = 200_000
    found = read("TY  - JOUR\nID  - k\nAB  - x\n" + "y\n" * many, "refs.ris", "k")
    assert dict(found.sources[0].other)["abstract"] == "x" + " y" * many


def test_without_bibtexparser_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("bibtexparser", "timeline_tui.formats.bib"))]:
        if name.endswith("bibtex") or name.startswith("bibtexparser"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "bibtexparser", None)  # as if it were not installed
    monkeypatch.setitem(sys.modules, "bibtexparser.entrypoint", None)
    (problem,) = read(BIBTEX, "refs.bib", "kantei").problems
    assert problem.message == "BibTeX is read by bibtexparser, which is not installed"
    assert problem.hint == "pip install 'timeline-tui[references]'"


@pytest.mark.parametrize(
    ("text", "keys"),
    [('[{"id": "a"}]', ("a",)), ("TY  - JOUR\nID  - r\nER  - \n", ("r",)), ('{"items": [{"id": "z"}]}', ("z",))],
)
def test_the_content_decides_where_the_name_does_not(text: str, keys: tuple[str, ...]) -> None:
    assert read(text, "<stdin>").keys == keys


@pytest.mark.parametrize("text", ["", "key: value", '{"a": 1}', "[1, 2]", "\0", "[{", "null"])
def test_a_file_that_is_not_a_bibliography_is_reported(text: str) -> None:
    found = read(text, "refs")
    assert found.problems
    assert not found.sources


def test_the_endings_are_those_that_a_file_may_name() -> None:
    endings = [ending for format in FORMATS for ending in format.endings]
    assert sorted(endings) == sorted(BIBLIOGRAPHY_ENDINGS)


@each_row(
    ("written", "date"),
    [
        ("2024/06/13/", "2024-06-13"),
        ("2024-06-13", "2024-06-13"),
        ("2024/06//", "2024-06"),
        ("2023//spring/", "2023-21"),
        ("2024/06/13/about noon", None),
    ],
)
def test_dates_and_keywords_of_ris(written: str, date: str | None) -> None:
    found = read(f"TY  - JOUR\nID  - k\nTI  - T\nPY  - {written}\nKW  - a\nKW  - b\nER  - \n", "a.ris", "k")
    (source,) = found.sources
    assert (source.date and source.date.text, source.other) == (date, (("keyword", "a, b"),))
    assert [problem.severity for problem in found.problems] == ["note"] * (date is None)


def test_a_subtitle_of_bibtex_is_part_of_the_title() -> None:
    (source,) = read("@book{k, title={T}, subtitle={of it}, year={2024}}", "a.bib", "k").sources
    assert source.title == "T: of it"
