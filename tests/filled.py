"""Timelines in which every field of every entry is filled, made from the table in ``timeline_tui/model/fields.py``.

A field that is added there is filled automatically. A new kind of field needs a line in ``_Filler``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from timeline_tui import formats
from timeline_tui.model import fields
from timeline_tui.model.fields import EntryType
from timeline_tui.model.timeline import CREDIBILITIES, RELIABILITIES, Entries, Timeline, Value

Pick = Callable[[Sequence[Any]], Any]

# Each text contains a different number, so that texts cannot be confused.
LINES = ("word{}", "[[{}", "'{}", "= {}", '{{"k": "{}"}}', "['a{}']", "a; b{}", "<b>c{}</b> & d", "— e{},", "#f{} !g")
TEXTS = (*LINES, "one{}\n\ntwo", "- a{}\n- b", "2024-06-13: x{}", "a  b{}")
VALUES = (*TEXTS, " {} ", "https://example.org/{}", "true{}", "*{}*", '["a{}"]')
DATES = ("{}-06-13", "{}", "{}-06~", "{}-06-13T15:05+02:00", "{}-06-13/{}-06-15", "{}-21?", "../{}")
UNDATED = ("{}-14-14", "day {}", "1/2/{}", "")  # used instead of the date of an event
# Unknown keys that have a meaning in one of the formats, or in another type of entry.
NAMES = (
    *("mood", "key", "label", "text", "_id", "other", "type", "media", "group", "timestamp", "message", "Headline"),
    *("quotes", "source", "year", "may", "location", "display_date", "status", "name x", "background", "tag"),
)
EMPTY = "∅"  # the mark for a value without a text


class Leaf(NamedTuple):
    """A text in a timeline, and its path: pairs (noun of the entry, name of the field), from the timeline down."""

    path: tuple[tuple[str, str], ...]
    text: str


def filled(pick: Pick = lambda options: options[0]) -> Timeline:
    """A timeline of three events. ``pick`` chooses among options; the default fills every field."""
    document = json.dumps(_Filler(pick).timeline()).encode()
    reading = formats.read(document, "", "json")
    errors = [str(problem) for problem in reading.problems if problem.severity == "error"]
    assert [error for error in errors if not re.search("“Undated”|the order of events places it", error)] == []
    return reading.timeline


class _Filler:
    def __init__(self, pick: Pick) -> None:
        self._pick = pick
        self._number = 1100
        self._keys = [self.text(LINES) for _ in range(3)]
        self._ids = [self.text(LINES) for _ in range(3)]
        self._left = list(self._ids)
        self._origins = self._keys  # the keys on which a source may be based without a cycle
        self._by_kind: dict[str, Callable[[], Any]] = {
            "line": lambda: self.text(LINES),
            "text": lambda: self.text(TEXTS),
            "lines": lambda: [self.text(LINES), self.text(LINES)],
            "query": lambda: self.text(("word{}", "topic:a{}")),
            "date": lambda: self.text(DATES),
            "stance": lambda: "disputes",
            "reliability": lambda: self._pick(RELIABILITIES),
            "credibility": lambda: self._pick(CREDIBILITIES),
            "sha256": lambda: self.text(("{:064x}", "{:x}" + "af" * 30 + "0")),
            "fingerprint": lambda: self.text(("{:08x}", "abcd{:04x}")),
            "count": lambda: self.text(("{}",)),
            "keys": lambda: [self._pick(self._origins)] if self._origins else [],
            "order": lambda: [self.text(DATES), self._pick(self._ids)],
            "archives": lambda: [self.entry(fields.ARCHIVE), self.text(("https://example.org/archive/{}",))],
            "checks": lambda: [self.entry(fields.CHECK) for _ in range(2)],
            "aliases": lambda: {self.text(LINES): self.text(LINES)},
            "sources": self.sources,
            "source": self.source,
            "views": lambda: [self.entry(fields.VIEW) for _ in range(2)],
            "events": lambda: [self.entry(fields.EVENT) for _ in range(3)],
            "quotes": lambda: [self.entry(fields.QUOTE) for _ in range(3)],
            "citations": lambda: [self.entry(fields.CITATION) for _ in range(3)] + [self.entry(fields.SOURCE, "title")],
            "relations": lambda: [self.entry(fields.RELATION) for _ in range(2)],
            "extract": lambda: self.entry(fields.EXTRACT),
        }
        self._turn = 0

    def timeline(self) -> dict[str, Any]:
        return self.entry(fields.TIMELINE)

    def entry(self, entry: EntryType, required: str = "") -> dict[str, Any]:
        found = {
            field.name: self.value(entry, field)
            for field in entry.fields
            if field.required or field.name in (required, "sources") or self._pick((True, True, False))
        }
        if entry is fields.CITATION:
            found.setdefault("source", self.source())
        elif entry is fields.SOURCE and not found.keys() & {"title", "url"}:
            found["title"] = self.text(LINES)
        for name in [self._pick(NAMES), *self._pick((["more"], []))]:
            if name not in entry.by_name and not (required and name in fields.CITATION.by_name):
                found[name] = self.anything()
        return found

    def value(self, entry: EntryType, field: fields.Field) -> Any:
        if (entry.noun, field.name) == ("event", "id"):
            return self._left.pop()
        if (entry.noun, field.name) == ("relation", "event"):
            return self._pick(self._ids)
        if (entry.noun, field.name) == ("event", "date"):
            return self.text(self._pick((DATES, DATES, UNDATED)))
        if field.name == "url":
            return self.text(("https://example.org/{}?a&b", "ftp://example.org/{}", "{}"))
        return self._by_kind[field.kind]()

    def sources(self) -> dict[str, Any]:
        found = {}
        for number, key in enumerate(self._keys, 1):
            self._origins = self._keys[number:]
            found[key] = self.entry(fields.SOURCE)
        self._origins = self._keys
        return found

    def source(self) -> Any:
        """Keys, sources in place and addresses in turn, so that every timeline has all of them."""
        self._turn += 1
        if self._turn % 4:
            return self._keys[self._turn % 4 - 1]
        return self._pick((self.entry(fields.SOURCE, "title"), self.text(("https://example.net/{}",))))

    def anything(self) -> Any:
        text = self.text(VALUES)
        return self._pick((text, [text, None], {"a": text, self.text(("b{}",)): ""}, "", None, [], {}, " "))

    def number(self) -> int:
        self._number += 1
        return self._number

    def text(self, forms: Sequence[str]) -> str:
        number = self.number()
        return str(self._pick(forms)).format(number, number)


def leaves(timeline: Timeline) -> set[Leaf]:
    """Every text of a timeline."""
    return set(_of_entry(timeline, fields.TIMELINE, ()))


_INNER = {
    "views": fields.VIEW,
    "events": fields.EVENT,
    "quotes": fields.QUOTE,
    "citations": fields.CITATION,
    "relations": fields.RELATION,
    "archives": fields.ARCHIVE,
    "checks": fields.CHECK,
    "sources": fields.SOURCE,
    "source": fields.SOURCE,
    "extract": fields.EXTRACT,
}


def _of_entry(value: Any, entry: EntryType, path: tuple[tuple[str, str], ...]) -> Iterator[Leaf]:
    if entry is fields.SOURCE and value.key:
        yield Leaf((*path, ("source", "key")), value.key)
    for field in entry.fields:
        here = (*path, (entry.noun, field.name))
        stored = getattr(value, field.stored)
        if field.kind in _INNER:
            for part in stored if type(stored) is tuple else [stored] if stored else []:
                yield from _of_entry(part, _INNER[field.kind], here)
        elif field.kind == "aliases":
            yield from (Leaf(here, name) for pair in stored for name in pair)
        elif field.kind in ("lines", "keys", "order"):
            yield from (Leaf(here, name) for name in stored)
        elif field.kind == "date":
            yield from [Leaf(here, stored.text)] if stored else []
        elif stored and stored != "reports" and (field.name != "id" or value.given_id):
            yield Leaf(here, str(stored))
    for name, other in value.other:
        yield from (Leaf((*path, (entry.noun, name)), text) for text in _texts(other))


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, Entries):
        yield from (f"{key}: {text}" for key, part in value.pairs for text in _texts(part))
    elif isinstance(value, tuple):
        yield from (text for part in value for text in _texts(part))
    if not value:
        yield f"{EMPTY}{type(value).__name__}"
    elif isinstance(value, str):
        yield value
