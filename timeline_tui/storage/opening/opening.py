"""Opening files: another process reads them, so that the screen appears at once and never waits.

That process is started before the screen is imported, and sends images. Of a large file it first sends an image of the
first events, then images of more events, and at last the image of the whole file, which the cache keeps.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.index.mapped.image import Image
from timeline_tui.model.problems import DamagedError, LoadError, Problem
from timeline_tui.storage.inputs import Foreign, Inputs, Loaded, NoEventsError
from timeline_tui.storage.opening.images import ImageFile, loaded_from
from timeline_tui.storage.opening.process import ReadingProcess


class Step(NamedTuple):
    """Progress of reading: the fraction that is done, from 0 to 1, and the events read so far if there are new ones.

    Only the last step has the fraction 1, and always has the events.
    """

    fraction: float
    loaded: Loaded | None = None


class Opening:
    """The reading of ``inputs`` by another process; ``paths`` and ``format`` as for `load_timeline`.

    ``steps`` is a single iterator: one caller can continue where another stopped. It raises LoadError if no file can be
    used. If anything else goes wrong with the other process, this one reads the files.
    """

    def __init__(self, paths: Sequence[str], inputs: Inputs, options: ReadOptions = DEFAULTS, *, keep: bool) -> None:
        """``keep``: whether the image of the whole is saved in the cache."""
        self._paths, self._inputs, self._options = paths, inputs, options
        self._folder = ""
        self._process: ReadingProcess | None = None
        with suppress(OSError):  # no room for files or for processes
            self._folder = tempfile.mkdtemp(prefix="timeline-tui-")
            self._process = ReadingProcess(
                {"paths": list(paths), "options": list(options), "folder": self._folder, "keep": keep}
            )
        self._stopped = False
        self.done = False
        """Whether everything has been read."""
        self.most_events = 0
        """The number of events in the files, at most; 0 if it is not known yet."""
        self._fraction = 0.0
        self.steps = self._steps()

    def wait(self, *, whole: bool = False) -> Loaded:
        """Wait for the first events, or for all of them, and return them. Raises LoadError."""
        for step in self.steps:
            if step.loaded and (self.done or not whole):
                return step.loaded
        raise AssertionError("the last step has all events")

    def stop(self) -> None:
        """Stop reading."""
        self._stopped = True
        self._clean_up()

    def _steps(self) -> Iterator[Step]:
        try:
            yield from self._steps_of_process()
        finally:
            self._clean_up()
        if not (self.done or self._stopped):
            # 1 ms, and usually the other process reads the files
            from timeline_tui.storage.files import load_timeline
            from timeline_tui.storage.memory import limited

            with limited(self._inputs):
                loaded = load_timeline(self._paths, self._options)
            self.done = True
            yield Step(1, loaded)

    def _steps_of_process(self) -> Iterator[Step]:
        """The steps that the other process reports, up to the first message that is wrong. Raises LoadError."""
        if self._process is None:
            return
        with suppress(OSError, ValueError, KeyError, TypeError, DamagedError):
            for line in self._process.output:
                if self._stopped:
                    return
                step = self._step(json.loads(line))
                self.done = step.fraction == 1
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
            faults = [Problem(**fault) for fault in message["faults"]]
            foreign = message.get("foreign")
            if isinstance(foreign, list):
                raise NoEventsError(faults, self._inputs, [Foreign(*one) for one in foreign])
            raise LoadError(faults)
        fraction, most = message.get("fraction", self._fraction), message.get("most_events", self.most_events)
        assert isinstance(fraction, (int, float))
        assert isinstance(most, int)
        self.most_events, self._fraction = most, fraction
        if "image" not in message:
            return Step(fraction)
        image = Image(ImageFile(str(message["image"])))
        return Step(fraction, loaded_from(image, self._inputs))
