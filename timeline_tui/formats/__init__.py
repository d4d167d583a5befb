"""The table of formats, and how the format of a file is found.

The module of a format has the functions of `FormatModule` that its row in the table states. It is imported when it is
first used.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:  # the table alone is what --help needs
    from timeline_tui.formats.reading.read_options import ReadOptions
    from timeline_tui.formats.reading.results import Bytes, Progress, Reading
    from timeline_tui.formats.views.view_export import ViewExport
    from timeline_tui.model.timeline import Timeline

__all__ = [
    "FORMATS",
    "Format",
    "by_name",
    "detect",
    "for_path",
    "losses",
    "outside_format",
    "outside_formats",
    "package_of",
    "read",
    "write",
    "write_view",
]


class FormatModule(Protocol):
    """The functions of a format's module. Its row in the table says which of these functions it has."""

    def read(self, data: bytes, file: str, progress: Progress | None = None) -> Reading:
        """Read a timeline. Problems and events call the input ``file``. A fault of the input raises no exception."""

    def write(self, timeline: Timeline) -> str:
        """Return ``timeline`` as text: the same text for equal timelines."""

    def losses(self, timeline: Timeline) -> list[str]:
        """Return a message, with a count, for each kind of data of ``timeline`` that the written text lacks."""


class StreamingModule(Protocol):
    """The module of a format that streams."""

    def read(
        self, data: bytes | Bytes, file: str, progress: Progress | None = None, options: ReadOptions = ...
    ) -> Reading:
        """Read a timeline, in our own shape with no more than a block of ``data`` in memory at a time."""


class AdaptingModule(Protocol):
    """The module of a format that adapts."""

    def read(self, data: bytes, file: str, progress: Progress | None = None, options: ReadOptions = ...) -> Reading:
        """Read a timeline; ``options`` say how to understand a file in another shape."""


class SheetModule(Protocol):
    """The module of a format for spreadsheets."""

    def write(self, timeline: Timeline, *, formula_safe: bool = True) -> str:
        """Return ``timeline`` as text; ``formula_safe`` as in `write` of the table."""


class Format(NamedTuple):
    """One row of the table."""

    name: str
    title: str
    endings: tuple[str, ...]
    """File name endings; the first is the usual one."""
    module: str
    media: str
    """The media type."""
    reads: bool = True
    writes: bool = True
    lossy: bool = True
    """Whether the format lacks some data of a timeline, so that its module has `losses`."""
    streams: bool = False
    """Whether reading takes a block at a time, so that the input need not be in memory as a whole."""
    adapts: bool = False
    """Whether it also reads files in other shapes, by the meanings of their columns or keys."""
    is_text: bool = True
    """Whether files are text, so that the beginning of a file can be read alone."""
    undated: bool = True
    """Whether it can hold events without a date. If not, `write` leaves them out and `losses` says so."""
    signature: str = ""
    """A pattern that matches the beginning of files in this format, and rarely that of other files."""
    package: str = ""
    """The package and version of a reader from another package; ``module`` is then its entry point. Else empty."""


