"""Names and titles that are, or are not, the same thing written in two ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_scan import distance
from tables import each_row

from timeline_tui.analysis import likeness
from timeline_tui.analysis.likeness import Pair, like_names, like_titles, one_slip, words
from timeline_tui.text.text import fold

COUNTRIES = """
Afghanistan, Albania, Algeria, Andorra, Angola, Antigua and Barbuda, Argentina, Armenia, Australia, Austria,
Azerbaijan, Bahamas, Bahrain, Bangladesh, Barbados, Belarus, Belgium, Belize, Benin, Bhutan, Bolivia, Bosnia and
Herzegovina, Botswana, Brazil, Brunei, Bulgaria, Burkina Faso, Burundi, Cambodia, Cameroon, Canada, Cape Verde,
Central African Republic, Chad, Chile, China, Colombia, Comoros, Congo, Democratic Republic of the Congo, Costa
Rica, Côte d’Ivoire, Croatia, Cuba, Cyprus, Czechia, Denmark, Djibouti, Dominica, Dominican Republic, Ecuador,
Egypt, El Salvador, Equatorial Guinea, Eritrea, Estonia, Eswatini, Ethiopia, Fiji, Finland, France, Gabon, Gambia,
Georgia, Germany, Ghana, Greece, Grenada, Guatemala, Guinea, Guinea-Bissau, Guyana, Haiti, Honduras, Hungary,
Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy, Jamaica, Japan, Jordan, Kazakhstan, Kenya, Kiribati,
Kuwait, Kyrgyzstan, Laos, Latvia, Lebanon, Lesotho, Liberia, Libya, Liechtenstein, Lithuania, Luxembourg,
Madagascar, Malawi, Malaysia, Maldives, Mali, Malta, Marshall Islands, Mauritania, Mauritius, Mexico, Micronesia,
Moldova, Monaco, Mongolia, Montenegro, Morocco, Mozambique, Myanmar, Namibia, Nauru, Nepal, Netherlands, New
Zealand, Nicaragua, Niger, Nigeria, North Korea, North Macedonia, Norway, Oman, Pakistan, Palau, Palestine, Panama,
Papua New Guinea, Paraguay, Peru, Philippines, Poland, Portugal, Qatar, Romania, Russia, Rwanda, Saint Kitts and
Nevis, Saint Lucia, Saint Vincent, Samoa, San Marino, Saudi Arabia, Senegal, Serbia, Seychelles, Sierra Leone,
Singapore, Slovakia, Slovenia, Solomon Islands, Somalia, South Africa, South Korea, South Sudan, Spain, Sri Lanka,
Sudan, Suriname, Sweden, Switzerland, Syria, Taiwan, Tajikistan, Tanzania, Thailand, Timor-Leste, Togo, Tonga,
Trinidad and Tobago, Tunisia, Türkiye, Turkmenistan, Tuvalu, Uganda, Ukraine, United Arab Emirates, United Kingdom,
United States, Uruguay, Uzbekistan, Vanuatu, Venezuela, Vietnam, Yemen, Zambia, Zimbabwe, Kosovo, Somaliland,
Swaziland, American Samoa, Cayman Islands, Faroe Islands, Falkland Islands, Cook Islands, Virgin Islands, Aruba,
Bermuda, Greenland, Hong Kong, Macau, Jersey, Guernsey
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. and U.K. sanctions", ("us", "and", "uk", "sanctions")),
        ("Japan’s “dual‑use” goods", ("japans", "dual", "use", "goods")),
        ("हिन्दी कि की", ("हिन्दी", "कि", "की")),
        ("日本・ウクライナ、協定", ("日本・ウクライナ", "協定")),
        ("— …", ()),
    ],
)
def test_words(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == tuple(map(fold, expected))


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_slip_is_a_distance_of_one_at_most(a: str, b: str) -> None:
    assert one_slip(a, b) == (distance(a, b) <= 1)


@each_row(
    ("one", "two"),
    [
        ("U.S.", "United States"),
        ("USA", "United States of America"),
        ("European Union", "EU"),
        ("U.S. Treasury", "US Treasury"),
        ("sanction", "sanctions"),
        ("shadow fleets", "shadow fleet"),
        ("security policies", "security policy"),
        ("defense industry", "defence industry"),
        ("co-operation", "cooperation"),
        ("The White House", "White House"),
        ("Department of State", "State Department"),
        ("semiconductor, chips", "semiconductor chips"),
        ("sanctoins", "sanctions"),
    ],
)
def test_like_names(one: str, two: str) -> None:
    assert list(like_names([one, two])) == [(0, 1)]
    assert list(like_names(["oil", two, "gas", one])) == [(1, 3)]


@each_row(
    ("one", "two"),
    [
        ("Iran", "Iraq"),
        ("Niger", "Nigeria"),
        ("Austria", "Australia"),
        ("Zambia", "Gambia"),
        ("Iceland", "Ireland"),
        ("Slovakia", "Slovenia"),
        ("North Korea", "South Korea"),
        ("immigration", "emigration"),
        ("Resolution 2231", "Resolution 2232"),
        ("G7 summit", "G8 summit"),
        ("conservation", "conversation"),
        ("Russia", "Belarus"),
        ("us", "United States"),
        ("news", "new"),
        ("sanctions", "secondary sanctions"),
        ("कि", "की"),
        ("—", "…"),
        ("of the", "and to"),
    ],
)
def test_names_that_differ(one: str, two: str) -> None:
    assert list(like_names([one, two])) == []


def test_no_two_countries_are_taken_for_one() -> None:
    countries = " ".join(COUNTRIES.split()).split(", ")
    assert len(countries) == 210
    assert list(like_names(countries)) == []


def test_initials_of_two_names_match_neither() -> None:
    assert list(like_names(["SA", "South Africa", "Saudi Arabia"])) == []
    people = ["J. Biden", "Joe Biden", "Jill Biden"]
    assert list(like_names(people, of_people=True)) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("J. Yellen", "Janet Yellen"),
        ("Kishida Fumio", "Fumio Kishida"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Ursula von der Leyen", "Von der Leyen, Ursula"),
    ],
)
def test_like_people(one: str, two: str) -> None:
    assert (0, 1) in like_names([one, two], of_people=True)


