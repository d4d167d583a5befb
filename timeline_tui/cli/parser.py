"""The parser of each command: its options and its help text."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from timeline_tui import __version__
from timeline_tui.cli.options import Formatter, Parser
from timeline_tui.formats import FORMATS, VIEWS, outside_formats

_READABLE = [format.name for format in FORMATS if format.reads]
_WRITABLE = [format.name for format in FORMATS if format.writes]


def parser_of(name: str) -> Parser:
    """The parser of a command; the name is empty for the screen."""
    return COMMANDS[name](name)


def _parser(name: str, summary: str, examples: str, after: str = "") -> Parser:
    """A parser with a help text of the usage, ``summary``, ``examples``, the options and ``after``."""
    prog = f"timeline-tui {name}".rstrip()
    return Parser(
        prog=prog,
        usage=f"{prog} {_FILES.get(name, '[FILE ...]')} [options]".replace("  ", " "),
        description=f"{summary}\n\n{examples}",
        epilog=after,
        formatter_class=Formatter,
        allow_abbrev=False,
    )


def _open(name: str) -> Parser:
    parser = _parser(
        name,
        "Explore a sourced chronology in the terminal. Without FILE: the week around the G7 summit of 2024.",
        """examples:
  timeline-tui                                    the bundled week
  timeline-tui my-events.yaml more.csv            your files, as one timeline
  timeline-tui notes/                             all timelines and notes in a folder
  timeline-tui my-events.yaml -q 'country:Japan'  only the events of Japan
  some-command | timeline-tui -                   from a pipe""",
        """other commands (timeline-tui COMMAND --help):
  new       write an example of a timeline to a new file, and open it
  export    write the timeline, or the events that a query finds, in any format
  validate  list all errors and doubtful points of a file, by line
  columns   show how the columns of a sheet are understood
  schema    print the JSON Schema of the file format
  formats   list the formats that can be read and written

To open a file with the name of a command, write ./NAME, for example ./export.""",
    )
    _add_files(parser)
    _add_selection(parser)
    parser.add_argument(
        "--fresh", action="store_true", help="forget the query, event and screen at which you left these files"
    )
    parser.add_argument(
        "--theme",
        metavar="NAME",
        help="colours, for this session. Otherwise: the theme in "
        "config.yaml, else the one you chose last (Ctrl+P, Theme)",
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="words in place of marks, no boxes, bars and tints: for screen readers and braille displays",
    )
    parser.add_argument("--wait", action="store_true", help="if a file does not exist, wait until it does")
    parser.add_argument("--no-watch", action="store_true", help="do not reload files when they change")
    _add_no_cache(parser)
    parser.add_argument("--version", action="version", version=f"timeline-tui {__version__}")
    return parser


def _new(name: str) -> Parser:
    parser = _parser(
        name,
        "Write an example of a timeline to a new file, and open it.",
        """examples:
  timeline-tui new my-events.yaml        three invented events, to be replaced in an editor
  timeline-tui new notes/strike.yaml     in another folder, which exists
  timeline-tui new ~/timelines/1848.yml  the ending is .yaml or .yml""",
        """The file is not overwritten if it exists. The schema is written beside it, to
timeline.schema.json: with it, many editors complete and check what you write.
While the program is open, it shows each change as soon as the file is saved.""",
    )
    parser.add_argument("files", nargs=1, metavar="FILE", help="the file to write")
    return parser


def _export(name: str) -> Parser:
    parser = _parser(
        name,
        "Write a timeline, or the events of it that a query finds.",
        """examples:
  timeline-tui export my-events.yaml -q 'country:Japan -topic:oil'  text, to the terminal
  timeline-tui export my-events.yaml --view Disputed -o page.html   the ending names the format
  timeline-tui export my-events.yaml --as grid -f csv               countries against days""",
    )
    _add_files(parser)
    _add_selection(parser)
    parser.add_argument(
        "-f",
        "--format",
        metavar="FORMAT",
        choices=_WRITABLE,
        help=f"{', '.join(_WRITABLE)}; default: from the ending of PATH, else text",
    )
    _add_view(parser)
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
    _add_no_cache(parser)
    return parser


def _validate(name: str) -> Parser:
    parser = _parser(
        name,
        "List all errors of a file by line, and the points that an editor would check.",
        """examples:
  timeline-tui validate my-events.yaml            errors, warnings and notes, by line
  timeline-tui validate my-events.yaml --strict   exit code 1 for warnings too
  timeline-tui validate my-events.yaml --json     for other programs""",
        """An error means that data is lost when the file is read. A warning means that a
