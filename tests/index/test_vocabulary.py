from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.index import vocabulary as vocabulary_module
from timeline_tui.index.bits import Positions
from timeline_tui.index.vocabulary import Vocabulary, WordCollector
from timeline_tui.text.text import fold

_TEXTS = ("Dual‑use goods", "the useful good", "“Use” of goods: misuse", "São\nPaulo ½", "")


def _vocabulary(texts: tuple[str, ...] = _TEXTS) -> Vocabulary:
    words = WordCollector()
    words.read([text] for text in texts)
    return words.vocabulary(len(texts))


@each_row(
    ("needle", "prefix", "positions"),
    [
        ("use", False, [0, 1, 2]),
        ("use", True, [0, 1, 2]),
        ("se", True, []),
        ("good", False, [0, 1, 2]),
        ("goods:", False, [2]),
        ("sao", False, [3]),
        ("1⁄2", False, [3]),
        ("zzz", False, []),
    ],
)
def test_words_that_contain_or_begin_with_a_needle(needle: str, prefix: bool, positions: list[int]) -> None:
    assert list(Positions(_vocabulary().word(needle, prefix))) == positions


@given(st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=8), st.lists(st.text("ab", min_size=1)))
@example(["ab", "aab"], ["a", "ab"])
@example(["ab", "aa"], ["a", "ab"])
@example(["aaa", "aba"], ["aa", "a"])
def test_letters_typed_one_after_another_find_the_words_with_them(words: list[str], needles: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary_module, "_MANY", 1)  # as with very many words
        vocabulary = _vocabulary(tuple(words))
        for needle in needles:
            containing = [position for position, word in enumerate(words) if needle in word]
            assert list(Positions(vocabulary.word(needle))) == containing, needle


def test_the_events_of_the_same_words_are_not_united_again() -> None:
    united: list[list[int]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary_module, "_MANY", 1)
        vocabulary = _vocabulary(("sanction", "sanctions", "sand"))
        bits = vocabulary.postings.bits
        patch.setattr(vocabulary.postings, "bits", lambda numbers: united.append([*numbers]) or bits(united[-1]))
        found = [vocabulary.word(needle) for needle in ("san", "sanc", "sanct", "sanctions")]
    assert found == [0b111, 0b011, 0b011, 0b010]
    assert len(united) == 3  # not for "sanct"


def test_a_prefix_may_follow_another_occurrence_in_a_word() -> None:
    assert _vocabulary(("misuse-use", "misuse")).word("use", prefix=True) == 0b01


@pytest.mark.parametrize(
    ("needle", "positions"),
    [
        ("use goods", [0, 2]),
        ("dual-use goods", [0]),
        ("al-use go", [0]),
        ("the useful good", [1]),
        ("the use good", []),
    ],
)
def test_a_phrase_leaves_few_candidates(needle: str, positions: list[int]) -> None:
    assert list(Positions(_vocabulary().phrase(needle))) == positions


def test_shared_texts_count_for_each_event() -> None:
    words = WordCollector()
    words.read([["alpha"], ["beta"], ["gamma"]])
    words.add("Shared words", [0, 2])
    vocabulary = words.vocabulary(3)
    assert vocabulary.word("shared") == 0b101
    assert vocabulary.word("a") == 0b111


def test_without_words_nothing_is_found() -> None:
    assert _vocabulary(()).word("a") == 0
    assert _vocabulary(("", "")).phrase("a b") == 0


_STRINGS = st.text(st.sampled_from("aBé -½“ﬁ\u00a0\n´日ß"), max_size=12)


@given(st.lists(_STRINGS, max_size=5).map(tuple), _STRINGS.map(fold).filter(bool))
def test_a_word_is_found_where_the_folded_text_contains_it(texts: tuple[str, ...], needle: str) -> None:
    vocabulary = _vocabulary(texts)
    found = set(Positions(vocabulary.phrase(needle) if " " in needle else vocabulary.word(needle)))
    contain = {position for position, text in enumerate(texts) if needle in fold(text)}
    assert contain <= found
    assert " " in needle or contain == found


def test_words_in_lower_case_fold_alike() -> None:
    capitals = [c for c in map(chr, range(sys.maxunicode + 1)) if c.lower() != c]
    assert [c for c in (*capitals, "ΣΑΣ", "İI") if fold(c.lower()) != fold(c) or len(c.lower().split()) != 1] == []
