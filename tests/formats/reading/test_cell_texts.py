"""Sources, HTML and Markdown in the cells of a sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.reading.cell_lists import Separators, separators, split
from timeline_tui.formats.reading.cell_texts import CellText, is_html, sources, written
from timeline_tui.formats.timelinejs.html_text import Link

A, B = "https://example.org/a", "https://example.org/b"


@each_row(
    "cell",
    [
        f"{A}, {B}",
        f"{A},{B}",
        f"{A};{B}",
        f"{A}; {B}",
        f"{A}\n{B}",
        f"{A} {B}",
        f"{A} | {B}",
        f"['{A}', '{B}']",
        f'["{A}","{B}"]',
    ],
)
def test_several_addresses_are_several_sources(cell: str) -> None:
    assert sources(cell) == [Link("", A), Link("", B)]


@each_row(
    ("cell", "expected"),
    [
        (f"Reuters {A}", [Link("Reuters", A)]),
        (f"Reuters: {A}; AP", [Link("Reuters", A), Link("AP", "")]),
        (f"{A} (Reuters)", [Link("Reuters", A)]),
        (f"[Reuters]({A}), [AP]({B})", [Link("Reuters", A), Link("AP", B)]),
        (f"[{A}]({A})", [Link("", A)]),
        (f'<a href="{A}">Reuters</a> and <a href="{B}">AP</a>', [Link("Reuters", A), Link("AP", B)]),
        (f'<a href="{A}">Reuters</a>, seen in May', [Link("Reuters", A, "seen in May")]),
        ('<a href="/x">Reuters</a>', [Link("Reuters", "")]),
        (f"[Reuters]({A}), {B}", [Link("Reuters", A), Link("", B)]),
        (f"{A}; Reuters {A}", [Link("Reuters", A)]),
        (f"{A}/x;y=1", [Link("", f"{A}/x;y=1")]),
        ("Reuters; AP", [Link("Reuters", ""), Link("AP", "")]),
        ("Reuters, AP", [Link("Reuters, AP", "")]),
        ("n/a", []),
        ("", []),
    ],
)
def test_sources_in_a_cell(cell: str, expected: list[Link]) -> None:
    assert sources(cell) == expected


def test_names_of_sources_are_separated_as_the_column_has_it() -> None:
    assert sources("Reuters, AP", Separators(comma=True)) == [Link("Reuters", ""), Link("AP", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"See {A}.", CellText(f"See {A}.", (Link("", A),))),
        (f'<p>Open <b>day</b></p> <a href="{A}">page</a>', CellText("Open day\n\npage", (Link("page", A),))),
        (f"see [it]({A}) now", CellText(f"see [it]({A}) now", (Link("it", A),))),
        ("AT&amp;T", CellText("AT&T")),
        ("AT&T, x < y > z", CellText("AT&T, x < y > z")),
        ("<John Smith> said <b>no</b>", CellText("<John Smith> said no")),
        ("Two  spaces\nand a line", CellText("Two  spaces\nand a line")),
    ],
)
def test_texts(text: str, expected: CellText) -> None:
    assert written(text) == expected


def test_quotations_in_html_are_quotes() -> None:
    found = written("<blockquote>We are <i>ready</i><footer>A. B.</footer></blockquote>")
    assert [(quote.text, quote.speaker) for quote in found.quotes] == [("We are ready", "A. B.")]


@given(st.text())
def test_a_text_without_tags_and_entities_stays_as_it_is(text: str) -> None:
    if not is_html(text) and "&" not in text:
        assert written(text).text == text


@pytest.mark.slow
@each_row(
    "piece",
    [
        ", ",
        "; ",
        " / ",
        "a, ",
        "[a](",
        "<a ",
        "<a href=",
        f"<a href='{A}'>x</a> ",
        f"<a href='{A}'>",
        "https://",
        "| ",
        " ",
        "['a', ",
        "&#",
        "(",
        f"[x]({A})",
    ],
)
def test_a_long_cell_takes_no_long_time(piece: str) -> None:
    cell = piece * (50_000 // len(piece))
    known = separators([cell] * 5)
    split(cell, known)
    sources(cell)
    written(cell)
