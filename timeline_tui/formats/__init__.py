"""The table of formats, and which one a file is in. A format is a module with ``read``, ``write`` or both.

``read(data: bytes, file: str, progress) -> Reading``, ``write(timeline) -> str`` and, where a format cannot hold all,
``losses(timeline) -> list[str]``: what it leaves out, with counts. A module is imported when it is used. The ``read``
of a format that ``streams`` takes Bytes too, and has no more of them in memory than a block at a time.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:  # the table alone is what --help needs
    from timeline_tui.formats.reading.results import Bytes, Progress, Reading, ReadOptions
    from timeline_tui.formats.views.view_export import ViewExport
    from timeline_tui.model.timeline import Timeline

__all__ = [
    "FORMATS",
    "Format",
    "by_name",
    "detect",
    "for_path",
    "losses",
    "read",
    "write",
    "write_view",
]


class Format(NamedTuple):
    """One row of the table. The first of ``endings`` is the usual one; ``media`` is the media type.

    ``sign`` is a pattern that the beginning of such a text matches and hardly another.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    module: str
    reads: bool
    writes: bool
    media: str
    sign: str = ""
    streams: bool = False
    adapts: bool = False  # whether files in shapes of their own are read by what their columns or keys mean


# General ones come first: where two share an ending, writing takes the first, and reading tries the last first.
FORMATS = (
    Format("text", "Text", (".txt",), "pages.text_page", False, True, "text/plain"),
    Format("markdown", "Markdown", (".md", ".markdown"), "pages.markdown_page", False, True, "text/markdown"),
    Format("html", "Web page", (".html", ".htm"), "pages.html_page", False, True, "text/html"),
    Format("yaml", "YAML", (".yaml", ".yml"), "yaml.yaml", True, True, "application/yaml"),
    Format("json", "JSON", (".json",), "json.json", True, True, "application/json", r'\s*[\[{]\s*(?:["\]}]|\{\s*["}])'),
    Format(
        "jsonl",
        "JSON lines",
        (".jsonl", ".ndjson"),
        "json.json_lines",
        True,
        True,
        "application/jsonl",
        r'\s*\{\s*".*\}[ \t\r]*\n\s*\{\s*"',
        streams=True,
    ),
    Format(
        "csv",
        "CSV",
        (".csv",),
        "csv.csv",
        True,
        True,
        "text/csv",
        r"(?i:(?=[^\n]*\bdate\b)(?=[^\n]*\btitle\b)[^\n:{]*[,;\t])",
        adapts=True,
    ),
    Format(
        "timesketch",
        "Timesketch (JSON lines)",
        (".jsonl",),
        "timesketch.timesketch",
        True,
        True,
        "application/jsonl",
        r'\s*\{(?=[^\n]*"message"\s*:)(?=[^\n]*"timestamp_desc"\s*:)',
    ),
    Format(
        "timesketch-csv",
        "Timesketch (CSV)",
        (".csv",),
        "timesketch.timesketch_csv",
        True,
        True,
        "text/csv",
        r"(?=[^\n]*\bmessage\b)(?=[^\n]*\btimestamp_desc\b)[^\n:{]*[,;\t]",
    ),
    Format(
        "timelinejs",
        "TimelineJS (JSON)",
        (".json",),
        "timelinejs.timelinejs",
        True,
        True,
        "application/json",
        r'\s*\{[\s\S]*?"start_date"\s*:\s*\{',
    ),
    Format(
        "timelinejs-csv",
        "TimelineJS (sheet)",
        (".csv",),
        "timelinejs.timelinejs_csv",
        True,
        True,
        "text/csv",
        r"(?i:(?=[^\n]*\byear\b)(?=[^\n]*\bheadline\b)[^\n:{]*[,;\t])",
    ),
    Format(
        "icalendar",
        "iCalendar",
        (".ics", ".ical"),
        "icalendar.icalendar",
        True,
        True,
        "text/calendar",
        r"\s*BEGIN:VCAL",
    ),
    Format("markwhen", "Markwhen", (".mw", ".markwhen"), "markwhen.markwhen", True, True, "text/markwhen"),
)

VIEWS = ("quotes", "sources", "grid")
"""The views that can be written instead of the events."""
VIEW_FORMATS = ("text", "markdown", "csv", "json")
"""The formats that can hold them."""

_HEAD = 1 << 16  # bytes of a file that are looked at to tell its format


def by_name(name: str) -> Format:
    """The format of that name. Raises KeyError."""
    for format in FORMATS:
        if format.name == name:
            return format
    raise KeyError(name)


def for_path(path: str) -> Format | None:
    """The format that the ending of ``path`` asks to be written; None if no format has it."""
    return next((format for format in FORMATS if path.lower().endswith(format.endings)), None)


def detect(data: bytes | Bytes, file: str) -> Format:
    """The format to read ``data`` in: by the ending of ``file``; where that leaves a choice, by how it begins."""
    readers = [format for format in FORMATS if format.reads]
    fitting = [format for format in readers if file.lower().endswith(format.endings)]
    if len(fitting) == 1:
        return fitting[0]
    # 1 ms, and --help does not need it
    from timeline_tui.formats.reading.document import decode

    head = decode(data[:_HEAD] if isinstance(data, bytes) else data.read(0, _HEAD), file).text
    for format in reversed(fitting or readers):
        if format.sign and re.match(format.sign, head):
            return format
    return fitting[0] if fitting else by_name("yaml")


def read(
    data: bytes | Bytes,
    file: str,
    format: str | None = None,
    progress: Progress | None = None,
    options: ReadOptions | None = None,
) -> Reading:
    """The timeline in ``data`` and all that is wrong with it; ``file`` is what problems and events call it.

    ``format`` is the name of a format that reads; without one it is detected. Raises KeyError for another name.
    ``options`` count for the formats that ``adapt``.
    """
    found = by_name(format) if format else detect(data, file)
    if not (found.streams or isinstance(data, bytes)):
        data = data.read(0, data.size)
    module = _module(found)
    reading: Reading = module.read(data, file, progress, *([options] if options and found.adapts else []))
    return reading


def write(timeline: Timeline, format: str, *, formula_safe: bool = True) -> bytes:
    """``timeline`` in the format of that name, in UTF-8. The same bytes for equal timelines. Raises KeyError.

    In a format for spreadsheets an apostrophe keeps cells from being run as formulas, unless ``formula_safe`` is off.
    """
    row = by_name(format)
    options = {} if formula_safe or row.media != "text/csv" else {"formula_safe": False}
    text: str = _module(row).write(timeline, **options)
    return text.encode()


def write_view(view: ViewExport, format: str) -> bytes:
    """A view in the format of that name, one of VIEW_FORMATS, in UTF-8."""
    text: str = import_module(f"{__name__}.views.views").write(view, format)
    return text.encode()


def losses(timeline: Timeline, format: str) -> list[str]:
    """What the format of that name cannot hold of ``timeline``, in words; mostly nothing. Raises KeyError."""
    module = _module(by_name(format))
    lost: list[str] = module.losses(timeline) if hasattr(module, "losses") else []
    return lost


def _module(format: Format) -> Any:  # Any: what a module offers depends on its row
    return import_module(f"{__name__}.{format.module}")
