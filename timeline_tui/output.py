"""Data on stdout, diagnostics on stderr, whatever has become of the two."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from timeline_tui.hints import TextIO
from timeline_tui.text import clean


class OutputError(Exception):
    """The data could not be written to stdout, or not all of it."""


def put(data: bytes) -> None:
    """Data, on stdout, in UTF-8 whatever the locale: the same input gives the same bytes. Raises OutputError."""
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        write_no_more(sys.stdout)
        raise OutputError(f"standard output: {error.strerror}") from error


def say(line: str) -> None:
    """A diagnostic, on stderr; what it quotes from arguments and files comes clean."""
    if sys.stderr is None:  # closed; print() would put it among the data
        return
    try:
        print(clean(line), file=sys.stderr)  # noqa: T201  # this is what stderr is for
    except OSError:  # nobody is listening, which changes nothing of what is done
        write_no_more(sys.stderr)


def write_no_more(stream: TextIO | None) -> None:
    """Drop what is still to be written; without this, Python tries again at exit, and complains."""
    if stream is not None:
        with suppress(OSError, ValueError):  # ValueError: in its place is something without a descriptor
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
