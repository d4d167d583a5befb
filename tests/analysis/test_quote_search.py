"""Quotes that are searched in the text of a copy."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.analysis import quote_search
from timeline_tui.analysis.quote_search import Missing, SearchedText, SearchLimitError

TEXT = """The leaders met on Fri-
day. “We will stand with Ukraine,” he said — “for as long as it takes.” The ﬁnal com-
muniqué is a well-
known text of non-proliferation. Don't panic; l'accord 10–14 June. « C’est   bien », she said.
[Applause] We can't wait. Pro\u00adtect them. The end. One: • two;
日本
語の声明を、発表した。"""


def missing(quote: str, text: str = TEXT) -> Missing | None:
    return SearchedText(text).missing(quote)


@each_row(
    "quote",
    [
        "We will stand with Ukraine, he said",
        "“WE WILL STAND WITH UKRAINE.”",
        "the final communiqué is a well-known text",
        "met on Friday",
        "stand with Ukraine,' he said – 'for as long",
        "accord 10-14 June",
        "Don’t panic",
        "One: two",
        "C'est bien, she said".replace(", ", '", '),
        "Protect them",
        "日本語の声明を、 発表した",
        "声明",
        "We will stand … for as long as it takes",
        "We will stand ... as it takes [...] The end",
        "We will stand (…) as it takes . . . The end",
        "[T]he leaders met",
        "[They] met on Friday",
        "The leader[s] met",
        "We will stand with [that country],' he said",
        "We [really] can't wait",
        "…and nothing".replace("and nothing", "The end"),
        "[Applause]",
        "…",
        "—",
        "",
    ],
)
def test_it_is_found(quote: str) -> None:
    assert missing(quote) is None


@each_row(
    ("quote", "part"),
    [
        ("We shall stand with Ukraine", "We shall stand with Ukraine"),
        ("The final communique", "The final communique"),  # an accent counts
        ("We will stand, with Ukraine", "We will stand, with Ukraine"),  # a comma counts
        ("proliferation", "proliferation"),  # a part of a word is not the word
        ("he leaders met", "he leaders met"),
        ("We can wait", "We can wait"),
        ("Cant", "Cant"),
        ("We can", "We can"),
        ("nonproliferation", "nonproliferation"),
        ("a well known text", "a well known text"),
        ("a well-knowntext", "a well-knowntext"),
        ("will stand … for ever", "for ever"),
        ("Ukraine [and all] The end", "Ukraine"),
        ("日本人", "日本人"),
    ],
)
def test_it_is_missing(quote: str, part: str) -> None:
    found = missing(quote)
    assert found
    assert found.part == part or (found.is_elsewhere and found.part == "Ukraine")


def test_parts_in_another_order_are_reported_as_such() -> None:
    assert missing("for as long as it takes … We will stand") == Missing("We will stand", is_elsewhere=True)


@each_row(
    ("quote", "nearest"),
    [
        ("We shall stand with Ukraine, he said", "We [-shall-] {+will+} stand with Ukraine,” he said"),
        ("The final communique is", "The ﬁnal [-communique-] {+communiqué+} is"),
        ("We will not stand with Ukraine", "We will [-not-] stand with Ukraine"),
        ("We stand with Ukraine", "We {+will+} stand with Ukraine"),
        ("Nothing of the kind was ever written", ""),
        ("he shall say—for as long as it takes", "he [-shall say-] {+said+} “for as long as it takes"),
        ("Ukraine, he said--for as  long as it lasts", "… “for as long as it [-lasts-] {+takes+}"),
        ("Friday. We will stand with Ukraine – he said", "Friday. “We will stand with Ukraine,” he said"),
        ("don't panic; l'accord 10-14 July", "Don't panic; l'accord 10–14 [-July-] {+June+}"),
        ("日本語の宣言", "日本語の[-宣言-] {+声明+}".replace("の[", "の [")),
    ],
)
def test_the_nearest_passage_shows_the_words_that_differ(quote: str, nearest: str) -> None:
    assert SearchedText(TEXT).nearest(quote) == nearest


def test_the_nearest_of_a_single_word_is_one_of_like_spelling() -> None:
    text = SearchedText("A naïve plan. They don’t say more.")
    assert text.nearest("naive") == "[-naive-] {+naïve+}"
    assert text.nearest("dont") == "[-dont-] {+don’t+}"
    assert text.nearest("zebra") == ""


def test_the_nearest_passage_of_a_long_text_is_found_by_its_rare_words() -> None:
    filler = "the leaders of the world said that they will stand with the others for the peace of the world. " * 3_000
    text = filler + "The leaders deplored the invasion of the neighbour on Tuesday. " + filler
    nearest = SearchedText(text).nearest("The leaders deplored the shelling of the neighbour on Tuesday")
    assert nearest == "The leaders deplored the [-shelling-] {+invasion+} of the neighbour on Tuesday"


WORDS = st.lists(st.text("abcdefgéflfiß日本", min_size=1, max_size=6), min_size=1, max_size=8)
SPACES = st.sampled_from([" ", "  ", "\n", " \n\t ", "\u00a0", "\u2009"])
LIGATURES = {"fi": "ﬁ", "fl": "ﬂ", r"e(?=\w)": "e\u00ad", "ß": "SS", "é": "e\u0301"}


@given(words=WORDS, around=WORDS, spaces=st.lists(SPACES, min_size=30, max_size=30), data=st.data())
def test_typography_does_not_count(words: list[str], around: list[str], spaces: list[str], data: st.DataObject) -> None:
    plain = " ".join(words)
    written = "".join(f"{word}{space}" for word, space in zip(words, spaces, strict=False)).strip()
    for letters, other in LIGATURES.items():
        if data.draw(st.booleans()):
            written = re.sub(letters, other, written)
    opening, closing = data.draw(st.sampled_from(["“”", "«»", '""', "‘’", "„“"]))
    text = f"{' '.join(around)} {opening}{written}{closing} {' '.join(around)}"
    assert missing(f'"{plain}"', text) is None


@given(words=WORDS, around=WORDS, data=st.data())
def test_a_changed_word_is_missing(words: list[str], around: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:place], words[place] + "xyz", *words[place + 1 :]]
    found = missing(" ".join(changed), " ".join([*around, *words, *around]))
    assert found
    assert found.part == " ".join(changed)


@given(words=WORDS, cut=st.integers(1, 5))
def test_a_word_that_is_divided_at_the_end_of_a_line_is_whole(words: list[str], cut: int) -> None:
    divided = [f"{word[:cut]}-\n{word[cut:]}" if len(word) > cut else word for word in words]
    assert missing(" ".join(words), " ".join(divided)) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_itself_and_has_an_answer(text: str, quote: str) -> None:
    assume(not re.search(r"[\[(…]|\.\s?\.|\w-\s*\n", text))
    searched = SearchedText(text)
    assert searched.missing(text) is None
    searched.missing(quote)
    searched.nearest(quote)


def test_searches_end_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quote_search, "_STEPS", 1_000)
    searched = SearchedText("a" * 3_000)
    with pytest.raises(SearchLimitError):
        searched.missing("aa")


def test_hostile_texts_take_little_time() -> None:
    for text in ("- " * 30_000, "-\n" * 30_000, "[" * 30_000, ". . " * 15_000, "'" * 30_000, "e" + "\u0301" * 30_000):
        searched = SearchedText(text)
        searched.missing(text)
        searched.nearest(text)
