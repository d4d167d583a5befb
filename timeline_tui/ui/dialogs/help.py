"""The help: keys of the pane with the focus, keys for anywhere, and marks. It can be searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from timeline_tui.text.cells import width, wrap
from timeline_tui.text.text import fold
from timeline_tui.ui import keymap
from timeline_tui.ui.dialogs.dialogs import ShowText
from timeline_tui.ui.dialogs.marks import LEGEND
from timeline_tui.ui.lists.pieces import joined
from timeline_tui.ui.style.plain import is_plain

BROAD = 96  # columns of the text from which it has two columns
GAP = 3  # columns between them
LEAST_KEY = 9  # columns of the keys of a section
KEY_GAP = "  "  # between a key and what it does

Row = tuple[str, str]
"""A key or a mark, and what it does or means."""


class Help(ShowText):
    """The help for the widget with the focus. ``/`` begins a search in it."""

    DEFAULT_CSS = """
    Help > .box { max-width: 132; }
    Help VerticalScroll { scrollbar-gutter: stable; }
    Help Input { dock: bottom; display: none; }
    """
    BINDINGS = [Binding("slash", "search", "Search", show=False), Binding("escape", "leave", "Close", show=False)]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, app: keymap.KeyedApp, focused: Widget | None) -> None:
        """``focused`` is the widget whose keys are shown first."""
        super().__init__("Keys and marks", "")
        titles_here = _sections_of(focused)
        self._here = _without_hidden([(title, _rows(app, title)) for title in titles_here])
        self._anywhere = [("Anywhere", _rows(app, "Anywhere"))]
        legend = (
            [row for row in LEGEND if row[0].isascii()] if is_plain(app) else LEGEND
        )  # words take the place of signs
        self._marks = [("Marks", list(legend))]
        rest = (title for title in keymap.SECTIONS if title not in (*titles_here, "Anywhere"))
        self._elsewhere = [(title, _rows(app, title)) for title in rest]

    def compose(self) -> ComposeResult:
        """Textual: the text in a box that scrolls, and below it the input of the search."""
        with Vertical(classes="box") as box:
            box.border_title = Content("Keys and marks")
            box.border_subtitle = Content("/ searches · Esc closes")
            with VerticalScroll():
                yield Static()
            yield Input(placeholder="Search keys and marks", compact=True)

    def on_resize(self) -> None:
        """Textual: one column or two."""
        self.call_after_refresh(self._write)

    def action_search(self) -> None:
        """Show the input of the search."""
        search = self.query_one(Input)
        search.display = True
        search.focus()

    def action_leave(self) -> None:
        """End the search; close the help if there is none."""
        search = self.query_one(Input)
        if not search.display:
            self.dismiss(None)
            return
        search.display = False
        search.value = ""
        self.query_one(VerticalScroll).focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._write()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    @on(Input.Submitted)
    def _found(self) -> None:
        """Scroll with the keys; the search stays."""
        self.query_one(VerticalScroll).focus()

    def _write(self) -> None:
        columns = self.query_one(Static).size.width
        words = fold(self.query_one(Input).value).split()
        lines = self._found_lines(words, columns) if words else self._lines(columns)
        self.query_one(Static).update(Text("\n").join(lines))

    def _lines(self, columns: int) -> list[Text]:
        """All keys and marks, in 89 ms. Tables of Rich take 235 ms, because they measure each cell several times."""
        sections_here = [
            (f"Here: {title}" if not number else title, rows) for number, (title, rows) in enumerate(self._here)
        ]
        if columns < BROAD:
            return _column([*sections_here, *self._anywhere, *self._marks, *self._elsewhere], columns)
        half = columns // 2
        pairs = ([*sections_here, *self._marks], self._anywhere), (self._elsewhere[::2], self._elsewhere[1::2])
        columns_of = (half - GAP, columns - half)
        both = (map(_column, pair, columns_of) for pair in pairs)
        return [line for left, right in both for line in _beside(left, right, half)]

    def _found_lines(self, words: Sequence[str], columns: int) -> list[Text]:
        """The rows that have all words."""
        sections = [*self._here, *self._anywhere, *self._marks, *self._elsewhere]
        matching_sections = [
            (title, [row for row in rows if all(word in fold(" ".join((title, *row))) for word in words)])
            for title, rows in sections
        ]
        shown = [(title, rows) for title, rows in matching_sections if rows]
        return _column(shown, columns) if shown else [Text("Nothing is found.")]


def _sections_of(focused: Widget | None) -> list[str]:
    """The titles of the sections whose keys work in a widget, the most special one first."""
    chain = focused.ancestors_with_self if focused else ()
    bound = {binding.id for node in chain for binding in node.BINDINGS if isinstance(binding, Binding)}
    titles = [title for title, bindings in keymap.SECTIONS.items() if bindings[0].id in bound and title != "Anywhere"]
    return sorted(titles, key=lambda title: title == "Moving")


def _rows(app: keymap.KeyedApp, title: str) -> list[Row]:
    return [(app.keys_of(binding), binding.tooltip or binding.description) for binding in keymap.SECTIONS[title]]


def _without_hidden(sections: Sequence[tuple[str, list[Row]]]) -> list[tuple[str, list[Row]]]:
    """Sections without the rows whose keys all do something else in a section before: Space among the facets."""
    taken: set[str] = set()
    left = []
    for title, rows in sections:
        left.append((title, [row for row in rows if not taken.issuperset(row[0].split())]))
        taken.update(key for keys, _ in rows for key in keys.split())
    return left


def _column(sections: Iterable[tuple[str, Sequence[Row]]], columns: int) -> list[Text]:
    """The lines of sections one below the other, each with its title. ``columns`` is the width."""
    lines = []
    for title, rows in sections:
        lines.append(Text(title, "bold underline"))
        room = max([LEAST_KEY, *(width(key) for key, _ in rows)])
        for key, meaning in rows:
            for number, words in enumerate(wrap(meaning, max(1, columns - room - len(KEY_GAP)))):
                shown = "" if number else key
                lines.append(joined([(shown, "bold"), (" " * (room - width(shown)) + KEY_GAP + words, "")]))
        lines.append(Text())
    return lines


def _beside(left: Sequence[Text], right: Sequence[Text], columns: int) -> list[Text]:
    """Lines beside each other. The left lines and the gap together have the width ``columns``."""
    pairs = zip_longest(left, right, fillvalue=Text())
    return [Text.assemble(one, " " * (columns - one.cell_len), other) for one, other in pairs]
