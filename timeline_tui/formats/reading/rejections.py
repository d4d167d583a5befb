"""Mappings that are left out, because they may be two entries with a “-” or “{” missing between them.

A key that is given twice shows this.
"""

from operator import itemgetter

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.model.fields import EVENT

FIELDS_OF_EVENT = frozenset(EVENT.by_name)
_REMARKS = FIELDS_OF_EVENT - {"id", "title", "date", "after", "before"}  # they do not tell an event from others
_TWO = "entries that may be two"  # a group of faults


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
