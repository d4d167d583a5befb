"""A part of a document in another syntax: YAML at the head of a file, or below a line of it."""

from __future__ import annotations

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Builder, Map, Node, moved
from timeline_tui.formats.yaml import yaml_syntax
from timeline_tui.model.problems import Severity


def yaml_part(document: Document, start: int, text: str) -> Map:
    """The mapping that ``text`` is, a part of ``document`` that begins at ``start``; what is wrong is told in place.

    It is empty where there is none; ``text`` may differ from that part as long as nothing in it is moved.
    """
    part = _Part(document, start, text)
    builder = Builder(part, _Nobody())
    yaml_syntax.parse(part, builder)
    root = moved(builder.root, start)
    if isinstance(root, dict):
        return root
    if root is not None:
        document.error(start, "this is no list of properties; it is left out", "properties are written “name: value”")
    return {}


class _Part(Document):
    """Tells what is wrong with it to the whole."""

    def __init__(self, whole: Document, start: int, text: str) -> None:
        super().__init__(whole.file, text)
        self._whole, self._start = whole, start
        self.repeated = whole.repeated  # else each part could repeat as much as a file may

    def error(self, offset: int, message: str, hint: str = "", group: str = "") -> bool:
        return self._whole.error(self._start + offset, message, hint, group)

    def warning(self, offset: int, message: str, hint: str = "", group: str = "") -> bool:
        return self._whole.warning(self._start + offset, message, hint, group)

    def lists(self, group: str) -> bool:
        return self._whole.lists(group)

    def more(self, count: int, offset: int, group: str, severity: Severity) -> None:
        self._whole.more(count, self._start + offset, group, severity)

    def stop(self, offset: int, message: str, hint: str = "") -> None:
        self._whole.error(self._start + offset, message, hint)
        self.broken = True

    def line(self, offset: int) -> int:
        return self._whole.line(self._start + offset)


class _Nobody:
    """Takes no events: a part has none."""

    def begin(self, root: Map) -> None:
        """Nothing comes."""

    def event(self, node: Node, offset: int) -> None:
        """An item of a list called "events", which is no property of anything."""
