"""Nodes: the values of a YAML or JSON file with their offsets. Other structured formats are read into nodes as well."""

from __future__ import annotations

from typing import TypeAlias

# Limits against hostile files. The real files that were measured stay far below them.
MAX_DEPTH = 32  # containers inside each other
MAX_REPEATED = 4 << 20  # characters that the aliases or the groups of a file repeat; a long file may repeat more
MAX_SCALAR = 1 << 20  # characters
OF_ANY_SIZE = "use JSON lines in our shape, of any size; DuckDB converts tables to them: timeline-tui help formats"
"""The hint if a file is too large."""

# Plain containers, because there are millions of them. Numbers and booleans stay text; None is null. Keys are cleaned
# and on one line. Offsets are characters from the beginning of the text.
Node: TypeAlias = "str | Map | List | None"
Map: TypeAlias = "dict[str, tuple[int, int, Node]]"  # key → (offset of the key, offset of the value, value)
List: TypeAlias = "list[tuple[int, Node]]"  # (offset, value)


def value_of(node: Map, key: str) -> Node:
    """The value of a key; None if there is no such key."""
    return node[key][2] if key in node else None


def moved(node: Node, by: int) -> Node:
    """A copy of ``node`` with ``by`` added to all offsets. Recursive: no node is deeper than MAX_DEPTH."""
    if isinstance(node, dict):
        return {key: (name + by, at + by, moved(value, by)) for key, (name, at, value) in node.items()}
    if isinstance(node, list):
        items: List = [(at + by, moved(value, by)) for at, value in node]
        return items
    return node


def size_of(node: Node) -> tuple[int, int]:
    """(values, characters) of ``node``, itself included. A node that aliases repeat counts each time."""
    values = characters = 0
    todo = [node]
    while todo:
        node = todo.pop()
        values += 1
        if isinstance(node, dict):
            characters += sum(map(len, node))
            todo += [value for _, _, value in node.values()]
        elif isinstance(node, list):
            todo += [value for _, value in node]
        elif node:
            characters += len(node)
    return values, characters


class BrokenError(Exception):
    """The text is malformed at ``offset``, and the parser cannot continue after it."""

    def __init__(self, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.hint = hint
