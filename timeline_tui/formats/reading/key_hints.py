"""Hints at what to write instead of an unknown key in our own format.

The table of words (`meanings_words.py`) has the meanings of keys in nine languages. Only hints are made of them: a
file in our own format is read as it is written.
"""

from __future__ import annotations

import re

from timeline_tui.formats.reading.meanings_lookup import WEAK, Sense, part_meaning, senses, suggestion, words
from timeline_tui.formats.reading.meanings_words import FIELDS, PARTS_OF_DATES, URL_WORDS, Meaning
from timeline_tui.formats.reading.nodes import Node
from timeline_tui.model import fields
from timeline_tui.text.quoting import in_json
from timeline_tui.text.spelling import nearest
from timeline_tui.text.text import shorten

_FIELDS: dict[str, dict[str, tuple[Meaning, ...]]] = {
    "source": {
        "title": ("title", "source_title"),
        "publisher": ("publisher", "organizations"),
        "date": ("date", "year"),
        "url": ("sources",),
        "kind": ("topics",),
        "note": ("note", "summary"),
    },
    "quote": {
        "text": ("quotes", "summary"),
        "speaker": ("speaker", "people"),
        "source": ("sources", "source_title", "publisher"),
        "note": ("note",),
    },
    "citation": {"at": ("place",), "note": ("note",)},
    "relation": {"event": ("related", "id"), "as": ("topics", "note")},
    "view": {"name": ("title",)},
    "timeline": {"title": ("title",), "description": ("summary",), "sources": ("sources",)},
}
"""For each type of entry but events: its fields with their meanings."""
_NAMES = {field.name for entry in fields.ENTRIES for field in entry.fields}
_KEY_AND_VALUE = re.compile(r"([^\W\d][\w-]*)(:(?=\S))? *(.*)")
_SHOWN = 60  # cells of a line in a hint
_INSIDE: dict[Meaning, str] = {
    "speaker": "speaker in quotes",
    "publisher": "publisher in sources",
    "source_title": "title in sources",
}
"""Meanings of keys of an event that belong to an entry inside it."""
_DATES = {"end": "2024-06-13/2024-06-15", "time": "2024-06-13T15:05+02:00", "precision": "2024~"}
_DATES |= {"end_time": "2024-06-13T15:05/2024-06-13T16:30", "timezone": _DATES["time"]}


def field_meant(key: str, nouns: tuple[str, ...]) -> str:
    """The field that ``key`` means in an entry, by its spelling or by its meaning; empty if there is none.

    ``nouns`` are the types of the entry (see `fields.ENTRIES`). A source that is written in place is also a citation.
    """
    names = [field.name for entry in fields.ENTRIES if entry.noun in nouns for field in entry.fields]
    return nearest(key, names) or _synonym(key, nouns)


def _synonym(key: str, nouns: tuple[str, ...]) -> str:
    return next((field for noun in nouns if (field := _field(key, noun))), "")


def key_hint(key: str, nouns: tuple[str, ...]) -> str:
    """A hint at the field that has the meaning of the unknown ``key`` in an entry of the types ``nouns``; or ""."""
    if nouns == ("event",):
        return _event_hint(key)
    if field := _synonym(key, nouns):
        return f"did you mean {field}?"
    if nouns == ("timeline",) and key in fields.EVENT.by_name:
        return "it is a field of an event; if it belongs to the event before it, indent it"
    if nouns == ("citation",) and (field := key if key in fields.SOURCE.by_name else _field(key, "source")):
        return f"write it into the source itself, as “{field}”"
    return ""


def _field(key: str, noun: str) -> str:
    if noun == "event":
        sense = _event_sense(key)
        return FIELDS[sense.meaning] if sense else ""
    best = next(iter(senses(key)), None)
    meaning = best.meaning if best and best.level != WEAK else None
    if noun == "source" and meaning == "summary":  # readers of other formats take a description for a title
        return "note"
    if field := suggestion(key, noun):
        return field
    if noun == "source" and meaning == "sources" and not _is_link(key):  # “Quelle” may be its title or its publisher
        return ""
    return next((field for field, known in _FIELDS.get(noun, {}).items() if meaning in known and field != key), "")


def _is_link(key: str) -> bool:
    return not URL_WORDS.isdisjoint(words(key))


def _event_hint(key: str) -> str:
    best = _event_sense(key)
    if best and best.meaning in PARTS_OF_DATES:
        example = _DATES.get(best.meaning)
        return f"it is a part of “date”: {example}" if example else "did you mean date?"
    field = (_INSIDE.get(best.meaning) or FIELDS[best.meaning]) if best else ""
    field = field if field and field != key else _inner_field(key)
    return f"did you mean {field}?" if field else ""


def _event_sense(key: str) -> Sense | None:
    """The likeliest sense of a key; of two equal ones that which is no date, because an event has one: “tag”."""
    known = senses(key)
    best = [sense for sense in known if sense.level == known[0].level != WEAK]
    return next((sense for sense in best if FIELDS[sense.meaning] != "date"), best[0] if best else None)


def _inner_field(key: str) -> str:
    """The field of an entry inside an event: the speaker of its quotes, or a field that only they or citations have."""
    if part_meaning(key, "quote") == "speaker":
        return "speaker in quotes"
    owners = {"quotes": fields.QUOTE, "sources": fields.CITATION}
    return next((f"{key} in {name}" for name, entry in owners.items() if key in entry.by_name), "")


def slip(line: str) -> tuple[str, str] | None:
    """What is wrong with a line that is meant as ``key: value``, and what to write; None if it is not.

    Either the space after the colon is missing (``date:2001``), or the colon after the name of a field (``date 2001``).
    """
    found = _KEY_AND_VALUE.match(line)
    if not found or (found[2] and found[3].startswith("//")):
        return None
    key, colon, rest = found.groups()
    if not colon and (key not in _NAMES or found.end(1) == found.start(3) < len(line)):
        return None
    fault = "no space after the colon" if colon else f"“{key}” has no colon"
    return fault, f"write {shorten(f'{key}: {rest}'.strip(), _SHOWN)}"


def relation_hint(node: Node) -> str:
    """How to write a relation to an event instead of ``node``: its id may be a key, or an item of a list."""
    if isinstance(node, dict) and len(node) == 1:
        [(event_id, (_, _, kind))] = node.items()
        if isinstance(kind, str) and event_id not in fields.RELATION.by_name:
            return f'write {{"event": {in_json(event_id)}, "as": {in_json(kind)}}}'
    return "write the id of an event, or {event: ID, as: how they are related}"
