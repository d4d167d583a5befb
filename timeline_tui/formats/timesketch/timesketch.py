"""Timesketch's JSON lines: one event a line, flat, with ``message``, ``datetime`` and ``timestamp_desc``.

See https://timesketch.org/guides/user/import-from-json-csv/. Each event has an instant there. One that is dated to less
gets the first midnight (UTC) that may be meant, ``timestamp_desc`` says so, and ``edtf`` has the date as it is stated.
The title is the ``message``, topics are the ``tag``; the other fields are attributes of the same name: quotes, sources
and relations as JSON in a text (see `formats/csv/flat_records.py`), so that the index of Timesketch stays flat.
Other keys are attributes of the same name, if they are texts or lists of texts and Timesketch can hold an attribute of
that name. Those that are not stand together in the attribute ``other``, as JSON.
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
from timeline_tui.formats.reading.document import decode
from timeline_tui.formats.reading.nodes import Builder, Map, Node
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.timesketch.instants import (
    edtf_of_number,
    edtf_of_text,
    instant,
    is_cut,
    is_held,
    what_is_stated,
)
from timeline_tui.formats.writing.left_out import counted, of_timeline
from timeline_tui.model import fields
from timeline_tui.model.timeline import Event, Timeline, Value
from timeline_tui.text.text import plural

Attributes = dict[str, "str | int | list[str]"]

_MICRO = 6  # the decimal places of microseconds
_DAY = 86400  # seconds
EDTF, OTHER = "edtf", "other"
TIMES = ("datetime", "timestamp", "timestamp_desc")
# Fields of an event that are attributes of the same name.
SAME = tuple(field.name for field in fields.EVENT.fields if field.name not in ("date", "title", "topics"))
# What cannot be the name of an attribute that means nothing to either side; "label" is one that the importer drops.
_TAKEN = frozenset((*TIMES, *fields.EVENT.by_name, "message", "tag", "label", EDTF, OTHER))


def read(data: bytes, file: str, progress: Progress | None = None) -> Reading:
    """The timeline in ``data``; ``file`` is what problems and events call it. Raises nothing of its own."""
    document = decode(data, file)
    document.stop_if_foreign()
    reader = EventReader(TimelineReader(document, len(data), progress))
    if not document.broken:
        json_syntax.parse_lines(document, Builder(document, reader))
    return reader.finish()


def write(timeline: Timeline) -> str:
    """The events of ``timeline``, one a line; what else is lost (`losses`)."""
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in attributes(timeline))


def losses(timeline: Timeline) -> list[str]:
    """What Timesketch does not hold, or takes for something else."""
    dates = [event.date for event in timeline.events]
    found = (
        (sum(not _time(date) for date in dates), "without a time of day: “datetime” is the first midnight in UTC"),
        (sum(_time(date) == "unzoned" for date in dates), "with a time in no time zone: “datetime” takes it for UTC"),
        (sum(date.is_interval for date in dates), "with a beginning and an end: only “edtf” has both"),
        (
            sum(not is_held(date) for date in dates),
            "before the year 1 or after 9999: “datetime” is the nearest there is",
        ),
    )
    told = [f"{plural(count, 'event')} {what}" for count, what in found if count]
    moved = counted("event", map(_moved, timeline.events), f"as JSON in the attribute “{OTHER}”")
    return told + moved + of_timeline(timeline)


def _time(date: When) -> str:
    point = date.start or date.end
    assert point is not None
    return "" if point.precision < Precision.MINUTE else "zoned" if point.zone else "unzoned"


def attributes(timeline: Timeline) -> Iterator[Attributes]:
    """The events as Timesketch has them; nothing empty."""
    _, events = records(timeline)
    for event, record in zip(timeline.events, events, strict=True):
        yield _attributes(event, record)


def _attributes(event: Event, record: Record) -> Attributes:
    moment = instant(event.date)
    found: Attributes = {
        "message": event.title,
        "datetime": moment.text,
        "timestamp": moment.number(_MICRO),
        "timestamp_desc": what_is_stated(event.date),
        "tag": list(event.topics),
        EDTF: event.date.text,
    }
    for name in SAME:
        value = record.get(name)
        if value:
            found[name] = [str(item) for item in value] if isinstance(value, list) else str(value)
    moved = _moved(event)
    for name, kept in event.other:
        if name not in moved:
            texts = [str(text) for text in kept] if isinstance(kept, tuple) else str(kept)
            found[name] = int(str(kept)) if name == "timestamp" else texts
    if moved:
        found[OTHER] = to_json({name: record[name] for name in moved})
    return {name: value for name, value in found.items() if value or name == "timestamp"}


def _moved(event: Event) -> list[str]:
    """The other keys of an event that cannot be attributes."""
    return [name for name, value in event.other if not _may_stand(name, value, event.date)]


def _may_stand(name: str, value: Value, date: When) -> bool:
    if name in TIMES:
        return _agrees(name, value, date)
    texts = value if isinstance(value, tuple) else (value,)
    is_named = name not in _TAKEN and name == name.strip() != "" and not name.startswith("_")
    return is_named and bool(texts) and all(is_plain(text) and not looks_like_list(str(text)) for text in texts)


def _agrees(name: str, value: Value, date: When) -> bool:
    """Whether a time that was kept, because it says more than the date, does not contradict the date."""
    if not isinstance(value, str) or not is_plain(value):
        return False
    if name == "datetime":
        read = edtf_of_text(value)
        return read == date.text or _is_finer(date.text, read) or _is_finer(read, date.text)
    return name != "timestamp" or (_is_number(value) and int(value) // 10**_MICRO == instant(date).seconds)


def _repeats(name: str, value: str, date: When) -> bool:
    """Whether a time says nothing that the date does not."""
    moment = instant(date)
    if name == "datetime":
        return value == moment.text or (edtf_of_text(value) == date.text and not is_cut(value))
    if name == "timestamp":
        return _is_number(value) and int(value) in map(moment.number, (0, 3, 6, 9))
    return value == what_is_stated(date)


def _is_finer(one: str, other: str) -> bool:
    """Whether a time in EDTF, in UTC, is ``other`` with a fraction of a second."""
    return other.endswith("Z") and one.startswith(f"{other[:-1]}.") and one.endswith("Z")


def _is_number(text: str) -> bool:
    return re.fullmatch("-?(?:0|[1-9][0-9]{0,18})", text) is not None


class EventReader:
    """Makes a timeline of Timesketch's events; it is a Sink of their attributes."""

    def __init__(self, timeline_reader: TimelineReader) -> None:
        self._timeline_reader = timeline_reader
        self._document = timeline_reader.document
        self._nested = Nested(self._document)
        self._waits = KEY_WRITTEN in self._document.text  # a source may be described in any event
        self._waiting: list[tuple[Map, int, Map]] = []

    def begin(self, root: Map) -> None:
        """The events come now."""

    def event(self, node: Node, offset: int) -> None:
        """The attributes of one event."""
        if not isinstance(node, dict):
            self._document.error(offset, "a line is a JSON object: {…}", group="lines that are no objects")
            return
        found, other = self._read(node, offset)
        if found and self._waits:
            self._waiting.append((found, offset, other))
        elif found:
            self._timeline_reader.event(found, offset, other)

    def finish(self) -> Reading:
        """All of them as a timeline."""
        if not self._document.text.strip() and not self._document.has_errors:
            hint = "each event has message, datetime and timestamp_desc"
            self._document.error(0, "no events: the file is empty", hint)
        self._timeline_reader.define(self._nested.settled(None))
        for found, offset, other in self._waiting:
            self._timeline_reader.event(found, offset, other)
        return self._timeline_reader.finish()

    def _read(self, attributes: Map, offset: int) -> tuple[Map, Map]:
        """Fields that the schema knows, and other attributes; no fields if this is no event, which is reported."""
        rest = {name: entry for name, entry in attributes.items() if entry[2] not in (None, "", [])}
        times = {name: rest.pop(name) for name in (*TIMES, EDTF) if name in rest}
        date = _date(times)
        message = rest.pop("message", None)
        if not date or not message:
            missing = "message" if date else "datetime"
            text = f"an event without “{missing}”; it is left out"
            self._document.error(offset, text, group=f"events without “{missing}”")
            return {}, {}
        self._compare(times)
        node: Map = {"date": date, "title": message}
        if "tag" in rest:
            place, at, tag = rest.pop("tag")
            node["topics"] = (place, at, self._tags(tag, at))
        if EDTF in times:  # this program wrote it
            node |= {name: self._field(name, *rest.pop(name)) for name in SAME if name in rest}
            rest = self._unpacked(rest)
        return node, _saying_more(times, date[2]) | rest

    def _compare(self, times: Map) -> None:
        """Report a timestamp that is more than a day from the date and time beside it. A zone explains a day."""
        seconds = []
        for name, read_as in (("datetime", edtf_of_text), ("timestamp", edtf_of_number)):
            _, at, value = times.get(name, (0, 0, None))
            try:
                seconds.append(instant(parse(read_as(value))).seconds if isinstance(value, str) else 0)
            except DateError:  # it is no time, or an impossible one
                return
            if not isinstance(value, str):
                return
        if abs(seconds[0] - seconds[1]) > _DAY:
            days = plural(abs(seconds[0] - seconds[1]) // _DAY, "day")
            message = f"“timestamp” is {days} from “datetime”, which is read"
            self._document.warning(at, message, group="timestamps apart from datetime")

    def _tags(self, tag: Node, offset: int) -> Node:
        """Topics of a list, of one as JSON, or with commas between them; a dash means none."""
        if not isinstance(tag, str) or tag == "-":
            return tag if tag != "-" else []
        if looks_like_list(tag):
            return listed(self._document, tag, offset)
        return [(offset, name) for name in tag.split(",")]

    def _field(self, name: str, place: int, offset: int, value: Node) -> tuple[int, int, Node]:
        """A field of an event as the schema wants it."""
        if name in NESTED:
            value = self._nested.value(name, value, offset)
        elif name in LISTS and isinstance(value, str):
            value = listed(self._document, value, offset)
        return place, offset, value

    def _unpacked(self, rest: Map) -> Map:
        """``rest`` with what is under `OTHER` instead of that."""
        _, offset, other = rest.pop(OTHER, (0, 0, None))
        found = from_json(self._document, other, offset) if isinstance(other, str) else other
        return rest | found if isinstance(found, dict) else rest


def _date(times: Map) -> tuple[int, int, Node] | None:
    """The date in EDTF, or what stands in its place."""
    if EDTF in times:
        return times[EDTF]
    found = {}
    for name, read_as in (("datetime", edtf_of_text), ("timestamp", edtf_of_number)):
        place, at, value = times.get(name, (0, 0, None))
        if isinstance(value, str):
            found[name] = place, at, read_as(value) or value
    if len(found) == 2 and _is_finer(found["timestamp"][2], found["datetime"][2]):
        return found["timestamp"]
    return next(iter(found.values()), None)


def _saying_more(times: Map, date: Node) -> Map:
    """The times that say more than the date, or something else."""
    try:
        when = parse(date) if isinstance(date, str) else None
    except DateError:  # it is reported when the event is read, and with it the event left out
        when = None
    return {
        name: entry
        for name, entry in times.items()
        if when and name != EDTF and not (isinstance(entry[2], str) and _repeats(name, entry[2], when))
    }
