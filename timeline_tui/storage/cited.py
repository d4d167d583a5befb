"""The results of reading files, before and after the sources from bibliographies are added."""

from typing import NamedTuple

from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.problems import Extent, Problem
from timeline_tui.storage.inputs import Beside


class FilePart(NamedTuple):
    """A file that was read, its name as shown, and its reading."""

    name: str
    shown: str
    reading: Reading


class Cited(NamedTuple):
    """The readings with the sources from bibliographies, and the problems and paths of the bibliographies.

    ``extent``: how much of the bibliographies was read.
    """

    readings: list[Reading]
    problems: list[Problem]
    beside: tuple[Beside, ...]
    extent: Extent
