"""Finds the lists of a file in another shape than ours that may be its events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import Table, tabled
from timeline_tui.formats.reading.groups import expanded, is_part, joined, keyed
from timeline_tui.formats.reading.key_meanings import is_event_list
from timeline_tui.formats.reading.nested_dates import with_dates, with_parts
from timeline_tui.formats.reading.nodes import List, Map, Node
from timeline_tui.formats.shapes.shapes import shaped


def candidates(root: Map, document: Document) -> Iterator[tuple[Callable[[], Map], List]]:
    """The lists that may be the events of ``root``: its values, the lists of groups together, then each list.

    Each comes with a function that returns the data beside it, which is needed for one of them only.
    """
    for key, (_, _, value) in [("", (0, 0, root)), *root.items()]:
        if isinstance(value, dict) and (not key or is_event_list(key)) and (found := keyed(value)):
            yield partial(dict, without(root, key) | found[0] if key else found[0]), found[1]
            return
    single = list(_lists(root))
    together = joined(root)
    if together and not any(event_table(items, document, {}).shape for _, items in single):
        head, rows = together
        yield partial(dict, head), rows
    for path, items in single:
        yield partial(_beside, root, path), items


def _lists(root: Map) -> Iterator[tuple[tuple[str, ...], List]]:
    """The lists of mappings in a root, each with the keys that lead to it.

    Lists with a usual name for events come first, then other lists, then those one level deeper.
    """
    for key in sorted(root, key=lambda key: not is_event_list(key)):
        value = root[key][2]
        if isinstance(value, list) and not is_part(key) and any(isinstance(item, dict) for _, item in value):
            yield (key,), value
    for key, (_, _, value) in root.items():
        if isinstance(value, dict) and is_event_list(key):
            for path, items in _lists(value):
                yield (key, *path), items


def _beside(root: Map, path: tuple[str, ...]) -> Map:
    """The data beside the list to which the keys in ``path`` lead, from all levels."""
    beside: Map = {}
    node: Node = root
    for key in path:
        assert isinstance(node, dict)
        beside |= without(node, key)
        node = node[key][2]
    return beside


def event_table(items: List, document: Document, head: Map) -> Table:
    """The table whose rows are the mappings in ``items``. ``head`` has the keys beside them."""
    records = [(offset, item) for offset, item in expanded(items, len(document.text)) if isinstance(item, dict)]
    table = tabled(with_parts(with_dates(records)))
    return shaped(table._replace(head=head))


def without(root: Node, key: str) -> Map:
    """``root`` without a key; empty if it is not a mapping."""
    return {name: entry for name, entry in root.items() if name != key} if isinstance(root, dict) else {}
