"""Lists of names in the cells of a sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.reading.cell_lists import COUNTRIES, separators, split


def lists(*cells: str) -> list[list[str]]:
    known = separators(cells)
    return [split(cell, known) for cell in cells]


@pytest.mark.parametrize(
    "cell", ["Japan; Ukraine", "Japan|Ukraine", "Japan\nUkraine", " Japan ;;Ukraine; ", "Japan;Ukraine;Japan"]
)
def test_separators_of_all_columns(cell: str) -> None:
    assert lists(cell) == [["Japan", "Ukraine"]]


@pytest.mark.parametrize("cell", ['["Japan", "Korea, Republic of"]', "['Japan', 'Korea, Republic of']"])
def test_lists_as_programs_write_them(cell: str) -> None:
    assert split(cell) == ["Japan", "Korea, Republic of"]


@each_row("cell", ["", " ", "-", "n/a", "N/A", "—", "NaN", ";;"])
def test_texts_for_no_value_are_not_names(cell: str) -> None:
    assert split(cell) == []


def test_commas_separate_names_that_stand_in_any_place() -> None:
    assert lists("Japan, Ukraine", "Ukraine, Italy", "Japan") == [["Japan", "Ukraine"], ["Ukraine", "Italy"], ["Japan"]]
    assert lists("Japan", "Ukraine", "Japan, Ukraine")[2] == ["Japan", "Ukraine"]


@each_row(
    ("noun", "cells", "names"),
    [
        ("topics", ("Krieg", "Krieg", "Krieg, Abzug"), ["Krieg", "Abzug"]),
        ("topics", ("python", "python, Data"), ["python", "Data"]),
        ("topics", ("Crime; Trade", "Crime, organised"), ["Crime, organised"]),
        ("people", ("Smith", "Smith, John"), ["Smith, John"]),
        ("people", ("Ana Vidal", "Ana Vidal, Bob"), ["Ana Vidal", "Bob"]),
        ("organizations", ("University of Marlow", "University of Marlow, Bay"), ["University of Marlow, Bay"]),
    ],
)
def test_a_name_that_is_alone_in_another_cell_decides_for_topics(
    noun: str, cells: tuple[str, ...], names: list[str]
) -> None:
    assert split(cells[-1], separators(cells, noun=noun)) == names


def test_abbreviations_of_countries_are_names() -> None:
    assert lists("Japan, U.S.", "U.S., Japan")[0] == ["Japan", "U.S."]


def test_slashes_separate_names_that_recur() -> None:
    assert lists("Japan / Ukraine", "Ukraine / Italy")[0] == ["Japan", "Ukraine"]
    assert lists("AC/DC", "DC/AC") == [["AC/DC"], ["DC/AC"]]


@each_row(
    "cells",
    [
        ("Japan, Ukraine",),
        ("Washington, D.C.", "Washington", "New York"),
        ("Smith, John", "Smith, Jane", "Doe, John", "Roe, Jane"),
        ("Korea, Republic of", "Japan", "Korea"),
        ("Paris, France", "Lyon, France", "London, UK"),
        ("Acme, Inc.", "Acme", "Initech, Ltd."),
        ("1,000 men", "2,000 men"),
        ("Smith, John; Doe, Jane"[:11], "Doe, Jane"),
    ],
)
def test_names_with_a_comma_stay_whole(cells: tuple[str, ...]) -> None:
    assert lists(*cells) == [[cell] for cell in cells]


def test_commas_belong_to_names_where_semicolons_separate() -> None:
    assert lists("Smith, John; Doe, Jane", "Jane, Smith") == [["Smith, John", "Doe, Jane"], ["Jane, Smith"]]


@each_row(
    ("cells", "names"),
    [
        (("Japan; Ukraine", "Japan, Ukraine"), ["Japan", "Ukraine"]),
        (("Oil; Gas", "Coal", "Coal, oil"), ["Coal", "oil"]),
        (("Oil; Gas", "Coal, Wind", "Wind, Sun", "Coal, Wind"), ["Coal", "Wind"]),
        (("Oil; Gas", "Smith, John"), ["Smith, John"]),
        (("Oil; Doe, Jane", "Doe", "Jane", "Doe, Jane"), ["Doe, Jane"]),
    ],
)
def test_commas_beside_lists_separate_names_that_occur_elsewhere(cells: tuple[str, ...], names: list[str]) -> None:
    assert lists(*cells)[-1] == names


def test_names_in_lists_count_as_names_that_occur_elsewhere() -> None:
    assert split("A, B", separators(["A, B"], ["A", "B"])) == ["A", "B"]
    assert split("A, B", separators(["A, B"], ["A"])) == ["A, B"]
    assert split("A, B", separators(["A, B"], ["A", "B", "C, D"])) == ["A, B"]


@each_row(
    "cell",
    [
        *("Korea, Republic of", "Congo, Democratic Republic of the", "Gambia, The", "Korea, Dem. People's Rep."),
        *("Egypt, Arab Rep.", "Micronesia, Fed. Sts.", "Taiwan, Province of China", "Korea, South", "Korea, North"),
        *("Virgin Islands, U.S.", "Bosnia and Herzegovina"),
    ],
)
def test_commas_and_slashes_separate_countries(cell: str) -> None:
    assert split(cell, COUNTRIES) == [cell]
    assert split(f"Japan, {cell}, Ukraine / Italy", COUNTRIES) == ["Japan", cell, "Ukraine", "Italy"]


def test_the_tail_of_a_name_stays_with_it() -> None:
    found = lists("Japan, Korea, Republic of", "Ukraine, Japan", "Washington, D.C., Ukraine", "1,000 men, Japan")
    assert found == [
        ["Japan", "Korea, Republic of"],
        ["Ukraine", "Japan"],
        ["Washington, D.C.", "Ukraine"],
        ["1,000 men", "Japan"],
    ]


def test_tags_are_separated() -> None:
    assert lists("fraud, money laundering", "courts, oil")[0] == ["fraud", "money laundering"]
    assert lists("Fraud,Courts,Oil", "Gas")[0] == ["Fraud", "Courts", "Oil"]


_NAMES = st.sampled_from(["Japan", "Smith, John", "D.C.", "a / b", "x", "", "1,000", "n/a", "[", "'", '"'])
_JOINED = st.tuples(st.sampled_from(["; ", ", ", "|", " / ", ",", "\n"]), st.lists(_NAMES, max_size=4))
_CELL = st.one_of(_JOINED.map(lambda parts: parts[0].join(parts[1])), st.text(max_size=15))


@given(st.lists(_CELL, max_size=6))
def test_no_letter_is_lost_and_no_name_is_empty(cells: list[str]) -> None:
    known = separators(cells)
    assert known == separators(cells[::-1])
    for cell in cells:
        names = split(cell, known)
        assert all(names)
        assert len(names) == len(set(names))
        left = "".join(names)
        assert (
            all(
                c in left
                for c in cell
                if c.isalnum() and "n/a" not in cell.casefold() and cell.casefold() not in ("null", "nan")
            )
            or "\\" in cell
        )
