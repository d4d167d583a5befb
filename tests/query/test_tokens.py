from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.query.tokens import item_between, words


def _shown(text: str) -> list[tuple[str, str | None, list[str]]]:
    """Each word as (sign, name, texts of the items)."""
    return [("-" * word.negated, word.name, [item.text for item in word.items]) for word in words(text)]


@each_row(
    ("text", "shown"),
    [
        ("", []),
        ("oil -gas", [("", None, ["oil"]), ("-", None, ["gas"])]),
        ("a\u3000b", [("", None, ["a"]), ("", None, ["b"])]),
        ('-country:"United States",jap*', [("-", "country", ["United States", "jap"])]),
        ("topic:a,,b:c,", [("", "topic", ["a", "", "b:c", ""])]),
        ('"a:b, c" d', [("", None, ["a:b, c"]), ("", None, ["d"])]),
        ("a,b", [("", None, ["a,b"])]),
        ("“a b” „c“", [("", None, ["a b"]), ("", None, ["c"])]),
        (r'"say \"no\" \\ \n" b', [("", None, [r'say "no" \ \n']), ("", None, ["b"])]),
        ('country:"open x:y, z', [("", "country", ["open x:y, z"])]),
        ('"a\\" b', [("", None, ['a" b'])]),
        ("-", [("-", None, [""])]),
        (":x", [("", "", ["x"])]),
    ],
)
def test_words_and_their_items(text: str, shown: list[tuple[str, str | None, list[str]]]) -> None:
    assert _shown(text) == shown


def test_offsets() -> None:
    country, word = words('  -country:"a b"*,c x')
    assert (country.start, country.name_start, country.field_end, country.end) == (2, 3, 11, 19)
    assert (country.negated, country.name) == (True, "country")
    assert [(item.start, item.end, item.text) for item in country.items] == [(11, 17, "a b"), (18, 19, "c")]
    assert [(item.quoted, item.closed, item.starred) for item in country.items] == [
        (True, True, True),
        (False, True, False),
    ]
    assert (word.start, word.name_start, word.field_end, word.end) == (20, 20, 20, 21)
    assert (word.negated, word.name, [item.text for item in word.items]) == (False, None, ["x"])


@pytest.mark.parametrize(("text", "stray"), [('"a"b', 3), ('a"b"', 1), ('"a"**', 4), ("ab", -1), ('"a"*', -1)])
def test_stray_characters_of_an_item(text: str, stray: int) -> None:
    assert item_between(text, 0, len(text)).stray == stray


@given(st.text(st.sampled_from('ab "“”\\*,:-\u3000'), max_size=20))
def test_words_are_the_text_but_for_white_space(text: str) -> None:
    at = 0
    for word in words(text):
        assert not text[at : word.start].strip()
        assert word.start < word.end
        assert word.field_end == word.items[0].start
        assert word.items[-1].end == word.end
        for one, other in zip(word.items, word.items[1:], strict=False):
            assert text[one.end : other.start] == ","
        at = word.end
    assert not text[at:].strip()
