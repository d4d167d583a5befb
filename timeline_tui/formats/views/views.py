"""What the quotes, sources and grid views show of a slice, written to be read, or for spreadsheets and programs."""

from __future__ import annotations

import json

from timeline_tui.analysis.grid import Grid
from timeline_tui.analysis.quotes import Quotes
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Sources
from timeline_tui.formats.csv.csv_tables import table
from timeline_tui.formats.pages import markdown_page, text_page
from timeline_tui.formats.views import view_grid
from timeline_tui.formats.views.view_reports import quotes_report, sources_report
from timeline_tui.formats.views.view_tables import (
    QuoteRow,
    SourceRow,
    grid_objects,
    grid_table,
    quote_rows,
    source_rows,
)
from timeline_tui.formats.writing.report import Report

View = Quotes | Sources | Grid


def view_of(whole: Slice, name: str, rows: str = "country") -> View:
    """The view of that name in its usual order: quotes, sources or grid; ``rows`` are the rows of a grid."""
    if name == "grid":
        return Grid.from_slice(whole, rows)
    return Quotes(whole) if name == "quotes" else Sources(whole)


def write(view: View, format: str) -> str:
    """``view`` in the format of that name, one of `VIEW_FORMATS`."""
    if format == "csv":
        return table(_table(view), formula_safe=True)
    if format == "json":
        return json.dumps(_objects(view), ensure_ascii=False, indent=2) + "\n"
    if isinstance(view, Grid):
        return view_grid.as_markdown(view) if format == "markdown" else view_grid.as_text(view)
    layout = markdown_page.layout if format == "markdown" else text_page.layout
    return layout(_report(view))


def _report(view: Quotes | Sources) -> Report:
    return quotes_report(view) if isinstance(view, Quotes) else sources_report(view)


def _table(view: View) -> list[list[str | int]]:
    if isinstance(view, Grid):
        return grid_table(view)
    rows: list[list[str | int]] = [[*(QuoteRow if isinstance(view, Quotes) else SourceRow)._fields]]
    if isinstance(view, Quotes):
        rows += ([*row[:-1], "yes" if row.disputed else ""] for row in quote_rows(view))
    else:
        rows += ([*row] for row in source_rows(view))
    return rows


def _objects(view: View) -> list[dict[str, object]]:
    if isinstance(view, Grid):
        return list(grid_objects(view))
    return [row._asdict() for row in (quote_rows(view) if isinstance(view, Quotes) else source_rows(view))]
