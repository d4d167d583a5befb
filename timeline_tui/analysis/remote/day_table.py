"""How many events of a selection begin on each day, with sums, for the histogram and the rows of a list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from timeline_tui.analysis import binning
from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.dates.bins import Unit
from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import NEVER_BEFORE, UNDATED, Day
from timeline_tui.index.questions import Asked, DayCount


class DayTable:
    """The events of ``counts``, in the order of their days. Rows count from 0 in that order."""

    def __init__(self, counts: Sequence[DayCount]) -> None:
        self.counts = sorted(counts, key=lambda count: (count.day, count.precision or 0))
        self._stated: dict[Precision, DayTable] = {}
        self._days = [count.day for count in self.counts]
        self._sums = [*accumulate((count.events for count in self.counts), initial=0)]

    def __len__(self) -> int:
        return self._sums[-1]

    def before(self, day: Day) -> int:
        """The number of events whose first day is before ``day``: the first row of that day."""
        return self._sums[bisect_left(self._days, day)]

    def day(self, row: int) -> Day:
        """The first day of the event in a row."""
        return self.at(row).day

    @property
    def dated(self) -> int:
        """The number of events with a date; they have the first rows."""
        return self.before(UNDATED)

    def between(self, first: Day, last: Day) -> int:
        """The number of events that begin from ``first`` to ``last``, both included."""
        return max(0, self.before(last + 1) - self.before(first))

    def at(self, row: int) -> DayCount:
        """The day and the precision of the event in a row, with the number of events that share them."""
        return self.counts[bisect_left(self._sums, row + 1) - 1]

    def stated(self, precision: Precision) -> DayTable:
        """The events that state their start at least as finely as ``precision``."""
        if precision not in self._stated:
            fine = [count for count in self.counts if count.precision is not None and count.precision >= precision]
            self._stated[precision] = DayTable(fine)
        return self._stated[precision]

    def started(self, first: Day, last: Day) -> DayTable:
        """The events with a stated start from ``first`` to ``last``."""
        return DayTable(
            [count for count in self.counts if NEVER_BEFORE < count.day < UNDATED and first <= count.day <= last]
        )

    def elsewhere(self, unit: Unit, first: Day, last: Day) -> dict[str, int]:
        """How many events are in no bin of ``unit`` from ``first`` to ``last``, by reason, as `binning.elsewhere`."""
        fine = self.stated(unit.precision)
        started = self.between(NEVER_BEFORE + 1, UNDATED - 1)
        reasons = {
            binning.EARLIER: fine.before(first),
            binning.LATER: len(fine) - fine.before(last + 1),
            binning.LESS_PRECISE: started - len(fine),
            binning.NO_START: self.before(NEVER_BEFORE + 1),
            binning.UNDATED: len(self) - self.dated,
        }
        return {reason: count for reason, count in reasons.items() if count}


def day_table(answers: Answers, asked: Asked) -> DayTable:
    """The days of the events that ``asked`` finds. Raises NotYetError, AnswerError."""
    return answers.get(("days", asked), lambda: DayTable(answers.questions.days(asked)))


def has_days(answers: Answers, asked: Asked) -> bool:
    """Whether the answer for `day_table` has arrived. Asks no question."""
    return answers.has_answer(("days", asked))
