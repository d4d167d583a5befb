"""Time zones of a calendar: what a TZID means, by the IANA database, by its VTIMEZONE, or by its name in Windows."""

from __future__ import annotations

import re

from timeline_tui.formats.icalendar.icalendar_syntax import Property, properties
from timeline_tui.formats.icalendar.vtimezone import Definition, seconds, written
from timeline_tui.formats.icalendar.windows_zones import WINDOWS_ZONES
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.zones import MAX_UNKNOWN, is_zone, offset_at
from timeline_tui.text.text import clean_line

MAX_RULES = 100
"""RRULEs of one VTIMEZONE that are read. The longest histories of a zone have about 40."""

_FIXED = re.compile(r"(?:UTC|GMT)?([+-])([0-9]{1,2}):?([0-9]{2})?", re.IGNORECASE)
_EVENT = re.compile("BEGIN:VEVENT", re.IGNORECASE)
_ZONE = re.compile("BEGIN:VTIMEZONE", re.IGNORECASE)
_UTC = ("z", "tzone://microsoft/utc")


class Zones:
    """What the time zones of one calendar mean. What they do not is reported once for each."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open = Definition()
        self._defined: dict[str, Definition] = {}
        self._told: set[str] = set()
        self._unknown: set[str] = set()
        self._read_late_ones()

    # Reading VTIMEZONE

    def begin(self) -> None:
        """A VTIMEZONE begins."""
        self._open = Definition()

    def begin_observance(self) -> None:
        """A STANDARD or DAYLIGHT part of it begins."""
        self._open.parts.append({})

    def take(self, property: Property) -> None:
        """A property of the VTIMEZONE or of the part that began last."""
        zone = self._open
        if property.name == "TZID":
            zone.name = zone.name or property.value.strip()
        elif property.name == "X-LIC-LOCATION":
            zone.alias = zone.alias or property.value.strip()
        elif property.name == "RRULE":
            zone.rules += 1
            if zone.rules > MAX_RULES:
                message = f"more than {MAX_RULES} rules in one time zone; the others are not read"
                self._tell(f"{property.name} {zone.name}", property, message)
                return
        if zone.parts:
            zone.parts[-1].setdefault(property.name, []).append(property)

    def end(self) -> None:
        """The VTIMEZONE ends."""
        if self._open.name:
            self._defined[self._open.name] = self._open
        self._open = Definition()

    def _read_late_ones(self) -> None:
        """Read the VTIMEZONEs that stand below an event, which may mention them."""
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
                self.take(property._replace(offset=property.offset + zone.start()))

    # Using them

    def offset(self, property: Property, moment: tuple[int, int, int, str]) -> str:
        """``"+02:00"`` or ``"Z"`` at a local time; empty for a time that names no zone, or one that is not known."""
        name = property.parameters.get("TZID", "").strip()
        if not name:
            return ""
        if len(self._unknown) >= MAX_UNKNOWN:
            return self._by_definition(name, moment)
        defined = self._defined.get(name)
        for known in (name, defined.alias if defined else ""):
            offset = offset_at(known, *moment) if known else None
            if offset:
                self._compare(property, name, offset, moment)
                return offset
        return self._by_definition(name, moment) or self._by_name(name, moment) or self._not_known(name, property)

    def _by_definition(self, name: str, moment: tuple[int, int, int, str]) -> str:
        defined = self._defined.get(name)
        return defined.offset(moment) if defined else ""

    def _by_name(self, name: str, moment: tuple[int, int, int, str]) -> str:
        windows = WINDOWS_ZONES.get(name)
        fixed = _FIXED.fullmatch(name)
        if windows:
            return offset_at(windows, *moment) or ""
        if fixed:
            return written(seconds(f"{fixed[1]}{int(fixed[2]):02}{fixed[3] or '00'}"))
        return "Z" if name.lower() in _UTC else ""

    def _compare(self, property: Property, name: str, offset: str, moment: tuple[int, int, int, str]) -> None:
        """Report where a file defines a zone of the IANA database otherwise. Many files state only recent rules."""
        if name in self._told:
            return
        stated = self._by_definition(name, moment)
        if stated and stated != offset:
            message = f"the file says {stated} for “{clean_line(name)}” then, the IANA database says {offset}"
            self._tell(name, property, message, f"{offset} is read, here and wherever the two differ")

    def _not_known(self, name: str, property: Property) -> str:
        """Report a zone without an offset, and give none."""
        defined = self._defined.get(name)
        self._unknown.add(name)
        if len(self._unknown) == MAX_UNKNOWN:
            message = f"{MAX_UNKNOWN} time zones are not known; below, only those are read that the file defines"
            self._document.warning(property.offset, message)
        shown = clean_line(name)[:60]
        if defined and defined.fault:
            message = f"the rules of the time zone “{shown}” are not understood ({defined.fault})"
        elif is_zone(name) or (defined and defined.parts):
            message = f"the time zone “{shown}” has no offset of whole minutes then"
        else:
            message = f"the time zone “{shown}” is not known"
        hint = "zones are called Europe/Rome and so on, or are defined in the file"
        self._tell(name, property, f"{message}; its times are kept as those of the place", hint)
        return ""

    def _tell(self, what: str, property: Property, message: str, hint: str = "") -> None:
        if what not in self._told:
            self._told.add(what)
            self._document.warning(property.offset, message, hint, group="time zones")
