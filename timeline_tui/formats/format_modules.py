"""The functions of the modules of formats, as a type. Only the type checker imports this module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.timeline import Timeline


class FormatModule(Protocol):
    """The functions of a format's module. Its row in the table says which of these functions it has."""

    read: Callable[..., Reading]
    """``read(data, file, progress=None)`` reads a timeline. Problems and events call the input ``file``. A fault of the
    input raises no exception. In a format that adapts, a further argument, `ReadOptions`, says how to understand a file
    in another shape. In a format that streams, ``data`` may be `Bytes`: only one block of them is in memory.
    """

    write: Callable[..., str]
    """``write(timeline)`` returns the timeline as text: the same text for equal timelines. A format for spreadsheets
    takes ``formula_safe``, one that can name gaps takes ``gaps``; both are as in `formats.write`.
    """

    def losses(self, timeline: Timeline) -> list[str]:
        """Return a message, with a count, for each kind of data of ``timeline`` that the written text lacks."""
