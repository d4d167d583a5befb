"""A problem on the lines of a dialog."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.console import Console, ConsoleOptions
from rich.text import Text

from timeline_tui.model.problems import Problem, render


class ProblemLines(NamedTuple):
    """Place and message, the line of the file around the column, and below it the caret and the hint."""

    problem: Problem

    def __str__(self) -> str:
        return render(self.problem)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Rich: the lines in the width that there is."""
        yield Text(render(self.problem, options.max_width))
