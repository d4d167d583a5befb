"""Lends the terminal to another program, and takes it back in any state (Textual 8.2)."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from timeline_tui.ui.textual_fixes.exits import RestoringApp, is_heeded, named_signals
from timeline_tui.ui.textual_fixes.terminal import DRAWING_MODES, attributes, restore_terminal, set_attributes


def lend_terminal(app: RestoringApp, run: Callable[[], str]) -> str:
    """Call ``run``, which runs another program in the terminal; returns its result: why the program failed, or "".

    The screen stands still meanwhile. A program that failed may have left the terminal in any mode. Textual would take
    the modes for the shell's, and set them at the end. Raises textual.app.SuspendNotSupported.
    """
    with app.suspend():
        before = attributes()
        with _held_signals() as arrived:
            fault = run()
        if fault:
            restore_terminal(before)
        else:
            set_attributes(before)
    # The modes in which Textual's own drawing would go wrong. They move the cursor, so they are set on its screen.
    if app._driver:
        app._driver.write(DRAWING_MODES)
    keyboard = {signal.SIGINT, getattr(signal, "SIGQUIT", None)}  # Ctrl+C and Ctrl+\ were for the other program.
    for number in arrived:
        if number not in keyboard:
            app.end(128 + number)
    return fault


@contextmanager
def _held_signals() -> Iterator[list[int]]:
    """Collect the signals that end this program.

    If they were ignored, the other program would ignore them too. Without the loop's descriptor, the event loop does
    not handle them when it goes on.
    """
    arrived: list[int] = []
    wakeup = signal.set_wakeup_fd(-1)
    numbers = [number for number in named_signals() if is_heeded(number)]
    before = [signal.signal(number, lambda number, _: arrived.append(number)) for number in numbers]
    try:
        yield arrived
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
