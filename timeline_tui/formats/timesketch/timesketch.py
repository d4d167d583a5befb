"""Timesketch's JSON lines: one flat event per line, with ``message``, ``datetime`` and ``timestamp_desc``.

See https://timesketch.org/guides/user/import-from-json-csv/. In Timesketch every event is at an instant. An event
without a time of day gets the first possible midnight in UTC; ``timestamp_desc`` names the precision, and ``edtf`` has
the exact date.

The title is the ``message`` and the topics are the ``tag``. The other fields of an event are attributes of the same
name. Quotes, sources and relations are JSON texts (see `formats/csv/flat_records.py`), so that the index of Timesketch
stays flat. An unknown key is an attribute of the same name if its value is a text or a list of texts and Timesketch
allows the name; all others are in the attribute ``other``, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import When
from timeline_tui.formats.csv.flat_records import Record, is_plain, looks_like_list, records, to_json
from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.not_timelines import stop_if_no_timeline
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.timesketch.instants import description, instant, is_held
from timeline_tui.formats.timesketch.timesketch_reader import (
    EDTF,
    MICRO,
    OTHER,
    SAME,
    TIMES,
    TimesketchEventReader,
    agrees,
)
from timeline_tui.formats.writing.left_out import counted, of_timeline
from timeline_tui.model import fields
from timeline_tui.model.timeline import Event, Timeline, Value
from timeline_tui.text.text import plural

Attributes = dict[str, "str | int | list[str]"]

# Names that unknown keys cannot have, because they have a meaning here or in Timesketch; the importer drops "label".
_TAKEN = frozenset((*TIMES, *fields.EVENT.by_name, "message", "tag", "label", EDTF, OTHER))


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``, with its problems. ``file`` is the name of the file in messages."""
    document = decode(data, file)
    stop_if_no_timeline(document)
    reader = TimesketchEventReader(TimelineReader(document, len(data), progress))
    if not document.broken:
        json_syntax.parse_lines(document, Builder(document, reader))
    return reader.finish()


def write(timeline: Timeline) -> str:
    """The events of ``timeline``, one per line. `losses` says what is left out."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in attributes(timeline))


def losses(timeline: Timeline) -> list[str]:
    """Messages on data that Timesketch cannot hold, or shows differently."""
    dates = [event.date for event in timeline.events]
    counts = (
        (sum(not _time(date) for date in dates), "without a time of day: “datetime” is the start of the day in UTC"),
        (sum(_time(date) == "unzoned" for date in dates), "with a time but no time zone: “datetime” takes it as UTC"),
        (sum(date.is_interval for date in dates), "with a beginning and an end: only “edtf” has both"),
        (
            sum(not is_held(date) for date in dates),
            "before the year 1 or after 9999: “datetime” is the nearest possible instant",
        ),
    )
    changed = [f"{plural(count, 'event')} {what}" for count, what in counts if count]
    moved = counted("event", map(_moved, timeline.events), f"as JSON in the attribute “{OTHER}”")
    return changed + moved + of_timeline(timeline)


def _time(date: When) -> str:
    point = date.start or date.end
    assert point is not None
    return "" if point.precision < Precision.MINUTE else "zoned" if point.zone else "unzoned"


def attributes(timeline: Timeline) -> Iterator[Attributes]:
    """The attributes of each event in Timesketch, without empty ones."""
    _, events = records(timeline)
    for event, record in zip(timeline.events, events, strict=True):
        yield _attributes(event, record)


def _attributes(event: Event, record: Record) -> Attributes:
    moment = instant(event.date)
    attributes: Attributes = {
        "message": event.title,
        "datetime": moment.text,
        "timestamp": moment.number(MICRO),
        "timestamp_desc": description(event.date),
        "tag": list(event.topics),
        EDTF: event.date.text,
    }
    for name in SAME:
        value = record.get(name)
        if value:
            attributes[name] = [str(item) for item in value] if isinstance(value, list) else str(value)
    moved = _moved(event)
    for name, kept in event.other:
        if name not in moved:
            texts = [str(text) for text in kept] if isinstance(kept, tuple) else str(kept)
            attributes[name] = int(str(kept)) if name == "timestamp" else texts
    if moved:
        attributes[OTHER] = to_json({name: record[name] for name in moved})
    return {name: value for name, value in attributes.items() if value or name == "timestamp"}


def _moved(event: Event) -> list[str]:
    """The unknown keys of an event that cannot be attributes."""
    return [name for name, value in event.other if not _can_be_attribute(name, value, event.date)]


def _can_be_attribute(name: str, value: Value, date: When) -> bool:
    if name in TIMES:
        return agrees(name, value, date)
    texts = value if isinstance(value, tuple) else (value,)
    is_named = name not in _TAKEN and name == name.strip() != "" and not name.startswith("_")
    return is_named and bool(texts) and all(is_plain(text) and not looks_like_list(str(text)) for text in texts)
