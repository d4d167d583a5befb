"""Tables as text: cells with their offsets, for all separators."""

import csv as stdlib
import io

from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.csv.csv_tables import Sheet, table
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_SCALAR

texts = st.text(st.sampled_from("ab,;\t\"'\n =-é")).map(str.strip)


def rows(text: str) -> list[dict[str, str]]:
    return [{name: str(cell[2]) for name, cell in row.items()} for _, row in Sheet(Document("", text)).rows()]


@each_row(
    ("text", "expected"),
    [
        ("a,b\n1,2\n3,4", [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]),
        ("a;b\r\n1;2,5\r\n", [{"a": "1", "b": "2,5"}]),
        ("a\tb\r1\t2\r", [{"a": "1", "b": "2"}]),
        ("sep=\t\na\tb\n1\t2", [{"a": "1", "b": "2"}]),
        ('"sep=;"\r\na;b\r\n1;2', [{"a": "1", "b": "2"}]),
        ('"a, x;y;z",b\n1,2', [{"a, x;y;z": "1", "b": "2"}]),
        ('a,b\n"1\n2", "3""4" ', [{"a": "1\n2", "b": '3"4'}]),
        ('a,b\n5" pipe,x', [{"a": '5" pipe', "b": "x"}]),
        ("a\n\n , \n1\n", [{"a": "1"}]),
        ("a,b\n1,\n,2\n", [{"a": "1"}, {"b": "2"}]),
        ("\n\na,b\n1,2", [{"a": "1", "b": "2"}]),
        ("a", []),
        ("", []),
    ],
)
def test_cells_by_their_headings(text: str, expected: list[dict[str, str]]) -> None:
    assert rows(text) == expected


@given(st.lists(st.lists(texts, min_size=3, max_size=3), max_size=4), st.booleans())
@example([["", "ab", ";ab"]], False)
@example([["", "ab", "ab"]], False)  # “ab” is German for “from”, but one word is not a row of headings
def test_written_cells_are_read_back_also_by_the_standard_library(cells: list[list[str]], formula_safe: bool) -> None:
    written = table([["a", "b", "c"], *cells], formula_safe=formula_safe)
    expected = [{name: text for name, text in zip("abc", row, strict=True) if text} for row in cells]
    assert rows(written) == [row for row in expected if row]
    plain = list(stdlib.reader(io.StringIO(table(cells, formula_safe=False), newline="")))
    assert [[cell.lstrip("'") for cell in row] for row in plain] == [
        [cell.lstrip("'") for cell in row] for row in cells
    ]


def test_each_cell_has_its_place() -> None:
    text = 'x,"y"\n 1, "2"\n"3\n4",5'
    sheet = Sheet(Document("", text))
    assert sheet.headings == {"x": 0, "y": 2}
    assert [(offset, {name: cell[:2] for name, cell in row.items()}) for offset, row in sheet.rows()] == [
        (6, {"x": (0, 6), "y": (2, 10)}),
        (14, {"x": (0, 14), "y": (2, 20)}),
    ]


def test_numbers_are_written_unchanged() -> None:
    assert table([[-1, "-1", "a"]], formula_safe=True) == '"-1","\'-1","a"\r\n'


def test_the_length_of_a_cell_is_limited() -> None:
    document = Document("", "a\n" + "x" * (MAX_SCALAR + 1))
    ((_, row),) = Sheet(document).rows()
    assert len(str(row["a"][2])) == MAX_SCALAR
    assert "the limit is" in document.problems()[0].message


def test_empty_columns_without_a_heading_are_not_a_fault() -> None:
    document = Document("", "a,,\n1,,\n")
    assert [row for _, row in Sheet(document).rows()] == [{"a": (0, 4, "1")}]
    assert not document.problems()
