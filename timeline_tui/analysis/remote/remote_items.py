"""Quotes or disputed events of a selection that is not in memory: a list in order of time, or in groups."""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.analysis.remote.answers import NotYetError
from timeline_tui.analysis.remote.day_table import DayTable, day_table
from timeline_tui.analysis.remote.grouped_items import GroupedItems
from timeline_tui.analysis.remote.pages import Pages
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.analysis.runs import run_end
from timeline_tui.dates.when import Day
from timeline_tui.index.questions import Asked, Key, KeyedEvent
from timeline_tui.model.timeline import Event

_SAME_PLACE = 10  # events that may have the day, the place and the number of another event


class RemoteItems:
    """The items of ``asked`` in the slice ``whole``, in order of time or by ``groups``.

    Creating it and calling it raise NotYetError until the answers have arrived, unless a method says otherwise.
    """

    def __init__(self, whole: RemoteSlice, asked: Asked, groups: GroupedItems | None) -> None:
        self._slice, self._asked = whole, asked
        self.groups = groups
        self.table: DayTable = day_table(whole.answers, asked)
        self._pages = Pages(whole.answers, asked, self.table)

    def __len__(self) -> int:
        return len(self.table) if self.groups is None else len(self.groups)

    def keyed(self, row: int) -> KeyedEvent:
        """The item in a row."""
        return self._pages.keyed(row) if self.groups is None else self.groups.keyed(row)

    def heading(self, row: int) -> str:
        """In a list by time: the day of a row. Before the item arrives, it is made from the table of days."""
        pages = self._pages
        return (pages[row] if pages.is_loaded(row) else pages.placeholder(row)).date.heading

    def group(self, row: int) -> range:
        """The rows under the same heading."""
        if self.groups is not None:
            return self.groups.rows(row)
        first, last = (run_end(self.heading, len(self), row, way) for way in (-1, 1))
        return range(first, last + 1)

    def position(self, row: int) -> int | None:
        """The row of the event of an item in the slice; None until the item has arrived."""
        try:
            return self._slice.index.pages.rank(self.keyed(row).key._replace(quote=-1))
        except NotYetError:
            return None

    def near(self, event: Event) -> tuple[Sequence[KeyedEvent], Sequence[KeyedEvent]]:
        """The last item before an event, and the items of the event; if it has none, the next item."""
        answers, asked = self._slice.answers, self._asked
        questions = answers.questions
        known = self._slice.index.ties(event.id) if event.id else None
        key = known.event.key if known else Key(event.date.earliest)
        # An item has the key of its event, which must be after ``start``.
        start = key._replace(id="") if known and asked.items == "events" else key

        def ask() -> tuple[Sequence[KeyedEvent], Sequence[KeyedEvent]]:
            found = questions.page(asked, start, _SAME_PLACE + len(event.quotes))
            after = [item for item in found if item.key >= key]
            same_event = [item for item in after if item.event.id == event.id]
            return questions.page(asked, key, 1, backwards=True), same_event or after[:1]

        return answers.get(("near", asked, key), ask)

    def rank(self, item: KeyedEvent) -> int:
        """The row of an item in order of time."""
        return self._pages.rank(item.key)


def nearest(items: Sequence[KeyedEvent], day: Day) -> KeyedEvent:
    """The item that begins nearest to a day; of several, the first one."""
    return min(items, key=lambda item: abs(item.key.day - day))
