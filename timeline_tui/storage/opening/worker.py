"""What the process does that reads for another one.

It says how it gets on in lines of JSON on its standard output: ``{"part": …}`` (from 0 to 1), with ``"image": PATH``
where there is something to show, or ``{"faults": […]}`` if nothing can be used.
"""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any

from timeline_tui import formats
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.index_writer import write_image
from timeline_tui.model.problems import LoadError
from timeline_tui.model.timeline import Timeline
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.opening.cache import Cache, cache_key, meta_of
from timeline_tui.text.text import clean_line

HEAD = 1 << 16  # bytes of a large file that are read by themselves first, for their events fill a screen
_BEFORE_EVENTS = 1 << 24  # bytes that may stand before the first event, sources say
_EVENTS = rb'^events:|"events"'  # in YAML and in JSON; other formats begin with the first event
FIRST = 3  # calls of progress before the first image, where the head had no event
GROWTH = 8  # how many times larger the next image is: so all of them cost a fraction of the last
WORTH_IT = 0.25  # the part of a file beyond which no image but the last is written: it would only be late
_READ = 0.35  # the part of the whole that is reading; the rest is writing the image
_GAIN = 0.01  # the part of the whole after which it is told again


class _Telling:
    """Tells the other process how far reading is."""

    def __init__(self, folder: str, size: int, *, in_parts: bool) -> None:
        """``in_parts``: images of the first events are wanted before all of them are read."""
        self._folder = folder
        self._size = max(1, size)
        self._in_parts = in_parts
        self._before = 0  # bytes of the files that were read
        self._told = 0.0
        self._calls, self._due = 0, FIRST
        self._numbers = count()

    def head(self, timeline: Timeline) -> None:
        """The first events, read by themselves."""
        tell(part=0, image=self.image(Index(timeline), {"problems": []}))
        self._due *= GROWTH

    def progress(self, done: int, size: int, so_far: Callable[[], Timeline]) -> None:
        """As the readers call it."""
        part = _READ * min((self._before + done) / self._size, 1)
        if done == size:
            self._before += size
        elif self._in_parts:
            self._calls += 1
            if self._calls == self._due:
                self._due *= GROWTH
                if self._calls == FIRST or done <= WORTH_IT * size:
                    tell(part=part, image=self.image(Index(so_far()), {"problems": []}))
        if part >= self._told + _GAIN:
            tell(part=part)
            self._told = part

    def written(self, part: float) -> None:
        """So much of the last image is written."""
        tell(part=_READ + (0.99 - _READ) * part)

    def image(self, index: Index, meta: dict[str, Any], progress: Callable[[float], None] | None = None) -> str:
        """Write an image of what is read."""
        path = os.path.join(self._folder, f"{next(self._numbers)}.image")
        with open(path, "wb") as file:
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
    inputs = find_inputs(task["paths"])
    # Small files are read before there is a screen. Of several the parts make no whole before the end.
    in_parts = inputs.large and len(inputs.names) == 1
    telling = _Telling(task["folder"], inputs.size, in_parts=in_parts)
    if in_parts and (head := _head(inputs.names[0], task["format"])):
        telling.head(head)
    try:
        loaded = load_timeline(task["paths"], task["format"], telling.progress, inputs)
    except LoadError as error:
        tell(faults=[problem._asdict() for problem in error.problems])
        return
    index = Index(loaded.timeline)
    made_of = cache_key(inputs, task["format"])
    kept = None
    if task["keep"] and made_of and loaded.whole:
        kept = Cache().save(made_of, index, loaded.problems, telling.written)
    if kept is None:
        meta = {**meta_of(made_of or {}, loaded.problems), "whole": loaded.whole}
        kept = telling.image(index, meta, telling.written)
    tell(part=1, image=kept)


def _head(path: str, format: str | None) -> Timeline | None:
    """What the first lines of a file hold, but for the last event: that may be torn. None if that is nothing."""
    with suppress(OSError), open(path, "rb") as file:
        begin = re.search(_EVENTS, file.read(_BEFORE_EVENTS), re.MULTILINE)
        file.seek(0)
        lines = file.read((begin.end() if begin else 0) + HEAD).rpartition(b"\n")[0]
        timeline = formats.read(lines, clean_line(path), format).timeline
        if len(timeline.events) > 1:
            return timeline._replace(events=timeline.events[:-1])
    return None
