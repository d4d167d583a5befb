"""The fields of an entry of a feed, from its elements."""

from __future__ import annotations

import re

from timeline_tui.dates.month_names import CODES
from timeline_tui.dates.written_phrases import wrong_weekday
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_dates import COMPARE, WRONG_WEEKDAYS
from timeline_tui.formats.reading.nodes import MAX_SCALAR, List, Map, Node
from timeline_tui.text.web_addresses import is_address

_DATES = ("published", "pubDate", "date", "issued", "updated", "modified")  # the date of an entry is the first of these
_TEXTS = ("encoded", "content", "description", "summary")  # the summary of an entry is the first of these
_RFC_822 = re.compile(
    r"(?:([A-Za-z]{3,9}),?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*[\s-]+(\d{4}|\d{2})\s+(\d{1,2}):(\d{2})(:\d{2})?(?:\s+(\S+))?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ZONES = {"GMT": 0, "UT": 0, "UTC": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6}
_ZONES |= {"PST": -8, "PDT": -7}
_MAIL = re.compile(r"\S+@\S+\s+\(([^()]+)\)")


class Element:
    """An element of a feed or entry: its name without the namespace, its attributes, and the text so far."""

    __slots__ = ("attributes", "is_markup", "name", "offset", "parts")

    def __init__(self, name: str, attributes: dict[str, str], offset: int, *, is_markup: bool) -> None:
        self.name, self.attributes, self.offset, self.is_markup = name, attributes, offset, is_markup
        self.parts: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


def entry_fields(offset: int, entry: list[Element], publisher: Node, document: Document) -> Map:
    """The fields of an entry: "title", "entry date", "entry text", "category", "author" and "link".

    Other elements are fields with their own names.
    """
    named: dict[str, list[Element]] = {}
    for element in entry:
        named.setdefault(element.name, []).append(element)
    fields: Map = {}
    for name in ("title", *_DATES, *_TEXTS):
        for element in named.get(name, ()):
            if element.text:  # another namespace may have an empty element of the same name
                fields.setdefault(name, (offset, element.offset, element.text[:MAX_SCALAR]))
    for chosen, names in (("entry date", _DATES), ("entry text", _TEXTS)):
        first = next((name for name in names if name in fields), None)
        if first:
            fields[chosen] = fields.pop(first)
    if "entry date" in fields:
        place, at, date = fields["entry date"]
        fields["entry date"] = (place, at, _iso(str(date), at, document))
    categories = [*named.get("category", ()), *named.get("subject", ())]
    authors = [*named.get("author", ()), *named.get("creator", ())]
    lists = {
        "category": [
            element.text or element.attributes.get("label") or element.attributes.get("term", "")
            for element in categories
        ],
        "author": [_person(author.text) for author in authors],
    }
    for name, texts in lists.items():
        items: List = [(offset, text) for text in dict.fromkeys(texts) if text]
        if items:
            fields[name] = (offset, offset, items)
    sources = _sources(offset, named, publisher)
    if sources:
        fields["link"] = (offset, offset, sources)
    return fields | _rest(offset, named, fields)


def _sources(offset: int, named: dict[str, list[Element]], publisher: Node) -> List:
    pages = [link for link in named.get("link", ()) if link.attributes.get("rel", "alternate") == "alternate"]
    links = [link.attributes.get("href") or link.text for link in pages]
    guids = [element.text for element in named.get("guid", ()) if element.attributes.get("isPermaLink") != "false"]
    sources: List = []
    for url in dict.fromkeys(links or guids):
        if is_address(url):
            source: Map = {"url": (offset, offset, url)}
            if isinstance(publisher, str):
                source["publisher"] = (offset, offset, publisher)
            sources.append((offset, source))
    return sources


def _rest(offset: int, named: dict[str, list[Element]], found: Map) -> Map:
    """The other elements of an entry, by their names."""
    rest: Map = {}
    for name, elements in named.items():
        if name in ("title", "category", "subject", "author", "creator", "link", *_DATES, *_TEXTS):
            continue
        texts = [
            element.text or "; ".join(f"{key}={value}" for key, value in element.attributes.items())
            for element in elements
        ]
        items: List = [(offset, text[:MAX_SCALAR]) for text in texts if text]
        if items:
            name = name if name not in found else f"{name} (element)"
            rest[name] = (offset, offset, items if len(items) > 1 else items[0][1])
    return rest


def _person(text: str) -> str:
    """The name in “ana@example.org (Ana Vidal)”; any other text unchanged."""
    found = _MAIL.fullmatch(text)
    return found[1].strip() if found else text


def _iso(text: str, at: int, document: Document) -> str:
    """A date of RFC 822, such as “Mon, 04 Mar 2024 08:30:00 GMT”, in ISO 8601; any other text unchanged.

    A weekday that does not belong to the date is a warning. With a zone of several meanings, such as BST, the time has
    no offset, and a warning says so. -0000 is UTC (RFC 5322, section 3.3).
    """
    found = _RFC_822.fullmatch(text)
    if not found or found[3].lower() not in _MONTHS:
        return text
    name, day, month, year, hour, minute, second, zone = found.groups()
    year = year if len(year) == 4 else f"{'20' if year < '50' else '19'}{year}"
    offset = _zone(zone or "")
    if zone and not offset:
        message = f"the time zone “{zone}” is not known; its times are kept as local times"
        document.warning(at, message, "write an offset, as in +0200", group="unknown time zones")
    date = f"{year}-{_MONTHS.index(month.lower()) + 1:02}-{int(day):02}"
    if fault := wrong_weekday(name or "", date):
        document.warning(at, f"{fault}; the date is read", COMPARE, group=WRONG_WEEKDAYS)
    return f"{date}T{int(hour):02}:{minute}{second or ''}{offset}"


def _zone(zone: str) -> str:
    """The offset of a zone as ``+02:00`` or ``Z``; empty if it is not known."""
    hours = _ZONES.get(zone.upper())
    code = f"{hours:+03}00" if hours is not None else CODES.get(zone.lower(), zone).removeprefix("Z")
    if not re.fullmatch(r"[+-]\d{4}", code):
        return ""
    return "Z" if code[1:] == "0000" else f"{code[:3]}:{code[3:]}"
