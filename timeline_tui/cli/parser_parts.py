"""Parts that the parsers of several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from timeline_tui.cli.options import Formatter, Parser
from timeline_tui.formats import FORMATS, VIEWS, outside_formats

READABLE = [format.name for format in FORMATS if format.reads]
"""The names of the formats that can be read."""


def make_parser(name: str, summary: str, examples: str, after: str = "", *, words: str = "[FILE ...]") -> Parser:
    """A parser whose help text has the usage, ``summary``, ``examples``, the options and ``after``.

    ``words`` are the positional arguments in the usage.
    """
    prog = f"timeline-tui {name}".rstrip()
    return Parser(
        prog=prog,
        usage=f"{prog} {words} [options]".replace("  ", " "),
        description=f"{summary}\n\n{examples}",
        epilog=after,
        formatter_class=Formatter,
        allow_abbrev=False,
    )


def add_files(parser: Parser) -> None:
    """Add the files, and the options for reading them."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="timeline file(s) or folder(s), `file.xlsx#Sheet`; `-` for standard input; default: the bundled example",
    )
    add_reading(parser)


def add_reading(parser: Parser) -> None:
    """Add the options for reading files."""
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FORMAT",
        type=_readable,
        help=f"{', '.join(READABLE)}, or a reader that `formats` lists; default: detected from the file's ending and "
        "content",
    )
    parser.add_argument(
        "--columns",
        metavar="MEANINGS",
        type=_meanings,
        help="what columns or keys mean: 'date=Event Date, title=What, sources=Link'; default: guessed from "
        "headings and values",
    )
    parser.add_argument(
        "--dates",
        metavar="ORDER",
        choices=("dmy", "mdy", "ymd"),
        help="whether day (dmy) or month (mdy) is first in 5/6/2024, or the year (ymd) in 05-06-07; default: "
        "decided by the other rows",
    )
    parser.add_argument(
        "--sources",
        metavar="FILE",
        help="a bibliography with sources that the events cite by key: CSL-JSON (.json), BibTeX (.bib) or RIS (.ris)",
    )


def _readable(name: str) -> str:
    """``name``, if a format with this name can be read. Raises ArgumentTypeError, which argparse reports."""
    if name not in READABLE:
        readable = [*READABLE, *(format.name for format in outside_formats())]
        if name not in readable:
            raise argparse.ArgumentTypeError(f"invalid choice: {name!r} (choose from {', '.join(readable)})")
    return name


def _meanings(text: str) -> str:
    """``text``, if it names meanings and columns. Raises ArgumentTypeError, which argparse reports."""
    # 2 ms, and only --columns needs it
    from timeline_tui.formats.reading.columns_option import ColumnsError, parse_columns

    try:
        parse_columns(text)
    except ColumnsError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def add_selection(parser: Parser) -> None:
    """Add the options that choose events."""
    parser.add_argument(
        "-q",
        "--query",
        metavar="QUERY",
        help="only the events that this query finds, as in the query bar; '' finds all",
    )
    parser.add_argument("--view", metavar="NAME", help="only the events of this view, from the file or saved by you")


def add_view(parser: Parser) -> None:
    """Add the options that write a screen instead of the events."""
    # 0.5 ms, and --help does not need it
    from timeline_tui.query.query_fields import GRID_ROWS

    parser.add_argument(
        "--as",
        dest="shape",
        metavar="SCREEN",
        choices=VIEWS,
        help="write quotes, sources, disputes or grid instead of the events",
    )
    parser.add_argument(
        "--rows", metavar="FIELD", choices=GRID_ROWS, help=f"rows of the grid: {', '.join(GRID_ROWS)}; default: country"
    )


def add_format(parser: Parser, names: Sequence[str]) -> None:
    """Add the option for the format that is written, one of ``names``."""
    parser.add_argument(
        "-f",
        "--format",
        metavar="FORMAT",
        choices=names,
        help=f"{', '.join(names)}; default: from the ending of PATH, else text",
    )


def add_output(parser: Parser) -> None:
    """Add the options for the output."""
    parser.add_argument("-o", "--output", metavar="PATH", help="the file to write; default: standard output")
    parser.add_argument("--force", action="store_true", help="replace PATH if it exists")
    parser.add_argument(
        "--raw-cells",
        action="store_true",
        help="in CSV, add no apostrophe to cells that a spreadsheet would run as formulas (=, +, -, @)",
    )
    parser.add_argument(
        "--lenient", action="store_true", help="write the events without errors, even if the files have errors"
    )


def add_judgements(parser: Parser) -> None:
    """Add the options that state which events of two timelines are the same."""
    parser.add_argument(
        "--pair", metavar="ID=ID", action="append", help="these two events are the same; may be given several times"
    )
    parser.add_argument(
        "--apart",
        metavar="ID=ID",
        action="append",
        help="these two events are not the same; may be given several times",
    )
    parser.add_argument(
        "--judgements", metavar="FILE", help="a YAML file with such decisions, under the keys pairs and apart"
    )
    parser.add_argument("--keep", action="store_true", help="add the decisions to that file")


def add_screen(parser: Parser) -> None:
    """Add the options of the screen."""
    parser.add_argument(
        "--theme",
        metavar="NAME",
        help="colours, for this session. Otherwise: the theme in "
        "config.yaml, else the one you chose last (Ctrl+P, Theme)",
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="words in place of marks; no boxes, bars or tints: for screen readers and braille displays",
    )
    parser.add_argument("--no-watch", action="store_true", help="do not reload files when they change")


def add_open(parser: Parser, what: str) -> None:
    """Add the option that shows a comparison on the screen, and the options of the screen."""
    parser.add_argument("--open", action="store_true", help=f"show {what} on the screen; without a terminal: as text")
    add_screen(parser)


def add_no_cache(parser: Parser) -> None:
    """Add the option that turns the cache off."""
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="read large files again, and do not keep them in the cache for the next start",
    )
