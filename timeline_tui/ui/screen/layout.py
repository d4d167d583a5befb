"""Decides which parts of the screen are shown: all that have room."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.geometry import Size

NORMAL, WIDE = 80, 120  # the least columns for the detail, and for the facets too
LOW, HIGH = 10, 20  # the least lines for the query bar and the keys, and for the histogram too

LAYOUT = """
Explorer {
    overflow: hidden;
    & > Horizontal { height: 1fr; }
    & .main { width: 1fr; height: 1fr; }
    & .main > Horizontal { height: 1fr; }
    & .view { width: 5fr; }
    & Horizontal, & .main { visibility: hidden; }
    & Facets, & HistogramBar, & .view, & Detail { visibility: visible; }
    & GridView.view, & SourcesList.view, & DisputesList.view { width: 7fr; }
    &.-wide .view.-laned { width: 9fr; }
    & Detail { width: 6fr; border-left: vkey $foreground 25%; }
    & Detail:ansi { border-left: vkey ansi_default; }

    &.-normal Facets { layer: above; dock: right; background: $surface; }
    &.-normal Facets { border-right: none; border-left: vkey $foreground 25%; }
    &.-normal:ansi Facets { border-left: vkey ansi_default; }
    &.-normal Facets.-alone { dock: none; border-left: none; }
    &.-narrow Facets, & Facets.-alone { width: 1fr; border-right: none; }
    &.-narrow Detail { border-left: none; }
    & HistogramBar { height: 2; }

    &.-flat ToastRack { margin-bottom: 0; }
    &.-flat Toast {
        width: 100%; max-width: 100%; height: 1; margin: 0; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis;
    }
}
"""
"""The style sheet of the explorer."""


class Shown(NamedTuple):
    """For each part of the screen, whether it is shown."""

    query_bar: bool
    keys: bool
    facets: bool
    middle: bool
    view: bool
    histogram: bool
    detail: bool
    crowded: bool
    """The facets have few lines."""
    drawer: bool
    """The facets cover the detail."""


def arrange(size: Size, pane: str, *, zoomed: bool, querying: bool, charting: bool, laned: bool) -> Shown:
    """What a screen of ``size`` shows while ``pane`` is in use.

    If there is no room for all panes, or if the reader zoomed, only the pane in use is shown. The query bar is always
    shown while the reader types a query, and the histogram while the reader moves in it (``charting``). ``laned``: the
    events are in lanes, which need the room of the facets.
    """
    alone = pane if size.width < NORMAL or zoomed else ""
    flat, low = size.height < LOW, size.height < HIGH
    drawer = pane == "facets" and NORMAL <= size.width < WIDE and not zoomed
    return Shown(
        query_bar=not flat or querying,
        keys=not flat,
        facets=pane == "facets" or (size.width >= WIDE and not zoomed and not laned),
        middle=alone != "facets",
        view=alone != "detail",
        histogram=charting or not (low or zoomed),
        detail=alone in ("", "detail"),
        crowded=low,
        drawer=drawer,
    )


def has_room_for_status(size: Size) -> bool:
    """Whether a screen of ``size`` has a line for the status."""
    return size.height >= LOW


def class_for(extent: int, breakpoints: Sequence[tuple[int, str]]) -> str:
    """The CSS class that Textual gives to a screen of this width, or height."""
    return next(name for least, name in reversed(breakpoints) if extent >= least)
