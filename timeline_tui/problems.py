"""What is wrong with an input, and where: every reader returns these, none prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of an input, at a place an editor can jump to.

    ``line`` and ``column`` count from 1; 0 means that the fault has no place (a missing file, say).
    ``excerpt`` is the offending line, already cleaned for a terminal; ``hint`` says how to mend it.
    The order is that of reading: file, line, column.
    """

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    excerpt: str = ""
    severity: Severity = "error"

    @property
    def where(self) -> str:
        """``file:line:column``, without the parts that are not known."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.where}: {kind}{self.message}"


class LoadError(Exception):
    """Nothing of the input could be used; ``problems`` says why (at least one)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
