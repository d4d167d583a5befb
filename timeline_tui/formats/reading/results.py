"""The result of reading: a timeline, its problems, and references that another file may resolve."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from timeline_tui.model.problems import Extent, Problem
from timeline_tui.model.timeline import Source, Timeline

if TYPE_CHECKING:
    from timeline_tui.formats.reading.understanding import Understanding
else:
    Understanding = object  # 3 ms to import, and files in our own shape do not need it

Progress = Callable[[int, int, Callable[[], Timeline]], None]
"""A callback while a file is read. Its arguments are (bytes read, bytes in all, a function).

The function returns a timeline of the events so far.
"""


class Bytes(Protocol):
    """The content of an input that is read in parts, so that it need not be in memory as a whole."""

    @property
    def size(self) -> int:
        """The number of bytes."""

    def read(self, start: int, size: int) -> bytes:
        """Return ``size`` bytes from offset ``start``, fewer only at the end.

        An exception that is raised here passes through the reader of the format.
        """


class UnresolvedReference(NamedTuple):
    """A reference to a source or event that its own file does not define. Another file may define it.

    ``problem`` reports it; several references may share one problem. For a source (``is_key``), ``name`` is its key,
    and ``stand_in`` is the object that the events cite instead, if they cite it. For an event, ``name`` is its id.
    """

    name: str
    problem: Problem
    stand_in: Source | None = None
    is_key: bool = False


class BibliographyPath(NamedTuple):
    """A bibliography that a file names: its path as written. ``place`` is a problem without a message, at that path."""

    path: str
    place: Problem


class Reading(NamedTuple):
    """What could be read of one input, and all problems. ``unresolved`` references are among the problems."""

    timeline: Timeline
    problems: tuple[Problem, ...]
    extent: Extent = Extent.WHOLE  # how much of the input was read
    unresolved: tuple[UnresolvedReference, ...] = ()
    keyless: bool = False  # whether the format cannot tell the key of a source from its title
    understanding: Understanding | None = None  # how the columns of a file in another shape were read
    bibliographies: tuple[BibliographyPath, ...] = ()  # files with sources that the events may cite
    format: str = ""  # the name of the format that was read
