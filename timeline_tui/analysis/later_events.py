"""Whether an event may have begun after events that are below it in the order of time."""

from timeline_tui.index.bits import Positions, first_bits
from timeline_tui.index.index import Index

_TRIED = 30  # rows that are looked at one by one; in a chain of 100,000 events, all later ones take 45 ms


def may_follow_later(index: Index, mask: int, rows: Positions, row: int, last: int) -> bool:
    """Whether the event in a row may have begun after one under a later heading, up to the row ``last``.

    Events that are certainly after it by the stated order do not count. ``rows`` are the positions in ``mask``.
    """
    position = rows[row]
    found = _may_follow_one_of(index, rows, position, range(last, max(row, last - _TRIED), -1))
    if found is not None:
        return found
    begun_by_last = first_bits(rows[last] + 1)
    latest = (mask & begun_by_last & ~index.after_by_order(position)).bit_length() - 1
    return latest > position and index.event(latest).date.heading != index.event(position).date.heading


def _may_follow_one_of(index: Index, rows: Positions, position: int, tried: range) -> bool | None:
    """Whether one of some last rows, from below, is not certainly after an event, before one under its own heading.

    None if all of them are certainly after it, or if times of day must be compared.
    """
    heading, leads = index.event(position).date.heading, index.order_graph.leads
    for row in tried:
        other = index.event(rows[row]).date
        if other.heading == heading:
            return False
        if not leads(position, rows[row]):
            is_timed = other.minute is not None and position in index.order_graph.following
            return None if is_timed else True
    return None
