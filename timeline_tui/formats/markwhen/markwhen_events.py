"""Turns the lines of one Markwhen event into a node of a timeline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from timeline_tui.dates.when import DateError, parse
from timeline_tui.formats.markwhen import markwhen_text
from timeline_tui.formats.markwhen.markwhen_dates import RELATIVE_HINT, Dating
from timeline_tui.formats.markwhen.markwhen_relative import Known, RelativeError, local_time, resolved
from timeline_tui.formats.markwhen.markwhen_text import MarkwhenText, printable_title
from timeline_tui.formats.markwhen.markwhen_written import markwhen_date
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map, Node, value_of
from timeline_tui.formats.reading.values import KEPT_UNDATED
from timeline_tui.formats.reading.zones import MAX_UNKNOWN, offset_at
from timeline_tui.model.fields import EVENT
from timeline_tui.text.text import clean_line
from timeline_tui.text.web_addresses import split_addresses

_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9:]+)")
_FIXED = re.compile(r"(?:UTC|GMT)?([+-]?)([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
MEANT_HERE = ("edtf", "location", "locations", "timezone", "tz")
"""Properties of an event that are read although they are not in the schema."""


@dataclass(slots=True)
class Draft:
    """The lines of an event that have been read so far.

    ``properties`` is the first and last offset of the properties, ``below`` the offset of the text.
    """

    offset: int
    line: str
    dating: Dating
    topics: tuple[str, ...]
    properties: tuple[int, int] | None = None
    below: int = 0
    lines: list[str] = field(default_factory=list)
    is_in_words: bool = False

    @property
    def date_text(self) -> str:
        """The date as written."""
        return self.line[self.dating.start : self.dating.end]

    @property
    def place(self) -> int:
        """The offset of the date."""
        return self.offset + self.dating.start


def _split(properties: Map) -> tuple[Map, Map]:
    """The fields of an event, and its unknown properties.

    A mapping called "other" holds properties whose names are not possible in Markwhen.
    """
    node: Map = {}
    other: Map = {}
    for key, entry in properties.items():
        if key in EVENT.by_name:
            node[key] = entry
        elif key == "other" and isinstance(entry[2], dict):
            other.update(entry[2])
        elif key not in MEANT_HERE:
            other[key] = entry
    return node, other


def text_of(properties: Map, key: str) -> str:
    """A property that is text; "" if it is missing or not text."""
    value = value_of(properties, key)
    return value.strip() if isinstance(value, str) else ""


def zone_of(properties: Map) -> tuple[str, int] | None:
    """The name of the time zone and its offset in the file; None if there is no such property."""
    for key in ("timezone", "tz"):
        zone = text_of(properties, key)
        if zone:
            return zone, properties[key][1]
    return None


class MarkwhenEventReader:
    """Makes nodes from the events of one document. ``zone`` is the default time zone."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._unknown_zones: set[str] = set()
        self._known = Known({})
        self._zone, self._zone_place = "", 0  # of the current event
        self.zone: tuple[str, int] | None = None

    def node(self, draft: Draft, properties: Map) -> tuple[Map, Map]:
        """The fields and unknown properties of an event. A missing date is reported."""
        date = self._date(draft, properties)
        place, text_at = draft.place, draft.offset + draft.dating.after
        head = markwhen_text.title(draft.line[draft.dating.after :])
        body = markwhen_text.read_lines(draft.lines)
        node, other = _split(properties)
        title = _title(head, body, text_of(node, "title"))
        node.update({"date": (place, place, date)} if date else {}, title=(place, text_at, title))
        relative = draft.dating.relative
        if date and relative and relative.is_of_another_event and date != relative.start:
            node.setdefault("date_note", (place, place, f"computed: the file says “{clean_line(draft.date_text)}”"))
        if body.text:
            node.setdefault("summary", (draft.below, draft.below, body.text))
        if head.id:
            node.setdefault("id", (text_at, text_at, head.id))
        for key in ("location", "locations"):
            if key in properties:
                node.setdefault("place", _joined(properties[key]))
        links = (*head.links, *body.links)
        sources = [_source(link, url, text_at) for link in links for url in split_addresses(link[1])]
        if sources:
            node.setdefault("sources", (text_at, text_at, [(text_at, source) for source in sources]))
        _add_topics(node, (*draft.topics, *head.tags, *body.tags), text_at)
        self._remember(date, text_of(node, "id"))
        return node, other

    def _remember(self, date: str, event_id: str) -> None:
        """Keep the date, because later events may depend on it; "" if it is not known."""
        if event_id and date:
            self._known.by_id.setdefault(event_id, date)
        self._known = self._known._replace(last=date)

    def _date(self, draft: Draft, properties: Map) -> str:
        """The date in EDTF; "", with an error, if it cannot be read.

        The property ``edtf``, which this program writes, is used only if the line still has the same date.
        """
        exact = text_of(properties, "edtf")
        try:
            when = parse(exact) if exact else None
        except DateError:
            when = None
        if when and markwhen_date(when) == draft.date_text:
            return when.text
        if draft.dating.fault:
            return self._undated(draft, draft.dating.fault, draft.dating.hint)
        self._zone, self._zone_place = next(filter(None, (zone_of(properties), self.zone)), ("", 0))
        try:
            edtf = self._computed(draft) if draft.dating.relative else draft.dating.edtf
        except RelativeError as error:
            return self._undated(draft, str(error), RELATIVE_HINT)
        except DateError as error:
            return self._undated(draft, error.message, error.hint or RELATIVE_HINT)
        return "/".join(map(self._zoned, edtf.split("/"))) if self._zone else edtf

    def _undated(self, draft: Draft, fault: str, hint: str) -> str:
        self._document.error(draft.place, f"{clean_line(draft.date_text)}: {fault}; {KEPT_UNDATED}", hint)
        return ""

    def _computed(self, draft: Draft) -> str:
        relative = draft.dating.relative
        assert relative
        try:
            return resolved(relative, self._known, lambda at: self._offset(*local_time(at)))
        except RelativeError as error:
            if not isinstance(relative.start, str):
                raise
            message = f"{clean_line(draft.date_text)}: its end is not read: {error}"
            self._document.warning(draft.place, message, RELATIVE_HINT, group="ends that are not read")
            return relative.start

    def _zoned(self, edtf: str) -> str:
        """A time of day with the offset of the event's time zone at that time."""
        time = _TIME.fullmatch(edtf)
        return edtf + self._offset(int(time[1]), int(time[2]), int(time[3]), time[4]) if time else edtf

    def _offset(self, year: int, month: int, day: int, clock: str) -> str:
        """The offset of the zone at a local time; "" without a zone. An unknown zone is reported once."""
        zone = self._zone
        fixed = _FIXED.fullmatch(zone)
        if fixed:
            return f"{fixed[1] or '+'}{int(fixed[2]):02}:{fixed[3] or '00'}"
        if not zone or zone in self._unknown_zones or len(self._unknown_zones) >= MAX_UNKNOWN:
            return ""
        offset = offset_at(zone, year, month, day, clock)
        if offset is None:
            self._unknown_zones.add(zone)
            if len(self._unknown_zones) == MAX_UNKNOWN:
                message = f"{MAX_UNKNOWN} time zones are not known; below, no more zones are looked up"
                self._document.warning(self._zone_place, message)
            message = f"the time zone “{clean_line(zone)}” is not known; its times are kept as local times"
            hint = "use a name such as Europe/Rome, or an offset such as +2"
            self._document.warning(self._zone_place, message, hint, group="time zones")
        return offset or ""


