"""The meanings of one heading or key, by its words alone.

`meanings.py` decides for a whole sheet; it also compares the columns and reads their values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from timeline_tui.formats.reading.meanings_words import (
    ALIEN,
    AROUND,
    BEHIND,
    EVIDENCE,
    FIELDS,
    LONE,
    OF,
    OTHER,
    QUALIFIERS,
    QUESTIONS,
    RECORDED,
    WEAKER,
    WORDS,
    Meaning,
)
from timeline_tui.model import fields
from timeline_tui.text.text import clean_line, fold

MAX_HEADING = 200
"""The most characters of a heading that are read. No known heading is longer."""

SURE, WITHIN, WEAK = 0, 1, 2
"""How a heading shows its meaning: by all its words, by some of its words, or by a word with several meanings."""

_CAMEL = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\d)(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_ALIEN, _AROUND, _QUALIFIERS, _OF, _LONE, _QUESTIONS = (
    frozenset(fold(words).split()) for words in (ALIEN, AROUND, QUALIFIERS, OF, LONE, QUESTIONS)
)
_RECORDED, _BEHIND = tuple(fold(RECORDED).split()), tuple(fold(BEHIND).split())
_OF_TIME = frozenset(("date", "time", "day", "month", "year"))
_OWN = frozenset(field.name for field in fields.EVENT.fields)


class Sense(NamedTuple):
    """A possible meaning of a heading. Better senses sort first."""

    level: int
    """One of SURE, WITHIN and WEAK."""
    rank: int
    """The place of the word in the list of words for the meaning; the first one is the best."""
    meaning: Meaning
    why: str


def senses(heading: str) -> tuple[Sense, ...]:
    """The possible meanings of ``heading``, the likeliest first; empty if it has no known word."""
    return _ranked(heading[:MAX_HEADING])


@lru_cache(maxsize=1 << 17)  # a file with 100,000 keys makes 1,000,000 calls
def _ranked(heading: str) -> tuple[Sense, ...]:
    best: dict[Meaning, Sense] = {}
    for sense in _senses(heading):
        if sense.meaning not in best or sense < best[sense.meaning]:
            best[sense.meaning] = sense
    return tuple(sorted(best.values()))


def words(heading: str) -> tuple[str, ...]:
    """The words of a heading, folded: ("event", "date") for ``eventDate``, ``Event-Date`` and ``EVENT_DATE``."""
    return tuple(_WORD.findall(fold(_CAMEL.sub(" ", heading[:MAX_HEADING]))))


def languages(heading: str) -> Mapping[str, frozenset[Meaning]]:
    """The languages in which ``heading`` is a known word, with its meanings there: French “citation” is a quote."""
    name = tuple(word for word in words(heading) if not word.isdecimal())
    if not name:
        return {}
    by_phrase = _spoken()
    return (
        by_phrase.get(" ".join(name))
        or by_phrase.get(singular(name))
        or by_phrase.get(" ".join(_without_noise(name)))
        or {}
    )


def is_of_record(heading: str) -> bool:
    """Whether a heading for dates says when the record was made or changed: ``created_at``."""
    return any(word.startswith(_RECORDED) for word in words(heading))


def is_behind(name: tuple[str, ...]) -> bool:
    """Whether a heading for dates is about the record or its source: ``published``. ``name`` has its words."""
    return any(word.startswith(_BEHIND) for word in name)


@lru_cache(maxsize=1 << 12)
def evidence(heading: str) -> Meaning | None:
    """What a column says about the evidence, by its heading; None if it says nothing: ``archived`` for archive_url_2.

    “source” may stand before the word, and a number after it.
    """
    name = words(heading)
    plain = tuple(word for word in name if not word.isdecimal())
    for phrase in (name, plain, plain[1:] if plain[:1] in (("source",), ("article",)) else ()):
        if meaning := _evidence().get(" ".join(phrase)):
            return meaning
    return None


def _senses(heading: str) -> Iterator[Sense]:
    field = clean_line(heading).casefold()
    all_words = words(heading)
    bare = words(_BRACKETS.sub(" ", heading)) or all_words
    if field in FIELDS and field not in EVIDENCE:
        yield Sense(SURE, 0, field, f"the heading says {field}")
        if field in _OWN:
            return
    for name in dict.fromkeys((all_words, bare)):
        name = tuple(word for word in name if not word.isdecimal())
        if not name or is_other(name):
            continue
        senses_of_phrase = list(_known(name, SURE))
        inner = _without_noise(name)
        if not senses_of_phrase and inner != name:
            senses_of_phrase = list(_known(inner, SURE, 1, behind=is_behind(name)))  # “entry date”
        if not senses_of_phrase:
            senses_of_phrase = list(_within(inner, asks="?" in heading or "？" in heading))
        yield from senses_of_phrase
        if senses_of_phrase:
            return


def _known(
    name: tuple[str, ...], level: int, later: int = 0, place: str = "says", *, behind: bool | None = None
) -> Iterator[Sense]:
    """The senses of a whole phrase. ``later`` is added to their ranks. ``behind``: `is_behind` of the whole heading."""
    table = _table()
    phrase = " ".join(name)
    behind = is_behind(name) if behind is None else behind
    for rank, meaning, weak, language in table.get(phrase) or table.get(singular(name), ()):
        is_weak = weak or (behind and meaning in _OF_TIME)
        yield Sense(WEAK if is_weak else level, rank + later, meaning, _why(phrase, meaning, language, place))


def _within(name: tuple[str, ...], *, asks: bool) -> Iterator[Sense]:
    """The senses of the end of a heading (``visit_date``), else of its beginning.

    The beginning has senses only before a preposition (``fecha del evento``), or in a question (``Where did it
    happen?``). If it means a date, the end has none: ``date of the event``.
    """
    first = [sense for sense in _beginning(name, asks=asks) if sense.meaning in _OF_TIME]
    yield from first or _end(name) or _beginning(name, asks=asks)


def _end(name: tuple[str, ...]) -> list[Sense]:
    if _singular_word(name[-1]) not in _LONE:
        for start in range(1, min(len(name), 6)):
            if senses_of_end := list(_part(name, slice(start, None), "ends in")):
                return senses_of_end
    return []


def _beginning(name: tuple[str, ...], *, asks: bool) -> list[Sense]:
    for end in range(min(len(name), 6) - 1, 0, -1):
        is_before = name[end] in _OF or (asks and end == 1 and name[0] in _QUESTIONS)
        if is_before and (senses_of_beginning := list(_part(name, slice(end), "begins with"))):
            return senses_of_beginning
    return []


def _part(name: tuple[str, ...], part: slice, place: str) -> Iterator[Sense]:
    """The senses of a part of a heading, without the senses of ambiguous words."""
    weak = is_behind(name)
    for sense in _known(name[part], WITHIN, place=place):
        if sense.level == WITHIN:
            yield sense._replace(level=WEAK) if weak and sense.meaning in _OF_TIME else sense


def _without_noise(name: tuple[str, ...]) -> tuple[str, ...]:
    """``name`` without meaningless words at its beginning and end. At least one word is left."""
    start, end = 0, len(name)
    while end - start > 1 and name[start] in _AROUND:
        start += 1
    while end - start > 1 and name[end - 1] in _QUALIFIERS:
        end -= 1
    while end - start > 1 and name[end - 1] in _AROUND:
        end -= 1
    return name[start:end]


def is_other(name: tuple[str, ...]) -> bool:
    """Whether a heading is known to have no meaning here: ``archive_url``."""
    phrase, others = " ".join(name), phrases(OTHER)
    if phrase in others or singular(name) in others or evidence(phrase) == "archived":
        return True
    return phrase not in _table() and not _ALIEN.isdisjoint(name[:-1])


def _why(phrase: str, meaning: str, language: str, place: str) -> str:
    if place != "says":
        return f"the heading {place} “{phrase}”"
    if phrase == meaning:
        return f"the heading says {meaning}"
    return f"“{phrase}” is {'another word' if language == 'English' else language} for {meaning.replace('_', ' ')}"


def singular(name: tuple[str, ...]) -> str:
    """The phrase of these words, without the endings of the English plural."""
    return " ".join(map(_singular_word, name))


def _singular_word(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss") or word == "news":
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]


@cache
def _table() -> dict[str, tuple[tuple[int, Meaning, bool, str], ...]]:
    """For each phrase, and its singular: (rank, meaning, whether it is from WEAKER, language) of each meaning."""
    as_listed: dict[str, dict[Meaning, tuple[int, Meaning, bool, str]]] = {}
    singulars: dict[str, dict[Meaning, tuple[int, Meaning, bool, str]]] = {}
    for language, table, weak in (
        *((name, words_of_language, False) for name, words_of_language in WORDS.items()),
        ("English", WEAKER, True),
    ):
        for meaning, listed in table.items():
            for rank, phrase in enumerate(phrases(listed), start=1):
                row = (rank, meaning, weak, language)
                as_listed.setdefault(phrase, {}).setdefault(meaning, row)
                singulars.setdefault(singular(tuple(phrase.split())), {}).setdefault(meaning, row)
    return {phrase: tuple(rows.values()) for phrase, rows in (singulars | as_listed).items()}


@cache
def _spoken() -> dict[str, dict[str, frozenset[Meaning]]]:
    """For each phrase, and its singular: its meanings in each language."""
    languages: dict[str, dict[str, set[Meaning]]] = {}
    for language, table in WORDS.items():
        for meaning, listed in table.items():
            for phrase in phrases(listed):
                for form in {phrase, singular(tuple(phrase.split()))}:
                    languages.setdefault(form, {}).setdefault(language, set()).add(meaning)
    return {
        phrase: {language: frozenset(known) for language, known in by_language.items()}
        for phrase, by_language in languages.items()
    }


@cache
def _evidence() -> dict[str, Meaning]:
    """For each phrase, its meaning about the evidence."""
    return {
        " ".join(words(phrase)): meaning
        for meaning in FIELDS
        for phrase in EVIDENCE.get(meaning, "").split(",")
        if phrase
    }


@cache
def phrases(listed: str) -> dict[str, None]:
    """The phrases in a text with commas between them, folded, in their order."""
    return dict.fromkeys(" ".join(_WORD.findall(fold(phrase))) for phrase in listed.split(","))
