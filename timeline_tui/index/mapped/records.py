"""Rows of JSON in an image, each decoded when it is first used."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TypeVar, overload

from timeline_tui.index.index import Index
from timeline_tui.index.mapped.event_records import Row
from timeline_tui.index.mapped.image import Image
from timeline_tui.model.problems import DamagedError
from timeline_tui.model.timeline import Event

_CACHED = 4096  # events in memory: a few screens, and what the lists of quotes and sources need

_T = TypeVar("_T")


class Records(Sequence[_T]):
    """The first ``count`` rows of JSON in a section, each decoded by ``decode`` when it is used.

    A row that is empty is read by ``elsewhere``.
    """

    def __init__(
        self,
        image: Image,
        name: str,
        decode: Callable[[Row], _T],
        count: int | None = None,
        elsewhere: Callable[[int], _T] | None = None,
    ) -> None:
        self._elsewhere = elsewhere
        self._rows = image.large(name)
        self._starts = image.large(f"{name}.starts")
        self._decode = decode
        self._count = len(self._starts) // 8 - 1 if count is None else count
        self._get = lru_cache(maxsize=_CACHED)(self._read)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> _T: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[_T, ...]: ...
    def __getitem__(self, number: int | slice) -> _T | tuple[_T, ...]:
        if isinstance(number, slice):
            return tuple([self[position] for position in range(*number.indices(self._count))])
        if not -self._count <= number < self._count:
            raise IndexError(number)
        return self._get(number % self._count)

    def __iter__(self) -> Iterator[_T]:
        return map(self._get, range(self._count))

    def digests(self) -> Iterator[bytes]:
        """A digest of each row without its last value, which is the line in the file."""
        from hashlib import blake2b  # 3 ms, and only a reload needs it

        starts = self._starts
        for number in range(self._count):
            row = self._rows.part(*starts.bounds(number))
            yield blake2b(row.rpartition(b",")[0], digest_size=16).digest()

    def _read(self, number: int) -> _T:
        try:
            row = self._rows.part(*self._starts.bounds(number))
            if not row and self._elsewhere:
                return self._elsewhere(number)
            return self._decode(json.loads(str(row, "utf-8")))
        except (ValueError, TypeError, KeyError, IndexError, AssertionError, RecursionError) as error:
            raise DamagedError(f"record {number} is damaged") from error


class MappedEvents(Sequence[Event]):
    """The events of ``whole`` in the order of the file."""

    def __init__(self, whole: Index, image: Image) -> None:
        self.whole = whole
        self._image = image

    def __len__(self) -> int:
        return self.whole.total

    def check(self) -> None:
        """Compare all checksums of the image. Raises DamagedError."""
        self._image.check()

    @overload
    def __getitem__(self, number: int) -> Event: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Event, ...]: ...
    def __getitem__(self, number: int | slice) -> Event | tuple[Event, ...]:
        if isinstance(number, slice):
            return tuple([self.whole.events[position] for position in self._order[number]])
        return self.whole.events[self._order[number]]

    @cached_property
    def _order(self) -> Sequence[int]:
        order = self._image.numbers("order", "I")
        if len(order) != len(self):
            raise DamagedError("the order does not fit the events")
        return order
