"""A little of tests/tools/fuzz.py each time; that file by itself goes on for as long as you like."""

import fuzz
import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("target", fuzz.targets())
def test_any_input_gives_a_value_or_the_error_of_its_kind(target: str) -> None:
    assert fuzz.fuzz(target, seconds=0) == fuzz.STEP
