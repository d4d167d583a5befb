"""Finds events in groups: a list for each year, or groups that have a list of events each.

Each event gets the fields of its group, so that the events of all groups are one list.
"""

from __future__ import annotations

from collections.abc import Iterator

from timeline_tui.formats.reading.column_values import looks_like_date
from timeline_tui.formats.reading.meanings_lookup import SURE, is_event_list, senses, words
from timeline_tui.formats.reading.nodes import List, Map, Node

_LISTS = frozenset(("events", "event", "items", "entries", "incidents", "milestones", "timeline", "developments"))
_DEPTH = 3  # mappings inside each other in which lists are looked for
_ALIKE = 0.5  # the share of keys that two lists have in common if they are parts of one


def joined(root: Map) -> tuple[Map, List] | None:
    """The events of all lists in ``root`` that have the same keys, and the rest of ``root``; None if there is one list.

    The name of a list becomes the year of its events if it is a date, else their group.
    """
    found = list(_lists(root, (), _DEPTH))
    events = _together(found)
    if events is None:
        return None
    tops = {path[0] for path, _ in found}
    return {key: entry for key, entry in root.items() if key not in tops}, events


def _together(found: list[tuple[tuple[str, ...], List]]) -> List | None:
    """The events of several lists, each with the keys that lead to it; None if they do not belong together."""
    if len(found) < 2:
        return None
    keys = [_keys(items) for _, items in found]
    first = keys[0]
    if any(len(first & one) < _ALIKE * min(len(first), len(one)) for one in keys):
        return None
    level = next(
        (i for i, names in enumerate(zip(*(path for path, _ in found), strict=False)) if len(set(names)) > 1), 0
    )
    named = [path[min(level, len(path) - 1)] for path, _ in found]
    is_dated = all(map(looks_like_date, named))
    name = "year" if is_dated else "group" if any("category" in one for one in keys) else "category"
    if not is_dated and any(map(is_event_list, named)):
        return None
    events: List = []
    for group, (_, items) in zip(named, found, strict=True):
        for at, item in items:
            events.append((at, {name: (at, at, group), **item} if isinstance(item, dict) else item))
    return events


def expanded(items: List) -> List:
    """The events of groups, if ``items`` are groups: mappings with a list of events. Else ``items``."""
    single = [item for _, item in items if isinstance(item, dict) and (len(item) == 1 or len(items) == 1)]
    if len(single) == len(items):  # [{2019: […]}, {2020: […]}]
        events = _together([one for item in single for one in _lists(item, (), _DEPTH)])
        if events is not None:
            return events
    named = [_list_of(item) for _, item in items]
    if sum(name is not None for name in named) * 2 <= len(items):
        return items
    events = []
    for (at, item), name in zip(items, named, strict=True):
        children = item[name][2] if isinstance(item, dict) and name is not None else None
        if isinstance(item, dict) and isinstance(children, list):
            group = {key: entry for key, entry in item.items() if key != name}
            events += [(place, _with_group(child, group, name or "", place)) for place, child in children]
        else:
            events.append((at, item))
    return events


def _with_group(child: Node, group: Map, name: str, at: int) -> Map:
    """An event with the fields of its group. A field that the event has too is kept as a field of the group."""
    if not isinstance(child, dict):
        return {**group, "event": (at, at, child)}
    both = {f"{name}: {key}": entry for key, entry in group.items() if key in child}
    return {**{key: entry for key, entry in group.items() if key not in child}, **child, **both}


def _list_of(item: Node) -> str | None:
    """The key of the list of events in a group; None if it is no group."""
    for key, (_, _, value) in item.items() if isinstance(item, dict) else ():
        if isinstance(value, list) and value and " ".join(words(key)) in _LISTS:
            if all(isinstance(child, str) for _, child in value):
                return key
            if all(isinstance(child, dict) for _, child in value) and _says_something(value):
                return key
    return None


def _says_something(items: List) -> bool:
    """Whether one of the keys of ``items`` is a usual name for a title, a text or a date."""
    return any(
        sense.level == SURE and sense.meaning in ("date", "title", "summary")
        for key in _keys(items)
        for sense in senses(key)
    )


def _keys(items: List) -> set[str]:
    return {key for _, item in items[:20] if isinstance(item, dict) for key in item}


def _lists(node: Map, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], List]]:
    """The lists of mappings in ``node`` and the mappings in it, each with the keys that lead to it."""
    for key, (_, _, value) in node.items():
        if isinstance(value, list) and value and all(isinstance(item, dict) for _, item in value):
            yield (*path, key), value
        elif isinstance(value, dict) and depth > 1:
            yield from _lists(value, (*path, key), depth - 1)
