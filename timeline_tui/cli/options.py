"""How the words of a command line become options."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from timeline_tui.cli import USAGE
from timeline_tui.cli.streams import write_data, write_message
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.text.database_urls import masked


class Options(argparse.Namespace):
    """The result of parsing. Each command sets only the options that it declares."""

    files: list[str]
    source: str | None
    """The format of the files; None: found from the ending and content of each file."""
    columns: str | None
    dates: str | None
    forget: bool
    sources: str | None
    """The path of a bibliography."""
    folders: tuple[str, ...] | None = None
    """The folders of bibliographies, as in `ReadOptions`. No option of the user: the command sets them."""
    query: str | None
    view: str | None
    theme: str | None
    fresh: bool
    wait: bool
    plain: bool
    no_watch: bool
    no_cache: bool
    format: str | None
    shape: str | None
    """The view that is exported instead of the events: quotes, sources, disputes or grid."""
    rows: str | None
    gaps: bool
    output: str | None
    force: bool
    raw_cells: bool
    lenient: bool
    json: bool
    stat: bool
    ids: bool
    open: bool
    judgements: str | None
    """The path of a file with decisions on which events are the same."""
    pair: list[str] | None
    apart: list[str] | None
    keep: bool
    sides: str | None
    """The names of the sides, as ``FILE=NAME`` separated by commas."""
    timeline: str | None
    """The timeline from whose folder the paths of copies are written."""
    strict: bool
    watch: bool
    check: bool
    path: bool
    schema: bool
    shell: str
    topic: str

    @property
    def reading(self) -> ReadOptions:
        """The options for reading the files."""
        columns, dates, sources = self.columns or "", self.dates or "", self.sources or ""
        return ReadOptions(self.source, columns, dates, sources=sources, folders=self.folders)


# argparse looks for translations of its words, which takes 1 ms and finds none.
argparse._ = str  # type: ignore[attr-defined]  # the function `gettext` under the name that argparse calls


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help text 80 columns wide. To find the width of the terminal, argparse would import shutil, which takes 2 ms."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=78)


_MARK = "\0"  # no word of a command line has it


class Parser(argparse.ArgumentParser):
    """A parser whose options accept values that begin with a dash; it writes only clean text to stderr."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.register("action", None, _StoreOnce)  # the default action

    def read(self, words: Sequence[str]) -> Options:
        """Parse the words of a command into options. All words after ``--`` are files.

        Raises SystemExit after ``--help`` and after wrong options.
        """
        before, after = self._joined(words)
        # argparse takes words that begin with a dash for options, even after “--” in some versions.
        marked = [f"{_MARK}{word}" if word.startswith("-") else word for word in after]
        options = self.parse_intermixed_args([*before, *marked], Options())
        for name, value in vars(options).items():
            if isinstance(value, list):
                setattr(options, name, [word.removeprefix(_MARK) if isinstance(word, str) else word for word in value])
        return options

    def first_file(self, words: Sequence[str]) -> str | None:
        """The first word before ``--`` that is neither an option nor the value of one; None if there is none."""
        before, _ = self._joined(words)
        return next((word for word in before if not word.startswith("-")), None)

    def _joined(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """The words before and after ``--``. Before it, ``-q VALUE`` is replaced by ``--query=VALUE``.

        Without this, argparse takes the value ``-topic:oil`` for an option. A long option of this command is never a
        value: in the place of a value, it means that the value is missing.
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
        """Write the usage and the error to stderr, and exit with USAGE."""
        text = f"{self.prog}: error: {masked(message.replace(_MARK, ''))}{self._hint(message)}"
        write_message(f"{self.format_usage()}{text}")
        raise SystemExit(USAGE)

    def _hint(self, message: str) -> str:
        """A line with the options that an unknown option may mean; "" if there are none."""
        unknown = message.removeprefix("unrecognized arguments: ").partition(" ")[0].partition("=")[0]
        if unknown == message or not unknown.startswith("--"):
            return ""
        # 0.3 ms, and only a misspelt option needs it
        from timeline_tui.text.spelling import did_you_mean, nearest

        flags = [flag for action in self._actions for flag in action.option_strings if flag.startswith("--")]
        near = nearest(unknown, flags)
        return f"\n  {did_you_mean(near)}" if near else ""

    def _print_message(self, message: str, file: object = None) -> None:
        """argparse: write help or version. argparse itself would ignore a full disk."""
        if file is sys.stderr:
            write_message(message.rstrip("\n"))
        else:
            write_data(message.encode())


class _StoreOnce(argparse.Action):
    """Stores the value of an option that may be given once. argparse itself would use the last of several values."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002  # the signature is argparse's
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        if option_string and getattr(namespace, self.dest, None) is not None:
            raise argparse.ArgumentError(self, "it is given twice; give it once")
        setattr(namespace, self.dest, values)
