"""What the process does that reads for another one.

It says how it gets on in lines of JSON on its standard output: ``{"part": …}`` (from 0 to 1), with ``"image": PATH``
where there is something to show, or ``{"faults": […]}`` if nothing can be used.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any

from timeline_tui.index import Index
from timeline_tui.mapped.writer import write_image
from timeline_tui.model import Timeline
from timeline_tui.problems import LoadError
from timeline_tui.storage.cache import Cache, identity, meta_of
from timeline_tui.storage.files import load, look_at

FIRST = 3  # calls of progress before the first image: a few hundred events
GROWTH = 8  # how many times larger the next image is: so all of them cost a fraction of the last
_READ = 0.6  # the part of the whole that is reading; the rest is writing the image
_GAIN = 0.01  # the part of the whole after which it is told again


class _Telling:
    """Tells the other process how far reading is."""

    def __init__(self, folder: Path, size: int, is_single: bool) -> None:
        self._folder = folder
        self._size = max(1, size)
        self._is_single = is_single  # of several files the parts make no whole before the end
        self._before = 0  # bytes of the files that were read
        self._told = 0.0
        self._calls, self._due = 0, FIRST
        self._numbers = count()

    def progress(self, done: int, size: int, so_far: Callable[[], Timeline]) -> None:
        """As the readers call it."""
        part = _READ * min((self._before + done) / self._size, 1)
        if done == size:
            self._before += size
        elif self._is_single:
            self._calls += 1
            if self._calls == self._due:
                self._due *= GROWTH
                tell(part=part, image=str(self.image(Index(so_far()), {"problems": []})))
        if part >= self._told + _GAIN:
            tell(part=part)
            self._told = part

    def written(self, part: float) -> None:
        """So much of the last image is written."""
        tell(part=_READ + (0.99 - _READ) * part)

    def image(self, index: Index, meta: dict[str, Any], progress: Callable[[float], None] | None = None) -> Path:
        """Write an image of what is read."""
        path = self._folder / f"{next(self._numbers)}.image"
        with path.open("wb") as file:
            write_image(index, file, meta, progress)
        return path


def tell(**message: Any) -> None:
    """One line to the other process; when that has ended, so does this one."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main(task: dict[str, Any]) -> None:
    """Read what ``task`` asks for; when nobody wants it any more, end.

    The folder is removed when the other process is gone: it does so itself, unless it was killed.
    """
    gc.disable()  # what is read stays until the end, and looking through it for waste costs as much as reading
    try:
        with suppress(BrokenPipeError):
            _read(task)
            sys.stdin.read()  # it ends with the other process
    finally:
        shutil.rmtree(task["folder"], ignore_errors=True)


def _read(task: dict[str, Any]) -> None:
    inputs = look_at(task["paths"])
    telling = _Telling(Path(task["folder"]), inputs.size, len(inputs.names) == 1)
    try:
        loaded = load(task["paths"], task["format"], telling.progress, inputs)
    except LoadError as error:
        tell(faults=[asdict(problem) for problem in error.problems])
        return
    index = Index(loaded.timeline)
    made_of = identity(inputs, task["format"])
    kept = None
    if task["keep"] and made_of and loaded.whole:
        kept = Cache().save(made_of, index, loaded.problems, telling.written)
    if kept is None:
        meta = {**meta_of(made_of or {}, loaded.problems), "whole": loaded.whole}
        kept = telling.image(index, meta, telling.written)
    tell(part=1, image=str(kept))
