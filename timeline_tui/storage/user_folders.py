"""The user's folders for this program, the same as platformdirs gives."""

from __future__ import annotations

import os
import sys
from typing import Literal

_ON_LINUX = {
    "cache": ("XDG_CACHE_HOME", "~/.cache"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "state": ("XDG_STATE_HOME", "~/.local/state"),
}


def user_folder(kind: Literal["cache", "config", "state"]) -> str:
    """The user's folder for the cache, the settings, or the state: stars, views, choices. It may not exist yet."""
    variable, default = _ON_LINUX[kind]
    home = os.environ.get(variable) or os.path.expanduser(default)
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ and os.path.isabs(home):
        return os.path.join(home, "timeline-tui")
    # 26 ms, more than the export of a query takes
    import platformdirs

    folder: str = getattr(platformdirs, f"user_{kind}_dir")("timeline-tui", appauthor=False)
    return folder


def choices_file() -> str:
    """The path of the file with the user's choices for sheets, see `remembered.py`. It may not exist yet."""
    return os.path.join(user_folder("state"), "columns.json")


def is_missing(path: str) -> bool:
    """Whether there is certainly no such file. If it may be there but cannot be looked at, reading it says why."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
