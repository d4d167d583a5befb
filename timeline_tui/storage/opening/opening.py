"""Opening files: another process reads them, so that the screen is there at once and never waits.

It is started before the screen is even imported, and hands over images. Of large files: soon one of the first events,
then larger ones, at last that of the whole, which the cache keeps.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from timeline_tui.index.mapped.image import Image
from timeline_tui.model.problems import DamagedError, LoadError, Problem
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Inputs, Loaded
from timeline_tui.storage.opening.cache import ImageFile, loaded_from
from timeline_tui.storage.opening.process import Process, start


class Step(NamedTuple):
    """How far reading is: the part of the bytes that are read, from 0 to 1, and what there is to show by now, if new.

    Only the last step has part 1.
    """

    part: float
    loaded: Loaded | None = None


class Opening:
    """Reading of ``inputs`` that goes on elsewhere; ``paths`` and ``format`` as for `load_timeline`.

    ``steps`` can be gone through once, by whoever takes over from whom; the last one has the whole. Going through them
    raises LoadError if nothing of the files can be used. Whatever else goes wrong, the files are read here.
    """

    def __init__(
        self, paths: Sequence[str], inputs: Inputs, format: str | None, *, keep: bool, alone: bool = False
    ) -> None:
        """``keep``: for the cache. ``alone``: nothing else runs in this process yet."""
        self._paths, self._inputs, self._format = paths, inputs, format
        self._folder = ""
        self._process: Process | None = None
        with suppress(OSError):  # no room for files or for processes
            self._folder = tempfile.mkdtemp(prefix="timeline-tui-")
            task = {"paths": list(paths), "format": format, "folder": self._folder, "keep": keep}
            self._process = start(task, alone=alone)
        self._stopped = False
        self.done = False
        """Whether all is read."""
        self.steps = self._steps()

    def begin(self, *, whole: bool = False) -> Loaded:
        """Wait for the first events, or for all of them, and give those. Raises LoadError."""
        for step in self.steps:
            if step.loaded and (self.done or not whole):
                return step.loaded
        raise AssertionError("the last step has the whole")

    def stop(self) -> None:
        """Read no further."""
        self._stopped = True
        self._clean_up()

    def _steps(self) -> Iterator[Step]:
        try:
            yield from self._told()
        finally:
            self._clean_up()
        if not (self.done or self._stopped):
            loaded = load_timeline(self._paths, self._format)
            self.done = True
            yield Step(1, loaded)

    def _told(self) -> Iterator[Step]:
        """What the other process tells, as long as it makes sense. Raises LoadError."""
        if self._process is None:
            return
        with suppress(OSError, ValueError, KeyError, TypeError, DamagedError):
            for line in self._process.output:
                if self._stopped:
                    return
                step = self._step(json.loads(line))
                self.done = step.part == 1
                if self.done:
                    self._clean_up()
                yield step

    def _clean_up(self) -> None:
        if self._process:
            self._process.end()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _step(self, message: dict[str, object]) -> Step:
        if "faults" in message:
            assert isinstance(message["faults"], list)
            raise LoadError(Problem(**fault) for fault in message["faults"])
        part = message["part"]
        assert isinstance(part, (int, float))
        if "image" not in message:
            return Step(part)
        image = Image(ImageFile(str(message["image"])))
        return Step(part, loaded_from(image, self._inputs))
