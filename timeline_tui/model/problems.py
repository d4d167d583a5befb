"""Problems of an input: the readers return them, and never print."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Literal, NamedTuple

from timeline_tui.text.cells import shorten, width

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


def render(problem: Problem, columns: int | None = None) -> str:
    """The problem on up to three lines: place and message, the excerpt, and a caret with the hint.

    With ``columns``, the excerpt is cut to that many cells. If the hint has no room after the caret, it has a line of
    its own. The message and such a hint may be longer.
    """
    lines = [str(problem)]
    if problem.excerpt:
        lines += _marked(problem, None if columns is None else max(columns - 2, 1))
    elif problem.hint:
        lines.append(problem.hint)
    return "\n".join(lines[:1] + [f"  {line}" for line in lines[1:]])


def _marked(problem: Problem, room: int | None) -> list[str]:
    """The excerpt in ``room`` cells, the caret below its column, and the hint."""
    before, after = problem.excerpt[: problem.caret - 1], problem.excerpt[problem.caret - 1 :]
    hint = f" {problem.hint}".rstrip()
    if room is not None:
        fits = width(before) + 1 + width(hint) <= room
        if not fits or width(before + after) > room:
            # From the caret on: room for the hint, or half of the line. Before it: at least a third of the line.
            after_caret = max(1 + width(hint), min(width(after), room // 2))
            before = _shorten_left(before, max(room - after_caret, room // 3, 1))
        after = shorten(after, room - width(before))
        if width(before) + 1 + width(hint) > room:
            return [before + after, " " * width(before) + "^", hint.strip()]
    return [before + after, " " * width(before) + f"^{hint}"]


def _shorten_left(text: str, columns: int) -> str:
    """``text`` if it fits into ``columns`` cells; else its end with "…" before it."""
    if width(text) <= columns:
        return text
    start = next(start for start in range(1, len(text) + 1) if width(text[start:]) < columns)
    return "…" + text[start:]


class LoadError(Exception):
    """Nothing of the input could be used. ``problems`` has at least one problem that says why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class DamagedError(Exception):
    """The cache of a timeline is damaged. The caller deletes it and reads the files again."""


class UsageError(Exception):
    """The command line asks for something impossible. The message goes to stderr and may have several lines."""


class NotForDatabaseError(Exception):
    """Something needs all events in memory, and they are in a database. The message is one line."""

    def __init__(self, what: str = "this") -> None:
        super().__init__(f"{what[0].upper()}{what[1:]} needs all events in memory, so it is not for a database yet")
