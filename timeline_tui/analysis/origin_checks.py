"""Notes about sources that may have one origin and count as several."""

from __future__ import annotations

from collections.abc import Iterator

from timeline_tui.analysis.finding import TITLE, yaml_scalar
from timeline_tui.analysis.likely_copies import has_unread_via, likely_copies
from timeline_tui.analysis.unarchived import LineOf
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.query.query_fields import sources as cited_or_quoted
from timeline_tui.text.text import shorten


def origin_notes(timeline: Timeline, line_of: LineOf) -> Iterator[Problem]:
    """Notes about sources that may repeat another source, and about sources that are written twice."""
    copies = list(likely_copies(timeline.events))
    for event, copy, original in copies:
        message = f"{_named(copy)} may repeat {_named(original)}, which “{shorten(event.title, TITLE)}” also cites"
        if original.key:
            hint = f"if it does: based_on: {yaml_scalar(original.key)}"
        else:
            hint = "if it does: define both under “sources”, and name the key of the other in “based_on”"
        yield _note(copy, event, line_of, message, hint)
    known = {source._replace(key=""): source.key for source in reversed(timeline.sources)}
    seen = {copy for _, copy, _ in copies}
    for event in timeline.events:
        for source in cited_or_quoted(event):
            if source in seen:
                continue
            seen.add(source)
            if not source.key and source in known:
                message = f"{_named(source)} is also the source “{known[source]}”, and counts as another"
                yield _note(source, event, line_of, message, f"cite its key: {yaml_scalar(known[source])}")
            if has_unread_via(source):
                message = f"the publisher “{shorten(source.publisher, TITLE)}” names no origin"
                yield _note(source, event, line_of, message, "if it repeats another: “Reuters, via CNA”, or based_on")


def _named(source: Source) -> str:
    return f"“{shorten(source.full_label, TITLE)}”"


def _note(source: Source, event: Event, line_of: LineOf, message: str, hint: str) -> Problem:
    file, line = (source.file, source.line) if source.line else (event.file, line_of(event, source))
    return Problem(file, line, min(line, 1), message, hint, severity="note", check="origin")
