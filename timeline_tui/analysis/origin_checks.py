"""Notes about sources that may have one origin and count as several: "Reuters, via CNA" beside Reuters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from timeline_tui.analysis.finding import TITLE, yaml_scalar
from timeline_tui.analysis.unarchived import LineOf
from timeline_tui.model.origins import first_publisher, repeats
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.query.event_values import sources
from timeline_tui.text.text import fold, shorten

_BETWEEN = re.compile(r"[,;–—-]?\s*(?<!\w)via\s|[()\[\]]", re.IGNORECASE)
_UNREAD_VIA = re.compile(r"via\s+\S|.*[,;(\[–—]\s*VIA\s+\S")


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
    keys_of_sources = {source._replace(key=""): source.key for source in reversed(timeline.sources)}
    seen = {copy for _, copy, _ in copies}
    for event in timeline.events:
        for source in sources(event):
            if source in seen:
                continue
            seen.add(source)
            if not source.key and source in keys_of_sources:
                message = f"{_named(source)} is also the source “{keys_of_sources[source]}”, and counts as another"
                yield _note(source, event, line_of, message, f"cite its key: {yaml_scalar(keys_of_sources[source])}")
            if has_unread_via(source):
                message = f"the publisher “{shorten(source.publisher, TITLE)}” names no origin"
                yield _note(source, event, line_of, message, "if it repeats another: “Reuters, via CNA”, or based_on")


def _named(source: Source) -> str:
    return f"“{shorten(source.full_label, TITLE)}”"


def _note(source: Source, event: Event, line_of: LineOf, message: str, hint: str) -> Problem:
    file, line = (source.file, source.line) if source.line else (event.file, line_of(event, source))
    return Problem(file, line, min(line, 1), message, hint, severity="note", check="origin")


def likely_copies(events: Iterable[Event]) -> Iterator[tuple[Event, Source, Source]]:
    """Pairs of a probable copy and its original that an event cites together, each once, with the first such event.

    The publisher of the copy names the publisher of the original. A source with ``based_on`` is left out.
    """
    seen: set[tuple[Source, Source]] = set()
    for event in events:
        if not any(named_publishers(source.publisher) for source in sources(event)):
            continue
        copies = [source for source in event.cited if not source.based_on and named_publishers(source.publisher)]
        originals = [source for source in event.cited if not repeats(source)]
        for copy, original in product(copies, originals):
            is_likely = copy != original and fold(original.publisher) in named_publishers(copy.publisher)
            if is_likely and (copy, original) not in seen:
                seen.add((copy, original))
                yield event, copy, original


@lru_cache(maxsize=1 << 12)
def named_publishers(publisher: str) -> tuple[str, ...]:
    """The folded names in a publisher with several, such as "Reuters, via CNA", "CNA (Reuters)"; else nothing."""
    parts = [fold(part) for part in _BETWEEN.split(publisher)]
    return tuple(filter(None, parts)) if len(parts) > 1 else ()


def has_unread_via(source: Source) -> bool:
    """Whether the publisher says "via" in a form that names no origin: "via Reuters", "Reuters, VIA CNA"."""
    publisher = source.publisher
    return not (source.based_on or first_publisher(publisher)) and bool(_UNREAD_VIA.match(publisher))
