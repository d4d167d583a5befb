"""The places of faults, and the excerpts of their lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.document import NOWHERE, Document
from timeline_tui.model.problems import Problem


def place(text, offset):
    document = Document("f", text)
    document.error(offset, "wrong")
    (problem,) = document.problems()
    return problem.line, problem.column, problem.excerpt, problem.caret


@each_row(
    ("text", "offset", "expected"),
    [
        ("abc", 1, (1, 2, "abc", 2)),
        ("ab\ncd", 3, (2, 1, "cd", 1)),
        ("ab\r\ncd", 4, (2, 1, "cd", 1)),
        ("ab\rcd", 4, (2, 2, "cd", 2)),
        ("ab\u2028cd", 4, (1, 5, "ab cd", 5)),
        ("ab\n", 3, (2, 1, "", 1)),
        ("\tab", 1, (1, 2, " ab", 2)),
        ("a\u200bb\x1bc", 4, (1, 5, "ab␛c", 4)),
    ],
)
def test_line_column_excerpt_and_caret(text, offset, expected):
    assert place(text, offset) == expected


def test_a_long_line_is_cut_around_the_column():
    line, column, excerpt, caret = place("x" * 5000 + "HERE" + "y" * 5000, 5000)
    assert (line, column) == (1, 5001)
    assert len(excerpt) <= 162
    assert excerpt[caret - 1 : caret + 3] == "HERE"
    assert excerpt[0] == excerpt[-1] == "…"


def test_problems_are_sorted_without_repetition():
    document = Document("f\x1b", "ab")
    document.warning(1, "later")
    document.error(0, "first")
    document.error(0, "first")
    document.error(NOWHERE, "nowhere")
    assert [problem.message for problem in document.problems()] == ["nowhere", "first", "later"]
    assert document.problems()[0] == Problem("f␛", 0, 0, "nowhere")
    assert document.has_errors


def test_a_group_is_listed_up_to_a_limit():
    document = Document("f", "x" * 50)
    for offset in range(50):
        document.warning(offset, f"odd {offset}", group="odd")
    messages = [problem.message for problem in document.problems()]
    assert messages == [*(f"odd {offset}" for offset in range(20)), "odd: 30 more places from here on"]
    assert not document.has_errors


@pytest.mark.parametrize(
    ("text", "value", "at", "expected"),
    [
        ("a: 2024-06-31", "2024-06-31", 8, 11),
        ('a: "2024-06-31"', "2024-06-31", 8, 12),
        ("a: &x '2024-06-31'", "2024-06-31", 8, 15),
        ('a: "20\\x324-06-31"', "2024-06-31", 8, 3),
        ("a: |\n  2024", "2024", 1, 3),
    ],
)
def test_inside_a_scalar(text, value, at, expected):
    assert Document("f", text).inside(3, value, at) == expected


def test_undecodable_bytes_are_reported():
    document = decode(b"\x89PNG\r\n\x1a\n\0\0", "f")
    assert document.broken
    assert [str(problem) for problem in document.problems()] == ["f: this is an image (PNG), not a timeline"]


@pytest.mark.parametrize("data", [b"", b"a", b"\xef\xbb\xbf", "é".encode("utf-16"), b"\xff\xfe"])
def test_unusual_beginnings_are_not_faults(data):
    assert decode(data, "f").problems() == ()


@given(
    st.lists(st.sampled_from(("a", "\n", "\r", "\r\n", "x" * 1023, "\n" * 1024, "\u2028")), max_size=9).map("".join),
    st.data(),
)
@example("\n" * 1024, None)
def test_lines_are_counted_in_any_order_of_asking(text, data):
    document = Document("f", text, 5)
    drawn = data.draw(st.lists(st.integers(0, len(text)), max_size=9)) if data else [1024, 0, 1023]
    for offset in [*drawn, len(text), 0]:
        if text[offset - 1 : offset + 1] != "\r\n":  # inside a line break
            assert document.line(offset) == 5 + len(re.findall("\r\n?|\n", text[:offset]))
    assert document.line(NOWHERE) == 0
