"""Texts that a database compares in our place: marked words, keys of events, long keys, addresses without passwords."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from random_timelines import DATES, near_dates
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.query.matching import occurs_in
from timeline_tui.text.text import fold

pytest.importorskip("sqlalchemy")
pytest.importorskip("psycopg")

from timeline_tui.index.database.connection import DatabaseUrl
from timeline_tui.index.database.event_rows import LONGEST_KEY, index_key, place_of
from timeline_tui.index.database.marked_words import marked, searched
from timeline_tui.index.questions import AnswerError
from timeline_tui.text.database_urls import is_encoded, is_like_address, masked, settings_of

FOLDED = st.text(st.sampled_from("ab1é日ß'\\%_-,. \n"), max_size=12)


@given(FOLDED, FOLDED, st.booleans())
@example("dual-use goods", "use", True)
@example("reuse of goods", "use", True)
@example("日本語", "本", True)
def test_a_needle_is_found_in_marked_text_where_it_occurs(text: str, needle: str, prefix: bool) -> None:
    needle = fold(needle)
    if needle:
        assert (searched(needle, prefix) in marked(text)) == occurs_in(needle, prefix, text)


@given(st.lists(near_dates() | st.sampled_from(DATES), min_size=2, max_size=2))
@example(["-0753", "Y-170000002"])
def test_places_compare_as_the_keys_by_which_dates_are_sorted(texts: list[str]) -> None:
    one, other = (parse(text) for text in texts)
    places = [(date.earliest, place_of(date)) for date in (one, other)]
    assert (places[0] < places[1]) == (one.sort_key < other.sort_key)
    assert (places[0] == places[1]) == (one.sort_key == other.sort_key)


def test_a_place_of_the_order_comes_after_the_place_that_it_extends() -> None:
    date = parse("2024-06-13")
    later = date._replace(place=(*date.sort_key, 1))
    much_later = date._replace(place=(*date.sort_key, 10))
    assert place_of(date) < place_of(later) < place_of(much_later)


def test_long_keys_differ_where_the_texts_differ() -> None:
    long = "x" * LONGEST_KEY
    assert index_key(long) == long
    assert len({index_key(long + end) for end in ("a", "b", "ab")}) == 3
    assert len(index_key(long * 50)) < LONGEST_KEY


URLS = {
    "postgresql://ana@db.example/week": "postgresql://ana@db.example/week",
    "postgresql://ana:s3cret@db.example/week": "postgresql://ana:***@db.example/week",
    "postgresql://ana:p@ss@db.example/week": "postgresql://ana:***@db.example/week",
    "postgresql://db.example/week?password=s3cret&user=ana": "postgresql://db.example/week?password=***&user=ana",
    "postgresql:///week?sslpassword=s3cret": "postgresql:///week?sslpassword=***",
    "postgresql://ana:s3c#r@t@/week": "postgresql://ana:***@/week",
    "postgresql://ana:s3cret": "postgresql://ana:***",
    "postgresql://db.example:5432/week": "postgresql://db.example:5432/week",
    " postgresql+psycopg://ana:s3cret@db.example/week": " postgresql+psycopg://ana:***@db.example/week",
    "postgres//ana:s3cret@db.example/week": "postgres//ana:***@db.example/week",
    "postgresql:ana:s3/cret@db.example": "postgresql:ana:***@db.example",
}


@each_row(("url", "shown"), URLS.items())
def test_no_password_is_shown(url: str, shown: str) -> None:
    assert masked(url) == shown


@each_row(
    ("word", "expected"),
    [
        *((url, True) for url in URLS),
        ("cockroachdb://ana:s3cret@h/x", True),
        ("mysql://h/x", True),
        ("postgres//h/x", True),
        ("week.yaml", False),
        ("/home/ana/notes: a@b.yaml", False),
        ("C:\\week.yaml", False),
        ("country:Japan", False),
    ],
)
def test_what_looks_like_an_address(word: str, expected: bool) -> None:
    assert is_like_address(word) == expected


@each_row(
    ("url", "expected"),
    [
        ("postgresql://ana:s3cret@h/x", True),
        ("postgresql://ana:s3%40cret@h:5432/x?user=a@b", True),
        ("postgresql://h1:1,h2:2/x", True),
        ("postgresql:///x?user=a@b", True),
        ("postgresql://ana:s3#cr@t@/x", False),
        ("postgresql://ana:s3/cret@h/x", False),
    ],
)
def test_a_password_that_is_not_encoded_is_refused_and_not_shown(url: str, expected: bool) -> None:
    assert is_encoded(url) == expected
    if not expected:
        with pytest.raises(AnswerError, match=r"\*\*\*.*write @ as %40") as raised:
            DatabaseUrl(url)
        assert "cr" not in str(raised.value).replace("encoded", "")


@each_row(
    ("options", "expected"),
    [
        ("", {}),
        ("-csearch_path=week", {"search_path": "week"}),
        (" -c search_path=week --statement-timeout=5s ", {"search_path": "week", "statement_timeout": "5s"}),
        (r"-csearch_path=a\ b,\\c -c x.y=", {"search_path": "a b,\\c", "x.y": ""}),
        ("-csearch_path=week -e", None),
        ("-c search_path", None),
    ],
)
def test_settings_in_the_options_of_an_address(options: str, expected: dict[str, str] | None) -> None:
    assert settings_of(options) == expected


def test_a_wrong_address_is_one_line_without_its_password() -> None:
    with pytest.raises(AnswerError) as raised:
        DatabaseUrl("postgresql://ana:s3cret@db.example/week?nonsense=1")
    assert "s3cret" not in str(raised.value)
    assert "nonsense" in str(raised.value)
    assert "\n" not in str(raised.value)
