"""Makes items of CSL from sources, so that `csl_items` reads equal sources from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline_tui.dates.calendar import civil
from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import When
from timeline_tui.formats.bibliographies.csl_items import DOI, FIELDS, ORIGINAL, OTHER, OURS, Items, author_name
from timeline_tui.formats.bibliographies.csl_variables import CONTAINED, DATES, NAMES, TEXTS, TYPES
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import List, Node
from timeline_tui.formats.writing.dump import Plain, dump_source, plain_value
from timeline_tui.model.timeline import Entries, Source, Value
from timeline_tui.text.web_addresses import is_address

# The types of common kinds of sources. Other kinds are written as web pages or documents.
_TYPES = {
    "blog": "post-weblog",
    "broadcaster": "broadcast",
    "news": "article-newspaper",
    "news agency": "article-newspaper",
    "news site": "article-newspaper",
    "newspaper": "article-newspaper",
    "research": "report",
}


def item(source: Source, key: str) -> dict[str, Plain]:
    """A source as a CSL item with the id ``key``."""
    kind = (
        source.kind
        if source.kind in TYPES
        else _TYPES.get(source.kind.lower(), "webpage" if source.url else "document")
    )
    container = "container-title" if kind in CONTAINED else "publisher"
    other = dict(source.other)
    is_doi = source.url.startswith(DOI) and "DOI" not in other
    plain: dict[str, Plain] = {
        "id": key,
        "type": kind,
        "title": source.title,
        "author": _variable("author", other.get(f"{ORIGINAL}author"))
        or [{**author_name(author)} for author in source.author],
        container: source.publisher,
        "issued": _issued(source.date) if source.date else None,
        "accessed": _issued(source.accessed) if source.accessed else None,
        "archive": source.archived[0].url if source.archived and is_address(source.archived[0].url) else "",
        "DOI" if is_doi else "URL": source.url.removeprefix(DOI) if is_doi else source.url,
        "language": source.language,
        "note": source.note,
    }
    plain = {name: value for name, value in plain.items() if value}
    for name, value in source.other:
        variable = name.removeprefix(ORIGINAL)
        if (written := _variable(variable, value)) is not None:
            plain.setdefault(variable, written)
    lost = _lost(source, plain)
    return {**plain, "custom": {OURS: lost}} if lost else plain


def _lost(source: Source, plain: dict[str, Plain]) -> dict[str, Plain]:
    """The fields that `csl_items` would not read from the item, by name; unknown keys are pairs under ``other``."""
    items = Items(Document("", ""))
    items.event(_node(plain), 0)
    (read,) = items.sources() or (Source(),)
    lost: dict[str, Plain] = {}
    ours = dump_source(source)
    for name, field in FIELDS.items():
        if getattr(source, field.stored) != getattr(read, field.stored):
            lost[name] = ours.get(name, "")
    if source.other != read.other:
        lost[OTHER] = [[name, plain_value(value)] for name, value in source.other]
    return lost


def _issued(when: When) -> Plain:
    """A date as a date variable of CSL. A decade or century becomes a span of years."""
    ends = [when.start, when.end] if when.is_interval else [when.start]
    parts: list[Plain] = []
    season: Plain = None
    for point in ends:
        if point is None:
            continue
        if point.precision < Precision.YEAR:
            first, last = civil(point.first)[0], civil(point.last)[0]
            parts += [[_csl_year(first)], [_csl_year(last)]]
        elif point.precision == Precision.SEASON:
            parts.append([_csl_year(point.year)])
            season = point.month - 20
        else:
            parts.append([_csl_year(point.year), *(number for number in (point.month, point.day) if number)])
    issued: dict[str, Plain] = {"date-parts": [parts[0], parts[-1]] if len(parts) > 1 else parts}
    if season and len(parts) == 1:
        issued["season"] = season
    if when.approximate or when.uncertain:
        issued["circa"] = True
    return issued


def _csl_year(year: int) -> int:
    return year if year > 0 else year - 1


# Values


def _variable(name: str, value: Value) -> Plain:
    """The value of an unknown key as a variable of CSL; None if CSL has no such variable, or if its type is another."""
    if name in NAMES:
        if isinstance(value, str) and value:
            return [{"literal": value}]
        is_names = isinstance(value, tuple) and not isinstance(value, Entries) and all(map(_is_flat, value))
        return plain_value(value) if is_names and value else None
    if name in DATES:
        return plain_value(value) if isinstance(value, Entries) and value.pairs else None
    return value if (name in TEXTS or name == "publisher") and isinstance(value, str) and value else None


def _is_flat(value: Value) -> bool:
    return isinstance(value, Entries) and all(isinstance(part, str) for _, part in value.pairs)


def _node(value: Any) -> Node:
    """A value of JSON as a node, with all offsets 0."""
    if isinstance(value, Mapping):
        return {name: (0, 0, _node(part)) for name, part in value.items()}
    if isinstance(value, list):
        items: List = [(0, _node(part)) for part in value]
        return items
    return None if value is None else str(value)
