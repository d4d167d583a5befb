"""Web addresses in text: which may become links, and which words belong to which address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.text import web_addresses


@each_row(
    ("url", "safe"),
    [
        ("https://a.example", True),
        ("HTTP://A.EXAMPLE:8080/b?c=d#e", True),
        ("https://a.example?q", True),
        ("https://a.example/wiki/日本_(国)", True),
        ("https://www.nippon.com/en/china's-support.html", True),
        ("https://user@a.example/", False),
        ("https://user:word@a.example/", False),
        ("https://a.example\\@b.example/", False),
        ("https://аpple.example/", False),  # begins with a Cyrillic letter
        ("https://a.example/\nb", False),
        ("https://a.example/ b", False),
        ("https://a.example/\x1b]8;;x", False),
        ("https://a.example/\x9c", False),
        ("https:///path", False),
        ("https://", False),
        ("javascript:alert(1)//https://a.example", False),
        ("ftp://a.example/", False),
        ("https://a.example/x,https://b.example/y", False),
        ("https://a.example/https://b.example/y", True),
        ("a.example", False),
        ("", False),
    ],
)
def test_only_plain_web_addresses_may_become_links(url: str, safe: bool) -> None:
    assert web_addresses.is_linkable(url) is safe


@each_row(
    ("text", "parts"),
    [
        ("https://a.org/x", [("", "https://a.org/x")]),
        ("https://a.org/x_(y)", [("", "https://a.org/x_(y)")]),
        ("<https://a.org>", [("", "https://a.org")]),
        ("Reuters (https://a.org), AP (https://b.org).", [("Reuters", "https://a.org"), ("AP", "https://b.org")]),
        ("https://a.org – Reuters", [("Reuters", "https://a.org")]),
        ("Reuters: https://a.org, archived", [("Reuters", "https://a.org"), ("archived", "")]),
        ("https://a.org;;|https://b.org", [("", "https://a.org"), ("", "https://b.org")]),
        ("A https://a.org/x_(y)| b", [("A", "https://a.org/x_(y)"), ("b", "")]),
        ("Reuters", []),
    ],
)
def test_addresses_and_their_words(text: str, parts: list[tuple[str, str]]) -> None:
    assert web_addresses.addresses(text) == parts
    assert all(web_addresses.is_address(url) for _, url in parts if url)
    assert web_addresses.is_address(text) is (parts == [("", text)])


@each_row(
    "text",
    ["`{}`", "**{}**", "_{}_", "«{}»", "„{}“", "{}。", "【{}】y", "{}…", "{{{}}}", "({}).", "<{}>", '"{}",', "'{}'"],
)
def test_the_marks_around_an_address_are_not_part_of_it(text: str) -> None:
    for url in ("https://a.org/b", "https://a.org/b_(c)"):
        assert [found for _, found in web_addresses.addresses(f"See {text.format(url)}") if found] == [url]


@pytest.mark.parametrize("url", ["https://a.org/b*", "https://a.org/b_", "https://a.org/l’été", "https://a.org/a|b"])
def test_rare_characters_of_an_address_are_kept(url: str) -> None:
    assert [found for _, found in web_addresses.addresses(f"See {url} there") if found] == [url]


@given(st.lists(st.sampled_from(["https://a.org", "http://", ",", ";", " ", "(", ")", ".", "a", "\n", "https://b"])))
def test_whatever_the_text_no_word_beside_an_address_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    found = web_addresses.addresses(text)
    assert not any(" " in url for _, url in found)
    kept = "".join(words + url for words, url in found)
    assert not found or sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (" https://a.org/x). ", ["https://a.org/x)."]),
        ("https://a.org/x y", ["https://a.org/x y"]),
        ("Reuters https://a.org , ;HTTPS://b.org", ["https://a.org", "HTTPS://b.org"]),
        ("https://a.org/https://b.org", ["https://a.org/https://b.org"]),
        ("Reuters", []),
    ],
)
def test_addresses_are_separated_and_kept_as_they_are(text: str, parts: list[str]) -> None:
    assert web_addresses.split_addresses(text) == parts
