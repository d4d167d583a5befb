"""The options for reading files."""

from typing import NamedTuple


class ReadOptions(NamedTuple):
    """The options of the user for reading files."""

    format: str | None = None
    """The name of the format of the files; None: detected for each file."""
    columns: str = ""
    """The meanings of columns or keys: ``date=Event Date, title=What``."""
    dates: str = ""
    """The order of day, month and year: ``dmy``, ``mdy`` or ``ymd``; empty: the files show it."""
    sheet: str = ""
    """The sheet of a workbook; empty: the first one that can be read as a chronology."""

    sources: str = ""
    """The path of a bibliography with sources that the files cite; empty: none."""
    folders: tuple[str, ...] | None = None
    """The folders where the bibliographies that a file names are looked for. If one is in none of them, sources are
    cited by their keys. None: they must be in the folder of the file."""
    remembered: str = ""
    """The day, as YYYY-MM-DD, on which the user chose ``columns`` or ``dates`` in the app; empty: they are options."""
    chosen_for: str = ""
    """The file for which the user chose them, if it is another one with the same headings; empty: for this file."""
    likely_dates: str = ""
    """The order of day and month that the user chose for another file with the same headings; only a suggestion."""
    only_columns: bool = False
    """Whether only the meanings of the columns are needed. Events are then made from the first rows only."""

    @property
    def adapts(self) -> bool:
        """Whether meanings or an order of dates are given. Files are then not read in our own shape."""
        return bool(self.columns or self.dates)


DEFAULTS = ReadOptions()
