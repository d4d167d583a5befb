"""A facet: the values that events have in one field, and for each value the events that have it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from timeline_tui.index.bits import ListPostings, Postings
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.query import Term
from timeline_tui.query.query_fields import ALIASED
from timeline_tui.text.text import fold

if TYPE_CHECKING:
    from timeline_tui.index.lines import Lines


_INITIALS = range(2, 7)
"""The numbers of letters that initials may have."""
_SHORT_WORDS = "(?: (?:and|de|for|of|the)){0,2} "  # with any number, a name of 1,000 short words would take hours


class Facet:
    """The values of ``field``: most events first, then by name.

    Spellings that fold to the same text, and names that the aliases equate, are one value. It is shown in its
    most frequent spelling. Sets of events are sets of bits, as in `Index`.
    """

    def __init__(
        self, field: str, values: tuple[str, ...], keys: Sequence[str], postings: Postings, aliases: Aliases
    ) -> None:
        """``keys`` are the folded ``values``, ``postings`` their events, in the same order."""
        self.field = field
        self.values = values
        self.keys = keys
        self.postings = postings
        self._aliases = aliases
        self._bits: dict[int, int] = {}

    @classmethod
    def from_values(cls, field: str, postings: Mapping[str, array[int]], aliases: Aliases, size: int) -> Facet:
        """The facet of values as written, each with the ascending positions of its events, below ``size``."""
        spellings: dict[str, list[str]] = {}
        for value in postings:
            spellings.setdefault(aliases.key(field, value), []).append(value)
        lists = {key: merged([postings[value] for value in group]) for key, group in spellings.items()}
        keys = sorted(lists)
        keys.sort(key=lambda key: len(lists[key]), reverse=True)
        is_aliased = field in ALIASED
        values = tuple(
            _shown(key, group, postings, aliases) if is_aliased or len(group) > 1 else group[0]
            for key in keys
            for group in [spellings[key]]
        )
        return cls(field, values, keys, ListPostings([lists[key] for key in keys], size), aliases)

    def number(self, value: str) -> int | None:
        """The number of a value, given in any spelling or by another name."""
        return self._numbers.get(self._aliases.key(self.field, value))

    def shown_name(self, value: str) -> str | None:
        """The spelling in which a value is shown, given in any spelling or by another name."""
        number = self.number(value)
        return None if number is None else self.values[number]

    def total(self, value: str) -> int:
        """The number of events that have ``value``."""
        number = self.number(value)
        return 0 if number is None else self.postings.total(number)

    def value_bits(self, value: str) -> int:
        """The events that have ``value``."""
        number = self.number(value)
        return 0 if number is None else self.number_bits(number)

    def number_bits(self, number: int) -> int:
        """The events that have the value with this number."""
        bits = self._bits.get(number)
        if bits is None:
            self._bits[number] = bits = self.postings.bits([number])
        return bits

    def matching(self, term: Term) -> tuple[str, ...]:
        """The values that a term of a query matches."""
        return tuple(self.values[number] for number in self._matching(term))

    def has_match(self, term: Term) -> bool:
        """Whether a term of a query matches any value."""
        if not term.prefix:
            return self.number(term.text) is not None
        needle = fold(term.text)
        return next(self._lines.containing(f"\n{needle}"), None) is not None or any(
            key in self._numbers for key in self._aliases.beginning(self.field, needle)
        )

    def matching_any(self, terms: Iterable[Term]) -> frozenset[str]:
        """The values that at least one of ``terms`` matches."""
        return frozenset(value for term in _widest(terms) for value in self.matching(term))

    def bits(self, terms: Iterable[Term]) -> int:
        """The events with a value that at least one of ``terms`` matches."""
        numbers = {number for term in _widest(terms) for number in self._matching(term)}
        if len(numbers) > 8:
            return self.postings.bits(numbers)
        bits = 0
        for number in numbers:
            bits |= self.number_bits(number)
        return bits

    def suggestions(self, needle: str, limit: int | None = None) -> tuple[list[str], list[str]]:
        """The values that begin with the folded ``needle``, in any of their names, and other values.

        A value that is ``needle``, in any of its names, is the first one. The others have it as their initials ("uk"
        for United Kingdom), or contain it. At most ``limit`` of each. If so many begin with it, the others are not
        searched for: among a million ids, that takes seconds.
        """
        begins = self._beginning(needle, limit)
        exact = self.number(needle) if begins else None
        if exact is not None:
            begins = [exact, *(number for number in begins if number != exact)][:limit]
        if limit is not None and len(begins) >= limit:
            return [self.values[number] for number in begins], []
        beginning = frozenset(begins)
        found = dict.fromkeys(chain(self._with_initials(needle), self._lines.containing(needle)))
        others = (number for number in found if number not in beginning)
        return [self.values[number] for number in begins], [self.values[number] for number in islice(others, limit)]

    def nearest(self, value: str) -> str | None:
        """The value, as shown, that ``value`` may be a misspelling of; None if none is near. Compares all names."""
        # 0.1 ms, and most values exist
        from timeline_tui.text.spelling import nearest, nearest_line

        folded = fold(value)
        key = nearest_line(folded, self._lines.text)
        if key is not None:
            return self.values[self._numbers[key]]
        other = nearest(folded, self._aliases.others_of_all(self.field))
        return None if other is None else self.shown_name(other)

    def entries(self) -> Iterator[tuple[tuple[str, ...], Sequence[int]]]:
        """For each value its names, folded, and the positions of its events."""
        for number, key in enumerate(self.keys):
            yield (key, *self._aliases.others(self.field, key)), self.postings.positions(number)

    def containing(self, needle: str, *, at_word: bool) -> set[int]:
        """The numbers of the values with a name that contains the folded ``needle``; see `Lines.containing`."""
        numbers = {*self._lines.containing(needle, at_word=at_word)}
        aliased = _lines_of(others := [*self._aliases.others_of_all(self.field)])
        for line in aliased.containing(needle, at_word=at_word):
            if (number := self.number(others[line])) is not None:
                numbers.add(number)
        return numbers

    def _matching(self, term: Term) -> list[int]:
        if not term.prefix:
            number = self.number(term.text)
            return [] if number is None else [number]
        return self._beginning(fold(term.text))

    def _with_initials(self, needle: str) -> Iterator[int]:
        """The names of several words with these folded initials, such as "uk" or "u.k." for United Kingdom.

        Short words such as "of" may be left out.
        """
        needle = needle.replace(".", "")
        if self.field not in ALIASED or len(needle) not in _INITIALS or not needle.isalpha():
            return
        import re  # 5 ms, and only a search for initials needs it

        words = _SHORT_WORDS.join(f"{letter}[^ \n]*" for letter in needle)
        for match in re.finditer(f"\n(?:the )?({words})(?=\n)", self._lines.text):
            yield from self._lines.containing(f"{match[0]}\n")

    def _beginning(self, needle: str, limit: int | None = None) -> list[int]:
        """The values, at most ``limit``, with a name that begins with ``needle``."""
        named = list(self._aliases.beginning(self.field, needle))
        begins = islice(self._lines.containing(f"\n{needle}"), limit)
        if not named:
            return list(begins)
        return sorted({*begins, *(self._numbers[key] for key in named if key in self._numbers)})[:limit]

    @cached_property
    def _lines(self) -> Lines:
        return _lines_of(self.keys)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.keys)}


def _lines_of(names: Iterable[str]) -> Lines:
    from timeline_tui.index.lines import Lines  # 0.15 ms, and only a search inside names needs it

    return Lines.from_lines(names)


def _widest(terms: Iterable[Term]) -> list[Term]:
    """The terms, without terms that a shorter prefix among them covers."""
    distinct = dict.fromkeys(terms)
    widest = [term for term in distinct if not term.prefix]
    known: str | None = None
    for term in sorted((term for term in distinct if term.prefix), key=lambda term: fold(term.text)):
        if known is None or not fold(term.text).startswith(known):
            known = fold(term.text)
            widest.append(term)
    return widest


def _shown(key: str, spellings: list[str], postings: Mapping[str, array[int]], aliases: Aliases) -> str:
    """The most frequent spelling of the name itself; if only its aliases occur, the name that the aliases give."""
    spelled_as_key = [value for value in spellings if fold(value) == key]
    if not spelled_as_key:
        return aliases.canonical(spellings[0])
    return max(spelled_as_key, key=lambda value: len(postings[value]))


def merged(lists: list[array[int]]) -> array[int]:
    """The union of ascending lists of positions, ascending."""
    return lists[0] if len(lists) == 1 else array("I", sorted(set().union(*lists)))
