"""A program in a pseudo-terminal, with the time at which it writes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte

COLUMNS, LINES = 130, 40
QUIET = 0.25  # seconds without output after which a frame was the last
SETTLED = 0.6  # seconds without output after which an app has opened
PATIENCE = 120.0


class Cost(NamedTuple):
    """What a key costs: the seconds until its last frame, and the seconds of CPU that the program used for it."""

    seconds: float
    cpu: float


class Terminal:
    """Runs ``command`` in the environment ``env``."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env=env
        )
        os.close(theirs)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *error: object) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._ours)

    def seconds_until(self, mark: bytes) -> float:
        """Seconds from the start to the end of the output that contains ``mark``."""
        seen = b""
        while mark not in seen:
            seen = seen[-4096:] + self._read(PATIENCE)
        return time.perf_counter() - self.started

    def seconds_until_whole(self) -> float:
        """Seconds from the start until the screen is complete, but for its last line.

        The line of keys gets the number of problems later, when the events have been checked.
        """
        pieces = []
        while select.select([self._ours], [], [], SETTLED if pieces else PATIENCE)[0]:
            data = self._read(0)
            pieces.append((time.perf_counter() - self.started, data))
        screen = pyte.Screen(COLUMNS, LINES)
        stream = pyte.ByteStream(screen)
        shown = []
        for at, data in pieces:
            stream.feed(data)
            shown.append((at, tuple(screen.display[:-1])))
        return next(at for at, lines in shown if lines == shown[-1][1])

    def settle(self, seconds: float = 1.0) -> None:
        """Read until there is no output for this time."""
        while select.select([self._ours], [], [], seconds)[0]:
            self._read(0)

    def press(self, keys: bytes, *, answers: bool = False) -> Cost:
        """The cost of a key. If it ``answers``, wait for at least one frame."""
        cpu = self.cpu
        start = end = time.perf_counter()
        os.write(self._ours, keys)
        if answers:
            self._read(PATIENCE)
            end = time.perf_counter()
        while select.select([self._ours], [], [], QUIET)[0]:
            self._read(0)
            end = time.perf_counter()
        return Cost(end - start, self.cpu - cpu)

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._ours], [], [], seconds)[0]:
            raise TimeoutError("nothing more came")
        return os.read(self._ours, 1 << 16)

    @property
    def cpu(self) -> float:
        """The seconds of CPU that the threads of the program have used (Linux)."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(each.read_text().split()[0]) for each in threads) / 1e9

    @property
    def memory(self) -> int:
        """The memory of the program in bytes, without mapped files (Linux)."""
        with open(f"/proc/{self.process.pid}/status") as status:  # noqa: PTH123  # no file of ours
            fields = dict(line.split(":", 1) for line in status)
        return 1024 * int(fields["RssAnon"].split()[0])
