"""A second Python process that reads files while this one starts the screen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

_LOOK_SECONDS = 1.0  # between two checks that the parent still runs


def end_with_parent() -> None:
    """Raise SystemExit in this process soon after its parent has ended. Has no effect on Windows."""
    if not hasattr(signal, "setitimer"):
        return
    parent = os.getppid()

    def look(*_: object) -> None:
        if os.getppid() != parent:
            raise SystemExit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK_SECONDS, _LOOK_SECONDS)


class ReadingProcess:
    """A process that runs `worker.main` and writes its messages to ``output``, one a line.

    Its standard input is closed when this process ends. It has a session of its own, so that a signal to all processes
    of the terminal does not end it before it has removed its files.
    """

    def __init__(self, task: dict[str, Any]) -> None:
        """Raises OSError if it cannot be started."""
        # The default sys.path has the current folder, in which a hostile file may have the name of a module.
        code = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            f"from timeline_tui.storage.opening.worker import main; main({task!r})"
        )
        null, pipe = subprocess.DEVNULL, subprocess.PIPE
        command = [sys.executable, "-c", code]
        self._process = subprocess.Popen(  # noqa: S603  # our own code
            command, stdin=pipe, stdout=pipe, stderr=null, start_new_session=True
        )
        assert self._process.stdout is not None
        self.pid = self._process.pid
        self.output: Iterable[bytes] = self._process.stdout

    def end(self) -> None:
        """Kill the process, with those that it has started, and wait until it has ended. A second call does nothing."""
        with suppress(OSError):
            if self._process.poll() is None and hasattr(os, "killpg"):
                os.killpg(self.pid, signal.SIGKILL)  # it leads a group, because it has a session of its own
            self._process.kill()
        self._process.wait()
