"""Bibliographies: files with sources that timelines cite by their keys.

A timeline names its bibliographies under ``sources``. They must be files in its own folder, because the timeline may
come from a stranger; nothing is fetched. The user can name any other file with ``--sources``, for all timelines. A
timeline gets only the sources that its events cite.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline_tui.formats.bibliographies.bibliography import Bibliography, read_bibliography
from timeline_tui.formats.reading.results import Reading
from timeline_tui.formats.reading.written_keys import is_pandoc, key_and_locator
from timeline_tui.model.narrowing import mentioned_keys, with_origins
from timeline_tui.model.problems import Extent, Problem
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.storage.cited import Cited, FilePart
from timeline_tui.storage.file_bytes import bytes_or_problem
from timeline_tui.storage.inputs import Beside, fingerprint, is_stream
from timeline_tui.storage.merging import citing, resolved
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean_line, listed, plural
from timeline_tui.text.web_addresses import is_address

_MAX_COMPARED = 20_000  # the most keys that are compared for "did you mean"
BY_KEYS = "its sources are compared by their keys"
"""The end of the message of a note about a bibliography that is not read, because it is in none of the folders."""

_MAX_NAMED = 5  # keys that a warning names


class _Named(NamedTuple):
    """A bibliography: its path, its name as shown, and a problem without a message at the place where it is named."""

    path: str
    shown: str
    place: Problem


def cite(parts: Sequence[FilePart], given: str, folders: Sequence[str] | None) -> Cited:
    """Add the sources that ``parts`` cite from their bibliographies and from the one ``given`` by the user.

    ``folders`` is `ReadOptions.folders`.
    """
    problems: list[Problem] = []
    for_all = [_Named(given, clean_line(given), Problem(clean_line(given), 0, 0, ""))] if given else []
    named = [
        [*(_in_folder(part, problems) if folders is None else _in_one_of(folders, part, problems)), *for_all]
        for part in parts
    ]
    beside: list[Beside] = []
    known: dict[str, Bibliography] = {}
    extent = Extent.WHOLE
    wanted = frozenset(key for part, lists in zip(parts, named, strict=True) if lists for key in _wanted(part.reading))
    for name in dict.fromkeys(name for lists in named for name in lists):
        if name.path not in known:
            if not is_stream(name.path):
                beside.append((os.path.abspath(name.path), fingerprint(name.path)))
            data = bytes_or_problem(name.path, name.shown)
            if isinstance(data, Problem):
                problems.append(_at(name, data))
                extent = Extent.STOPPED
            else:
                known[name.path] = read_bibliography(data, name.shown, wanted)
                problems += known[name.path].problems
                if any(problem.severity == "error" for problem in known[name.path].problems):
                    extent = Extent.STOPPED
    readings = []
    for part, lists in zip(parts, named, strict=True):
        known_lists = [(name, known[name.path]) for name in lists if name.path in known]
        reading = _with_sources(part.reading, known_lists, problems) if known_lists else part.reading
        is_complete = len(known_lists) == len(lists) and len(lists) >= len(part.reading.bibliographies)
        readings.append(reading if is_complete else _without_consequences(reading))
    return Cited(readings, problems, tuple(beside), extent)


def _in_folder(part: FilePart, problems: list[Problem]) -> Iterator[_Named]:
    """The bibliographies that a file names. Those outside its folder are reported and left out."""
    folder = os.path.dirname(part.name)
    for path, place in part.reading.bibliographies:
        full = os.path.join(folder, path)
        if is_address(path):
            message = "nothing is fetched from the network; save the bibliography beside this file and name that file"
        elif is_stream(part.name):
            message = "standard input has no folder; name the bibliography with --sources"
        elif os.path.isabs(path) or not _is_inside(full, folder):
            message = "a file may name only bibliographies in its own folder; name this one with --sources"
        elif is_stream(full):
            message = "this is a pipe, not a file; name it with --sources"
        else:
            yield _Named(full, clean_line(full), place)
            continue
        problems.append(place._replace(message=f"{clean_line(path)}: {message}"))


def _in_one_of(folders: Sequence[str], part: FilePart, problems: list[Problem]) -> Iterator[_Named]:
    """The bibliographies that a file names, each in the first of ``folders`` that has it; others become notes."""
    for path, place in part.reading.bibliographies:
        paths = ((os.path.join(folder, path), folder) for folder in folders)
        full = next((full for full, folder in paths if os.path.isfile(full) and _is_inside(full, folder)), "")
        if full:
            yield _Named(full, clean_line(full), place)
        else:
            problems.append(Problem(place.file, 0, 0, f"{clean_line(path)} is not read: {BY_KEYS}", severity="note"))


def _is_inside(path: str, folder: str) -> bool:
    """Whether a path is in a folder, after symbolic links are followed."""
    try:
        real, inside = os.path.realpath(path), os.path.realpath(folder or ".")
        return os.path.commonpath([real, inside]) == inside
    except ValueError:  # another drive, or a NUL in the name
        return False


def _at(named: _Named, problem: Problem) -> Problem:
    """A problem of reading a bibliography, at the place where the bibliography is named."""
    if not named.place.line:
        return problem
    return named.place._replace(message=f"{named.shown}: {problem.message}", hint=problem.hint)


def _wanted(reading: Reading) -> Iterator[str]:
    """The keys to read from a bibliography: undefined keys, and the keys of the file, to find duplicates."""
    yield from (reference.name for reference in reading.unresolved if reference.is_key)
    yield from (source.key for source in reading.timeline.sources)
    if reading.keyless:
        titles = {source.title for event in reading.timeline.events for source in event.cited if not source.key}
        yield from titles
        yield from (found[0] for title in titles if (found := key_and_locator(title)))


def _with_sources(reading: Reading, lists: Sequence[tuple[_Named, Bibliography]], problems: list[Problem]) -> Reading:
    """A reading whose events cite the sources of ``lists``. Of sources with the same key, the first one counts."""
    own_sources = {source.key: source for source in reading.timeline.sources}
    sources: dict[str, Source] = {}
    keys: dict[str, None] = {}
    for name, bibliography in lists:
        before = {**sources, **own_sources}
        different = [source.key for source in bibliography.sources if before.get(source.key, source) != source]
        if different:
            problems.append(_different(name, different))
        for source in bibliography.sources:
            sources.setdefault(source.key, source)
        keys |= dict.fromkeys(bibliography.keys)
    new = {key: source for key, source in sources.items() if key not in own_sources}
    timeline = citing(reading, new)
    cited, _ = mentioned_keys(timeline.events)
    cited.update(key for source in timeline.sources for key in source.based_on)
    cited = with_origins(cited, lambda keys: filter(None, map(new.get, keys)))
    timeline = timeline._replace(sources=(*timeline.sources, *(new[key] for key in new if key in cited)))
    if reading.keyless:
        problems += _unknown_names(timeline, keys, [name.shown for name, _ in lists])
    settled = resolved(reading.unresolved, lambda missing: missing.is_key and missing.name in new)
    hints = _hints(reading, new, keys)
    return reading._replace(
        timeline=timeline,
        problems=tuple(hints.get(problem, problem) for problem in reading.problems if problem not in settled),
        unresolved=tuple(
            reference._replace(problem=hints.get(reference.problem, reference.problem))
            for reference in reading.unresolved
            if not (reference.is_key and reference.name in new)
        ),
    )


def _without_consequences(reading: Reading) -> Reading:
    """A reading without the problems of keys that are not defined, because a bibliography could not be read."""
    unread = {reference.problem for reference in reading.unresolved if reference.is_key}
    return reading._replace(problems=tuple(problem for problem in reading.problems if problem not in unread))


def _different(named: _Named, keys: Sequence[str]) -> Problem:
    message = f"{plural(len(keys), 'key')} of {named.shown} already defined otherwise; the earlier source counts: "
    message += listed(keys, _MAX_NAMED)
    return named.place._replace(message=message, hint="give each a key of its own", severity="warning")


def _unknown_names(timeline: Timeline, keys: dict[str, None], files: Sequence[str]) -> Iterator[Problem]:
    """A warning about sources that look like a key, but are not a key in the bibliographies ``files``."""
    places: dict[str, Event] = {}
    for event in timeline.events:
        for source in event.cited:
            is_word = not re.search(r"\s", source.title)
            if source == Source(title=source.title) and (is_word or is_pandoc(source.title)):
                places.setdefault(source.title, event)
    if not places:
        return
    compared = list(places)[: 1 + _MAX_COMPARED // max(1, len(keys))]
    near = {name: f"{name} (did you mean {key}?)" for name in compared if (key := nearest(name, keys))}
    names = [*near.values(), *(name for name in places if name not in near)]
    first = next(iter(places.values()))
    verb = "is not a key" if len(names) == 1 else "are not keys"
    message = f"{plural(len(names), 'source')} {verb} of {listed(files, _MAX_NAMED)}: {listed(names, _MAX_NAMED)}"
    yield Problem(first.file, first.line, 1, message, "they are kept as titles of sources", severity="warning")


def _hints(reading: Reading, found: dict[str, Source], keys: dict[str, None]) -> dict[Problem, Problem]:
    """For each problem of a key that no bibliography has: the same problem with a hint at a similar key."""
    hints: dict[Problem, Problem] = {}
    compared = 0
    near: dict[str, str] = {}
    for reference in reading.unresolved:
        is_named = (
            f"“{reference.name}”" in reference.problem.message
        )  # False for a problem that several references share
        if not reference.is_key or reference.name in found or not is_named:
            continue
        if reference.name not in near:
            compared += len(keys)
            near[reference.name] = did_you_mean(nearest(reference.name, keys)) if compared <= _MAX_COMPARED else ""
        if near[reference.name]:
            hints[reference.problem] = reference.problem._replace(hint=near[reference.name])
    return hints
