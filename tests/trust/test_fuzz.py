"""A short run of tests/tools/fuzz.py, which can run for any time by itself."""

import fuzz
import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("target", fuzz.targets())
def test_any_input_gives_a_value_or_the_error_of_its_kind(target: str) -> None:
    assert fuzz.fuzz(target, seconds=0) == fuzz.STEP
