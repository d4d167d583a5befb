"""Reading the files of a command."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import shown_progress, write_problems
from timeline_tui.model.problems import DamagedError
from timeline_tui.storage.inputs import Inputs, Loaded, find_inputs
from timeline_tui.storage.user_folders import choices_file, is_missing

_T = TypeVar("_T")

_HUGE = 100_000_000  # bytes; an export of all events of a smaller file in the cache needs 0.7 GB at most


def load_files(options: Options, inputs: Inputs) -> Loaded:
    """Read the files, and show the progress. Raises LoadError if no event can be used."""
    from timeline_tui.storage.files import load_timeline  # 1 ms, and a file in the cache does not need it

    names = ", ".join(os.path.basename(name) for name in options.files[:2]) + " …" * (len(options.files) > 2)
    with shown_progress(f"reading {names}".rstrip()) as report:
        return load_timeline(options.files, options.reading, report, inputs)


def with_files(options: Options, use: Callable[[Loaded], _T], *, from_cache: bool = True) -> _T:
    """Call ``use`` with the timeline of the files and return its result.

    Large files come from the cache, or are saved there afterwards. ``from_cache=False``: read them in any case. Raises
    LoadError if no event can be used, or if there is not enough memory.
    """
    _report_choices()
    inputs = find_inputs(options.files)
    is_cached = inputs.large and not options.no_cache
    if is_cached and from_cache:
        # 7 ms, and only large files need it
        from timeline_tui.storage.opening.cache import Cache

        kept = Cache().load(inputs, options.reading)
        if kept:
            try:
                with _limited(inputs) if inputs.size >= _HUGE else nullcontext():
                    return use(kept)
            except DamagedError:
                Cache().delete(inputs, options.reading)
    with _limited(inputs):
        loaded = load_files(options, inputs)
        return _saved(inputs, options, loaded, use) if is_cached else use(loaded)


def _limited(inputs: Inputs) -> AbstractContextManager[None]:
    # 0.8 ms, and a file in the cache seldom needs it
    from timeline_tui.storage.memory import limited

    return limited(inputs)


def _report_choices() -> None:
    """Write the problems of the file with the user's choices for sheets."""
    if is_missing(choices_file()):
        return
    # 0.6 ms, and most users have no such file
    from timeline_tui.storage.remembered import Memory

    write_problems(Memory().problems)


def _saved(inputs: Inputs, options: Options, loaded: Loaded, use: Callable[[Loaded], _T]) -> _T:
    """Call ``use``, and save what was read in the cache."""
    # 7 ms, and only large files need it
    from timeline_tui.storage.opening.cache import save_in_background

    try:
        result = use(loaded)
    except Exception:  # such as an unknown view or a closed pipe; the next command probably reads the same files
        save_in_background(inputs, options.reading, loaded)
        raise
    save_in_background(inputs, options.reading, loaded)
    return result
