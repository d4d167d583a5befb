"""Makes one timeline of several files: resolves references between them, and makes equal names different."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, count
from typing import TypeVar

from timeline_tui.formats.reading.results import Reading, UnresolvedReference
from timeline_tui.formats.reading.written_keys import key_and_locator
from timeline_tui.model.cycles import cycle_message, cycles
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Citation, Event, Other, Source, Timeline, View
from timeline_tui.text.text import fold

EVERYTHING = View("Everything", "")
"""The first view of files that do not begin with the same view."""

_T = TypeVar("_T")


def link(readings: Sequence[Reading]) -> tuple[list[Timeline], list[Problem]]:
    """Resolve references from one file to another. Returns the timelines and the problems that remain.

    A file can cite the key of a source, or name the id of an event, of another file. If several files have it, the
    reference means the first of them, which is also the one that keeps its name in `merge`.
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
    references = [reference for reading in readings for reference in reading.unresolved]
    settled = resolved(references, lambda reference: reference.name in (sources if reference.is_key else ids))
    problems = [problem for problem in problems if problem not in settled]
    return [citing(reading, sources) for reading in readings], problems


def resolved(
    references: Iterable[UnresolvedReference], is_found: Callable[[UnresolvedReference], bool]
) -> set[Problem]:
    """The problems that are solved because all ``references`` that share them are found."""
    resolved_problems: set[Problem] = set()
    missing: set[Problem] = set()
    for reference in references:
        (resolved_problems if is_found(reference) else missing).add(reference.problem)
    return resolved_problems - missing


def citing(reading: Reading, sources: dict[str, Source]) -> Timeline:
    """The timeline of a reading, with ``sources`` (by their keys) in place of their stand-ins."""
    # Stand-ins are found by identity, because a source that is written in place may equal a stand-in.
    meant = {
        id(reference.stand_in): sources[reference.name]
        for reference in reading.unresolved
        if reference.stand_in and reference.name in sources
    }
    if not meant and not reading.keyless:
        return reading.timeline

    def defined(source: Source) -> Source:
        is_only_key = reading.keyless and source.title in sources and source == Source(title=source.title)
        return sources[source.title] if is_only_key else meant.get(id(source), source)

    def with_locator(citation: Citation) -> Citation:
        text = citation.source.title
        citation_parts = key_and_locator(text, sources) if citation.source == Source(title=text) else None
        if not citation_parts:
            return citation
        key, locator = citation_parts
        return citation._replace(source=sources[key], at=citation.at or locator)

    timeline = reading.timeline
    events = [event.with_sources(defined) for event in timeline.events]
    if reading.keyless:
        events = [event._replace(sources=tuple(map(with_locator, event.sources))) for event in events]
    return timeline._replace(events=tuple(events))


class _FilePart:
    """One timeline that is merged, with the changes that it needs; ``file`` is its name as shown."""

    def __init__(self, file: str, timeline: Timeline) -> None:
        self.file = file
        self.timeline = timeline
        self.keys: dict[str, str] = {}  # keys of sources that got another key: old → new
        self.ids: dict[str, str] = {}  # ids of events that got another id: old → new

    @property
    def title(self) -> str:
        return self.timeline.title or self.file


def merge(parts: Sequence[tuple[str, Timeline]], *, of_sides: bool = False) -> tuple[Timeline, tuple[Problem, ...]]:
    """Make one timeline of ``parts`` (file as shown, timeline). Returns it and the problems.

    ``of_sides``: the parts have different authors, so that a key or an id with two meanings is not a problem.

    A source key, event id or view name that an earlier file uses for something else is replaced by a new one, also in
    the citations and relations of its file. A single timeline is returned unchanged.

    The title is empty unless all parts have titles. A view of everything comes first unless all parts begin with the
    same view.
    """
    if len(parts) == 1:
        return parts[0][1], ()
    whole = [_FilePart(file, timeline) for file, timeline in parts]
    problems: list[Problem] = []
    same_names: list[Problem] = []
    sources = tuple(_sources(whole, same_names))
    problems += _cycles(sources)
    events = tuple(_events(whole, same_names))
    problems += [] if of_sides else same_names
    merged = Timeline(
        title=_title([part.timeline.title for part in whole]),
        description="\n\n".join(_once(part.timeline.description for part in whole)),
        views=tuple(_views(whole)),
        aliases=tuple(_aliases(whole, problems)),
        sources=sources,
        events=events,
        other=tuple(_other(whole)),
    )
    return merged, tuple(problems)


