"""How events, quotes and sources are put into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.dates.when import parse
from timeline_tui.model import wording
from timeline_tui.model.timeline import Citation, Entries, Event, Quote, Source

PAPER = Source(
    key="paper",
    title="A paper",
    publisher="Jiji Press",
    date=parse("2024-06-14"),
    url="https://a.example/",
    kind="news",
    language="en",
)


@pytest.mark.parametrize(
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
    assert wording.is_web(url) is safe


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Yes", "“Yes”"),
        ("“Yes”", "“Yes”"),
        ("«Oui»", "«Oui»"),
        ("„Ja“", "„Ja“"),
        ("「はい」", "「はい」"),
        ('"Yes"', '"Yes"'),
        ("“A” and “B”", "““A” and “B””"),
        ("“", "““”"),
        ("", "“”"),
    ],
)
def test_a_quote_has_one_pair_of_marks(text: str, marked: str) -> None:
    assert wording.quoted(text) == marked


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (PAPER, "A paper. Jiji Press, 14 June 2024 (news, en)"),
        (Source(title="Who pays?", publisher="Jiji Press"), "Who pays? Jiji Press"),
        (Source(title="Alone", url="https://a.example/"), "Alone"),
        (Source(key="desk"), "desk"),
        (Source(key="desk", publisher="The desk"), "desk. The desk"),
        (Source(key="desk", url="https://a.example/"), ""),
        (Source(url="https://a.example/", date=parse("2024-02-24~")), "about 24 February 2024"),
        (Source(title="Box 7", kind="archive"), "Box 7. (archive)"),
        (Source(), ""),
    ],
)
def test_a_source_is_cited_by_what_is_known_of_it(source: Source, line: str) -> None:
    assert wording.cite(source) == line


def test_the_stance_is_named_where_it_is_more_than_reporting() -> None:
    assert wording.located(Citation(PAPER, "¶8", "disputes")) == "¶8, disputes"
    assert wording.located(Citation(PAPER, stance="confirms")) == "confirms"
    assert wording.located(Citation(PAPER, "¶8")) == "¶8"
    assert wording.located(Citation(PAPER)) == ""


def test_marks_say_in_words_what_the_signs_say() -> None:
    event = Event("x", parse("2024-02%"), "T", sources=(Citation(PAPER, stance="disputes"),))
    assert wording.marks(event) == (("≠", "disputed"), ("~", "approximate date"), ("?", "uncertain date"))
    assert wording.marked(event) == "T (disputed, approximate date, uncertain date)"
    assert wording.marked(Event("x", parse("2024"), "T")) == "T"


def test_facts_name_only_what_is_there() -> None:
    assert wording.facts(Event("x", parse("2024"), "T")) == ()
    event = Event("x", parse("2024"), "T", countries=("A", "B"), organizations=("G7",), place="Fasano")
    assert wording.facts(event) == (("Countries", "A, B"), ("Organizations", "G7"), ("Place", "Fasano"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        ("x", "x"),
        ((), ""),
        (("a", None, ("b", "c")), "a, –, (b, c)"),
        (Entries((("k", "v"), ("l", Entries((("m", ("n", "o")),))))), "k: v; l: (m: (n, o))"),
    ],
)
def test_values_of_unknown_keys_fit_on_a_line(value: object, words: str) -> None:
    assert wording.plain(value) == words


def test_what_is_copied_of_a_quote_can_be_checked() -> None:
    event = Event("x", parse("2024-06-12"), "T")
    quote = Quote("It cuts.", "Janet Yellen", "Treasury Secretary", PAPER, "¶19")
    assert wording.quote_text(event, quote) == (
        "“It cuts.” — Janet Yellen, Treasury Secretary, 12 June 2024\n"
        "A paper. Jiji Press, 14 June 2024 (news, en), ¶19\n"
        "https://a.example/"
    )
    assert wording.quote_text(event, Quote("It cuts.")) == "“It cuts.” — 12 June 2024"


def test_what_is_copied_of_an_event_has_its_sources_with_whole_addresses() -> None:
    sources = (Citation(PAPER, "¶8", "disputes", "Not so."), Citation(Source(url="https://b.example/"), "p. 4"))
    event = Event("x", parse("2024-06-12"), "T", summary="What happened.", sources=sources)
    assert wording.event_text(event) == (
        "12 June 2024 — T (disputed)\n\nWhat happened.\n\n"
        "A paper. Jiji Press, 14 June 2024 (news, en), ¶8, disputes\nhttps://a.example/\n"
        "p. 4\nhttps://b.example/"
    )
    assert wording.dispute_text(event) == (
        "12 June 2024 — T (disputed)\n\n"
        "A paper. Jiji Press, 14 June 2024 (news, en), ¶8, disputes\nhttps://a.example/\nNot so."
    )
    assert wording.event_text(Event("x", parse("2024"), "T")) == "2024 — T"


def test_the_quotes_of_an_event_are_copied_with_it() -> None:
    quotes = (Quote("It cuts.", "Janet Yellen", "Treasury Secretary", PAPER, "¶19"), Quote("Yes."))
    event = Event("x", parse("2024-06-12"), "T", summary="So.", quotes=quotes, sources=(Citation(PAPER),))
    assert wording.event_text(event) == (
        "12 June 2024 — T\n\nSo.\n\n"
        "“It cuts.” — Janet Yellen, Treasury Secretary\n"
        "A paper. Jiji Press, 14 June 2024 (news, en), ¶19\nhttps://a.example/\n\n"
        "“Yes.”\n\n"
        "A paper. Jiji Press, 14 June 2024 (news, en)\nhttps://a.example/"
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://a.org/x", [("", "https://a.org/x")]),
        ("https://a.org/x_(y)", [("", "https://a.org/x_(y)")]),
        ("<https://a.org>", [("", "https://a.org")]),
        ("Reuters (https://a.org), AP (https://b.org).", [("Reuters", "https://a.org"), ("AP", "https://b.org")]),
        ("https://a.org – Reuters", [("Reuters", "https://a.org")]),
        ("Reuters: https://a.org, archived", [("Reuters", "https://a.org"), ("archived", "")]),
        ("https://a.org;;|https://b.org", [("", "https://a.org"), ("", "https://b.org")]),
        ("Reuters", []),
    ],
)
def test_addresses_and_their_words(text: str, parts: list[tuple[str, str]]) -> None:
    assert wording.addresses(text) == parts
    assert all(wording.is_address(url) for _, url in parts if url)
    assert wording.is_address(text) is (parts == [("", text)])


@given(st.lists(st.sampled_from(["https://a.org", "http://", ",", ";", " ", "(", ")", ".", "a", "\n", "https://b"])))
def test_whatever_the_text_no_word_beside_an_address_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    found = wording.addresses(text)
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
    assert wording.separated(text) == parts
