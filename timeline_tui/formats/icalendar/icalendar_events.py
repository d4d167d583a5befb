"""Makes the nodes of events from the properties of VEVENTs."""

from __future__ import annotations

from collections.abc import Iterable

from timeline_tui.dates.when import DateError, parse
from timeline_tui.formats.icalendar.icalendar_dates import edtf_date, period
from timeline_tui.formats.icalendar.icalendar_own import PREFIX, Properties, own_fields
from timeline_tui.formats.icalendar.icalendar_syntax import Property
from timeline_tui.formats.icalendar.icalendar_zones import Zones
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map
from timeline_tui.formats.reading.values import KEPT_UNDATED
from timeline_tui.model.fields import EVENT
from timeline_tui.text.text import clean_line
from timeline_tui.text.web_addresses import split_addresses

EDTF = f"{PREFIX}EDTF"
FIELD = f"{PREFIX}FIELD"
"""A parameter of CATEGORIES with the name of the field that they come from."""
DOMAIN = "@timeline-tui"
"""The end of a UID that this program made from the id of an event."""
CALENDAR_FIELDS = ("id", "date", "title", "countries", "topics", "place")
"""Fields of an event that iCalendar has properties for."""


class EventReader:
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
        _, _, values = self._node.setdefault(key, (property.offset, property.at, []))
        if isinstance(values, list):
            if key not in self._listed:
                self._listed[key] = {value for _, value in values if isinstance(value, str)}
            new = [item for item in items if item not in self._listed[key]]
            self._listed[key].update(new)
            values += [(property.at, item) for item in new]

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

        prose = written(text)
        if prose.sources:
            _, _, sources = self._node.setdefault("sources", (property.offset, property.at, []))
            if isinstance(sources, list):
                add_links(sources, prose.sources, property.at)
        made_quotes = [quote for passage in prose.quotes for quote in quotes(passage, property.at)]
        if made_quotes:
            self._node["quotes"] = (property.offset, property.at, made_quotes)
        return prose.text.strip()

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
