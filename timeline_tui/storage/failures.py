"""An error of the program itself: one line for the reader, and a log that holds nothing of what was read."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_log_path

FAILED = 70
"""The exit code: EX_SOFTWARE of sysexits.h."""


def report(error: BaseException) -> int:
    """Tell the reader in one line, keep the details in the user's log folder, and return the exit code."""
    error = next(_causes(error))
    if sys.stderr is not None:
        sys.stderr.write(f"timeline-tui: an error of the program ({type(error).__name__}); {kept_details(error)}\n")
    return FAILED


def kept_details(error: BaseException) -> str:
    """Keep the details in the user's log folder, and say where they are."""
    try:
        log = write_log(error, user_log_path("timeline-tui", appauthor=False))
    except OSError:
        return "the details could not be written"
    return f"the details, without your data, are in {log}"


def write_log(error: BaseException, folder: Path) -> Path:
    """Keep what is needed to mend a failure: types of exceptions and lines of code. Raises OSError.

    Messages of exceptions are left out, for they quote values.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"crash-{os.getpid()}.log"
    lines = [f"Python {sys.version.split()[0]} on {sys.platform}\n"]
    for one in _causes(error):
        lines += f"{type(one).__module__}.{type(one).__qualname__}\n", *traceback.format_tb(one.__traceback__)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error itself, and what led to it; what a worker's failure is about comes in place of that."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        inner = getattr(one, "error", None)  # Textual's WorkerFailed
        if isinstance(inner, BaseException):
            one = inner
            continue
        yield one
        one = one.__cause__ or one.__context__
