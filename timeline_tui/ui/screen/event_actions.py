"""What a reader does with one event: copy it, star it, follow a relation."""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path

from timeline_tui.index.index import Index
from timeline_tui.model import wording
from timeline_tui.model.starred import Star, star_of
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.text.text import plural, shorten
from timeline_tui.ui.detail.card import Card
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.lists.facet_list import FacetList
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.screen.toasts import show_done

_MOST_LINES = 100_000  # that are read to see how a file is indented, in at most 20 ms


class EventActions:
    """Acts on the widget with the focus, or else on the current event."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._trail: list[tuple[str, Query]] = []  # the ids of the events that were left by a relation, with the query

    def copy(self) -> None:
        """Copy the card, quote, source or facet value under the cursor, or else the event."""
        focused = self._host.focused
        if isinstance(focused, Detail) and focused.card:
            text = focused.card.copy_text
        elif isinstance(focused, EventsView) and focused.copy_text:
            text = focused.copy_text
        elif isinstance(focused, FacetList) and focused.value:
            text = focused.value
        elif self._host.event:
            text = wording.event_text(self._host.event)
        else:
            return
        self._send(text)

    async def copy_as(self) -> None:
        """Copy the source under the cursor, or else the event, as a file needs it: id or key, related line, or YAML."""
        part = self._source or self._event
        if not part:
            return
        line = self._line_of(part)
        forms = _forms_of_source(part, line) if isinstance(part, Source) else _forms_of_event(part, line)
        choices = [(name, text if "\n" not in text else plural(text.count("\n"), "line")) for name, text in forms]
        from timeline_tui.ui.dialogs import asking  # the first screen does not need it

        chosen = await asking.choose(self._host.app, "Copy as", choices)
        if chosen is not None:
            self._send(forms[chosen][1])

    def _line_of(self, part: Event | Source) -> str:
        """The line of the file where an event or source begins, as it is now; "" if there is none, or in a database."""
        # 4 ms, and the first screen does not need it
        from timeline_tui.storage.editor import EditorError, file_to_edit

        if self._host.slice.is_remote or not 0 < part.line < _MOST_LINES:
            return ""
        try:
            path = file_to_edit(part.file, self._host.session.paths)
            with Path(path).open(encoding="utf-8", errors="replace") as lines:
                return next(islice(lines, part.line - 1, None), "")
        except (EditorError, OSError):
            return ""

    def _send(self, text: str) -> None:
        self._host.app.copy_to_clipboard(text)
        # Whether the terminal takes it (OSC 52) is not known.
        self._host.show_message(f"Sent to the clipboard: {shorten(' '.join(text.split()), 60)}")

    def toggle_star(self) -> None:
        """Star the quote or source under the cursor, or else the event; or remove its star.

        Stars are kept in the user's state, never in the file.
        """
        star, state = star_at_cursor(self._host), self._host.session.state
        if not star:
            return
        is_on = star not in state.stars
        state.set_star(star, is_on)
        self._host.show_slice(self._host.newest.replace(stars=state.stars))
        show_done(self._host, *starred(star_of(star), is_on, self._host.slice.index))

    async def follow(self) -> None:
        """Follow the relation under the cursor or the only one of the event, or let the reader choose one."""
        if not self._knows_related():
            self._host.show_message("The database is still being asked for the relations of this event")
            return
        card, related = self._card, self._related()
        if card and card.kind == "related" and card.event_id:
            self.go(card.event_id)
        elif not related:
            self._host.show_message("This event is related to no other event of this timeline")
        elif len(related) == 1:
            self.go(related[0][0].id)
        else:
            choices = [(event.title, f"{kinds or 'related'} · {event.date.label}") for event, kinds in related]
            from timeline_tui.ui.dialogs import asking  # as in `copy_as`

            chosen = await asking.choose(self._host.app, "Follow a relation", choices)
            if chosen is not None:
                self.go(related[chosen][0].id)

    def _knows_related(self) -> bool:
        """Whether the relations of the event are known. Relations in a database arrive later."""
        if not self._host.slice.is_remote or not self._host.event:
            return True
        # only a database needs these
        from timeline_tui.analysis.remote.answers import NotYetError
        from timeline_tui.analysis.remote.result_index import ResultIndex

        index = self._host.slice.index
        assert isinstance(index, ResultIndex)
        try:
            index.ties(self._host.event.id)
        except NotYetError:
            return False
        return True

    def go(self, id: str) -> None:
        """Go to an event. `come_back` returns from it."""
        if self._host.event is not None:
            self._trail.append((self._host.event.id, self._host.slice.query))
            self._host.show_event(id)

    @property
    def has_trail(self) -> bool:
        """Whether `come_back` goes back to an event."""
        return bool(self._trail)

    @property
    def has_related(self) -> bool:
        """Whether the event is related to other events of this timeline."""
        return bool(self._related())

    def come_back(self) -> None:
        """Go back to the event, and the query, that the last relation was followed from."""
        if self._trail:
            self._host.show_event(*self._trail.pop())

    @property
    def _card(self) -> Card | None:
        focused = self._host.focused
        return focused.card if isinstance(focused, Detail) else None

    @property
    def _event(self) -> Event | None:
        """The related event under the cursor, or else the current one."""
        index = self._host.slice.index
        position = index.position(self._card.event_id) if self._card and self._card.event_id else None
        return self._host.event if position is None else index.event(position)

    @property
    def _source(self) -> Source | None:
        """The source under the cursor."""
        name = self._card.source if self._card else star_of(star_at_cursor(self._host)).source
        if self._host.slice.is_remote:
            cited = self._host.event.cited if self._host.event else ()
            return next((source for source in cited if source.name == name), None)
        sources = self._host.slice.index.sources
        number = sources.number(name) if name else None
        return None if number is None else sources.source(number)

    def _related(self) -> list[tuple[Event, str]]:
        """The events of this timeline that the event is related to, each once, with the kinds of its relations."""
        event = self._host.event
        ties: dict[int, list[str]] = {}
        for tie in self._host.slice.index.related(event) if event else ():
            if tie.position is not None:
                ties.setdefault(tie.position, []).append(tie.kind)
        index = self._host.slice.index
        return [(index.event(at), " / ".join(dict.fromkeys(filter(None, kinds)))) for at, kinds in ties.items()]


def _forms_of_event(event: Event, line: str) -> list[tuple[str, str]]:
    """The choices for an event: the name of each, and the text that is copied. ``line`` is its first line."""
    from timeline_tui.formats.yaml import yaml_snippets  # 2 ms, and the first screen does not need it

    return [
        ("Id", event.id),
        ("Line for related", yaml_snippets.relation_line(event)),
        ("Event as YAML", yaml_snippets.event_item(event, line)),
        ("Line for checked", yaml_snippets.check_line(event, date.today().isoformat())),
    ]


def _forms_of_source(source: Source, line: str) -> list[tuple[str, str]]:
    """The choices for a source: the name of each, and the text that is copied. ``line`` is its first line."""
    from timeline_tui.formats.yaml import yaml_snippets  # 2 ms, and the first screen does not need it

    key = [("Key", source.key)] if source.key else []
    return [*key, ("Source as YAML", yaml_snippets.source_entry(source, line))]


def star_at_cursor(host: Host) -> str:
    """The star of the quote or source under the cursor, else of the event; "" if there is none."""
    star = host.focused.star if isinstance(host.focused, (EventsView, Detail)) else ""
    return star or (host.event.id if host.event else "")


def starred(star: Star, is_on: bool, index: Index) -> tuple[str, str]:
    """What a key did to a star, in words, and what the query then finds."""
    noun = "source" if star.source else "quote" if star.quote else "event"
    if not is_on:
        return f"Removed the star of this {noun}", ""
    done = f"Starred this {noun}"
    is_found = not index.is_partial or index.bits(Clause("is", (Term("starred"),)), (star.text,))
    later = "" if is_found else " when all is read"
    if star.source:
        events, so_far = index.facet("source").total(star.source), " so far" if index.is_partial else ""
        pronoun = "it" if events == 1 and not so_far else "them"
        return f"{done}, in {plural(events, 'event')}{so_far}", f"is:starred finds {pronoun}{later}"
    return done, f"is:starred finds {'its event' if star.quote else 'it'}{later}"