def _title(head: MarkwhenText, body: MarkwhenText, exact: str) -> str:
    """The title. ``exact``, which this program wrote, is used only if the line still has the same title."""
    if exact and markwhen_text.title(printable_title(exact)).text == head.text:
        return exact
    return head.text or " ".join(head.tags) or body.text.partition("\n")[0]


def _add_topics(node: Map, names: tuple[str, ...], offset: int) -> None:
    """Add tags and sections as topics, except tags of a country or topic that the event already has."""
    listed_names = {_comparable(name) for key in ("countries", "topics") for name in _names_in(node.get(key))}
    new = [name for name in dict.fromkeys(names) if _comparable(name) not in listed_names]
    if new:
        first, at, topics = node.get("topics", (offset, offset, None))
        listed = topics if isinstance(topics, list) else [] if topics is None else [(at, topics)]
        node["topics"] = (first, at, [*listed, *((offset, name) for name in new)])


def _comparable(name: str) -> str:
    """A topic as a tag in lower case, because a tag cannot have all characters of a topic."""
    return (markwhen_text.tag(name) or name).lower()


def _names_in(entry: tuple[int, int, Node] | None) -> list[str]:
    value = entry[2] if entry else None
    if isinstance(value, list):
        return [item for _, item in value if isinstance(item, str)]
    return [value] if isinstance(value, str) else []


def _joined(entry: tuple[int, int, Node]) -> tuple[int, int, Node]:
    """Several places as one text."""
    names = _names_in(entry)
    return entry[0], entry[1], "; ".join(names) if names else entry[2]


def _source(link: tuple[str, str, str], url: str, offset: int) -> Map:
    title, _, kind = link
    fields = {"title": title if title != url else "", "url": url, "kind": kind}
    return {key: (offset, offset, value) for key, value in fields.items() if value}