# Where two formats share an ending, writing takes the first, and reading tries the last first.
FORMATS = (
    Format(
        name="text",
        title="Text",
        endings=(".txt",),
        module="pages.text_page",
        media="text/plain",
        reads=False,
    ),
    Format(
        name="markdown",
        title="Markdown",
        endings=(".md", ".markdown"),
        module="pages.markdown_page",
        media="text/markdown",
        reads=False,
    ),
    Format(
        name="pandoc",
        title="Markdown (Pandoc)",
        endings=(".md",),
        module="pages.pandoc_page",
        media="text/markdown",
        reads=False,
    ),
    Format(
        name="csl-json",
        title="CSL-JSON (sources)",
        endings=(".csl.json",),
        module="bibliographies.csl_json",
        media="application/vnd.citationstyles.csl+json",
        reads=False,
    ),
    Format(
        name="html",
        title="Web page",
        endings=(".html", ".htm"),
        module="pages.html_page",
        media="text/html",
        reads=False,
    ),
    Format(
        name="yaml",
        title="YAML",
        endings=(".yaml", ".yml"),
        module="yaml.yaml",
        media="application/yaml",
        lossy=False,
        adapts=True,
    ),
    Format(
        name="json",
        title="JSON",
        endings=(".json", ".geojson"),
        module="json.json",
        media="application/json",
        lossy=False,
        signature=r'\s*[\[{]\s*(?:["\]}]|\{\s*["}])',
        adapts=True,
    ),
    Format(
        name="jsonl",
        title="JSON lines",
        endings=(".jsonl", ".ndjson", ".json"),  # OpenSanctions writes JSON lines into files called .json
        module="json.json_lines",
        media="application/jsonl",
        lossy=False,
        streams=True,
        adapts=True,
        signature=r'\s*\{\s*".*\}[ \t\r]*\n\s*\{\s*"',
    ),
    Format(
        name="csv",
        title="CSV",
        endings=(".csv", ".tsv"),
        module="csv.csv",
        media="text/csv",
        lossy=False,
        adapts=True,
        signature=r"(?i:(?!\s*[-#] )(?=[^\n]*\bdate\b)(?=[^\n]*\btitle\b)[^\n:{]*[,;\t])",
    ),
    Format(
        name="timesketch",
        title="Timesketch (JSON lines)",
        endings=(".jsonl",),
        module="timesketch.timesketch",
        media="application/jsonl",
        undated=False,
        signature=r'\s*\{(?=[^\n]*"message"\s*:)(?=[^\n]*"timestamp_desc"\s*:)',
    ),
    Format(
        name="timesketch-csv",
        title="Timesketch (CSV)",
        endings=(".csv",),
        module="timesketch.timesketch_csv",
        media="text/csv",
        undated=False,
        signature=r"(?=[^\n]*\bmessage\b)(?=[^\n]*\btimestamp_desc\b)[^\n:{]*[,;\t]",
    ),
    Format(
        name="timelinejs",
        title="TimelineJS (JSON)",
        endings=(".json",),
        module="timelinejs.timelinejs",
        media="application/json",
        undated=False,
        signature=r'\s*\{[\s\S]*?"start_date"\s*:\s*\{',
    ),
    Format(
        name="timelinejs-csv",
        title="TimelineJS (sheet)",
        endings=(".csv",),
        module="timelinejs.timelinejs_csv",
        media="text/csv",
        undated=False,
        signature=r"(?i:(?=[^\n]*\byear\b)(?=[^\n]*\bheadline\b)[^\n:{]*[,;\t])",
    ),
    Format(
        name="workbook",
        title="Excel, OpenDocument",
        endings=(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
        module="workbook.workbook",
        media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        writes=False,
        lossy=False,
        adapts=True,
        is_text=False,
    ),
    Format(
        name="front-matter",
        title="Markdown with front matter",
        endings=(".md", ".markdown"),
        module="front_matter.front_matter",
        media="text/markdown",
        writes=False,
        lossy=False,
        adapts=True,
    ),
    Format(
        name="icalendar",
        title="iCalendar",
        endings=(".ics", ".ical"),
        module="icalendar.icalendar",
        media="text/calendar",
        undated=False,
        signature=r"\s*BEGIN:VCAL",
    ),
    Format(
        name="feed",
        title="RSS and Atom",
        endings=(".rss", ".atom", ".xml"),
        module="feeds.feeds",
        media="application/rss+xml",
        writes=False,
        lossy=False,
        adapts=True,
        signature=r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:rss|feed|(?:\w+:)?RDF)\b",
    ),
    Format(
        name="markwhen",
        title="Markwhen",
        endings=(".mw", ".markwhen"),
        module="markwhen.markwhen",
        media="text/markwhen",
        undated=False,
    ),
)

VIEWS = ("quotes", "sources", "grid")
"""The views that can be written instead of the events."""
VIEW_FORMATS = ("text", "markdown", "csv", "json")
"""The formats that can hold such a view."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""The first bytes of a workbook: a ZIP archive, or the container of older Excel files and encrypted files."""
_HEAD = 1 << 16  # bytes at the beginning of a file that are searched for the signature of a format


_SHEET = r"\s*(?![-#] )[^\n:{\[]*[,;\t]"  # the first line of what may be CSV: YAML has a colon or dash


def by_name(name: str) -> Format:
    """Return the format of that name: ours, else that of a reader from outside. Raises KeyError."""
    for format in FORMATS:
        if format.name == name:
            return format
    for format in outside_formats():
        if format.name == name:
            return format
    raise KeyError(name)


def outside_formats() -> tuple[Format, ...]:
    """Return the formats of readers that other packages install. It takes milliseconds, and imports no reader."""
    return tuple(
        Format(one.name, one.name, one.endings, one.value, "", writes=False, is_text=False, package=one.package)
        for one in import_module(f"{__name__}.outside").installed()
    )


def outside_format(file: str) -> Format | None:
    """Return the format of a reader from outside for ``file``, if the ending is not one of our formats."""
    name = file.lower()
    if "." not in name or any(name.endswith(format.endings) for format in FORMATS):
        return None
    return next((format for format in outside_formats() if format.endings and name.endswith(format.endings)), None)


