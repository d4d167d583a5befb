from __future__ import annotations

from array import array

from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.index.date_facet import _bounds
from timeline_tui.index.facet import Facet
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.query import Term
from timeline_tui.text.text import fold

_ALIASES = Aliases([("U.S.", "United States"), ("Nippon", "Japan"), ("Beijing", "China")])


def _facet(field: str = "country") -> Facet:
    postings = {
        "Ukraine": [0, 1, 2, 3],
        "japan": [0],
        "Japan": [1, 2],
        "U.S.": [0, 1, 4],
        "United States": [1, 5],
        "Beijing": [3],
        "Austria": [3],
    }
    return Facet.from_values(field, {value: array("I", found) for value, found in postings.items()}, _ALIASES, 6)


def test_the_days_of_dates() -> None:
    for value in ("2024-02-29", "2024-21", "2024-06", "2024-06-13T10:00", "-0044-03-15", "2024-06-XX", "0000-12-31"):
        assert _bounds(value) == (parse(value).earliest, parse(value).latest), value


def test_values_by_total_then_name_each_once() -> None:
    facet = _facet()
    assert facet.values == ("Ukraine", "United States", "Japan", "Austria", "China")
    assert [facet.total(value) for value in facet.values] == [4, 4, 3, 1, 1]


def test_of_equally_frequent_spellings_the_first_is_shown() -> None:
    facet = Facet.from_values(
        "topic", {"Oil": array("I", [0]), "OIL": array("I", [1]), "oil": array("I", [2])}, Aliases(), 3
    )
    assert facet.values == ("Oil",)
    assert facet.total("oil") == 3


def test_any_spelling_and_other_name_finds_the_value() -> None:
    facet = _facet()
    assert facet.shown_name("JAPÁN") == facet.shown_name("nippon") == "Japan"
    assert facet.value_bits("u.s.") == facet.value_bits("United States") == 0b110011
    assert facet.shown_name("Atlantis") is None
    assert facet.value_bits("Atlantis") == facet.total("Atlantis") == 0


def test_fields_without_aliases_keep_names_apart() -> None:
    assert _facet("source").value_bits("U.S.") == 0b010011
    assert "Beijing" in _facet("source").values


def test_a_prefix_matches_values_by_the_beginning_of_their_names() -> None:
    facet = _facet()
    assert facet.matching(Term("u", prefix=True)) == ("Ukraine", "United States")
    assert facet.matching(Term("u.", prefix=True)) == ("United States",)
    assert facet.matching(Term("NIP", prefix=True)) == ("Japan",)
    assert facet.matching(Term("", prefix=True)) == facet.values
    assert facet.matching(Term("u")) == ()
    assert facet.bits([Term("jap", prefix=True), Term("china")]) == 0b001111


def test_the_union_of_many_values_is_found_as_the_union_of_few() -> None:
    many = Facet.from_values("topic", {f"t{i}": array("I", [i]) for i in range(40)}, Aliases(), 40)
    assert many.bits([Term("t", prefix=True)]) == (1 << 40) - 1


def test_suggestions_that_begin_with_the_needle_come_first() -> None:
    assert _facet().suggestions("u") == (["Ukraine", "United States"], ["Austria"])
    assert _facet().suggestions("nip") == (["Japan"], [])
    assert _facet().suggestions("us") == ([], ["United States", "Austria"])
    assert _facet().suggestions("") == (list(_facet().values), [])


def test_the_value_itself_is_suggested_first() -> None:
    names = {"Ukraine": 3, "United Kingdom": 2, "Ukulele": 1, "Uk": 1}
    postings = {name: array("I", range(events)) for name, events in names.items()}
    facet = Facet.from_values("country", postings, Aliases([("UK", "United Kingdom")]), 9)
    assert facet.suggestions("uk", 2)[0] == ["United Kingdom", "Ukraine"]
    assert facet.suggestions("ukulele", 1)[0] == ["Ukulele"]
    assert facet.suggestions("uku", 9)[0] == ["Ukulele"]


@each_row(
    ("initials", "name"),
    [
        *(("UK", "United Kingdom"), ("uk", "United Kingdom"), ("U.K.", "United Kingdom"), ("tuk", None), ("u", None)),
        *(("DRC", "Democratic Republic of the Congo"), ("drotc", "Democratic Republic of the Congo")),
        *(("drcx", None), ("u s", None), ("j", None), ("GL", "The Green Líne"), ("u*", None)),
    ],
)
def test_initials_of_several_words_name_a_value(initials: str, name: str | None) -> None:
    names = ("Ukraine", "United Kingdom", "Democratic Republic of the Congo", "Japan", "The Green Líne")
    countries, sources = (
        Facet.from_values(field, {name: array("I", [0]) for name in names}, Aliases(), 1)
        for field in ("country", "source")
    )
    found = [countries.values[number] for number in countries._with_initials(fold(initials))]
    assert (found, [*sources._with_initials(fold(initials))]) == ([name] if name else [], [])


def test_initials_are_searched_for_in_a_name_of_very_many_short_words() -> None:
    names = ("the " * 5_000 + "end", "The Two the The the To", "Tea for the Two")
    facet = Facet.from_values("country", {name: array("I", [0]) for name in names}, Aliases(), 1)
    found = [facet.values[next(facet._with_initials(initials))] for initials in ("tttttt", "tt")]
    assert found == [names[1], names[2]]
