"""Reads small files in YAML that are not timelines: settings and judgements."""

from __future__ import annotations

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Node
from timeline_tui.formats.yaml import yaml_syntax
from timeline_tui.formats.yaml.excerpts import NoEvents


def read_yaml(data: bytes, shown: str) -> tuple[Document, Node]:
    """The document, to which problems are added, and the value of the whole file; None if it is empty or broken."""
    document = decode(data, shown)
    builder = Builder(document, NoEvents())
    if not document.broken:
        yaml_syntax.parse(document, builder)
    return document, builder.root
