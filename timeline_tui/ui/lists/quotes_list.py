"""The quotes of the slice: what was said, in front; who said it, when and where it can be read, behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.reactive import reactive

from timeline_tui.analysis.quotes import By, Quoted, Quotes
from timeline_tui.index.index import Index
from timeline_tui.model import wording
from timeline_tui.model.timeline import Event
from timeline_tui.text.cells import shorten, width
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.lists.evidence_list import NARROW, NO_EVENTS, EvidenceList
from timeline_tui.ui.lists.pieces import Piece, cells, fitted, spread, wrapped
from timeline_tui.ui.messages import QuoteChosen, QuoteMoved
from timeline_tui.ui.style.painter import Line

if TYPE_CHECKING:
    from timeline_tui.formats.views.quotes_export import QuotesExport

QUOTE_LINES = 4
ORIGINAL_LINES = 2
READABLE = 100  # cells beyond which lines of prose are hard to follow
LEAST_TITLE = 8  # cells below which the title of a source says nothing

NOBODY = "Nobody named"


class QuotesList(EvidenceList):
    """Every quote of the events in ``slice``, under the names of speakers or under dates."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.SPACE_PAGES, *keymap.QUOTES]

    by: reactive[By] = reactive[By]("speaker", repaint=False)

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._quotes = Quotes(NO_EVENTS)
        self._held: tuple[Index, Quoted] | None = None  # under the cursor, or there before the slice ran out of quotes
        self._posted: tuple[Index, int | None] | None = None  # the event that was posted last

    @property
    def quoted(self) -> Quoted | None:
        """The quote under the cursor."""
        self.ensure_derived()
        return self._quotes[self.cursor] if self.count else None

    @property
    def event(self) -> int | None:
        """The position of its event in the index."""
        return self.quoted.position if self.quoted else None

    @property
    def copy_text(self) -> str:
        """The quote under the cursor with who said it, when, and where it can be read; "" if there is none."""
        quoted = self.quoted
        return wording.quote_text(self._event(self.cursor), quoted.quote) if quoted else ""

    @property
    def address(self) -> str:
        """Where the quote under the cursor can be read; mostly a web address, "" if none is given."""
        source = self.quoted.quote.source if self.quoted else None
        return source.url if source else ""

    @property
    def description(self) -> str:
        """What is shown: "21 quotes by speaker"."""
        self.ensure_derived()
        return f"{plural(self.count, 'quote')} by {self.by}"

    @property
    def content(self) -> QuotesExport:
        """The view for an export."""
        from timeline_tui.formats.views.quotes_export import QuotesExport  # 5 ms, and only an export needs it

        self.ensure_derived()
        return QuotesExport(self._quotes)

    def go_to(self, position: int) -> bool:
        """Put the cursor on a quote of the event at this position: the one it is on, else the first.

        Where no quote of it is shown, it goes to the first of the event nearest in time.
        """
        if self.event == position:
            return True
        row = self._quotes.nearest(position)
        if row is not None:
            self.move_to(row)
        return self.event == position

    def follow(self, position: int) -> None:
        """Put the cursor on a quote of the event at this position, or of the nearest."""
        self.go_to(position)

    def action_sort(self) -> None:
        """By speaker, or by date."""
        self.by = "date" if self.by == "speaker" else "speaker"

    # Another slice, another order

    def watch_by(self, old: By, new: By) -> None:
        """The cursor stays on its quote."""
        if old != new:  # a bound reactive is also told its first value
            self.invalidate()

    def derive(self) -> None:
        """The cursor stays on its quote; if that is gone, it goes to its event, or the one nearest in time."""
        self._quotes = Quotes(self.slice or NO_EVENTS, self.by)
        self.set_items(len(self._quotes), self._row() or 0)
        self._hold()

    def _row(self) -> int | None:
        """Where the quote that the cursor was on is now, or what is nearest to it."""
        if not self._held or not self.slice:
            return None
        index, (position, number, _) = self._held
        now = self.slice.index
        if index is not now:
            event = index.event(position)
            found = now.position(event.id)
            position = now.count_before(event.date) if found is None else found
        return self._quotes.nearest(min(position, now.total - 1), number) if now.total else None

    def moved(self, item: int) -> None:  # noqa: ARG002  # an event is told by its position
        """The reader moved the cursor: post the event, if it is another one."""
        self._hold()
        self.post_cursor()

    def chosen(self, item: int) -> None:  # noqa: ARG002  # an event is told by its position
        """The reader chose a quote: post its event."""
        if self.event is not None:
            self.post_message(QuoteChosen(self.event))

    def on_hide(self) -> None:
        """When the list is seen again, its event is told again."""
        self._posted = None

    def post_cursor(self) -> None:
        """Post the event under the cursor, if it was not the last one to be posted."""
        if self.slice and self.is_shown:
            here = (self.slice.index, self.event)
            if here != self._posted:
                self._posted = here
                self.post_message(QuoteMoved(self.event))

    def _hold(self) -> None:
        if self.slice and self.quoted:
            self._held = (self.slice.index, self.quoted)

    # What the list asks

    def group(self, item: int) -> range:
        """The quotes of the same speaker, or of the same day."""
        return self._quotes.group(item)

    def heading(self, item: int) -> str:
        """The speaker, or the day."""
        return self._quotes.heading(item)

    def heading_line(self, item: int, columns: int) -> Line:
        """The speaker, with the role that the timeline always gives; or the day. And how many quotes there are."""
        many = len(self.group(item))
        if self.by == "date":
            return self.headed((self.heading(item), "heading"), "", many if many > 1 else 0, "quote", columns)
        name, role = self._quotes.speaker(item)
        return self.headed((name, "speaker") if name else (NOBODY, "dim"), role, many, "quote", columns)

    def item_lines(self, item: int, columns: int) -> Sequence[Line]:
        """The words, those of the original, who said them, where they can be read; a single line where it is flat."""
        quote, room = self._quotes[item].quote, max(1, columns - 2)
        if self.flat:
            return [self.line(self._flat(item, room))]
        inner = max(1, room - 1)  # the mark of a quote hangs before what follows
        behind = [self._said(item, inner), self._found(item, inner)]
        if quote.original:
            original = f"original: {wording.quoted(quote.original)}"
            behind = [*wrapped(original, min(inner, READABLE), ORIGINAL_LINES, self.needles, "dim"), *behind]
        if quote.note:
            behind.append(fitted(f"note: {quote.note}", inner, self.needles, "dim"))
        lines = wrapped(wording.quoted(quote.text), min(room, READABLE), QUOTE_LINES, self.needles, hang=1)
        lines += [[(" ", ""), *line] for line in behind if line]
        return [*map(self.line, lines), *self.blank()]

    def _flat(self, item: int, columns: int) -> list[Piece]:
        """The words, and what the heading does not tell of speaker and day."""
        told = self._quotes[item].quote.speaker if self.by == "date" else self._event(item).date.label
        aside: list[Piece] = [(f" {told}", "dim")] if columns >= NARROW and width(told) < columns // 3 else []
        words = wording.quoted(self._quotes[item].quote.text)
        return spread(fitted(words, columns - cells(aside) - 1, self.needles), aside, columns)

    def _said(self, item: int, columns: int) -> list[Piece]:
        """Who said it and as what, as far as the heading does not tell."""
        quote = self._quotes[item].quote
        if self.by == "speaker":
            told = self._quotes.speaker(item).role
            return fitted(quote.role, columns, self.needles, "dim") if quote.role != told else []
        name = fitted(quote.speaker, columns, self.needles, "speaker") if quote.speaker else []
        role = f", {quote.role}" if quote.speaker and quote.role else quote.role
        room = columns - cells(name)
        return [*name, *(fitted(role, room, self.needles, "dim") if role and room > LEAST_TITLE else [])]

    def _found(self, item: int, columns: int) -> list[Piece]:
        """The day, the source and the place in it; at the right a sign if the event is disputed."""
        event, quote = self._event(item), self._quotes[item].quote
        day = event.date.label if self.by == "speaker" else ""
        mark: list[Piece] = [("≠", "disputes")] if event.disputed else []
        room = columns - 2 * len(mark)
        rest = room - sum(width(part) + 3 for part in (day, quote.at) if part)
        title = shorten(quote.source.label, rest) if quote.source and rest >= LEAST_TITLE else ""
        found = fitted(" · ".join(filter(None, (day, title, quote.at))), room, self.needles, "dim")
        return spread(found, mark, columns)

    def _event(self, item: int) -> Event:
        return self._quotes.event(item)

    def empty(self) -> Text:
        """No quotes, and which part of the query is in the way."""
        ways = [f"{plural(events, 'event')} with quotes without {clause}" for clause, events in self._quotes.why_empty]
        return self.nothing("No quotes in view." if self._quotes.slice.query else "No quotes.", ways)
