import unicodedata
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.text.matches import matches
from timeline_tui.text.spelling import nearest
from timeline_tui.text.text import (
    _edits,
    changes,
    clean,
    clean_line,
    fold,
    is_clean,
    listed,
    plural,
    unusual_characters,
)

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FAMILY = "👨\u200d👩\u200d👧"
HEART = "❤\ufe0f"
VARIANT = "葛\U000e0100"

# Everything that the gate treats specially, what those things attach to, and a little of the ordinary.
NASTY = [
    *"a é\n\r\t\x00\x07\x1b\x7f\x85\x9b\xad\xa0「。漢한ك",
    *"\u0301\u0489\u0e47\u3099\u094d\u20e3\ufe0e\ufe0f\U000e0100\U000e01ef",
    *"\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u180e\ufff9\u2028\u2029\u202a\u202e\u2066\u2069",
    *"\u115f\u1160\u2800\u3164\uffa0\ufdd0\ufffe\U0001ffff\ud800\udfff\ufffd",
    *"🏴👨👩🏽☺\U000e0001\U000e0067\U000e0062\U000e007f",
    *("\r\n", ENGLAND, FAMILY, HEART, VARIANT, "\u0301" * 7, "\u0e47" * 9),
]
nasty = st.lists(st.sampled_from(NASTY), max_size=30).map("".join)
anything = st.one_of(nasty, st.text(), st.text(st.characters()))

HARMLESS = {
    "plain": "The leaders of the G7 met in Fasano, Italy.",
    "two paragraphs": "One.\n\nTwo.",
    "typography": "“Dual‑use” goods — ¶6–8 … l’accord, 10\u00a0000\u202f€, «\u00a0sanctions\u00a0»",
    "arabic": "قالَ الرَّئيس \u200fإنّ",
    "hebrew": "שָׁלוֹם עֲלֵיכֶם",
    "persian": "می\u200cخواهم",
    "hindi": "क्\u200dष नमस्ते",
    "thai": "ที่ประชุมสุดยอด",
    "tibetan": "བོད་ཡིག",
    "japanese": "岸田　文雄「首相」 が ﾊﾝｶｸ " + VARIANT,
    "korean": "한국어",
    "decomposed": unicodedata.normalize("NFD", "Việt Nam, Łódź, 한국어"),
    "emoji": f"{FAMILY} {HEART} ☠️ 1️⃣ 👍🏽 🇯🇵 {ENGLAND} 🧑🏽\u200d🚀",
    "private use": "\ue000",
}


@each_row("text", HARMLESS.values())
def test_every_script_passes_unchanged(text):
    assert clean(text) == text
    assert not any(changes(text))


@each_row(
    ("text", "cleaned"),
    [
        ("a\x1b[31mb", "a␛[31mb"),
        ("\x00\x07\x08\x0b\x0c\x1f\x7f", "␀␇␈␋␌␟␡"),
        ("\x9b31m\x80", "\ufffd31m\ufffd"),
        ("\u202eabc\u2066d\u2069", "\ufffdabc\ufffdd\ufffd"),
        ("a\u115fb\u3164c\uffa0\u2800", "a\ufffdb\ufffdc\ufffd\ufffd"),
        ("a\u200bb\ufeffc\u00add\u2060e\u2064f", "abcdef"),
        ("a\r\nb\rc\x85d\u2028e\u2029f\r\r\n", "a\nb\nc\nd\ne\nf\n\n"),
        ("a\tb", "a b"),
        ("a\U000e0067b", "a\ufffdb"),
        ("🏴\U000e0067\U000e0062", "🏴\ufffd\ufffd"),
        ("a\U000e0100", "a\ufffd"),
        ("\u3164\U000e0100\u3000\U000e0100", "\ufffd\ufffd\u3000\ufffd"),
        ("\ufe0f", "\ufffd"),
        ("a \ufe0f", "a \ufffd"),
        ("☺\ufe0f\ufe0f\ufe0f", "☺\ufe0f\ufffd\ufffd"),
        ("\u200d\ufe0f", "\u200d\ufffd"),
        ("☺\u200b\ufe0f", "☺\ufffd"),
        ("\ud83d\ufdd0\uffff\U0010ffff", "\ufffd" * 4),
        ("Z" + "\u0301" * 30 + "!", "Z" + "\u0301" * 8 + "!"),
        ("ก" + "\u0e47" * 30, "ก" + "\u0e47" * 8),
        ("Z" + "\u0301\u200b" * 9, "Z" + "\u0301" * 8),
        ("Z" + "\u0301" * 5 + "\u202e" + "\u0301" * 5, "Z" + "\u0301" * 5 + "\ufffd" + "\u0301" * 5),
        ("Z" + "\u0301\xad" * 9, "Z" + "\u0301" * 8),
    ],
)
def test_characters_that_control_hide_or_reorder_are_removed(text, cleaned):
    assert clean(text) == cleaned


