"""The dialog that asks what the columns of a file mean, and in which order its dates are, with a preview."""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from timeline_tui.formats.reading.columns_draft import Choices, ColumnsDraft
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.understanding import in_words
from timeline_tui.model.timeline import Event
from timeline_tui.text.cells import shorten, width
from timeline_tui.text.text import clean_line
from timeline_tui.ui.dialogs.dialogs import Choose, Dialog
from timeline_tui.ui.textual_fixes.key_queue import answer

_MEANINGS: dict[Meaning | None, str] = {
    "date": "when it happened, or when it began",
    "end": "when it ended",
    "title": "what happened, in one line",
    "summary": "what happened, in more words",
    "countries": "",
    "topics": "tags, categories, kinds of event",
    "people": "",
    "organizations": "",
    "place": "",
    "sources": "addresses or names of sources",
    "speaker": "who said the quote",
    "quotes": "what somebody said",
    "year": "the year, if year, month and day have columns of their own",
    "month": "",
    "day": "",
    "time": "the time of day",
    "note": "a remark",
    None: "kept, and shown under Other",
}
_CYCLED = [*list(_MEANINGS)[:12], None]  # the meanings that the keys go through; the list has all
_MOST = 300  # columns that are listed
_PREVIEWED = 50  # events
_ORDERS = {"dmy": "day first", "mdy": "month first"}
_ROOM_FOR_VALUES = 44  # cells of a line


class ChosenColumns(NamedTuple):
    """The answer: both are as in `ReadOptions`, and empty if nothing is chosen."""

    columns: str
    dates: str


