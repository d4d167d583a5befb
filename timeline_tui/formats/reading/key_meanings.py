"""What one key means, in an event or a part of it, and whether keys are those of our own format."""

from collections.abc import Collection
from functools import cache, lru_cache

from timeline_tui.formats.reading.meanings_lookup import WEAK, phrases, senses, singular, words
from timeline_tui.formats.reading.meanings_words import EVENTS, FIELDS, PARTS, PARTS_OF_DATES, Meaning
from timeline_tui.model.fields import ENTRIES, EVENT

ORDER = tuple(field.name for field in EVENT.fields if field.kind == "order")
"""The fields with the place of an event in the order: ``after`` and ``before``."""


def is_own(keys: Collection[str]) -> bool:
    """Whether events with these keys (or a table with these headings) are in our own format.

    They are if they have ``title`` and ``date`` (or ``after`` or ``before``), and no unknown key means a field that is
    missing:

    - ``date, title, casualties``: ours, with an unknown key.
    - ``date, title, tags``: another format, because ``tags`` means ``topics``.
    - ``date, title, topics, tags``: ours, because ``topics`` is there too.
    - ``date, title, end``: another format, because in ours the end is a part of ``date``.
    """
    names = set(keys)
    is_placed = not names.isdisjoint(("date", *ORDER))
    return "title" in names and is_placed and not any(_is_foreign(key, names) for key in names - EVENT.by_name.keys())


def _is_foreign(key: str, known: set[str]) -> bool:
    """Whether an unknown key means a part of a date, or a field that is not in ``known``."""
    field = suggestion(key, "event")
    return field is not None and (field not in known or senses(key)[0].meaning in PARTS_OF_DATES)


def key_meaning(key: str) -> Meaning | None:
    """The meaning of a key of an event; None if it is unknown. A field of the schema means itself."""
    all_senses = senses(key)
    return all_senses[0].meaning if all_senses else None


@lru_cache(maxsize=1 << 14)  # 35,000 calls for the sources of 2,000 small files: 0.003 s instead of 0.056 s
def part_meaning(key: str, noun: str) -> str | None:
    """The field that ``key`` means in an entry of the type ``noun`` (see `fields.ENTRIES`); None if there is none."""
    name = words(key)
    return _parts(noun).get(" ".join(name)) or _parts(noun).get(singular(name))


def suggestion(key: str, noun: str) -> str | None:
    """The field to use instead of the unknown ``key``: ``topics`` for ``tags``; None if there is none.

    A word with other meanings suggests nothing. ``noun`` is the type of the entry (see `fields.ENTRIES`).
    """
    if noun == "event":
        best = next(iter(senses(key)), None)
        field = FIELDS[best.meaning] if best and best.level != WEAK else ""
    else:
        field = part_meaning(key, noun) or ""
    return field if field and field != key else None


def is_event_list(key: str) -> bool:
    """Whether ``key`` is a usual name for a list of events: ``events``, ``items``, ``deadlines``, …"""
    return " ".join(words(key)) in phrases(EVENTS)


@cache
def _parts(noun: str) -> dict[str, str]:
    """For each phrase the field that it means in an entry of the type ``noun``."""
    fields = next(entry.by_name for entry in ENTRIES if entry.noun == noun)
    names = {" ".join(words(name)): name for name in fields}
    for name, listed in PARTS.get(noun, {}).items():
        for phrase in phrases(listed) if name in fields else ():
            names.setdefault(phrase, name)
            names.setdefault(singular(tuple(phrase.split())), name)
    return names
