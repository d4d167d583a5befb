"""The command line: the parser of each command, and exit codes.

Exit codes: 0 done; 1 bad data or I/O; 2 wrong usage; 70 an error of the program; 130 interrupted.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import NoReturn

from timeline_tui import __version__
from timeline_tui.cli import BAD, DONE, INTERRUPTED, USAGE
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import OutputError, discard, report, say
from timeline_tui.formats import FORMATS, VIEWS
from timeline_tui.model.problems import LoadError, UsageError
from timeline_tui.query.query_fields import GRID_ROWS
from timeline_tui.text.spelling import nearest


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; ``argv`` is without the program's name, by default ``sys.argv[1:]``.

    Raises SystemExit after ``--help``, ``--version`` and wrong options.
    """
    gc.disable()  # a command keeps most of what it makes; not looking for garbage saves 10 %
    try:
        _occupy_descriptors()
        return _run(sys.argv[1:] if argv is None else argv)
    except BrokenPipeError:  # the program that reads our output has closed it
        discard(sys.stdout)
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # no traceback: it could quote what was read
        discard(sys.stdout)
        # 14 ms, and only a bug needs it
        from timeline_tui.storage import failures

        return failures.report(error)
    finally:
        gc.freeze()  # and no search for garbage at exit, which takes as long
        gc.enable()


def _run(words: Sequence[str]) -> int:
    name = words[0] if words and words[0] in COMMANDS else ""
    try:
        if not name and words:
            _check_command(words[0])
        options = parser(name).read(words[1:] if name else words)
        run = import_module(f"timeline_tui.cli.{name or 'show'}").run  # --help needs none of them
        code: int = run(options)
        return code
    except UsageError as error:
        say(str(error))
        return USAGE
    except LoadError as error:
        report(error.problems)
        return BAD
    except OutputError as error:
        say(str(error))
        return BAD


def _check_command(word: str) -> None:
    """Raise UsageError if the first word is no file but nearly a command."""
    is_name = word.isalpha() and not os.path.lexists(word)
    near = nearest(word, filter(None, COMMANDS)) if is_name else None
    if near:
        raise UsageError(f"{word}: there is no such command or file\n  did you mean “timeline-tui {near}”?")


def _occupy_descriptors() -> None:
    """Keep files that are opened later from taking the place of a standard stream that was closed."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:  # the lowest that is free
        pass
    os.close(descriptor)


# The parser


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help of 80 columns. To ask for those of the terminal, argparse imports shutil, which takes 2 ms."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=78)


class Parser(argparse.ArgumentParser):
    """A parser whose options take values that begin with a dash, and which writes only clean text to stderr."""

    def read(self, words: Sequence[str]) -> Options:
        """The options in ``words``; what follows ``--`` is files.

        Raises SystemExit after ``--help`` and wrong options.
        """
        before, after = self._joined(words)
        options = self.parse_intermixed_args(before, Options())
        if after and not hasattr(options, "files"):
            self.error(f"unrecognized arguments: {' '.join(after)}")
        if after:
            options.files = [*options.files, *after]
        return options

    def _joined(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """The words before and after ``--``, those before with ``--query=VALUE`` in place of ``-q VALUE``.

        argparse alone takes ``-topic:oil`` for an option. A long option of this command is never a value: there the
        value was forgotten.
        """
        flags = {flag: action for action in self._actions for flag in action.option_strings}
        joined: list[str] = []
        rest = iter(words)
        for word in rest:
            if word == "--":
                break
            takes_value = word in flags and flags[word].nargs is None
            value = next(rest, None) if takes_value else None
            if value is None:
                joined.append(word)
            elif value == "--" or (value in flags and value.startswith("--")):
                self.error(f"argument {'/'.join(flags[word].option_strings)}: expected one argument")
            else:
                joined.append(f"{flags[word].option_strings[-1]}={value}")
        return joined, list(rest)

    def error(self, message: str) -> NoReturn:
        """Exit with USAGE after saying how the command is used and what is wrong."""
        say(f"{self.format_usage()}{self.prog}: error: {message}")
        raise SystemExit(USAGE)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Exit; a closed pipe is noticed now, not by Python at its exit."""
        if sys.stdout is not None:
            sys.stdout.flush()
        super().exit(status, message)


_READABLE = [format.name for format in FORMATS if format.reads]
_WRITABLE = [format.name for format in FORMATS if format.writes]


def parser(name: str) -> Parser:
    """The parser of a command; ``""`` opens the screen."""
    return COMMANDS[name](name)


def _parser(name: str, summary: str, examples: str, after: str = "") -> Parser:
    """A parser whose help is: how the command is used, what it does, examples, its options, ``after``."""
    prog = f"timeline-tui {name}".rstrip()
    return Parser(
        prog=prog,
        usage=f"{prog} [options]" if name in _WITHOUT_FILES else f"{prog} [FILE ...] [options]",
        description=f"{summary}\n\n{examples}" if examples else summary,
        epilog=after,
        formatter_class=_Formatter,
        allow_abbrev=False,
    )


