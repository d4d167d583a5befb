"""Sources without a copy and an archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from timeline_tui.analysis.finding import TITLE
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Event, Quote, Source, Timeline
from timeline_tui.query.event_values import sources as cited_or_quoted
from timeline_tui.query.matching import is_kept
from timeline_tui.text.text import shorten

LineOf = Callable[[Event, Quote | Source], int]
"""Returns the line of a quote of an event, or of a source that is written in it."""


def unarchived(timeline: Timeline, line_of: LineOf) -> Iterator[Problem]:
    """Notes about such sources. Only for files in which a source has one: in others, all sources would be listed."""
    # file → its sources, each with the event in which it is written, if it is
    files: defaultdict[str, dict[Source, Event | None]] = defaultdict(dict)
    for source in timeline.sources:
        files[source.file][source] = None
    for event in timeline.events:
        for source in cited_or_quoted(event):
            if not source.key:
                files[event.file].setdefault(source, event)
    for file, sources in files.items():
        if any(map(is_kept, sources)):
            for source, where in sources.items():
                if not is_kept(source):
                    line = line_of(where, source) if where else source.line
                    message = f"neither a copy nor an archive of “{shorten(source.label, TITLE)}”"
                    hint = "timeline-tui hash prints the lines for a copy"
                    yield Problem(file, line, min(line, 1), message, hint, severity="note", check="unarchived")


def has_copies(timeline: Timeline) -> bool:
    """Whether a source has a copy."""
    cited = (source for event in timeline.events for source in cited_or_quoted(event))
    return any(source.copy for source in timeline.sources) or any(source.copy for source in cited)
