"""The values that a set of events has. Frequent values are counted as sets of bits, rare values in their lists."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from timeline_tui.index.bits import first_bits
from timeline_tui.index.facet import Facet

_DENSE = 1024  # a value of fewer than one in 1,024 events is counted in its list, not as a set of bits
_ONES = bytes.maketrans(b"01", b"\0\1")


class ValuesAmong:
    """The values of ``facet`` among the events of the set ``events``, whose positions are below ``size``."""

    def __init__(self, facet: Facet, events: int, size: int) -> None:
        self._facet = facet
        self._events = events
        self._size = size

    def totals(self) -> Iterator[int]:
        """For each value of the facet, the number of events of the set with this value."""
        postings, is_whole = self._facet.postings, self._events == first_bits(self._size)
        for number in range(len(postings)):
            if is_whole:
                yield postings.total(number)
            elif self._is_dense(number):
                yield (self._facet.number_bits(number) & self._events).bit_count()
            else:
                yield sum(map(self._flags.__getitem__, postings.positions(number)))

    def first(self, number: int) -> int | None:
        """The position of the first event of the set with this value; None if there is none."""
        if self._is_dense(number):
            bits = self._facet.number_bits(number) & self._events
            return _lowest(bits) if bits else None
        positions = self._facet.postings.positions(number)
        start = bisect_left(positions, self._beginning)
        return next(filter(self._flags.__getitem__, islice(positions, start, None)), None)

    def _is_dense(self, number: int) -> bool:
        """Whether a value is faster to count as a set of bits than in its list of positions."""
        return self._facet.postings.total(number) * _DENSE > self._size

    @cached_property
    def _beginning(self) -> int:
        """The position of the first event of the set."""
        return _lowest(self._events) if self._events else 0

    @cached_property
    def _flags(self) -> bytes:
        """For each position: 1 if its event is in the set, else 0."""
        return bin(self._events | 1 << self._size)[:2:-1].encode().translate(_ONES)


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1
