"""Building nodes from the tokens of a parser.

A parser calls the `Builder` for each token, from left to right. Nothing is recursive. The builder passes each event on
as soon as it is complete, so memory holds the nodes of one event at a time.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Protocol, TypeAlias

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_DEPTH, MAX_SCALAR, BrokenError, List, Map, Node
from timeline_tui.formats.reading.yaml_anchors import YamlAnchors
from timeline_tui.text.text import changes, clean_line


class Sink(Protocol):
    """Receives the events while they are read."""

    def begin(self, root: Map) -> None:
        """Called before the first event. ``root`` has the keys before the events; it is empty if the root is a list."""

    def event(self, node: Node, offset: int) -> None:
        """Called for each complete event. It begins at ``offset``."""


_SHORT = 100  # characters
_short_line = lru_cache(maxsize=1 << 12)(clean_line)  # 2,000 small files have the same few keys
# Keys for the value of a merge and for a value that is left out. Cleaned keys have no null characters.
_MERGED, _DROPPED = "\0<<", "\0"
_REASON = "\0?"  # the key for the reason to leave out a mapping, with the offset of the reason
_AGAIN = "\0events"  # the key of the root for “events” if that is given again
Frame: TypeAlias = "tuple[Map | List, str | None, int, int]"  # node, key, key_offset and _offset of a `Builder`


class Builder:
    """Builds nodes from the tokens of a parser, and passes the events to ``sink`` instead of keeping them.

    The events are the items of the root if it is a list, else of the list under its key ``events``.
    """

    def __init__(self, document: Document, sink: Sink) -> None:
        self._document = document
        self.sink = sink
        self._base: List = []
        # The next five are public, because the YAML parser handles the common cases of add() in its own loop.
        self.node: Map | List = self._base  # the innermost open container
        self.key: str | None = None  # the key in ``node`` whose value comes next
        self.key_offset = 0
        self.keys: dict[str, str] = {}  # key as written → cleaned key
        self.stream: Node = None  # the list whose items are events
        self._offset = 0  # where ``node`` begins
        self._stack: list[Frame] = []  # the state of each container around ``node``
        self._dropped = ""  # the last key of the root that was left out
        self._is_special = False  # whether a container had an anchor, or a key was _MERGED or _DROPPED
        self.anchors = YamlAnchors(document)

    @property
    def root(self) -> Node:
        """The node of the whole text, as far as it was read; None if the text is empty."""
        return self._base[0][1] if self._base else None

    @property
    def frames(self) -> list[Frame]:
        """The state of each open container, from the root to the innermost one."""
        if not self._stack:
            return []
        return [*self._stack[1:], (self.node, self.key, self.key_offset, self._offset)]

    @property
    def depth(self) -> int:
        """The number of open containers."""
        return len(self._stack)

    def add(self, value: Node, offset: int) -> None:
        """Add a complete value to the open container: as an item, as a key, or as the value of the last key."""
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
            self.sink.event(value, offset)
        else:
            node.append((offset, value))

    def open(self, node: Map | List, offset: int, anchor: str | None = None) -> None:
        """Open the empty container ``node``. Raises BrokenError if it is nested too deep."""
        depth = len(self._stack)
        if depth < 2 or depth >= MAX_DEPTH or anchor:
            self._open_special(node, offset, anchor)
        self._stack.append((self.node, self.key, self.key_offset, self._offset))
        self.node, self.key, self._offset = node, None, offset

    def close(self) -> None:
        """Close the innermost open container, and add it to the one around it."""
        node, offset = self.node, self._offset
        is_left_out = self._is_special and self._close_special()
        self.node, self.key, self.key_offset, self._offset = self._stack.pop()
        if not is_left_out:
            self.add(node, offset)
        elif self.key is not None:
            self.add(None, offset)

    def abandon(self, depth: int = 0) -> None:
        """Close all containers deeper than ``depth``, after the parser failed.

        An incomplete event is discarded, and so is an incomplete container that would be a key.
        """
        while len(self._stack) > depth:
            parent, key, *_ = self._stack[-1]
            if parent is self.stream or (isinstance(parent, dict) and key is None):
                self.node, self.key, self.key_offset, self._offset = self._stack.pop()
            else:
                self.close()

    def go_on(self, kept: int, key: str | None) -> None:
        """Discard the incomplete containers deeper than ``kept`` (1: in the root).

        Of the others, only the root stays open, and its value with this ``key``, if that is not None.
        """
        while len(self._stack) > kept:
            self.node, self.key, self.key_offset, self._offset = self._stack.pop()
        self.anchors.forget_open(kept)
        self.key = None
        if len(self._stack) > 1 and key is None:
            self.close()
        elif len(self._stack) == 1 and key is not None:
            assert isinstance(self.node, dict)
            key_offset, offset, node = self.node.pop(key)
            assert isinstance(node, (dict, list))
            self._stack.append((self.node, key, key_offset, self._offset))
            self.node, self._offset = node, offset

    def restart(self) -> None:
        """Discard all nodes, to read the text again from its beginning."""
        for container in (self._stack, self._base, self.anchors, self.keys):
            container.clear()
        self.node, self.key, self._offset, self._is_special = self._base, None, 0, False
        if self.stream is not None:
            self.stream = None
            self.sink.begin({})

    def bounded(self, value: str, offset: int) -> str:
        """The text of a scalar, cut after MAX_SCALAR characters. A cut is reported."""
        if len(value) > MAX_SCALAR:
            message = f"a text of {len(value):,} characters; the limit is {MAX_SCALAR:,}"
            self._document.error(offset, message, "the rest is left out")
        return value[:MAX_SCALAR]

    def merge(self, offset: int) -> None:
        """Add YAML's plain ``<<``: text, or as a key the merge of the mapping that follows.

        https://yaml.org/type/merge.html
        """
        if not isinstance(self.node, dict) or self.key is not None:
            self.add("<<", offset)
        else:
            self.key_offset = offset
            self.key = self._once(self.node, _MERGED, offset)
            self._is_special = True

    def alias(self, name: str, offset: int) -> None:
        """Add the node that the anchor ``name`` marks; None, with an error, if it cannot be repeated.

        If the node may be in a part that was left out, the event with the alias is left out, too.
        """
        if name not in self.anchors and self._document.broken and (item := self._item()) is not None:
            self._reject(item, f"*{name} repeats a part that is left out", offset)
            self.add(None, offset)
        else:
            self.add(self.anchors.repeated(name, offset), offset)

    def _open_special(self, node: Map | List, offset: int, anchor: str | None) -> None:
        """Handle the rare cases of `open`: too deep, with an anchor, or the list of events.

        Raises BrokenError.
        """
        depth = len(self._stack)
        if depth >= MAX_DEPTH:
            raise BrokenError(offset, f"nested more than {MAX_DEPTH} levels deep")
        if anchor:
            self.anchors.open(anchor, node, depth + 1)
            self._is_special = True
        elif isinstance(node, list) and (depth == 0 or self.key in ("events", _AGAIN)):
            is_first, self.stream = self.stream is None, node
            if is_first:
                self.sink.begin(self.node if isinstance(self.node, dict) else {})

    def _close_special(self) -> bool:
        """Handle the rare cases of `close`: keys that are left out or merged, and the end of an anchored node.

        Return whether the node itself is left out.
        """
        node, reason = self.node, None
        if isinstance(node, dict):
            reason = node.pop(_REASON, None)
            if reason:
                from timeline_tui.formats.reading.structure_faults import report  # few files have a key twice

                report(node, self._offset, str(reason[2]), reason[0], self._document)
            self._settle(node)
        anchor = self.anchors.close(node, len(self._stack))
        if reason and anchor:
            self.anchors.forget(anchor)
        return reason is not None

    def _reject(self, node: Map, reason: str, offset: int) -> None:
        """Leave ``node`` out when it is complete, for the first reason given."""
        node.setdefault(_REASON, (offset, 0, reason))
        self._is_special = True

    def _item(self) -> Map | None:
        """The open event, or the outermost open mapping that is an item of a list; None if there is none."""
        nodes = [*(frame[0] for frame in self._stack[1:]), self.node]
        pairs = pairwise(nodes)
        return next((node for around, node in pairs if isinstance(around, list) and isinstance(node, dict)), None)

    def _new_key(self, node: Map, value: Node, offset: int) -> str:
        """``value`` as a key of ``node``; _DROPPED, with an error, if it cannot be one."""
        if isinstance(value, str):
            key = self.keys.get(value)
            return self._once(node, self._clean_key(value, offset) if key is None else key, offset)
        kind = "nothing" if value is None else "a mapping" if isinstance(value, dict) else "a list"
        self._document.error(offset, f"a key is text, not {kind}", "this key and its value are left out")
        self._is_special = True
        return _DROPPED

    def _once(self, node: Map, key: str, offset: int) -> str:
        """``key``; _DROPPED, with an error, if ``node`` has this key already."""
        if key not in node:
            return key
        # few files have a key twice
        from timeline_tui.formats.reading.structure_faults import FIELDS_OF_EVENT, may_be_two

        self._is_special = True
        around, name, *_ = self._stack[-1]
        is_root = around is self._base
        is_item = (isinstance(around, list) and not is_root) or name == "events"
        if is_item and may_be_two(node, key):
            noun = "two events" if around is self.stream or name == "events" else "two entries"
            self._reject(node, f"“{key.lstrip(_DROPPED)}” is given twice: this may be {noun}", offset)
            return _DROPPED
        if is_root and key == "events":
            hint = "the events of both are read: put them into one list"
            self._document.error(offset, "“events” is given twice", hint)
            return _AGAIN
        hint = f"the value on line {self._document.line(node[key][0])} is kept"
        if is_root and "events" in node and key in FIELDS_OF_EVENT:
            hint += "; if this belongs to the event before it, indent it"
        self._document.error(offset, f"“{key.lstrip(_DROPPED)}” is given twice", hint)
        if is_root:
            self._report_dropped(node)
            self._dropped = key
        return _DROPPED

    def _report_dropped(self, root: Map) -> None:
        """Remove the value of the last key of ``root`` that was left out, and report the events in it."""
        key_offset, _, value = root.pop(_DROPPED, (0, 0, None))
        if isinstance(value, list):
            from timeline_tui.formats.reading.structure_faults import report_events  # few files have a key twice

            report_events(value, key_offset, self._dropped, self._document)

    def _clean_key(self, value: str, offset: int) -> str:
        """``value`` cleaned and on one line. Invisible characters, and other spaces as indentation, are reported."""
        key = self.keys[value] = _short_line(value) if len(value) < _SHORT else clean_line(value)
        if value[:1].isspace() and value[0] != " ":
            kind = f"an unusual space (U+{ord(value[0]):04X})"
            self._document.error(offset, f"{kind} in the indentation", "indent with plain spaces")
        if key != value and any(changes(value)):
            self._document.warning(offset, f"this key is read as “{key}”, without invisible and control characters")
        return key

    def _settle(self, node: Map) -> None:
        """Remove the left-out value of ``node``, and add the merged keys.

        A key of ``node`` itself takes precedence, then the first of several merged mappings.
        """
        if len(self._stack) == 1:
            self._report_dropped(node)
        node.pop(_DROPPED, None)
        again = node.pop(_AGAIN, None)
        if again and again[2] is not None and not node["events"][2]:
            node["events"] = again
        _, offset, merged = node.pop(_MERGED, (0, 0, None))
        for at, source in merged if isinstance(merged, list) else [(offset, merged)]:
            if isinstance(source, dict):
                for key, entry in source.items():
                    node.setdefault(key, entry)
            elif source is not None:
                hint = "to write text, put “<<” in quotes"
                self._document.error(at, "<< merges a mapping, or a list of mappings", hint)
