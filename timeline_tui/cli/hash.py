"""``timeline-tui hash``: print the lines ``copy`` and ``sha256`` for the copy of a source."""

from __future__ import annotations

import os

from timeline_tui.cli import BAD, DONE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_data, write_message
from timeline_tui.formats.writing.dump import Plain
from timeline_tui.formats.yaml.yaml_writer import write
from timeline_tui.storage.copies import CopyError, hash_of, open_copy
from timeline_tui.text.text import clean_line


def run(options: Options) -> int:
    """Write ``copy`` and ``sha256`` of each file to stdout, with a blank line between files. BAD if one is unreadable.

    The path is relative to the folder of the timeline that ``--for`` names, else to the current one.
    """
    code, between = DONE, ""
    folder = os.path.dirname(options.timeline or "") or os.curdir
    for path in options.files:
        try:
            file, size = open_copy(path)
            with file:
                lines: dict[str, Plain] = {"copy": _relative(path, folder), "sha256": hash_of(file, size)}
        except CopyError as error:
            hint = f"\n  {error.hint}" if error.hint else ""
            write_message(f"{clean_line(path)}: {error.message}{hint}")
            code = BAD
            continue
        write_data(f"{between}{write(lines)}".encode())
        between = "\n"
    return code


def _relative(path: str, folder: str) -> str:
    """``path`` from a folder, with slashes, as all systems read it.

    From another drive, it is the absolute path.
    """
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:
        return os.path.abspath(path)
    return relative.replace(os.sep, "/")
