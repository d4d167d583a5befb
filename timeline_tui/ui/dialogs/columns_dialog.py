"""The dialog that asks what the columns of a file mean, and in which order its dates are, with a preview."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.table import Table
from rich.text import Text
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
from timeline_tui.text.text import clean_line
from timeline_tui.ui.dialogs import columns_text
from timeline_tui.ui.dialogs.asking import show_text
from timeline_tui.ui.dialogs.columns_text import CYCLED, KEYS, MEANINGS, MOST, ShownColumns
from timeline_tui.ui.dialogs.dialogs import Choose, Dialog
from timeline_tui.ui.screen.layout import class_for
from timeline_tui.ui.textual_fixes.left_once import answer


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


class ChooseMeaning(Choose):
    """The list of meanings. If d, m or y chooses an order of dates, the answer is None, and ``order`` is set."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "order('dmy')", show=False),
        Binding("m", "order('mdy')", show=False),
        Binding("y", "order('ymd')", show=False),
    ]

    def __init__(self, title: str, choices: list[tuple[str, str]], orders: tuple[str, ...]) -> None:
        """``orders``: the orders of day, month and year that the reader can choose from."""
        super().__init__(title, choices)
        self.order = ""
        self._orders = orders

    def action_order(self, order: str) -> None:
        """Choose an order of day, month and year."""
        if order in self._orders:
            self.order = order
            self.dismiss(None)


