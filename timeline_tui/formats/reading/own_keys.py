"""Finds misspelt keys of the root, and events in the wrong place, in a file in our own shape."""

from __future__ import annotations

from collections.abc import Iterator

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.reading.structure_faults import report_events
from timeline_tui.model.fields import SOURCE, TIMELINE
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean_line


def is_keyed(node: Map) -> bool:
    """Whether ``node`` may be sources by their keys: mappings and texts, but not the fields of one source."""
    return (
        bool(node)
        and SOURCE.by_name.keys().isdisjoint(node)
        and all(isinstance(value, (dict, str)) for _, _, value in node.values())
    )


def without_events(root: Map, document: Document) -> Map:
    """``root`` without the fields after ``events`` that have events in them; these are reported."""
    at = root["events"][0] if "events" in root else None
    others = [key for key in root if at is not None and key != "events" and root[key][0] > at]
    with_events = {key for key in others if report_events(root[key][2], root[key][0], key, document)}
    return {key: entry for key, entry in root.items() if key not in with_events or key not in TIMELINE.by_name}


def has_own_field(event: Node) -> bool:
    """Whether an event has a field that only our own format has, with a value of its kind."""
    if not isinstance(event, dict) or "title" not in event:
        return False
    values = {key: value for key, (_, _, value) in event.items()}
    return (
        "date_note" in values
        or isinstance(values.get("checked"), (dict, list))
        or isinstance(values.get("after"), list)
        or isinstance(values.get("before"), list)
    )


def misspelt(root: Map) -> Iterator[tuple[str, str]]:
    """Misspelt keys, each with the right one: ("evnets", "events"). The root must not have the right key.

    The value must fit the right key: a list of mappings for events, mappings by their keys for sources.
    """
    for meant, fits in (("events", _are_events), ("sources", _are_sources)):
        near = (key for key, (_, _, value) in root.items() if fits(value) and nearest(key, (meant,)))
        if meant not in root and (key := next(near, None)):
            yield key, meant


def renamed(root: Map, key: str, meant: str, document: Document) -> Map:
    """``root`` with ``key`` renamed to ``meant``. A warning says so."""
    message = f"“{clean_line(key)}” is not a key of a timeline; it is read as “{meant}”"
    document.warning(root[key][0], message, did_you_mean(meant))
    return {meant if name == key else name: entry for name, entry in root.items()}


def _are_events(node: Node) -> bool:
    return isinstance(node, list) and any(isinstance(item, dict) for _, item in node)


def _are_sources(node: Node) -> bool:
    return isinstance(node, dict) and is_keyed(node) and any(isinstance(value, dict) for _, _, value in node.values())
