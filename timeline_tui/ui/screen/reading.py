"""What a reader does with one event, whatever filter led to it: copy, open a source, follow a relation."""

from __future__ import annotations

from textual import on, work
from textual.reactive import reactive

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Tie
from timeline_tui.model import wording
from timeline_tui.model.timeline import Event
from timeline_tui.query.query import Query
from timeline_tui.storage.session import Session
from timeline_tui.text.text import shorten
from timeline_tui.ui import browser
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.lists.facet_list import FacetList
from timeline_tui.ui.screen.asking import AskingScreen


class ReadingScreen(AskingScreen):
    """A screen with a current event."""

    slice: reactive[Slice | None] = reactive(None, repaint=False)
    current: reactive[int | None] = reactive(None, repaint=False)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._trail: list[tuple[str, Query]] = []  # where relations were followed from: event id, and the filter there

    @property
    def event(self) -> Event | None:
        """The event under the cursor."""
        if self.slice is None or self.current is None:
            return None
        return self.slice.index.event(self.current)

    def show_event(self, id: str, query: Query | None = None) -> None:
        """Put the cursor on an event, under ``query`` if given; if the filter hides it, the filter gives way."""
        raise NotImplementedError

    def action_copy(self) -> None:
        """Copy what is under the cursor: a card, a quote, a source, a value of a facet, else the event."""
        focused = self.focused
        if isinstance(focused, Detail) and focused.card:
            text = focused.card.copy_text
        elif isinstance(focused, EventsView) and focused.copy_text:
            text = focused.copy_text
        elif isinstance(focused, FacetList) and focused.value:
            text = focused.value
        elif self.event:
            text = wording.event_text(self.event)
        else:
            return
        self.app.copy_to_clipboard(text)
        self.say(f"Copied: {shorten(' '.join(text.split()), 60)}")

    @on(Detail.Activated)
    def _activated(self, message: Detail.Activated) -> None:
        if message.card.event_id and message.card.kind == "related":
            self._go(message.card.event_id)
        elif message.card.address:
            self.open_address(message.card.address)

    @work
    async def action_open_source(self) -> None:
        """Open the source under the cursor, the only one of the event, or one of several by number."""
        sources = [source for source in self.event.cited if source.url] if self.event else []
        address = self._address()
        if address:
            self.open_address(address)
        elif not sources:
            self.say("No source of this event has an address.")
        elif len(sources) == 1:
            self.open_address(sources[0].url)
        else:
            choices = [(source.label, source.url) for source in sources]
            chosen = await self.choose("Open a source", choices)
            if chosen is not None:
                self.open_address(sources[chosen].url)

    def _address(self) -> str | None:
        """The address of what is under the cursor, where that is a card, a quote or a source."""
        if isinstance(self.focused, Detail) and self.focused.card:
            return self.focused.card.address
        return self.focused.address if isinstance(self.focused, EventsView) else None

    @work
    async def open_address(self, url: str) -> None:
        """Hand an address to the browser, after a question if it is not what it seems; without one, copy it."""
        try:
            address = browser.check(url)
        except browser.Refused as refused:
            self.say(f"Not opened: {refused}", "warning")
            return
        if address.suspicious:
            detail = f"It is written as {address.shown_host}. Open it?"
            if not await self.confirm(f"This address leads to {address.host}", detail):
                return
        try:
            browser.open_in_browser(address)
        except browser.NoBrowser:
            self.app.copy_to_clipboard(address.url)
            self.say(f"No browser here; copied {address.url}")
        else:
            self.say(f"Opening {address.host}")

    @work
    async def action_follow(self) -> None:
        """Follow a relation of the event: the one under the cursor, the only one, or one of several by number."""
        card = self.focused.card if isinstance(self.focused, Detail) else None
        ties = self._ties()
        if card and card.kind == "related" and card.event_id:
            self._go(card.event_id)
        elif not ties:
            self.say("This event names no other event of this timeline.")
        elif len(ties) == 1:
            self._go(ties[0].id)
        else:
            choices = [self._choice(tie) for tie in ties]
            chosen = await self.choose("Follow a relation", choices)
            if chosen is not None:
                self._go(ties[chosen].id)

    def action_come_back(self) -> None:
        """Back to the event that the last relation was followed from, and to the filter there."""
        if self._trail:
            self.show_event(*self._trail.pop())

    def _ties(self) -> list[Tie]:
        """The ties of the event that lead somewhere."""
        if self.slice is None or self.event is None:
            return []
        return [tie for tie in self.slice.index.related(self.event) if tie.position is not None]

    def _choice(self, tie: Tie) -> tuple[str, str]:
        assert self.slice is not None
        assert tie.position is not None
        event = self.slice.index.event(tie.position)
        return event.title, f"{tie.kind or 'related'} · {event.date.label}"

    def _go(self, id: str) -> None:
        if self.slice is not None and self.event is not None:
            self._trail.append((self.event.id, self.slice.query))
            self.show_event(id)
