"""The outline of a file that is being read: the containers of its first two levels that a fault may be in."""

from __future__ import annotations

from typing import TypeAlias

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.nodes import List, Map

# (container, offset, offset of its incomplete entry, its key in the root)
Outline: TypeAlias = "tuple[Map | List, int, int | None, str | None]"


def outline(builder: Builder) -> list[Outline]:
    """The root, and its value that is not complete; if all are complete, all that are containers.

    Empty if the root is complete, or is not a container.
    """
    frames = builder.frames
    if not frames:
        return []
    node, key, key_offset, offset = frames[0]
    if isinstance(node, list):
        return [(node, offset, frames[1][3] if len(frames) > 1 else None, None)]
    if key is None:
        values: list[Outline] = [
            (value, at, None, name) for name, (_, at, value) in node.items() if isinstance(value, (dict, list))
        ]
        return [(node, offset, None, None), *values]
    levels: list[Outline] = [(node, offset, key_offset, None)]
    if len(frames) > 1:
        value, inner_key, inner_offset, value_offset = frames[1]
        in_list = frames[2][3] if len(frames) > 2 else None
        in_mapping = None if inner_key is None else inner_offset
        levels.append((value, value_offset, in_list if isinstance(value, list) else in_mapping, key))
    return levels