def _once(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _title(titles: Sequence[str]) -> str:
    if not all(titles):  # the title of one file does not fit all
        return ""
    different = _once(titles)
    return " · ".join(different) if len(different) < 3 else f"{different[0]} and {len(different) - 1} more"


def _unused(name: str, taken: Collection[str]) -> str:
    """``name`` with the first number, from 2, that is not in ``taken``."""
    return next(candidate for n in count(2) if (candidate := f"{name}-{n}") not in taken)


def _sources(parts: Sequence[_FilePart], problems: list[Problem]) -> Iterator[Source]:
    taken = {source.key for part in parts for source in part.timeline.sources}
    first: dict[str, tuple[Source, str]] = {}
    for part in parts:
        new = [source for source in part.timeline.sources if source.key not in first]
        different = [source for source in part.timeline.sources if first.get(source.key, (source, ""))[0] != source]
        first |= {source.key: (source, part.file) for source in new}
        for source in _with_followers(different, part.timeline.sources, new):
            part.keys[source.key] = _unused(source.key, taken)
            taken.add(part.keys[source.key])
            known, file = first[source.key]
            message = f"the source “{source.key}” differs from the source with this key in {_place(file, known.line)}"
            hint = f"its key here becomes “{part.keys[source.key]}”; give it another key"
            problems.append(Problem(part.file, source.line, min(source.line, 1), message, hint))
        yield from (
            _renamed_source(source, part)
            for source in part.timeline.sources
            if source.key in part.keys or first[source.key][0] is source
        )


def _with_followers(different: list[Source], sources: Sequence[Source], new: Sequence[Source]) -> list[Source]:
    """``different``, and the sources that are based on them and are not ``new``. They are not the same any more."""
    if not different or not any(source.based_on for source in sources):
        return different
    keys = {source.key for source in different}
    apart = {source.key for source in new}
    followers: list[Source] = []
    while new_followers := [
        source for source in sources if source.key not in keys | apart and not keys.isdisjoint(source.based_on)
    ]:
        keys |= {source.key for source in new_followers}
        followers += new_followers
    return [*different, *followers]


def _renamed_source(source: Source, part: _FilePart) -> Source:
    """``source`` with the new keys of its file."""
    if not part.keys or (source.key not in part.keys and part.keys.keys().isdisjoint(source.based_on)):
        return source
    based_on = tuple(part.keys.get(key, key) for key in source.based_on)
    return source._replace(key=part.keys.get(source.key, source.key) if source.key else "", based_on=based_on)


def _cycles(sources: Sequence[Source]) -> Iterator[Problem]:
    """The cycles of ``based_on`` through several files. A cycle in one file is reported when that file is read."""
    by_key = {source.key: source for source in sources if source.based_on}
    for cycle in cycles({key: source.based_on for key, source in by_key.items()}):
        if len({by_key[key].file for key in cycle}) > 1:
            first = by_key[cycle[0]]
            yield Problem(first.file, first.line, min(first.line, 1), cycle_message(cycle))


def _events(parts: Sequence[_FilePart], problems: list[Problem]) -> Iterator[Event]:
    taken = {event.id for part in parts for event in part.timeline.events}
    first: dict[str, Event] = {}
    for part in parts:
        for event in part.timeline.events:
            known = first.setdefault(event.id, event)
            if known is not event:
                part.ids[event.id] = _unused(event.id, taken)
                taken.add(part.ids[event.id])
                problems.append(_same_id(part, event, known))
        changed = part.ids or part.keys
        yield from (_renamed(event, part) for event in part.timeline.events) if changed else part.timeline.events


def _same_id(part: _FilePart, event: Event, known: Event) -> Problem:
    """The problem of an event with the id of an earlier event, ``known``."""
    where = _place(known.file, known.line)
    both_given = event.given_id and known.given_id
    if (event.date, event.title) == (known.date, known.title) and not both_given:
        same = "an undated event of this title" if event.date.is_undated else "an event of this date and title"
        message, advice = f"{same} is also at {where}", "if both are the same event, keep one"
    else:
        message, advice = f"the id “{event.id}” is also the id of the event at {where}", "give it another id"
    hint = f"its id here becomes “{part.ids[event.id]}”; {advice}"
    return Problem(part.file, event.line, 1, message, hint, severity="error" if both_given else "warning")


def _place(file: str, line: int) -> str:
    return f"{file}:{line}" if line else file


def _renamed(event: Event, part: _FilePart) -> Event:
    return event.with_sources(lambda source: _renamed_source(source, part))._replace(
        id=part.ids.get(event.id, event.id),
        related=tuple(tie._replace(event=part.ids.get(tie.event, tie.event)) for tie in event.related),
        after=tuple(part.ids.get(name, name) for name in event.after),
        before=tuple(part.ids.get(name, name) for name in event.before),
    )


def _views(parts: Sequence[_FilePart]) -> Iterator[View]:
    named = [(view.name, part.title, view) for part in parts for view in part.timeline.views]
    if (
        len({tuple(view.query for view in part.timeline.views[:1]) for part in parts}) > 1
    ):  # the first view is the filter at the start
        named.insert(0, (EVERYTHING.name, "", EVERYTHING))
    return (view._replace(name=name) for name, view in _distinct_names(named).items())


def _other(parts: Sequence[_FilePart]) -> Other:
    named = ((key, part.file, value) for part in parts for key, value in part.timeline.other)
    return tuple(_distinct_names(named).items())


def _distinct_names(named: Iterable[tuple[str, str, _T]]) -> dict[str, _T]:
    """Name → value, from (name, origin, value). A name that already has another value gets its origin appended."""
    values: dict[str, _T] = {}
    for name, origin, value in named:
        for candidate in chain([name, f"{name} ({origin})"], (f"{name} ({origin} {n})" for n in count(2))):
            if values.setdefault(candidate, value) == value:
                break
    return values


def _aliases(parts: Sequence[_FilePart], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    first: dict[str, tuple[str, str]] = {}
    for part in parts:
        for other, name in part.timeline.aliases:
            known, file = first.setdefault(fold(other), (name, part.file))
            if (known, file) == (name, part.file):
                yield other, name
            elif fold(known) != fold(name):
                message = f"“{other}” means “{name}” here, and “{known}” in {file}"
                hint = f"the alias in {file} counts"
                problems.append(Problem(part.file, 0, 0, message, hint, severity="warning"))
