"""The events of a selection by row, read in pages and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from timeline_tui.analysis.remote.answers import Answers, NotYetError
from timeline_tui.analysis.remote.day_table import DayTable
from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.edtf_writer import edtf_day
from timeline_tui.dates.when import NEVER_BEFORE, UNDATED, When, parse, undated
from timeline_tui.index.questions import AnswerError, Asked, DayCount, Key, KeyedEvent
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.model.timeline import Event

PAGE = 100
"""Rows of a page."""
_STRIDE = 1_000  # rows that are read at once on the way to a page in the middle of a day
WAITING = "…"
"""The title of an event that has not arrived yet."""


class Pages(Sequence[Event]):
    """The items that ``asked`` finds, each as its event. ``table`` has the days of the items.

    A row that has not arrived yet has a `placeholder`. A page is read forwards or backwards from the nearest row with a
    known key. Such a row is the first row of a day, or the first or last row of a page that was read before.
    """

    def __init__(self, answers: Answers, asked: Asked, table: DayTable) -> None:
        self._answers, self.asked, self._table = answers, asked, table
        self._keys: dict[int, Key] = {}  # the keys of some rows that were read

    def __len__(self) -> int:
        return len(self._table)

    @overload
    def __getitem__(self, row: int) -> Event: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[Event, ...]: ...
    def __getitem__(self, row: int | slice) -> Event | tuple[Event, ...]:
        if isinstance(row, slice):
            return tuple([self[number] for number in range(*row.indices(len(self)))])
        if not 0 <= row < len(self):
            raise IndexError(row)
        try:
            return self.loaded_event(row)
        except NotYetError:
            return self.placeholder(row)

    def __iter__(self) -> Iterator[Event]:
        raise NotForDatabaseError

    def placeholder(self, row: int) -> Event:
        """What is shown in a row until its event has arrived. It has no id."""
        return Event("", _date(self._table.at(row)), WAITING)

    def is_loaded(self, row: int) -> bool:
        """Whether the event in a row has arrived."""
        return self._answers.has_answer(self._name(row // PAGE))

    def loaded_event(self, row: int) -> Event:
        """The event in a row. Raises NotYetError, AnswerError."""
        return self.keyed(row).event

    def keyed(self, row: int) -> KeyedEvent:
        """The item in a row. Raises NotYetError, AnswerError."""
        return self.page(row // PAGE)[row % PAGE]

    def page(self, number: int) -> tuple[KeyedEvent, ...]:
        """The items of a page. Raises NotYetError, AnswerError."""
        return self._answers.get(self._name(number), lambda: self._fetched(number))

    def _name(self, number: int) -> tuple[object, ...]:
        return "page", self.asked, number

    def _fetched(self, number: int) -> tuple[KeyedEvent, ...]:
        first, stop = number * PAGE, min((number + 1) * PAGE, len(self))
        above, below = self._above(first), self._below(stop)
        if first - above[0] <= below[0] - stop:
            page = self._read(*above, first, stop)
        else:
            page = self._read_back(*below, first, stop)
        self._keys[first], self._keys[stop - 1] = page[0].key, page[-1].key
        self._answers.learn_origins(item.event for item in page)
        return tuple(page)

    def _read(self, row: int, key: Key, first: int, stop: int) -> list[KeyedEvent]:
        """The rows from ``first`` up to ``stop``, read forwards. ``row`` is the first row after ``key``."""
        page: list[KeyedEvent] = []
        while row < stop:
            found = self._some(self._answers.questions.page(self.asked, key, min(stop - row, _STRIDE)))
            page += found[max(first - row, 0) :]
            row, key = row + len(found), found[-1].key
            self._keys[row - 1] = key
        return page

    def _read_back(self, row: int, key: Key, first: int, stop: int) -> list[KeyedEvent]:
        """The rows from ``first`` up to ``stop``, read backwards. ``row`` is the number of rows before ``key``."""
        page: list[KeyedEvent] = []
        while row > first:
            limit = min(row - first, _STRIDE)
            found = self._some(self._answers.questions.page(self.asked, key, limit, backwards=True))
            page += found[max(row - stop, 0) :]
            row, key = row - len(found), found[-1].key
            self._keys[row] = key
        return page[::-1]

    @staticmethod
    def _some(found: Sequence[KeyedEvent]) -> Sequence[KeyedEvent]:
        if not found:
            raise AnswerError("the chronology has changed; read it again")
        return found

    def _above(self, row: int) -> tuple[int, Key]:
        """The nearest known key above a row, and the first row after this key."""
        day = self._table.day(row)
        first = self._table.before(day)
        known = max((at for at in self._keys if first <= at < row), default=None)
        return (first, Key(day)) if known is None else (known + 1, self._keys[known])

    def _below(self, stop: int) -> tuple[int, Key]:
        """The nearest known key at or below ``stop``, and the number of rows before this key."""
        day = self._table.day(stop - 1) + 1
        end = self._table.before(day)
        known = min((at for at in self._keys if stop <= at < end), default=None)
        return (end, Key(day)) if known is None else (known, self._keys[known])

    def rank(self, key: Key) -> int:
        """The number of events before a key. Raises NotYetError, AnswerError."""
        asked, questions = self.asked, self._answers.questions
        return self._answers.get(("rank", asked, key), lambda: questions.rank(asked, key))

    def row_of(self, event: KeyedEvent) -> int | None:
        """The row of an event; None if it is not among the events. Raises NotYetError, AnswerError."""
        at = self.rank(event.key)
        return at if at < len(self) and self.loaded_event(at).id == event.event.id else None


def _date(known: DayCount) -> When:
    """A date with the heading that the events of ``known`` probably have."""
    if not NEVER_BEFORE < known.day < UNDATED:
        return undated()
    text = edtf_day(known.day)
    if known.precision in (Precision.MONTH, Precision.YEAR) and not text.startswith("Y"):
        text = text.rsplit("-", 1 if known.precision is Precision.MONTH else 2)[0]
    return parse(text)
