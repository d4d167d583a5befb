"""A timer that does not call after it was stopped (Textual 8.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual.timer import Timer


class HasTimers(Protocol):
    """A widget, or a part of one."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Textual: call a function later."""


class Delay:
    """Calls a function once, some seconds after `start`, unless it is stopped or started again before that.

    Textual's timer, when it is due, puts the call into the queue of its widget. If it is stopped while the widget is
    busy with another message, the function is called nevertheless.
    """

    def __init__(self, host: HasTimers, callback: Callable[[], object]) -> None:
        self._host, self._callback = host, callback
        self._timer: Timer | None = None

    @property
    def is_running(self) -> bool:
        """Whether the function is still to be called."""
        return self._timer is not None

    def start(self, seconds: float) -> None:
        """Call the function after ``seconds``, and not when an earlier `start` said."""
        self.stop()
        timer = self._timer = self._host.set_timer(seconds, lambda: self._due(timer))

    def stop(self) -> None:
        """Do not call the function."""
        if self._timer:
            self._timer.stop()
            self._timer = None

    def _due(self, timer: Timer) -> None:
        if timer is self._timer:
            self._timer = None
            self._callback()