def _open(name: str) -> Parser:
    made = _parser(
        name,
        "Explore a sourced chronology in the terminal. Without FILE: the week around the G7 summit of 2024.",
        """examples:
  timeline-tui                                    the bundled week
  timeline-tui my-events.yaml more.csv            your files, as one timeline
  timeline-tui my-events.yaml -q 'country:Japan'  only what a query finds
  some-command | timeline-tui -                   from a pipe""",
        """other commands (timeline-tui COMMAND --help):
  export    write the timeline, or what a query finds of it, as text or another format
  validate  list everything that is wrong in a file, by line
  schema    print the JSON Schema of the file format
  formats   list what can be read and written

A file that has the name of a command is opened by ./NAME, such as ./export.""",
    )
    _add_files(made)
    _add_selection(made)
    made.add_argument("--theme", metavar="NAME", help="colours; Ctrl+P, Theme shows them all")
    made.add_argument("--no-watch", action="store_true", help="do not read files again when they change")
    _add_no_cache(made)
    made.add_argument("--version", action="version", version=f"timeline-tui {__version__}")
    return made


def _export(name: str) -> Parser:
    made = _parser(
        name,
        "Write a timeline, or what a query finds of it.",
        """examples:
  timeline-tui export my-events.yaml -q 'country:Japan -topic:oil'  text, to the terminal
  timeline-tui export my-events.yaml --view Disputed -o page.html   the ending names the format
  timeline-tui export my-events.yaml --as grid -f csv               countries against days""",
    )
    _add_files(made)
    _add_selection(made)
    made.add_argument(
        "-f",
        "--format",
        metavar="FORMAT",
        choices=_WRITABLE,
        help=f"{', '.join(_WRITABLE)}; by default what the ending of PATH says, or text",
    )
    made.add_argument(
        "--as", dest="shape", metavar="VIEW", choices=VIEWS, help="quotes, sources or grid, instead of the events"
    )
    made.add_argument(
        "--rows",
        metavar="FIELD",
        choices=GRID_ROWS,
        help=f"rows of the grid: {', '.join(GRID_ROWS)}; country by default",
    )
    made.add_argument("-o", "--output", metavar="PATH", help="the file to write; by default stdout")
    made.add_argument("--force", action="store_true", help="replace PATH if it exists")
    made.add_argument(
        "--raw-cells",
        action="store_true",
        help="in CSV, no apostrophe before cells that a spreadsheet would run as formulas (=, +, -, @)",
    )
    made.add_argument("--lenient", action="store_true", help="write what is sound, in spite of faults in the files")
    _add_no_cache(made)
    return made


def _validate(name: str) -> Parser:
    made = _parser(
        name,
        "List everything that is wrong in a file, by line, and what needs a second look.",
        """examples:
  timeline-tui validate my-events.yaml            errors, warnings and notes, by line
  timeline-tui validate my-events.yaml --strict   exit code 1 for warnings too
  timeline-tui validate my-events.yaml --json     for other programs""",
        """Errors are what is lost when the file is read. Warnings are what is kept but
looks like a slip, and what an editor would ask: events without a source,
sources that nothing cites, quotes without speaker or source, approximate dates
without a date_note, events and names that may be the same twice. A name comes
with the line for “aliases” that settles it. That an event rests on a single
source is a note: it is listed, and never counts against the file.

Exit code 1: errors; with --strict, errors or warnings.""",
    )
    _add_files(made)
    made.add_argument("--json", action="store_true", help="one JSON object for each finding")
    made.add_argument("--strict", action="store_true", help="warnings count as errors; notes never do")
    _add_no_cache(made)
    return made


def _schema(name: str) -> Parser:
    return _parser(name, "Print the JSON Schema (2020-12) of the file format.", "")


def _formats(name: str) -> Parser:
    return _parser(name, "List what can be read and written.", "")


COMMANDS: Mapping[str, Callable[[str], Parser]] = {
    "": _open,
    "export": _export,
    "validate": _validate,
    "schema": _schema,
    "formats": _formats,
}
"""What makes the parser of each command."""
_WITHOUT_FILES = ("schema", "formats")


def _add_files(made: Parser) -> None:
    made.add_argument(
        "files", nargs="*", metavar="FILE", help="a timeline; - is standard input; by default the bundled one"
    )
    made.add_argument(
        "--from",
        dest="source",
        metavar="FORMAT",
        choices=_READABLE,
        help=f"{', '.join(_READABLE)}; by default its ending says",
    )


def _add_selection(made: Parser) -> None:
    made.add_argument(
        "-q", "--query", metavar="QUERY", help="only what this finds, as in the query bar; '' is everything"
    )
    made.add_argument(
        "--view", metavar="NAME", help="only what this view finds: one of the file, or one that you saved"
    )


def _add_no_cache(made: Parser) -> None:
    made.add_argument(
        "--no-cache", action="store_true", help="read large files anew, and keep nothing to open them faster next time"
    )
