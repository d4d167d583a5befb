"""The markers that a version control system writes into a file with a merge conflict."""

from __future__ import annotations

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.not_timelines import stop_if_no_timeline

MARKER = "<<<<<<< "
"""The beginning of the first line of a conflict."""
_MIDDLE, _END = "=======", ">>>>>>> "
_FAULT = (
    "a merge conflict was left in the file",
    "keep one side, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>",
)


def stop_at_conflict(document: Document) -> int | None:
    """Stop if the text has a conflict. Return the offset of its first marker; None if there is none.

    This is for formats in which such a line is a fault of syntax. They call it after a fault.
    """
    offset = _first_marker(document.text)
    if offset is not None:
        document.stop(offset, *_FAULT)
    return offset


def stop_at_marker(document: Document, offset: int) -> bool:
    """Stop if the line at ``offset`` of the current block begins with MARKER, and return whether it does."""
    is_marker = document.text.startswith(MARKER, offset)
    if is_marker:
        document.stop(offset, *_FAULT)
    return is_marker


def cut_at_conflict(document: Document) -> None:
    """Stop before the first marker of a conflict: the text ends there.

    This is for formats that would read the markers as data.
    """
    offset = _first_marker(document.text)
    if offset is not None:
        document.cut(offset, *_FAULT)


def is_text_before_conflict(document: Document) -> bool:
    """Stop if the file is no timeline, and cut its text at a conflict. Return whether there is a text to read.

    The document may be ``broken`` then.
    """
    stop_if_no_timeline(document)
    is_timeline = not document.broken
    if is_timeline:
        cut_at_conflict(document)
    return is_timeline and (bool(document.text) or not document.broken)


def _first_marker(text: str) -> int | None:
    """The offset of the first marker. An author may have removed the one before the first side."""
    if text.startswith(MARKER):
        return 0
    before_marker = text.find(f"\n{MARKER}")
    if before_marker < 0 and (end := text.find(f"\n{_END}")) >= 0:
        middle = text.rfind(f"\n{_MIDDLE}", 0, end + 1)
        if text.startswith((f"{_MIDDLE}\r", f"{_MIDDLE}\n"), middle + 1):
            before_marker = middle
    return before_marker + 1 if before_marker >= 0 else None
