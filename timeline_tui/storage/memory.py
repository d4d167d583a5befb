"""Limits the memory for reading to the free memory.

Without a limit, the system may kill the process. With it, reading ends with a message.

The limit exists only on Linux.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from timeline_tui.formats import by_name
from timeline_tui.model.problems import LoadError, Problem
from timeline_tui.storage.inputs import Inputs, shown_name

_MEMORY = "/proc/meminfo"
_GROUP = "/sys/fs/cgroup"
_GROUPS = (
    ("memory.max", "memory.current", "memory.stat", "inactive_file"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "memory/memory.stat", "total_inactive_file"),
)
"""Files of a container (cgroups(7), versions 2 and 1): the limit, the bytes in use, and the cached bytes in these."""
_RESERVE = 16  # 1/16 of the free memory is left for other programs
_FACTOR = 12  # bytes of memory for each byte of a text, at most: 8 of YAML and JSON, 12 of CSV with other columns
_JSON_LINES = tuple(ending for ending in by_name("jsonl").endings if ending != ".json")
_OTHERS = (*_JSON_LINES, *by_name("workbook").endings, *by_name("parquet").endings)
"""The endings of files that need less memory, or more because they are compressed."""
_TOLD = 1_000_000  # the message states the size of files from this size on


@contextmanager
def limited(inputs: Inputs, processes: int = 1) -> Iterator[None]:
    """While the block runs, this process may use the free memory, divided by the number of ``processes``.

    Raises LoadError if that is not enough for large inputs. Small inputs have no limit.
    """
    is_small = not inputs.large and len(inputs.files) == len(inputs.names)
    free = None if is_small else free_memory()
    before = None if free is None else _set_limit((free - free // _RESERVE) // processes)
    is_enough = True
    try:
        yield
    except MemoryError:
        is_enough = False
    finally:
        if before is not None:
            _restore(before)
    if not is_enough:
        name = shown_name(inputs.names[0]) if len(inputs.names) == 1 else f"{len(inputs.names)} files"
        raise LoadError([no_room(name, inputs.size)])


def no_room(name: str, size: int) -> Problem:
    """The problem that there is not enough memory to read inputs of ``size`` bytes (0: not known), called ``name``."""
    message = "there is not enough memory to read it"
    if size >= _TOLD and not name.lower().endswith(_OTHERS):
        message += f": it has {in_bytes(size)} and may need {in_bytes(_FACTOR * size)}"
    hint = "read a part of it"
    if not name.lower().endswith(_JSON_LINES):
        hint += "; JSON lines in our shape need a sixth of the memory (timeline-tui help formats)"
    return Problem(name, 0, 0, message, hint)


def free_memory() -> int | None:
    """The bytes that this process can use without taking them from others; None if the system does not state them."""
    try:
        free = 1024 * _named(_MEMORY, "MemAvailable:", "SwapFree:")
    except (OSError, ValueError):
        return None
    for limit, used, statistics, cached in _GROUPS:
        with suppress(OSError, ValueError):  # there is no such group, or its limit is “max”
            left = _number(f"{_GROUP}/{limit}") - _number(f"{_GROUP}/{used}")
            if left < free:  # the system takes 0.1 ms to make the statistics
                free = min(free, left + _named(f"{_GROUP}/{statistics}", cached))
    return max(free, 0)


def in_bytes(number: int) -> str:
    """A number of bytes in words: 734 MB, 3.2 GB."""
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number // 1_000_000} MB"


def _set_limit(more: int) -> tuple[int, int] | None:
    """Let the private memory of this process grow by at most ``more`` bytes. Return the previous limits."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        with open("/proc/self/statm", encoding="utf-8") as file:
            own = int(file.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        given = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_DATA, (min([own + more, *given]), hard))
        return soft, hard
    return None


def _restore(limits: tuple[int, int]) -> None:
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_DATA, limits)


def _number(path: str) -> int:
    with open(path, encoding="utf-8") as file:
        return int(file.read())


def _named(path: str, *names: str) -> int:
    """The sum of the numbers after ``names`` in a file. Raises OSError, and ValueError if one is missing."""
    total, missing = 0, {*names}
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, _, rest = line.partition(" ")
            if name in missing:
                missing.discard(name)
                total += int(rest.split()[0])
                if not missing:
                    return total
    raise ValueError(", ".join(missing))
