"""Findings about names: two names that may mean the same, and a name that looks like several names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from timeline_tui.analysis.finding import TITLE, event_finding, yaml_scalar
from timeline_tui.analysis.likeness import like_names
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.query_fields import ALIASED, FIELDS, VALUES
from timeline_tui.text.text import fold, shorten

# Groups of fields whose names are compared with each other. Most speakers are also listed as people.
_COMPARED = (*((name,) for name in FIELDS if name in ALIASED - {"person", "speaker"}), ("person", "speaker"))
# Separators between names in one text. The second kind counts only if each part is itself a name in the timeline:
# “Smith, John” is one person.
_BETWEEN = re.compile(r" ?[|;] ?| / ")
_PERHAPS_BETWEEN = re.compile(r", ?| & | and ")
_SLASH = re.compile(r"/")  # “AC/DC” is one name, but never another name of “AC and DC”
_SPELLED_OUT = 10  # a hint lists at most this many names


def name_findings(timeline: Timeline) -> Iterator[Problem]:
    """Findings of the checks ``name`` and ``several``."""
    aliases = Aliases(timeline.aliases)
    # A name that is its own alias is a separate name, and only one name.
    own_aliases = {fold(other) for other, name in timeline.aliases if fold(other) == fold(name)}
    reported: set[tuple[str, str]] = set()
    for fields in _COMPARED:
        noun = FIELDS[fields[0]].noun
        uses, first = _count_uses(timeline, fields, aliases)
        folded_names = frozenset(uses)
        several = _compound_names(aliases, {key: first[key][0] for key in uses if key not in own_aliases}, folded_names)
        for key, parts in several.items():
            yield _several_finding(noun, *first[key], parts)
        keys = [key for key in uses if key not in own_aliases and key not in several]
        keys = [key for key in keys if not _consists_of(_split(_SLASH, first[key][0]), folded_names, aliases)]
        names = [first[key][0] for key in keys]
        for i, j in like_names(names, of_people=noun == "person"):
            other, name = _alias_first(names[i], names[j], uses[keys[i]], uses[keys[j]])
            if (other, name) not in reported:
                reported.add((other, name))
                yield _name_finding(noun, other, name, first[fold(other)][1])


def _compound_names(aliases: Aliases, names: Mapping[str, str], known: frozenset[str]) -> dict[str, list[str]]:
    """Return the parts of each name that looks like several names.

    ``names`` maps folded names to names; the result has the same keys. ``known`` are all folded names.
    """
    compounds = {key: parts for key, name in names.items() if len(parts := _split(_BETWEEN, name)) > 1}
    known |= {fold(aliases.canonical(part)) for parts in compounds.values() for part in parts}
    for key, name in names.items():
        parts = _split(_PERHAPS_BETWEEN, name) if key not in compounds else []
        if _consists_of(parts, known, aliases):
            compounds[key] = parts
    return compounds


def _consists_of(parts: list[str], known: frozenset[str], aliases: Aliases) -> bool:
    """Return whether there are several parts and each is one of the ``known`` folded names."""
    return len(parts) > 1 and all(fold(aliases.canonical(part)) in known for part in parts)


def _split(separator: re.Pattern[str], name: str) -> list[str]:
    return list(filter(None, separator.split(name)))


def _several_finding(noun: str, name: str, event: Event, parts: list[str]) -> Problem:
    message = f"the {noun} “{shorten(name, TITLE)}” looks like {'two' if len(parts) == 2 else len(parts)}"
    if len(parts) > _SPELLED_OUT:
        hint = "write a list"
    elif event.file.lower().endswith(".csv"):
        hint = f"a semicolon separates them: {'; '.join(parts)}"
    else:
        hint = f"write a list: [{', '.join(map(yaml_scalar, parts))}]"
    return event_finding("several", event, message, hint)


def _name_finding(noun: str, other: str, name: str, event: Event) -> Problem:
    message = f"the {noun} “{other}” may be “{name}”"
    this, that = yaml_scalar(other), yaml_scalar(name)
    hint = f"aliases: {{{this}: {that}}}  # or {{{this}: {this}}} if it is not"
    return event_finding("name", event, message, hint)


def _count_uses(
    timeline: Timeline, fields: tuple[str, ...], aliases: Aliases
) -> tuple[Counter[str], dict[str, tuple[str, Event]]]:
    """Return for each folded name its number of uses, and its first spelling with the event that has it."""
    keys: dict[str, str] = {}
    uses: Counter[str] = Counter()
    first: dict[str, tuple[str, Event]] = {}
    read: list[Callable[[Event], Iterable[str]]] = [VALUES[field] for field in fields]
    for event in timeline.events:
        for values in read:
            for value in values(event):
                key = keys.get(value)
                if key is None:
                    name = aliases.canonical(value)
                    key = keys[value] = fold(name)
                    if key and key not in first:
                        first[key] = (name, event)
                if key:
                    uses[key] += 1
    return uses, first


def _alias_first(first: str, second: str, uses_of_first: int, uses_of_second: int) -> tuple[str, str]:
    """Return the pair as (alias, name): the alias is an acronym or has initials; else it is the rarer of the two."""
    short, long = sorted((first, second), key=len)
    if len(short) * 2 < len(long) or "." in short:
        return short, long
    return (first, second) if uses_of_first < uses_of_second else (second, first)
