"""Events as flat records for CSV and Timesketch. Each record has all the data of its event.

Quotes, sources and relations are JSON, as in `formats/writing/dump.py`. One thing differs: a source with a key is
written out where it is cited: ``{"source": {"title": …, "key": "accord"}, "at": "¶2"}``. So a user can sort, delete and
join records, and no source is lost. An unknown field of a source that is itself named “key” is written ``_key``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from timeline_tui.formats.csv.embedded import node_of_json
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import List, Map, Node
from timeline_tui.formats.writing.dump import Plain, dump
from timeline_tui.model import fields
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.text.text import clean_line
from timeline_tui.text.web_addresses import addresses, is_address, may_be_spaced_address

KEY = "key"
"""The name under which a written-out source has its key."""
KEY_WRITTEN = f'"{KEY}'
"""Every file with a written-out source contains this text. It lacks the closing quote, which may be escaped."""

LISTS = frozenset(field.name for field in fields.EVENT.fields if field.kind in ("lines", "order"))
"""The fields that are lists of names."""
NESTED = ("quotes", "sources", "related", "checked")
"""The fields that are lists of mappings."""

Record = dict[str, Plain]

# The beginning of a JSON list or object. Prose hardly ever begins in this way.
_JSON = re.compile(r'\s*(?:\[\s*[\[{"\]]|\{\s*["}])')
# A list of texts as `repr` writes it. pandas writes lists into cells in this way.
_PYTHON_TEXT = r"""(?:'[^'\\\n]*(?:\\.[^'\\\n]*)*'|"[^"\\\n]*(?:\\.[^"\\\n]*)*")"""
_PYTHON_ITEM = re.compile(_PYTHON_TEXT)
_PYTHON_LIST = re.compile(rf"\s*\[\s*{_PYTHON_TEXT}(?:\s*,\s*{_PYTHON_TEXT})*\s*\]\s*")
_PYTHON_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))", re.DOTALL)
_PYTHON_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_OWN_KEY = re.compile(f"_*{KEY}")
_BETWEEN_SOURCES = re.compile(r";(?:\s+|$)")


def records(timeline: Timeline) -> tuple[Record, list[Record]]:
    """The data of the timeline without its events, and a record for each event.

    A record has the id, and the fields in `NESTED` as JSON. The data of the timeline has ``sources`` only if some
    source is not written out in any record, or if the order differs: then it lists all keys, with None for each source
    that a record has.
    """
    rest = dump(timeline)
    plain: Any = rest.pop("events")
    table: Any = rest.pop("sources", {})
    writer = _SourceWriter(table)
    events = [
        {"id": event.id, **{name: writer.value(name, fields) for name in fields}}
        for event, fields in zip(timeline.events, plain, strict=True)
    ]
    if list(writer.written) != list(table):
        rest["sources"] = {key: None if key in writer.written else source for key, source in table.items()}
    return rest, events


class _SourceWriter:
    """Replaces the key of a source by the source itself, once in each event."""

    def __init__(self, table: Mapping[str, dict[str, Plain]]) -> None:
        self._table = {key: {**_escaped(source), KEY: key} for key, source in table.items()}
        self.written: dict[str, None] = {}
        """The keys of the sources that are written out so far, in that order."""

    def value(self, name: str, event: dict[str, Any]) -> Any:  # Any: a Plain; a part of it is changed
        """The value of the field ``name`` in a record."""
        value = event[name]
        if name not in NESTED:
            return value
        uncited = set(self._table)
        if name == "quotes":
            uncited -= {_cited(citation) for citation in event.get("sources", ())}
            value = [self._with_source(quote, uncited) for quote in value]
        elif name == "sources":
            entries = (item if isinstance(item, dict) else {"source": item} for item in value)
            value = [self._with_source(entry, uncited) for entry in entries]
        return to_json(value)

    def _with_source(self, entry: dict[str, Any], uncited: set[str]) -> Plain:
        """A quote or citation. Its source is written out if the key is in ``left``, and the key is removed there."""
        key = entry.get("source")
        if isinstance(key, dict):
            return {**entry, "source": _escaped(key)}
        if not isinstance(key, str):
            return entry
        if key not in uncited:
            return key if len(entry) == 1 else entry
        uncited.remove(key)
        self.written[key] = None
        return {**entry, "source": self._table[key]}


def _cited(citation: Any) -> str:
    name = citation.get("source") if isinstance(citation, dict) else citation
    return name if isinstance(name, str) else ""


def own_columns(events: Iterable[Event]) -> list[str]:
    """The unknown keys of the events whose values are plain texts, in the order in which they first occur."""
    return list(dict.fromkeys(name for event in events for name, value in event.other if value and is_plain(value)))


def is_plain(value: object) -> bool:
    """Whether ``value`` is a text that a cell keeps exactly: not empty, and without white space at its ends."""
    return isinstance(value, str) and value == value.strip() != ""


class Nested:
    """Reads the cells of quotes, sources and relations: the JSON of `records`, or what people write instead."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.sources: Map = {}
        """The sources that were written out in the records so far, by their keys."""
        self._names: list[tuple[List, int, str]] = []  # (list, index in it, name) of names that may be keys

    def value(self, name: str, node: Node, offset: int) -> Node:
        """The node of the field ``name``, in the form of the schema."""
        if not isinstance(node, str):
            return node
        if looks_like_json(node):
            found = from_json(self._document, node, offset)
            return self._without_descriptions(found, offset) if name in ("quotes", "sources") else found
        if name in ("quotes", "checked"):
            return node
        return _split(node, offset) if name == "related" else self._named(node, offset)

    def all_sources(self, table: Node) -> Map:
        """All sources by their keys. Call this when all records are read.

        ``table`` is the ``sources`` that `records` returned with the data of the timeline.
        """
        listed_sources = table if isinstance(table, dict) else {}
        sources = {
            key: self.sources.get(key, entry) if entry[2] is None else entry for key, entry in listed_sources.items()
        }
        sources |= {key: entry for key, entry in self.sources.items() if key not in sources}
        for items, number, name in self._names:
            if name in sources:
                items[number] = (items[number][0], name)
        return sources

    def _named(self, text: str, offset: int) -> List:
        """Sources that are given by address, title or key, separated by a semicolon with white space after it."""
        items: List = []
        for name in filter(None, map(str.strip, _BETWEEN_SOURCES.split(text))):
            if is_address(name) or may_be_spaced_address(name):
                items.append((offset, name))
            elif links := addresses(name):
                items += [(offset, source) for source in _sources(links, offset)]
            else:
                self._names.append((items, len(items), name))
                items.append((offset, {"title": (offset, offset, name)}))
        return items

    def _without_descriptions(self, node: Node, offset: int) -> Node:
        """``node`` with each written-out source replaced by its key. The sources are kept in `sources`."""
        items: List = node if isinstance(node, list) else [(offset, node)]
        for _, item in items:
            if isinstance(item, dict) and "source" in item:
                place, at, source = item["source"]
                if isinstance(source, dict):
                    key = source.pop(KEY, (0, 0, None))[2]
                    own = {_unescaped(name): part for name, part in source.items()}
                    if isinstance(key, str):
                        self._remember(key, at, own)
                    item["source"] = (place, at, key if isinstance(key, str) else own)
        return items

    def _remember(self, key: str, offset: int, source: Map) -> None:
        _, at, first = self.sources.setdefault(key, (offset, offset, source))
        if first is not source and _plain(first) != _plain(source):
            hint = f"the source on line {self._document.line(at)} is kept"
            self._document.error(offset, f"the source “{key}” differs from an earlier one with the same key", hint)


def _sources(found: list[tuple[str, str]], offset: int) -> list[Map]:
    """Sources without keys, from pairs (words, address). Words are the title; words without address are a note."""
    sources: list[Map] = []
    for words, url in found:
        if url:
            texts = {"title": words, "url": url}
            sources.append({name: (offset, offset, value) for name, value in texts.items() if value})
        else:
            sources[-1]["note"] = (offset, offset, words)
    return sources


def _escaped(source: Mapping[str, Plain]) -> dict[str, Plain]:
    """A source with ``_`` before its unknown fields named ``key``, ``_key`` and so on. This keeps `KEY` free."""
    return {f"_{name}" if _OWN_KEY.fullmatch(name) else name: value for name, value in source.items()}


def _unescaped(name: str) -> str:
    """The name of a field before `_escaped` changed it."""
    return name[1:] if _OWN_KEY.fullmatch(name) else name


def joined(values: Iterable[Plain]) -> str:
    """The names of a list, joined by semicolons; as JSON if a name contains a semicolon or looks like JSON."""
    names = [str(value) for value in values]
    text = "; ".join(names)
    return to_json([*names]) if text.count(";") >= len(names) or looks_like_list(text) else text


def listed(document: Document, text: str, offset: int) -> Node:
    """The names in a text: a list in JSON, a list as `repr` writes it, or names with semicolons between them."""
    items = list_of_texts(text, offset)
    if items is not None:
        return items
    return from_json(document, text, offset) if looks_like_json(text) else _split(text, offset)


def list_of_texts(text: str, offset: int) -> List | None:
    """The items of a list of texts in JSON or as `repr` writes it; None if ``text`` is something else."""
    if not looks_like_list(text):
        return None
    try:
        node = node_of_json(text, offset)
    except ValueError:
        is_python = _PYTHON_LIST.fullmatch(text)
        return [(offset, _python_text(item)) for item in _PYTHON_ITEM.findall(text)] if is_python else None
    return node if isinstance(node, list) and all(isinstance(item, str) for _, item in node) else None


def looks_like_list(text: str) -> bool:
    """Whether a text begins like JSON, or is a list of texts as `repr` writes it."""
    return looks_like_json(text) or _PYTHON_LIST.fullmatch(text) is not None


def _python_text(literal: str) -> str:
    """The text of a string literal. `ast.literal_eval` is not used, because `ast` takes 9 ms to import."""
    return _PYTHON_ESCAPE.sub(_python_character, literal[1:-1])


def _python_character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    return chr(min(int(code, 16), sys.maxunicode)) if code else _PYTHON_ESCAPES.get(escape[4], escape[4])


def _split(text: str, offset: int) -> List:
    return [(offset, name) for name in map(str.strip, text.split(";")) if name]


def looks_like_json(text: str) -> bool:
    """Whether ``text`` begins like a JSON list or object."""
    return _JSON.match(text) is not None


def to_json(value: Plain) -> str:
    """``value`` as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def from_json(document: Document, text: str, offset: int) -> Node:
    """The value of a JSON text. All its parts have the offset ``offset``. None, with an error, if it is not JSON."""

    def report(key: str) -> None:
        document.error(offset, f"“{clean_line(key)}” is given twice in this JSON", "the first value is kept")

    try:
        return node_of_json(text, offset, report)
    except json.JSONDecodeError as error:
        near = clean_line(text[max(0, error.pos - 20) : error.pos + 1])
        document.error(offset, f"this begins like JSON but is not JSON: {_lowered(error.msg)}", f"after “{near}”")
    except ValueError as error:
        document.error(offset, f"this JSON cannot be read: {error}")
    return None


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


def _plain(node: Node) -> object:
    """``node`` without positions."""
    if isinstance(node, dict):
        return {key: _plain(value) for key, (_, _, value) in node.items()}
    return [_plain(item) for _, item in node] if isinstance(node, list) else node
