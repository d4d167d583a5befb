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
import re
from collections.abc import Iterator

from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import DateError, When, parse
from timeline_tui.formats.csv.flat_records import (
    KEY_WRITTEN,
    LISTS,
    NESTED,
    Nested,
    Record,
    from_json,
    is_plain,
    listed,
    looks_like_list,
    records,
    to_json,
)
from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.reading.not_timelines import stop_if_no_timeline
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.reading.values import KEPT_UNDATED
from timeline_tui.formats.timesketch.instants import (
    description,
    edtf_of_number,
    edtf_of_text,
    instant,
    is_cut,
    is_held,
)
from timeline_tui.formats.writing.left_out import counted, of_timeline
from timeline_tui.model import fields
from timeline_tui.model.timeline import Event, Timeline, Value
from timeline_tui.text.text import plural

Attributes = dict[str, "str | int | list[str]"]

_MICRO = 6  # the decimal places of microseconds
_DAY = 86400  # seconds
_NO_TIME = ("-1", "0")  # Timesketch counts microseconds; programs write these for an event without a time
EDTF, OTHER = "edtf", "other"
TIMES = ("datetime", "timestamp", "timestamp_desc")
SAME = tuple(field.name for field in fields.EVENT.fields if field.name not in ("date", "title", "topics"))
"""Fields of an event that are attributes of the same name."""
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
        "timestamp": moment.number(_MICRO),
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
        return _agrees(name, value, date)
    texts = value if isinstance(value, tuple) else (value,)
    is_named = name not in _TAKEN and name == name.strip() != "" and not name.startswith("_")
    return is_named and bool(texts) and all(is_plain(text) and not looks_like_list(str(text)) for text in texts)


