"""Reports events that are the value of another key than ``events``."""

from __future__ import annotations

from collections.abc import Set

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.rejections import FIELDS_OF_EVENT
from timeline_tui.model.fields import ENTRIES, TIMELINE
from timeline_tui.text.text import clean_line

_OF_PARTS = frozenset(name for entry in ENTRIES if entry is not TIMELINE for name in entry.by_name) - FIELDS_OF_EVENT


def are_of_event(keys: Set[str]) -> bool:
    """Whether an entry with these keys is probably an event: it has no key that only the parts of an event have."""
    is_placed = not keys.isdisjoint(("date", "after", "before"))
    return is_placed and "title" in keys and keys.isdisjoint(_OF_PARTS)


def report_events(node: object, offset: int, key: str, document: Document) -> bool:
    """Report the events in the list ``node``, which has the ``key`` at ``offset``. Return whether there are any.

    A key without indentation between two events ends the list of events, and the next events become its value.
    """
    keys = [item.keys() for _, item in node if isinstance(item, dict)] if isinstance(node, list) else []
    has_parts = not all(names.isdisjoint(_OF_PARTS) for names in keys)
    count = 0 if has_parts else sum(map(are_of_event, keys))
    if count:
        what = "1 event is" if count == 1 else f"{count:,} events are"
        hint = "put them under “events”: indent this key, or remove it"
        document.error(offset, f"{what} under “{clean_line(key)[:40]}”, and not under “events”: not read", hint)
    return count > 0
