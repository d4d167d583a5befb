"""Reading the files that a command is about."""

from __future__ import annotations

from collections.abc import Callable

from timeline_tui.cli.options import Options
from timeline_tui.model.problems import DamagedError
from timeline_tui.storage.inputs import Inputs, Loaded, find_inputs


def load_files(options: Options, inputs: Inputs | None = None) -> Loaded:
    """Read the files. Raises LoadError when nothing of them can be used."""
    from timeline_tui.storage.files import load_timeline  # a large file that the cache has needs no reader

    return load_timeline(options.files, options.source, inputs=inputs)


def with_files(options: Options, use: Callable[[Loaded], int], *, from_cache: bool = True) -> int:
    """What ``use`` returns for the files. Large ones come from the cache, or are kept there afterwards.

    ``from_cache=False``: read them anew in any case. Raises LoadError when nothing of them can be used.
    """
    inputs = find_inputs(options.files)
    if not inputs.large or options.no_cache:
        return use(load_files(options, inputs))
    # 7 ms, and only large files need it
    from timeline_tui.storage.opening.cache import Cache

    kept = Cache().load(inputs, options.source) if from_cache else None
    if kept:
        try:
            return use(kept)
        except DamagedError:
            Cache().delete(inputs, options.source)
    loaded = load_files(options, inputs)
    # 7 ms, and only large files need it
    from timeline_tui.storage.opening.cache import save_in_background

    try:
        code = use(loaded)
    except Exception:  # an unknown view, say, or a closed pipe: the next command is likely to read the same
        save_in_background(inputs, options.source, loaded)
        raise
    save_in_background(inputs, options.source, loaded)
    return code
