"""Starts a process that reads sheets, and reads the messages that it sends (see `sheet_process.py`)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, NamedTuple

from timeline_tui.formats.workbook.sheet_cells import RawSheet
from timeline_tui.formats.workbook.sheet_process import MAX_CELLS
from timeline_tui.text.text import clean_line

MAX_TEXT = 256 << 20  # the most bytes that the process may send


class FaultError(Exception):
    """The file cannot be read."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class Words(NamedTuple):
    """The words for messages: the type of the file, hints, and the message and hint for too many cells."""

    noun: str
    ended_hint: str
    text_hint: str
    cells: tuple[str, str]


def received_sheets(command: Sequence[str], data: bytes, words: Words) -> tuple[list[RawSheet], list[str]]:
    """The sheets that the process sends, and the names of all sheets. Its input is ``data``. Raises FaultError."""
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=null)  # noqa: S603  # our own code
    except OSError as error:
        raise FaultError(f"the process that reads {words.noun}s cannot be started: {error.strerror}", "") from error
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with suppress(OSError), process.stdin:  # it may end before it has read everything
                process.stdin.write(data)
            return _received(process.stdout, words)
        finally:
            process.kill()


def _received(output: IO[bytes], words: Words) -> tuple[list[RawSheet], list[str]]:
    """The sheets in the messages, and the names of all sheets. Raises FaultError."""
    sheets: list[RawSheet] = []
    number = cells = 0
    for message in _messages(output, words):
        if isinstance(message, list):
            cells += sum(len(row) for row in message if isinstance(row, list))
            if cells > MAX_CELLS:
                raise FaultError(*words.cells)
            for row in message:
                if isinstance(row, list):
                    sheets[-1].rows.append((number, row))
                number += 1 if isinstance(row, list) else row
        elif "sheet" in message:
            number = 0
            name = message.pop("sheet")
            merged = [((a, b), (c, d)) for (a, b), (c, d) in message.pop("merged")]
            sheets.append(RawSheet(name=name, merged=merged, rows=[], **message))
        elif "fault" in message:
            raise FaultError(clean_line(message["fault"]), message["hint"])
        else:
            return sheets, message["sheets"]
    raise FaultError(f"this {words.noun} takes too much memory or time, or is damaged", words.ended_hint)


def _messages(output: IO[bytes], words: Words) -> Iterator[Any]:  # Any: JSON
    """The messages of the process, up to a line that is not one. Raises FaultError if they have too many bytes."""
    size = 0
    for line in output:
        size += len(line)
        if size > MAX_TEXT:
            raise FaultError(f"the cells of this {words.noun} have more than {MAX_TEXT:,} bytes", words.text_hint)
        try:
            message = json.loads(line)
        except ValueError:  # the process was killed while it wrote a line, or the library wrote into it
            return
        yield message
