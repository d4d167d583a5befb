"""The program in a pseudo-terminal: its screen as text, and whether the terminal is restored at the end."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

PROGRAM = [sys.executable, "-m", "timeline_tui"]
PATIENCE = 60.0  # seconds to wait for something on the screen; the machine may be busy
_MODE = re.compile(rb"\x1b\[\?([0-9]+)([hl])")
# What pyte does not know: requests to a terminal, kitty's and xterm's keys, device control strings.
_UNKNOWN = re.compile(rb"\x1b\[(?:\?[0-9;]*(?:\$p|[^hl0-9;$])|[<>=][0-9;]*[A-Za-z])|\x1bP[^\x1b]*\x1b\\\\")
_USUALLY_ON = {b"7", b"25"}  # lines are wrapped, the cursor is seen
_NAMES = {
    b"7": "no wrapped lines",
    b"25": "hidden cursor",
    b"1000": "mouse",
    b"1003": "mouse",
    b"1004": "focus",
    b"1016": "mouse in pixels",
    b"1049": "alternate screen",
    b"2004": "bracketed paste",
    b"2048": "sizes in band",
}
# The requests of the program to a terminal, and the answers of one that supports the feature.
_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;2$y"}


class Terminal:
    """Runs the program with ``args`` in a terminal of ``columns`` × ``lines``; ``stdin`` is the terminal by default."""

    def __init__(
        self,
        *args: str,
        columns: int = 100,
        lines: int = 30,
        env: Mapping[str, str] | None = None,
        stdin: int | None = None,
        stderr: int | None = None,
        code: str | None = None,
        closed: Sequence[int] = (),
        modern: bool = False,
    ) -> None:
        """``code`` is Python code to run instead of the program; ``closed`` are standard descriptors that are closed.

        ``modern``: the terminal supports kitty's keys, in-band sizes and synchronized output.
        """
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._modern = modern
        self.sent = b""  # everything that the program wrote to the terminal
        self._ours, theirs = pty.openpty()
        self._theirs = theirs
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._before = termios.tcgetattr(theirs)

        def become_leader() -> None:
            os.setsid()
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)
            for descriptor in closed:
                os.close(descriptor)

        self.process = subprocess.Popen(
            [*(PROGRAM if code is None else [sys.executable, "-c", code]), *args],
            stdin=theirs if stdin is None else stdin,
            stdout=theirs,
            stderr=theirs if stderr is None else stderr,
            preexec_fn=become_leader,
            env={
                **os.environ,
                "TERM": "xterm-256color",
                **({} if modern else {"TEXTUAL_DISABLE_KITTY_KEY": "1"}),
                **(env or {}),
            },
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()
        os.close(self._theirs)

    @property
    def text(self) -> str:
        """The screen, without trailing spaces."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def at_cursor(self) -> tuple[str, str]:
        """The line of the screen where the cursor stands: the parts before and from the cursor."""
        cursor = self._screen.cursor
        line = self._screen.display[cursor.y]
        return line[: cursor.x], line[cursor.x :]

    def wait_for_cursor(self, before: str, after: str) -> None:
        """Read until the text before the cursor ends, and the text from the cursor on begins, like this."""
        deadline = time.monotonic() + PATIENCE
        while not (self.at_cursor[0].endswith(before) and self.at_cursor[1].startswith(after)):
            assert time.monotonic() < deadline, f"the cursor is at {self.at_cursor!r} of\n{self.text}"
            self._read(0.1)

    def wait_for(self, text: str) -> None:
        """Read until ``text`` is on the screen."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.text:
            assert time.monotonic() < deadline, f"{text!r} did not appear on\n{self.text}"
            ended = self.process.poll()
            self._read(0.1)
            assert ended is None or text in self.text, f"it ended with {ended} and showed\n{self.text}"

    def press(self, keys: str) -> None:
        """Send keys as a terminal does."""
        os.write(self._ours, keys.encode())

    def garble(self) -> None:
        """Write over the whole screen, as another program in the same terminal does."""
        self._stream.feed(b"\x1b[H\x1b[2J" + b"?" * self._screen.columns * self._screen.lines)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window."""
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.signal(
            signal.SIGWINCH
        )  # the signal of a pseudo-terminal goes to the foreground group, which is not always ours

    def hang_up(self) -> None:
        """Close the window."""
        if self._ours >= 0:
            os.close(self._ours)
            self._ours = -1

    def read(self, seconds: float) -> None:
        """Read until there is no output for this time."""
        self._read(seconds)

    def read_for(self, seconds: float) -> None:
        """Read for this time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._read(0.02)

    @property
    def megabytes(self) -> int:
        """The memory that the program uses now."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000

    @property
    def cpu_seconds(self) -> float:
        """The processor time that the program and its children have used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def exit_code(self) -> int:
        """Read until the program ends."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"still running:\n{self.text}"
            self._read(0.1)
        self._read(0.1)
        return self.process.returncode

    @property
    def left_on(self) -> list[str]:
        """The modes that the program left switched on in the terminal; empty if all is restored."""
        modes = {mode: state == b"h" for mode, state in _MODE.findall(self.sent)}
        changed = sorted(mode for mode, on in modes.items() if on != (mode in _USUALLY_ON))
        left = [_NAMES.get(mode, mode.decode()) for mode in changed]
        if len(re.findall(rb"\x1b\[>[0-9]+u", self.sent)) > self.sent.count(b"\x1b[<u"):
            left.append("kitty's keys")
        return left + (["raw mode"] if termios.tcgetattr(self._theirs) != self._before else [])

    def _read(self, seconds: float) -> None:
        while self._ours >= 0 and select.select([self._ours], [], [], seconds)[0]:
            try:
                data = os.read(self._ours, 1 << 16)
            except OSError:  # Linux: the other side is closed
                return
            self.sent += data
            for question, answer in _ANSWERS.items():
                if self._modern and question in data:
                    os.write(self._ours, answer)
            # A terminal clears its alternate screen; pyte has none.
            self._stream.feed(_UNKNOWN.sub(b"", data).replace(b"\x1b[?1049h", b"\x1b[H\x1b[2J"))
