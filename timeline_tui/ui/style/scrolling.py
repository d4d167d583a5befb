"""The scroll bar that lists, grid and detail share, and the step of the mouse wheel."""

from __future__ import annotations

WHEEL = 3  # lines that one step of the mouse wheel scrolls


def thumb_lines(height: int, share: float, position: float) -> range:
    """The lines of a scroll bar of ``height`` lines (1 or more) that its thumb covers.

    ``share`` is the part of the content in view, below 1. ``position`` is how far the view is scrolled, from 0 at the
    start to 1 at the end. The thumb touches an end of the bar only when the view does.

    >>> thumb_lines(10, 0.3, 0.01)
    range(1, 4)
    """
    size = max(1, min(height - 1, round(height * share)))
    room = height - size
    start = round(room * position)
    if room > 1:
        start = max(int(position > 0), min(start, room - int(position < 1)))
    return range(start, start + size)
