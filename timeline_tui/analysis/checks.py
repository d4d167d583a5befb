"""Suggestions for a timeline: events without sources, dates without a reason, names and events that may be duplicates.

The readers of formats report errors in a file. These checks find valid entries that an editor may want to improve.
The command ``validate`` and the list of problems in the app run them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline_tui.analysis.finding import TITLE, event_finding, short_title
from timeline_tui.analysis.likeness import like_titles
from timeline_tui.analysis.name_checks import name_findings
from timeline_tui.analysis.origin_checks import origin_notes
from timeline_tui.analysis.unarchived import LineOf, unarchived
from timeline_tui.dates.edtf import Point
from timeline_tui.model.checked import outdated
from timeline_tui.model.problems import Problem, in_order
from timeline_tui.model.timeline import Event, Quote, Source, Timeline
from timeline_tui.query.event_values import sources as cited_or_quoted
from timeline_tui.query.matching import STATES
from timeline_tui.text.text import plural, shorten

CHECKS: Mapping[str, str] = {
    "unsourced": "an event without a source; one finding for a file in which no event has one",
    "single-source": "an event with a single source (a note, because this is often unavoidable)",
    "origin": "a source that may repeat another, such as “X, via Y” beside one of X; or that is written twice (a note)",
    "uncited": "a source that no event cites or quotes",
    "quote": "a quote without speaker or source",
    "date": "an approximate or uncertain date (`~` `?` `%`) without a `date_note`",
    "changed": "an event that has changed since it was checked",
    "duplicate": "two events with the same date and almost the same title that are not `related` to each other",
    "name": "two names of countries, topics, people or organizations that may mean the same, with a line for `aliases`",
    "several": "a name that looks like several (`Japan|Ukraine`), unless `aliases` maps it to itself",
    "copy": "a `copy` that is missing or cannot be read, or whose text cannot be searched (only `validate`)",
    "hash": "a copy with another hash than `sha256` (only `validate`)",
    "words": "words of a quote that are not in the copy of its source (only `validate`)",
    "unarchived": "a source without copy or archive, in a file in which others have one (a note)",
}
"""Name of each check, as in its findings → description."""

_READ_ONCE = 200_000  # events that are read once for all checks, if they are in the cache; more take too much memory
_LISTED = 20  # findings of one check that are listed; the others are counted


def _event_line(event: Event, part: Quote | Source) -> int:  # noqa: ARG001  # a timeline has no lines of parts
    return event.line


def findings(
    problems: Iterable[Problem], timeline: Timeline, *, whole: bool, line_of: LineOf = _event_line
) -> list[Problem]:
    """Return the problems of reading and the findings of the checks, in order.

    ``whole``: the files were read to their ends. If not, nothing is checked: the rest would cause false findings.
    """
    return in_order([*problems, *(check(timeline, line_of) if whole else ())])


def check(timeline: Timeline, line_of: LineOf = _event_line) -> list[Problem]:
    """Return the findings of the checks in order: warnings, and notes for what is often unavoidable."""
    if len(timeline.events) <= _READ_ONCE:
        timeline = timeline._replace(events=tuple(timeline.events))
    problems: list[Problem] = []
    of_evidence = (_unsourced, _single_sources, _uncited, _changed)
    problems += [*_quotes(timeline, line_of), *unarchived(timeline, line_of), *origin_notes(timeline, line_of)]
    for run_check in (*of_evidence, _dates, _duplicates, name_findings):
        problems += run_check(timeline)
    return in_order(problems)


def summed_up(problems: Sequence[Problem]) -> list[Problem]:
    """Return ``problems`` with only the first findings of each check, and one that counts its others."""
    counts: Counter[str] = Counter()
    listed: list[Problem] = []
    rest: dict[str, Problem] = {}
    for problem in problems:
        counts[problem.check] += 1
        if not problem.check or counts[problem.check] <= _LISTED:
            listed.append(problem)
        else:
            rest.setdefault(problem.check, problem)
    for check, problem in rest.items():
        message = f"{check}: {counts[check] - _LISTED:,} more from here on; --json lists all"
        listed.append(problem._replace(message=message, hint=""))
    return in_order(listed)


def _unsourced(timeline: Timeline) -> Iterator[Problem]:
    files: defaultdict[str, list[Event]] = defaultdict(list)
    for event in timeline.events:
        files[event.file].append(event)
    for events in files.values():
        bare = [event for event in events if STATES["unsourced"](event)]
        if len(bare) == len(events) > 1:
            message = f"none of {plural(len(events), 'event')} has a source"
            yield event_finding("unsourced", bare[0], message, "name the sources of each event under “sources”")
        else:
            for event in bare:
                yield event_finding("unsourced", event, f"no source for {short_title(event)}")


def _single_sources(timeline: Timeline) -> Iterator[Problem]:
    for event in filter(STATES["single-source"], timeline.events):
        yield event_finding("single-source", event, f"a single source for {short_title(event)}", severity="note")


def _uncited(timeline: Timeline) -> Iterator[Problem]:
    cited = {source.key for event in timeline.events for source in cited_or_quoted(event)}
    cited.update(key for source in timeline.sources for key in source.based_on)
    for source in timeline.sources:
        if source.key not in cited:
            message = f"nothing cites the source “{source.key}”"
            hint = "cite it, or remove it"
            yield Problem(
                source.file, source.line, min(source.line, 1), message, hint, severity="warning", check="uncited"
            )


def _quotes(timeline: Timeline, line_of: LineOf) -> Iterator[Problem]:
    sourced = {event.file for event in timeline.events if not STATES["unsourced"](event)}
    for event in timeline.events:
        for quote in event.quotes:
            missing = _missing_from(quote, event.file in sourced)
            if missing:
                words = shorten(" ".join(quote.text.split()), TITLE)
                message = f"a quote without {' and '.join(missing)}: “{words}”"
                hint = "name the speaker, and the source"
                yield event_finding("quote", event._replace(line=line_of(event, quote)), message, hint)


def _changed(timeline: Timeline) -> Iterator[Problem]:
    for event in timeline.events:
        changed = outdated(event) if event.checked else []
        if any(check.hash and check not in changed for check in event.checked):  # somebody has checked it again
            continue
        for check in changed:
            day = f" on {check.on.label}" if check.on else ""
            message = f"{short_title(event)} has changed since {check.by} checked it{day}"
            yield event_finding("changed", event, message, "check it again: the key Y copies a new line for “checked”")


def _missing_from(quote: Quote, needs_source: bool) -> list[str]:
    missing = {"speaker": not quote.speaker, "source": needs_source and quote.source is None}
    return [name for name, is_so in missing.items() if is_so]


def _dates(timeline: Timeline) -> Iterator[Problem]:
    for event in timeline.events:
        if (event.date.approximate or event.date.uncertain) and not event.date_note:
            kind = "approximate" if event.date.approximate else "uncertain"
            message = f"the date {event.date.text} is {kind}, and no date_note says why"
            yield event_finding("date", event, message, "write in date_note how the date was inferred")


def _duplicates(timeline: Timeline) -> Iterator[Problem]:
    days: defaultdict[tuple[int, int], list[Event]] = defaultdict(list)
    for event in timeline.events:
        days[event.date.earliest, event.date.latest].append(event)
    for events in days.values():
        if len(events) > 1:
            for i, j in like_titles([event.title for event in events]):
                first, second = events[i], events[j]
                if not _are_two_events(first, second):
                    where = f"{first.file}:{first.line}" if first.file != second.file else f"line {first.line}"
                    dates = "both are undated" if first.date.is_undated else "of the same date"
                    message = f"{short_title(second)} is nearly the same as {short_title(first)} on {where}, {dates}"
                    hint = "keep one of them; or name one as related to the other, if they are two"
                    yield event_finding("duplicate", second, message, hint)


def _are_two_events(first: Event, second: Event) -> bool:
    """Whether the two are known to be different events: one is related to the other, or their times of day differ.

    Also True if merging the files has already reported them.
    """
    if any(tie.event == second.id for tie in first.related) or any(tie.event == first.id for tie in second.related):
        return True
    if _at_other_times(first.date.start, second.date.start):
        return True
    is_reported = first.file != second.file and (first.date, first.title) == (second.date, second.title)
    return is_reported and not (first.given_id or second.given_id)


def _at_other_times(point: Point | None, other: Point | None) -> bool:
    """Whether both have a time of day and do not overlap. A time without a UTC offset counts as UTC."""
    if not (point and point.clock and other and other.clock):
        return False
    return point.utc_end_ns <= other.utc_start_ns or other.utc_end_ns <= point.utc_start_ns