@pytest.mark.parametrize(
    ("one", "two"),
    [("Ann Adam", "Ann Adams"), ("Martin Schulz", "Martina Schulz"), ("JB", "Joe Biden"), ("Janet Yellen", "Yellen")],
)
def test_names_of_people_that_differ(one: str, two: str) -> None:
    assert list(like_names([one, two], of_people=True)) == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Japan and Ukraine sign an accord", "Japan and Ukraine sign an accord."),
        ("Japan and Ukraine sign a ten-year accord", "Japan and Ukraine sign ten-year accord"),
        ("U.S. sanctions 300 firms and people", "US sanctions 300 firms and people"),
        ("Cease-fire in Sudan", "Ceasefire in Sudan"),
        ("Yellen on Russian supply routes", "Yellen on Russain supply routes"),
    ],
)
def test_like_titles(one: str, two: str) -> None:
    assert list(like_titles([one, two])) == [(0, 1)]
    assert list(like_titles(["Something else happens", two, one])) == [(1, 2)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Japan sanctions China", "China sanctions Japan"),
        ("Attack on Kharkiv kills 3 people", "Attack on Kharkiv kills 4 people"),
        ("Attack on Kharkiv kills three people", "Attack on Kherson kills three people"),
        ("The court does rule on it", "The court does not rule on it"),
        ("Talks go on", "Talks go on slowly"),
        ("G7 meets on the loan", "G7 meets on the loan again"),
    ],
)
def test_titles_of_two_events(one: str, two: str) -> None:
    assert list(like_titles([one, two])) == []


@given(st.lists(st.text("ab '.-", max_size=12), max_size=8), st.booleans())
def test_pairs_are_positions_in_order(texts: list[str], of_people: bool) -> None:
    pairs = [*like_names(texts, of_people=of_people), *like_titles(texts)]
    assert all(0 <= i < j < len(texts) for i, j in pairs)


def test_many_texts_with_one_key_are_not_all_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def count(a: str, b: str) -> bool:
        nonlocal compared
        compared += 1
        return False

    monkeypatch.setattr("timeline_tui.analysis.likeness.one_slip", count)
    letters = "abcdefghijklmnopqrstuvwxyz"
    titles = [f"Attack on village a{one}{two}xyz kills many" for one in letters for two in letters]
    assert list(like_titles(titles)) == []
    assert 0 < compared <= 16 * len(titles)


def keys_made(monkeypatch: pytest.MonkeyPatch, compare: Callable[[list[str]], Iterable[Pair]], text: str) -> int:
    """How many keys ``compare`` makes for one text."""
    made: list[int] = []
    monkeypatch.setattr(likeness, "_pairs", lambda keys, alike: made.extend(len(list(own)) for own in keys) or ())
    assert list(compare([text])) == []
    return sum(made)


@pytest.mark.parametrize("compare", [like_names, like_titles])
@pytest.mark.parametrize("piece", ["x", "x ", "abcdef ", "\ufdfa", "a\ufdfa "])
def test_a_long_text_has_no_more_keys_than_a_short_one(
    monkeypatch: pytest.MonkeyPatch, compare: Callable[[list[str]], Iterable[Pair]], piece: str
) -> None:
    made = [keys_made(monkeypatch, compare, piece * length) for length in range(1, 100)]
    assert 0 < max(made) <= 102
    assert keys_made(monkeypatch, compare, piece * 50_000) <= 1


def test_a_long_title_is_compared_as_a_whole() -> None:
    title = " ".join(["talks"] * 40 + ["end"])
    assert list(like_titles([title, title.replace(" ", ", ")])) == [(0, 1)]
    assert list(like_titles([title, title + " more"])) == []
    shorter = title.removeprefix("talks ")
    assert list(like_titles([shorter, shorter.removesuffix(" end")])) == [(0, 1)]


def test_a_long_name_is_compared_with_none() -> None:
    assert list(like_names(["x" * 100, "x" * 99])) == [(0, 1)]
    assert list(like_names(["x" * 101, "x" * 100])) == []
