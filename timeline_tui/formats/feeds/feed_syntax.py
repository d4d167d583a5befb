"""Parse RSS and Atom with the XML parser of the standard library, Expat.

Document types and entities are refused before anything is expanded. A few lines of them can expand to gigabytes, or
include local files (https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing).
"""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple
from xml.parsers import expat

from timeline_tui.dates.month_names import CODES
from timeline_tui.dates.written_phrases import wrong_weekday
from timeline_tui.formats.reading.conflicts import stop_at_conflict
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_dates import COMPARE, WRONG_WEEKDAYS
from timeline_tui.formats.reading.foreign_table import Table, tabled
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.nodes import MAX_DEPTH, MAX_SCALAR, List, Map, Node, value_of
from timeline_tui.formats.timelinejs.html_text import on_a_line, read_html
from timeline_tui.text.web_addresses import is_address

_ROOTS = {"rss": "an RSS feed", "RDF": "an RSS 1.0 feed", "feed": "an Atom feed"}
_FEEDS = ("channel", "feed")
_ENTRIES = ("item", "entry")
_DATES = ("published", "pubDate", "date", "issued", "updated", "modified")  # the date of an entry is the first of these
_TEXTS = ("encoded", "content", "description", "summary")  # the summary of an entry is the first of these
_MEANINGS: dict[str, Meaning] = {
    "title": "title",
    "entry date": "date",
    "entry text": "summary",
    "category": "topics",
    "author": "people",
    "link": "sources",
}
_RFC_822 = re.compile(
    r"(?:([A-Za-z]{3,9}),?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*[\s-]+(\d{4}|\d{2})\s+(\d{1,2}):(\d{2})(:\d{2})?(?:\s+(\S+))?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ZONES = {"GMT": 0, "UT": 0, "UTC": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6}
_ZONES |= {"PST": -8, "PDT": -7}
_MAIL = re.compile(r"\S+@\S+\s+\(([^()]+)\)")


class FeedError(Exception):
    """The text is not a feed, or has parts that are refused."""

    def __init__(self, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.offset, self.message, self.hint = offset, message, hint


class Feed(NamedTuple):
    """The entries as a table, and the data of the feed itself."""

    table: Table
    head: Map


def parse_feed(document: Document) -> Feed:
    """The feed in ``document``. Raises FeedError."""
    return _FeedParser(document).feed()


class _Element:
    """An element of a feed or entry: its name without the namespace, its attributes, and the text so far."""

    __slots__ = ("attributes", "is_markup", "name", "offset", "parts")

    def __init__(self, name: str, attributes: dict[str, str], offset: int, *, is_markup: bool) -> None:
        self.name, self.attributes, self.offset, self.is_markup = name, attributes, offset, is_markup
        self.parts: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


class _FeedParser:
    """Collects entries in the callbacks of Expat. ``open`` are the open elements, ``entry`` is the open entry."""

    def __init__(self, document: Document) -> None:
        self.document = document
        text = document.text.lstrip()  # Expat refuses white space before <?xml, which templates often write
        self.data = text.encode("utf-8", "surrogatepass")
        self.open: list[str] = []
        self.element: _Element | None = None
        self.entry: list[_Element] | None = None
        self.entries: list[tuple[int, list[_Element]]] = []
        self.about: list[_Element] = []
        self.inside = 0  # elements open inside ``element``
        self.entry_offset = 0
        self.shape = ""
        self.last = (0, len(document.text) - len(text))  # an offset in bytes, and the same in characters
        self.expat = expat.ParserCreate("utf-8", " ")
        self.expat.buffer_text = True
        self.expat.StartDoctypeDeclHandler = self.refuse
        self.expat.EntityDeclHandler = self.refuse
        self.expat.StartElementHandler = self.start
        self.expat.EndElementHandler = self.end
        self.expat.CharacterDataHandler = self.characters

    def feed(self) -> Feed:
        """Parse the whole document. Raises FeedError."""
        try:
            self.expat.Parse(self.data, True)  # the parameter has no name
        except expat.ExpatError as error:
            at, fault = self.offset(self.expat.ErrorByteIndex), f"this is not XML: {expat.ErrorString(error.code)}"
            if not self.entries:
                raise FeedError(at, f"{fault}; nothing is read") from error
            if stop_at_conflict(self.document) is None:
                self.document.stop(at, f"{fault}; nothing from here on is read")
        finally:
            del self.expat  # its handlers refer to this object, and the circle would keep the text in memory
        head = self.head()
        publisher = value_of(head, "title")
        table = tabled(((at, _record(at, entry, publisher, self.document)) for at, entry in self.entries), "element")
        known: dict[int, Meaning | None] = {n: _MEANINGS.get(name) for n, name in enumerate(table.names)}
        return Feed(table._replace(shape=self.shape, meanings=known), head)

    def offset(self, index: int) -> int:
        """The offset in characters for an offset in bytes. The offsets only grow, so each byte is decoded once."""
        byte, character = self.last
        if index > byte:
            character += len(self.data[byte:index].decode("utf-8", "replace"))
            self.last = index, character
        return character

    def here(self) -> int:
        return self.offset(self.expat.CurrentByteIndex)

    # Callbacks of Expat

    def refuse(self, *_: object) -> None:
        message = "it has a document type (<!DOCTYPE), which may define entities; such files are not read"
        raise FeedError(self.here(), message, "a feed needs none: remove it")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if not self.open and local not in _ROOTS:
            message = f"this is XML, but neither RSS nor Atom: it begins with <{local[:40]}>"
            raise FeedError(self.here(), message, "of XML, only feeds are read")
        if len(self.open) >= MAX_DEPTH:
            raise FeedError(self.here(), f"nested more than {MAX_DEPTH} levels deep; reading stops here")
        if not self.open:
            self.shape = _ROOTS[local]
        if self.element:
            self.inside += 1
            self.nested(local, attributes, self.element)
        elif local in _ENTRIES and self.entry is None:
            self.entry, self.entry_offset = [], self.here()
        elif self.open and local not in _FEEDS:
            is_markup = attributes.get("type") == "xhtml"
            self.element = _Element(local, attributes, self.here(), is_markup=is_markup)
        self.open.append(local)

    def nested(self, local: str, attributes: dict[str, str], element: _Element) -> None:
        """Start an element inside an element of an entry: markup in XHTML, or the name of an author."""
        if element.is_markup:
            href = attributes.get("href", "")
            element.parts.append(f'<{local} href="{escape(href)}">' if href else f"<{local}>")
        elif local == "name":
            element.parts.clear()

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self.open.pop()
        if self.element and self.inside:
            self.inside -= 1
            if self.element.is_markup:
                self.element.parts.append(f"</{local}>")
        elif self.element:
            (self.about if self.entry is None else self.entry).append(self.element)
            self.element = None
        elif local in _ENTRIES and self.entry is not None:
            self.entries.append((self.entry_offset, self.entry))
            self.entry = None

    def characters(self, text: str) -> None:
        element = self.element
        if element is None or (element.name == "author" and self.inside and self.open[-1] != "name"):
            return
        element.parts.append(escape(text) if element.is_markup else text)

    # Results

    def head(self) -> Map:
        """Title, description and link of the feed."""
        fields: Map = {}
        for element in self.about:
            name = {"subtitle": "description", "tagline": "description"}.get(element.name, element.name)
            text = element.text or (element.attributes.get("href", "") if name == "link" else "")
            if name in ("title", "description"):
                text = on_a_line(text) if name == "title" else read_html(text).text
            if name in ("title", "description", "link", "language", "id") and text:
                fields.setdefault(name, (element.offset, element.offset, text[:MAX_SCALAR]))
        return fields


def _record(offset: int, entry: list[_Element], publisher: Node, document: Document) -> Map:
    """The data of an entry, under the names in `_MEANINGS` or the names of the elements."""
    named: dict[str, list[_Element]] = {}
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


def _sources(offset: int, named: dict[str, list[_Element]], publisher: Node) -> List:
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


def _rest(offset: int, named: dict[str, list[_Element]], found: Map) -> Map:
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
