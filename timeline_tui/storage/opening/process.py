"""The other process, which reads: a fork of this one where that is safe, else a new Python."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NoReturn, Protocol


class Process(Protocol):
    """A process that runs `main` and tells on ``output`` what comes of it.

    Its input ends when this process does. It has a session of its own, so that a signal to all of the terminal's does
    not end it before it has tidied up. To start it raises OSError.
    """

    pid: int
    output: Iterable[bytes]

    def end(self) -> None:
        """Let it go no further. It may have ended, and it may be told so again."""


def start(task: dict[str, Any], *, alone: bool) -> Process:
    """Begin ``task``. ``alone``: nothing but the caller runs in this process, no other thread and no screen."""
    return Fork(task) if alone and hasattr(os, "fork") else Spawned(task)


class Fork:
    """A fork has all imported that its parent has: it reads while a new Python would still be starting."""

    def __init__(self, task: dict[str, Any]) -> None:
        reading, telling = os.pipe()
        until, self._living = os.pipe()
        try:
            self.pid = os.fork()
        except OSError:
            for descriptor in (reading, telling, until, self._living):
                os.close(descriptor)
            raise
        if not self.pid:
            _read_for_parent(task, until, telling)
        os.close(telling)
        os.close(until)
        self.output: Iterable[bytes] = os.fdopen(reading, "rb")

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        if self._living:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self._living)
            self._living = 0


def _read_for_parent(task: dict[str, Any], until: int, telling: int) -> NoReturn:
    """What the fork does: nothing of its parent's is run at the end, nor is anything said on the terminal."""
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor, into in ((until, 0), (telling, 1), (null, 2)):
            os.dup2(descriptor, into)
        os.closerange(3, null + 1)  # the parent's ends of the pipes too
        from timeline_tui.storage.opening.worker import main  # the parent has no use for it

        main(task)
    finally:
        os._exit(0)


class Spawned:
    """A new Python."""

    def __init__(self, task: dict[str, Any]) -> None:
        # It would look for modules in the current folder, which may be that of a stranger's files.
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
        """Kill it, and wait until it is gone."""
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
