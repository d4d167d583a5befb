"""The differences of two values of the model, field by field, and what a comparison says of an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from timeline_tui.dates.agreement import plain_text
from timeline_tui.dates.when import When
from timeline_tui.model.fields import EntryType
from timeline_tui.model.timeline import Entries, Event, Other, Value
from timeline_tui.model.unknown_keys import value_text
from timeline_tui.text.word_changes import normalized

Kind = Literal["changed", "added", "withdrawn"]
_LISTS = ("lines", "archives", "checks")
"""Kinds of fields with several values, whose order means nothing."""


class Difference(NamedTuple):
    """One difference. ``field`` is the name of the field in the file, or of a key that the schema does not have.

    ``entry`` is the source, quote, view or alias that differs, in words; empty if the field itself does. ``part`` is
    the field of the entry that differs; empty if the whole entry was added or withdrawn. Dates are EDTF. ``stance`` is
    the stance of a citation that was added or withdrawn.
    """

    field: str
    kind: Kind
    old: str = ""
    new: str = ""
    entry: str = ""
    part: str = ""
    stance: str = ""


def of_fields(
    entry: EntryType, old: Any, new: Any, special: Mapping[str, Callable[[], Iterator[Difference]]] = {}
) -> Iterator[Difference]:
    """The differences of two objects of the model that ``entry`` describes. ``special`` compares some fields."""
    for field in entry.fields:
        before, after = getattr(old, field.stored), getattr(new, field.stored)
        if not (before or after):
            continue
        if field.name in special:
            yield from special[field.name]()
        elif before == after:
            continue
        elif field.kind in _LISTS:
            yield from list_differences(field.name, before, after)
        else:
            yield from changed(field.name, plain(before), plain(after))
    yield from _others(old.other, new.other)


def _others(old: Other, new: Other) -> Iterator[Difference]:
    """The differences in keys that the schema does not have."""
    before, after = dict(old), dict(new)
    for name in dict.fromkeys((*before, *after)):
        if _even_value(before.get(name)) != _even_value(after.get(name)):
            yield from changed(name, _shown(before, name), _shown(after, name))


def changed(field: str, old: str, new: str) -> Iterator[Difference]:
    """The difference of two texts. An empty text means that there is nothing."""
    if old != new:
        kind: Kind = "changed" if old and new else "added" if new else "withdrawn"
        yield Difference(field, kind, old, new)


def plain(value: object) -> str:
    """A value of a field as text, with even white space; nothing is empty."""
    if isinstance(value, When):
        return plain_text(value)
    if isinstance(value, (tuple, list)):
        return ", ".join(filter(None, map(plain, value)))
    return "" if value is None else normalized(str(value))


def inside(field: str, entry: str, difference: Difference) -> Difference:
    """The difference of a part of an entry, as a difference of the entry."""
    return Difference(field, "changed", difference.old, difference.new, entry, difference.field)


def list_differences(
    field: str, old: Iterable[object], new: Iterable[object], key: Callable[[str], str] = str
) -> Iterator[Difference]:
    """The values that only one of two lists has. Values with equal keys are the same."""
    before, after = _by_key(old, key), _by_key(new, key)
    yield from (Difference(field, "withdrawn", old=value) for key, value in before.items() if key not in after)
    yield from (Difference(field, "added", new=value) for key, value in after.items() if key not in before)


def _by_key(values: Iterable[object], key: Callable[[str], str]) -> dict[str, str]:
    values_by_key: dict[str, str] = {}
    for value in map(plain, values):
        values_by_key.setdefault(key(value), value)
    return values_by_key


def _shown(values: Mapping[str, Value], name: str) -> str:
    return (normalized(value_text(values[name])) or value_text(None)) if name in values else ""


def _even_value(value: Value) -> Value:
    if isinstance(value, Entries):
        return Entries(tuple(sorted((name, _even_value(part)) for name, part in value.pairs)))
    if isinstance(value, tuple):
        return tuple(map(_even_value, value))
    return value if value is None else normalized(value)


class Contrast(NamedTuple):
    """What differs between two timelines about an event. ``first`` and ``other`` name them: "Old", "Claimant"."""

    first: str
    other: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ComparisonOutcome:
    """What a comparison says of an event.

    ``status`` says it in words: "added", "differs in date". ``mark`` is the same in a word or two, for a row; empty
    for an event about which there is nothing to say. ``values`` belong to the facet, ``state`` to ``is:``.
    ``reason`` is why events of two timelines are taken for the same, if that is not evident. ``documents`` are the
    sources of each side. ``keys`` are added to the event when it is exported. ``versions`` are the events of the sides:
    facets find the event by the values of all of them.
    """

    status: str
    mark: str
    values: tuple[str, ...]
    state: str = ""
    reason: str = ""
    contrasts: tuple[Contrast, ...] = ()
    documents: tuple[tuple[str, tuple[str, ...]], ...] = ()
    keys: Other = ()
    versions: tuple[Event, ...] = ()
