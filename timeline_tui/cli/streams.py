"""Data to stdout, diagnostics to stderr, also where one of the two is closed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TextIO

from timeline_tui.model.problems import Problem, render
from timeline_tui.text.text import clean


class OutputError(Exception):
    """The data could not be written to stdout, or not all of it."""


def put(data: bytes) -> None:
    """Write data to stdout as it is, whatever the locale.

    Raises OutputError, and BrokenPipeError when the program that reads our output has closed it.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard(sys.stdout)
        raise OutputError(f"standard output: {error.strerror}") from error


def say(message: str) -> None:
    """Write a diagnostic to stderr. Text in it that comes from arguments and files is cleaned."""
    if sys.stderr is None:  # closed; print() would write to stdout
        return
    try:
        print(clean(message), file=sys.stderr)  # noqa: T201  # this is what stderr is for
    except OSError:  # nobody reads it; the command goes on
        discard(sys.stderr)


def report(problems: Iterable[Problem]) -> None:
    """Write problems to stderr, each with its line and hint."""
    for problem in problems:
        say(render(problem))


def discard(stream: TextIO | None) -> None:
    """Drop what is buffered for a stream: Python would try to write it at exit, and complain."""
    if stream is not None:
        with suppress(OSError, ValueError):  # ValueError: a stream without a descriptor, as in tests
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
