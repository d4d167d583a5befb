"""A test with a table names the rows that fail."""

import pytest
from tables import each_row


@each_row(("number", "square"), [(1, 1), (2, 5), (3, 9), (4, 17)])
def squares(number: int, square: int, factor: int) -> None:
    assert factor * number**2 == square


def test_all_rows_run_and_those_that_fail_are_named() -> None:
    with pytest.raises(AssertionError, match=r"2 of 4 rows failed:\n\(2, 5\): .*(\n.*)*\n\(4, 17\): "):
        squares(factor=1)
    with pytest.raises(AssertionError, match="4 of 4 rows failed"):
        squares(factor=3)


@each_row("number", [1, 2])
def test_the_other_arguments_are_fixtures(number: int, request: pytest.FixtureRequest) -> None:
    assert request.node.name == "test_the_other_arguments_are_fixtures"
    assert number in (1, 2)
