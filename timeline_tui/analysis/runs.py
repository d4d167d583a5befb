"""Runs of rows with the same key: the events of a day, the quotes of a speaker."""

from __future__ import annotations

from collections.abc import Callable


def run_end(key: Callable[[int], object], count: int, row: int, way: int) -> int:
    """The last of ``count`` rows, from ``row`` on in the direction ``way`` (1 or -1), that has the key of ``row``.

    Steps are doubled, then halved, because a run can be long: the number of calls grows with its logarithm. Rows with
    the same key must be neighbours.
    """
    key_of_row = key(row)
    room = count - 1 - row if way > 0 else row
    reach = 1
    while reach <= room and key(row + way * reach) == key_of_row:
        reach *= 2
    near, far = reach // 2, min(reach, room + 1)
    while far - near > 1:
        middle = (near + far) // 2
        near, far = (middle, far) if key(row + way * middle) == key_of_row else (near, middle)
    return row + way * near
