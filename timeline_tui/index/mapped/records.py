"""Rows of JSON in an image, each decoded when it is first used; and the sources, which have numbers and keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TypeVar, overload

from timeline_tui.index.index import Index
from timeline_tui.index.mapped.disk_tables import NameTable
from timeline_tui.index.mapped.event_records import Row
from timeline_tui.index.mapped.image import Image
from timeline_tui.model.problems import DamagedError
from timeline_tui.model.timeline import Event, Source

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


class KeyedSources:
    """The sources in an image by number, and by key. The first ``keyed`` of them are the sources of the timeline."""

    def __init__(self, image: Image, decode: Callable[[Row], Source], keyed: int) -> None:
        self.all = Records(image, "sources", decode)
        self._image = image
        self._keyed = keyed
        self._numbers: dict[str, int] = {}  # by key, of the sources that were read

    def source(self, number: int) -> Source:
        """The source with a number."""
        source = self.all[number]
        if number < self._keyed:
            self._numbers[source.key] = number
        return source

    def numbers(self, keys: Iterable[str]) -> Iterator[int]:
        """The numbers of the sources with these keys, if they have one.

        Most keys come from events, whose sources were read by number. To search for a key takes 30 µs.
        """
        for key in keys:
            if key in self._numbers:
                yield self._numbers[key]
            else:
                yield from self._table.numbers(key)

    def with_key(self, key: str) -> Source | None:
        """The source of the timeline with this key."""
        return next(map(self.source, self.numbers([key])), None)

    def keys(self) -> Iterator[str]:
        """The keys of the sources of the timeline."""
        return self._table.names()

    @cached_property
    def _table(self) -> NameTable:
        return NameTable(self._image, "keys")
