"""Problems on the lines of their dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import SIZES, reading

LONG = "A long summary without an end. " * 6


@pytest.mark.parametrize("size", SIZES)
async def test_the_caret_is_below_its_column_in_a_wide_line(size: tuple[int, int], tmp_path: Path) -> None:
    file = tmp_path / "wide.yaml"
    file.write_text(f'events:\n  - {{title: One, summary: "{LONG}", date: 2024-06-31, note: "{LONG}"}}\n')
    async with reading(tmp_path, str(file), query="", size=size) as reader:
        await reader.press("exclamation_mark")
        lines = reader.text.split("\n")
        caret = next(number for number, line in enumerate(lines) if "^" in line)
        assert lines[caret - 1].index("31, note") == lines[caret].index("^")
