"""The contested claims of a chronology that is not in memory."""

from __future__ import annotations

from timeline_tui.analysis.disputes import DISPUTED, By, Claim, Disputes
from timeline_tui.analysis.remote.answers import asked_for
from timeline_tui.analysis.remote.grouped_items import GroupedItems, ItemGroup
from timeline_tui.analysis.remote.remote_items import RemoteItems, nearest
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.questions import Asked, DisputingSource
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.query import Query
from timeline_tui.text.text import fold, plural


class RemoteDisputes(Disputes):
    """As `Disputes`. Creating it and calling it raise NotYetError until the answers have arrived."""

    slice: RemoteSlice

    def __init__(self, whole: Slice, by: By = "event") -> None:
        assert isinstance(whole, RemoteSlice)
        self.slice, self.by = whole, by
        asked = asked_for(whole.query, whole.stars)
        self._sources = self._disputing(asked) if by == "source" else ()
        groups = [ItemGroup(source.name, fold(source.name), source.events) for source in self._sources]
        disputed = asked._replace(query=Query(tuple(dict.fromkeys((*asked.query.clauses, DISPUTED)))))
        by_source = GroupedItems(
            whole.answers, asked, groups, lambda item: {fold(dispute.source.name) for dispute in item.event.disputes}
        )
        self._items = RemoteItems(whole, disputed, by_source if by == "source" else None)

    def _disputing(self, asked: Asked) -> tuple[DisputingSource, ...]:
        answers = self.slice.answers
        return answers.get(("disputing", asked), lambda: tuple(answers.questions.disputing(asked)))

    def __len__(self) -> int:
        return len(self._items)

    def _claim(self, row: int) -> Claim:
        event, name = self._items.keyed(row).event, fold(self.key(row))
        disputing = [dispute for dispute in event.disputes if self.by == "event" or fold(dispute.source.name) == name]
        return Claim(event, tuple(disputing))

    def event(self, row: int) -> Event:
        """The disputed event in a row."""
        return self._items.keyed(row).event

    def position(self, row: int) -> int | None:
        """The row of a disputed event in the slice; None until the event has arrived."""
        return self._items.position(row)

    def source(self, row: int) -> Source | None:
        """In a list by source: the source that disputes the event in a row. In a list by event: None."""
        return self._sources[self._items.groups.number(row)].source if self._items.groups else None

    def key(self, row: int) -> str:
        """In a list by source: the name of that source in queries. In a list by event: ""."""
        return self._sources[self._items.groups.number(row)].name if self._items.groups else ""

    def heading(self, row: int) -> str:
        """As `Disputes.heading`. If the event has not arrived, its day if that is known."""
        source = self.source(row)
        return source.full_label if source else self._items.heading(row)

    def group(self, row: int) -> range:
        """The rows under the same heading."""
        return self._items.group(row)

    def nearest_to(self, event: Event, source: str = "") -> int | None:
        """As `Disputes.nearest_to`, for an event that may be filtered out."""
        if not len(self._items.table):
            return None
        before, after = self._items.near(event)
        is_own = after and after[0].event.id == event.id
        item = after[0] if is_own else nearest((*before, *after), event.date.earliest)
        groups = self._items.groups
        if groups is None:
            return self._items.rank(item)
        disputing_names = {fold(dispute.source.name) for dispute in item.event.disputes}
        rows = {group.key: number for number, group in enumerate(groups.groups) if group.key in disputing_names}
        number = rows.get(fold(source), min(rows.values(), default=None))
        return None if number is None else groups.row(number, item.key)

    @property
    def claims(self) -> str:
        """As `Disputes.claims`."""
        return plural(len(self._items.table), "disputed claim")
