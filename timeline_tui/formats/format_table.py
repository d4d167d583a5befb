"""The table of formats, and finding a row of it by name or by the ending of a file."""

from __future__ import annotations

from importlib import import_module
from typing import Final


class Format:
    """One row of the table. It is a plain class, because to define a named tuple of 15 fields takes 0.3 ms.

    - ``endings`` are the endings of file names; the first is the usual one. ``media`` is the media type.
    - ``module`` reads or writes the format; ``reads`` and ``writes`` say which it does.
    - ``lossy``: it lacks some data of a timeline, so its module has `losses`.
    - ``streams``: reading takes a block at a time, so the input need not be in memory as a whole.
    - ``adapts``: it also reads files in other shapes, by the meanings of their columns or keys.
    - ``is_text``: files are text, so the beginning of a file can be read alone.
    - ``undated``: it can hold events without a date. If not, `write` leaves them out and `losses` says so.
    - ``gaps``: it can name the times without an event between the days.
    - ``signature`` is a pattern that matches the beginning of files in this format, and rarely of other files.
    - ``package``: the package and version of a reader from another package; ``module`` is then its entry point. Else
      empty.
    """

    def __init__(
        self,
        *,
        name: str,
        title: str,
        endings: tuple[str, ...],
        module: str,
        media: str,
        reads: bool = True,
        writes: bool = True,
        lossy: bool = True,
        streams: bool = False,
        adapts: bool = False,
        is_text: bool = True,
        undated: bool = True,
        gaps: bool = False,
        signature: str = "",
        package: str = "",
    ) -> None:
        self.name: Final = name
        self.title: Final = title
        self.endings: Final = endings
        self.module: Final = module
        self.media: Final = media
        self.reads: Final = reads
        self.writes: Final = writes
        self.lossy: Final = lossy
        self.streams: Final = streams
        self.adapts: Final = adapts
        self.is_text: Final = is_text
        self.undated: Final = undated
        self.gaps: Final = gaps
        self.signature: Final = signature
        self.package: Final = package


# Where two formats share an ending, writing takes the first, and reading tries the last first.
FORMATS = (
    Format(
        name="text",
        title="Text",
        endings=(".txt",),
        module="pages.text_page",
        media="text/plain",
        reads=False,
        gaps=True,
    ),
    Format(
        name="markdown",
        title="Markdown",
        endings=(".md", ".markdown"),
        module="pages.markdown_page",
        media="text/markdown",
        reads=False,
        gaps=True,
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
        gaps=True,
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
        name="parquet",
        title="Parquet",
        endings=(".parquet",),
        module="parquet.parquet",
        media="application/vnd.apache.parquet",
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

VIEWS = ("quotes", "sources", "disputes", "grid")
"""The views that can be written instead of the events."""
VIEW_FORMATS = ("text", "markdown", "html", "csv", "json")
"""The formats that can hold such a view."""


def by_name(name: str) -> Format:
    """Return the format with this name: ours, else the format of a reader from outside. Raises KeyError."""
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
        Format(
            name=reader.name,
            title=reader.name,
            endings=reader.endings,
            module=reader.value,
            media="",
            writes=False,
            is_text=False,
            package=reader.package,
        )
        for reader in import_module(f"{__package__}.outside").installed()
    )


def outside_format(file: str) -> Format | None:
    """Return the format of a reader from outside for ``file``, if the ending is not one of our formats."""
    name = file.lower()
    if "." not in name or any(name.endswith(format.endings) for format in FORMATS):
        return None
    return next((format for format in outside_formats() if format.endings and name.endswith(format.endings)), None)


def package_of(file: str, format: str | None) -> str:
    """Return the package and version of the reader from outside that reads ``file``; empty if it is one of ours."""
    row = by_name(format) if format else outside_format(file)
    return row.package if row else ""


def for_path(path: str) -> Format | None:
    """Return the format to write to ``path``, by its ending; None for an unknown ending."""
    return next((format for format in FORMATS if path.lower().endswith(format.endings)), None)
