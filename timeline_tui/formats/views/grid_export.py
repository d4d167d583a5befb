"""The grid view as a report with a table, a table of cells and objects."""

from __future__ import annotations

from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.analysis.grid_words import row_name
from timeline_tui.dates.edtf_writer import edtf_range
from timeline_tui.formats.views.view_export import view_report
from timeline_tui.formats.writing.desk import Remarks
from timeline_tui.formats.writing.report import Report
from timeline_tui.query.query_fields import FIELDS, plural_noun
from timeline_tui.text.text import plural

ALL = "all events"
"""The name of the last row, which counts every event once."""


class GridExport:
    """The grid view with a row for all events at the end.

    If some events are in no column, a column "elsewhere" counts them. The last column is the total.
    """

    title = "Grid"

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._rows: list[int | None] = [*range(len(grid.rows)), None]
        """The numbers of the rows; None means all events."""
        self._elsewhere = ["elsewhere"] if grid.count(None, ELSE) else []

    @property
    def counts(self) -> str:
        """The number of events: "24 events"."""
        return plural(len(self.grid.slice), "event")

    def report(self, name: str = "") -> Report:
        """The grid as a table. A count that includes events with a vague date ends with "~", and "·" is zero."""
        grid = self.grid
        headings = (grid.field.capitalize(), *(column.label for column in grid.columns), *self._elsewhere, "total")
        rows = tuple((self._name(row), *self._cells(row)) for row in self._rows)
        elsewhere = ", ".join(f"{count:,} {reason}" for reason, count in grid.elsewhere(None).items())
        vague = any(grid.approximate(None, column) for column in range(len(grid.columns)))
        remarks: Remarks = (("Elsewhere", elsewhere), ("Approximate", "dates in the numbers marked ~" if vague else ""))
        size = plural(len(grid.rows), FIELDS[grid.field].noun, plural_noun(grid.field))
        remarks = tuple(remark for remark in remarks if remark[1])
        content = f"{size} by {grid.unit.name}"
        return view_report(grid.slice, content, name, remarks=remarks, table=(headings, *rows))

    def table(self) -> list[list[str | int]]:
        """Value, title if the rows are sources, and counts of each row. The headings of columns are EDTF dates."""
        grid = self.grid
        titled = grid.field == "source"
        table: list[list[str | int]] = [
            [grid.field, *(["title"] if titled else []), *self._dates(), *self._elsewhere, "total"]
        ]
        for row in self._rows:
            value = ALL if row is None else grid.rows[row].value
            title = [] if not titled else [""] if row is None else [row_name(grid, row)]
            table.append([value, *title, *self._counts(row)])
        return table

    def objects(self) -> list[dict[str, object]]:
        """One object per row; in the last one, for all events, the value is null.

        ``counts`` maps the EDTF date of each column to its number of events, and ``approximate`` to the number of
        those with a vague date, where there are any. ``elsewhere`` maps a reason to the number of events that are in
        no column. ``first`` is the column of the first event.
        """
        return [self._object(row, self._dates()) for row in self._rows]

    def _object(self, row: int | None, dates: list[str]) -> dict[str, object]:
        grid = self.grid
        first = None if row is None else grid.first_column(row)
        vague = {date: count for column, date in enumerate(dates) if (count := grid.approximate(row, column))}
        return {
            grid.field: None if row is None else grid.rows[row].value,
            **({"title": "" if row is None else row_name(grid, row)} if grid.field == "source" else {}),
            "total": grid.count(row, None),
            "first": None if first is None else dates[first],
            "counts": {date: grid.count(row, column) for column, date in enumerate(dates)},
            "approximate": vague,
            "elsewhere": grid.elsewhere(row),
        }

    def _name(self, row: int | None) -> str:
        return ALL.capitalize() if row is None else row_name(self.grid, row)

    def _cells(self, row: int | None) -> list[str]:
        cells = [f"{count:,}" if count else "·" for count in self._counts(row)]
        for column in range(len(self.grid.columns)):
            if self.grid.approximate(row, column):
                cells[column] += "~"
        return cells

    def _counts(self, row: int | None) -> list[int]:
        """The number of events in each column, in no column (if there are any), and in total."""
        grid = self.grid
        elsewhere = [grid.count(row, ELSE)] if self._elsewhere else []
        return [*(grid.count(row, column) for column in range(len(grid.columns))), *elsewhere, grid.count(row, None)]

    def _dates(self) -> list[str]:
        """The EDTF date of each column: 2024-06-13, 2024-06, 2024-06-10/2024-06-16."""
        return [edtf_range(column.first, column.last) for column in self.grid.columns]
