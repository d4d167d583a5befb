"""Our own properties in iCalendar, ``X-TIMELINE-…``: fields of a timeline for which iCalendar has no property."""

from __future__ import annotations

from timeline_tui.formats.csv.embedded import node_of_json
from timeline_tui.formats.icalendar.icalendar_syntax import Property
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.model.fields import EntryType, Field
from timeline_tui.text.text import clean_line

PREFIX = "X-TIMELINE-"
OTHER = f"{PREFIX}OTHER"

Properties = dict[str, list[Property]]
"""The properties of a component, by name."""


def property_name(field: str) -> str:
    """The name of the property for a field that iCalendar does not know."""
    return PREFIX + field.upper().replace("_", "-")


def own_fields(found: Properties, entry: EntryType, document: Document) -> tuple[Map, Map]:
    """The fields of ``entry`` from X-TIMELINE-… properties, and the keys that are not fields."""
    node: Map = {}
    for field in entry.fields:
        for property in found.get(property_name(field.name), ())[:1]:
            node[field.name] = (property.offset, property.at, _value(property, field, document))
    other = _json(found[OTHER][0], document) if OTHER in found else None
    return node, other if isinstance(other, dict) else {}


def _value(property: Property, field: Field, document: Document) -> Node:
    if field.kind in ("line", "text"):
        return property.text
    if field.kind in ("lines", "order"):
        return [(property.at, text) for text in property.texts]
    return _json(property, document)


def _json(property: Property, document: Document) -> Node:
    """The JSON in a property. Every value in it gets the position of the property."""

    def report(key: str) -> None:
        message = f"{property.name} has “{clean_line(key)}” twice"
        document.error(property.at, message, "the first value is kept")

    try:
        return node_of_json(property.text, property.at, report)
    except ValueError:
        document.error(property.at, f"{property.name} is not JSON, or nested too deeply; it is left out")
        return None
