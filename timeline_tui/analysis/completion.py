"""Completions for the query bar: names of fields, their values, and values that contain the typed word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.bins import DAY, MONTH, YEAR, Unit
from timeline_tui.dates.calendar import NEVER_AFTER, NEVER_BEFORE, Day
from timeline_tui.dates.edtf import DateError, is_date
from timeline_tui.dates.guesses import guesses, guesses_between
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.query.date_ranges import range_days, range_text
from timeline_tui.query.query import EVERYTHING, Clause, Query, Term
from timeline_tui.query.query_fields import CHOICES, FACETS, FIELDS, VALUES
from timeline_tui.query.spaced_dates import date_with_spaces
from timeline_tui.query.syntax import QueryError, format_term, parse_query
from timeline_tui.query.tokens import Item, Word, item_between, words
from timeline_tui.text.text import fold


class Completion(NamedTuple):
    """One completion: the whole text of the query and the cursor after it is accepted.

    The list shows ``label`` and ``detail``, which is a number of events or a description.
    """

    text: str
    cursor: int
    label: str
    detail: str


def complete(text: str, cursor: int, whole: Slice, limit: int = 12) -> tuple[Completion, ...]:
    """Return at most ``limit`` completions at ``cursor``, an offset into ``text``, best first.

    ``whole`` supplies index and stars; its query is not used. The counts are the numbers of events that the completed
    queries would find.
    """
    found = _Completer(text, cursor, whole).completions(limit)
    return tuple(islice((one for one in found if one.text != text), limit))


class _Completer:
    """Completes the item at the cursor, such as one value of a clause. A completion replaces text[first:last].

    ``field`` is "" in a plain word, and in the name of a field before its colon is typed. ``typed`` is the item up to
    the cursor, and ``stem`` the same without quotes.
    """

    def __init__(self, text: str, cursor: int, whole: Slice) -> None:
        self.text = text
        word = _word_at(text, cursor)
        self.negated = word.negated
        self.field = (word.name or "").lower() if cursor >= word.field_end else ""
        self.in_name = word.name is not None and cursor < word.field_end
        begun = _date_begun(text, cursor, word)
        if self.in_name:
            self.first, self.last = word.name_start, word.field_end
            self.others: tuple[Item, ...] = ()
        elif begun:
            self.field = "date"
            self.first, self.last, self.others = begun, cursor, ()
        else:
            # If the cursor is before the minus of a word, the completion is inserted before the minus.
            item = next((item for item in word.items if cursor <= item.end), word.items[-1])
            self.first = min(item.start, cursor)
            self.last = item.end if item.closed else cursor  # an unclosed quote would include the text after the cursor
            self.others = tuple(one for one in word.items if one is not item)
        self.typed = text[self.first : cursor]
        self.stem = self.typed if begun else item_between(text, self.first, max(self.first, cursor)).line
        self.index = whole.index
        end = self.last if self.last == cursor else word.end
        self.rest = whole.with_query(_query_or_everything(text[: word.start] + " " + text[end:]))

    def completions(self, limit: int) -> Iterator[Completion]:
        if self.field in CHOICES:
            yield from self._choices()
        elif self.field == "date":
            yield from self._dates(limit)
        elif self.field in VALUES:
            yield from self._values(limit)
        elif not self.field:
            yield from self._fields()
            if not self.in_name and fold(self.stem):
                yield from self._facet_values(limit)

    def _fields(self) -> Iterator[Completion]:
        for name, field in FIELDS.items():
            if name.startswith(self.typed.lower()):
                yield self._completion(f"{name}:", f"{name}:", field.meaning)

    def _choices(self) -> Iterator[Completion]:
        stem = fold(self.stem)
        for value, meaning in sorted(CHOICES[self.field].items(), key=lambda choice: not choice[0].startswith(stem)):
            if stem in value:
                yield self._completion(value, value, meaning)

    def _values(self, limit: int) -> Iterator[Completion]:
        taken = {fold(item.line) for item in self.others}
        begins, holds = self.index.facet(self.field).suggestions(fold(self.stem), limit + len(taken))
        free = (value for value in (*begins, *holds) if fold(value) not in taken)
        for value, count in self._counted((self.field, value) for value in islice(free, limit)):
            yield self._completion(format_term(Term(value[1])), value[1], f"{count:,}")

    def _facet_values(self, limit: int) -> Iterator[Completion]:
        """The values of all facets that contain the word. Values that begin with it come first."""
        found: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
        for field in FACETS:
            for rank, values in enumerate(self.index.facet(field).suggestions(fold(self.stem), limit)):
                found[rank].extend((field, value) for value in values)
        for (field, value), count in self._counted(iter([*found[0], *found[1]][:limit])):
            yield self._completion(f"{field}:{format_term(Term(value))}", f"{value} — {field}", f"{count:,}")

    def _dates(self, limit: int) -> Iterator[Completion]:
        start, dots, end = self.stem.rpartition("..")
        first, slash, last = end.rpartition("/")
        before, stem = (f"{first}/", last) if slash and is_date(first) else ("", end)
        if start and not is_date(start):
            start = next(self._meant(start), start)
        for text in islice((*_periods(self.index, stem), *self._meant(stem)), limit):
            value = f"{start}{dots}{before}{text}"
            if _is_range(value):  # otherwise it ends before it begins
                yield self._completion(value, text, f"{self._count('date', text):,}")

    def _meant(self, text: str) -> Iterator[str]:
        """The dates in EDTF that a date as people write it means.

        Without a year, it is only offered if events begin in just one of the dates that it may mean.
        """
        if text and not is_date(text):
            days = self.index.intervals.span
            near = [date for date in (guesses_between(text, *days) if days else ()) if self._begins_in(date)]
            yield from near if len(near) == 1 else guesses(text, is_date)

    def _begins_in(self, date: str) -> bool:
        """Whether an event begins in the days of a date."""
        first, last = range_days(date)
        began_before = self.index.intervals.began_before
        return began_before(first) < began_before(last + 1)

    def _counted(self, values: Iterator[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
        """Pairs of field and value with their numbers of events. Pairs with 0 events come last."""
        counted = [((field, value), self._count(field, value)) for field, value in values]
        return sorted(counted, key=lambda one: one[1] == 0)

    def _count(self, field: str, value: str) -> int:
        """The number of events that the query finds if the word at the cursor is ``field:value``."""
        clause = Clause(field, (Term(value),), self.negated)
        return (self.rest.mask & self.index.bits(clause)).bit_count()

    def _completion(self, item: str, label: str, detail: str) -> Completion:
        """The completion that puts ``item`` in place of text[first:last]."""
        before = self.text[: self.first] + item
        return Completion(before + self.text[self.last :], len(before), label, detail)


def _is_range(text: str) -> bool:
    try:
        range_days(text)
    except DateError:
        return False
    return True


def _date_begun(text: str, cursor: int, word: Word) -> int:
    """The offset of the value of ``date:`` before ``word`` that is a date with spaces up to the cursor; else 0.

    In ``date:13 June``, it is the offset of ``13``.
    """
    if word.name is not None or word.negated or cursor <= word.start:
        return 0
    for begun in words(text[: word.start]):
        item = begun.items[-1]
        if (begun.name or "").lower() == "date" and item.start + len(date_with_spaces(text[:cursor], item)) == cursor:
            return item.start
    return 0


def _word_at(text: str, cursor: int) -> Word:
    """The word that the cursor touches; an empty one if there is none."""
    found = next((word for word in words(text) if word.end >= cursor), None)
    if found and found.start <= cursor:
        return found
    return Word(cursor, cursor, False, None, cursor, (item_between(text, cursor, cursor),))


def _query_or_everything(text: str) -> Query:
    """The query in ``text``; the empty query if the text has an error."""
    try:
        return parse_query(text)
    except QueryError:
        return EVERYTHING


def _periods(index: Index, stem: str) -> Iterator[str]:
    """Suggested dates that begin with ``stem``: years, months and days in which events begin.

    Months are suggested if ``stem`` has a year or there is only one year; days, if it has a month or there is only one.
    """
    level = [(NEVER_BEFORE, NEVER_AFTER)]
    for unit in (YEAR, MONTH, DAY):
        level = [period for first, last in level for period in _bins_with_events(index, unit, first, last)]
        texts = [range_text(first, last) for first, last in level]
        level = [period for period, text in zip(level, texts, strict=True) if len(level) == 1 or stem.startswith(text)]
        yield from (text for text in texts if text.startswith(stem))


def _bins_with_events(index: Index, unit: Unit, first: Day, last: Day) -> Iterator[tuple[Day, Day]]:
    """The bins of ``unit`` between two days in which an event begins.

    Events whose date is less precise than ``unit`` are ignored.
    """
    rows = Positions(index.intervals.stated(unit.precision))
    row = rows.rank(index.intervals.began_before(first))
    while row < len(rows):
        number = unit.bin_at(index.event(rows[row]).date.earliest)
        start, end = unit.start(number), unit.start(number + 1) - 1
        if start > last:
            return
        yield start, end
        row = rows.rank(index.intervals.began_before(end + 1))
