"""The lines of quotes and sources within events, for the places of problems."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from timeline_tui.formats.inner_lines import InnerLines, Part
from timeline_tui.model.timeline import Event
from timeline_tui.storage.inputs import shown_name


class PartLines:
    """The lines of parts of events in files. A file is parsed again, once, when a line in it is asked for."""

    def __init__(self, files: Iterable[str]) -> None:
        """``files`` are the paths that a timeline was read from."""
        self._paths = {shown_name(path): path for path in files}
        self._files: dict[str, InnerLines] = {}

    def line(self, event: Event, part: Part) -> int:
        """The line of a part of an event; the line of the event if the part or the file cannot be read."""
        if event.file not in self._files:
            try:
                data = Path(self._paths.get(event.file, event.file)).read_bytes()
            except (OSError, ValueError):
                data = b""
            self._files[event.file] = InnerLines(data, event.file)
        return self._files[event.file].line(event.line, part)
