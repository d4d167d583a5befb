"""The days that a ``date:`` term stands for: ``2024-06``, ``2024-06-12..``, ``..2024-06-13``, ``a..b``, or EDTF."""

from __future__ import annotations

from timeline_tui.dates import NEVER_AFTER, NEVER_BEFORE, DateError, Day, When, parse
from timeline_tui.edtf import edtf_range


def range_days(text: str) -> tuple[Day, Day]:
    """The first and the last day of a range, both in it; an open end is NEVER_BEFORE or NEVER_AFTER.

    Raises DateError, its offset counted in ``text``.
    """
    if ".." not in text or "/" in text:
        when = parse(text)
        return when.earliest, when.latest
    left, right = text.split("..", 1)
    if not left and not right:
        raise DateError("a range needs a day on one side of “..”", "as in 2024-06-12.. or ..2024-06-13", 0)
    first = parse(left).earliest if left else NEVER_BEFORE
    at = len(left) + 2
    last = _parse_at(right, at).latest if right else NEVER_AFTER
    if last < first:
        raise DateError(f"the range ends before it begins: {right} is before {left}", f"write {right}..{left}", at)
    return first, last


def _parse_at(text: str, at: int) -> When:
    try:
        return parse(text)
    except DateError as error:
        raise DateError(error.message, error.hint, error.offset + at) from error


def range_text(first: Day | None, last: Day | None) -> str:
    """The shortest text for the days from ``first`` to ``last``, None being open: a day, a month, a year or a range."""
    if first is None and last is None:
        return ""
    text = edtf_range(NEVER_BEFORE if first is None else first, NEVER_AFTER if last is None else last)
    start, slash, end = text.partition("/")
    if not slash or start == end:
        return start
    return "" if start == ".." == end else f"{start.strip('.')}..{end.strip('.')}"
