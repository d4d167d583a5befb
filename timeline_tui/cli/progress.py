"""Shows on stderr how far a long command is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

from timeline_tui.text.text import clean_line

if TYPE_CHECKING:
    from rich.progress import Progress

    from timeline_tui.formats.reading.results import Progress as Report

_WAIT = 1.0
"""Seconds after which the progress is shown."""


@contextmanager
def bar_of_progress(doing: str) -> Iterator[Report]:
    """As `shown_progress`, on a terminal."""
    bar = _Bar(doing)
    timer = Timer(_WAIT, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar.report
    finally:
        timer.cancel()
        timer.join()  # it may be about to show the bar
        bar.hide()


class _Bar:
    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.done, self.size = 0, 0
        self.bar: Progress | None = None

    def report(self, done: int, size: int, _so_far: Callable[[], object]) -> None:
        self.done, self.size = done, size
        self.update()

    def update(self) -> None:
        if self.bar:
            self.bar.update(self.bar.task_ids[0], completed=self.done, total=self.size or None)

    def show(self) -> None:
        # 60 ms, and only long commands need it
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )
        bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
        bar.add_task(clean_line(self.doing), total=None)
        bar.start()
        self.bar = bar
        self.update()

    def hide(self) -> None:
        if self.bar:
            self.bar.stop()
