"""iCalendar (RFC 5545; names of calendars as in RFC 7986): each event is a VEVENT that any calendar program shows.

Fields without a standard property are written twice: in words in the description, and in ``X-TIMELINE-…`` properties,
one for each field of the schema. Text is TEXT, lists of names are lists of TEXT, and everything else is JSON inside
TEXT. The reader uses these properties. It takes title, date, place and categories from the standard properties, because
people change those in a calendar program.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from timeline_tui.dates.edtf import Precision
from timeline_tui.formats.icalendar.icalendar_dates import period
from timeline_tui.formats.icalendar.icalendar_events import CALENDAR_FIELDS, DOMAIN, EDTF, FIELD
from timeline_tui.formats.icalendar.icalendar_own import OTHER, property_name
from timeline_tui.formats.icalendar.icalendar_reader import CalendarReader
from timeline_tui.formats.icalendar.icalendar_syntax import content_line, escaped, join_torn_characters
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.writing.dump import Plain, dump
from timeline_tui.formats.writing.plain_paragraphs import known_events, paragraphs
from timeline_tui.formats.writing.report import extent, not_all_read
from timeline_tui.model.fields import EVENT, TIMELINE, EntryType
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.text.text import plural
from timeline_tui.text.web_addresses import is_linkable

_PRODUCT = "-//timeline-tui//timeline-tui//EN"
_NON_ASCII = re.compile("[^\x00-\x7f]+")


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``, with its problems. ``file`` is the name of the file in messages."""
    document = decode(join_torn_characters(data), file)
    return CalendarReader(document, TimelineReader(document, len(data), progress)).read()


def write(timeline: Timeline) -> str:
    """``timeline`` as a calendar, with CRLF. `losses` says which events are left out."""
    return "".join(content_line(name, value) for name, value in _calendar(timeline))


def losses(timeline: Timeline) -> list[str]:
    """Messages on data that a calendar cannot hold, or shows differently."""
    dates = [event.date for event in timeline.events]
    writable = [date for date in dates if period(date)]
    unstarted = sum(date.start is None for date in dates)
    counts = (
        (len(dates) - len(writable) - unstarted, "before the year 1 or after 9999: left out"),
        (unstarted, "without a first day: left out"),
        (sum(date.end is None for date in writable), "without a last day: shown on the first one"),
        (sum(date.precision < Precision.DAY for date in writable), "not dated to a day: shown on all possible days"),
        (sum(date.approximate or date.uncertain for date in writable), "with a date in doubt: shown as certain"),
        (sum(event.disputed for event in timeline.events), "disputed: shown only in the description"),
    )
    return [f"{plural(count, 'event')} {what}" for count, what in counts if count]


def _calendar(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """Each line as (name with parameters, value)."""
    plain = dump(timeline)
    events: Any = plain.pop("events")  # a list of dicts, one for each event
    known = known_events(timeline)
    yield "BEGIN", "VCALENDAR"
    yield "VERSION", "2.0"
    yield "PRODID", _PRODUCT
    yield "CALSCALE", "GREGORIAN"
    yield from _header(timeline)
    yield from _other_properties(plain, TIMELINE, without=("title", "description"))
    for event, fields in zip(timeline.events, events, strict=True):
        times = period(event.date)
        if times:
            yield "BEGIN", "VEVENT"
            yield from _event(event, times, known)
            yield from _other_properties(fields, EVENT, without=CALENDAR_FIELDS)
            yield "END", "VEVENT"
    yield "END", "VCALENDAR"


def _header(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """Title and description, in the standard properties and in the X-WR- properties that calendar programs read.

    X-WR-CALDESC also has the query.
    """
    lines = []
    if timeline.extract:
        lines = [f"Query: {timeline.extract.query}"] if timeline.extract.query else []
        lines.append(extent(timeline))
        if timeline.extract.searched:
            lines.append(": ".join(not_all_read(timeline.extract.searched, timeline.extract.total)))
    shown = "\n\n".join(filter(None, (timeline.description, "\n".join(lines))))
    for name, text in (("NAME", timeline.title), ("DESCRIPTION", timeline.description)):
        if text:
            yield name, escaped(text)
    for name, text in (("X-WR-CALNAME", timeline.title), ("X-WR-CALDESC", shown)):
        if text:
            yield name, escaped(text)


def _event(event: Event, times: tuple[str, str], known: Mapping[str, Event]) -> Iterator[tuple[str, str]]:
    start, end = times
    kind = "" if "T" in start else ";VALUE=DATE"
    yield "UID", escaped(_uid(event.id))
    yield "DTSTAMP", f"{start[:8]}T000000Z"  # the time of writing would make every export differ
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
    yield "TRANSP", "TRANSPARENT"  # the event does not make anybody busy
    yield EDTF, escaped(event.date.text)


def _other_properties(plain: dict[str, Plain], entry: EntryType, without: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """A property for each field that is not in ``without``, and one for all unknown keys."""
    other = {}
    for key, value in plain.items():
        field = entry.by_name.get(key)
        if field is None:
            other[key] = value
        elif key not in without:
            yield property_name(key), _text_list(value) if field.kind in ("lines", "order") else _text(value)
    if other:
        yield OTHER, _text(other)


def _text_list(value: Any) -> str:  # Any: dump makes a list of texts of "lines"
    return ",".join(map(escaped, value))


def _text(value: Plain) -> str:
    return escaped(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _uid(event_id: str) -> str:
    """The UID of an event. An event that was read from a calendar keeps its UID."""
    return event_id if "@" in event_id and not event_id.endswith(DOMAIN) else event_id + DOMAIN


def _uri(url: str) -> str:
    """An address in ASCII (RFC 3986)."""
    return _NON_ASCII.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)
