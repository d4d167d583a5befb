"""The anchors (``&name``) of a YAML file, and what its aliases (``*name``) repeat: YAML 1.2.2, section 7.1."""

from __future__ import annotations

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_REPEATED, Node, size_of

# Limits against hostile files. The real files that were measured stay far below them.
MAX_EXPANDED = 100_000  # values that the aliases of a file repeat, counted after expansion
REPEATED_LENGTHS = 4  # characters may be repeated this many times the length of the file, if not MAX_REPEATED is more


class YamlAnchors:
    """The anchors of one document, with their nodes."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._nodes: dict[str, Node] = {}
        self._sizes: dict[str, tuple[int, int]] = {}  # anchor of a complete node → its size_of()
        self._open: list[tuple[int, str]] = []  # (depth, anchor) of the open containers with anchors

    def __contains__(self, name: str) -> bool:
        return name in self._nodes

    def set_text(self, name: str, value: str | None) -> None:
        """Set an anchor at a scalar. Only its characters count as repeated, not the value itself."""
        self._nodes[name] = value
        self._sizes[name] = 0, len(value or "")

    def open(self, name: str, node: Node, depth: int) -> None:
        """Set an anchor at a container that begins at this depth."""
        self._nodes[name] = node
        self._sizes.pop(name, None)
        self._open.append((depth, name))

    def close(self, node: Node, depth: int) -> str | None:
        """The anchor of the container ``node``, which ends at this depth; None if it has none."""
        if not (self._open and self._open[-1][0] == depth):
            return None
        name = self._open.pop()[1]
        self._sizes[name] = size_of(node)
        return name

    def forget(self, name: str) -> None:
        """Remove an anchor, because its node is left out."""
        del self._nodes[name]

    def forget_open(self, depth: int) -> None:
        """Remove the anchors of incomplete containers that are deeper than ``depth``."""
        while self._open and self._open[-1][0] > depth:
            self._nodes.pop(self._open.pop()[1], None)

    def clear(self) -> None:
        """Remove all anchors."""
        self._nodes.clear()
        self._sizes.clear()
        self._open.clear()

    def repeated(self, name: str, offset: int) -> Node:
        """The node that an alias at ``offset`` repeats.

        None, with an error, if there is no such anchor, if its node contains the alias, or if the aliases of the file
        repeat too much. The last error is reported once for a file.
        """
        if name not in self._nodes:
            hint = "to write text that begins with *, put it in quotes"
            self._document.error(offset, f"*{name} refers to nothing: there is no &{name} before it", hint)
            return None
        if name not in self._sizes:
            self._document.error(offset, f"*{name} is inside the value that it repeats")
            return None
        values, characters = self._sizes[name]
        repeated = self._document.repeated
        repeated.values += values
        repeated.characters += characters
        limit = max(MAX_REPEATED, REPEATED_LENGTHS * len(self._document.text))
        if repeated.values <= MAX_EXPANDED and repeated.characters <= limit:
            return self._nodes[name]
        if not repeated.is_reported:
            exceeded = f"{MAX_EXPANDED:,} values" if repeated.values > MAX_EXPANDED else f"{limit:,} characters"
            message = f"the aliases (*) of this file expand to more than {exceeded}"
            self._document.error(offset, message, "the aliases from here on are left out")
            repeated.is_reported = True
        return None
