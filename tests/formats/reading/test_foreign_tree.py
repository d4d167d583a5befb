"""The lists of a file are looked through without copying what is beside them."""

from __future__ import annotations

from collections.abc import ItemsView

from timeline_tui import formats
from timeline_tui.formats.reading.foreign_tree import _lists
from timeline_tui.formats.reading.nodes import Map


class Counted(dict[str, "tuple[int, int, object]"]):
    """A mapping that counts how often its items are gone through."""

    count = 0

    def items(self) -> ItemsView[str, tuple[int, int, object]]:
        self.count += 1
        return super().items()


def test_a_root_with_many_lists_is_not_copied_for_each() -> None:
    root = Counted({f"k{number}": (0, 0, [(0, {})]) for number in range(50)})
    found: Map = root  # type: ignore[assignment]  # its values are nodes
    assert len(list(_lists(found))) == 50
    assert root.count <= 1


def test_what_stands_beside_the_events_is_kept_from_all_levels() -> None:
    text = '{"a": "x", "timeline": {"b": "y", "items": [{"when": "2024", "what": "A"}], "c": "z"}, "title": "T"}'
    timeline = formats.read(text.encode(), "f.json").timeline
    assert (timeline.title, timeline.other) == ("T", (("a", "x"), ("b", "y"), ("c", "z")))
