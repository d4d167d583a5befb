"""Tables of an index as sections of an image: posting lists, and a sorted table from names to numbers."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from timeline_tui.index.bits import Positions, Postings, bits_of
from timeline_tui.index.mapped.image import Image, ImageWriter

# Bits take less space than a list above 1 position in 32, and are read faster above 1 in 128. At a million events, the
# image is 3 % larger, and the first counts of 36 values take 9 ms instead of 45.
_DENSE = 128
_KEPT = 4096  # names of a table that are kept: the first dozen steps of every search


def is_dense(total: int, size: int) -> bool:
    """Whether a set of ``total`` positions below ``size`` is kept as bits, not as a list."""
    return total * _DENSE > size


def _byte_count(size: int) -> int:
    """The length of a set as bits, rounded up to four bytes so that a list after it is aligned."""
    return (size + 31) // 32 * 4


def write_postings(writer: ImageWriter, name: str, postings: Postings, size: int) -> None:
    """Write ``postings``, whose positions are below ``size``, as sections NAME.*."""
    totals = array("I", (postings.total(number) for number in range(len(postings))))
    lengths = (_byte_count(size) if is_dense(total, size) else 4 * total for total in totals)

    def sets() -> Iterator[bytes | array[int]]:
        for number, total in enumerate(totals):
            if is_dense(total, size):
                yield postings.bits([number]).to_bytes(_byte_count(size), "little")
            else:
                positions = postings.positions(number)
                yield positions if isinstance(positions, array) else array("I", positions)

    writer.add(f"{name}.totals", [totals])
    writer.add(f"{name}.starts", [array("Q", accumulate(lengths, initial=0))])
    writer.add(f"{name}.sets", sets())


class BitPostings:
    """Posting lists that are sets of bits in memory."""

    def __init__(self, sets: Sequence[int]) -> None:
        self._sets = sets

    def __len__(self) -> int:
        return len(self._sets)

    def total(self, number: int) -> int:
        """The number of positions in a set."""
        return self._sets[number].bit_count()

    def positions(self, number: int) -> Sequence[int]:
        """The positions of a set, ascending."""
        return Positions(self._sets[number])

    def bits(self, numbers: Iterable[int]) -> int:
        """The union of some sets."""
        bits = 0
        for number in numbers:
            bits |= self._sets[number]
        return bits


class MixedPostings:
    """Posting lists in memory, the large ones as bits, as `write_postings` writes them.

    Each of ``sets`` is the union of a set of bits and some ascending lists.
    """

    def __init__(self, sets: Iterable[tuple[int, Sequence[Sequence[int]]]], size: int) -> None:
        self._size = size
        self._sets: list[int | Sequence[int]] = [self._united(bits, lists) for bits, lists in sets]

    def _united(self, bits: int, lists: Sequence[Sequence[int]]) -> int | Sequence[int]:
        if bits or is_dense(sum(map(len, lists)), self._size):
            if lists:
                bits |= bits_of(lists, self._size)  # half the time of sorting
            return bits if is_dense(bits.bit_count(), self._size) else array("I", Positions(bits))
        positions = set().union(*lists)
        return lists[0] if len(lists) == 1 and len(positions) == len(lists[0]) else array("I", sorted(positions))

    def __len__(self) -> int:
        return len(self._sets)

    def total(self, number: int) -> int:
        """The number of positions in a set."""
        found = self._sets[number]
        return found.bit_count() if isinstance(found, int) else len(found)

    def positions(self, number: int) -> Sequence[int]:
        """The positions of a set, ascending."""
        found = self._sets[number]
        return Positions(found) if isinstance(found, int) else found

    def bits(self, numbers: Iterable[int]) -> int:
        """The union of some sets."""
        bits, lists = 0, []
        for number in numbers:
            found = self._sets[number]
            if isinstance(found, int):
                bits |= found
            else:
                lists.append(found)
        return bits | bits_of(lists, self._size) if lists else bits


class MappedPostings:
    """The posting lists that `write_postings` wrote; the large ones are read in parts."""

    def __init__(self, image: Image, name: str, size: int) -> None:
        self._totals = image.numbers(f"{name}.totals", "I")
        self._starts = image.numbers(f"{name}.starts", "Q")
        self._sets = image.large(f"{name}.sets")
        self._size = size

    def __len__(self) -> int:
        return len(self._totals)

    def total(self, number: int) -> int:
        """The number of positions in a set."""
        return self._totals[number]

    def positions(self, number: int) -> Sequence[int]:
        """The positions of a set, ascending."""
        if is_dense(self._totals[number], self._size):
            return Positions(self.bits([number]))
        return self._list(number)

    def bits(self, numbers: Iterable[int]) -> int:
        """The union of some sets."""
        bits, lists = 0, []
        for number in numbers:
            if is_dense(self._totals[number], self._size):
                start = self._starts[number]
                bits |= int.from_bytes(self._sets[start : start + _byte_count(self._size)], "little")
            else:
                lists.append(self._list(number))
        return bits | bits_of(lists, self._size) if lists else bits

    def _list(self, number: int) -> memoryview:
        return memoryview(self._sets.part(self._starts[number], self._starts[number + 1])).cast("I")


def write_table(writer: ImageWriter, name: str, entries: Iterable[tuple[str, int]]) -> None:
    """Write names with their numbers as sections NAME.*; a name may have several numbers."""
    names, values = [], array("I")
    for key, value in entries:
        names.append(key)
        values.append(value)
    by_number = sorted(range(len(names)), key=values.__getitem__)
    by_number.sort(key=names.__getitem__)  # by code points, as UTF-8; pairs take three times the memory
    rows = array("I", by_number)
    del by_number  # 36 MB for a million
    starts = array("Q", [0])
    for row in rows:
        octets = names[row].encode()
        writer.put(octets)
        starts.append(starts[-1] + len(octets))
    writer.end(f"{name}.keys")
    writer.add(f"{name}.starts", [starts])
    writer.add(f"{name}.values", [array("I", map(values.__getitem__, rows))])


class NameTable:
    """The names that `write_table` wrote. A few parts are read to find a name; all are 70 MB for a million ids."""

    def __init__(self, image: Image, name: str) -> None:
        self._keys, self._starts, self._values = (
            image.large(f"{name}.{part}") for part in ("keys", "starts", "values")
        )
        self._count = len(self._values) // 4
        self._key = lru_cache(maxsize=_KEPT)(self._read)

    def entries(self) -> Iterator[tuple[str, int]]:
        """All names, sorted, each with one of its numbers."""
        keys, starts, values = (part.part(0, len(part)) for part in (self._keys, self._starts, self._values))
        ends = memoryview(starts).cast("Q")
        for row, number in enumerate(memoryview(values).cast("I")):
            yield keys[ends[row] : ends[row + 1]].decode(), number

    def names(self) -> Iterator[str]:
        """The names, sorted; a name with several numbers is repeated."""
        return (self._read(row).decode("utf-8", "replace") for row in range(self._count))

    def numbers(self, key: str) -> Sequence[int]:
        """The numbers of a name, ascending."""
        wanted = key.encode("utf-8", "replace")
        first = last = self._first(wanted)
        while last < self._count and self._key(last) == wanted:
            last += 1
        return self._part(first, last) if first < last else ()

    def beginning(self, start: str) -> Iterator[int]:
        """The numbers of the names that begin with ``start``, sorted by name."""
        wanted = start.encode("utf-8", "replace")
        row = self._first(wanted)
        while row < self._count and self._key(row).startswith(wanted):
            yield from self._part(row, row + 1)
            row += 1

    def _first(self, wanted: bytes) -> int:
        return bisect_left(range(self._count), wanted, key=self._key)

    def _part(self, first: int, last: int) -> Sequence[int]:
        return memoryview(self._values.part(4 * first, 4 * last)).cast("I")

    def _read(self, row: int) -> bytes:
        return self._keys.part(*self._starts.bounds(row))
