"""Problems of an input: the readers return them, and never print."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Literal, NamedTuple

from timeline_tui.text.cells import width

Severity = Literal["error", "warning", "note"]
"""Error: something of the input is lost. Warning: it should be corrected. Note: good to know, not a fault."""


class Extent(IntEnum):
    """How much of an input was read. The least of several inputs counts for all of them."""

    STOPPED = 0  # a fault stopped the reading before the end
    GAPS = 1  # entries with a fault are left out
    WHOLE = 2


class Problem(NamedTuple):
    """One fault of an input, with its place; see `in_order`.

    ``line`` and ``column`` count from 1; 0 means that there is no place (for example, the file is missing).
    ``excerpt`` is the line of the fault, cleaned and cut to the part around the column; ``caret`` is the column in the
    excerpt, from 1 (0: no excerpt). ``hint`` says how to correct it. ``check`` is the name of the evidence check that
    found it, empty if the reader did.
    """

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    excerpt: str = ""
    severity: Severity = "error"
    caret: int = 0
    check: str = ""

    @property
    def where(self) -> str:
        """``file:line:column``, or only the file if the line is not known."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.where}: {kind}{self.message}"


_RANKS = {"error": 1, "warning": 2, "note": 3}


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems in the order of all lists: errors, warnings, notes; each by file, line and column.

    Notes on a whole file, which say how it was read, come first.
    """
    return sorted(problems, key=_rank)


def _rank(problem: Problem) -> tuple[int, Problem]:
    is_of_file = problem.severity == "note" and not problem.line
    return 0 if is_of_file else _RANKS[problem.severity], problem


def render(problem: Problem) -> str:
    """The problem on up to three lines: place and message, the excerpt, and a caret with the hint."""
    lines = [str(problem)]
    if problem.excerpt:
        lines += problem.excerpt, " " * width(problem.excerpt[: problem.caret - 1]) + f"^ {problem.hint}".rstrip()
    elif problem.hint:
        lines.append(problem.hint)
    return "\n".join(lines[:1] + [f"  {line}" for line in lines[1:]])


class LoadError(Exception):
    """Nothing of the input could be used. ``problems`` has at least one problem that says why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class DamagedError(Exception):
    """The cache of a timeline is damaged. The caller deletes it and reads the files again."""


class UsageError(Exception):
    """The command line asks for something impossible. The message goes to stderr and may have several lines."""
