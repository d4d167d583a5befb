"""The functions of the modules of formats, as types. Only the type checker imports this module."""

from __future__ import annotations

from typing import Protocol

from timeline_tui.formats.reading.read_options import ReadOptions
from timeline_tui.formats.reading.results import Bytes, Progress, Reading
from timeline_tui.model.timeline import Timeline


class FormatModule(Protocol):
    """The functions of a format's module. Its row in the table says which of these functions it has."""

    def read(self, data: bytes, file: str, progress: Progress | None = None) -> Reading:
        """Read a timeline. Problems and events call the input ``file``. A fault of the input raises no exception."""

    def write(self, timeline: Timeline) -> str:
        """Return ``timeline`` as text: the same text for equal timelines."""

    def losses(self, timeline: Timeline) -> list[str]:
        """Return a message, with a count, for each kind of data of ``timeline`` that the written text lacks."""


class StreamingModule(Protocol):
    """The module of a format that streams."""

    def read(
        self, data: bytes | Bytes, file: str, progress: Progress | None = None, options: ReadOptions = ...
    ) -> Reading:
        """Read a timeline, in our own shape with no more than a block of ``data`` in memory at a time."""


class AdaptingModule(Protocol):
    """The module of a format that adapts."""

    def read(self, data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = ...) -> Reading:
        """Read a timeline; ``options`` say how to understand a file in another shape."""


class PageModule(Protocol):
    """The module of a format that can name gaps."""

    def write(self, timeline: Timeline, *, gaps: bool = False) -> str:
        """Return ``timeline`` as text; ``gaps`` as in `write` of the table."""


class SheetModule(Protocol):
    """The module of a format for spreadsheets."""

    def write(self, timeline: Timeline, *, formula_safe: bool = True) -> str:
        """Return ``timeline`` as text; ``formula_safe`` as in `write` of the table."""
