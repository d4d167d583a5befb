"""iCalendar (RFC 5545, names of calendars after RFC 7986): each event a VEVENT that any calendar shows.

What a calendar has no field for stands in the description, in words, and once more in ``X-TIMELINE-…`` properties, one
for each field of the schema: text as TEXT, names as lists of TEXT, all else as TEXT that is JSON. They are what is read
back, except for what people change in a calendar: title, date, place and categories.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from timeline_tui.dates.edtf import Precision
from timeline_tui.formats.icalendar.icalendar_dates import period
from timeline_tui.formats.icalendar.icalendar_reader import (
    CALENDAR_FIELDS,
    DOMAIN,
    EDTF,
    FIELD,
    OTHER,
    CalendarReader,
    property_name,
)
from timeline_tui.formats.icalendar.icalendar_syntax import content_line, escaped, mended
from timeline_tui.formats.reading.document import decode
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.writing.dump import Plain, dump
from timeline_tui.formats.writing.prose import known_events, paragraphs
from timeline_tui.model.fields import EVENT, TIMELINE, Entry
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.text.text import plural
from timeline_tui.text.web_addresses import is_linkable

_PRODUCT = "-//timeline-tui//timeline-tui//EN"
_NON_ASCII = re.compile("[^\x00-\x7f]+")


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``; ``file`` is what problems and events call it. Raises nothing of its own."""
    document = decode(mended(data), file)
    return CalendarReader(document, TimelineReader(document, len(data), progress)).read()


def write(timeline: Timeline) -> str:
    """A calendar of ``timeline``, with CRLF; events that it cannot hold are left out (`losses`)."""
    return "".join(content_line(name, value) for name, value in _calendar(timeline))


def losses(timeline: Timeline) -> list[str]:
    """What a calendar does not hold, or shows otherwise than it is."""
    dates = [event.date for event in timeline.events]
    held = [date for date in dates if period(date)]
    unstarted = sum(date.start is None for date in dates)
    found = (
        (len(dates) - len(held) - unstarted, "before the year 1 or after 9999: left out"),
        (unstarted, "without a first day: left out"),
        (sum(date.end is None for date in held), "without a last day: shown on the first one"),
        (sum(date.precision < Precision.DAY for date in held), "dated to no day: shown on all that may be meant"),
        (sum(date.approximate or date.uncertain for date in held), "with a doubtful date: shown as if it were certain"),
        (sum(event.disputed for event in timeline.events), "in dispute: only the description says so"),
    )
    return [f"{plural(count, 'event')} {what}" for count, what in found if count]


def _calendar(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """Each line: its name with parameters, and its value."""
    plain = dump(timeline)
    events: Any = plain.pop("events")  # a list of dicts, one for each event
    known = known_events(timeline)
    yield "BEGIN", "VCALENDAR"
    yield "VERSION", "2.0"
    yield "PRODID", _PRODUCT
    yield "CALSCALE", "GREGORIAN"
    yield from _header(timeline)
    yield from _own(plain, TIMELINE, without=("title", "description"))
    for event, fields in zip(timeline.events, events, strict=True):
        times = period(event.date)
        if times:
            yield "BEGIN", "VEVENT"
            yield from _event(event, times, known)
            yield from _own(fields, EVENT, without=CALENDAR_FIELDS)
            yield "END", "VEVENT"
    yield "END", "VCALENDAR"


def _header(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """Title and description by their standard names, then by those that calendars go by; the query with the latter."""
    query = ""
    if timeline.extract:
        extent = f"{len(timeline.events):,} of {plural(timeline.extract.total, 'event')}"
        query = f"Query: {timeline.extract.query}\n{extent}" if timeline.extract.query else extent
    said = "\n\n".join(filter(None, (timeline.description, query)))
    for name, text in (("NAME", timeline.title), ("DESCRIPTION", timeline.description)):
        if text:
            yield name, escaped(text)
    for name, text in (("X-WR-CALNAME", timeline.title), ("X-WR-CALDESC", said)):
        if text:
            yield name, escaped(text)


def _event(event: Event, times: tuple[str, str], known: Mapping[str, Event]) -> Iterator[tuple[str, str]]:
    start, end = times
    kind = "" if "T" in start else ";VALUE=DATE"
    yield "UID", escaped(_uid(event.id))
    yield "DTSTAMP", f"{start[:8]}T000000Z"  # when it was written would make each export another file
    yield f"DTSTART{kind}", start
    if end:
        yield f"DTEND{kind}", end
    yield "SUMMARY", escaped(event.title)
    if event.place:
        yield "LOCATION", escaped(event.place)
    for field, names in (("COUNTRIES", event.countries), ("TOPICS", event.topics)):
        if names:
            yield f"CATEGORIES;{FIELD}={field}", _text_list(names)
    address = next((source.url for source in event.cited if is_linkable(source.url)), "")
    if address:
        yield "URL", _uri(address)
    text = "\n\n".join(paragraphs(event, known))
    if text:
        yield "DESCRIPTION", escaped(text)
    yield "TRANSP", "TRANSPARENT"  # nobody is busy because of it
    yield EDTF, escaped(event.date.text)


def _own(plain: dict[str, Plain], entry: Entry, without: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """A property for each field but those ``without``, and one for all keys that the schema does not know."""
    other = {}
    for key, value in plain.items():
        field = entry.by_name.get(key)
        if field is None:
            other[key] = value
        elif key not in without:
            yield property_name(key), _text_list(value) if field.kind == "lines" else _text(value)
    if other:
        yield OTHER, _text(other)


def _text_list(value: Any) -> str:  # Any: dump makes a list of texts of "lines"
    return ",".join(map(escaped, value))


def _text(value: Plain) -> str:
    return escaped(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _uid(event_id: str) -> str:
    """Stable as the id is; that of an event that came from a calendar stays what it was there."""
    return event_id if "@" in event_id and not event_id.endswith(DOMAIN) else event_id + DOMAIN


def _uri(url: str) -> str:
    """An address in ASCII, as RFC 3986 wants it."""
    return _NON_ASCII.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)
