"""How commands are used: ``--help``, and what is wrong with arguments that are not plain."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from timeline_tui import __version__
from timeline_tui.arguments import FILES, USAGE, Command, Option, Options
from timeline_tui.hints import NoReturn
from timeline_tui.output import say


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        say(f"{self.format_usage()}{self.prog}: error: {message}")
        raise SystemExit(USAGE)


def read(command: Command, words: Sequence[str]) -> Options:
    """What ``words`` tell ``command``. Raises SystemExit after ``--help`` and at wrong usage, which it explains."""
    try:
        return parser(command).parse_args(words, Options())
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()  # the help, or a closed pipe would be noticed only at exit


def parser(command: Command) -> argparse.ArgumentParser:
    """The parser of a command."""
    made = _Parser(
        prog=f"timeline-tui {command.name}".rstrip(),
        description=command.description,
        epilog=command.epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if command.takes_files:
        made.add_argument(FILES.name, nargs="*", metavar=FILES.metavar, help=FILES.help)
    for option in command.options:
        _add(made, option)
    if not command.name:
        made.add_argument("--version", action="version", version=f"timeline-tui {__version__}")
    return made


def _add(made: argparse.ArgumentParser, option: Option) -> None:
    if option.metavar:
        choices = option.choices or None
        made.add_argument(*option.flags, dest=option.name, metavar=option.metavar, choices=choices, help=option.help)
    else:
        made.add_argument(*option.flags, dest=option.name, action="store_true", help=option.help)
