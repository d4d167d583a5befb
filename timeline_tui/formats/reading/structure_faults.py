"""Reports faults in the structure of a file: two entries that became one, and events under another key than ``events``.

A “-”, a “{” or spaces at the start of a line are missing there.
"""

from __future__ import annotations

from collections.abc import Set
from operator import itemgetter

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.model.fields import ENTRIES, EVENT, TIMELINE
from timeline_tui.text.text import clean_line

FIELDS_OF_EVENT = frozenset(EVENT.by_name)
_REMARKS = FIELDS_OF_EVENT - {"id", "title", "date", "after", "before"}  # they do not tell an event from others
_TWO = "entries that may be two"  # a group of faults
_OF_PARTS = frozenset(name for entry in ENTRIES if entry is not TIMELINE for name in entry.by_name) - FIELDS_OF_EVENT


def report(node: Map, start: int, reason: str, offset: int, document: Document) -> None:
    """Report that the mapping ``node``, which begins at ``start``, is left out. The reason is at ``offset``."""
    first, last = document.line(start), document.line(_last_offset(node, start))
    lines = f"line {first} is left out" if first == last else f"lines {first} to {last} are left out"
    hint = "is a “-” or “{” missing before this?" if "twice" in reason else ""
    document.skip(offset, f"{reason}; {lines}", hint, _TWO)


def may_be_two(node: Map, key: str) -> bool:
    """Whether the item ``node`` of a list, in which ``key`` is given again, may be two items.

    It may not if the same optional field of an event is given twice in direct succession.
    """
    last = next(name for name in reversed(node) if name[:1] != "\0")
    return last != key or key not in _REMARKS


def _last_offset(node: Node, offset: int) -> int:
    """The offset of the last value inside ``node``, which begins at ``offset``."""
    last = offset
    while node and not isinstance(node, str):
        entries = node if isinstance(node, list) else [entry[1:] for entry in node.values()]
        offset, node = max(entries, key=itemgetter(0))
        last = max(last, offset)  # a merged value has its offset from elsewhere
    return last


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
        subject = "1 event is" if count == 1 else f"{count:,} events are"
        hint = "put them under “events”: indent this key, or remove it"
        document.error(offset, f"{subject} under “{clean_line(key)[:40]}”, and not under “events”: not read", hint)
    return count > 0