value looks like a mistake, or that an editor would check it: an event without a
source, a source that nothing cites, a quote without speaker or source, an
approximate date without a date_note, an event or a name that may occur twice.
For such names, the hint is the line to add to “aliases”. An event with a single
source is a note: it is listed, but it does not change the exit code.

Exit code 1: errors; with --strict, errors or warnings.""",
    )
    _add_files(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object for each finding")
    parser.add_argument("--strict", action="store_true", help="exit with 1 for warnings too, but not for notes")
    _add_no_cache(parser)
    return parser


def _columns(name: str) -> Parser:
    parser = _parser(
        name,
        "Show how each column of a sheet, or each key of YAML and JSON, is understood, and why.",
        """examples:
  timeline-tui columns sheet.csv                       column, meaning, why, three values
  timeline-tui columns sheet.csv --columns 'date=Day'  what an option changes
  timeline-tui columns events.json                     the keys of its events
  timeline-tui columns sheet.csv --forget              forget the choices made in the app""",
        """A choice made in the app (C) is kept for the file, and for files with the same
headings or keys. Options take precedence.""",
    )
    _add_files(parser)
    parser.add_argument(
        "--forget", action="store_true", help="forget the choices made in the app for these files and their headings"
    )
    return parser


def _schema(name: str) -> Parser:
    return _parser(
        name,
        "Print the JSON Schema (2020-12) of the file format.",
        """example:
  timeline-tui schema > timeline.schema.json   for an editor that checks while you write""",
    )


def _formats(name: str) -> Parser:
    return _parser(
        name,
        "List the formats that can be read and written.",
        """example:
  timeline-tui formats   which endings are read, and what -f and --from accept""",
    )


COMMANDS: Mapping[str, Callable[[str], Parser]] = {
    "": _open,
    "new": _new,
    "export": _export,
    "validate": _validate,
    "schema": _schema,
    "columns": _columns,
    "formats": _formats,
}
"""The function that makes the parser of each command; the empty name is the screen."""
_FILES = {"new": "FILE", "schema": "", "formats": ""}  # other commands take any number of files


def _add_files(parser: Parser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="timeline file(s) or folder(s), `file.xlsx#Sheet`; `-` for standard input; default: the bundled example",
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FORMAT",
        type=_readable,
        help=f"{', '.join(_READABLE)}, or a reader that `formats` lists; default: found from the file's ending and "
        "content",
    )
    parser.add_argument(
        "--columns",
        metavar="MEANINGS",
        type=_meanings,
        help="what columns or keys mean: 'date=Event Date, title=What, sources=Link'; default: found by headings and "
        "values",
    )
    parser.add_argument(
        "--dates",
        metavar="ORDER",
        choices=("dmy", "mdy"),
        help="whether 5/6/2024 has the day first (dmy) or the month (mdy); default: as other rows show",
    )
    parser.add_argument(
        "--sources",
        metavar="FILE",
        help="a bibliography with sources that the events cite by key: CSL-JSON (.json), BibTeX (.bib) or RIS (.ris)",
    )


def _readable(name: str) -> str:
    """``name``, if it is that of a format that can be read. Raises ArgumentTypeError, which argparse reports."""
    if name not in _READABLE:
        readable = [*_READABLE, *(format.name for format in outside_formats())]
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


def _add_selection(parser: Parser) -> None:
    parser.add_argument(
        "-q",
        "--query",
        metavar="QUERY",
        help="only the events that this query finds, as in the query bar; '' finds all",
    )
    parser.add_argument("--view", metavar="NAME", help="only the events of this view, from the file or saved by you")


def _add_view(parser: Parser) -> None:
    # 0.5 ms, and --help does not need it
    from timeline_tui.query.query_fields import GRID_ROWS

    parser.add_argument(
        "--as",
        dest="shape",
        metavar="SCREEN",
        choices=VIEWS,
        help="write quotes, sources or grid instead of the events",
    )
    parser.add_argument(
        "--rows",
        metavar="FIELD",
        choices=GRID_ROWS,
        help=f"rows of the grid: {', '.join(GRID_ROWS)}; default: country",
    )


def _add_no_cache(parser: Parser) -> None:
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="read large files again, and save nothing to open them faster next time",
    )
