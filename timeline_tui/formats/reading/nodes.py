"""Values with their positions, as YAML and JSON write them: what every structured format is read into first.

A syntax calls the `Builder` from left to right. There is no recursion, and each event is handed on as soon as
it is whole, so that memory holds the nodes of one event at a time.
"""

from __future__ import annotations

from typing import Protocol, TypeAlias

from timeline_tui.formats.reading.document import Document
from timeline_tui.text.text import changes, clean_line

# Bounds that every honest file passes (measured on real ones), so that a hostile one cannot eat the machine.
MAX_DEPTH = 32
MAX_EXPANDED = 100_000  # values reached through aliases and merges, counted after expansion
MAX_REPEATED = 4 << 20  # characters of the texts reached that way …
REPEATED_LENGTHS = 4  # … or this many times the length of the file, if that is more
MAX_SCALAR = 1 << 20  # characters


# Plain containers, because there are millions of them. Keys are cleaned and stand on one line.
Node: TypeAlias = "str | Map | List | None"
Map: TypeAlias = "dict[str, tuple[int, int, Node]]"  # key → (offset of the key, offset of the value, value)
List: TypeAlias = "list[tuple[int, Node]]"  # (offset, value)


def moved(node: Node, by: int) -> Node:
    """``node`` with all its offsets greater by so much. Its depth is bounded by the builder."""
    if isinstance(node, dict):
        return {key: (name + by, at + by, moved(value, by)) for key, (name, at, value) in node.items()}
    if isinstance(node, list):
        items: List = [(at + by, moved(value, by)) for at, value in node]
        return items
    return node


