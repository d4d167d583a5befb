"""Reads the components of an iCalendar file. Any program may have written the file."""

from __future__ import annotations

import re

from timeline_tui.formats.icalendar.icalendar_events import EventReader
from timeline_tui.formats.icalendar.icalendar_own import PREFIX, Properties, own_fields
from timeline_tui.formats.icalendar.icalendar_syntax import Property, properties
from timeline_tui.formats.icalendar.icalendar_zones import Zones
from timeline_tui.formats.reading.conflicts import is_text_before_conflict
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_DEPTH, Map, value_of
from timeline_tui.formats.reading.results import Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.model.fields import TIMELINE

_BEGINNING = re.compile(r"^[ \t\ufeff]*BEGIN:VCALENDAR", re.IGNORECASE | re.MULTILINE)
_READ = ("VCALENDAR", "VEVENT", "VTIMEZONE", "VALARM", "STANDARD", "DAYLIGHT")


class CalendarReader:
    """Reads one document and passes each VEVENT to ``timeline_reader`` when it is complete."""

    def __init__(self, document: Document, timeline_reader: TimelineReader) -> None:
        self._document = document
        self._timeline_reader = timeline_reader
        self._zones = Zones(document)
        self._open: list[tuple[str, int]] = []  # the open components and their offsets
        self._calendar: Properties = {}
        self._found: Properties = {}  # the properties of the open VEVENT
        self._reported_kinds: set[str] = set()
        self._count = 0

    def read(self) -> Reading:
        """Read the whole document."""
        document = self._document
        is_read = is_text_before_conflict(document)
        if is_read and not _BEGINNING.search(document.text):
            message = "this is not an iCalendar file: it has no BEGIN:VCALENDAR"
            document.stop(0, message if document.text.strip() else "no events: the file is empty")
            is_read = False
        if is_read:
            self._components()
            self._check_end()
        return self._timeline_reader.finish(*self._header())

    def _components(self) -> None:
        for property in properties(self._document):
            if property.name == "BEGIN":
                self._begin(property)
            elif property.name == "END":
                self._end(property)
            else:
                self._take(property)
            if len(self._open) > MAX_DEPTH:
                return

    def _begin(self, property: Property) -> None:
        kind = property.value.strip().upper()
        if kind == "VEVENT" and kind in dict(self._open):
            self._document.error(property.offset, "the event before this one has no END:VEVENT")
            self._close_down_to("VEVENT")
        if kind not in _READ and kind not in self._reported_kinds:
            self._reported_kinds.add(kind)
            self._document.warning(property.at, f"{kind} is left out; only VEVENT is read")
        if len(self._open) >= MAX_DEPTH:
            self._document.stop(property.offset, f"nested more than {MAX_DEPTH} levels deep", "nothing after is read")
        if kind == "VEVENT":
            self._found = {}
        elif kind == "VTIMEZONE":
            self._zones.begin()
        elif kind in ("STANDARD", "DAYLIGHT"):
            self._zones.begin_observance()
        self._open.append((kind, property.offset))

    def _end(self, property: Property) -> None:
        kind = property.value.strip().upper()
        if kind not in dict(self._open):
            self._document.error(property.offset, f"END:{kind} without BEGIN:{kind}")
            return
        if self._open[-1][0] != kind:
            self._document.error(property.offset, f"END:{kind} in place of END:{self._open[-1][0]}")
        self._close_down_to(kind)

    def _take(self, property: Property) -> None:
        kinds = [kind for kind, _ in self._open]
        if "VTIMEZONE" in kinds:
            self._zones.add_property(property)
        elif kinds and kinds[-1] == "VEVENT":
            self._found.setdefault(property.name, []).append(property)
        elif kinds == ["VCALENDAR"]:
            self._calendar.setdefault(property.name, []).append(property)

    def _close_down_to(self, kind: str) -> None:
        while self._open:
            closed, offset = self._open.pop()
            if closed == "VTIMEZONE":
                self._zones.end()
            elif closed == "VEVENT":
                self._event(offset)
            if closed == kind:
                return

    def _event(self, offset: int) -> None:
        if not self._count:
            header, _ = self._header()
            sources = value_of(header, "sources")
            self._timeline_reader.define(sources if isinstance(sources, dict) else {})
        self._count += 1
        reader = EventReader(self._document, self._zones, self._found)
        node, other = reader.node(offset)
        self._timeline_reader.event(node, offset, other, reader.start_text)

    def _header(self) -> tuple[Map, Map]:
        """The fields of the timeline. If this program wrote the file, X-WR-CALDESC is ignored: it has the query too."""
        properties = self._calendar
        is_ours = any(name.startswith(PREFIX) for name in properties)
        root: Map = {}
        for key, names in (("title", ("NAME", "X-WR-CALNAME")), ("description", ("DESCRIPTION", "X-WR-CALDESC"))):
            used = next((name for name in (names[:1] if is_ours else names) if name in properties), None)
            if used:
                property = properties[used][0]
                root[key] = (property.offset, property.at, property.text)
        fields, other = own_fields(properties, TIMELINE, self._document)
        return {**root, **fields}, other

    def _check_end(self) -> None:
        if self._document.broken:  # a problem says that the rest is not read
            return
        kinds = dict(self._open)
        if "VEVENT" in kinds:
            message = "the file ends inside this event, which is left out"
            self._document.stop(kinds["VEVENT"], message, "it may be incomplete: save it again")
        elif self._open:
            kind, offset = self._open[0]
            self._document.error(offset, f"the file ends without END:{kind}", "it may be incomplete: save it again")
        elif not self._count:
            self._document.error(0, "no events: there is no BEGIN:VEVENT in this calendar")
