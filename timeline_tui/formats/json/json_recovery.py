"""After a syntax error in JSON: find the next event of the list, if the events begin on lines of their own.

Texts of JSON have no line breaks. So a line that begins like the events before it is not a part of a text.
"""

from __future__ import annotations

import re

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.recovery import Held, outline


def next_event(fault: int, text: str, builder: Builder, held: Held) -> tuple[int, int | None]:
    """The part of ``text`` (start, end) to leave out because of a fault at the offset ``fault``.

    The next event begins at its end, and only the list of events is then open in the builder. The end is None if no
    event can be found with certainty. A complete event is left out too if the fault may be a part of it.
    """
    levels = outline(builder)
    if not levels or levels[-1][0] is not builder.stream:
        is_cut = held.last and text[fault] not in "{[" and '"' in text[fault:]  # the rest contains parts of an event
        return held.last.pop()[1] if is_cut else fault, None
    _, _, incomplete, key = levels[-1]
    last = held.last[-1][1] if held.last else None
    if incomplete is not None:
        start = incomplete
    elif text.startswith("{", fault) and last is not None and _are_alike(last, fault, text):
        builder.go_on(len(levels), key)
        return fault, fault  # only the comma is missing
    else:
        start = _drop_cut(fault, text, held)
    first = held.last[-1][1] if held.last else start
    indentation = _indentation(text, first)
    is_line_each = bool(indentation) or "\n" not in text[start:fault] or text.count("\n", first, start) == 1
    if indentation is None or not is_line_each:
        return start, None
    begins = re.compile(rf"^{indentation}(?=\{{)", re.MULTILINE)
    for found in begins.finditer(text, text.find("\n", start) + 1 or len(text)):
        if text[max(start, found.start() - 100) : found.start()].rstrip().endswith(","):
            builder.go_on(len(levels), key)
            return start, found.end()
    return start, None


def keys(text: str) -> list[str]:
    """The keys of the event in ``text``, without those inside its values."""
    inner, before = re.sub(r"^[\s,]*\{", "", text), ""
    while inner != before:
        inner, before = re.sub(r"\[[^][{}]*\]|\{[^][{}]*\}", "", inner), inner
    return re.findall(r'"([^"\\\n]+)"\s*:', inner)


def _drop_cut(fault: int, text: str, held: Held) -> int:
    """Drop the last event if it may lack the text before ``fault``, and the text. Return where the faulty text begins.

    An event that is closed too early is followed by a text, the next key. If that begins a line like an event, it is
    the next event, without its opening brace.
    """
    start = fault
    while held.last and not isinstance(held.last[-1][0], dict):
        start = held.last.pop()[1]
    if not held.last or (start == fault and text[fault : fault + 1] in ("}", "]", "")):
        return start
    last = held.last[-1][1]
    if start < fault and _are_alike(last, start, text):
        return start
    held.last.pop()
    return last


def _are_alike(first: int, second: int, text: str) -> bool:
    """Whether two events begin lines with the same indentation. Without any, the first must be on a single line."""
    indentation = _indentation(text, first)
    is_sure = bool(indentation) or text.count("\n", first, second) == 1
    return indentation is not None and indentation == _indentation(text, second) and is_sure


def _indentation(text: str, offset: int) -> str | None:
    """The white space before ``offset``; None if other text is on the line before it."""
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    return None if before.strip() else before
