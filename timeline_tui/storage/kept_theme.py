"""The theme that the user chose last, by name, in the file ``theme`` of the user's folder for state."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.model.problems import Problem
from timeline_tui.storage.user_folders import user_folder
from timeline_tui.text.text import clean_line

_LONGEST = 100  # bytes of a name


def theme_file() -> Path:
    """The path of the file, whether it exists or not."""
    return Path(user_folder("state")) / "theme"


def kept_theme() -> str:
    """The name of the theme, clean and on one line; "" if none is kept, or if the file cannot be read."""
    try:
        with theme_file().open("rb") as file:
            return clean_line(file.read(_LONGEST).decode(errors="replace")).strip()
    except OSError:
        return ""


def keep_theme(name: str) -> Problem | None:
    """Keep the name of a theme. Returns the problem if it cannot be written."""
    # 6 ms, and few sessions change the theme
    from timeline_tui.storage.writing import WriteError, write_atomic

    path = theme_file()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomic(path, f"{name}\n".encode(), overwrite=True, mode=0o600)
    except (OSError, WriteError) as error:
        message = error.message if isinstance(error, WriteError) else clean_line(error.strerror or str(error))
        return Problem(
            clean_line(str(path)), 0, 0, message, "the theme lasts for this session only", severity="warning"
        )
    return None
