"""Runs the user's editor: in this terminal, or beside the program in a window of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import PurePath
from threading import Thread
from typing import IO

from timeline_tui.text.text import clean_line, shorten

_SAID = 4096  # bytes of an editor's messages that are searched for the first line, which is shown
_LONGEST = 120  # characters of that line
_REST_SECONDS = 0.2  # to wait for the messages of an editor that has ended


def run(words: Sequence[str]) -> str:
    """Run an editor in this terminal until it ends. Returns why it failed, in one line; "" if it did not."""
    try:
        process = subprocess.Popen(words, stderr=subprocess.PIPE)  # noqa: S603  # what the user set as the editor
    except OSError as error:
        return not_started(words, error)
    assert process.stderr is not None
    copy = _Copy(process.stderr)
    code = process.wait()
    return _fault(words, code, copy.end())


class BesideEditor:
    """An editor with a window of its own. It goes on when this program ends."""

    def __init__(self, words: Sequence[str]) -> None:
        """Start it. Raises OSError."""
        self._words = words
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # the editor writes to it
        try:
            self._process = subprocess.Popen(  # noqa: S603  # what the user set as the editor
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._log,
                start_new_session=True,  # so that it outlives the terminal
            )
        except OSError:
            self._log.close()
            raise

    @property
    def fault(self) -> str | None:
        """Why it failed, in one line; "" if it did not; None while it runs."""
        code = self._process.poll()
        if code is None:
            return None
        with self._log as log:
            log.seek(0)
            return _fault(self._words, code, log.read(_SAID))


class _Copy:
    """Copies the messages of an editor to the terminal, and keeps the first ones."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._kept, self._is_over = stream, b"", False
        self._thread = Thread(target=self._copy, daemon=True)
        self._thread.start()

    def _copy(self) -> None:
        while data := os.read(self._stream.fileno(), _SAID):
            if not self._is_over:  # A process that the editor left behind must not write on our screen.
                os.write(2, data)
                self._kept = (self._kept + data)[:_SAID]

    def end(self) -> bytes:
        """The first messages, when the editor has ended."""
        self._thread.join(_REST_SECONDS)
        self._is_over = True
        return self._kept


def not_started(words: Sequence[str], error: OSError) -> str:
    """Why an editor does not start."""
    return f"{_name(words)} cannot be started: {clean_line(error.strerror or str(error))}"


def _fault(words: Sequence[str], code: int, output: bytes) -> str:
    """Why an editor failed: its exit code or signal, and the first line that it said."""
    if code == 0:
        return ""
    if code < 0:
        names = {member.value: member.name for member in signal.Signals}
        return f"{_name(words)} was ended by {names.get(-code, f'signal {-code}')}"
    lines = (clean_line(line) for line in output.decode(errors="replace").splitlines())
    first = next((line for line in lines if line.strip()), "")
    return f"{_name(words)} ended with exit code {code}" + (f": {shorten(first, _LONGEST)}" if first else "")


def _name(words: Sequence[str]) -> str:
    return clean_line(PurePath(words[0]).name)
