"""JSON inside a file of another format. It holds the data for which that format has no field."""

from __future__ import annotations

import json
from typing import Any

from timeline_tui.formats.json.rough_parser import is_deep
from timeline_tui.formats.reading.nodes import MAX_DEPTH, List, Node


def node_of_json(text: str, offset: int) -> Node:
    """The value of a JSON text. All its parts have the offset ``offset``; numbers and booleans become text.

    Raises ValueError if ``text`` is not JSON, or is nested too deeply.
    """
    if is_deep(text, MAX_DEPTH):
        raise ValueError("nested too deeply")
    return _node(json.loads(text, parse_int=str, parse_float=str, parse_constant=str), offset, MAX_DEPTH)


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