@given(anything)
@example("🏴\u200b\U000e0067\U000e007f")
@example("漢\u200b\U000e0100")
@example("\u200b\ufe0f")
@example("\r\u200b\n")
@example("Z" + "\u0301" * 5 + "\u2060" + "\u0301" * 5)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


FORBIDDEN = {chr(c) for c in (*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0))}
FORBIDDEN |= {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF, 0xAD)}
FORBIDDEN |= {chr(c) for c in (*range(0x2060, 0x2065), 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2028, 0x2029)}


@given(anything)
def test_nothing_forbidden_gets_through(text):
    cleaned = clean(text)
    assert not FORBIDDEN & set(cleaned)
    assert not any(0xD800 <= ord(c) <= 0xDFFF for c in cleaned)
    row = 0
    for before, c in zip(" " + cleaned, cleaned, strict=False):
        row = row + 1 if unicodedata.category(c) in ("Mn", "Me") else 0
        assert row <= 8
        if 0xFE00 <= ord(c) <= 0xFE0F:
            assert not before.isspace()
            assert not 0xFE00 <= ord(before) <= 0xFE0F


@given(anything)
def test_changes_say_all_that_cleaning_does(text):
    normalised = text.replace("\r\n", "\n")
    for line_break in "\r\x85\u2028\u2029":
        normalised = normalised.replace(line_break, "\n")
    characters = list(normalised.replace("\t", " "))
    # Line breaks are made one character each, so that offsets stay: "\r\n" is left to the tests above.
    if "\r\n" in text:
        return
    for offset, character, became in changes(text):
        assert text[offset] == character
        characters[offset] = became
    assert "".join(characters) == clean(text)


def test_changes_leave_out_how_lines_break():
    assert tuple(changes("a\r\nb\tc\x85\x1b\u200b\u202e")) == (
        (7, "\x1b", "␛"),
        (8, "\u200b", ""),
        (9, "\u202e", "\ufffd"),
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a  b ", "a b"),
        ("a\n\n  b\r\nc", "a b c"),
        ("a\tb \t c", "a b c"),
        ("岸田　文雄", "岸田　文雄"),
        ("10\u00a0000", "10\u00a0000"),
        ("\u200b\n", ""),
        ("a\nb", "a b"),
    ],
)
def test_one_line(text, line):
    assert clean_line(text) == line


@given(anything)
def test_a_line_is_one(text):
    line = clean_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()


