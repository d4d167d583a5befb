"""``timeline-tui validate --watch``: the findings again after each change of the files."""

from __future__ import annotations

import gc
import os
import select
import stat
import sys
import time
from collections.abc import Sequence

from timeline_tui.cli.findings import all_findings, write_findings
from timeline_tui.cli.loading import load_files
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data, write_message, write_problems
from timeline_tui.model.problems import LoadError, Problem, UsageError
from timeline_tui.storage.inputs import Watcher, find_inputs
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
    watcher, found = _read(options)
    code = write_findings(options, *found)
    write_message("Watching for changes; Ctrl+C ends")
    while _waits(POLL_SECONDS):
        if not watcher.poll():
            continue
        before = found
        watcher, found = _read(options)
        gc.collect()  # `main` has disabled it
        if found != before:
            if not options.json:
                write_data(f"── {time.strftime('%H:%M:%S')} ──\n\n".encode())
            code = write_findings(options, *found)
    return code


def _read(options: Options) -> tuple[Watcher, tuple[Sequence[Problem], int]]:
    """Read the files: a watcher for changes since then, and the findings with the number of events."""
    inputs = find_inputs(options.files)
    try:
        loaded = load_files(options, inputs)
    except LoadError as error:
        return Watcher(inputs.files, inputs.seen), (error.problems, 0)
    return Watcher(loaded.all_files, loaded.all_seen), all_findings(loaded)


def _waits(seconds: float) -> bool:
    """Wait; returns at once, and false, if standard input has ended: whatever started this program is gone.

    Only a terminal, a pipe or a socket can end; the null device is at its end from the beginning.
    """
    try:
        if sys.platform == "win32" or not _can_end():
            time.sleep(seconds)
            return True
        if not select.select([0], [], [], seconds)[0]:
            return True
        return bool(os.read(0, 4096))  # what is typed is ignored
    except OSError:  # the terminal is gone
        return False


if sys.platform != "win32":

    def _can_end() -> bool:
        if os.isatty(0):
            return os.tcgetpgrp(0) == os.getpgrp()  # in the background, reading would stop the process
        mode = os.fstat(0).st_mode
        return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