class ColumnList(OptionList):
    """The list of columns. Enter accepts the dialog, so another key and a click choose a meaning."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.accept", show=False),
        Binding("space", "select", show=False),
        Binding("right,l", "screen.cycle(1)", show=False),
        Binding("left,h", "screen.cycle(-1)", show=False),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]


class ColumnsDialog(Dialog["ChosenColumns | None"]):
    """Shows each column with its meaning and values, and the first events. The answer is None if cancelled."""

    DEFAULT_CSS = """
    ColumnsDialog {
        & > .box { height: 90%; max-width: 120; }
        & .question { width: 100%; max-height: 3; }
        & ColumnList, & ColumnList:focus { max-height: 60%; }
        & .preview { height: 1fr; border-top: solid $panel; }
        & .preview Static { width: 100%; }

        &.-low .question { max-height: 2; }
        &.-low ColumnList, &.-low ColumnList:focus { max-height: 50%; }
        &.-flat > .box { height: 100%; width: 100%; max-height: 100%; padding: 0; }
        &.-flat .preview { display: none; }
        &.-flat .question { max-height: 1; }
        &.-flat ColumnList, &.-flat ColumnList:focus { height: 1fr; max-height: 100%; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-low"), (20, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Accept"),
        Binding("escape,q", "dismiss(None)", "Cancel"),
        Binding("d", "dates('dmy')", "Day first", show=False),
        Binding("m", "dates('mdy')", "Month first", show=False),
        Binding("r", "reset", "Guess again", show=False),
    ]

    columns = query_one(ColumnList)
    question = query_one(".question", Label)
    body = query_one(".preview Static", Static)

    def __init__(self, name: str, draft: ColumnsDraft) -> None:
        """``name`` is that of the file."""
        super().__init__()
        self._file, self._draft = clean_line(name), draft
        self._given: Choices = draft.given
        self._dates = draft.dates
        self._read()

    def compose(self) -> ComposeResult:
        """Textual: a question, the columns, and the first events."""
        with Vertical(classes="box") as box:
            box.border_title = Content(f"Columns of {self._file}")
            box.border_subtitle = Content("←→ or Space changes · ⏎ accepts · Esc leaves")
            yield Label(classes="question")
            yield ColumnList()
            with VerticalScroll(classes="preview") as preview:
                preview.border_title = Content("The first events")
                yield Static()

    def on_mount(self) -> None:
        """Textual: show how the file is read now, with the cursor on what needs an answer."""
        self._show()
        self.columns.highlighted = self._first()
        self.columns.focus()

    def on_resize(self) -> None:
        """Textual: another width has room for other values."""
        self.call_after_refresh(self._show)

    # Keys

    def action_cycle(self, step: int) -> None:
        """Give the column under the cursor the next meaning (1), or the one before (-1)."""
        index = self._index
        if index is None:
            orders = list(_ORDERS)
            self.action_dates(orders[(orders.index(self._dates) + step) % 2] if self._dates else orders[step < 0])
            return
        meaning = self._shown.known.columns[index].meaning
        cycled = _CYCLED if meaning in _CYCLED else [meaning, *_CYCLED]
        self._choose(index, cycled[(cycled.index(meaning) + step) % len(cycled)])

    def action_dates(self, order: Literal["dmy", "mdy"] | str) -> None:
        """Read the dates in this order, if no row decides."""
        if self._orders:
            self._dates = order
            self._show()

    def action_reset(self) -> None:
        """Forget what was chosen, and guess again."""
        self._given, self._dates = {}, ""
        self._show()

    def action_accept(self) -> None:
        """Answer, if there are events."""
        if not self._shown.events:
            self._show()
            self.app.bell()
            return
        given = self._draft.settled(self._given, self._shown.known)
        self.dismiss(ChosenColumns(self._draft.columns(given), self._dates if self._orders else ""))

    @on(OptionList.OptionSelected)
    @work(exclusive=True)
    async def _open_list(self) -> None:
        """Let the reader choose from the list of all meanings."""
        index = self._index
        if index is None:
            lines = [(_ORDERS.get(order, order), date) for order, date in self._orders]
            chosen = await answer(self.app, Choose("The order of day and month", lines))
            if chosen is not None:
                self.action_dates(self._orders[chosen][0])
            return
        lines = [(in_words(meaning), what) for meaning, what in _MEANINGS.items()]
        chosen = await answer(self.app, Choose(f"What is in {self._heading(index)}?", lines))
        if chosen is not None:
            self._choose(index, list(_MEANINGS)[chosen])

    # What is shown

    @property
    def _index(self) -> int | None:
        """The index of the column under the cursor; None on the line with the order of the dates."""
        line = self.columns.highlighted or 0
        if not self._orders:
            return line
        return line - 1 if line else None

    def _choose(self, index: int, meaning: Meaning | None) -> None:
        self._given = self._draft.changed(self._given, index, meaning)
        self._show()

    def _first(self) -> int:
        """The line that needs an answer first."""
        doubts = [index for doubt in self._shown.known.unsure for index in doubt.columns]
        has_orders = bool(self._orders)
        if has_orders and not self._dates:
            return 0
        return min(doubts[0] if doubts else 0, _MOST) + has_orders

    def _read(self) -> None:
        """Read the first rows with the choices. The order of day and month counts only where no row decides it."""
        self._orders = self._draft.orders(self._given)
        self._shown = self._draft.preview(self._given, self._dates if self._orders else "")

    def _show(self) -> None:
        """Read the first rows again, and show the result. The cursor stays on its column."""
        index, at = self._index, self.columns.highlighted
        self._read()
        if at is not None and index is not None:
            at = index + bool(self._orders)
        room = max(8, self.columns.size.width - 2)
        lines = [self._order_line(room)] if self._orders else []
        count = len(self._draft.headings)
        lines += [self._column_line(index, room) for index in range(min(count, _MOST))]
        self.columns.set_options(map(Option, lines))
        self.columns.highlighted = at
        self.question.update(Content(self._question()))
        self.question.set_class(not self._shown.events, "wrong")
        self.body.update(self._events(max(8, self.body.size.width)))

    def _question(self) -> str:
        """What needs an answer; else how the file is read."""
        known = self._shown.known
        if not self._shown.events and known.orders:
            return "Which is first in these dates, the day or the month? Press d or m."
        if not known.usable:
            return known.unsure[0].question
        if not self._shown.events:
            return next(iter(self._shown.faults), "No row can be read as an event.")
        if all(event.date.is_undated for event in self._shown.events):
            return "None of these dates can be read: every event would be undated."
        doubt = next((doubt.question for doubt in known.unsure), "")
        return doubt or "Is this right? ⏎ accepts it for this file and for files with the same columns."

    def _order_line(self, room: int) -> Content:
        """The line for the order of day and month, with the first date read both ways."""
        both = " or ".join(f"{date} ({_ORDERS.get(order, order)})" for order, date in self._orders)
        chosen = next((date for order, date in self._orders if order == self._dates), "")
        text = f"Dates: {chosen} ({_ORDERS[self._dates]})" if chosen else f"Dates: {both}?"
        return Content(shorten(text, room)).stylize("bold")

    def _column_line(self, index: int, room: int) -> Content:
        """Heading, meaning and the first values of a column."""
        column = self._shown.known.columns[index]
        meaning = in_words(column.meaning) + ("?" if column.meaning and column.confidence == "unsure" else "")
        heading_room = min(24, max(4, room - 14), *([room // 3] if room >= _ROOM_FOR_VALUES else []))
        style = "dim" if not column.meaning else "bold" if index in self._given else ""
        line = Content.assemble(
            Content(_padded(self._heading(index), heading_room)), " ", Content(_padded(meaning, 13)).stylize(style)
        )
        left = room - line.cell_length - 1
        if left < 8:
            return line
        values = shorten(" · ".join(clean_line(value) for value in column.values), left)
        return Content.assemble(line, " ", Content(values).stylize("dim"))

    def _heading(self, index: int) -> str:
        return self._draft.headings[index] or f"column {index + 1}"

    def _events(self, room: int) -> Content:
        """The first events, a line for each."""
        lines = [Content(shorten(_line(event), room)) for event in self._shown.events[:_PREVIEWED]]
        if len(self._draft.headings) > _MOST:
            lines.append(Content(f"{len(self._draft.headings) - _MOST:,} more columns: see timeline-tui columns"))
        return Content("\n").join(lines) if lines else Content("none yet")


def _line(event: Event) -> str:
    names = (*event.countries, *event.people, *event.topics)
    return "  ".join(filter(None, (event.date.label, event.title, " · ".join(names))))


def _padded(text: str, room: int) -> str:
    """The text in exactly ``room`` cells."""
    text = shorten(text, room)
    return text + " " * (room - width(text))
