"""Reading the files that a command is about."""

from __future__ import annotations

from timeline_tui.commands.options import Options
from timeline_tui.storage.inputs import Inputs, Loaded, look_at


def load_files(options: Options, inputs: Inputs | None = None) -> Loaded:
    """Read the files. Raises LoadError when nothing of them can be used."""
    from timeline_tui.storage.files import load  # a large file that the cache has needs no reader

    return load(options.files, options.source, inputs=inputs)


def load_kept(options: Options) -> Loaded:
    """The files, large ones from the cache if it has them. Raises LoadError, and later DamagedError."""
    inputs = look_at(options.files)
    if inputs.large and not options.no_cache:
        from timeline_tui.storage.cache import Cache

        kept = Cache().load(inputs, options.source)
        if kept:
            return kept
    return load_files(options, inputs)
