"""After a syntax error in JSON: find the next event of the list, if the events begin on lines of their own.

Texts of JSON have no line breaks. So a line that begins like the events before it is no part of a text.
"""

from __future__ import annotations

import re

from timeline_tui.formats.reading.held import Held
from timeline_tui.formats.reading.nodes import Builder


def next_event(fault: int, text: str, builder: Builder, held: Held) -> tuple[int, int] | None:
    """The part of ``text`` (start, end) to leave out because of a fault at the offset ``fault``.

    The next event begins at its end, and only the list of events is then open in the builder. An event that is complete
    is left out too if the fault may be a part of it. None if no event can be found with certainty.
    """
    outline = builder.outline()
    if not outline or outline[-1][0] is not builder.stream:
        return None
    depth, incomplete = len(outline), outline[-1][2]
    if incomplete is None and text.startswith("{", fault) and held.last:  # only the comma is missing
        last = held.last[-1][1]
        if _indentation(text, fault) == _indentation(text, last) is not None:
            builder.go_on(depth, outline[-1][3])
            return fault, fault
    start = incomplete if incomplete is not None else _drop(held)
    indentation = None if start is None else _indentation(text, start)
    if start is None or indentation is None or (not indentation and "\n" in text[start:fault]):
        return None
    begins = re.compile(rf"^{indentation}(?=\{{)", re.MULTILINE)
    for found in begins.finditer(text, _next_line(text, max(start, fault) if not indentation else start)):
        if text[max(start, found.start() - 100) : found.start()].rstrip().endswith(","):
            builder.go_on(depth, outline[-1][3])
            return start, found.end()
    return None


def _drop(held: Held) -> int | None:
    """Drop the last event and what follows it in the list. Return its offset; None if there is none."""
    while held.last:
        node, offset = held.last.pop()
        if isinstance(node, dict):
            return offset
    return None


def _indentation(text: str, offset: int) -> str | None:
    """The white space before the object at ``offset``; None if something else is on the line before it."""
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    return before if text.startswith("{", offset) and not before.strip() else None


def _next_line(text: str, offset: int) -> int:
    return text.find("\n", offset) + 1 or len(text)
