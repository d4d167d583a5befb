"""FollowTheMoney: entities of investigations (Aleph, OpenSanctions), one JSON object a line.

https://followthemoney.tech/explorer/ describes the schemata. An entity has an id, a ``schema`` and ``properties``. A
property is a list of texts; a reference to another entity is an id, or the entity itself. Dates are ISO dates, and may
lack day or month. An entity with a ``date``, or a ``startDate`` and ``endDate``, is one event. Otherwise each of its
dates (birthDate, incorporationDate) is an event. References to entities of the file are replaced by their names.
Countries are codes of two letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from timeline_tui.formats.reading.foreign_table import Row, Table, tabled, text_of
from timeline_tui.formats.reading.meanings_lookup import words
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.nodes import List, Map, Node, value_of
from timeline_tui.formats.shapes.shape import HEAD, Shape, record
from timeline_tui.text.text import plural

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?)?)?")
_NAMES = ("name", "title", "label", "caption", "subject", "alias")
_SUMMARIES = ("summary", "description", "notes")
_COUNTRIES = ("country", "jurisdiction", "nationality", "mainCountry")
_PLACES = ("location", "address", "full", "city", "place")
_PEOPLE = frozenset(("Person",))
_ORGANIZATIONS = frozenset(("Organization", "Company", "PublicBody", "LegalEntity"))
_MOST_DATES = 12  # events of one entity; the schemata have fewer dates
# The properties for the two ends of a relation, in the order in which they are named.
_ENDS = (
    *("owner", "director", "member", "holder", "employee", "agent", "payer", "debtor", "supplier", "person", "entity"),
    *("subject", "organizer", "party", "participant", "predecessor", "asset", "organization", "post", "employer"),
    *("client", "beneficiary", "creditor", "contract", "relative", "associate", "object", "case", "project"),
    *("successor", "involved"),
)
_COLUMNS: dict[str, Meaning | None] = {
    "id": "id",
    "name": "title",
    "when": "date",
    "until": "end",
    "summary": "summary",
    "schema": "topics",
    "country": "countries",
    "people": "people",
    "organizations": "organizations",
    "place": "place",
    "sources": "sources",
}


def _is_like(table: Table) -> bool:
    entities = [record(row, table) for row in table.rows[:HEAD]]
    return bool(entities) and all(
        isinstance(value_of(entity, "properties"), dict) and text_of(entity.get("schema")) for entity in entities
    )


def _adapt(table: Table) -> Table:
    """The table of the events, with the names of the entities in them."""
    known: dict[str, _Entity] = {}
    for number, entity in enumerate(_in_turn(table)):
        key = entity.id or f"\0{number}"  # no text of a file has a null character
        before = known.get(key)
        if before is None or len(before.properties) < len(entity.properties):
            known[key] = entity  # an entity may be inside several others, each time with other properties
    entities = list(known.values())
    events = [list(entity.events(known)) for entity in entities]
    events_table = tabled(
        ((entity.offset, event) for entity, found in zip(entities, events, strict=True) for event in found)
    )
    without = sum(not found for found in events)
    undated = f"{plural(without, 'entity', 'entities')} without a date {'is' if without == 1 else 'are'} no event"
    notes = (*table.notes, undated) if without else table.notes
    meanings = {number: _COLUMNS.get(name) for number, name in enumerate(events_table.names)}
    return events_table._replace(offset=table.offset, notes=notes, head=table.head, meanings=meanings)


def _in_turn(table: Table) -> Iterator[_Entity]:
    """The entities of the file, then those inside them. No file is nested deeper than MAX_DEPTH."""
    level = [_Entity(row, record(row, table)) for row in table.rows]
    while level:
        yield from level
        level = [_Entity(Row(entity.offset, {}), inner) for entity in level for inner in entity.inside()]


class _Entity:
    """One entity of the file, or one inside another."""

    def __init__(self, row: Row, entity: Map) -> None:
        self.offset = row.offset
        self.entity = entity
        self.id, self.schema = text_of(entity.get("id")), text_of(entity.get("schema"))
        properties = value_of(entity, "properties")
        self.properties: Map = properties if isinstance(properties, dict) else {}

    def inside(self) -> Iterator[Map]:
        """The entities inside its properties."""
        for _, _, value in self.properties.values():
            for item in _items(value):
                if isinstance(item, dict) and "schema" in item:
                    yield item

    def texts(self, *names: str) -> list[str]:
        """The texts of these properties."""
        items = [item for name in names for item in _items(value_of(self.properties, name))]
        return [item.strip() for item in items if isinstance(item, str) and item.strip()]

    @property
    def caption(self) -> str:
        """The name of the entity; empty if it has none."""
        named = self.texts(*_NAMES)
        return named[0] if named else text_of(self.entity.get("caption"))

    def linked(self, known: dict[str, _Entity]) -> dict[str, list[_Entity]]:
        """The entities of the file to which its properties refer, by property."""
        linked: dict[str, list[_Entity]] = {}
        names = sorted(self.properties, key=lambda name: _ENDS.index(name) if name in _ENDS else len(_ENDS))
        for name in names:
            for item in _items(self.properties[name][2]):
                other = known.get(item) if isinstance(item, str) else None
                if isinstance(item, dict) and "schema" in item:
                    other = _Entity(Row(self.offset, {}), item)
                if other and other is not self:
                    linked.setdefault(name, []).append(other)
        return linked

    def events(self, known: dict[str, _Entity]) -> Iterator[Map]:
        """A record for each event of the entity."""
        dates = {name: found for name in self.properties if (found := self.dates(name))}
        if not dates:
            return
        linked = self.linked(known)
        title = self.title(linked)
        if "date" in dates or "startDate" in dates or "endDate" in dates:
            used = ("date",) if "date" in dates else ("startDate", "endDate")
            start, end = (dates.get(name, [""])[0] for name in (used[0], "endDate"))
            yield self.record(title, start, end if used[0] != "date" else "", used, linked)
            return
        for number, (name, (when, *_)) in enumerate(islice(dates.items(), _MOST_DATES)):
            titled = f"{title}: {' '.join(words(name))}"
            yield self.record(titled, when, "", tuple(islice(dates, _MOST_DATES)), linked, number)

    def dates(self, name: str) -> list[str]:
        """The dates of a property; the most precise first if it agrees with the others. Empty if it is not a date."""
        if name != "date" and not name.endswith("Date"):
            return []
        found = [text for text in self.texts(name) if _DATE.fullmatch(text)]
        longest = max(found, key=len, default="")
        agrees = all(longest.startswith(text) for text in found)
        return [longest, *(text for text in found if text != longest)] if agrees and found else found

    def title(self, linked: dict[str, list[_Entity]]) -> str:
        """The name; if there is none, the schema and the names of the linked entities."""
        kind = " ".join(words(self.schema)).capitalize()
        names = [other.caption for others in linked.values() for other in others if other.caption]
        return self.caption or (f"{kind}: {' – '.join(dict.fromkeys(names))}" if names else kind)

    def record(
        self, title: str, start: str, end: str, used: tuple[str, ...], linked: dict[str, list[_Entity]], number: int = 0
    ) -> Map:
        """The record of one event."""
        others = [other for found in linked.values() for other in found]
        people = [other.caption for other in others if other.schema in _PEOPLE]
        people += [self.caption] if self.schema in _PEOPLE else []
        organizations = [other.caption for other in others if other.schema in _ORGANIZATIONS]
        organizations += [self.caption] if self.schema in _ORGANIZATIONS else []
        ids = {other.id for other in others}
        places = [text for text in self.texts(*_PLACES) if text not in ids]
        places += [other.caption for other in others if other.schema == "Address"]
        values: dict[str, str | list[str]] = {
            "id": self.id if not number else "",
            "name": title,
            "when": start,
            "until": end,
            "summary": "\n\n".join(self.texts(*_SUMMARIES)),
            "schema": [" ".join(words(self.schema)).capitalize(), *self.texts("topics")],
            "country": [code.upper() if len(code) == 2 else code for code in self.texts(*_COUNTRIES)],
            "people": people,
            "organizations": organizations,
            "place": next(iter(places), ""),
        }
        made: Map = {name: (self.offset, self.offset, self.node(value)) for name, value in values.items() if value}
        sources = self.sources()
        if sources:
            made["sources"] = (self.offset, self.offset, sources)
        return made if number else made | self.rest(used, linked, made)

    def node(self, value: str | list[str]) -> Node:
        if isinstance(value, str):
            return value
        items: List = [(self.offset, text) for text in dict.fromkeys(value) if text]
        return items

    def sources(self) -> List:
        """A source for each address, with the publisher."""
        publisher = self.texts("publisher")[:1]
        sources: List = []
        for url in self.texts("sourceUrl", "publisherUrl"):
            source: Map = {"url": (self.offset, self.offset, url)}
            if publisher:
                source["publisher"] = (self.offset, self.offset, publisher[0])
            sources.append((self.offset, source))
        return sources or [(self.offset, name) for name in publisher]

    def rest(self, used: tuple[str, ...], linked: dict[str, list[_Entity]], made: Map) -> Map:
        """The data of the entity that is not in the record, under its own names."""
        known = {*_NAMES[:1], *_SUMMARIES, *_COUNTRIES, *_PLACES, *linked, "sourceUrl", "publisher", "topics"}
        known |= {name for name in used if len(self.texts(name)) < 2}
        rest: Map = {}
        for key, entry in (*self.properties.items(), *self.entity.items()):
            if key not in known and key not in ("id", "schema", "properties", "caption"):
                rest.setdefault(key if key not in made else f"{key} (property)", entry)
        return rest


def _items(node: Node) -> list[Node]:
    return [item for _, item in node] if isinstance(node, list) else [] if node is None else [node]


FOLLOWTHEMONEY = Shape(
    name="followthemoney",
    title="a list of FollowTheMoney entities",
    found_in="JSON lines, JSON",
    needs=("schema", "properties"),
    columns={},
    adapt=_adapt,
    is_like=_is_like,
)
