"""Lends the terminal to another program, and takes it back in any state (Textual 8.2)."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any

from textual.app import App

from timeline_tui.ui.textual_fixes.terminal import attributes, give_back, set_attributes


def lend_terminal(app: App[Any], run: Callable[[], str]) -> str:
    """Call ``run``, which runs another program in the terminal; returns its result: why the program failed, or "".

    The screen stands still meanwhile. A program that failed may have left the terminal in any mode. Textual would take
    the modes for those of the shell, and set them at the end. Raises textual.app.SuspendNotSupported.
    """
    with app.suspend():
        before = attributes()
        _leave_to_program(signal.SIGINT, signal.SIGQUIT)
        fault = run()
        if fault:
            give_back(before)
        else:
            set_attributes(before)
    return fault


def _leave_to_program(*numbers: int) -> None:
    """Ignore signals that the terminal sends to all its programs, until Textual's driver starts again.

    With SIG_IGN the other program would ignore them too.
    """
    loop = asyncio.get_running_loop()
    for number in numbers:
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.remove_signal_handler(number)
            signal.signal(number, lambda *_: None)
