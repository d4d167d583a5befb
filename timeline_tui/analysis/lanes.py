"""Lanes: the compared values side by side. Each value has a lane for its own events, and several values share one.

Two values have the lanes Japan, together, United States. With three or more, the lane of events with several of them
comes last.
"""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.analysis.compare import Comparison
from timeline_tui.index.bits import Positions

TOGETHER, SEVERAL = "together", "several"
"""The names of the lane of events with both values, and with several of more than two."""
SIGN = "+"
"""The letter of the lane of events with several values."""


class Lanes:
    """The events of a slice by lane. The lanes have ``names`` and ``letters``, from left to right."""

    def __init__(self, comparison: Comparison) -> None:
        whole, field, values = comparison.slice, comparison.field, comparison.values
        facet = whole.index.facet(field)
        seen = several = 0
        for posting in map(facet.value_bits, values):
            several |= seen & posting
            seen |= posting
        shared = 1 if len(values) == 2 else len(values)
        names = list(map(comparison.name, values))
        sets = [whole.mask & facet.value_bits(value) & ~several for value in values]
        letters = _letters(names)
        self._letters = dict(zip(values, letters, strict=True))
        names.insert(shared, TOGETHER if len(values) == 2 else SEVERAL)
        letters.insert(shared, SIGN)
        sets.insert(shared, whole.mask & several)
        self.names: Sequence[str] = names
        self.letters: Sequence[str] = letters
        self._sets = list(map(Positions, sets))
        self._having = {value: Positions(facet.value_bits(value)) for value in values}
        self.shared = shared
        """The lane of events with several values."""

    def __len__(self) -> int:
        return len(self.names)

    def lane(self, position: int) -> int:
        """The lane of the event at ``position``."""
        return next((lane for lane, positions in enumerate(self._sets) if position in positions), self.shared)

    def letter(self, position: int) -> str:
        """The letter of the lane of an event; with three or more values, the letters of all values that it has."""
        lane = self.lane(position)
        if lane != self.shared or len(self._letters) == 2:
            return self.letters[lane]
        return "".join(letter for value, letter in self._letters.items() if position in self._having[value])

    @property
    def letter_width(self) -> int:
        """The most letters that an event has."""
        return 1 if len(self._letters) == 2 else len(self._letters)

    def counts(self, first: int, last: int) -> list[int]:
        """The number of events of each lane among the positions from ``first`` to ``last``, both included."""
        return [positions.rank(last + 1) - positions.rank(first) for positions in self._sets]


def _letters(names: Sequence[str]) -> list[str]:
    """A different letter for each name: the first letter of one of its words, else another; else a number."""
    taken: list[str] = []
    for number, name in enumerate(names, 1):
        initials = [word[0] for word in name.split()]
        free = (
            letter for character in (*initials, *name) if (letter := character.upper()).isalpha() and len(letter) == 1
        )
        taken.append(next((letter for letter in free if letter not in taken), str(number)))
    return taken
