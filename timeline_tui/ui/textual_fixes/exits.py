"""An app that ends in good order: told to by a signal, left by its terminal, or struck by an error of its own."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from codecs import getincrementaldecoder
from contextlib import suppress

from rich.console import RenderableType
from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import ScreenStackError
from textual.driver import Driver

from timeline_tui.storage.failures import FAILED
from timeline_tui.text.text import clean
from timeline_tui.ui.textual_fixes.key_queue import TurnTakingApp
from timeline_tui.ui.textual_fixes.terminal import attributes, give_back

HUNG_UP = 129  # 128 + SIGHUP: how a program ends whose terminal is gone
GRACE_SECONDS = 2.0  # what the screen gets to put the terminal right by itself
# Signals that end a program. Textual by itself would leave the terminal raw. A handler cannot run at SIGKILL; nor, in
# Python, at the signals of a fault of the processor (SIGSEGV, SIGBUS, SIGFPE, SIGILL): it would fault again for ever.
_ENDING = (
    *("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGABRT", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGXCPU", "SIGVTALRM"),
    *("SIGPROF", "SIGPWR", "SIGSYS", "SIGPOLL", "SIGSTKFLT", "SIGTRAP"),
)
_READ = 4096  # bytes of keys at once
_LOOK = 0.1  # seconds between two looks at whether to go on


def ending_signals() -> list[int]:
    """The numbers of the signals that end a program and that it can still put the terminal right at."""
    named = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    return [*named, *(range(signal.SIGRTMIN, signal.SIGRTMAX + 1) if hasattr(signal, "SIGRTMIN") else ())]


class SteadyApp(TurnTakingApp):
    """An app that gives the terminal back on every exit but ``kill -9``."""

    failure: Exception | None = None
    """What ended the program, if it was neither the reader nor a signal."""

    def get_driver_class(self) -> type[Driver]:
        """Our own where Textual would take its own for Unix."""
        driver = super().get_driver_class()
        return SteadyDriver if sys.platform != "win32" and driver is LinuxDriver else driver

    def on_load(self) -> None:
        """Listen to signals before the terminal is touched."""
        if self.is_headless:
            return
        self._before = attributes()
        self._goes_on = threading.Event()
        for number in ending_signals():
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
                with suppress(NotImplementedError):  # Windows' loops have no signal handlers
                    asyncio.get_running_loop().add_signal_handler(number, self.end, 128 + number)

    def end(self, code: int) -> None:
        """Leave with an exit code, from any thread."""
        self.exit(return_code=code)
        self._close_messages_no_wait()

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave; if that takes too long, at once: a thread may wait for a file that nobody writes."""
        if not self.is_headless:
            threading.Thread(target=self._end_by_force, args=(return_code,), daemon=True).start()
        super().exit(result, return_code, message)

    def _end_by_force(self, code: int) -> None:
        if not self._goes_on.wait(GRACE_SECONDS):
            give_back(self._before)
            os._exit(code)

    def go_on(self) -> None:
        """The screen is gone, but the process has more to do: do not end it by force."""
        self._goes_on.set()

    def _handle_exception(self, error: Exception) -> None:
        """Textual's own would print a traceback with the values of local variables: the reader's data."""
        if self._exit and isinstance(error, ScreenStackError):
            return  # something came too late for the last screen
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
        """What is pasted may come from anywhere: it passes the same gate as what is read from a file."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        await super().on_event(event)


if sys.platform != "win32":
    from textual.drivers.linux_driver import LinuxDriver

    class SteadyDriver(LinuxDriver):
        """Textual's, but for reading keys: bytes that are no text are no fault, and a terminal that is gone is known.

        Textual's would end the app at the first, and read the second again and again without a pause.
        """

        def _disable_mouse_support(self) -> None:
            super()._disable_mouse_support()
            if self._mouse_pixels:
                self.write("\x1b[?1016l")  # Textual's switches it on and never off

        def _run_input_thread(self) -> None:
            app = self._app
            assert isinstance(app, SteadyApp)
            try:
                self.run_input_thread()
            except (EOFError, OSError):
                app.end(HUNG_UP)
            except Exception as error:  # whatever it is, it must not end the thread in silence
                app._handle_exception(error)

        def run_input_thread(self) -> None:
            """Hand on what is typed until told to stop. Raises EOFError and OSError when the terminal is gone."""
            parser = XTermParser(self._debug)
            decode = getincrementaldecoder("utf-8")("ignore").decode
            while not self.exit_event.is_set():
                if select.select([self.fileno], [], [], _LOOK)[0]:
                    data = os.read(self.fileno, _READ)
                    if not data:
                        raise EOFError
                    text = decode(data)
                    for message in parser.feed(text) if text else ():  # no text means the end to the parser
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
            with suppress(EOFError, ParseError):
                for _ in parser.feed(""):
                    pass
