"""Write an event as paragraphs of plain text, for formats that have a single field for its description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from timeline_tui.formats.writing.desk import Reference, Remarks, ReportEvent, ReportQuote
from timeline_tui.formats.writing.report import report
from timeline_tui.model.timeline import Event, Extract, Timeline

# Facts that have separate fields in these formats.
_SEPARATE_FIELDS = frozenset(("Countries", "Topics", "Place"))


def known_events(timeline: Timeline) -> dict[str, Event]:
    """Return the events that relations may refer to, by id, including related events outside an extract."""
    around = timeline.extract.around if timeline.extract else ()
    return {event.id: event for event in (*around, *timeline.events)}


def paragraphs(event: Event, known: Mapping[str, Event]) -> list[str]:
    """Return summary, facts, disputes, quotes, remarks, and the sources numbered from 1. No paragraph is empty.

    ``known`` are the events by id; it supplies the titles of related events.
    """
    named = dict.fromkeys([*(relation.event for relation in event.related), *event.after, *event.before])
    around = tuple(known[name] for name in named if name in known)
    page = report(Timeline(events=(event,), extract=Extract("", 1, around)))
    return list(filter(None, _paragraphs(page.days[0].entries[0], page.references)))


def _paragraphs(entry: ReportEvent, references: tuple[Reference, ...]) -> Iterator[str]:
    yield entry.summary
    yield _lines(tuple(fact for fact in entry.facts if fact[0] not in _SEPARATE_FIELDS))
    for who, note in entry.disputes:
        yield f"{who}: {note}" if note else f"{who}."
    yield from map(_passage, entry.quotes)
    yield _lines(entry.remarks)
    yield from map(_reference, references)


def _passage(quote: ReportQuote) -> str:
    words = f"{quote.text} — {quote.credit}" if quote.credit else quote.text
    return "\n".join(filter(None, (words, _lines(quote.remarks))))


def _reference(reference: Reference) -> str:
    first = f"[{reference.number}] {reference.citation or reference.url}"
    address = reference.url if reference.citation else ""
    return "\n".join(filter(None, (first, address, _lines(reference.remarks))))


def _lines(remarks: Remarks) -> str:
    return "\n".join(f"{label}: {text}" for label, text in remarks)
