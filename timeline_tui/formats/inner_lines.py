"""Finds the line of a source or quote in an event by parsing the file again: a timeline keeps only lines of events."""

from __future__ import annotations

from contextlib import suppress
from typing import TypeAlias

from timeline_tui.formats.detection import detect
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import List, Map, Node, value_of
from timeline_tui.model.timeline import Citation, Quote, Source
from timeline_tui.text.text import clean, clean_line

LARGEST = 10_000_000
"""Bytes of a file that is parsed again, which takes 2 s."""


Part: TypeAlias = Quote | Source | Citation
"""A part of an event that has a line of its own."""


def inner_line(data: bytes, file: str, line: int, part: Part) -> int:
    """The line of ``part`` in the event that begins at ``line`` of a file. ``line`` itself if it is not found."""
    return InnerLines(data, file, only=line).line(line, part)


class InnerLines:
    """The events of a file, by the line at which each begins; with ``only``, the one at that line.

    Only files in our own shape, in YAML or JSON, are parsed.
    """

    def __init__(self, data: bytes, file: str, only: int | None = None) -> None:
        format = detect(data, file).name
        is_read = format in ("yaml", "json") and len(data) <= LARGEST
        self._events = _EventNodes(decode(data if is_read else b"", file), only)
        if not is_read:
            return
        # imported here, because each takes 2 ms
        from timeline_tui.formats.json import json_syntax
        from timeline_tui.formats.yaml import yaml_syntax

        document = self._events.document
        with suppress(_FoundError):
            (yaml_syntax if format == "yaml" else json_syntax).parse(document, Builder(document, self._events))

    def line(self, line: int, part: Part) -> int:
        """The line of ``part`` in the event that begins at ``line``; ``line`` itself if it is not found."""
        node = self._events.nodes.get(line, {})
        if isinstance(part, Citation):
            places = _citations(node, part)
        else:
            places = _quotes(node, part) if isinstance(part, Quote) else _sources(node, part)
        return next(map(self._events.document.line, places), line)


class _FoundError(Exception):
    """The event is parsed: the rest of the file is not needed."""


class _EventNodes:
    """A sink that keeps the events, or only the one that begins at a line."""

    def __init__(self, document: Document, only: int | None) -> None:
        self.document, self._only = document, only
        self.nodes: dict[int, Map] = {}

    def begin(self, root: Map) -> None:
        """Ignore the keys before the events."""

    def event(self, node: Node, offset: int) -> None:
        """Keep an event."""
        line = self.document.line(offset)
        if isinstance(node, dict) and self._only in (None, line):
            self.nodes[line] = node
            if self._only is not None:
                raise _FoundError


def _quotes(node: Map, quote: Quote) -> list[int]:
    return [
        at
        for at, item in _items(node, "quotes")
        if isinstance(item, dict) and clean(_text(item, "text")).split() == quote.text.split()
    ]


def _sources(node: Map, source: Source) -> list[int]:
    """Where the event cites a source, or a quote names it."""
    offsets = [at for at, item in _items(node, "sources") if _is_source(item, source)]
    for _, quote in _items(node, "quotes"):
        if isinstance(quote, dict) and "source" in quote:
            _, at, item = quote["source"]
            offsets += [at] if _is_source(item, source) else []
    return offsets


def _citations(node: Map, citation: Citation) -> list[int]:
    """Where the event has a citation; else where it cites its source in another way."""
    citations = [(at, item) for at, item in _items(node, "sources") if _cites(item, citation.source)]
    same = [at for at, item in citations if _place_and_stance(item) == (citation.at, citation.stance)]
    return same or [at for at, _ in citations]


def _cites(item: Node, source: Source) -> bool:
    named = item.get("source", (0, 0, item))[2] if isinstance(item, dict) else item
    is_key = isinstance(named, str) and bool(source.key) and clean_line(named) == source.key
    return is_key or _is_source(named, source)


def _place_and_stance(item: Node) -> tuple[str, str]:
    if not isinstance(item, dict):
        return "", "reports"
    return clean_line(_text(item, "at")), _text(item, "stance") or "reports"


def _is_source(item: Node, source: Source) -> bool:
    if isinstance(item, dict):
        title, url = clean_line(_text(item, "title")), clean_line(_text(item, "url"))
        return (title, url) == (source.title, source.url)
    return isinstance(item, str) and clean_line(item) in (source.title, source.url)


def _items(node: Map, key: str) -> List:
    _, at, value = node.get(key, (0, 0, None))
    return value if isinstance(value, list) else [(at, value)]


def _text(node: Map, key: str) -> str:
    value = value_of(node, key)
    return value if isinstance(value, str) else ""
