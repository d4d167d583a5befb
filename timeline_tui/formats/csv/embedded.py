"""JSON inside a file of another format. It holds the data for which that format has no field."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from timeline_tui.formats.json.rough_parser import is_deep
from timeline_tui.formats.reading.nodes import MAX_DEPTH, List, Node


def node_of_json(text: str, offset: int, on_repeated: Callable[[str], object] = lambda _: None) -> Node:
    """The value of a JSON text. All its parts have the offset ``offset``; numbers and booleans become text.

    Of a key that an object has twice, the first value is kept, and ``on_repeated`` is called with the key. Raises
    ValueError if ``text`` is not JSON, or is nested too deeply.
    """
    if is_deep(text, MAX_DEPTH):
        raise ValueError("nested too deeply")

    def first_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        node = dict(pairs)
        if len(node) == len(pairs):
            return node
        node.clear()
        for key, value in pairs:
            if key in node:
                on_repeated(key)
            node.setdefault(key, value)
        return node

    read = json.loads(text, object_pairs_hook=first_of_each, parse_int=str, parse_float=str, parse_constant=str)
    return _node(read, offset, MAX_DEPTH)


def _node(value: Any, offset: int, depth: int) -> Node:  # Any: a result of json.loads
    if not depth:
        raise ValueError("nested too deeply")
    if isinstance(value, dict):
        return {key: (offset, offset, _node(part, offset, depth - 1)) for key, part in value.items()}
    if isinstance(value, list):
        items: List = [(offset, _node(part, offset, depth - 1)) for part in value]
        return items
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
