"""The command line's words: each command with its options, declared once, and how they are read where they are plain.

:mod:`timeline_tui.usage` makes parsers of the same declarations. They answer ``--help`` and what is wrong; a plain
command does not wait for them, for argparse takes longer to import and to set up than most of them take in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from timeline_tui.formats import FORMATS, GRID_ROWS, VIEWS
from timeline_tui.frozen import Frozen

DONE, BAD, USAGE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes."""


class Options:
    """What a command is told. What it is not told is as it stands here."""

    files: Sequence[str] = ()
    source: str | None = None
    query: str | None = None
    view: str | None = None
    theme: str | None = None
    no_watch: bool = False
    no_cache: bool = False
    format: str | None = None
    shape: str | None = None
    rows: str | None = None
    output: str | None = None
    force: bool = False
    raw_cells: bool = False
    lenient: bool = False
    json: bool = False
    strict: bool = False


class Option(Frozen):
    """One of a command's options: its ``flags``, and the name in Options that its value is kept under.

    ``metavar`` is what the help calls the value; a switch, which is on or off, has none.
    """

    flags: tuple[str, ...]
    name: str
    metavar: str
    help: str
    choices: tuple[str, ...] = ()


class Command(Frozen):
    """A command by its ``name``; the one without a name opens the screen. ``epilog`` ends its help."""

    name: str
    description: str
    takes_files: bool = True
    options: tuple[Option, ...] = ()
    epilog: str = ""


_OTHER_COMMANDS = """other commands (timeline-tui COMMAND --help):
  export    write the timeline, or what a query leaves of it, as text or another format
  validate  list everything that is wrong in a file, by line
  schema    print the JSON Schema of the file format
  formats   list what can be read and written

A file with the name of a command: ./export"""

_CHECKS = """Errors are what is lost when the file is read. Warnings are what is kept but
looks like a slip, and what an editor would ask: events without a source,
sources that nothing cites, quotes without speaker or source, approximate dates
without a date_note, events and names that may be the same twice. A name comes
with the line for “aliases” that settles it. That an event rests on a single
source is a note: it is listed, and never counts against the file.

Exit code 1: errors; with --strict, errors or warnings."""

_READABLE = tuple(format.name for format in FORMATS if format.reads)
_WRITABLE = tuple(format.name for format in FORMATS if format.writes)

FILES = Option((), "files", "FILE", "a timeline; - is standard input; by default the bundled one")
"""What the commands that take files take."""

_FROM = Option(("--from",), "source", "FORMAT", f"{', '.join(_READABLE)}; by default its ending says", _READABLE)
_QUERY = (
    Option(("-q", "--query"), "query", "QUERY", "only what this finds, as in the query bar; '' is everything"),
    Option(("--view",), "view", "NAME", "only what this view of the file finds"),
)
_OPEN = Command(
    "",
    "Explore a sourced chronology in the terminal. Without FILE: the week around the G7 summit of 2024.",
    options=(
        _FROM,
        *_QUERY,
        Option(("--theme",), "theme", "NAME", "colours; Ctrl+P, Theme shows them all"),
        Option(("--no-watch",), "no_watch", "", "do not read files again when they change"),
        Option(
            ("--no-cache",),
            "no_cache",
            "",
            "read large files anew, and keep nothing to open them faster next time",
        ),
    ),
    epilog=_OTHER_COMMANDS,
)
_EXPORT = Command(
    "export",
    "Write a timeline, or what a query leaves of it.",
    options=(
        _FROM,
        *_QUERY,
        Option(
            ("-f", "--format"),
            "format",
            "FORMAT",
            f"{', '.join(_WRITABLE)}; by default what the ending of PATH says, or text",
            _WRITABLE,
        ),
        Option(("--as",), "shape", "VIEW", "quotes, sources or grid, instead of the events", VIEWS),
        Option(
            ("--rows",), "rows", "FIELD", f"rows of the grid: {', '.join(GRID_ROWS)}; country by default", GRID_ROWS
        ),
        Option(("-o", "--output"), "output", "PATH", "the file to write; by default stdout"),
        Option(("--force",), "force", "", "replace PATH if it exists"),
        Option(
            ("--raw-cells",),
            "raw_cells",
            "",
            "in CSV, no apostrophe before cells that a spreadsheet would run as formulas (=, +, -, @)",
        ),
        Option(("--lenient",), "lenient", "", "write what is sound, in spite of faults in the files"),
    ),
)
_VALIDATE = Command(
    "validate",
    "List everything that is wrong in a file, by line, and what wants a second look.",
    options=(
        _FROM,
        Option(("--json",), "json", "", "one JSON object for each finding"),
        Option(("--strict",), "strict", "", "warnings count as errors; notes never do"),
    ),
    epilog=_CHECKS,
)
_SCHEMA = Command("schema", "Print the JSON Schema (2020-12) of the file format.", takes_files=False)
_FORMATS = Command("formats", "List what can be read and written.", takes_files=False)

COMMANDS: Mapping[str, Command] = {each.name: each for each in (_OPEN, _EXPORT, _VALIDATE, _SCHEMA, _FORMATS)}
"""Every command by its name."""


def read_plain(command: Command, words: Sequence[str]) -> Options | None:
    """What ``words`` tell ``command``; None if anything is not plain: then ``usage`` knows what it means, if it does.

    Plain are files one behind the other, flags written out, and values that look like no flag.
    """
    options = Options()
    files: list[str] = []
    by_flag = {flag: option for option in command.options for flag in option.flags}
    rest = iter(words)
    told = False  # something after the last file
    for word in rest:
        if not _is_flag(word):
            if not command.takes_files or (files and told):
                return None
            files.append(word)
            told = False
            continue
        told = True
        option = by_flag.get(word)
        value = option and _value(option, rest)
        if option is None or value is None:
            return None
        setattr(options, option.name, value)
    if command.takes_files:
        options.files = files
    return options


def _is_flag(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _value(option: Option, rest: Iterator[str]) -> str | bool | None:
    """The value of an option, taken from ``rest``; None if there is none that it can have."""
    if not option.metavar:
        return True
    value = next(rest, "--")
    fits = not _is_flag(value) and (not option.choices or value in option.choices)
    return value if fits else None
