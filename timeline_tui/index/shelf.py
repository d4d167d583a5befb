"""All sources of a timeline by number: those of the facet, then those with a key that nothing leans on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from timeline_tui.index.facet import Facet
from timeline_tui.model.timeline import Source
from timeline_tui.text.text import fold


class Shelf:
    """``names`` are what facets and queries call them, ``totals`` how many events lean on each."""

    def __init__(
        self,
        facet: Facet,
        spare: Iterable[Source],
        find: Callable[[str], Source | None],
        orders: tuple[Sequence[int], Sequence[int]] | None = None,
    ) -> None:
        """``spare`` are those that the facet has not, ``find`` gives those that it has.

        ``orders``: if they are known.
        """
        self._facet = facet
        self._find = find
        self.spare: dict[str, Source] = {}
        for source in spare:
            self.spare.setdefault(fold(source.name), source)
        self.names = [*facet.values, *(source.name for source in self.spare.values())]
        cited = len(facet.values)
        self.totals = [facet.postings.total(number) for number in range(cited)] + [0] * len(self.spare)
        self._spare_numbers = {key: number for number, key in enumerate(self.spare, cited)}
        self._orders = orders

    def __len__(self) -> int:
        return len(self.names)

    def source(self, number: int) -> Source:
        """A source; where the timeline has only its name, one of that name."""
        name = self.names[number]
        if number < len(self._facet.values):
            return self._find(name) or Source(name)
        return self.spare[fold(name)]

    def number(self, name: str) -> int | None:
        """The number of a source, by its name."""
        number = self._facet.number(name)
        return self._spare_numbers.get(fold(name)) if number is None else number

    @cached_property
    def orders(self) -> tuple[Sequence[int], Sequence[int]]:
        """All of them as readers are shown them; and oldest first, undated last, those of a day as before."""
        if self._orders:
            return self._orders
        sources = [self.source(number) for number in range(len(self))]
        labels = [(fold(source.label), source.label) for source in sources]
        by_name = sorted(range(len(labels)), key=labels.__getitem__)
        dates = [(source.date is None, source.date and source.date.sort_key) for source in sources]
        return by_name, sorted(by_name, key=dates.__getitem__)
