"""Reads files that are one event each as one table, so that the same rules apply to all keys and dates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Literal

from timeline_tui.dates.edtf import is_date
from timeline_tui.formats.front_matter import markdown_event
from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.conflicts import cut_at_conflict
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.document import NOWHERE, Document
from timeline_tui.formats.reading.foreign import read_table
from timeline_tui.formats.reading.foreign_table import tabled
from timeline_tui.formats.reading.key_meanings import is_event_list, is_own, key_meaning
from timeline_tui.formats.reading.nested_dates import with_dates, with_parts
from timeline_tui.formats.reading.nodes import Map, Node, moved, value_of
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import SchemaReader, TimelineReader
from timeline_tui.formats.shapes.shapes import shaped
from timeline_tui.formats.yaml import yaml_syntax
from timeline_tui.model.fields import EVENT
from timeline_tui.model.problems import Problem, Severity

Outcome = Literal["event", "timeline", "neither", "toml", "broken"]
"""The kind of a file. ``timeline``: it may be a timeline, or has another format. ``broken``: its fault is reported."""

MARKDOWN = (".md", ".markdown")
_PARSERS: Mapping[str, Callable[[Document, Builder], None]] = {
    ".json": json_syntax.parse,
    ".yaml": yaml_syntax.parse,
    ".yml": yaml_syntax.parse,
}
_LARGEST = 1 << 20  # bytes of a file that may be a single event
_FIELDS = frozenset(field.name for field in EVENT.fields)


class _ListError(Exception):
    """A file holds a list of events."""


class _Lists:
    """A sink that stops at a list of events."""

    def begin(self, root: Map) -> None:  # noqa: ARG002  # a sink
        """Raises _ListError."""
        raise _ListError

    def event(self, node: Node, offset: int) -> None:
        """Never called."""


class FilesDocument(Document):
    """Several files as one text. Each offset belongs to one file, and problems are reported in that file."""

    def __init__(self, name: str, parts: Sequence[Document]) -> None:
        """``name`` is the name of all files together."""
        super().__init__(name, "\n".join(part.text for part in parts))
        self._parts = parts
        self.bases = [0, *accumulate(len(part.text) + 1 for part in parts)][: len(parts)]
        """The offset at which each file begins."""

    def position(self, offset: int) -> tuple[str, int]:
        """File and line of an offset."""
        part, at = self._located(offset)
        return part.position(at)

    def line(self, offset: int) -> int:
        """The number of the line in its file; 0 for NOWHERE."""
        part, at = self._located(offset)
        return part.line(at)

    def place_name(self, offset: int) -> str:
        """File and line."""
        file, line = self.position(offset)
        return f"{file}:{line}"

    def problem(self, offset: int, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        """The problem at ``offset``, in its file; at NOWHERE, it concerns all files."""
        part, at = self._located(offset)
        return part.problem(at, message, hint, severity)

    def _located(self, offset: int) -> tuple[Document, int]:
        """The file with the character at ``offset``, and the offset in that file."""
        if offset < 0:
            return Document(self.file, ""), NOWHERE
        number = bisect_right(self.bases, offset) - 1
        return self._parts[number], offset - self.bases[number]


class SingleEvents:
    """The events of files that are one event each. Call `add` for each file, then `readings`."""

    def __init__(self, name: str, options: ReadOptions, shape: str = "one file for each event") -> None:
        """``name`` is the name for all files together; ``shape`` says in words what the files are."""
        self._name, self._options, self._shape = name, options, shape
        self._found: list[tuple[Document, Map]] = []
        self.problems: list[Problem] = []
        """The faults in the syntax of the files."""

    def add(self, data: bytes, file: str) -> Outcome:
        """Take the event in a file, if it is one."""
        ending = f".{file.rpartition('.')[2].lower()}"
        parse = _PARSERS.get(ending)
        if len(data) > _LARGEST or not (parse or ending in MARKDOWN):
            return "timeline"
        document = decode(data, file)
        if document.broken:
            return "timeline"
        if not parse:
            cut_at_conflict(document)
        found = _root(document, parse) if parse else _of_markdown(document)
        if isinstance(found, dict):
            self.take(document, found)
            return "event"
        self.problems += document.problems() if found == "broken" else ()
        return found

    def take(self, document: Document, node: Map) -> None:
        """Take the event in ``document``, whose fields are ``node``."""
        self._found.append((document, node))
        self.problems += document.problems()

    def readings(self, progress: Progress | None = None) -> list[Reading]:
        """Up to two timelines: of the events in our format, and of the others. Together they have all problems."""
        found, ours, others = self._found, [], []
        if not self._options.adapts:
            if all(_is_ours(node) for _, node in found):
                ours = found
            else:
                ours = [pair for pair in found if _is_strict(pair[1])]
                others = [pair for pair in found if not _is_strict(pair[1])]
        else:
            others = found
        return [
            self._read(group, progress, is_ours=group is ours)._replace(
                format=_format(group[0][0].file), extent=min(document.extent for document, _ in group)
            )
            for group in (ours, others)
            if group
        ]

    def _read(self, group: list[tuple[Document, Map]], progress: Progress | None, *, is_ours: bool) -> Reading:
        document = FilesDocument(self._name, [part for part, _ in group])
        nodes = [(base, moved(node, base)) for base, (_, node) in zip(document.bases, group, strict=True)]
        if is_ours:
            schema_reader = SchemaReader(document, len(document.text), progress)
            for base, node in nodes:
                schema_reader.event(node, base)
            return schema_reader.finish([])
        reader = TimelineReader(document, len(document.text), progress, foreign=True)
        records = [(base, node) for base, node in nodes if isinstance(node, dict)]
        table = shaped(tabled(with_parts(with_dates(records))))
        table = table._replace(are_files=len(table.rows) > 1)
        if not table.shape and "summary" in table.names:  # a text, even if most of it is addresses
            table = table._replace(shape=self._shape, meanings={table.names.index("summary"): "summary"})
        understanding = read_table(table, reader, self._options)
        return reader.finish()._replace(understanding=understanding)


def _format(file: str) -> str:
    """The name of the format of a file with one event."""
    ending = f".{file.rpartition('.')[2].lower()}"
    return "front-matter" if ending not in _PARSERS else "json" if ending == ".json" else "yaml"


def _of_markdown(document: Document) -> Map | Outcome:
    found = markdown_event.node_of(document)
    if isinstance(found, dict) and _has(found, "date", "year"):
        return found
    if document.broken:
        return "broken"
    return "toml" if isinstance(found, markdown_event.MarkdownFault) and found.is_toml else "neither"


def _root(document: Document, parse: Callable[[Document, Builder], None]) -> Map | Outcome:
    """The root of a YAML or JSON file if it is an event; else what the file is."""
    builder = Builder(document, _Lists())
    try:
        parse(document, builder)
    except _ListError:
        return "timeline"
    root = builder.root
    if document.broken:
        return "broken"
    if root is None and not document.text.strip():
        return "timeline"  # perhaps one that is being written
    if not isinstance(root, dict):
        return "neither"
    lists = (key for key, (_, _, value) in root.items() if isinstance(value, list | dict) and is_event_list(key))
    if "events" in root or any(lists):
        return "timeline"
    return root if _has(root, "date", "year") and _has(root, "title", "summary") else "timeline"


def _has(node: Map, *meanings: str) -> bool:
    return any(key_meaning(key) in meanings for key, entry in node.items() if entry[2] is not None)


def _is_strict(node: Map) -> bool:
    """Whether an event is in our format and has only keys of the schema."""
    return _FIELDS.issuperset(node) and _is_ours(node)


def _is_ours(node: Map) -> bool:
    """Whether an event may be in our format: its keys allow it, and its date is EDTF."""
    date = value_of(node, "date")
    return is_own(node) and isinstance(date, str) and is_date(date.strip())
