"""Components of an iCalendar → nodes of a timeline: those that this program wrote, and those of any calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable

from timeline_tui.dates.when import DateError, parse
from timeline_tui.formats.csv.embedded import node_of_json
from timeline_tui.formats.icalendar.icalendar_dates import period, stated
from timeline_tui.formats.icalendar.icalendar_syntax import Property, properties
from timeline_tui.formats.icalendar.icalendar_zones import Zones
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_DEPTH, Map, Node
from timeline_tui.formats.reading.results import Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.model.fields import EVENT, TIMELINE, Entry, Field
from timeline_tui.text.web_addresses import split_addresses

PREFIX = "X-TIMELINE-"
EDTF = f"{PREFIX}EDTF"
OTHER = f"{PREFIX}OTHER"
FIELD = f"{PREFIX}FIELD"
"""A parameter of CATEGORIES: which field of an event they are."""
DOMAIN = "@timeline-tui"
"""What the UID of an event ends with whose id is none of a calendar."""
CALENDAR_FIELDS = ("id", "date", "title", "countries", "topics", "place")
"""Fields of an event that iCalendar has properties for."""

_Found = dict[str, list[Property]]

_BEGINNING = re.compile(r"^[ \t\ufeff]*BEGIN:VCALENDAR", re.IGNORECASE | re.MULTILINE)
_READ = ("VCALENDAR", "VEVENT", "VTIMEZONE", "VALARM", "STANDARD", "DAYLIGHT")


def property_name(field: str) -> str:
    """What the property is called that holds a field which iCalendar does not know."""
    return PREFIX + field.upper().replace("_", "-")


class CalendarReader:
    """Reads one document: hands each VEVENT to ``timeline_reader`` as it ends."""

    def __init__(self, document: Document, timeline_reader: TimelineReader) -> None:
        self._document = document
        self._timeline_reader = timeline_reader
        self._zones = Zones(document)
        self._open: list[tuple[str, int]] = []  # components that have begun, with their offsets
        self._calendar: _Found = {}
        self._found: _Found = {}  # the properties of the VEVENT that is open
        self._passed_over: set[str] = set()
        self._count = 0

    def read(self) -> Reading:
        """Read it all."""
        document = self._document
        document.stop_if_foreign()
        if not document.broken and not _BEGINNING.search(document.text):
            what = "this is no iCalendar file: nowhere does it say BEGIN:VCALENDAR"
            document.stop(0, what if document.text.strip() else "no events: the file is empty")
        if not document.broken:
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
            if self._document.broken:
                return

    def _begin(self, property: Property) -> None:
        kind = property.value.strip().upper()
        if kind == "VEVENT" and any(kind == each for each, _ in self._open):
            self._document.error(property.offset, "the event before this one has no END:VEVENT")
            self._close_down_to("VEVENT")
        if kind not in _READ and kind not in self._passed_over:
            self._passed_over.add(kind)
            self._document.warning(property.at, f"{kind} is passed over; events are VEVENT")
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
        if not any(kind == each for each, _ in self._open):
            self._document.error(property.offset, f"END:{kind} without BEGIN:{kind}")
            return
        if self._open[-1][0] != kind:
            self._document.error(property.offset, f"END:{kind} stands where END:{self._open[-1][0]} should")
        self._close_down_to(kind)

    def _take(self, property: Property) -> None:
        kinds = [kind for kind, _ in self._open]
        if "VTIMEZONE" in kinds:
            self._zones.take(property)
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
            sources = header.get("sources", (0, 0, None))[2]
            self._timeline_reader.define(sources if isinstance(sources, dict) else {})
        self._count += 1
        node, other = _EventReader(self._document, self._zones, self._found).node(offset)
        if node:
            self._timeline_reader.event(node, offset, other)

    def _header(self) -> tuple[Map, Map]:
        """What is said of the whole. X-WR-CALDESC has the query, too, where this program wrote it."""
        found = self._calendar
        own = any(name.startswith(PREFIX) for name in found)
        root: Map = {}
        for key, names in (("title", ("NAME", "X-WR-CALNAME")), ("description", ("DESCRIPTION", "X-WR-CALDESC"))):
            for property in [found[name][0] for name in names[: 1 if own else 2] if name in found][:1]:
                root[key] = (property.offset, property.at, property.text)
        fields, other = own_fields(found, TIMELINE, self._document)
        return {**root, **fields}, other

    def _check_end(self) -> None:
        kinds = dict(self._open)
        if "VEVENT" in kinds:
            message = "the file ends inside of this event, which is left out"
            self._document.stop(kinds["VEVENT"], message, "it may be cut off: save it again")
        elif self._open and not self._document.broken:
            kind, offset = self._open[0]
            self._document.error(offset, f"the file ends without END:{kind}", "it may be cut off: save it again")
        elif not self._count and not self._document.broken:
            self._document.error(0, "no events: there is no BEGIN:VEVENT in this calendar")


class _EventReader:
    """Makes one node of the properties ``found`` in a VEVENT."""

    def __init__(self, document: Document, zones: Zones, found: _Found) -> None:
        self._document = document
        self._zones = zones
        self._found = found
        self._node: Map = {}
        self._listed: dict[str, set[str]] = {}  # the values of the lists in it

    def node(self, offset: int) -> tuple[Map, Map]:
        """The fields of the event, and what else is to be kept of it. Empty without a date, which is reported."""
        start = self._first("DTSTART")
        if not start:
            self._document.error(offset, "an event without DTSTART; it is left out")
            return {}, {}
        date = self._date(start, self._first("DTEND") or self._first("DURATION"))
        if not date:
            return {}, {}
        self._node, other = own_fields(self._found, EVENT, self._document)
        self._node["date"] = (start.offset, start.at, date)
        self._id()
        self._text("title", "SUMMARY")
        self._text("place", "LOCATION")
        self._categories()
        self._people()
        if EDTF not in self._found:  # what this program writes there is a copy, in words
            self._description()
            self._sources()
        self._text("note", "COMMENT")
        self._warn_of_recurrence()
        return self._node, {**self._kept(), **other}

    def _first(self, name: str) -> Property | None:
        return self._found[name][0] if name in self._found else None

    def _all(self, *names: str) -> Iterable[Property]:
        return (property for name in names for property in self._found.get(name, ()))

    def _text(self, key: str, name: str) -> None:
        property = self._first(name)
        if property and key not in self._node:
            self._node[key] = (property.offset, property.at, property.text)

    def _add(self, key: str, property: Property, items: Iterable[str]) -> None:
        """Put ``items`` into a list that may already have some of them."""
        _, _, known = self._node.setdefault(key, (property.offset, property.at, []))
        if isinstance(known, list):
            if key not in self._listed:
                self._listed[key] = {value for _, value in known if isinstance(value, str)}
            new = [item for item in items if item not in self._listed[key]]
            self._listed[key].update(new)
            known += [(property.at, item) for item in new]

    def _date(self, start: Property, end: Property | None) -> str | None:
        """As this program wrote it, unless the calendar has been changed since; else what the calendar says."""
        written = self._first(EDTF)
        if written and "TZID" not in start.parameters:
            try:
                when = parse(written.text)
            except DateError:
                pass
            else:
                if period(when) == (start.value.strip(), end.value.strip() if end else ""):
                    return when.text
        return stated(start, end, self._zones, self._document)

    def _id(self) -> None:
        uid = self._first("UID")
        if uid:
            event_id = uid.text.strip().removesuffix(DOMAIN)
            changed = self._first("RECURRENCE-ID")  # one of several times, that differs from the others
            if changed:
                event_id += f"/{changed.value.strip()}"
            self._node["id"] = (uid.offset, uid.at, event_id)
        for related in self._all("RELATED-TO"):
            self._add("related", related, [related.text.strip().removesuffix(DOMAIN)])

    def _categories(self) -> None:
        for property in self._all("CATEGORIES"):
            field = property.parameters.get(FIELD, "").lower()
            self._add(field if field == "countries" else "topics", property, property.texts)

    def _people(self) -> None:
        for property in self._all("ORGANIZER", "ATTENDEE"):
            name = property.parameters.get("CN", "").strip()
            kind = property.parameters.get("CUTYPE", "INDIVIDUAL").upper()
            if name and "@" not in name and kind in ("INDIVIDUAL", "GROUP", "UNKNOWN"):
                self._add("organizations" if kind == "GROUP" else "people", property, [name])

    def _description(self) -> None:
        """It is the summary; its first line is the title of an event that has no other."""
        property = self._first("DESCRIPTION")
        if property:
            text = property.text.strip()
            if not self._node.get("title", (0, 0, ""))[2]:
                title, _, text = text.partition("\n")
                self._node["title"] = (property.offset, property.at, title)
            self._node["summary"] = (property.offset, property.at, text)

    def _sources(self) -> None:
        for property in self._all("URL", "ATTACH"):
            self._add("sources", property, split_addresses(property.value))

    def _kept(self) -> Map:
        """What a reader may want to know, and the schema has no field for."""
        return {
            name.lower(): (property.offset, property.at, property.text)
            for name in ("STATUS", "CONTACT", "GEO")
            for property in self._found.get(name, ())[:1]
        }

    def _warn_of_recurrence(self) -> None:
        for property in [*self._all("RRULE", "RDATE")][:1]:
            message = f"this event recurs ({property.name}); only its first time is read"
            self._document.warning(property.offset, message, group="events that recur")


def own_fields(found: _Found, entry: Entry, document: Document) -> tuple[Map, Map]:
    """The fields of ``entry`` that this program wrote as properties of their own; and the keys that are none."""
    node: Map = {}
    for field in entry.fields:
        for property in found.get(property_name(field.name), ())[:1]:
            node[field.name] = (property.offset, property.at, _value(property, field, document))
    other = _json(found[OTHER][0], document) if OTHER in found else None
    return node, other if isinstance(other, dict) else {}


def _value(property: Property, field: Field, document: Document) -> Node:
    if field.kind in ("line", "text"):
        return property.text
    if field.kind == "lines":
        return [(property.at, text) for text in property.texts]
    return _json(property, document)


def _json(property: Property, document: Document) -> Node:
    """The JSON in a property; all of it stands where the property does."""
    try:
        return node_of_json(property.text, property.at)
    except ValueError:
        document.error(property.at, f"{property.name} is no JSON, or nested too deeply; it is left out")
        return None
