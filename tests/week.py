"""The bundled timeline, which many tests look at."""

from __future__ import annotations

from functools import cache

from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Loaded


@cache
def bundled() -> Loaded:
    """The bundled timeline, read once."""
    return load_timeline([])
