"""Hints at what to write instead of an unknown key in our own format.

The table of words (`meanings_words.py`) has the meanings of keys in nine languages. Only hints are made of them: a
file in our own format is read as it is written.
"""

from __future__ import annotations

import re

from timeline_tui.formats.reading.key_meanings import part_meaning, suggestion
from timeline_tui.formats.reading.meanings_lookup import SURE, WEAK, Sense, evidence, senses, words
from timeline_tui.formats.reading.meanings_words import FIELDS, OF_SOURCE, PARTS_OF_DATES, URL_WORDS, Meaning
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
_SUGGESTED = {
    "source": {
        "reliability": "tier, rating, grade, confidence, trust, trustworthiness, quality",
        "copy": "file, path, filename, file path, pdf, screenshot, attachment",
        "based_on": "origin, repeats, copied from, syndicated from, derived from, reprint of, taken from, wire",
    },
    "citation": {
        "stance": "disputed, disputes, contested, confirmed, confirms, status",
        "date": "date given, gives date, date claimed, claimed date, says date",
    },
    "event": {
        "after": "follows, later than, not before, happened after",
        "before": "precedes, prior to, earlier than, not after, happened before",
    },
}
"""For each type of entry and each of its fields: words that only hints understand, because values may differ."""

_CHECKED = "an event is checked: write “checked: {by: NAME, on: DATE}” into it"
_CHECKS = ("verified", "reviewed", "fact_checked", "factchecked")  # keys of an event
_ELSEWHERE = {
    "source": "write it into the source itself, as “{}”",
    "citation": "write it where the source is cited, as “{}”",
    "quote": "write it into the quote, as “{}”",
}
"""For each type of entry that is near others in an event: where to write a field of it."""
_NEIGHBOURS = frozenset(_ELSEWHERE)
_PREPOSITIONS = frozenset(("on", "from", "to", "at", "by", "of", "in", "till", "until", "since", "after", "before"))
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


def key_hint(key: str, nouns: tuple[str, ...], near: str = "") -> str:
    """A hint at the field that has the meaning of the unknown ``key`` in an entry of the types ``nouns``; or "".

    ``near`` is a hint at a field with a similar name. It counts unless ``key`` is a word with a meaning of its own.
    """
    if near and not _is_word(key, nouns):
        return near
    return (_event_hint(key) if nouns == ("event",) else _inner_hint(key, nouns)) or near


def _is_word(key: str, nouns: tuple[str, ...]) -> bool:
    """Whether ``key`` is a field of any entry, or a known word for a field of these: “published” is no “publisher”."""
    if key in _NAMES or any(part_meaning(key, noun) or _suggested(key, noun) for noun in nouns):
        return True
    sense = _event_sense(key) if nouns == ("event",) else None
    return evidence(key) is not None or (sense is not None and sense.level == SURE)


def _inner_hint(key: str, nouns: tuple[str, ...]) -> str:
    if len(nouns) > 1 and _suggested(key, "citation") == "date":
        return "if it is the date of the event: define the source under “sources”, and write “date” where it is cited"
    if field := _synonym(key, nouns):
        return f"did you mean {field}?"
    if nouns == ("timeline",):
        is_field = key in fields.EVENT.by_name
        return "it is a field of an event; if it belongs to the event before it, indent it" if is_field else ""
    if not _NEIGHBOURS.issuperset(nouns):
        return ""
    for noun, where in _ELSEWHERE.items():
        field = "" if noun in nouns else _field_elsewhere(key, noun)
        if field and not (field == "date" and nouns == ("quote",)):  # of its source, or on which it was said
            return where.format(field)
    return _CHECKED if (evidence(key) or "").startswith("checked") or key == "checked" else ""


def _field_elsewhere(key: str, noun: str) -> str:
    """The field that ``key`` means in another entry. Of citations and quotes, only what no other entry has."""
    if key in next(entry for entry in fields.ENTRIES if entry.noun == noun).by_name:
        return key
    return _field(key, noun) if noun == "source" or evidence(key) else ""


def _suggested(key: str, noun: str) -> str:
    """The field for a word that is never read as that field, because its values may have another meaning."""
    listed = _SUGGESTED.get(noun, {})
    name = " ".join(words(key))
    return next((field for field, known in listed.items() if name in known.split(", ")), "")


def _field(key: str, noun: str) -> str:
    sense = _event_sense(key)
    if noun == "event":
        return FIELDS[sense.meaning] if sense else ""
    meaning = sense.meaning if sense else None
    if noun == "source" and meaning == "summary":  # readers of other formats take a description for a title
        return "note"
    if field := _suggested(key, noun) or suggestion(key, noun):
        return field
    if noun == "source" and meaning == "sources" and not _is_link(key):  # “Quelle” may be its title or its publisher
        return ""
    return next((field for field, known in _FIELDS.get(noun, {}).items() if meaning in known and field != key), "")


def _is_link(key: str) -> bool:
    return not URL_WORDS.isdisjoint(words(key))


def _event_hint(key: str) -> str:
    meaning = evidence(key)
    if key in _CHECKS or (meaning or "").startswith("checked"):
        return _CHECKED
    best = None if meaning or _suggested(key, "event") else _event_sense(key)
    if best and best.meaning in PARTS_OF_DATES:
        example = _DATES.get(best.meaning)
        return f"it is a part of “date”: {example}" if example else "did you mean date?"
    field = (_INSIDE.get(best.meaning) or FIELDS[best.meaning]) if best else _suggested(key, "event")
    field = field if field and field != key else _inner_fields(key)
    return f"did you mean {field}?" if field else ""


def _event_sense(key: str) -> Sense | None:
    """The likeliest sense of a key. Of two equally likely senses, not the date, because an event has one: “tag”.

    A preposition at the end of a key is not a date: “based_on”.
    """
    all_senses = senses(key)
    best = [sense for sense in all_senses if sense.level == all_senses[0].level != WEAK]
    if best and best[0].level != SURE and words(key)[-1] in _PREPOSITIONS:
        return None
    return next((sense for sense in best if FIELDS[sense.meaning] != "date"), best[0] if best else None)


def _inner_fields(key: str) -> str:
    """The fields that ``key`` means in the quotes or sources of an event."""
    places = []
    if key in fields.QUOTE.by_name or part_meaning(key, "quote") == "speaker":
        places.append(f"{key if key in fields.QUOTE.by_name else 'speaker'} in quotes")
    meaning = evidence(key) or _suggested(key, "source")
    if key in fields.SOURCE.by_name or key in fields.CITATION.by_name:
        places.append(f"{key} in sources")
    elif _suggested(key, "citation") == "stance":
        places.append("stance in sources")
    elif meaning and meaning in OF_SOURCE:
        places.append(f"{meaning} in sources")
    return " or ".join(places)


def slip(line: str) -> tuple[str, str] | None:
    """What is wrong with a line that is meant as ``key: value``, and what to write; None if it is not.

    Either the space after the colon is missing (``date:2001``), or the colon after the name of a field (``date 2001``).
    """
    found = _KEY_AND_VALUE.match(line)
    if not found or (found[2] and found[3].startswith("//")):
        return None
    key, colon, rest = found.groups()
    rest = rest if colon else rest.removeprefix("=").lstrip()  # as in TOML
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