def _agrees(name: str, value: Value, date: When) -> bool:
    """Whether a time that was kept because it is more exact than the date still agrees with the date."""
    if not isinstance(value, str) or not is_plain(value):
        return False
    if name == "datetime":
        read = edtf_of_text(value)
        return read == date.text or _is_finer(date.text, read) or _is_finer(read, date.text)
    return name != "timestamp" or (_is_number(value) and int(value) // 10**_MICRO == instant(date).seconds)


def _repeats(name: str, value: str, date: When) -> bool:
    """Whether a time only repeats the date."""
    moment = instant(date)
    if name == "datetime":
        return edtf_of_text(value) in (edtf_of_text(moment.text), date.text) and not is_cut(value)
    if name == "timestamp":
        return _is_number(value) and int(value) in map(moment.number, (0, 3, 6, 9))
    return value == description(date)


def _is_finer(one: str, other: str) -> bool:
    """Whether ``one`` is the UTC time ``other`` with a fraction of a second. Both are EDTF."""
    return other.endswith("Z") and one.startswith(f"{other[:-1]}.") and one.endswith("Z")


def _is_number(text: str) -> bool:
    return re.fullmatch("-?(?:0|[1-9][0-9]{0,18})", text) is not None


class TimesketchEventReader:
    """Makes a timeline from the attributes of Timesketch's events."""

    def __init__(self, timeline_reader: TimelineReader) -> None:
        self._timeline_reader = timeline_reader
        self._document = timeline_reader.document
        self._nested = Nested(self._document)
        self._waits = KEY_WRITTEN in self._document.text  # a source may be described in any event
        self._waiting: list[tuple[Map, int, Map]] = []

    def begin(self, root: Map) -> None:
        """Do nothing before the first event."""

    def event(self, node: Node, offset: int) -> None:
        """Read the attributes of one event."""
        if not isinstance(node, dict):
            self._document.error(offset, "each line must be a JSON object: {…}", group="lines that are not objects")
            return
        found, other = self._read(node, offset)
        if found and self._waits:
            self._waiting.append((found, offset, other))
        elif found:
            self._hand_on(found, offset, other)

    def finish(self) -> Reading:
        """The timeline of all events."""
        if not self._document.text.strip() and not self._document.has_errors:
            hint = "each event has message, datetime and timestamp_desc"
            self._document.error(0, "no events: the file is empty", hint)
        self._timeline_reader.define(self._nested.all_sources(None))
        for found, offset, other in self._waiting:
            self._hand_on(found, offset, other)
        return self._timeline_reader.finish()

    def _hand_on(self, found: Map, offset: int, other: Map) -> None:
        self._timeline_reader.event(found, offset, other, None if "date" in found else "")

    def _read(self, attributes: Map, offset: int) -> tuple[Map, Map]:
        """The fields and the other attributes of an event. Without a title both are empty, and an error says so."""
        rest = {name: entry for name, entry in attributes.items() if entry[2] not in (None, "", [])}
        times = {name: rest.pop(name) for name in (*TIMES, EDTF) if name in rest}
        date = _date(times)
        message = rest.pop("message", None)
        if not message:
            self._document.error(offset, "an event without “message”; it is left out", group="events without “message”")
            return {}, {}
        node: Map = {"title": message}
        if date:
            node["date"] = date
            self._compare(times)
        elif "timestamp" in times:
            _, at, number = times["timestamp"]
            text = f"the timestamp {number} means that there is no time; {KEPT_UNDATED}"
            self._document.warning(at, text, "write “datetime”", group="timestamps that mean no time")
        else:
            text = f"an event without “datetime”; {KEPT_UNDATED}"
            self._document.error(offset, text, group="events without “datetime”")
        if "tag" in rest:
            place, at, tag = rest.pop("tag")
            node["topics"] = (place, at, self._tags(tag, at))
        if EDTF in times:  # written by this program
            node |= {name: self._field(name, *rest.pop(name)) for name in SAME if name in rest}
            rest = self._unpacked(rest)
        return node, _more_exact(times, date[2] if date else None) | rest

    def _compare(self, times: Map) -> None:
        """Report a timestamp that is more than a day from ``datetime``. Up to a day may be due to a time zone."""
        seconds = []
        for name, read_as in (("datetime", edtf_of_text), ("timestamp", edtf_of_number)):
            _, at, value = times.get(name, (0, 0, None))
            try:
                seconds.append(instant(parse(read_as(value))).seconds if isinstance(value, str) else 0)
            except DateError:  # not a possible time
                return
            if not isinstance(value, str):
                return
        if abs(seconds[0] - seconds[1]) > _DAY:
            days = plural(abs(seconds[0] - seconds[1]) // _DAY, "day")
            message = f"“timestamp” is {days} from “datetime”; “datetime” is read"
            self._document.warning(at, message, group="timestamps apart from datetime")

    def _tags(self, tag: Node, offset: int) -> Node:
        """Topics from a list, a list in JSON or a text with commas. A dash means none."""
        if not isinstance(tag, str) or tag == "-":
            return tag if tag != "-" else []
        if looks_like_list(tag):
            return listed(self._document, tag, offset)
        return [(offset, name) for name in tag.split(",")]

    def _field(self, name: str, place: int, offset: int, value: Node) -> tuple[int, int, Node]:
        """A field of an event, with lists and objects read from their JSON text."""
        if name in NESTED:
            value = self._nested.value(name, value, offset)
        elif name in LISTS and isinstance(value, str):
            value = listed(self._document, value, offset)
        return place, offset, value

    def _unpacked(self, rest: Map) -> Map:
        """``rest`` with the keys inside `OTHER` in place of `OTHER` itself."""
        _, offset, other = rest.pop(OTHER, (0, 0, None))
        found = from_json(self._document, other, offset) if isinstance(other, str) else other
        return rest | found if isinstance(found, dict) else rest


def _date(times: Map) -> tuple[int, int, Node] | None:
    """The date in EDTF. If it cannot be read, the text of the file."""
    if EDTF in times:
        return times[EDTF]
    dates = {}
    for name, read_as in (("datetime", edtf_of_text), ("timestamp", edtf_of_number)):
        place, at, value = times.get(name, (0, 0, None))
        if isinstance(value, str) and not (name == "timestamp" and value in _NO_TIME):
            dates[name] = place, at, read_as(value) or value
    if len(dates) == 2 and _is_finer(dates["timestamp"][2], dates["datetime"][2]):
        return dates["timestamp"]
    return next(iter(dates.values()), None)


def _more_exact(times: Map, date: Node) -> Map:
    """The times that are more exact than the date, or differ from it."""
    try:
        when = parse(date) if isinstance(date, str) else None
    except DateError:  # an error is reported when the event is read; it is then undated
        when = None

    def is_told(name: str, time: Node) -> bool:
        return time == date or (when is not None and isinstance(time, str) and _repeats(name, time, when))

    return {name: entry for name, entry in times.items() if name != EDTF and not is_told(name, entry[2])}
