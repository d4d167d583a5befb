"""Finds events in groups: a list for each year, groups that have a list of events each, or a mapping of ids to events.

Each event gets the fields of its group, so that the events of all groups are one list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from timeline_tui.formats.reading.column_values import looks_like_date
from timeline_tui.formats.reading.key_meanings import is_event_list, key_meaning
from timeline_tui.formats.reading.meanings_lookup import SURE, senses, words
from timeline_tui.formats.reading.meanings_words import SEVERAL, Meaning
from timeline_tui.formats.reading.nodes import MAX_REPEATED, List, Map, Node, size_of

_LISTS = frozenset(("events", "event", "items", "entries", "incidents", "milestones", "timeline", "developments"))
_PARTS = frozenset(("sources", "quotes", "related", "people", "organizations", "countries", "place"))
_NONE = (0, 0, None)  # in place of a key that is missing
_DEPTH = 3  # levels of mappings that are searched for lists
GROUP_LENGTHS = 16
"""The fields of groups are repeated up to this many times the length of the file, or MAX_REPEATED characters."""

_FIRST = 20  # items of a list whose keys are read
_ALIKE = 0.5  # lists that share at least this part of their keys belong together


def joined(root: Map) -> tuple[Map, List] | None:
    """The events of all lists in ``root`` that have the same keys, and the rest of ``root``; None if there is one list.

    If other lists have other keys, only those whose items have dates and titles are joined. The name of a list becomes
    the year of its events if it is a date, else their group.
    """
    every = list(_lists(root, (), _DEPTH))
    events = [(path, items) for path, items in every if _may_be_events(items)]
    for lists in (every, [event for event in events if _are_alike(_keys(events[0][1]), _keys(event[1]))]):
        if (together := _together(lists)) is not None:
            tops = {path[0] for path, _ in lists}
            return {key: entry for key, entry in root.items() if key not in tops}, together
    return None


def like_events(root: Map) -> Iterator[tuple[str, List]]:
    """The lists in ``root`` whose items have dates and titles, with their names."""
    return ((path[-1], items) for path, items in _lists(root, (), _DEPTH) if _may_be_events(items))


def _together(found: list[tuple[tuple[str, ...], List]]) -> List | None:
    """The events of several lists, each with the keys that lead to it; None if they do not belong together."""
    if len(found) < 2:
        return None
    keys = [_keys(items) for _, items in found]
    first = keys[0]
    if not all(_are_alike(first, key) for key in keys):
        return None
    level = next(
        (i for i, names in enumerate(zip(*(path for path, _ in found), strict=False)) if len(set(names)) > 1), 0
    )
    named = [path[min(level, len(path) - 1)] for path, _ in found]
    is_dated = all(map(looks_like_date, named))
    name = "year" if is_dated else "group" if any("category" in key for key in keys) else "category"
    has_usual_name = not is_dated and any(map(is_event_list, named))
    if has_usual_name and not all(_may_be_events(items) for _, items in found):
        return None
    events: List = []
    for group, (_, items) in zip(named, found, strict=True):
        for at, item in items:
            if isinstance(item, dict) and not is_event_list(group):
                item = {name: (at, at, group), **item}
            events.append((at, item))
    return events


def _are_alike(first: set[str], second: set[str]) -> bool:
    return len(first & second) >= _ALIKE * min(len(first), len(second))


def keyed(root: Map) -> tuple[Map, List] | None:
    """The events of a mapping from ids to events, and the rest of ``root``; None if there is no such mapping."""
    entries = {key: entry for key, entry in root.items() if isinstance(entry[2], dict)}
    items: List = [(at, value) for _, at, value in entries.values()]
    if len(entries) < 2 or len(entries) * 2 <= len(root) or not _may_be_events(items):
        return None
    events: List = [
        (at, {"id": (place, place, key), **value})
        for key, (place, at, value) in entries.items()
        if isinstance(value, dict)
    ]
    return {key: entry for key, entry in root.items() if key not in entries}, events


def is_part(key: str) -> bool:
    """Whether a key names a part of an event that is a list: its sources, people, …"""
    return any(sense.level == SURE and sense.meaning in _PARTS for sense in senses(key))


def expanded(items: List, length: int) -> List:
    """The events of groups, if ``items`` are groups: mappings with a list of events. Else ``items``.

    ``length`` is the length of the file in characters. Groups whose fields would be repeated too often stay unchanged,
    with their list of events; MAX_REPEATED and GROUP_LENGTHS say how often.
    """
    single = [item for _, item in items if isinstance(item, dict) and (len(item) == 1 or len(items) == 1)]
    if len(single) == len(items) and not _may_be_events(items):  # [{2019: […]}, {2020: […]}]
        together = _together([found for item in single for found in _lists(item, (), _DEPTH)])
        if together is not None:
            return together
    names = _lists_of(items)
    if not names:
        return items
    events: List = []
    remaining = max(MAX_REPEATED, GROUP_LENGTHS * length)
    for at, item in items:
        lists = [key for key in names if isinstance(item, dict) and isinstance(item.get(key, _NONE)[2], list)]
        if not isinstance(item, dict) or not lists:
            events.append((at, item))
            continue
        children = [child for key in lists for child in _items(item[key][2])]
        group = {key: entry for key, entry in item.items() if key not in lists}
        remaining -= size_of(group)[1] * len(children)
        if not children:
            events.append((at, group))
        elif remaining < 0:
            events.append((at, item))
        else:
            events += [(place, _with_group(child, group, lists[0], place)) for place, child in children]
    return events


def _items(node: Node) -> List:
    return node if isinstance(node, list) else []


def _with_group(child: Node, group: Map, name: str, at: int) -> Map:
    """An event with the fields of its group. A field that the event has too is kept as a field of the group.

    The same applies to a ``title`` of the group if the event has a ``what``, which means the same.
    """
    fields = child if isinstance(child, dict) else {"event": (at, at, child)}
    stated = set(filter(None, map(key_meaning, fields))) - SEVERAL
    inherited: Map = {}
    kept: Map = {}
    for key, entry in group.items():
        if key in fields or key_meaning(key) in stated:
            kept[f"{name}: {key}"] = entry
        else:
            inherited[key] = entry
    return {**inherited, **fields, **kept}


def _lists_of(items: List) -> list[str]:
    """The keys of the lists of events, if most of ``items`` are groups of events; else none.

    Either the key is a usual name for such a list, or the items of the lists have dates and titles, and the groups have
    no dates. Groups without dates may have lists with several keys.
    """
    groups = [item for _, item in items if isinstance(item, dict)]
    has_date = "date" in _meanings(_keys(items))
    lists: dict[str, List] = {}
    counts: Counter[str] = Counter()
    for group in groups:
        for key, (_, _, value) in group.items():
            if isinstance(value, list) and value:
                counts[key] += 1
                lists.setdefault(key, []).extend(value[:_FIRST])
    names: list[str] = []
    for key, children in lists.items():
        if is_part(key):
            continue
        is_named = " ".join(words(key)) in _LISTS
        are_texts = all(isinstance(child, str) for _, child in children)
        are_mappings = all(isinstance(child, dict) for _, child in children)
        if (is_named and are_texts) or (
            are_mappings and (_meanings(_keys(children)) if is_named else not has_date and _may_be_events(children))
        ):
            if has_date and counts[key] * 2 > len(items):
                return [key]
            names.append(key)
    count = sum(not group.keys().isdisjoint(names) for group in groups)
    return names if not has_date and count * 2 > len(items) else []


def _may_be_events(items: List) -> bool:
    """Whether the keys of ``items`` include usual names for a date and for a title or text."""
    meanings = _meanings(_keys(items))
    return "date" in meanings and len(meanings) > 1


def _meanings(keys: Iterable[str]) -> set[Meaning]:
    """Which of date, title and summary are among the meanings of ``keys``."""
    sure = {sense.meaning for key in keys for sense in senses(key) if sense.level == SURE}
    return sure & {"date", "title", "summary"}


def _keys(items: List) -> set[str]:
    return {key for _, item in items[:_FIRST] if isinstance(item, dict) for key in item}


def _lists(node: Map, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], List]]:
    """The lists of mappings in ``node`` and the mappings in it, each with the keys that lead to it."""
    for key, (_, _, value) in node.items():
        if is_part(key):
            continue
        if isinstance(value, list) and value and all(isinstance(item, dict) for _, item in value):
            yield (*path, key), value
        elif isinstance(value, dict) and depth > 1:
            yield from _lists(value, (*path, key), depth - 1)