def package_of(file: str, format: str | None) -> str:
    """Return the package and version of the reader from outside that reads ``file``; empty if it is one of ours."""
    found = by_name(format) if format else outside_format(file)
    return found.package if found else ""


def for_path(path: str) -> Format | None:
    """Return the format to write to ``path``, by its ending; None for an unknown ending."""
    return next((format for format in FORMATS if path.lower().endswith(format.endings)), None)


def detect(data: bytes | Bytes, file: str) -> Format:
    """Return the format to read ``data`` in: by the ending of ``file``; if several fit, by the signatures.

    A workbook is recognised by its first bytes, because some programs write web pages and CSV into ``.xls`` files.
    """
    if outside := outside_format(file):
        return outside
    readers = [format for format in FORMATS if format.reads]
    first = data[:_HEAD] if isinstance(data, bytes) else data.read(0, _HEAD)
    if first.startswith(_WORKBOOKS):  # whatever the ending is
        return by_name("workbook")
    fitting = [format for format in readers if format.is_text and file.lower().endswith(format.endings)]
    if len(fitting) == 1:
        return fitting[0]
    # imported here, because it takes 1 ms and --help does not need it
    from timeline_tui.formats.reading.decoding import decode

    head = decode(first, file).text
    for format in reversed(fitting or readers):
        if format.signature and re.match(format.signature, head):
            return format
    if not fitting and re.match(_SHEET, head):
        from timeline_tui.formats.csv.csv_tables import is_table  # 5 ms, and few inputs have no ending

        return by_name("csv" if is_table(head) else "yaml")
    return fitting[0] if fitting else by_name("yaml")


def is_binary(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is neither text nor a workbook, so that no format reads it."""
    # imported here, because it takes 1 ms and --help does not need it
    from timeline_tui.formats.reading.decoding import encoding_of

    return not encoding_of(head)[0] and not head.startswith(_WORKBOOKS)


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
    found = by_name(format) if format else detect(data, file)
    return _read(found, data, file, progress, options)._replace(format=found.name)


def _read(
    format: Format, data: bytes | Bytes, file: str, progress: Progress | None, options: ReadOptions | None
) -> Reading:
    if format.package:
        return _read_outside(format, data, file, progress)
    module = _module(format)
    if format.streams:
        streaming = cast("StreamingModule", module)
        return streaming.read(data, file, progress, options) if options else streaming.read(data, file, progress)
    whole = data if isinstance(data, bytes) else data.read(0, data.size)
    if options and format.adapts:
        return cast("AdaptingModule", module).read(whole, file, progress, options)
    return module.read(whole, file, progress)


def _read_outside(format: Format, data: bytes | Bytes, file: str, progress: Progress | None) -> Reading:
    whole = data if isinstance(data, bytes) else data.read(0, data.size)
    outside = import_module(f"{__name__}.outside")
    reader = outside.OutsideReader(format.name, format.endings, format.module, format.package)
    reading: Reading = outside.read(reader, whole, file, progress)
    return reading


def write(timeline: Timeline, format: str, *, formula_safe: bool = True) -> bytes:
    """Return ``timeline`` in a format, in UTF-8: the same bytes for equal timelines. Raises KeyError.

    In a format for spreadsheets, ``formula_safe`` puts an apostrophe before cells that would run as formulas.
    """
    row = by_name(format)
    module = _module(row)
    if not row.undated:
        timeline = timeline.dated()
    if row.media == "text/csv":
        return cast("SheetModule", module).write(timeline, formula_safe=formula_safe).encode()
    return module.write(timeline).encode()


def write_view(view: ViewExport, format: str) -> bytes:
    """Return a view in a format, one of VIEW_FORMATS, in UTF-8."""
    text: str = import_module(f"{__name__}.views.views").write(view, format)
    return text.encode()


def losses(timeline: Timeline, format: str) -> list[str]:
    """Return messages on the data of ``timeline`` that a format cannot hold; usually none. Raises KeyError."""
    row = by_name(format)
    if not row.lossy:
        return []
    held = timeline if row.undated else timeline.dated()
    left_out = len(timeline.events) - len(held.events)
    undated = [f"{left_out:,} event{'' if left_out == 1 else 's'} without a date: left out"] if left_out else []
    return undated + _module(row).losses(held)


def _module(format: Format) -> FormatModule:
    return cast("FormatModule", import_module(f"{__name__}.{format.module}"))
