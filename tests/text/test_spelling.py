from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline_tui.text.spelling import nearest, nearest_line

_WORDS = ("japan", "ukraine", "sanctions", "united states", "g7", "agreement", "kishida")


@pytest.mark.parametrize("word", ["japon", "jaapn", "apan", "ukrane", "sanctoins", "santcions", "untied states", "g8"])
def test_a_slip_is_found(word: str) -> None:
    assert nearest_line(word, "".join(f"\n{one}" for one in _WORDS)) == nearest(word, _WORDS)


@pytest.mark.parametrize("word", ["", "x", "zzzzz", "agree"])
def test_words_without_a_near_one(word: str) -> None:
    assert nearest_line(word, "".join(f"\n{one}" for one in _WORDS)) is None
    assert nearest_line(word, "") is None


def test_punctuation_around_a_line() -> None:
    assert nearest_line("sanctoins", '\n(sanctions),\n"x"', strip=True) == "sanctions"


@given(st.sampled_from(_WORDS), st.data())
@example("g7", None)
def test_a_letter_left_out_added_or_mistaken_is_found(word: str, data: st.DataObject | None) -> None:
    at = data.draw(st.integers(0, len(word) - 1)) if data else 0
    letter = data.draw(st.sampled_from(("", "q", f"q{word[at]}"))) if data else "q"
    wrong = word[:at] + letter + word[at + 1 :]
    assert nearest_line(wrong, "\n".join(("", *_WORDS, ""))) == nearest(wrong, _WORDS)
