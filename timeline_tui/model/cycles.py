"""Cycles among names that lead to others: sources based on sources, events before events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

_SHOWN = 8  # names of a cycle that a message shows


def cycles(following: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return cycles of ``following``, which has the names that follow each name. No two have a name in common.

    A cycle is given as its names in order, without a repetition of the first. If there is any cycle, at least one is
    returned. The time is linear in the number of names and pairs.
    """
    cycles_found: list[tuple[str, ...]] = []
    in_cycle: set[str] = set()
    done: set[str] = set()
    for start in following:
        if start in done:
            continue
        path = {start: 0}  # the names on the way from ``start``, with their places
        names = [start]
        branches: list[Iterator[str]] = [iter(following[start])]
        last = -1  # the place of the last name on the path that is in a cycle already
        while names:
            name = next(branches[-1], None)
            if name is None:
                done.add(names[-1])
                del path[names.pop()], branches[-1]
                while last >= 0 and (last >= len(names) or names[last] not in in_cycle):
                    last -= 1
            elif name in path:
                if path[name] > last:
                    cycles_found.append(tuple(names[path[name] :]))
                    in_cycle.update(cycles_found[-1])
                    last = len(names) - 1
            elif name not in done and name in following:
                path[name] = len(names)
                names.append(name)
                branches.append(iter(following[name]))
    return cycles_found


def cycle_message(cycle: tuple[str, ...]) -> str:
    """Return a message with the path of a cycle: "“a” leads back to itself: a → b → a"."""
    shown = [*cycle[: _SHOWN - 1], "…", cycle[-1]] if len(cycle) > _SHOWN else [*cycle]
    return f"“{cycle[0]}” leads back to itself: {' → '.join([*shown, cycle[0]])}"
