from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from plain_scan import distance
from tables import each_row

from timeline_tui.text.spelling import MOST_SLIPS, nearest, nearest_line

_WORDS = ("japan", "ukraine", "sanctions", "united states", "g7", "agreement", "kishida")


@each_row("word", ["japon", "jaapn", "apan", "ukrane", "sanctoins", "santcions", "untied states", "g8"])
def test_a_slip_is_found(word: str) -> None:
    assert nearest_line(word, "".join(f"\n{candidate}" for candidate in _WORDS)) == nearest(word, _WORDS)


@pytest.mark.parametrize("word", ["", "x", "zzzzz", "agree"])
def test_words_without_a_near_one(word: str) -> None:
    assert nearest_line(word, "".join(f"\n{candidate}" for candidate in _WORDS)) is None
    assert nearest_line(word, "") is None


def test_one_letter_is_near_no_other() -> None:
    assert nearest("x", ["a", "xy", ""]) is None
    assert nearest("x", ["a", "X"]) == "X"
    assert nearest("", ["a"]) is None
    assert nearest_line("x", "\na\nxy\n") is None


def test_punctuation_around_a_line() -> None:
    assert nearest_line("sanctoins", '\n(sanctions),\n"x"', strip=True) == "sanctions"


@given(st.sampled_from(_WORDS), st.data())
@example("g7", None)
def test_a_letter_left_out_added_or_mistaken_is_found(word: str, data: st.DataObject | None) -> None:
    at = data.draw(st.integers(0, len(word) - 1)) if data else 0
    letter = data.draw(st.sampled_from(("", "q", f"q{word[at]}"))) if data else "q"
    wrong = word[:at] + letter + word[at + 1 :]
    assert nearest_line(wrong, "\n".join(("", *_WORDS, ""))) == nearest(wrong, _WORDS)


@given(st.text("abc", min_size=1, max_size=15), st.lists(st.text("abc", max_size=15), max_size=6))
@example("abcabcabcabc", ["bacabcabcacb", "abcabcabcabcaaaa"])
def test_the_nearest_word_has_the_fewest_slips(word: str, candidates: list[str]) -> None:
    allowed = min(max(1, len(word) // 3), MOST_SLIPS) if len(word) > 1 else 0
    near = [candidate for candidate in candidates if distance(word, candidate) <= allowed]
    assert nearest(word, candidates) == min(near, key=lambda one: distance(word, one), default=None)


def test_ids_that_share_only_their_beginning_are_not_near() -> None:
    assert nearest("2024-06-13-accord-signed", ["2024-06-13-summit-begins"]) is None
