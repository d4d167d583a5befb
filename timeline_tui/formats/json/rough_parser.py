"""Parse JSON with the decoder of the standard library, which is fast but gives no offsets."""

from __future__ import annotations

import json
import re
from typing import Any

from timeline_tui.formats.reading.nodes import MAX_DEPTH, Map, Node

_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[][{}]', re.DOTALL)  # or a string, which may contain brackets
_CHANGE_OF_DEPTH = {"{": 1, "[": 1, "}": -1, "]": -1}


class RoughParser:
    """Parses objects into nodes as `json_syntax.parse` does, but all nodes have the offset of the text."""

    def __init__(self) -> None:
        self._offset = 0
        decoder = json.JSONDecoder(
            object_pairs_hook=self._mapping, parse_int=str, parse_float=str, parse_constant=_refuse
        )
        self._parse = decoder.decode

    def parse(self, text: str, offset: int) -> Map | None:
        """Return the object in ``text``, which begins at ``offset``.

        Return None if ``text`` is not one valid object, if an object has a key twice, or if it is nested too deep.
        """
        if is_deep(text, MAX_DEPTH - 1):
            return None
        self._offset = offset
        try:
            node = self._parse(text)
        except ValueError:
            return None
        return node if isinstance(node, dict) else None

    def _mapping(self, pairs: list[tuple[str, Any]]) -> Map:
        offset = self._offset
        node: Map = {key: (offset, offset, value if type(value) is str else self._node(value)) for key, value in pairs}
        if len(node) < len(pairs):
            raise ValueError("a key is there twice")
        return node

    def _node(self, value: Any) -> Node:
        kind = type(value)
        if kind is list:
            offset = self._offset
            return [(offset, item if type(item) is str else self._node(item)) for item in value]
        if kind is bool:
            return "true" if value else "false"
        return value  # type: ignore[no-any-return]  # a str, None, or a mapping that `_mapping` returned


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def is_deep(text: str, most: int) -> bool:
    """Whether a JSON text has more than ``most`` containers inside each other.

    The decoder of the standard library needs the C stack for each of them: where that is small, 100,000 brackets end
    the program.
    """
    if text.count("{") + text.count("[") <= most:
        return False
    depth = 0
    for found in _BRACKET.finditer(text):
        depth += _CHANGE_OF_DEPTH.get(found[0], 0)
        if depth > most:
            return True
    return False
