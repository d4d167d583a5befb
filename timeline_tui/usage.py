"""How commands are used: ``--help``, and what is wrong with arguments that are not plain."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from timeline_tui import __version__
from timeline_tui.arguments import FILES, Command, Option, Options
from timeline_tui.hints import NoReturn


class WrongUsage(Exception):  # noqa: N818  # it tells what the user did; nothing failed
    """Lines for stderr, which quote arguments as they are."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUsage(f"{self.format_usage()}{self.prog}: error: {message}\n")


def read(command: Command, words: Sequence[str]) -> Options:
    """What ``words`` tell ``command``. Raises WrongUsage, and SystemExit after ``--help``, which it prints."""
    return parser(command).parse_args(words, Options())


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
