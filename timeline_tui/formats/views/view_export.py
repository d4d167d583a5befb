"""The export of a view of a slice: as a report to read, a table for spreadsheets, and objects for programs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol

from timeline_tui.analysis.searched import searched
from timeline_tui.analysis.slice import Slice
from timeline_tui.formats.writing.desk import Reference, Remarks
from timeline_tui.formats.writing.report import Day, NumberTable, Report, WordTable, not_all_read
from timeline_tui.query.syntax import format_query


class ViewExport(Protocol):
    """A view that every format in `VIEW_FORMATS` can write."""

    title: str
    """The name of the view in menus: "Quotes"."""

    @property
    def counts(self) -> str:
        """The number of items: "21 quotes"."""

    def report(self, name: str = "") -> Report:
        """The view in words, for text, Markdown and HTML. ``name`` is the title of a timeline without one."""

    def table(self) -> list[list[str | int]]:
        """The view as rows of cells, for CSV. The first row has the headings."""

    def objects(self) -> list[dict[str, object]]:
        """The view as one object per row, for JSON."""


class RowsExport(ABC):
    """An export whose table and objects have the same rows, which are named tuples of the type ``row_type``."""

    row_type: type[NamedTuple]

    @abstractmethod
    def rows(self) -> Iterable[Any]:
        """The rows."""

    def table(self) -> list[list[str | int]]:
        """The rows below the names of their fields. A boolean is "yes" or empty."""
        cells = ([("yes" if cell else "") if isinstance(cell, bool) else cell for cell in row] for row in self.rows())
        return [[*self.row_type._fields], *cells]

    def objects(self) -> list[dict[str, object]]:
        """The rows as objects. Their keys are the names of the fields."""
        return [row._asdict() for row in self.rows()]


def view_report(
    shown: Slice,
    content: str,
    name: str,
    *,
    remarks: Remarks = (),
    days: tuple[Day, ...] = (),
    references: tuple[Reference, ...] = (),
    table: NumberTable = (),
    words: WordTable = (),
) -> Report:
    """The report on a view of a slice, whose extent ends with ``content``: "21 quotes". ``name`` as for `report`."""
    index, shown = shown.index, searched(shown)
    partial = [not_all_read(index.indexed.bit_count(), index.total)] if index.is_partial else []
    return Report(
        title=index.timeline.title or name or "Timeline",
        extent=f"{shown.description} · {content}",
        query=format_query(shown.query),
        remarks=(*remarks, *partial),
        days=days,
        references=references,
        table=table,
        words=words,
    )
