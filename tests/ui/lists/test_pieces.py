"""Lines made of styled pieces: wrapped, highlighted, spread and packed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.text.cells import width
from timeline_tui.text.text import clean
from timeline_tui.ui.lists.pieces import MATCH, Piece, cells, fitted, joined, packed, spread, wrapped

PROSE = st.text(st.sampled_from("ab sanctions日本é\n “”"), max_size=200).map(clean)


def text(pieces: list[Piece]) -> str:
    return "".join(part for part, _ in pieces)


@given(PROSE, st.integers(1, 30), st.integers(1, 4), st.integers(0, 1))
def test_wrapped_lines_are_within_width_and_limit(prose: str, columns: int, limit: int, hang: int) -> None:
    columns += hang
    lines = wrapped(prose, columns, limit, ("sanctions", "a"), "meta", hang)
    assert 1 <= len(lines) <= limit
    assert all(cells(line) <= columns for line in lines)
    assert all(cells(line) == width(text(line)) for line in lines)


@given(PROSE)
def test_nothing_is_lost_if_all_fits(prose: str) -> None:
    lines = wrapped(prose, 400, 3, ("日本",))
    assert len(lines) == 1
    assert text(lines[0]) == " ".join(prose.split())


def test_a_cut_text_ends_with_an_ellipsis() -> None:
    assert [text(line) for line in wrapped("one two three four", 9, 2)] == ["one two", "three fo…"]
    assert text(fitted("one two", 7)) == "one two"
    assert text(fitted("one two", 6)) == "one t…"
    blank = "one" + " " * 500 + "two"
    assert text(fitted(blank, 20)).startswith("one")
    assert text(fitted(blank, 20)).endswith("…")


def test_a_long_word_is_broken_and_the_words_after_it_are_shown() -> None:
    title = "A https://example.org/very/long/path was published"
    assert [text(line) for line in wrapped(title, 28, 2)] == ["A https://example.org/very/l", "ong/path was published"]
    assert [text(line) for line in wrapped("“日本abcdefghij k”", 6, 3, hang=1)] == ["“日本", " abcde", " fghi…"]


def test_lines_after_the_first_are_indented() -> None:
    assert [text(line) for line in wrapped("“one two three”", 9, 3, hang=1)] == ["“one two", " three”"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (40, [[("new ", "meta"), ("sanctions", MATCH), (" on oil", "meta")]]),
        (14, [[("new ", "meta"), ("sanctions", MATCH)], [("on oil", "meta")]]),
        (8, [[("new ", "meta"), ("sanc", MATCH)], [("tions", MATCH), (" o…", "meta")]]),
    ],
)
def test_matches_have_their_own_style(columns: int, expected: list[list[Piece]]) -> None:
    assert wrapped("new sanctions on oil", columns, 2, ("sanctions",), "meta") == expected


def test_spread_leaves_out_the_right_pieces_if_there_is_no_room() -> None:
    left, right = [("left", "")], [("right", "meta")]
    assert text(spread(left, right, 12)) == "left   right"
    assert spread(left, right, 9) == left
    assert spread(left, [], 12) == left


def test_packed_parts_share_lines_and_are_not_broken() -> None:
    parts: list[list[Piece]] = [[("Ministry", "")], [("official", "")], [("13 June 2024", "")]]
    assert [text(line) for line in packed(parts, 40)] == ["Ministry · official · 13 June 2024"]
    assert [text(line) for line in packed(parts, 33)] == ["Ministry · official", "13 June 2024"]
    assert [text(line) for line in packed(parts, 18)] == ["Ministry", "official", "13 June 2024"]
    assert packed([], 10) == []


def test_joined_pieces_keep_their_styles() -> None:
    line = joined([("a", ""), ("bc", "dim"), ("d", MATCH)])
    assert line.plain == "abcd"
    assert [(span.start, span.end, span.style) for span in line.spans] == [(1, 3, "dim"), (3, 4, "match")]


def test_parts_that_just_fit_share_a_line():
    parts = [[("ab", "")], [("cd", "")]]
    assert len(packed(parts, 7)) == 1
    assert len(packed(parts, 6)) == 2
