"""The command line: run one command and return its exit code.

Exit codes: 0 done; 1 bad data or I/O; 2 wrong usage; 70 an error of the program; 130 interrupted. The command ``diff``
returns 1 if the files differ, and 2 for bad data.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from timeline_tui.cli import BAD, DONE, INTERRUPTED, USAGE
from timeline_tui.cli.parser import COMMANDS, parser_of
from timeline_tui.cli.streams import OutputError, discard, write_message, write_problems
from timeline_tui.model.problems import LoadError, UsageError
from timeline_tui.text.database_urls import hidden, is_database_url, is_like_address, masked

_MODULES = {
    "": "show",
    "config": "show_config",
    "info": "show_info",
    "completion": "show_completion",
    "help": "show_help",
}
"""The module of each command that does not have the name of its command."""

_OF_DATABASES = ("", "export", "push")
"""The commands that take the address of a database."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; ``argv`` is without the program's name, by default ``sys.argv[1:]``.

    Raises SystemExit after ``--help``, ``--version`` and wrong options.
    """
    gc.disable()  # a command keeps most of its objects; not searching them for garbage saves 10 %
    try:
        _occupy_descriptors()
        return _run(sys.argv[1:] if argv is None else argv)
    except BrokenPipeError:  # the program that reads our output has closed it
        discard(sys.stdout)
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # without a traceback, which could quote the files
        discard(sys.stdout)
        # 14 ms, and only a bug needs it
        from timeline_tui.storage import failures

        return failures.report(error)
    finally:
        gc.freeze()  # skips the search for garbage at exit, which takes as long
        gc.enable()


def _run(words: Sequence[str]) -> int:
    name = words[0] if words and words[0] in COMMANDS else ""
    try:
        parser = parser_of(name)
        if not name:
            _check_file(parser.first_file(words))
        options = parser.read(words[1:] if name else words)
        _check_current_folder()
        _check_addresses(getattr(options, "files", ()))
        if name not in _OF_DATABASES:
            _check_no_database(name, getattr(options, "files", ()))
        run = import_module(f"timeline_tui.cli.{_MODULES.get(name, name)}").run  # --help needs no command
        code: int = run(options)
        return code
    except UsageError as error:
        write_message(hidden(str(error), words))
        return USAGE
    except LoadError as error:
        write_problems(error.problems)
        return BAD
    except OutputError as error:
        write_message(hidden(str(error), words))
        return BAD


def _check_current_folder() -> None:
    """Raise UsageError if the current folder was removed: no path can be made absolute then."""
    try:
        os.getcwd()  # noqa: PTH109  # Path would be imported for this alone
    except FileNotFoundError:
        raise UsageError("the current folder was removed\n  go to another folder first") from None


def _check_file(word: str | None) -> None:
    """Raise UsageError if ``word`` is not a file, but a command or nearly one."""
    if not word or not word.isalpha() or os.path.lexists(word):
        return
    # 0.3 ms, and only a misspelt command needs it
    from timeline_tui.text.spelling import did_you_mean, nearest

    if near := nearest(word, filter(None, COMMANDS)):
        hint = did_you_mean(f"“timeline-tui {near}”") if near != word else "write the command first, before its options"
        raise UsageError(f"{word}: there is no such command or file\n  {hint}")


def _check_addresses(files: Sequence[str]) -> None:
    """Raise UsageError if a word is not a file and only looks like the address of a database."""
    for word in files:
        if is_like_address(word) and not is_database_url(word) and not os.path.lexists(word):
            raise UsageError(
                f"{masked(word)}: this is neither a file nor the address of a database\n  write postgresql://USER@HOST/NAME"
            )


def _check_no_database(name: str, files: Sequence[str]) -> None:
    """Raise UsageError if one of the files is the address of a database, whose password no message may show."""
    for word in filter(is_database_url, files):
        hint = "timeline-tui export URL -o FILE makes a file of it"
        raise UsageError(f"{masked(word)}: {name} reads files, not databases\n  {hint}")


def _occupy_descriptors() -> None:
    """Open the null device for each standard stream that is closed. Else the next file would get its number."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:  # the lowest that is free
        pass
    os.close(descriptor)
