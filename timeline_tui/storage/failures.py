"""Reporting a bug of the program: one line for the user, and a log without any text of the files."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

FAILED = 70
"""The exit code: EX_SOFTWARE of sysexits.h."""


def report(error: BaseException) -> int:
    """Write one line to stderr and the details to a log, and return the exit code."""
    error = next(_causes(error))
    if sys.stderr is not None:
        sys.stderr.write(f"timeline-tui: an error of the program ({type(error).__name__}); {write_details(error)}\n")
    return FAILED


def write_details(error: BaseException) -> str:
    """Write the details to the user's log folder. Returns a phrase that names the file."""
    from platformdirs import user_log_path  # 4 ms, and only a fault of the program needs it

    try:
        log = write_log(error, user_log_path("timeline-tui", appauthor=False))
    except OSError:
        return "the details could not be written"
    return f"the details, without your data, are in {log}"


def write_log(error: BaseException, folder: Path) -> Path:
    """Write the types of the exceptions and the lines of code to a file in ``folder``, and return its path.

    Messages of exceptions are left out, because they can quote the user's files. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"crash-{os.getpid()}.log"
    lines = [f"Python {sys.version.split()[0]} on {sys.platform}\n"]
    for cause in _causes(error):
        lines += f"{type(cause).__module__}.{type(cause).__qualname__}\n", *traceback.format_tb(cause.__traceback__)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and its causes. For an error of a Textual worker, the error inside it instead."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        inner = getattr(cause, "error", None)  # Textual's WorkerFailed
        if isinstance(inner, BaseException):
            cause = inner
            continue
        yield cause
        cause = cause.__cause__ or cause.__context__
