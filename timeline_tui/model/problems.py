"""What is wrong with an input, and where: every reader returns these, none prints them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from timeline_tui.text.cells import width

Severity = Literal["error", "warning", "note"]
"""An error loses something; a warning wants mending; a note is worth knowing and never counts against a file."""


class Problem(NamedTuple):
    """One fault of an input, at a place an editor can jump to.

    ``line`` and ``column`` count from 1; 0 means that the fault has no place (a missing file, say).
    ``excerpt`` is the offending line, already cleaned for a terminal and cut to what is around the column; ``caret``
    is the column in the excerpt, from 1 (0: no excerpt). ``hint`` says how to mend it. ``check`` is the name of the
    evidence check that found it, if one did.
    The order is that of reading: file, line, column.
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
        """``file:line:column``, without the parts that are not known."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.where}: {kind}{self.message}"


def render(problem: Problem) -> str:
    """The problem on up to three lines: where and what, the line that it is in, and a caret with the hint."""
    lines = [str(problem)]
    if problem.excerpt:
        lines += problem.excerpt, " " * width(problem.excerpt[: problem.caret - 1]) + f"^ {problem.hint}".rstrip()
    elif problem.hint:
        lines.append(problem.hint)
    return "\n".join(lines[:1] + [f"  {line}" for line in lines[1:]])


class LoadError(Exception):
    """Nothing of the input could be used; ``problems`` says why (at least one)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class DamagedError(Exception):
    """What the program kept of a timeline is not as it was written: it is to be dropped, and the files read."""


class UsageError(Exception):
    """What was asked for on the command line cannot be: lines for stderr."""
