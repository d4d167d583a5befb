"""Reads the attributes of events of Timesketch. `timesketch.py` says what they are."""

from __future__ import annotations

import re

from timeline_tui.dates.when import DateError, When, parse
from timeline_tui.formats.csv.flat_records import (
    KEY_WRITTEN,
    LISTS,
    NESTED,
    Nested,
    from_json,
    is_plain,
    listed,
    looks_like_list,
)
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.reading.results import Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.reading.values import KEPT_UNDATED
from timeline_tui.formats.timesketch.instants import description, edtf_of_number, edtf_of_text, instant, is_cut
from timeline_tui.model import fields
from timeline_tui.model.timeline import Value
from timeline_tui.text.text import plural

MICRO = 6
"""The decimal places of microseconds."""
_DAY = 86400  # seconds
_NO_TIME = ("-1", "0")  # Timesketch counts microseconds; programs write these for an event without a time
EDTF, OTHER = "edtf", "other"
TIMES = ("datetime", "timestamp", "timestamp_desc")
SAME = tuple(field.name for field in fields.EVENT.fields if field.name not in ("date", "title", "topics"))
"""Fields of an event that are attributes of the same name."""


def agrees(name: str, value: Value, date: When) -> bool:
    """Whether a time that was kept because it is more exact than the date still agrees with the date."""
    if not isinstance(value, str) or not is_plain(value):
        return False
    if name == "datetime":
        read = edtf_of_text(value)
        return read == date.text or _is_finer(date.text, read) or _is_finer(read, date.text)
    return name != "timestamp" or (_is_number(value) and int(value) // 10**MICRO == instant(date).seconds)


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
        event_fields, other = self._read(node, offset)
        if event_fields and self._waits:
            self._waiting.append((event_fields, offset, other))
        elif event_fields:
            self._hand_on(event_fields, offset, other)

    def finish(self) -> Reading:
        """The timeline of all events."""
        if not self._document.text.strip() and not self._document.has_errors:
            hint = "each event has message, datetime and timestamp_desc"
            self._document.error(0, "no events: the file is empty", hint)
        self._timeline_reader.define(self._nested.all_sources(None))
        for event_fields, offset, other in self._waiting:
            self._hand_on(event_fields, offset, other)
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
        content = from_json(self._document, other, offset) if isinstance(other, str) else other
        return rest | content if isinstance(content, dict) else rest


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
