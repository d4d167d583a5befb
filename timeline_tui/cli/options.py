"""The options of the command line as attributes."""

from __future__ import annotations

from argparse import Namespace


class Options(Namespace):
    """What the parser sets. A command has ``files``, if it takes some, and the options that it declares."""

    files: list[str]
    source: str | None
    """The format that the files are in; None: each file's ending and content decide."""
    query: str | None
    view: str | None
    theme: str | None
    no_watch: bool
    no_cache: bool
    format: str | None
    shape: str | None
    """Which view of the events is exported instead of the events: quotes, sources or grid."""
    rows: str | None
    output: str | None
    force: bool
    raw_cells: bool
    lenient: bool
    json: bool
    strict: bool
