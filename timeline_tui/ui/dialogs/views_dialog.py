"""The dialog of saved views, each with its query and number of events. Views of the file come first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest
from typing import ClassVar, Literal, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from timeline_tui.text.cells import shorten, width
from timeline_tui.ui.dialogs.dialogs import Choose

Command = Literal["open", "delete", "rename", "restore", "save"]
Owner = Literal["", "file", "database", "mine"]

_ONE_LINE = 60  # cells from which a view has a single line
_NAME = 30  # the most cells of a name on that line
_KEYS = ("⏎ open", "d delete", "r rename", "V save")


class ViewRow(NamedTuple):
    """A view in the list. ``events`` is their number, or a word. ``current``: it is the view on the screen."""

    name: str
    query: str
    owner: Owner
    events: str
    current: bool


class ViewsDialog(Choose):
    """The list of saved views. The answer is an index of ``rows``, and ``command`` says what to do with that view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "dismiss(None)", "Cancel", show=False),
        Binding("d", "answer('delete')", "Delete", show=False),
        Binding("r", "answer('rename')", "Rename", show=False),
        Binding("u", "answer('restore')", "Restore", show=False),
        Binding("V", "answer('save')", "Save", show=False),
    ]

    def __init__(self, rows: Sequence[ViewRow], at: int, note: str) -> None:
        """``at`` is the index of the cursor, at most the last view. ``note`` is shown before the keys."""
        super().__init__("Views", [(row.name, row.query) for row in rows])
        self.command: Command = "open"
        self._rows, self._at, self._note = rows, min(at, len(rows) - 1), note

    def compose(self) -> ComposeResult:
        """Textual: the views in sections, in a titled box."""
        with Vertical(classes="box") as box:
            box.border_title = Content("Views")
            box.border_subtitle = self.keys(" · ".join(filter(None, (self._note, *_KEYS[: 3 if self._note else 4]))))
            yield OptionList(*self._options())

    def _options(self) -> Iterable[Option]:
        names = min(_NAME, max(width(row.name) for row in self._rows)) + 1
        counts = max(width(row.events) for row in self._rows)
        for owner, group in groupby(enumerate(self._rows), key=lambda numbered: numbered[1].owner):
            if owner:
                yield Option(Heading(owner), disabled=True)
            for place, row in group:
                yield Option(ViewLine(place + 1, row, names, counts), id=str(place))

    def on_mount(self) -> None:
        """Textual: put the cursor on its view."""
        options = self.query_one(OptionList)
        options.highlighted = options.get_option_index(str(self._at))

    def action_answer(self, command: Command) -> None:
        """Answer with a command for the view under the cursor. Only the reader's own views can be changed."""
        options = self.query_one(OptionList)
        option = options.highlighted_option
        at = int(option.id) if option and option.id else 0
        if command in ("restore", "save") or self._rows[at].owner == "mine":
            self.command = command
            self.dismiss(at)
        else:
            self.query_one(".box").border_subtitle = Content("only your own views can be changed")


class Heading(Visual):
    """A heading: its name in a rule."""

    def __init__(self, name: str) -> None:
        self._name = name

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002  # Textual's
        """Textual: all the width that there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002  # Textual's
        """Textual: the number of lines."""
        return 1

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Textual: the line."""
        return Content(f"─ {self._name} {'─' * width}"[:width]).render_strips(width, height, style, options)


class ViewLine(Visual):
    """A view: a sign if it is current, its number, name, query and count. If it is narrow, the query is below."""

    def __init__(self, number: int, row: ViewRow, names: int, counts: int) -> None:
        """``names`` and ``counts`` are the widths of these columns."""
        self._names, self._counts = names, counts
        self._mark = Content.styled(
            f"{'▸' if row.current else ' '} {number if number < 10 else ' '} ", "$text-accent bold"
        )
        self._name, self._query = row.name, Content(row.query)
        self._count = Content(f"{row.events:>{counts}}")

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002  # Textual's
        """Textual: all the width that there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Textual: the number of lines."""
        return sum(max(part.get_height(rules, room) for part, room in block) for block in self._blocks(width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Textual: the lines."""
        lines: list[Strip] = []
        for block in self._blocks(width):
            columns = [part.render_strips(room, None, style, options) for part, room in block]
            rooms = [room for _, room in block]
            lines += [
                Strip.join(
                    (part or Strip([])).adjust_cell_length(room, style.rich_style)
                    for part, room in zip(parts, rooms, strict=True)
                )
                for parts in zip_longest(*columns)
            ]
        return lines[:height]

    def _blocks(self, width: int) -> list[list[tuple[Content, int]]]:
        """Blocks of lines, one below the other. Each has columns: a content and its width."""
        mark, counts = (self._mark, self._mark.cell_length), (self._count, self._counts)
        room = max(1, width - mark[1] - counts[1] - 1)
        query = self._query.stylize("dim")
        gap = (Content(""), 1)
        if width >= _ONE_LINE:
            name = Content(shorten(self._name, self._names - 1))
            return [[mark, (name, self._names), gap, (query, room - self._names - 1), gap, counts]]
        below = [[(Content(""), mark[1]), (query, max(1, width - mark[1]))]] if self._query else []
        return [[mark, (Content(shorten(self._name, room)), room), gap, counts], *below]
