"""Reading and writing timelines in the formats of the table (`format_table.py`).

The module of a format has the functions that its row in the table states; `format_modules.py` describes them. It is
imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from timeline_tui.formats.format_table import (
    FORMATS,
    VIEW_FORMATS,
    VIEWS,
    Format,
    by_name,
    for_path,
    outside_format,
    outside_formats,
    package_of,
)

if TYPE_CHECKING:  # the table alone is what --help needs
    from timeline_tui.formats.format_modules import FormatModule
    from timeline_tui.formats.read_options import ReadOptions
    from timeline_tui.formats.reading.results import Bytes, Progress, Reading
    from timeline_tui.formats.views.view_export import ViewExport
    from timeline_tui.model.timeline import Extract, Timeline

__all__ = [
    "FORMATS",
    "VIEWS",
    "VIEW_FORMATS",
    "Format",
    "by_name",
    "for_path",
    "losses",
    "outside_format",
    "outside_formats",
    "package_of",
    "read",
    "write",
    "write_view",
]


def read(
    data: bytes | Bytes,
    file: str,
    format: str | None = None,
    progress: Progress | None = None,
    options: ReadOptions | None = None,
) -> Reading:
    """Read the timeline in ``data``, with all problems. Problems and events call the input ``file``.

    ``format`` is the name of a format that reads; without one it is detected. Raises KeyError for an unknown name.
    ``options`` count only for formats that adapt.
    """
    # 0.2 ms, and only reading needs it
    from timeline_tui.formats.detection import detect

    row = by_name(format) if format else detect(data, file)
    return _read(row, data, file, progress, options)._replace(format=row.name)


def _read(
    format: Format, data: bytes | Bytes, file: str, progress: Progress | None, options: ReadOptions | None
) -> Reading:
    if format.package:
        return _read_outside(format, data, file, progress)
    module = _module(format)
    whole = data if format.streams or isinstance(data, bytes) else data.read(0, data.size)
    if options and format.adapts:
        return module.read(whole, file, progress, options)
    return module.read(whole, file, progress)


def _read_outside(format: Format, data: bytes | Bytes, file: str, progress: Progress | None) -> Reading:
    whole = data if isinstance(data, bytes) else data.read(0, data.size)
    outside = import_module(f"{__name__}.outside")
    reader = outside.OutsideReader(format.name, format.endings, format.module, format.package)
    reading: Reading = outside.read(reader, whole, file, progress)
    return reading


def write(timeline: Timeline, format: str, *, formula_safe: bool = True, name: str = "", gaps: bool = False) -> bytes:
    """Return ``timeline`` in a format, in UTF-8: the same bytes for equal timelines. Raises KeyError.

    In a format for readers, ``name`` is the title of a timeline without one.

    In a format that can name them, ``gaps`` adds the times without an event, as in `analysis/gaps.py`.

    In a format for spreadsheets, ``formula_safe`` puts an apostrophe before cells that would run as formulas.
    """
    row = by_name(format)
    module = _module(row)
    if not row.undated:
        timeline = timeline.dated()
    if not row.reads:
        timeline = timeline._replace(title=timeline.title or name)
    if row.media == "text/csv":
        return module.write(timeline, formula_safe=formula_safe).encode()
    if gaps and row.gaps:
        return module.write(timeline, gaps=True).encode()
    return module.write(timeline).encode()


def write_view(view: ViewExport, format: str, name: str = "") -> bytes:
    """Return a view in a format, one of VIEW_FORMATS, in UTF-8. ``name`` is the title of a timeline without one."""
    text: str = import_module(f"{__name__}.views.views").write(view, format, name)
    return text.encode()


def losses(timeline: Timeline, format: str) -> list[str]:
    """Return messages on the data of ``timeline`` that a format cannot hold; usually none. Raises KeyError."""
    row = by_name(format)
    if not row.lossy:
        return _lost_order(timeline, timeline.extract) if timeline.extract else []
    writable = timeline if row.undated else timeline.dated()
    left_out = len(timeline.events) - len(writable.events)
    undated = [f"{left_out:,} event{'' if left_out == 1 else 's'} without a date: left out"] if left_out else []
    return undated + _module(row).losses(writable)


def _lost_order(timeline: Timeline, extract: Extract) -> list[str]:
    """A message on the events of a part of a timeline whose order another event states that is not in the part."""
    # 2 ms, and only a part of a timeline loses it
    from timeline_tui.model.order import lost_order
    from timeline_tui.text.text import listed, plural

    events = lost_order(timeline.events, {event.id for event in extract.around})
    names = [f"“{event.id}” ({event.date.label})" for event in events]
    message = "the order is lost, because it needs events that the query leaves out"
    return [f"{plural(len(events), 'event')}: {message}: {listed(names, 3)}"] if events else []


def _module(format: Format) -> FormatModule:
    return cast("FormatModule", import_module(f"{__name__}.{format.module}"))
