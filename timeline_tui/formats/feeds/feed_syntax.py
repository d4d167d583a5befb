"""Parse RSS and Atom with the XML parser of the standard library, Expat.

Document types and entities are refused before anything is expanded. A few lines of them can expand to gigabytes, or
include local files (https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing).
"""

from __future__ import annotations

from html import escape
from typing import NamedTuple
from xml.parsers import expat

from timeline_tui.formats.feeds.feed_entries import Element, entry_fields
from timeline_tui.formats.reading.conflicts import stop_at_conflict
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import Table, tabled
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.nodes import MAX_DEPTH, MAX_SCALAR, Map, value_of
from timeline_tui.formats.timelinejs.html_text import on_a_line, read_html

_ROOTS = {"rss": "an RSS feed", "RDF": "an RSS 1.0 feed", "feed": "an Atom feed"}
_FEEDS = ("channel", "feed")
_ENTRIES = ("item", "entry")
# The meanings of the names in `entry_fields`.
_MEANINGS: dict[str, Meaning] = {
    "title": "title",
    "entry date": "date",
    "entry text": "summary",
    "category": "topics",
    "author": "people",
    "link": "sources",
}


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


class _FeedParser:
    """Collects entries in the callbacks of Expat. ``open`` has the names of open elements, ``entry`` the open entry."""

    def __init__(self, document: Document) -> None:
        self.document = document
        text = document.text.lstrip()  # Expat refuses white space before <?xml, which templates often write
        self.data = text.encode("utf-8", "surrogatepass")
        self.open: list[str] = []
        self.element: Element | None = None
        self.entry: list[Element] | None = None
        self.entries: list[tuple[int, list[Element]]] = []
        self.about: list[Element] = []
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
        table = tabled(
            ((at, entry_fields(at, entry, publisher, self.document)) for at, entry in self.entries), "element"
        )
        meanings: dict[int, Meaning | None] = {n: _MEANINGS.get(name) for n, name in enumerate(table.names)}
        return Feed(table._replace(shape=self.shape, meanings=meanings), head)

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
            raise FeedError(self.here(), message, "feeds are the only XML files that are read")
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
            self.element = Element(local, attributes, self.here(), is_markup=is_markup)
        self.open.append(local)

    def nested(self, local: str, attributes: dict[str, str], element: Element) -> None:
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
