"""What one file says of another: a source cited by a key, or an event named by an id, that another file has."""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.formats.reading.results import Reading
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Source, Timeline


def linked(readings: Sequence[Reading]) -> tuple[list[Timeline], list[Problem]]:
    """The timelines of ``readings``, each citing what others define, and the problems that this leaves.

    Where several files have what is named, the first one's is meant: it is also the one that keeps its name.
    """
    problems = [problem for reading in readings for problem in reading.problems]
    timelines = [reading.timeline for reading in readings]
    if len(readings) < 2 or not any(reading.unresolved or reading.keyless for reading in readings):
        return timelines, problems
    sources: dict[str, Source] = {}
    for timeline in timelines:
        for source in timeline.sources:
            sources.setdefault(source.key, source)
    ids = {event.id for timeline in timelines for event in timeline.events}
    found = {
        reference.problem
        for reading in readings
        for reference in reading.unresolved
        if reference.name in (ids if reference.stand_in is None else sources)
    }
    problems = [problem for problem in problems if problem not in found]
    return [_citing(reading, sources) for reading in readings], problems


def _citing(reading: Reading, sources: dict[str, Source]) -> Timeline:
    """The timeline with the sources themselves where others stood in for them."""
    # By identity: a source in place may say the same as a stand-in, and means itself.
    meant = {
        id(reference.stand_in): sources[reference.name]
        for reference in reading.unresolved
        if reference.stand_in and reference.name in sources
    }
    if not meant and not reading.keyless:
        return reading.timeline

    def source(one: Source) -> Source:
        is_name = reading.keyless and one.title in sources and one == Source(title=one.title)
        return sources[one.title] if is_name else meant.get(id(one), one)

    timeline = reading.timeline
    return timeline._replace(events=tuple(event.with_sources(source) for event in timeline.events))
