"""Writing data to stdout and messages to stderr. Either of them may be closed."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING, TextIO

from timeline_tui.model.problems import Problem, render
from timeline_tui.text.database_urls import without_passwords
from timeline_tui.text.text import clean

if TYPE_CHECKING:
    from timeline_tui.formats.reading.results import Progress


class OutputError(Exception):
    """Not all of the data could be written to stdout."""


def write_data(data: bytes) -> None:
    """Write bytes to stdout.

    Raises OutputError, and BrokenPipeError if the program that reads our output has closed it.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        rest = memoryview(data)
        while rest:  # without a buffer (PYTHONUNBUFFERED) a full disk or pipe takes a part and reports no error
            written = sys.stdout.buffer.write(rest)
            if written is None:  # a pipe that does not block is full
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            rest = rest[written:]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard(sys.stdout)
        raise OutputError(f"standard output: {error.strerror}") from error


def write_message(message: str) -> None:
    """Write a message to stderr, cleaned and without passwords: it may contain text of arguments and files."""
    _write(without_passwords(message))


def _write(message: str) -> None:
    if sys.stderr is None:  # closed; print() would write to stdout
        return
    try:
        print(clean(message), file=sys.stderr)  # noqa: T201  # this is what stderr is for
    except OSError:  # stderr cannot be written; the command continues
        discard(sys.stderr)


def write_problems(problems: Iterable[Problem]) -> None:
    """Write problems to stderr, each with its line and hint."""
    for problem in problems:
        _write(render(problem._replace(file=without_passwords(problem.file))))  # an excerpt keeps its columns


def discard(stream: TextIO | None) -> None:
    """Discard the buffer of a stream, which Python would otherwise try to write at exit, with an error message."""
    if stream is not None:
        with suppress(OSError, ValueError):  # ValueError: a stream without a descriptor, as in tests
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def shown_progress(doing: str) -> AbstractContextManager[Progress | None]:
    """Show ``doing`` and a bar on stderr while the block runs, once it takes longer than a second.

    The value is a callback for the readers; without it, the bar shows only that the work goes on. Where stderr is no
    terminal, nothing is shown, and the value is None.
    """
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return nullcontext()
    # 0.7 ms, and only a terminal needs it
    from timeline_tui.cli.progress import bar_of_progress

    return bar_of_progress(doing)
