"""Reading the files of a session again, and why that failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.model.problems import Extent, Problem
from timeline_tui.storage.failures import write_details
from timeline_tui.storage.inputs import Loaded, find_inputs, shown_name
from timeline_tui.text.text import shorten

_SHOWN = 60  # cells of a fault


def read_all(paths: Sequence[str], options: ReadOptions, progress: Callable[[float], object], *, keep: bool) -> Loaded:
    """Read all files of ``paths``. Another process reads large ones, so that the screen does not wait.

    ``progress`` gets the part of large files that is read so far. ``keep``: they may be saved in the cache. Raises
    LoadError.
    """
    inputs = find_inputs(paths)
    if not inputs.large:
        # 1 ms, and the first screen does not need it
        from timeline_tui.storage.files import load_timeline

        return load_timeline(paths, options, inputs=inputs)
    # 9 ms, and the first screen of a file in the cache does not need it
    from timeline_tui.storage.opening.opening import Opening

    progress(0)
    loaded = None
    for step in Opening(paths, inputs, options, keep=keep).steps:
        progress(step.fraction)
        loaded = step.loaded
    assert loaded is not None  # the last step has all events
    return loaded


def in_words(faults: Sequence[Problem], files: Sequence[str]) -> str:
    """Why a reload of these files failed, in a few words."""
    # 1 ms, and only a file with faults needs it
    from timeline_tui.storage.file_bytes import MISSING

    missing = [problem.file for problem in faults if not problem.line and problem.message == MISSING]
    if missing:
        return f"{os.path.basename(missing[0])} is gone"
    first = next((problem for problem in faults if problem.severity == "error"), None)
    if first and not first.line and not faults[0].line:  # it was not read at all
        return f"{os.path.basename(first.file)}: {first.message}"
    if first and first.line:
        place = f"line {first.line}" if len(files) == 1 else f"{os.path.basename(first.file)}:{first.line}"
        return f"The file has errors now ({place}: {shorten(first.message.partition('; ')[0], _SHOWN)})"
    return "The file has errors now"


def lose_events(old: Loaded, new: Loaded) -> bool:
    """Whether a new fault cuts the reading short, or one of several files has a new fault and no events left."""
    errors = _errors(new) - _errors(old)
    if not errors or new.extent is Extent.STOPPED:
        return bool(errors)
    faulty = {file for file, _ in errors} & {event.file for event in old.timeline.events}
    return bool(faulty) and not faulty <= {event.file for event in new.timeline.events}


def _errors(loaded: Loaded) -> set[tuple[str, str]]:
    """The errors that can cut a file short: each file with the message, without the place, which every edit moves."""
    return {(problem.file, problem.message) for problem in loaded.problems if problem.severity == "error"}


def of_program(paths: Sequence[str], error: Exception) -> Problem:
    """The problem for a bug of the program. The details are written to a log."""
    file = shown_name(paths[0]) if paths else "the timeline"
    return Problem(
        file, 0, 0, f"reading it again failed: an error of the program ({type(error).__name__})", write_details(error)
    )
