"""Keeping what a command has read of large files, for the next time, without making the command wait for it.

To write an image takes twice as long as to read the file (7 s and 3.5 s for 8 MB), so a process in the background does
it, as ``git gc --auto`` does. It has no terminal and no standard streams, and ends when the image is written.
"""

from __future__ import annotations

import os
from contextlib import suppress

from timeline_tui.index.index import Index
from timeline_tui.storage.inputs import Inputs, Loaded
from timeline_tui.storage.opening.cache import Cache, cache_key

_NICENESS = 10  # added to that of the command


def keep(inputs: Inputs, format: str | None, loaded: Loaded) -> None:
    """Keep what was read of ``inputs`` in the cache, unless reading stopped early.

    To be called when the command has written its data. Where processes cannot fork (Windows) it waits for the image.
    """
    made_of = cache_key(inputs, format)
    if made_of is None or not loaded.whole:
        return
    if not hasattr(os, "fork"):
        Cache().save(made_of, Index(loaded.timeline), loaded.problems)
        return
    with suppress(OSError):  # no more processes: nothing is kept
        if os.fork() == 0:
            try:
                _detach()
                Cache().save(made_of, Index(loaded.timeline), loaded.problems)
            finally:
                os._exit(0)  # nothing that the command would do at its end


def _detach() -> None:
    """Leave the terminal and the standard streams: who reads our output sees its end when the command ends."""
    os.setsid()
    os.nice(_NICENESS)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
