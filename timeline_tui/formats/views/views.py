"""Export of a view (quotes, sources, disputes or grid) instead of the events.

A new view needs a module beside this one with a `ViewExport`, a row in the table below, and its name in
`formats.VIEWS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from timeline_tui.analysis.disputes import Disputes
from timeline_tui.analysis.grid import Grid
from timeline_tui.analysis.quotes import Quotes
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Sources
from timeline_tui.formats.csv.csv_tables import table
from timeline_tui.formats.pages import markdown_page, text_page
from timeline_tui.formats.views.disputes_export import DisputesExport
from timeline_tui.formats.views.grid_export import GridExport
from timeline_tui.formats.views.quotes_export import QuotesExport
from timeline_tui.formats.views.sources_export import SourcesExport
from timeline_tui.formats.views.view_export import ViewExport

EXPORTS: Mapping[str, Callable[[Slice, str], ViewExport]] = {
    "quotes": lambda shown, _: QuotesExport(Quotes(shown)),
    "sources": lambda shown, _: SourcesExport(Sources(shown)),
    "disputes": lambda shown, _: DisputesExport(Disputes(shown)),
    "grid": lambda shown, field: GridExport(Grid.from_slice(shown, field)),
}
"""The views by name, each made from a slice and the query field whose values are the rows of a grid."""


def export_view(shown: Slice, name: str, field: str = "country") -> ViewExport:
    """The view ``name`` of a slice in its default order. ``field`` has the values that are the rows of a grid."""
    return EXPORTS[name](shown, field)


def write(view: ViewExport, format: str, name: str = "") -> str:
    """``view`` in a format, one of `VIEW_FORMATS`. Cells in CSV cannot run as formulas.

    ``name`` is the title of a report on a timeline without one.
    """
    if format == "csv":
        return table(view.table(), formula_safe=True)
    if format == "json":
        return json.dumps(view.objects(), ensure_ascii=False, indent=2) + "\n"
    report = view.report(name)
    if format == "html":
        from timeline_tui.formats.pages import table_page  # 3 ms, and only this format needs it

        return table_page.layout(report)
    layout = markdown_page.layout if format == "markdown" else text_page.layout
    return layout(report)
