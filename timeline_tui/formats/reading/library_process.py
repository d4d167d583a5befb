"""Processes that call a library which a hostile or unusual file can abort: their start, limits and messages.

Such a process writes JSON to standard output, one value per line.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any


def run_alone(module: str, argument: str) -> list[str]:
    """The command of a process that calls ``main(argument)`` of a module."""
    # The default sys.path has the current folder, in which a hostile file may have the name of a module.
    code = f"import sys; sys.path[:] = {sys.path!r}; from {module} import main; main({argument!r})"
    return [sys.executable, "-c", code]


def limit(memory: int, seconds: int) -> None:
    """Limit this process to bytes of address space and seconds of CPU time, where the system can."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def send(message: Any) -> None:
    """Send one message."""
    sys.stdout.write(json.dumps(message) + "\n")
