"""``timeline-tui info``: print versions, terminal and folders, for a bug report.

It prints no content of a file, and ``~`` in place of the home folder, which usually contains the user's name.
"""

from __future__ import annotations

import json
import locale
import os
import platform
import shutil
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

from timeline_tui import __version__
from timeline_tui.cli import DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data
from timeline_tui.formats import outside_formats
from timeline_tui.storage.config import config_file
from timeline_tui.storage.user_folders import user_folder
from timeline_tui.text.text import clean_line

_PACKAGES = ("textual", "rich", "pyyaml", "platformdirs", "python-calamine", "duckdb", "bibtexparser", "pylatexenc")
_VARIABLES = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TMUX", "STY", "SSH_TTY", "NO_COLOR", "LANG")
_ONLY_SET = {"TMUX", "STY", "SSH_TTY"}  # variables whose value is of no use in a report


def run(options: Options) -> int:
    """Write the information to stdout."""
    info = {"versions": _versions(), "terminal": _terminal(), "paths": _paths()}
    if options.json:
        text = json.dumps(info, ensure_ascii=False, indent=2) + "\n"
    else:
        size = max(len(name) for part in info.values() for name in part)
        lines = (f"{name:{size}}  {value}\n" for part in info.values() for name, value in part.items())
        text = "".join(lines)
    write_data(text.encode())
    return DONE


def _versions() -> dict[str, str]:
    outside = ", ".join(f"{format.name} ({format.package})" for format in outside_formats())
    return {
        "timeline-tui": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": clean_line(platform.platform()),
        **{name: _version(name) for name in _PACKAGES},
        "libyaml": "yes" if _has_libyaml() else "no",
        "readers": clean_line(outside) or "only our own",
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _has_libyaml() -> bool:
    # 10 ms, and only this needs it
    import yaml

    return bool(yaml.__with_libyaml__)


def _terminal() -> dict[str, str]:
    size = shutil.get_terminal_size((0, 0))
    streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
    terminals = [name for name, stream in streams.items() if stream is not None and stream.isatty()]
    facts = {"terminal": ", ".join(terminals) or "none", "size": f"{size.columns}x{size.lines}"}
    facts["encoding"] = f"{getattr(sys.stdout, 'encoding', None)}, {locale.getpreferredencoding(False)}"
    facts.update({name: _value(name, os.environ) for name in _VARIABLES})
    return facts


def _value(name: str, variables: Mapping[str, str]) -> str:
    if name not in variables:
        return "not set"
    return "set" if name in _ONLY_SET else clean_line(variables[name]) or "empty"


def _paths() -> dict[str, str]:
    paths = {
        "program": Path(__file__).parents[1],
        "interpreter": Path(sys.executable),
        "config": config_file(),
        "state": Path(user_folder("state")),
        "cache": Path(user_folder("cache")),
        "log": platformdirs.user_log_path("timeline-tui", appauthor=False),
    }
    return {name: _shown(path) + ("" if os.path.exists(path) else " (does not exist)") for name, path in paths.items()}


def _shown(path: Path) -> str:
    """The path, with ``~`` in place of the home folder."""
    home = Path(os.path.expanduser("~"))  # Path.home() fails for a user without a home folder
    return clean_line(str(Path("~", path.relative_to(home)) if path.is_relative_to(home) else path))
