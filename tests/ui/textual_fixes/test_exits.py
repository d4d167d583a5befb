"""Exits of the app; `tests/trust/test_process.py` has the exits of the program in a terminal."""

import signal
from pathlib import Path

from screens import reading

from timeline_tui.ui.textual_fixes.exits import named_signals, real_time_signals


async def test_an_app_without_a_terminal_handles_no_signals(tmp_path: Path) -> None:
    numbers = (*named_signals(), *real_time_signals())
    before = [signal.getsignal(number) for number in numbers]
    async with reading(tmp_path):
        assert [signal.getsignal(number) for number in numbers] == before
