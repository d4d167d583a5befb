"""Events and sources ↔ rows: what of them JSON can hold, in lists, because there are millions of them.

A source is referred to by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from timeline_tui.dates.when import parse
from timeline_tui.model.timeline import (
    Citation,
    Entries,
    Event,
    Extract,
    Other,
    Quote,
    Relation,
    Source,
    Timeline,
    Value,
    View,
)

PARTS = ("title", "quote")
"""The passages that stand apart in the text that an event is searched in, before all others; each ends with …"""
SEPARATOR = "\0"
"""… what no clean text has."""

Row = list[Any]
_Number = Callable[[Source], int]
_Source = Callable[[int], Source]


def event_row(event: Event, number: _Number) -> Row:
    """An event as a row; ``number`` tells the number of a source."""
    return [
        *(event.id, event.date.text, event.title, event.date_note, event.summary, event.place, event.note),
        *(event.file, event.line, event.given_id),
        [event.countries, event.topics, event.people, event.organizations],
        [_quote_row(quote, number) for quote in event.quotes],
        [_citation_row(citation, number) for citation in event.sources],
        [[tie.event, tie.kind, _other_row(tie.other)] for tie in event.related],
        _other_row(event.other),
    ]


def event_of(row: Row, source: _Source, files: Mapping[str, str]) -> Event:
    """The event of a row. ``source`` gives the source of a number, ``files`` the new name of a file that has one."""
    id, date, title, date_note, summary, place, note, file, line, given_id, names, quotes, cited, related, other = row
    countries, topics, people, organizations = map(tuple, names)
    return Event(
        id,
        parse(date),
        title,
        date_note,
        summary,
        countries,
        topics,
        people,
        organizations,
        place,
        tuple([_quote_of(one, source) for one in quotes]) if quotes else (),
        tuple([_citation_of(one, source) for one in cited]),
        tuple([Relation(event, kind, _other_of(rest)) for event, kind, rest in related]) if related else (),
        note,
        _other_of(other) if other else (),
        given_id,
        files.get(file, file),
        line,
    )


def source_row(source: Source) -> Row:
    """A source as a row."""
    date = source.date.text if source.date else None
    texts = [source.key, source.title, source.publisher, date, source.url, source.kind, source.language, source.note]
    return [*texts, _other_row(source.other)]


def source_of(row: Row) -> Source:
    """The source of a row."""
    key, title, publisher, date, url, kind, language, note, other = row
    when = None if date is None else parse(date)
    return Source(key, title, publisher, when, url, kind, language, note, _other_of(other))


def head_row(timeline: Timeline) -> Row:
    """What a timeline has beside events and sources."""
    extract = timeline.extract
    return [
        timeline.title,
        timeline.description,
        [[view.name, view.query, _other_row(view.other)] for view in timeline.views],
        timeline.aliases,
        [extract.query, extract.total, _other_row(extract.other)] if extract else None,
        _other_row(timeline.other),
    ]


def timeline_of(row: Row) -> Timeline:
    """The timeline of such a row, still without events and sources."""
    title, description, views, aliases, taken, other = row
    extract = Extract(taken[0], taken[1], other=_other_of(taken[2])) if taken else None
    return Timeline(
        title,
        description,
        tuple(View(name, query, _other_of(rest)) for name, query, rest in views),
        tuple((name, of) for name, of in aliases),
        extract=extract,
        other=_other_of(other),
    )


def _quote_row(quote: Quote, number: _Number) -> Row:
    source = None if quote.source is None else number(quote.source)
    return [
        quote.text,
        quote.speaker,
        quote.role,
        source,
        quote.at,
        quote.original,
        quote.note,
        _other_row(quote.other),
    ]


def _quote_of(row: Row, source: _Source) -> Quote:
    text, speaker, role, number, at, original, note, other = row
    said_in = None if number is None else source(number)
    return Quote(text, speaker, role, said_in, at, original, note, _other_of(other))


def _citation_row(citation: Citation, number: _Number) -> Row | int:
    """Mostly the number of the source alone."""
    if citation.stance == "reports" and not (citation.at or citation.note or citation.other):
        return number(citation.source)
    other = _other_row(citation.other)
    return [number(citation.source), citation.at, citation.stance, citation.note, other]


def _citation_of(row: Row | int, source: _Source) -> Citation:
    if isinstance(row, int):
        return Citation(source(row))
    number, at, stance, note, other = row
    return Citation(source(number), at, stance, note, _other_of(other))


def _other_row(other: Other) -> Row:
    return [[key, _value_row(value)] for key, value in other]


def _other_of(row: Row) -> Other:
    return tuple([(key, _value_of(value)) for key, value in row])


def _value_row(value: Value) -> Any:
    if isinstance(value, Entries):
        return {"pairs": _other_row(value.pairs)}
    return [_value_row(part) for part in value] if isinstance(value, tuple) else value


def _value_of(value: Any) -> Value:
    if isinstance(value, dict):
        return Entries(_other_of(value["pairs"]))
    if isinstance(value, list):
        return tuple([_value_of(part) for part in value])
    assert value is None or isinstance(value, str)
    return value
