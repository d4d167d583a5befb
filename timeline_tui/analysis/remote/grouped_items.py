"""Items of a selection in groups: the quotes of each speaker, the events that each source disputes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.analysis.remote.day_table import day_table
from timeline_tui.analysis.remote.pages import PAGE, Pages
from timeline_tui.index.questions import AnswerError, Asked, Key, KeyedEvent


class ItemGroup(NamedTuple):
    """A group: its name in `Asked.of`, the key that all its items have, and the number of items."""

    name: str
    key: str
    items: int


class GroupedItems:
    """The items of ``asked`` in ``groups``. Within a group, they are in order of time.

    One question asks for several small groups that follow each other. A larger group is read in pages. ``keys`` returns
    the keys of all groups of an item.
    """

    def __init__(
        self, answers: Answers, asked: Asked, groups: Sequence[ItemGroup], keys: Callable[[KeyedEvent], Collection[str]]
    ) -> None:
        self.groups = groups
        self._answers, self._asked, self._keys = answers, asked, keys
        self._starts = [*accumulate((group.items for group in groups), initial=0)]
        self._blocks = [*_blocks(groups)]
        self._block_starts = [block.start for block in self._blocks]
        self._pages: dict[int, Pages] = {}

    def __len__(self) -> int:
        return self._starts[-1]

    def number(self, row: int) -> int:
        """The number of the group of a row."""
        return bisect_right(self._starts, row) - 1

    def rows(self, row: int) -> range:
        """All rows of the group of a row."""
        number = self.number(row)
        return range(self._starts[number], self._starts[number + 1])

    def keyed(self, row: int) -> KeyedEvent:
        """The item in a row. Raises NotYetError, AnswerError."""
        number = self.number(row)
        place = row - self._starts[number]
        if self.groups[number].items > PAGE:
            return self._pages_of(number).keyed(place)
        return self._small(number)[place]

    def row(self, number: int, key: Key) -> int:
        """The row of an item in the group with this number. Raises NotYetError, AnswerError."""
        if self.groups[number].items > PAGE:
            return self._starts[number] + self._pages_of(number).rank(key)
        return self._starts[number] + [item.key for item in self._small(number)].index(key)

    def _pages_of(self, number: int) -> Pages:
        if number not in self._pages:
            asked = self._asked._replace(of=(self.groups[number].name,))
            self._pages[number] = Pages(self._answers, asked, day_table(self._answers, asked))
        return self._pages[number]

    def _small(self, number: int) -> Sequence[KeyedEvent]:
        """The items of a small group."""
        block = self._blocks[bisect_right(self._block_starts, number) - 1]
        groups = self.groups[block.start : block.stop]
        asked = self._asked._replace(of=tuple(group.name for group in groups))
        found = self._answers.get(("block", asked), lambda: self._ask(asked, groups))
        return found[self.groups[number].key]

    def _ask(self, asked: Asked, groups: Sequence[ItemGroup]) -> Mapping[str, Sequence[KeyedEvent]]:
        items: dict[str, list[KeyedEvent]] = {group.key: [] for group in groups}
        for item in self._answers.questions.page(asked, None, sum(group.items for group in groups)):
            for key in self._keys(item):
                if key in items:
                    items[key].append(item)
        if any(len(items[group.key]) != group.items for group in groups):
            raise AnswerError("the chronology has changed; read it again")
        self._answers.learn_origins(item.event for keyed_events in items.values() for item in keyed_events)
        return items


def _blocks(groups: Sequence[ItemGroup]) -> Iterator[range]:
    """Ranges of group numbers; one question asks for the groups of a range."""
    start = size = 0
    for number, group in enumerate(groups):
        if number > start and size + group.items > PAGE:
            yield range(start, number)
            start, size = number, 0
        size += group.items
    if start < len(groups):
        yield range(start, len(groups))
