"""Finds the line of a source or quote in an event by parsing the file again: a timeline keeps only lines of events."""

from __future__ import annotations

from contextlib import suppress

from timeline_tui.formats.detection import detect
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Builder, List, Map, Node
from timeline_tui.model.timeline import Quote, Source
from timeline_tui.text.text import clean, clean_line

LARGEST = 10_000_000
"""Bytes of a file that is parsed again, which takes 2 s."""


def inner_line(data: bytes, file: str, line: int, part: Quote | Source) -> int:
    """The line of ``part`` in the event that begins at ``line`` of a file. ``line`` itself if it is not found.

    Only files in our own shape, in YAML or JSON, are parsed.
    """
    format = detect(data, file).name
    if format not in ("yaml", "json") or len(data) > LARGEST:
        return line
    # imported here, because each takes 2 ms
    from timeline_tui.formats.json import json_syntax
    from timeline_tui.formats.yaml import yaml_syntax

    document = decode(data, file)
    wanted = _Wanted(document, line)
    with suppress(_FoundError):
        (yaml_syntax if format == "yaml" else json_syntax).parse(document, Builder(document, wanted))
    places = _quotes(wanted.node, part) if isinstance(part, Quote) else _sources(wanted.node, part)
    return next((document.line(place) for place in places), line)


class _FoundError(Exception):
    """The event is parsed: the rest of the file is not needed."""


class _Wanted:
    """A sink that keeps the event that begins at a line."""

    def __init__(self, document: Document, line: int) -> None:
        self._document, self._line = document, line
        self.node: Map = {}

    def begin(self, root: Map) -> None:
        """Ignore the keys before the events."""

    def event(self, node: Node, offset: int) -> None:
        """Keep the event at the line."""
        if isinstance(node, dict) and self._document.line(offset) == self._line:
            self.node = node
            raise _FoundError


def _quotes(node: Map, quote: Quote) -> list[int]:
    return [
        at
        for at, item in _items(node, "quotes")
        if isinstance(item, dict) and clean(_text(item, "text")).split() == quote.text.split()
    ]


def _sources(node: Map, source: Source) -> list[int]:
    """Where the event cites a source, or a quote names it."""
    found = [at for at, item in _items(node, "sources") if _is_source(item, source)]
    for _, quote in _items(node, "quotes"):
        if isinstance(quote, dict) and "source" in quote:
            _, at, item = quote["source"]
            found += [at] if _is_source(item, source) else []
    return found


def _is_source(item: Node, source: Source) -> bool:
    if isinstance(item, dict):
        title, url = clean_line(_text(item, "title")), clean_line(_text(item, "url"))
        return (title, url) == (source.title, source.url)
    return isinstance(item, str) and clean_line(item) in (source.title, source.url)


def _items(node: Map, key: str) -> List:
    _, at, value = node.get(key, (0, 0, None))
    return value if isinstance(value, list) else [(at, value)]


def _text(node: Map, key: str) -> str:
    value = node.get(key, (0, 0, None))[2]
    return value if isinstance(value, str) else ""
