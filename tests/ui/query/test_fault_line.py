from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.text.cells import width
from timeline_tui.ui.query.fault_line import fault_lines


def test_the_message_stands_at_the_right_of_the_pointer() -> None:
    assert fault_lines("there is no field “contry”", 4, 40) == ["    ╰─ there is no field “contry”"]


def test_the_message_stands_at_the_left_if_only_there_is_room() -> None:
    assert fault_lines("there is no field “contry”", 34, 40) == ["      there is no field “contry” ─╯"]


def test_a_long_message_wraps_beside_the_pointer() -> None:
    assert fault_lines("there is no field “contry”; did you mean country:?", 4, 40) == [
        "    ╰─ there is no field “contry”; did",
        "       you mean country:?",
    ]


def test_without_room_there_is_no_pointer() -> None:
    assert fault_lines("there is no field “contry”", 10, 20) == ["there is no field", "“contry”"]


@pytest.mark.parametrize("columns", [0, 1, 2])
def test_hardly_any_columns(columns: int) -> None:
    assert fault_lines("no", 0, columns) == ["no"]


@given(st.lists(st.sampled_from(["a", "word", "longer", "日本"]), min_size=1).map(" ".join), st.data())
def test_every_line_fits_and_the_pointer_points(text: str, data: st.DataObject) -> None:
    columns = data.draw(st.integers(8, 100))
    column = data.draw(st.integers(0, columns - 1))
    lines = fault_lines(text, column, columns)
    assert all(width(line) <= columns for line in lines)
    for elbow in "╰╯":
        if elbow in lines[0]:
            assert width(lines[0][: lines[0].index(elbow)]) == column
