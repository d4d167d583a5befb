"""A standard output that accepts only a part of the data."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from timeline_tui.cli.streams import OutputError, write_data


class Slow(io.RawIOBase):
    """Takes three bytes at a time, as an unbuffered stdout may; with ``full``, no more than that many in all."""

    def __init__(self, full: int = 10**6) -> None:
        self.taken = b""
        self.full = full

    def write(self, data: object) -> int | None:
        part = bytes(data)[:3]  # type: ignore[call-overload]  # a memoryview
        if len(self.taken) + len(part) > self.full:
            return None
        self.taken += part
        return len(part)


def test_all_is_written_if_each_write_takes_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = Slow()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=raw, fileno=lambda: 1))
    write_data(b"0123456789")
    assert raw.taken == b"0123456789"


def test_a_full_pipe_that_does_not_block_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeline_tui.cli.streams.discard", lambda stream: None)
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=Slow(full=6), fileno=lambda: 1))
    with pytest.raises(OutputError):
        write_data(b"0123456789")
