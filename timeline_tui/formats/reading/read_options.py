"""The options for reading files."""

from __future__ import annotations

from typing import NamedTuple


class ReadOptions(NamedTuple):
    """The options of the user for reading files."""

    format: str | None = None
    """The name of their format; None: found for each file."""
    columns: str = ""
    """The meanings of columns or keys: ``date=Event Date, title=What``."""
    dates: str = ""
    """The order of day and month: ``dmy`` or ``mdy``; empty if the files have to show it."""
    sheet: str = ""
    """The sheet of a workbook; empty: the first one that reads as a chronology."""

    sources: str = ""
    """The path of a bibliography with sources that the files cite; empty: none."""
    remembered: str = ""
    """The day, as YYYY-MM-DD, on which the user chose ``columns`` or ``dates`` in the app; empty: they are options."""

    @property
    def adapts(self) -> bool:
        """Whether something is said about meanings or dates: then a file is not read as one of ours."""
        return bool(self.columns or self.dates)


NOTHING_SAID = ReadOptions()
