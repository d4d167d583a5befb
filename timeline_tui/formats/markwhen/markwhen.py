"""Markwhen (https://docs.markwhen.com): a header; then for each event a line ``date: text #tag``, properties and text.

Countries and topics are also written as tags, so that other programs can colour and filter by them. A property has
each value that the line cannot express exactly, such as an uncertain date or a title with ``#``. Quotes and sources are
properties; they are repeated in words at the end of the text, below a comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from timeline_tui.dates.edtf import Precision
from timeline_tui.formats.markwhen import markwhen_text
from timeline_tui.formats.markwhen.markwhen_dates import dating
from timeline_tui.formats.markwhen.markwhen_events import MEANT_HERE
from timeline_tui.formats.markwhen.markwhen_reader import IN_WORDS, MarkwhenReader, begins_like_an_event, is_special
from timeline_tui.formats.markwhen.markwhen_written import markwhen_date
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.writing.dump import Plain, dump
from timeline_tui.formats.writing.plain_paragraphs import known_events, paragraphs
from timeline_tui.model.fields import EVENT, TIMELINE
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.text.text import plural

_STEP = "  "
_NAME = re.compile(r"[A-Za-z_][\w.-]{0,100}", re.ASCII)
_HASH = re.compile(r"(?<!\w)#(?=\w)")


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``, with its problems. ``file`` is the name of the file in messages."""
    document = decode(data, file)
    return MarkwhenReader(document, TimelineReader(document, len(data), progress)).read()


def write(timeline: Timeline) -> str:
    """``timeline`` as Markwhen. `losses` says which events are left out."""
    plain = dump(timeline)
    events: Any = plain.pop("events")  # a list of dicts, one for each event
    known = known_events(timeline)
    blocks = [list(_header(plain))] if plain else []
    blocks += (
        list(_event(event, fields, known))
        for event, fields in zip(timeline.events, events, strict=True)
        if markwhen_date(event.date)
    )
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def losses(timeline: Timeline) -> list[str]:
    """Messages on data that Markwhen cannot hold, or shows differently."""
    dates = [event.date for event in timeline.events]
    writable = [date for date in dates if markwhen_date(date)]
    counts = (
        (len(dates) - len(writable), "before 99,999 BC or after the year 99,999: left out"),
        (sum(date.start is None for date in writable), "without a first day: shown on the last one"),
        (sum(date.end is None for date in writable), "without a last day: shown up to now, or on the first one"),
        (sum(_is_coarse(date.precision) for date in writable), "dated to a season, decade or more: shown on all of it"),
        (sum(date.approximate or date.uncertain for date in writable), "with a date in doubt: shown as certain"),
        (sum(event.disputed for event in timeline.events), "disputed: shown only in the text below the event"),
    )
    return [f"{plural(count, 'event')} {what}" for count, what in counts if count]


def _is_coarse(precision: Precision) -> bool:
    return precision < Precision.YEAR or precision == Precision.SEASON


def _header(plain: dict[str, Plain]) -> Iterator[str]:
    yield "---"
    for key, value in plain.items():
        name = key if key in TIMELINE.by_name else _json(key)
        if isinstance(value, dict) and value:
            yield f"{name}:"
            yield from (f"{_STEP}{_json(inner)}: {_json(part)}" for inner, part in value.items())
        else:
            yield f"{name}: {_json(value)}"
    yield "---"


def _event(event: Event, plain: dict[str, Plain], known: Mapping[str, Event]) -> Iterator[str]:
    date = markwhen_date(event.date)
    assert date
    tags = dict.fromkeys(filter(None, map(markwhen_text.tag, (*event.countries, *event.topics))))
    title = markwhen_text.printable_title(event.title)
    yield " ".join((f"{date}: {title}", *tags))
    beside = EVENT.by_name.keys() - {"date", "title", "summary"}
    properties = {key: value for key, value in plain.items() if key in beside}
    other = {key: value for key, value in plain.items() if key not in EVENT.by_name}
    is_named = all(map(_is_name, other))
    if is_named:
        properties.update(other)
    if markwhen_text.title(title).text != event.title:
        properties["title"] = event.title
    if event.date.minute is not None or _date_of(date) != event.date.text:
        properties["edtf"] = event.date.text
    text = event.summary.split("\n") if event.summary else []
    as_read = markwhen_text.read_lines(text)
    is_plain = as_read == markwhen_text.MarkwhenText(event.summary) and not any(map(is_special, text))
    if not is_plain:
        properties["summary"] = event.summary
    if not is_named:
        properties["other"] = other
    # One line for each property, in the flow style of YAML: Markwhen reads no other lists.
    yield from (f"{_STEP}{key}: {_json(value)}" for key, value in properties.items())
    if text and is_plain:
        yield ""
        yield from map(_indented, text)
    words = paragraphs(event._replace(summary="") if is_plain else event, known)
    if words:
        yield from ("", _STEP + IN_WORDS)
        lines = "\n\n".join(words).split("\n")
        yield from (_indented(f". {line}" if is_special(line) else line) for line in lines)


def _is_name(key: str) -> bool:
    """Whether a property can have this name. "may" begins a date, and "null" is not a text in YAML."""
    is_taken = key in (*MEANT_HERE, "other") or key.lower() == "null" or begins_like_an_event(f"{key}: x")
    return bool(_NAME.fullmatch(key)) and not is_taken


def _date_of(text: str) -> str:
    read_date = dating(f"{text}: x")
    return read_date.edtf if read_date else ""


def _indented(line: str) -> str:
    return _STEP + line if line else ""


def _json(value: Plain) -> str:
    """``value`` as JSON, which is also YAML. A ``#`` that Markwhen would read as a tag is escaped."""
    return _HASH.sub(r"\\u0023", json.dumps(value, ensure_ascii=False))
