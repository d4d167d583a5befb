from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.text.cells import _wrapped, _wrapped_narrow, shorten, width, wrap


@each_row(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("“Łódź” — …", 10),
        ("日本語", 6),
        ("ｆｕｌｌ", 8),
        ("ﾊﾝｶｸ", 4),
        ("한국어", 6),
        ("\u1112\u1161\u11ab", 2),
        ("ที่", 1),
        ("שָׁלוֹם", 4),
        ("می\u200cخواهم", 7),
        ("☠", 1),
        ("☠\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("🇯🇵", 2),
        ("👍🏽", 2),
        ("👨\u200d👩\u200d👧", 2),
        ("👨\u200d👩\u200d👧👍", 4),
        ("🏳\ufe0f\u200d🌈", 2),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("␛\ufffd", 2),
    ],
)
def test_width(text, cells):
    assert width(text) == cells


words = st.text(st.sampled_from([*"abcdefé日本\u0301👍"]), min_size=1, max_size=9)
prose = st.lists(st.one_of(words, st.just("\n"), st.just("https://example.org/a-long-address")), max_size=20).map(
    " ".join
)
prefixes = st.sampled_from(["", "  ", "> ", "「"])


@given(prose, st.integers(1, 40), prefixes, prefixes)
def test_wrapping_keeps_every_word_and_the_width(text, columns, first, rest):
    lines = wrap(text, columns, first, rest)
    bare = [line[len(first if i == 0 else rest) :] if line.strip() else "" for i, line in enumerate(lines)]
    assert "".join("".join(bare).split()) == "".join(text.split())
    for i, (line, content) in enumerate(zip(lines, bare, strict=True)):
        assert line.startswith((first if i == 0 else rest).rstrip())
        assert width(line) <= columns or " " not in content


@given(st.text("ab é"), st.integers(-1, 12), prefixes, prefixes)
def test_narrow_text_is_wrapped_like_any_other(text, columns, first, rest):
    assert [*_wrapped_narrow(text, columns, first, rest)] == [*_wrapped(text, columns, first, rest)]


@given(st.lists(st.text("abc", min_size=1, max_size=6), min_size=1), st.integers(1, 30))
def test_a_line_breaks_only_where_the_next_word_has_no_room(written, columns):
    lines = wrap(" ".join(written), columns)
    assert " ".join(lines).split() == written
    for line, following in pairwise(lines):
        assert len(line) + 1 + len(following.split()[0]) > columns


@each_row(
    ("text", "columns", "lines"),
    [
        ("", 10, [""]),
        ("one two  three", 7, ["one two", "three"]),
        ("one\n\ntwo", 10, ["one", "", "two"]),
        ("see https://example.org/very/long now", 10, ["see", "https://example.org/very/long", "now"]),
        ("首相は会談した。次に", 8, ["首相は会", "談した。", "次に"]),
        ("ニューヨーク", 4, ["ニュー", "ヨー", "ク"]),
        ("会談した。", 8, ["会談し", "た。"]),
        ("彼は「会談」と", 6, ["彼は", "「会", "談」と"]),
        ("10\u00a0000 euros", 8, ["10\u00a0000", "euros"]),
    ],
)
def test_wrap(text, columns, lines):
    assert wrap(text, columns) == lines


def test_wrapping_with_prefixes():
    assert wrap("a bb ccc dddd\n\neee", 6, "- ", "> ") == ["- a bb", "> ccc", "> dddd", ">", "> eee"]


@each_row(
    ("text", "columns", "short"),
    [
        ("hello", 5, "hello"),
        ("hello", 4, "hel…"),
        ("hello world", 7, "hello…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("hello", 1, "…"),
        ("hello", 0, ""),
        ("hello", -3, ""),
        ("", 0, ""),
    ],
)
def test_shorten(text, columns, short):
    assert shorten(text, columns) == short


@given(st.text(st.sampled_from([*"ab é日\u0301👍👨\u200d\ufe0f☠🏽"])), st.integers(0, 20))
def test_a_shortened_text_fits_and_is_a_beginning(text, columns):
    short = shorten(text, columns)
    assert width(short) <= columns
    assert short == text or not columns or text.startswith(short[:-1])