class ColumnsDialog(Dialog["ChosenColumns | None"]):
    """Shows each column with its meaning and values, and the first events. The answer is None if cancelled."""

    DEFAULT_CSS = """
    ColumnsDialog {
        & > .box { height: 90%; max-width: 120; }
        & .question { width: 100%; max-height: 4; }
        & ColumnList, & ColumnList:focus { max-height: 60%; }
        & .preview { height: 1fr; border-top: solid $panel; }
        & .preview Static { width: 100%; }

        &.-low > .box { height: 100%; width: 100%; max-height: 100%; padding: 0; }
        &.-low ColumnList, &.-low ColumnList:focus { max-height: 45%; }
        &.-flat > .box { height: 100%; width: 100%; max-height: 100%; padding: 0; border: none; }
        &.-flat .preview { display: none; }
        &.-flat .question { max-height: 2; }
        &.-flat ColumnList, &.-flat ColumnList:focus { height: 1fr; max-height: 100%; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-low"), (20, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "Accept"),
        Binding("escape,q", "leave", "Leave"),
        Binding("d", "dates('dmy')", "Day first", show=False),
        Binding("m", "dates('mdy')", "Month first", show=False),
        Binding("y", "dates('ymd')", "Year first", show=False),
        Binding("r", "reset", "Guess again", show=False),
        Binding("question_mark", "keys", "Keys", show=False),
    ]

    box = query_one(".box", Vertical)
    columns = query_one(ColumnList)
    question = query_one(".question", Label)
    body = query_one(".preview Static", Static)

    def __init__(self, name: str, draft: ColumnsDraft, place: tuple[int, int] = (1, 1)) -> None:
        """``name``: the name of the file. ``place``: its number among the files that need an answer, and how many."""
        super().__init__()
        self._file, self.draft, self._place = clean_line(name), draft, place
        self._given: Choices = draft.given
        self._dates = draft.dates or draft.likely_dates
        self._shown = self._read()
        self._notice = ""  # in the place of the question, until the next choice
        self._is_leaving = False  # whether the notice has asked about choices that are not kept

    def compose(self) -> ComposeResult:
        """Textual: a question, the columns, and the first events."""
        with Vertical(classes="box"):
            yield Label(classes="question")
            yield ColumnList()
            with VerticalScroll(classes="preview") as preview:
                preview.border_title = Content(" The first events ")
                yield Static()

    def on_mount(self) -> None:
        """Textual: show how the file is read now, with the cursor on what needs an answer."""
        self.add_class(self._height_class)  # Textual would add it after the first drawing
        self._show()
        self.columns.highlighted = self._first()
        self.columns.focus()

    def on_resize(self) -> None:
        """Textual: another width has room for other texts."""
        self.call_after_refresh(self._show_if_open)

    def follow(self, draft: ColumnsDraft) -> None:
        """The file was read again: show it as it is now. The choices stay for columns with the same headings."""
        if draft.known == self.draft.known:  # it was read by the dialog before the app told of the change
            return
        index = self._index
        at = index is not None and self.draft.headings[index]
        self._given = draft.taken_over(self._given, self.draft.headings)
        self.draft = draft
        self._change("The file has changed, and was read again.")
        if at and at in draft.headings:
            self.columns.highlighted = draft.headings.index(at) + bool(self._shown.orders)

    def show_message(self, message: str) -> None:
        """Show a message in the place of the question, until the next choice."""
        self._notice = message
        self._show()

    # Keys

    def action_cycle(self, step: int) -> None:
        """Give the column under the cursor the next meaning (1), or the one before (-1)."""
        index = self._index
        if index is None:
            orders = [order for order, _ in self._shown.orders]
            known = self._dates in orders
            self.action_dates(orders[(orders.index(self._dates) + step) % len(orders) if known else min(step, 0)])
            return
        meaning = self._shown.preview.known.columns[index].meaning
        cycled = CYCLED if meaning in CYCLED else [meaning, *CYCLED]
        self._choose(index, cycled[(cycled.index(meaning) + step) % len(cycled)])

    def action_dates(self, order: str) -> None:
        """Read the dates in this order, if no row decides."""
        if order in dict(self._shown.orders):
            self._dates = order
            self._change()
        elif self._shown.orders:
            self.show_message(f"None of these dates has the {columns_text.FIRST[order]} first.")
        else:
            self.show_message("The order of these dates is not in doubt: d, m and y change nothing.")

    def action_reset(self) -> None:
        """Forget what was chosen, and guess again."""
        self._given, self._dates = {}, ""
        self._change()

    def action_accept(self) -> None:
        """Accept the choices if they give events; else say what is missing."""
        refusal = columns_text.refusal(self._shown, self._room)
        if refusal:
            self.app.bell()
            self.show_message(refusal)
            return
        given = self.draft.confirmed(self._given, self._shown.preview.known)
        self.dismiss(ChosenColumns(self.draft.columns(given), self._dates if self._shown.orders else ""))

    def action_leave(self) -> None:
        """Leave the file as it is. Ask first if there are choices that are not kept."""
        if self._shown.is_changed and not self._is_leaving:
            self._is_leaving = True
            self.show_message(columns_text.unsaved(self._room))
        else:
            self.dismiss(None)

    def action_keys(self) -> None:
        """Show the keys of this dialog."""
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, justify="right")
        table.add_column()
        for keys, what in KEYS:
            table.add_row(Text(keys, "bold"), Text(what))
        show_text(self.app, "Keys of this dialog", table)

    @on(OptionList.OptionSelected)
    @work(exclusive=True)
    async def _open_list(self) -> None:
        """Let the reader choose from the list of all meanings, or of the orders of dates."""
        index, draft, orders = self._index, self.draft, self._shown.orders
        keys = tuple(order for order, _ in orders)
        if index is None:
            lines = [(columns_text.order_in_words(order), date) for order, date in orders]
            menu = ChooseMeaning("The order of day, month and year", lines, keys)
        else:
            lines = [(in_words(meaning), what) for meaning, what in MEANINGS.items()]
            menu = ChooseMeaning(f"What is in {self._shown.heading(index)}?", lines, keys)
        chosen = await answer(self.app, menu)
        if menu.order:
            self.action_dates(menu.order)
        elif chosen is not None and index is None:
            self.action_dates(keys[chosen])
        elif chosen is not None and index is not None and draft is self.draft:  # else the file has changed meanwhile
            self._choose(index, list(MEANINGS)[chosen])

    # What is shown

    @property
    def _index(self) -> int | None:
        """The index of the column under the cursor; None on the line with the order of the dates."""
        line = self.columns.highlighted or 0
        if not self._shown.orders:
            return line
        return line - 1 if line else None

    @property
    def _room(self) -> int:
        """The width of the question, in cells."""
        return max(8, self.question.container_size.width or self._width)

    @property
    def _width(self) -> int:
        """The width inside the box, in cells. Before the first layout, it follows from the size of the terminal."""
        columns = self.app.size.width
        in_box = {"-high": min(columns * 9 // 10, 120) - 4, "-low": columns - 2, "-flat": columns}  # see DEFAULT_CSS
        return self.box.size.width or in_box[self._height_class]

    @property
    def _height_class(self) -> str:
        return class_for(self.app.size.height, self.VERTICAL_BREAKPOINTS)

    def _choose(self, index: int, meaning: Meaning | None) -> None:
        self._given = self.draft.changed(self._given, self._shown.preview.known, index, meaning)
        self._change()

    def _change(self, notice: str = "") -> None:
        """Show the result of other choices."""
        self._notice, self._is_leaving = notice, False
        self._show()

    def _first(self) -> int:
        """The line that needs an answer first."""
        doubts = [index for doubt in self._shown.preview.known.unsure for index in doubt.columns]
        has_orders = bool(self._shown.orders)
        if has_orders and not self.draft.dates:
            return 0
        return min(doubts[0] if doubts else 0, MOST) + has_orders

    def _read(self) -> ShownColumns:
        """Read the first rows with the choices. The order of day and month counts only where no row decides it."""
        orders = self.draft.orders(self._given)
        dates = self._dates if orders else ""
        return ShownColumns(self.draft, self._given, dates, orders, self.draft.preview(self._given, dates))

    def _show_if_open(self) -> None:
        if self in self.app.screen_stack:  # a dialog that has just been closed has no widgets
            self._show()

    def _show(self) -> None:
        """Read the first rows again, and show the result. The cursor stays on its column."""
        index, at = self._index, self.columns.highlighted
        self._shown = shown = self._read()
        if at is not None and index is not None:
            at = index + bool(shown.orders)
        room = max(8, (self.columns.size.width or self._width) - 2)
        lines = [columns_text.order_line(shown, room)] if shown.orders else []
        count = min(len(self.draft.headings), MOST)
        lines += [columns_text.column_line(shown, index, room) for index in range(count)]
        self.columns.set_options(map(Option, lines))
        self.columns.highlighted = at
        number, files = self._place
        asked = self._notice or columns_text.question(shown, self._room)
        if files > 1 and self.has_class("-flat"):  # the title, which has the number, has no line there
            asked = f"{number}/{files} {asked}"
        self.question.update(self.keys(asked) if "⏎" in asked else Content(asked))  # no data in a text about keys
        self.question.set_class(bool(self._notice) or not shown.preview.events, "wrong")
        self.body.update(columns_text.event_lines(shown, max(8, self.body.size.width or self._width)))
        around = max(8, (self.box.outer_size.width or self._width + 4) - 6)
        self.box.border_title = Content(columns_text.title(self._file, self._place, around))
        self.box.border_subtitle = self.keys(
            columns_text.hint(shown, is_last=self._place[0] == self._place[1], room=around)
        )
