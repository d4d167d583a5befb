"""Progress of long commands: on stderr, only on a terminal, and only after a second."""

from __future__ import annotations

import io
import sys
import time

import pytest

from timeline_tui.cli import progress
from timeline_tui.cli.streams import shown_progress


class Stream(io.StringIO):
    """A stream that is a terminal, or is not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool = True, wait: float = 0, term: str = "xterm") -> str:
    """What a slow block writes to stderr."""
    stream = Stream(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_WAIT", wait)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLUMNS", "80")
    with shown_progress("reading [b]a\x1b[31m.yaml") as report:
        end = time.monotonic() + 20
        while terminal and not wait and term != "dumb" and "reading" not in stream.getvalue():
            assert time.monotonic() < end
            time.sleep(0.01)
        if report:
            report(25, 100, dict)
    return stream.getvalue()


def test_it_shows_what_is_done_and_how_far(monkeypatch):
    written = shown(monkeypatch)
    assert "reading [b]a␛[31m.yaml" in written  # no markup, and no control characters
    assert "25%" in written
    assert written.endswith("\x1b[2K")  # it removes the line at the end


def test_it_is_silent_without_a_terminal_and_for_short_commands(monkeypatch):
    assert shown(monkeypatch, terminal=False) == ""
    assert shown(monkeypatch, term="dumb") == ""
    assert shown(monkeypatch, wait=60) == ""
    monkeypatch.setattr(sys, "stderr", None)
    with shown_progress("reading") as report:
        assert report is None