@each_row(
    ("text", "folded"),
    [
        ("Japan", "japan"),
        ("  Côte\u00a0d’Ivoire \n", "cote d'ivoire"),
        ("Straße", "strasse"),
        ("ŁÓDŹ Ørsted Đoković", "lodz orsted dokovic"),
        ("İstanbul ısı", "istanbul isi"),
        ("“dual‑use” – ﬁne… ½", '"dual-use" - fine... 1⁄2'),
        ("Ἀθῆναι ΣΊΣΥΦΟΣ", "αθηναι σισυφοσ"),
        ("ﾊﾝｶｸ ガ", "ハンカク ガ"),
        ("שָׁלוֹם", "שלום"),
        ("قالَ الرَّئيس", "قال الرييس"),
        ("می\u200cخواهم", "میخواهم"),
        ("한국어", "한국어"),
        (VARIANT, "葛"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize(("one", "other"), [("कुमार", "कमार"), ("ไม่", "ไม"), ("かき", "かぎ"), ("हिन्दी", "हनद")])
def test_folding_keeps_the_marks_that_make_another_word(one, other):
    assert fold(one) != fold(other)


@given(anything)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


letters = st.text(
    st.sampled_from([*"aAbB éÉ\u0301ßſﬁﬀ“’–…\n\xa0ıİЙй\u200d漢かが\u3099ｶﾞ한ᄒ\u1161\u11ab🇯\ufe0fαᾳ"]), max_size=25
)


@given(letters, st.lists(letters, max_size=3))
@example("aaa", ["aa"])
@example("か\u200d\u3099", ["が"])
@example("straße", ["s"])
def test_matches_are_where_a_naive_search_of_the_folded_text_finds_them(text, needles):
    ranges = matches(text, needles)
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))
    wanted = [needle for needle in map(fold, needles) if needle]
    assert bool(ranges) == any(needle in fold(text) for needle in wanted)
    for start, end in ranges:
        assert any(needle in fold(text[start:end]) for needle in wanted)
    marked = {at for start, end in ranges for at in range(start, end)}
    for start, end in combinations(range(len(text) + 1), 2):
        before, found, after = fold(text[:start] + "|"), fold(text[start:end]), fold("|" + text[end:])
        stands_alone = before[:-1] + found + after[1:] == fold(text)
        if found in wanted and stands_alone and fold(text[start]) and fold(text[end - 1]):
            assert marked.issuperset(range(start, end))


@each_row(
    ("text", "needles", "found"),
    [
        ("The “Dual‑Use” straße", ["dual-use", "SS"], ["Dual‑Use", "ß"]),
        ("Cafe\u0301 café CAFE", ["cafe"], ["Cafe\u0301", "café", "CAFE"]),
        ("United\n  States", ["united states"], ["United\n  States"]),
        ("banana", ["ana", "n"], ["anana"]),
        ("abab", ["ab"], ["abab"]),
        ("漢字", ["字"], ["字"]),
        ("ｶﾞｶｶ", ["ガカ"], ["ｶﾞｶ"]),
        ("\u1112\u1161\u11ab\u1100\u116e", ["구"], ["\u1100\u116e"]),
        ("nothing", ["", "  "], []),
        ("", ["a"], []),
    ],
)
def test_matches(text, needles, found):
    assert [text[start:end] for start, end in matches(text, needles)] == found


@each_row(
    ("word", "meant"),
    [
        ("contry", "country"),
        ("counrty", "country"),
        ("countries", "country"),
        ("Topics", "topic"),
        ("sorce", "source"),
        ("pérson", "person"),
        ("date", "date"),
        ("weather", None),
        ("", None),
    ],
)
def test_did_you_mean(word, meant):
    assert nearest(word, ["country", "topic", "person", "source", "date"]) == meant


def test_the_nearest_of_several_is_returned():
    assert nearest("fox", ["fix", "fax"]) == "fix", "the first of equals"
    assert nearest("sources", ["source", "sourced", "sources"]) == "sources"
    assert nearest("sources", ["sources", "source"]) == "sources"
    assert nearest("sourves", ["source", "sources"]) == "sources"


def test_names_beyond_the_limit_are_counted_but_never_a_single_one():
    assert listed([], 2) == ""
    assert listed(["a"], 2) == "a"
    assert listed(["a", "b", "c"], 2) == "a, b and c"
    assert listed(["a", "b", "c", "d"], 2) == "a, b and 2 more"


def test_plural():
    assert plural(1, "event") == "1 event"
    assert plural(0, "event") == "0 events"
    assert plural(1234, "event") == "1,234 events"
    assert plural(2, "country", "countries") == "2 countries"


crowds = st.text(st.sampled_from("a .\u0301\u0489\xad\u200d\u200b\u0b95\u0bbe日é¶—\t"), max_size=40)


def test_punctuation_needs_no_cleaning():
    """One suspect character means that each value of a file is cleaned; quotes and paragraph signs are not suspect."""
    assert is_clean("“”‘’–—…¶" * 9)
    assert not is_clean("a" + "\u0301\xad" * 9)


@given(st.one_of(anything, crowds))
@example("é" + "\u0301" * 4 + "\xad\u200b" + "\u0301" * 5)
def test_what_counts_as_clean_stays_the_same(text):
    if is_clean(unusual_characters(text.encode("utf-8", "surrogatepass"))):
        assert not [*_edits(text)]


@given(st.one_of(anything, crowds))
def test_ordinary_text_needs_no_cleaning(text):
    cleaned = text
    for start, end, became in reversed(list(_edits(text))):
        cleaned = cleaned[:start] + became + cleaned[end:]
    assert clean(text) == cleaned
