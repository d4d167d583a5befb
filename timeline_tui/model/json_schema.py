"""The JSON Schema of the file, for editors, made from the declared fields."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from timeline_tui.dates.edtf import POINT_PATTERN
from timeline_tui.model.fields import (
    ARCHIVE,
    BIBLIOGRAPHY_ENDINGS,
    CHECK,
    CITATION,
    EVENT,
    EXTRACT,
    QUOTE,
    RELATION,
    SOURCE,
    TIMELINE,
    VIEW,
    EntryType,
    Field,
    Kind,
)
from timeline_tui.model.timeline import CREDIBILITIES, RELIABILITIES, STANCES

Schema = dict[str, Any]
"""A JSON Schema, as ``json.dumps`` takes it."""

_SCALARS = ["string", "number", "boolean"]
_ABSENT: Schema = {"type": ["string", "null"], "pattern": r"^\s*$"}
_POINT = re.sub(r"\?P<[a-z]+>", "?:", POINT_PATTERN)  # the regexes of JSON Schema have no named groups
# A regex cannot know how many days June has, so it accepts some texts that are not dates.
_DATE = rf"^\s*(?:{_POINT}(?:/(?:{_POINT}|\.\.)?)?|(?:\.\.)?/{_POINT})\s*$"


def json_schema() -> Schema:
    """The JSON Schema (2020-12) of the file. It accepts what the reader accepts, and does not find all faults.

    Editors parse YAML with types, so a year may be a number.
    """
    timeline = _mapping(TIMELINE)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Timeline",
        "description": TIMELINE.description,
        "anyOf": [timeline, {"type": "array", "items": _ref("event"), "description": "Just the events."}],
        "$defs": {
            "name": {"type": _SCALARS, "pattern": r"\S"},
            "event": _event(),
            "view": _mapping(VIEW),
            "extract": _mapping(EXTRACT),
            "source": _mapping(SOURCE),
            "place": _in_place(_mapping(SOURCE)),
            "quote": {"anyOf": [_mapping(QUOTE), _ref("name")]},
            "citation": _citation(),
            "relation": {"anyOf": [_mapping(RELATION), _ref("name")]},
            "archive": {"anyOf": [_mapping(ARCHIVE), _ref("name")]},
            "check": _mapping(CHECK),
        },
    }


def schema_text() -> str:
    """The text of the file ``timeline.schema.json``."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _mapping(entry: EntryType) -> Schema:
    """A mapping with these fields. Other fields are allowed, because the reader keeps them with a warning."""
    return {
        "type": "object",
        "description": entry.description,
        "properties": {field.name: _field(field) for field in entry.fields},
        "required": [field.name for field in entry.fields if field.required],
    }


def _field(field: Field) -> Schema:
    schema = _KINDS[field.kind]()
    if not field.required:
        schema = {"anyOf": [schema, _ABSENT]}
    elif field.kind in ("line", "text", "address"):
        schema["pattern"] = r"\S"
    return {"description": field.description, **({"examples": [*field.examples]} if field.examples else {}), **schema}


def _one_or_more(item: Schema, *, may_lack: bool = True) -> Schema:
    """A list of items, or a single item."""
    return {"anyOf": [item, {"type": "array", "items": {"anyOf": [item, _ABSENT]} if may_lack else item}]}


def _event() -> Schema:
    """An event needs a date, or at least its place in the order."""
    event = _mapping(EVENT)
    present: Schema = {"anyOf": [_ref("name"), {"type": "array", "contains": _ref("name")}]}
    in_order = [{"required": [name], "properties": {name: present}} for name in ("after", "before")]
    required = [name for name in event["required"] if name != "date"]
    event["properties"]["date"] = {"anyOf": [event["properties"]["date"], _ABSENT]}
    dated = {"required": ["date"], "properties": {"date": {"not": _ABSENT}}}
    return {**event, "required": required, "anyOf": [dated, *in_order]}


def _citation() -> Schema:
    """With ``source``, a citation by reference; without it, a source in place with the fields of the citation."""
    by_reference = _mapping(CITATION)
    properties = by_reference["properties"]
    both = {**properties, **_mapping(SOURCE)["properties"], "note": properties["note"], "source": _ABSENT}
    in_place = _in_place({**by_reference, "properties": both})
    by_reference = {**by_reference, "required": ["source"], "not": {"properties": {"source": _ABSENT}}}
    return {"anyOf": [_ref("name"), by_reference, in_place]}


def _in_place(source: Schema) -> Schema:
    """A source without a key. It needs a title or an address."""
    named = [{"required": [name], "properties": {name: _ref("name")}} for name in ("title", "url")]
    return {**source, "anyOf": named}


_BIBLIOGRAPHY = rf"\.({'|'.join(''.join(f'[{c}{c.upper()}]' for c in end[1:]) for end in BIBLIOGRAPHY_ENDINGS)})\s*$"
_SOURCES: Schema = {
    "type": "object",
    "additionalProperties": {"anyOf": [_ref("source"), {"type": [*_SCALARS, "null"]}]},
}
_KINDS: dict[Kind, Callable[[], Schema]] = {
    "line": lambda: {"type": _SCALARS},
    "text": lambda: {"type": _SCALARS},
    "address": lambda: {"type": _SCALARS},
    "lines": lambda: _one_or_more({"type": _SCALARS}),
    "query": lambda: {"type": _SCALARS},
    "date": lambda: {"type": ["string", "integer"], "pattern": _DATE, "minimum": -9999, "maximum": 9999},
    "stance": lambda: {"enum": [*STANCES, *map(str.capitalize, STANCES), *map(str.upper, STANCES)]},
    "reliability": lambda: {"enum": [*RELIABILITIES, *map(str.lower, RELIABILITIES)]},
    "credibility": lambda: {"enum": [*CREDIBILITIES, *map(int, CREDIBILITIES)]},
    "sha256": lambda: {"type": "string", "pattern": r"^\s*[0-9A-Fa-f]{64}\s*$"},
    "fingerprint": lambda: {
        "type": ["string", "integer"],
        "pattern": r"^\s*[0-9A-Fa-f]{8}\s*$",
        "minimum": 10_000_000,  # eight digits without quotes
        "maximum": 99_999_999,
    },
    "count": lambda: {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$"},
    "aliases": lambda: {"type": "object", "additionalProperties": _ref("name")},
    "sources": lambda: _one_or_more({"anyOf": [_SOURCES, {"type": "string", "pattern": _BIBLIOGRAPHY}]}),
    "source": lambda: {"anyOf": [_ref("name"), _ref("place")]},
    "views": lambda: _one_or_more(_ref("view")),
    "events": lambda: _one_or_more(_ref("event"), may_lack=False),
    "quotes": lambda: _one_or_more(_ref("quote")),
    "citations": lambda: _one_or_more(_ref("citation")),
    "relations": lambda: _one_or_more(_ref("relation")),
    "archives": lambda: _one_or_more(_ref("archive")),
    "checks": lambda: _one_or_more(_ref("check")),
    "keys": lambda: _one_or_more({"type": _SCALARS}),
    "order": lambda: _one_or_more({"type": _SCALARS}),
    "extract": lambda: _ref("extract"),
}
