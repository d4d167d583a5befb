"""Turns the components of an iCalendar file into nodes of a timeline. Any program may have written the file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from timeline_tui.dates.when import DateError, parse
from timeline_tui.formats.icalendar.icalendar_dates import edtf_date, period
from timeline_tui.formats.icalendar.icalendar_own import PREFIX, Properties, own_fields
from timeline_tui.formats.icalendar.icalendar_syntax import Property, properties
from timeline_tui.formats.icalendar.icalendar_zones import Zones
from timeline_tui.formats.reading.conflicts import is_text_before_conflict
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_DEPTH, Map, value_of
from timeline_tui.formats.reading.results import Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.reading.values import KEPT_UNDATED
from timeline_tui.model.fields import EVENT, TIMELINE
from timeline_tui.text.text import clean_line
from timeline_tui.text.web_addresses import split_addresses

EDTF = f"{PREFIX}EDTF"
FIELD = f"{PREFIX}FIELD"
"""A parameter of CATEGORIES with the name of the field that they come from."""
DOMAIN = "@timeline-tui"
"""The end of a UID that this program made from the id of an event."""
CALENDAR_FIELDS = ("id", "date", "title", "countries", "topics", "place")
"""Fields of an event that iCalendar has properties for."""


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
            what = "this is not an iCalendar file: it has no BEGIN:VCALENDAR"
            document.stop(0, what if document.text.strip() else "no events: the file is empty")
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
        reader = _EventReader(self._document, self._zones, self._found)
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


class _EventReader:
    """Makes a node from the properties of one VEVENT."""

    def __init__(self, document: Document, zones: Zones, found: Properties) -> None:
        self._document = document
        self._zones = zones
        self._found = found
        self._node: Map = {}
        self.start_text = ""
        """The value of DTSTART."""
        self._listed: dict[str, set[str]] = {}  # the values already in each list of the node

    def node(self, offset: int) -> tuple[Map, Map]:
        """The fields of the event, and its other keys."""
        self._node, other = own_fields(self._found, EVENT, self._document)
        start = self._first("DTSTART")
        if not start:
            self._document.error(offset, f"an event without DTSTART; {KEPT_UNDATED}")
        else:
            self.start_text = clean_line(start.value)
            date = self._date(start, self._first("DTEND") or self._first("DURATION"))
            self._node["date"] = (start.offset, start.at, date)
        self._id()
        self._text("title", "SUMMARY")
        self._text("place", "LOCATION")
        self._categories()
        self._people()
        if EDTF not in self._found:  # if this program wrote the file, these properties only repeat other fields
            self._sources()
            self._description()
            self._title()
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
        """Add ``items`` to a list, without duplicates."""
        _, _, known = self._node.setdefault(key, (property.offset, property.at, []))
        if isinstance(known, list):
            if key not in self._listed:
                self._listed[key] = {value for _, value in known if isinstance(value, str)}
            new = [item for item in items if item not in self._listed[key]]
            self._listed[key].update(new)
            known += [(property.at, item) for item in new]

    def _date(self, start: Property, end: Property | None) -> str | None:
        """The date in EDTF. The exact date that this program wrote is used only if DTSTART and DTEND still agree."""
        written = self._first(EDTF)
        if written and "TZID" not in start.parameters:
            try:
                when = parse(written.text)
            except DateError:
                pass
            else:
                if period(when) == (start.value.strip(), end.value.strip() if end else ""):
                    return when.text
        return edtf_date(start, end, self._zones, self._document)

    def _id(self) -> None:
        uid = self._first("UID")
        if uid:
            event_id = uid.text.strip().removesuffix(DOMAIN)
            changed = self._first("RECURRENCE-ID")  # one changed occurrence of a recurring event
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
        """Read DESCRIPTION as the summary. Its first line is the title if there is no SUMMARY.

        HTML in it becomes text. Its links and addresses are sources.
        """
        property = self._first("DESCRIPTION")
        if property:
            text = property.text.strip()
            if "<" in text or "&" in text or "://" in text:
                text = self._linked(property, text)
            if not self._node.get("title", (0, 0, ""))[2]:
                title, _, text = text.partition("\n")
                self._node["title"] = (property.offset, property.at, title)
            self._node["summary"] = (property.offset, property.at, text.strip())

    def _linked(self, property: Property, text: str) -> str:
        """``text`` without HTML. Its links are added to the sources, its quotes to the quotes."""
        # few calendars need these
        from timeline_tui.formats.reading.cell_texts import written
        from timeline_tui.formats.reading.foreign_sources import add_links, quotes

        found = written(text)
        if found.sources:
            _, _, sources = self._node.setdefault("sources", (property.offset, property.at, []))
            if isinstance(sources, list):
                add_links(sources, found.sources, property.at)
        made_quotes = [quote for passage in found.quotes for quote in quotes(passage, property.at)]
        if made_quotes:
            self._node["quotes"] = (property.offset, property.at, made_quotes)
        return found.text.strip()

    def _sources(self) -> None:
        for property in self._all("URL", "ATTACH"):
            self._add("sources", property, split_addresses(property.value))

    def _title(self) -> None:
        """Make a title of other texts, if the event has none: of its place, topics or people."""
        if self._node.get("title", (0, 0, ""))[2]:
            return
        for key in ("place", "topics", "people", "organizations"):
            place, at, value = self._node.get(key, (0, 0, None))
            items = value if isinstance(value, list) else [(at, value)]
            names = [name for _, name in items if isinstance(name, str)]
            if any(map(str.strip, names)):
                self._node["title"] = (place, at, "; ".join(names))
                return

    def _kept(self) -> Map:
        """Useful properties for which the schema has no field."""
        return {
            name.lower(): (property.offset, property.at, property.text)
            for name in ("STATUS", "CONTACT", "GEO")
            for property in self._found.get(name, ())[:1]
        }

    def _warn_of_recurrence(self) -> None:
        for property in [*self._all("RRULE", "RDATE")][:1]:
            message = f"this event recurs ({property.name}); only the first occurrence is read"
            self._document.warning(property.offset, message, group="events that recur")
