"""Finds the time zone of a TZID: a zone of the IANA database, a VTIMEZONE of the file, or a name from Windows."""

from __future__ import annotations

import re

from timeline_tui.formats.icalendar.icalendar_syntax import Property, properties
from timeline_tui.formats.icalendar.vtimezone import Definition, offset_text, seconds
from timeline_tui.formats.icalendar.windows_zones import WINDOWS_ZONES
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.zones import MAX_UNKNOWN, is_zone, offset_at
from timeline_tui.text.text import clean_line

MAX_RULES = 100
"""The most RRULEs of one VTIMEZONE that are read. The longest history of a zone has about 40."""

_FIXED = re.compile(r"(?:UTC|GMT)?([+-])([0-9]{1,2}):?([0-9]{2})?", re.IGNORECASE)
_EVENT = re.compile("BEGIN:VEVENT", re.IGNORECASE)
_ZONE = re.compile("BEGIN:VTIMEZONE", re.IGNORECASE)
_UTC = ("z", "tzone://microsoft/utc")


class Zones:
    """The time zones of one calendar. Each problem with a zone is reported once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open = Definition()
        self._defined: dict[str, Definition] = {}
        self._reported: set[str] = set()
        self._unknown: set[str] = set()
        self._read_later_zones()

    # Reading VTIMEZONE

    def begin(self) -> None:
        """Begin a VTIMEZONE."""
        self._open = Definition()

    def begin_observance(self) -> None:
        """Begin a STANDARD or DAYLIGHT part of the VTIMEZONE."""
        self._open.parts.append({})

    def add_property(self, property: Property) -> None:
        """Add a property of the open VTIMEZONE or of its open part."""
        zone = self._open
        if property.name == "TZID":
            zone.name = zone.name or property.value.strip()
        elif property.name == "X-LIC-LOCATION":
            zone.alias = zone.alias or property.value.strip()
        elif property.name == "RRULE":
            zone.rules += 1
            if zone.rules > MAX_RULES:
                message = f"more than {MAX_RULES} rules in one time zone; the others are not read"
                self._report(f"{property.name} {zone.name}", property, message)
                return
        if zone.parts:
            zone.parts[-1].setdefault(property.name, []).append(property)

    def end(self) -> None:
        """End the VTIMEZONE."""
        if self._open.name:
            self._defined[self._open.name] = self._open
        self._open = Definition()

    def _read_later_zones(self) -> None:
        """Read all VTIMEZONEs that come after the first event now, because events before them may use them."""
        event = _EVENT.search(self._document.text)
        zone = event and _ZONE.search(self._document.text, event.end())
        if not zone:
            return
        is_open = False
        for property in properties(Document("", self._document.text[zone.start() :])):
            line = f"{property.name}:{property.value.strip().upper()}"
            if line == "BEGIN:VTIMEZONE":
                is_open = True
                self.begin()
            elif line == "END:VTIMEZONE":
                is_open = False
                self.end()
            elif line in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT"):
                self.begin_observance()
            elif is_open:
                self.add_property(property._replace(offset=property.offset + zone.start()))

    # Looking up an offset

    def offset(self, property: Property, moment: tuple[int, int, int, str]) -> str:
        """The UTC offset at a local time: ``"+02:00"`` or ``"Z"``; "" without a TZID or for an unknown zone."""
        name = property.parameters.get("TZID", "").strip()
        if not name:
            return ""
        if len(self._unknown) >= MAX_UNKNOWN:
            return self._by_definition(name, moment)
        defined = self._defined.get(name)
        for zone in (name, defined.alias if defined else ""):
            offset = offset_at(zone, *moment) if zone else None
            if offset:
                self._compare(property, name, offset, moment)
                return offset
        return self._by_definition(name, moment) or self._by_name(name, moment) or self._report_unknown(name, property)

    def _by_definition(self, name: str, moment: tuple[int, int, int, str]) -> str:
        defined = self._defined.get(name)
        return defined.offset(moment) if defined else ""

    def _by_name(self, name: str, moment: tuple[int, int, int, str]) -> str:
        windows = WINDOWS_ZONES.get(name)
        fixed = _FIXED.fullmatch(name)
        if windows:
            return offset_at(windows, *moment) or ""
        if fixed:
            return offset_text(seconds(f"{fixed[1]}{int(fixed[2]):02}{fixed[3] or '00'}"))
        return "Z" if name.lower() in _UTC else ""

    def _compare(self, property: Property, name: str, offset: str, moment: tuple[int, int, int, str]) -> None:
        """Report if the file defines a zone differently from the IANA database. Many files have only recent rules."""
        if name in self._reported:
            return
        stated = self._by_definition(name, moment)
        if stated and stated != offset:
            message = f"the file has {stated} for “{clean_line(name)}” at this time, the IANA database {offset}"
            self._report(name, property, message, f"{offset} is used; the IANA database is used for the whole file")

    def _report_unknown(self, name: str, property: Property) -> str:
        """Report a zone without an offset. Return ""."""
        defined = self._defined.get(name)
        self._unknown.add(name)
        if len(self._unknown) == MAX_UNKNOWN:
            message = f"{MAX_UNKNOWN} time zones are not known; below, only zones that the file defines are read"
            self._document.warning(property.offset, message)
        shown = clean_line(name)[:60]
        if defined and defined.fault:
            message = f"the rules of the time zone “{shown}” are not understood ({defined.fault})"
        elif is_zone(name) or (defined and defined.parts):
            message = f"the time zone “{shown}” has no offset in whole minutes at this time"
        else:
            message = f"the time zone “{shown}” is not known"
        hint = "use a name such as Europe/Rome, or define the zone in the file"
        self._report(name, property, f"{message}; its times are kept as local times", hint)
        return ""

    def _report(self, key: str, property: Property, message: str, hint: str = "") -> None:
        if key not in self._reported:
            self._reported.add(key)
            self._document.warning(property.offset, message, hint, group="time zones")
