"""What changed between two texts, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.text.word_changes import marked, normalized, word_changes

WORDS = st.lists(st.sampled_from(("the", "ministers", "met", "on", "Friday,", "in", "Rome", "agreed.")), max_size=12)
TEXTS = WORDS.map(" ".join)


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = word_changes(old, new)
    assert "".join(text for kind, text in pieces if kind != "new").rstrip() == old
    assert "".join(text for kind, text in pieces if kind != "old").rstrip() == new


@given(TEXTS)
def test_white_space_is_not_a_change(text: str) -> None:
    assert {kind for kind, _ in word_changes(text, f"  {text.replace(' ', chr(10))} ")} <= {"same"}


@each_row(
    ("old", "new", "shown"),
    [
        ("They met in Rome", "They met in Paris", "They met in [-Rome-] {+Paris+}"),
        ("They met", "They met in Rome", "They met {+in Rome+}"),
        ("They met on Friday", "They spoke on Monday", "They [-met on Friday-] {+spoke on Monday+}"),
        ("a b c d e f g h i j k l m n", "x b c d e f g h i j k l m y", "[-a-] {+x+} b c d e f … i j k l m [-n-] {+y+}"),
        ("日本と米国", "日本と英国", "日本と [-米-] {+英+} 国"),
        ("", "New", "{+New+}"),
        ("same", "same", "same"),
    ],
)
def test_marks_and_context(old: str, new: str, shown: str) -> None:
    assert marked(word_changes(old, new)).replace("日 本 と", "日本と") == shown


def test_long_texts_are_compared_as_wholes() -> None:
    """The comparison of words takes time that grows with the square of their number."""
    old, new = " ".join(map(str, range(3_000))), " ".join(map(str, range(1, 3_001)))
    assert [kind for kind, _ in word_changes(old, new)] == ["old", "new"]
    assert [kind for kind, _ in word_changes(old, old)] == ["same"]


def test_normalized_text_has_single_spaces() -> None:
    assert normalized(" a\n b\t c ") == "a b c"