class BrokenError(Exception):
    """The text cannot be read any further."""

    def __init__(self, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.hint = hint


class Sink(Protocol):
    """What takes the events as they are read."""

    def begin(self, root: Map) -> None:
        """The events come now; ``root`` holds what stood before them."""

    def event(self, node: Node, offset: int) -> None:
        """One whole event."""


# Names that no cleaned key can have: what is merged, and what is read and thrown away.
_MERGED, _DROPPED = "\0<<", "\0"
_Frame: TypeAlias = "tuple[Map | List, str | None, int, int]"


class Builder:
    """Builds nodes from what a syntax finds; events go to ``sink`` instead.

    An event is an item of the root if that is a list, or of the list under the root's ``events``.
    """

    def __init__(self, document: Document, sink: Sink) -> None:
        self._document = document
        self._sink = sink
        self._base: List = []
        # Open to a syntax that takes the common case of add() into its loop:
        self.node: Map | List = self._base  # the container that is open
        self.key: str | None = None  # in it, the key that waits for its value
        self.key_offset = 0
        self.keys: dict[str, str] = {}  # key as written → as cleaned
        self.stream: Node = None  # the list whose items are events
        self._offset = 0  # of the container that is open
        self._stack: list[_Frame] = []  # node, key, key_offset and _offset of those that it stands in
        self._is_special = False  # whether any container so far has an anchor, or one of the two names above
        self._anchored: list[tuple[int, str]] = []  # (depth, name) of the anchors of those
        self._anchors: dict[str, Node] = {}
        self._whole: dict[str, tuple[int, int]] = {}  # anchors whose node is complete, with its _size()

    @property
    def root(self) -> Node:
        """The whole, as far as it was read; None if there is nothing."""
        return self._base[0][1] if self._base else None

    def add(self, value: Node, offset: int) -> None:
        """Put a whole value where it belongs: it is an item, a key, or the value of the key before it."""
        node = self.node
        if isinstance(node, dict):
            key = self.key
            if key is not None:
                node[key] = (self.key_offset, offset, value)
                self.key = None
            else:
                key = self.keys.get(value) if type(value) is str else None
                self.key = self._new_key(node, value, offset) if key is None or key in node else key
                self.key_offset = offset
        elif node is self.stream:
            self._sink.event(value, offset)
        else:
            node.append((offset, value))

    def open(self, node: Map | List, offset: int, anchor: str | None = None) -> None:
        """Begin a container: what comes next belongs to it. Raises BrokenError if it is too deep."""
        depth = len(self._stack)
        if depth < 2 or depth >= MAX_DEPTH or anchor:
            self._open_special(node, offset, anchor)
        self._stack.append((self.node, self.key, self.key_offset, self._offset))
        self.node, self.key, self._offset = node, None, offset

    def close(self) -> None:
        """End the container that is open."""
        node, offset = self.node, self._offset
        if self._is_special:
            self._close_special()
        self.node, self.key, self.key_offset, self._offset = self._stack.pop()
        self.add(node, offset)

    def abandon(self, depth: int = 0) -> None:
        """End all that is open deeper than ``depth``, without an event or a key that is not whole."""
        while len(self._stack) > depth:
            parent, key, *_ = self._stack[-1]
            if parent is self.stream or (isinstance(parent, dict) and key is None):
                self.node, self.key, self.key_offset, self._offset = self._stack.pop()
            else:
                self.close()

    def bounded(self, value: str, offset: int) -> str:
        """The text of a scalar, cut at the bound."""
        if len(value) > MAX_SCALAR:
            message = f"a text of {len(value):,} characters; the limit is {MAX_SCALAR:,}"
            self._document.error(offset, message, "what is beyond the limit is left out")
        return value[:MAX_SCALAR]

    def merge(self, offset: int) -> None:
        """YAML's plain ``<<``: as a key, the mapping after it lends its keys."""
        if not isinstance(self.node, dict) or self.key is not None:
            self.add("<<", offset)
        else:
            self.key_offset = offset
            self.key = self._once(self.node, _MERGED, offset)
            self._is_special = True

    def anchor_text(self, name: str, value: str | None) -> None:
        """Remember a scalar that aliases may repeat; only its characters count."""
        self._anchors[name] = value
        self._whole[name] = 0, len(value or "")

    def alias(self, name: str, offset: int) -> None:
        """Add what ``name`` was given to."""
        self.add(self._aliased(name, offset), offset)

    def _open_special(self, node: Map | List, offset: int, anchor: str | None) -> None:
        """Begin what is too deep, has an anchor, or may be the list of events: the root, or the root's ``events``."""
        depth = len(self._stack)
        if depth >= MAX_DEPTH:
            raise BrokenError(offset, f"nested more than {MAX_DEPTH} levels deep")
        if anchor:
            self._anchors[anchor] = node
            self._whole.pop(anchor, None)
            self._anchored.append((depth + 1, anchor))
            self._is_special = True
        elif isinstance(node, list) and (depth == 0 or self.key == "events"):
            self.stream = node
            self._sink.begin(self.node if isinstance(self.node, dict) else {})

    def _close_special(self) -> None:
        """Settle what is dropped and merged in the container that is open, and its anchor."""
        if isinstance(self.node, dict):
            self._settle(self.node)
        if self._anchored and self._anchored[-1][0] == len(self._stack):
            self._whole[self._anchored.pop()[1]] = _size(self.node)

    def _new_key(self, node: Map, value: Node, offset: int) -> str:
        """The key that ``value`` makes, or the name of what is dropped if it makes none."""
        if isinstance(value, str):
            key = self.keys.get(value)
            return self._once(node, self._clean_key(value, offset) if key is None else key, offset)
        what = "nothing" if value is None else "a mapping" if isinstance(value, dict) else "a list"
        self._document.error(offset, f"a key is text, not {what}", "this key and its value are left out")
        self._is_special = True
        return _DROPPED

    def _once(self, node: Map, key: str, offset: int) -> str:
        if key not in node:
            return key
        line = self._document.line(node[key][0])
        self._document.error(offset, f"“{key.lstrip(_DROPPED)}” is given twice", f"the one on line {line} is kept")
        self._is_special = True
        return _DROPPED

    def _clean_key(self, value: str, offset: int) -> str:
        key = self.keys[value] = clean_line(value)
        if value[:1].isspace() and value[0] != " ":
            kind = f"a space of another kind (U+{ord(value[0]):04X})"
            self._document.error(offset, f"{kind} in the indentation", "indent with plain spaces")
        if key != value and any(changes(value)):
            self._document.warning(offset, f"this key is read as “{key}”, without invisible and control characters")
        return key

    def _settle(self, node: Map) -> None:
        """Take out what is dropped, and put in what is merged: keys that are there stay, earlier ones win."""
        node.pop(_DROPPED, None)
        _, offset, merged = node.pop(_MERGED, (0, 0, None))
        for at, source in merged if isinstance(merged, list) else [(offset, merged)]:
            if isinstance(source, dict):
                for key, entry in source.items():
                    node.setdefault(key, entry)
            elif source is not None:
                hint = "to write text, put “<<” in quotes"
                self._document.error(at, "<< merges a mapping, or a list of mappings", hint)

    def _aliased(self, name: str, offset: int) -> Node:
        if name not in self._anchors:
            hint = "to write text that begins with *, put it in quotes"
            self._document.error(offset, f"*{name} refers to nothing: no &{name} stands before it", hint)
            return None
        if name not in self._whole:
            self._document.error(offset, f"*{name} refers to what it is part of")
            return None
        values, characters = self._whole[name]
        repeated = self._document.repeated
        repeated.values += values
        repeated.characters += characters
        most = max(MAX_REPEATED, REPEATED_LENGTHS * len(self._document.text))
        if repeated.values <= MAX_EXPANDED and repeated.characters <= most:
            return self._anchors[name]
        if not repeated.is_reported:
            bound = f"{MAX_EXPANDED:,} values" if repeated.values > MAX_EXPANDED else f"{most:,} characters"
            message = f"the aliases (*) of this file expand to more than {bound}"
            self._document.error(offset, message, "those from here on are left out")
            repeated.is_reported = True
        return None


def _size(node: Node) -> tuple[int, int]:
    """How many values it consists of, and how many characters; what an alias repeats counts each time."""
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
