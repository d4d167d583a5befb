"""What one heading or key means, by its words alone; and whether keys are those of our own format.

:mod:`timeline_tui.formats.reading.meanings` decides for a whole sheet, where columns compete and their values count.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from timeline_tui.formats.reading.meanings_words import (
    ALIEN,
    AROUND,
    BEHIND,
    EVENTS,
    FIELDS,
    LONE,
    OF,
    OTHER,
    PARTS,
    QUALIFIERS,
    QUESTIONS,
    WEAKER,
    WORDS,
    Meaning,
)
from timeline_tui.model import fields
from timeline_tui.text.text import clean_line, fold

MAX_HEADING = 200
"""Characters of a heading that are looked at: no words by which people call a column are as long."""

SURE, WITHIN, WEAK = 0, 1, 2
"""How a heading came to a meaning: by all its words, by some of them, or by a word that may mean it as well."""

_CAMEL = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\d)(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_ALIEN, _BEHIND, _AROUND, _QUALIFIERS, _OF, _LONE, _QUESTIONS = (
    frozenset(fold(words).split()) for words in (ALIEN, BEHIND, AROUND, QUALIFIERS, OF, LONE, QUESTIONS)
)
_OWN = frozenset(field.name for field in fields.EVENT.fields)
_REQUIRED = frozenset(field.name for field in fields.EVENT.fields if field.required)


class Sense(NamedTuple):
    """A meaning that a heading may have; a sense that compares as less is the better one."""

    level: int
    """One of SURE, WITHIN and WEAK."""
    rank: int
    """Where the word stands among those of its meaning."""
    meaning: Meaning
    why: str


def senses(heading: str) -> tuple[Sense, ...]:
    """What ``heading`` may mean, the likeliest first; nothing if no word in it is known."""
    return _ranked(heading[:MAX_HEADING])


@lru_cache(maxsize=1 << 17)  # the steps of reading ask again: 100,000 keys are 1,000,000 questions
def _ranked(heading: str) -> tuple[Sense, ...]:
    best: dict[Meaning, Sense] = {}
    for sense in _senses(heading):
        if sense.meaning not in best or sense < best[sense.meaning]:
            best[sense.meaning] = sense
    return tuple(sorted(best.values()))


def words(heading: str) -> tuple[str, ...]:
    """The words of a heading, folded: ("event", "date") for ``eventDate``, ``Event-Date`` and ``EVENT_DATE``."""
    return tuple(_WORD.findall(fold(_CAMEL.sub(" ", heading[:MAX_HEADING]))))


def key_meaning(key: str) -> Meaning | None:
    """What a key of an event means in YAML or JSON; None if it is kept as it is.

    A key of our own schema has its own meaning.
    """
    found = senses(key)
    return found[0].meaning if found else None


def part_meaning(key: str, noun: str) -> str | None:
    """The field of a source, quote, … (see :data:`fields.ENTRIES`) that ``key`` means; None if the schema has none."""
    name = words(key)
    return _parts(noun).get(" ".join(name)) or _parts(noun).get(_singular(name))


def suggestion(key: str, noun: str) -> str | None:
    """The field that somebody may have meant who wrote ``key`` in our format: ``topics`` for ``tags``; None: nothing.

    ``noun`` says in which sort of mapping (see :data:`fields.ENTRIES`).
    """
    if noun == "event":
        meaning = key_meaning(key)
        field = FIELDS[meaning] if meaning else ""
    else:
        field = part_meaning(key, noun) or ""
    return field if field and field != key else None


def is_event_list(key: str) -> bool:
    """Whether a list of events may stand under ``key``: ``events``, ``items``, ``deadlines``, …"""
    return " ".join(words(key)) in _phrases(EVENTS)


def is_own(keys: Collection[str]) -> bool:
    """Whether events with these keys (or a table with these headings) are in our own format.

    They are if ``date`` and ``title`` are among them, spelled as the schema has them, and no other key means a field
    of the schema that is not among them too. So ``date, title, casualties`` is ours, and ``casualties`` a key of the
    writer's own; ``date, title, tags`` is somebody else's file whose ``tags`` are our topics; and a file of ours that
    has ``topics`` may have ``tags`` for another purpose. What is ours is read as the schema says and by nothing else.
    """
    known = set(keys)
    if not known >= _REQUIRED:
        return False
    foreign = (suggestion(key, "event") for key in known - _OWN if not _is_weak(key))
    return all(field is None or field in known for field in foreign)


def _is_weak(key: str) -> bool:
    found = senses(key)
    return not found or found[0].level == WEAK


def _senses(heading: str) -> Iterator[Sense]:
    field = clean_line(heading).casefold()
    all_words = words(heading)
    bare = words(_BRACKETS.sub(" ", heading)) or all_words
    if field in FIELDS:
        yield Sense(SURE, 0, field, f"the heading says {field}")
        if field in _OWN:
            return
    for name in dict.fromkeys((all_words, bare)):
        name = tuple(word for word in name if not word.isdecimal())
        if not name or is_other(name):
            continue
        found = list(_known(name, SURE))
        inner = _without_noise(name)
        if not found and inner != name:
            found = list(_known(inner, SURE, 1))
        if not found:
            found = list(_within(inner, asks="?" in heading or "？" in heading))
        yield from found
        if found:
            return


def _known(name: tuple[str, ...], level: int, later: int = 0, place: str = "says") -> Iterator[Sense]:
    """The senses of a whole phrase. ``later`` is added to their rank."""
    table = _table()
    phrase = " ".join(name)
    behind = bool(_BEHIND & set(name))
    for rank, meaning, weak, language in table.get(phrase) or table.get(_singular(name), ()):
        is_weak = weak or (behind and meaning in ("date", "time", "day"))
        yield Sense(WEAK if is_weak else level, rank + later, meaning, _why(phrase, meaning, language, place))


def _within(name: tuple[str, ...], *, asks: bool) -> Iterator[Sense]:
    """Senses of a part of a heading: its end (``visit_date``), or its beginning.

    The beginning counts before a preposition (``fecha del evento``), or if it asks (``Where did it happen?``).
    """
    if _one(name[-1]) not in _LONE:
        for start in range(1, min(len(name), 6)):
            if found := list(_part(name, slice(start, None), "ends in")):
                yield from found
                return
    for end in range(min(len(name), 6) - 1, 0, -1):
        if name[end] in _OF or (asks and end == 1 and name[0] in _QUESTIONS):
            yield from _part(name, slice(end), "begins with")
            return


def _part(name: tuple[str, ...], part: slice, place: str) -> Iterator[Sense]:
    """The senses of a part of a heading; a word that means several things by itself means nothing there."""
    weak = not _BEHIND.isdisjoint(name)
    for sense in _known(name[part], WITHIN, place=place):
        if sense.level == WITHIN:
            yield sense._replace(level=WEAK) if weak and sense.meaning == "date" else sense


def _without_noise(name: tuple[str, ...]) -> tuple[str, ...]:
    """``name`` without words that say nothing, at its beginning and end: at least one word is left."""
    start, end = 0, len(name)
    while end - start > 1 and name[start] in _AROUND:
        start += 1
    while end - start > 1 and name[end - 1] in _QUALIFIERS:
        end -= 1
    while end - start > 1 and name[end - 1] in _AROUND:
        end -= 1
    return name[start:end]


def is_other(name: tuple[str, ...]) -> bool:
    """Whether a heading is known to mean nothing that an event has: ``archive_url``."""
    phrase, others = " ".join(name), _phrases(OTHER)
    return (
        phrase in others or _singular(name) in others or (phrase not in _table() and not _ALIEN.isdisjoint(name[:-1]))
    )


def _why(phrase: str, meaning: str, language: str, place: str) -> str:
    if place != "says":
        return f"the heading {place} “{phrase}”"
    if phrase == meaning:
        return f"the heading says {meaning}"
    return f"“{phrase}” is {'another word' if language == 'English' else language} for {meaning.replace('_', ' ')}"


def _singular(name: tuple[str, ...]) -> str:
    """The words in the English singular, as far as endings tell it."""
    return " ".join(map(_one, name))


def _one(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]


@cache
def _table() -> dict[str, tuple[tuple[int, Meaning, bool, str], ...]]:
    """By phrase: (rank, meaning, whether it is one of WEAKER, language). The singular of a plural is there as well."""
    found: dict[str, dict[Meaning, tuple[int, Meaning, bool, str]]] = {}
    singular: dict[str, dict[Meaning, tuple[int, Meaning, bool, str]]] = {}
    for language, table, weak in (*((name, one, False) for name, one in WORDS.items()), ("English", WEAKER, True)):
        for meaning, listed in table.items():
            for rank, phrase in enumerate(_phrases(listed), start=1):
                row = (rank, meaning, weak, language)
                found.setdefault(phrase, {}).setdefault(meaning, row)
                singular.setdefault(_singular(tuple(phrase.split())), {}).setdefault(meaning, row)
    return {phrase: tuple(rows.values()) for phrase, rows in (singular | found).items()}


@cache
def _parts(noun: str) -> dict[str, str]:
    """For each phrase the field of an entry that it means; only fields that the schema has."""
    known = next(entry.by_name for entry in fields.ENTRIES if entry.noun == noun)
    found = {name: name for name in known}
    for name, listed in PARTS.get(noun, {}).items():
        for phrase in _phrases(listed) if name in known else ():
            found.setdefault(phrase, name)
            found.setdefault(_singular(tuple(phrase.split())), name)
    return found


@cache
def _phrases(listed: str) -> dict[str, None]:
    """The phrases of a list with commas, folded, in their order."""
    return dict.fromkeys(" ".join(_WORD.findall(fold(phrase))) for phrase in listed.split(","))
