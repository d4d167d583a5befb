"""Parse YAML that is not a timeline: a part of a file of another format, or a file of settings or judgements."""

from __future__ import annotations

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.document import Checkpoint, Document
from timeline_tui.formats.reading.nodes import Map, Node, moved
from timeline_tui.formats.yaml import yaml_syntax
from timeline_tui.model.problems import Extent, Severity


def yaml_part(document: Document, start: int, text: str) -> Map:
    """Return the YAML mapping in ``text``, the part of ``document`` that begins at offset ``start``.

    Problems are reported at their place in ``document``. Return {} if there is no mapping. ``text`` may differ from
    the part, for example by blanks instead of other characters, if all offsets stay the same.
    """
    part = _Excerpt(document, start, text)
    builder = Builder(part, NoEvents())
    yaml_syntax.parse(part, builder)
    root = moved(builder.root, start)
    if isinstance(root, dict):
        return root
    if root is not None:
        document.error(
            start, "this is not a list of properties; it is left out", "properties are written “name: value”"
        )
    return {}


class _Excerpt(Document):
    """A part of a document; it reports its problems to the whole document."""

    def __init__(self, whole: Document, start: int, text: str) -> None:
        super().__init__(whole.file, text)
        self._whole, self._start = whole, start
        self.repeated = whole.repeated  # shared, because the limit on aliases is for the whole file

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
        self.extent = Extent.STOPPED

    def checkpoint(self) -> Checkpoint:
        return self._whole.checkpoint()

    def go_back(self, to: Checkpoint) -> None:
        self._whole.go_back(to)
        self.extent = Extent.WHOLE

    def line(self, offset: int) -> int:
        return self._whole.line(self._start + offset)


class NoEvents:
    """A sink that ignores events: a part of a file and a file that is not a timeline have no events."""

    def begin(self, root: Map) -> None:
        """Do nothing."""

    def event(self, node: Node, offset: int) -> None:
        """Ignore an item of a list called "events": it is not a property."""


def read_yaml(data: bytes, shown: str) -> tuple[Document, Node]:
    """The document, to which problems are added, and the value of the whole file; None if it is empty or broken."""
    document = decode(data, shown)
    builder = Builder(document, NoEvents())
    if not document.broken:
        yaml_syntax.parse(document, builder)
    return document, builder.root
