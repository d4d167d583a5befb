"""The quotes of a chronology that is not in memory."""

from __future__ import annotations

from timeline_tui.analysis.quotes import By, Quoted, Quotes
from timeline_tui.analysis.remote.answers import asked_for
from timeline_tui.analysis.remote.grouped_items import GroupedItems, ItemGroup
from timeline_tui.analysis.remote.remote_items import RemoteItems, nearest
from timeline_tui.analysis.remote.remote_slice import RemoteSlice
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.questions import Asked, KeyedEvent, SpeakerCount
from timeline_tui.index.quote_index import Speaker
from timeline_tui.model.timeline import Event


class RemoteQuotes(Quotes):
    """As `Quotes`. Creating it and calling it raise NotYetError until the answers have arrived."""

    slice: RemoteSlice

    def __init__(self, whole: Slice, by: By = "speaker") -> None:
        assert isinstance(whole, RemoteSlice)
        self.slice, self.by = whole, by
        self._aliases = whole.answers.aliases
        asked = asked_for(whole.query, whole.stars)._replace(items="quotes")
        self._items = RemoteItems(whole, asked, self._grouped(asked) if by == "speaker" else None)
        self._roles = {speaker.name: speaker.role for speaker in self._speakers(Asked())} if by == "speaker" else {}

    def _speakers(self, asked: Asked) -> tuple[SpeakerCount, ...]:
        answers = self.slice.answers
        asked = asked._replace(items="events")
        return answers.get(("speakers", asked), lambda: tuple(answers.questions.speakers(asked)))

    def _grouped(self, asked: Asked) -> GroupedItems:
        groups = [
            ItemGroup(speaker.name, self._aliases.key("speaker", speaker.name), speaker.quotes)
            for speaker in self._speakers(asked)
        ]
        return GroupedItems(self.slice.answers, asked, groups, lambda item: (self._key(item),))

    def _key(self, item: KeyedEvent) -> str:
        return self._aliases.key("speaker", item.event.quotes[item.key.quote].speaker)

    def __len__(self) -> int:
        return len(self._items)

    def _quoted(self, row: int) -> Quoted:
        key, event = self._items.keyed(range(len(self))[row])
        return Quoted(event, key.quote, event.quotes[key.quote])

    def position(self, row: int) -> int | None:
        """The row of the event of a quote in the slice; None until the quote has arrived."""
        return self._items.position(row)

    def speaker(self, row: int) -> Speaker:
        """In a list by speaker: the speaker of the quote in a row."""
        assert self._items.groups
        name = self._items.groups.groups[self._items.groups.number(row)].name
        return Speaker(name, self._roles.get(name, "") if name else "")

    def heading(self, row: int) -> str:
        """As `Quotes.heading`. If the quote has not arrived, its day if that is known."""
        return self.speaker(row).name if self.by == "speaker" else self._items.heading(row)

    def group(self, row: int) -> range:
        """The rows under the same heading."""
        return self._items.group(row)

    def nearest_to(self, event: Event, number: int = 0) -> int | None:
        """As `Quotes.nearest_to`, for an event that may be filtered out."""
        if not len(self):
            return None
        before, after = self._items.near(event)
        if after and after[0].event.id == event.id:
            return self._row_of(next((item for item in after if item.key.quote == number), after[0]))
        return self._row_of(self._first_of(nearest((*after, *before), event.date.earliest)))

    def _first_of(self, item: KeyedEvent) -> KeyedEvent:
        """The first quote of the event of a quote."""
        return item._replace(key=item.key._replace(quote=0))

    def _row_of(self, item: KeyedEvent) -> int:
        groups = self._items.groups
        if groups is None:
            return self._items.rank(item)
        key = self._key(item)
        return groups.row(next(number for number, group in enumerate(groups.groups) if group.key == key), item.key)
