"""The list of quotes: each with its words, speaker, day and source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.reactive import reactive

from timeline_tui.analysis.quotes import By, Quoted, Quotes
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.targets import Target, targets
from timeline_tui.model import wording
from timeline_tui.model.starred import quote_star
from timeline_tui.model.timeline import Event
from timeline_tui.text.cells import shorten, width
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.lists.event_items import READABLE, EventItemsList
from timeline_tui.ui.lists.evidence_list import NARROW, NO_EVENTS
from timeline_tui.ui.lists.pieces import Piece, cells, fitted, spread, wrapped
from timeline_tui.ui.style.painter import Line

if TYPE_CHECKING:
    from timeline_tui.formats.views.quotes_export import QuotesExport

QUOTE_LINES = 4
ORIGINAL_LINES = 2
LEAST_TITLE = 8  # cells below which the title of a source or a role is left out


class QuotesList(EventItemsList[int]):
    """Every quote of the events in ``slice``, grouped by speaker or by date."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.SPACE_PAGES, *keymap.QUOTES]

    exports_few = True
    no_key = 0
    items: Quotes
    by: reactive[By] = reactive[By]("speaker", repaint=False)

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.items = Quotes(NO_EVENTS)

    @property
    def quoted(self) -> Quoted | None:
        """The quote under the cursor; None in an empty list, and until the quote has arrived."""
        return self.at_cursor(self.items)

    @property
    def copy_text(self) -> str:
        """The quote under the cursor with speaker, date and source; "" in an empty list."""
        quoted = self.quoted
        return wording.quote_text(quoted.event, quoted.quote) if quoted else ""

    @property
    def star(self) -> str:
        """The star of the quote under the cursor; "" in an empty list."""
        return self._star(self.cursor) if self.quoted else ""

    @property
    def targets(self) -> tuple[Target, ...]:
        """The ways to open the source of the quote under the cursor, at its words."""
        if not (quoted := self.quoted):
            return ()
        quote = quoted.quote
        words = quote.original or quote.text
        return targets(quote.source, quoted.event.file, quote.at, words) if quote.source else ()

    @property
    def counts(self) -> str:
        """The number of quotes: "21 quotes"; "" until it is known."""
        self.ensure_derived()
        return plural(self.count, "quote") if self.is_here else ""

    @property
    def description(self) -> str:
        """The number of quotes and their order: "21 quotes by speaker"."""
        return f"{self.counts} by {self.items.by}"

    @property
    def content(self) -> QuotesExport | None:
        """The view for an export. For a database, None if many events are shown, or they have not arrived."""
        from timeline_tui.formats.views.quotes_export import QuotesExport  # 5 ms, and only an export needs it

        self.ensure_derived()
        few = self.few_events
        return QuotesExport(Quotes(few, self.by)) if few else None

    def items_of(self, whole: Slice) -> Quotes:
        """The quotes of a slice."""
        if whole.is_remote:
            from timeline_tui.analysis.remote.remote_quotes import RemoteQuotes  # only a database needs it

            return RemoteQuotes(whole, self.by)
        return self.items.of(whole, self.by)

    def changed_key(self, event: Event, old: Event) -> int | None:
        """The number of the first quote of an event that ``old`` did not have."""
        return next((number for number, quote in enumerate(event.quotes) if quote not in old.quotes), None)

    def action_sort(self) -> None:
        """Group by date instead of by speaker, or by speaker again."""
        self.by = "date" if self.by == "speaker" else "speaker"

    # Another slice, another order

    # Content

    def heading_line(self, item: int, columns: int) -> Line:
        """The speaker and the number of quotes, with the role if the timeline always gives the same; or the day."""
        number = len(self.group(item))
        if self.items.by == "date":
            return self.headed((self.heading(item), "heading"), "", number if number > 1 else 0, "quote", columns)
        name, role = self.items.speaker(item)
        return self.headed((name, "speaker") if name else (wording.NO_SPEAKER, "dim"), role, number, "quote", columns)

    def lines_of(self, item: int, columns: int) -> Sequence[Line]:
        """The words, the original, the speaker and the source; a single line if the list is flat."""
        quote, room = self.items[item].quote, max(1, columns - 2)
        if self.flat:
            return [self.line(self._single_line(item, room))]
        inner = max(1, room - 1)  # all but the opening quotation mark is indented by a cell
        rest = [self._speaker(item, inner), self._reference(item, inner)]
        if quote.original:
            original = f"original: {wording.quoted(quote.original)}"
            rest = [*wrapped(original, min(inner, READABLE), ORIGINAL_LINES, self.needles, "dim"), *rest]
        if quote.note:
            rest.append(fitted(f"note: {quote.note}", inner, self.needles, "dim"))
        lines = wrapped(wording.quoted(quote.text), min(room, READABLE), QUOTE_LINES, self.needles, hang=1)
        lines += [[(" ", ""), *line] for line in rest if line]
        return [*map(self.line, lines), *self.blank()]

    def _single_line(self, item: int, columns: int) -> list[Piece]:
        """The words, and the speaker or the day: the one that is not in the heading."""
        other = self.items[item].quote.speaker if self.items.by == "date" else self.event_of(item).date.label
        aside: list[Piece] = [(f" {other}", "dim")] if columns >= NARROW and width(other) < columns // 3 else []
        aside += [(f" {self.sign_or_word('★', 'starred')}", "star")] if self._is_starred(item) else []
        words = wording.quoted(self.items[item].quote.text)
        return spread(fitted(words, columns - cells(aside) - 1, self.needles), aside, columns)

    def _speaker(self, item: int, columns: int) -> list[Piece]:
        """Speaker and role, without the part that is in the heading."""
        quote = self.items[item].quote
        if self.items.by == "speaker":
            in_heading = self.items.speaker(item).role
            return fitted(quote.role, columns, self.needles, "dim") if quote.role != in_heading else []
        name = fitted(quote.speaker, columns, self.needles, "speaker") if quote.speaker else []
        role = f", {quote.role}" if quote.speaker and quote.role else quote.role
        room = columns - cells(name)
        return [*name, *(fitted(role, room, self.needles, "dim") if role and room > LEAST_TITLE else [])]

    def _reference(self, item: int, columns: int) -> list[Piece]:
        """Day, source and place in the source; at the right a sign if the event is disputed."""
        event, quote = self.event_of(item), self.items[item].quote
        day = event.date.label if self.items.by == "speaker" else ""
        signs: list[Piece] = [(self.sign_or_word("★", "starred"), "star")] if self._is_starred(item) else []
        signs += [(self.sign_or_word("≠", "disputed"), "disputes")] if event.disputed else []
        mark = [piece for sign in signs for piece in ((" ", ""), sign)][1:]
        room = columns - cells(mark) - bool(mark)
        rest = room - sum(width(part) + 3 for part in (day, quote.at) if part)
        title = shorten(quote.source.label, rest) if quote.source and rest >= LEAST_TITLE else ""
        reference = fitted(" · ".join(filter(None, (day, title, quote.at))), room, self.needles, "dim")
        return spread(reference, mark, columns)

    def _star(self, item: int) -> str:
        return quote_star(self.event_of(item), self.items[item].number)

    def _is_starred(self, item: int) -> bool:
        stars = self.items.slice.stars
        return bool(stars) and self._star(item) in stars

    def empty(self) -> Text:
        """A message, and the number of events with quotes without each clause of the query."""
        removals = [
            f"Without {clause}: {plural(number, 'event')} with quotes" for clause, number in self.items.why_empty
        ]
        shown = self.items.slice
        return self.nothing(f"No quotes{' in view' if shown.query else ''}{shown.so_far}.", removals)
