"""The command line's words: one parser a command. ``--help`` and the README's table follow them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import NoReturn

from timeline_tui import __version__
from timeline_tui.formats import FORMATS, GRID_ROWS, VIEWS

DONE, BAD, USAGE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes."""

_COMMANDS_HELP = """other commands (timeline-tui COMMAND --help):
  export    write the timeline, or what a query leaves of it, as text or another format
  validate  list everything that is wrong in a file, by line
  schema    print the JSON Schema of the file format
  formats   list what can be read and written

A file with the name of a command: ./export"""

_CHECKS_HELP = """Errors are what is lost when the file is read. Warnings are what is kept but
looks like a slip, and what an editor would ask: events without a source,
sources that nothing cites, quotes without speaker or source, approximate dates
without a date_note, events and names that may be the same twice. A name comes
with the line for “aliases” that settles it. That an event rests on a single
source is a note: it is listed, and never counts against the file.

Exit code 1: errors; with --strict, errors or warnings."""


class WrongUsage(Exception):  # noqa: N818  # it tells what the user did; nothing failed
    """Lines for stderr, which quote arguments as they are."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUsage(f"{self.format_usage()}{self.prog}: error: {message}\n")


def _parser(name: str, description: str, epilog: str = "") -> argparse.ArgumentParser:
    return _Parser(
        prog=f"timeline-tui {name}".rstrip(),
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def opening() -> argparse.ArgumentParser:
    """``timeline-tui [FILE...]``"""
    parser = _parser(
        "",
        "Explore a sourced chronology in the terminal. Without FILE: the week around the G7 summit of 2024.",
        _COMMANDS_HELP,
    )
    _add_files(parser)
    _add_query(parser)
    parser.add_argument("--theme", metavar="NAME", help="colours; Ctrl+P, Theme shows them all")
    parser.add_argument("--no-watch", action="store_true", help="do not read files again when they change")
    parser.add_argument(
        "--no-cache", action="store_true", help="read large files anew, and keep nothing to open them faster next time"
    )
    parser.add_argument("--version", action="version", version=f"timeline-tui {__version__}")
    return parser


def export() -> argparse.ArgumentParser:
    """``timeline-tui export``"""
    parser = _parser("export", "Write a timeline, or what a query leaves of it.")
    _add_files(parser)
    _add_query(parser)
    names = [format.name for format in FORMATS if format.writes]
    chosen = "by default what the ending of PATH says, or text"
    parser.add_argument("-f", "--format", metavar="FORMAT", choices=names, help=f"{', '.join(names)}; {chosen}")
    parser.add_argument(
        "--as", dest="shape", metavar="VIEW", choices=VIEWS, help="quotes, sources or grid, instead of the events"
    )
    parser.add_argument(
        "--rows",
        metavar="FIELD",
        choices=GRID_ROWS,
        help=f"rows of the grid: {', '.join(GRID_ROWS)}; country by default",
    )
    parser.add_argument("-o", "--output", metavar="PATH", help="the file to write; by default stdout")
    parser.add_argument("--force", action="store_true", help="replace PATH if it exists")
    parser.add_argument(
        "--raw-cells",
        action="store_true",
        help="in CSV, no apostrophe before cells that a spreadsheet would run as formulas (=, +, -, @)",
    )
    parser.add_argument("--lenient", action="store_true", help="write what is sound, in spite of faults in the files")
    return parser


def validate() -> argparse.ArgumentParser:
    """``timeline-tui validate``"""
    parser = _parser(
        "validate", "List everything that is wrong in a file, by line, and what wants a second look.", _CHECKS_HELP
    )
    _add_files(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object for each finding")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors; notes never do")
    return parser


def schema() -> argparse.ArgumentParser:
    """``timeline-tui schema``"""
    return _parser("schema", "Print the JSON Schema (2020-12) of the file format.")


def formats() -> argparse.ArgumentParser:
    """``timeline-tui formats``"""
    return _parser("formats", "List what can be read and written.")


PARSERS: Mapping[str, Callable[[], argparse.ArgumentParser]] = {
    "": opening,
    "export": export,
    "validate": validate,
    "schema": schema,
    "formats": formats,
}
"""Every command by its name; the empty one opens the screen."""


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="a timeline; - is standard input; by default the bundled one"
    )
    names = [format.name for format in FORMATS if format.reads]
    chosen = "by default its ending says"
    parser.add_argument("--from", dest="source", metavar="FORMAT", choices=names, help=f"{', '.join(names)}; {chosen}")


def _add_query(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-q", "--query", metavar="QUERY", help="only what this finds, as in the query bar; '' is everything"
    )
    parser.add_argument("--view", metavar="NAME", help="only what this view of the file finds")
