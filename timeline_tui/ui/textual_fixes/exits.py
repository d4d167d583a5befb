"""An app that restores the terminal on every exit: a signal, a lost terminal, an error of its own (Textual 8.2)."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from codecs import getincrementaldecoder
from collections.abc import Sequence
from functools import partial
from types import FrameType
from typing import Any

from rich.console import RenderableType
from textual import events, on
from textual._xterm_parser import XTermParser
from textual.app import App, ScreenStackError
from textual.css.query import QueryError
from textual.dom import NoScreen
from textual.driver import Driver
from textual.widget import MountError

from timeline_tui.storage.failures import FAILED
from timeline_tui.text.text import clean
from timeline_tui.ui.style.plain import is_plain
from timeline_tui.ui.textual_fixes.key_queue import KeyQueue
from timeline_tui.ui.textual_fixes.terminal import attributes, restore_terminal

HUNG_UP = 129  # 128 + SIGHUP: the exit code of a program whose terminal is gone
GRACE_SECONDS = 2.0  # for the screen to restore the terminal by itself
# Signals that end a program. Textual by itself would leave the terminal in raw mode. SIGKILL has no handler; nor, in
# Python, have the signals of a processor fault (SIGSEGV, SIGBUS, SIGFPE, SIGILL): the fault would come again and again.
_ENDING = (
    *("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGABRT", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGXCPU", "SIGVTALRM"),
    *("SIGPROF", "SIGPWR", "SIGSYS", "SIGPOLL", "SIGSTKFLT", "SIGTRAP"),
)
# Errors of widgets that are being built, or that get a message, while the screens close: their screen, parent or child
# is gone.
_CLOSING = (ScreenStackError, NoScreen, MountError, QueryError)
_CHUNK = 4096  # bytes of keys that are read at once
_POLL_SECONDS = 0.1  # between two checks of the input thread whether it should stop


def named_signals() -> Sequence[int]:
    """The numbers of the signals that end a program and that can be handled, but for the real-time signals."""
    return [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]


def real_time_signals() -> Sequence[int]:
    """The numbers of the real-time signals. They end a program that does not handle them."""
    return range(signal.SIGRTMIN, signal.SIGRTMAX + 1) if hasattr(signal, "SIGRTMIN") else ()


def is_heeded(number: int) -> bool:
    """Whether a signal is not ignored, as nohup ignores SIGHUP."""
    return signal.getsignal(number) is not signal.SIG_IGN


class RestoringApp(App[int]):
    """An app that restores the terminal on every exit but ``kill -9``."""

    failure: Exception | None = None
    """The error that ended the program, if one did."""

    def __init__(self, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.key_queue = KeyQueue(self, super().on_event)
        self._is_leaving = False
        self._before = attributes()
        self._may_continue = threading.Event()

    def get_driver_class(self) -> type[Driver]:
        """Our driver in place of Textual's driver for Unix."""
        driver = super().get_driver_class()
        return RestoringDriver if sys.platform != "win32" and driver is LinuxDriver else driver

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Textual: on Windows and in a browser, the program cannot be suspended."""
        if action == "suspend_process":
            return sys.platform != "win32" and self._driver is not None and self._driver.can_suspend
        return super().check_action(action, parameters)

    @on(Driver.SignalResume)
    def action_draw_again(self) -> None:
        """Draw the whole screen. After a suspension Textual would draw only changes, on an empty screen."""
        self.refresh()

    def end(self, code: int) -> None:
        """Leave with an exit code. Any thread may call it."""
        self.exit(return_code=code)

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave. If that takes too long, end the process: a thread may wait for a file that nobody writes."""
        self._is_leaving = True
        if not self.is_headless:
            threading.Thread(target=self._end_by_force, args=(return_code,), daemon=True).start()
        super().exit(result, return_code, message)

    def _end_by_force(self, code: int) -> None:
        if not self._may_continue.wait(GRACE_SECONDS):
            restore_terminal(self._before)
            os._exit(code)

    def go_on(self) -> None:
        """Do not end the process by force: it has more to do after the screen is gone."""
        self._may_continue.set()

    def _handle_exception(self, error: Exception) -> None:
        """Textual's own would print a traceback with the values of local variables: the reader's data."""
        if self._is_leaving and isinstance(error, _CLOSING):
            return
        if self.is_headless:
            super()._handle_exception(error)
        elif self.failure is None:
            self.failure = error
            self.end(FAILED)

    def panic(self, *renderables: RenderableType) -> None:
        """Textual calls this with a traceback."""
        if self.is_headless:
            super().panic(*renderables)
        else:
            error = sys.exc_info()[1]
            self._handle_exception(error if isinstance(error, Exception) else RuntimeError())

    async def on_event(self, event: events.Event) -> None:
        """Put keys into the queue. Clean pasted text, as all text from outside is cleaned."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        if not isinstance(event, (events.Key, events.Paste)):
            await super().on_event(event)
        elif not event.is_forwarded:
            await self.key_queue.add(event)
        elif self.screen_stack:  # A key may come back from a widget after the last screen was closed.
            await super().on_event(event)


if sys.platform != "win32":
    from textual.drivers.linux_driver import LinuxDriver

    class RestoringDriver(LinuxDriver):
        """Textual's driver, with another way to read keys.

        Textual's ends the app at bytes that are not UTF-8. When the terminal is gone, it reads in an endless loop.
        """

        def __init__(self, app: App[Any], **options: Any) -> None:
            super().__init__(app, **options)
            assert isinstance(app, RestoringApp)
            self._restoring_app = app

        def start_application_mode(self) -> None:
            """Also handle the signals that end a program, from the time before Textual changes the terminal.

            On a plain screen the cursor is shown, because some screen readers follow it only then.
            """
            loop = asyncio.get_running_loop()
            numbers = [*filter(is_heeded, (*named_signals(), *real_time_signals()))]
            # After the first add_signal_handler each signal wakes the loop. It makes a set of all signals each time, so
            # with it for every named signal the first screen takes 5 million instructions more.
            for number in numbers[:1]:
                loop.add_signal_handler(number, self._restoring_app.end, 128 + number)
            for number in numbers[1:]:
                signal.signal(number, partial(self._end_at_signal, loop))
            super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual declares no types here
            if is_plain(self._restoring_app):
                self.write("\x1b[?25h")

        def _end_at_signal(self, loop: asyncio.AbstractEventLoop, number: int, _: FrameType | None) -> None:
            try:
                loop.call_soon_threadsafe(self._restoring_app.end, 128 + number)
            except RuntimeError:  # the loop is closed: the terminal is restored, and the program ends already
                os._exit(128 + number)

        def stop_application_mode(self) -> None:
            """Also switch off mouse positions in pixels: Textual switches them on, but never off."""
            self.write("\x1b[?1016l")
            super().stop_application_mode()

        def run_input_thread(self) -> None:
            """Handle input until the app ends. End the app if the terminal is gone."""
            try:
                self._read_input()
            except (EOFError, OSError):
                self._restoring_app.end(HUNG_UP)
            except Exception as error:  # else the thread would end without a message
                self._restoring_app._handle_exception(error)

        def _read_input(self) -> None:
            """Raises EOFError or OSError when the terminal is gone."""
            parser = XTermParser()
            decode = getincrementaldecoder("utf-8")("ignore").decode
            while not self.exit_event.is_set():
                if select.select([self.fileno], [], [], _POLL_SECONDS)[0]:
                    data = os.read(self.fileno, _CHUNK)
                    if not data:
                        raise EOFError
                    text = decode(data)
                    for message in parser.feed(text) if text else ():  # An empty text ends the parser.
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
