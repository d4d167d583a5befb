"""Sources of which there is no copy and no archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Source, Timeline
from timeline_tui.query.query_fields import sources as cited_or_quoted
from timeline_tui.text.text import shorten

_TITLE = 60  # cells of a title in a message


def unarchived(timeline: Timeline) -> Iterator[Problem]:
    """Notes about such sources. Only for files in which a source has one: in others, all sources would be listed."""
    files: defaultdict[str, dict[Source, int]] = defaultdict(dict)  # file → its sources with their lines
    for source in timeline.sources:
        files[source.file][source] = source.line
    for event in timeline.events:
        for source in cited_or_quoted(event):
            if not source.key:
                files[event.file].setdefault(source, event.line)
    for file, sources in files.items():
        if any(source.copy or source.archived for source in sources):
            for source, line in sources.items():
                if not (source.copy or source.archived):
                    message = f"neither a copy nor an archive of “{shorten(source.label, _TITLE)}”"
                    hint = "timeline-tui hash prints the lines for a copy"
                    yield Problem(file, line, min(line, 1), message, hint, severity="note", check="unarchived")


def has_copies(timeline: Timeline) -> bool:
    """Whether a source has a copy."""
    cited = (source for event in timeline.events for source in cited_or_quoted(event))
    return any(source.copy for source in timeline.sources) or any(source.copy for source in cited)
