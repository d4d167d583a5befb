"""``timeline-tui validate --watch``: the findings again after each change of the files."""

from __future__ import annotations

import gc
import select
import sys
import time
from collections.abc import Sequence

from timeline_tui.analysis.unarchived import has_copies
from timeline_tui.cli.findings import all_findings, write_findings
from timeline_tui.cli.loading import load_files
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data, write_message, write_problems
from timeline_tui.model.problems import LoadError, Problem, UsageError
from timeline_tui.storage.inputs import Loaded, Watcher, find_inputs, fingerprint
from timeline_tui.storage.remembered import Memory

POLL_SECONDS = 0.5  # between two looks at the files


def watch(options: Options) -> int:
    """Write the findings, and again when they have changed, until standard input ends.

    Returns the exit code for the last findings. Raises KeyboardInterrupt, and UsageError if a file cannot be watched.
    """
    inputs = find_inputs(options.files)
    if len(inputs.files) < len(inputs.names):
        raise UsageError("--watch: standard input and pipes cannot be watched; name a file")
    write_problems(Memory().problems)
    watcher, findings = _read(options)
    code = write_findings(options, *findings)
    write_message("Watching for changes; Ctrl+C ends")
    while _waits(POLL_SECONDS):
        if not watcher.poll():
            continue
        before = findings
        watcher, findings = _read(options)
        gc.collect()  # `main` has disabled it
        if findings != before:
            if not options.json:
                write_data(f"── {time.strftime('%H:%M:%S')} ──\n\n".encode())
            code = write_findings(options, *findings)
    return code


def _read(options: Options) -> tuple[Watcher, tuple[Sequence[Problem], int]]:
    """Read the files: a watcher for changes since then, and the findings with the number of events."""
    inputs = find_inputs(options.files)
    try:
        loaded = load_files(options, inputs)
    except LoadError as error:
        return Watcher(inputs.files, inputs.seen), (error.problems, 0)
    copies = _copies(loaded)
    watcher = Watcher((*loaded.all_files, *copies), (*loaded.all_seen, *map(fingerprint, copies)))
    return watcher, all_findings(loaded)


def _copies(loaded: Loaded) -> list[str]:
    """The paths of the copies of sources."""
    if not has_copies(loaded.timeline):
        return []
    # 15 ms, and most timelines have no copies
    from timeline_tui.storage.copy_checks import copy_paths

    return copy_paths(loaded.timeline, loaded.files)


def _waits(seconds: float) -> bool:
    """Wait. Returns false at once if standard input has ended, because the program that started this one is gone.

    Only a terminal, a pipe or a socket can end; the null device is at its end from the beginning.
    """
    if sys.platform == "win32":
        time.sleep(seconds)
        return True
    standard_input = select.poll()
    standard_input.register(0, 0)  # An end is always reported. Nothing is read: in the background, that would stop us.
    reported = standard_input.poll(seconds * 1000)
    if reported and not reported[0][1] & select.POLLHUP:
        time.sleep(seconds)  # It is closed.
    return not (reported and reported[0][1] & select.POLLHUP)
