"""What a document has reported up to a moment, so that its text can be read again from the beginning."""

from typing import NamedTuple

from timeline_tui.model.problems import Extent, Severity


class Checkpoint(NamedTuple):
    """The extent, and the number of reports of each kind; `Document.go_back` returns to it."""

    extent: Extent
    listed: int
    unknown: int
    group_counts: dict[str, int]
    group_rests: dict[tuple[str, Severity], int]
    severity_counts: dict[Severity, int]
    severity_rests: dict[Severity, int]
    repeated: tuple[int, int, bool]
