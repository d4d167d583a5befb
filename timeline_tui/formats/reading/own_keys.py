"""Finds misspelt keys of the root of a file in our own shape, without which nothing in it fits together."""

from __future__ import annotations

from collections.abc import Iterator

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.model.fields import SOURCE
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean_line


def is_keyed(node: Map) -> bool:
    """Whether ``node`` may be sources by their keys: mappings and texts, but not the fields of one source."""
    return (
        bool(node)
        and SOURCE.by_name.keys().isdisjoint(node)
        and all(isinstance(value, (dict, str)) for _, _, value in node.values())
    )


def misspelt(root: Map) -> Iterator[tuple[str, str]]:
    """(key, meant) for a list like ``evnets`` and a mapping like ``source`` if the root has no such key.

    The value must be what the key that is meant has: a list of mappings, or mappings of sources by their keys.
    """
    for meant, fits in (("events", _are_events), ("sources", _are_sources)):
        near = (key for key, (_, _, value) in root.items() if fits(value) and nearest(key, (meant,)))
        if meant not in root and (key := next(near, None)):
            yield key, meant


def renamed(root: Map, key: str, meant: str, document: Document) -> Map:
    """``root`` with ``key`` renamed, which is a warning."""
    message = f"“{clean_line(key)}” is not a key of a timeline; it is read as “{meant}”"
    document.warning(root[key][0], message, did_you_mean(meant))
    return {meant if name == key else name: entry for name, entry in root.items()}


def _are_events(node: Node) -> bool:
    return isinstance(node, list) and any(isinstance(item, dict) for _, item in node)


def _are_sources(node: Node) -> bool:
    return isinstance(node, dict) and is_keyed(node) and any(isinstance(value, dict) for _, _, value in node.values())
