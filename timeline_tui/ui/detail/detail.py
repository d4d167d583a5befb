"""The detail: the current event as a column of cards, one of which is the current card.

All cards are drawn to strips once per event and width; scrolling selects among these lines. A key moves to the next
card, or by lines inside a card that is taller than the pane.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import zip_longest
from typing import ClassVar

from rich.console import RenderableType
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.relations import chain
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.query.query import words
from timeline_tui.text.text import fold
from timeline_tui.ui import keymap
from timeline_tui.ui.detail.card import SECTIONS, Card
from timeline_tui.ui.detail.cards import cards
from timeline_tui.ui.detail.parts import DetailStyles
from timeline_tui.ui.style.painter import Painter
from timeline_tui.ui.style.plain import is_plain
from timeline_tui.ui.style.scrolling import WHEEL, thumb_lines

ROLES = DetailStyles._fields
# What the lines depend on: the index and the position of the event, the words to highlight, the comparison, the width.
Inputs = tuple[Index | None, int | None, tuple[str, ...], Comparison | None, int]
_FRAME = " │╭╮╰╯─▌"  # around the text of a line
EDGES = 2  # cells: the mark of the current card at the left, the scroll bar at the right


class Detail(Widget, can_focus=True):
    """The event at position ``current`` of the index of ``slice``."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.SPACE_PAGES, *keymap.DETAIL]
    DEFAULT_CSS = "Detail { height: 1fr; }"

    slice: reactive[Slice | None] = reactive(None, repaint=False)
    current: reactive[int | None] = reactive(None)

    class Activated(Message):
        """The reader asks to open the address of the card, or to go to its event: with Enter or a double click."""

        def __init__(self, card: Card) -> None:
            super().__init__()
            self.card = card

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[Card, ...] = ()
        self._lines: list[Strip] = []
        self._starts: list[int] = []  # the first line of each card
        self._extents: list[tuple[int, int]] = []  # the first line of its headings, and the line after its last
        self._painter = Painter(self)
        self._drawn: Inputs | None = None  # the inputs the lines were drawn from
        self._top = 0
        self._cursor = 0
        self._match: int | None = None  # the line of the match that was shown last

    @property
    def card(self) -> Card | None:
        """The current card; None without an event."""
        self._draw()
        return self._cards[self._cursor] if self._cards else None

    def notify_style_update(self) -> None:
        """Textual: the theme or the style sheet changed."""
        super().notify_style_update()
        self._painter.clear()
        self._drawn = None

    def on_focus(self) -> None:
        """Textual: mark the current card."""
        self.refresh()

    def on_blur(self) -> None:
        """Textual: remove the mark."""
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual: the lines of a region. If an input changed, all cards are drawn first."""
        self._draw()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Textual: one line of the pane."""
        line = self._top + y
        if line >= len(self._lines):
            return Strip.blank(self.size.width, self._painter.style())
        first, after = self._extents[self._cursor]
        plain = is_plain(self.app)
        is_marked = line == self._starts[self._cursor] if plain else first <= line < after
        mark = (">" if plain else "▌") if self.has_focus and is_marked else " "
        thumb = "▐" if y in self._thumb else " "
        focus = "-focus" if self.has_focus else ""
        ends = self._painter.style(f"sign{focus}"), self._painter.style(f"thumb{focus}")
        return Strip([Segment(mark, ends[0]), *self._lines[line], Segment(thumb, ends[1])])

    @property
    def _inputs(self) -> Inputs:
        slice = self.slice
        if slice is None or self.current is None:
            return None, None, (), None, self.size.width
        return slice.index, self.current, words(slice.query), Comparison.from_slice(slice), self.size.width

    def watch_slice(self) -> None:
        """Textual: draw again only if an input changed, which most changes of the filter do not."""
        if self._inputs != self._drawn:
            self.refresh()

    def _draw(self) -> None:
        """Draw all cards, if an input changed."""
        inputs = self._inputs
        if inputs == self._drawn:
            return
        other_event = self._drawn is None or inputs[:2] != self._drawn[:2]
        self._drawn = inputs
        self._cards, self._lines, self._starts, self._extents = (), [], [], []
        index, current, needles, comparison, _ = inputs
        if index is not None and current is not None:
            event = index.event(current)
            styles = DetailStyles(**{role: self._painter.style(role) for role in ROLES})
            self._cards = cards(event, chain(index, event), styles, needles, comparison, is_plain(self.app))
        for card, before in zip(self._cards, (None, *self._cards), strict=False):
            self._lay_out(card, before)
        self._match = None
        if other_event:
            self._top = self._cursor = 0
        self._top = self._bounded(self._top)

    def _lay_out(self, card: Card, before: Card | None) -> None:
        """Add the lines of a card, with a heading where a section or a branch begins, and a blank line before it.

        Cards of one branch follow without blank lines.
        """
        headings = []
        if before and card.kind != before.kind:
            count = sum(each.kind == card.kind for each in self._cards)
            title = SECTIONS[card.kind] + (f" ({count})" if count > 1 else "")
            headings.append(Text(title, self._painter.style("dim", "heading")))
        if card.branch and (headings or not before or card.branch != before.branch):
            headings.append(Text(card.branch, self._painter.style("dim")))
        if before and (headings or not card.branch):
            self._lines += self._strips(Text())
        first = len(self._lines)
        for heading in headings:
            self._lines += self._strips(heading)
        self._starts.append(len(self._lines))
        self._lines += self._strips(card.renderable)
        self._extents.append((first, len(self._lines)))

    def _strips(self, renderable: RenderableType) -> list[Strip]:
        width = max(1, self.size.width - EDGES)
        console = self.app.console
        options = console.options.update(width=width, height=None, highlight=False, markup=False)
        base = self._painter.style()
        lines = console.render_lines(renderable, options, style=base)
        return [Strip(line).adjust_cell_length(width, base) for line in lines]

    @property
    def _thumb(self) -> range:
        height, total = self.size.height, len(self._lines)
        if total <= height:
            return range(0)
        return thumb_lines(height, height / total, self._top / (total - height))

    def pointed(self) -> Offset | None:
        """The first line in view of the current card."""
        if self.card is None:
            return None
        line, after = max(self._starts[self._cursor], self._top), self._extents[self._cursor][1]
        return Offset(1, line - self._top) if line < min(after, self._top + self.size.height) else None

    def _card_at(self, line: int) -> int:
        return max(0, bisect_right(self._starts, line) - 1)

    def _bounded(self, top: int) -> int:
        return max(0, min(top, len(self._lines) - self.size.height))

    def _show_from(self, top: int) -> None:
        self._top = self._bounded(top)
        self.refresh()

    def _select(self, card: int) -> None:
        """Make a card current and scroll to show it: all of it, or its first lines."""
        self._cursor = max(0, min(card, len(self._cards) - 1))
        self.refresh_bindings()
        first, after = self._extents[self._cursor]
        if first < self._top:
            self._show_from(first)
        elif after > self._top + self.size.height:
            self._show_from(min(first, after - self.size.height))
        self.refresh()

    def go_to_match(self, delta: int) -> bool:
        """Show the next (1) or previous (-1) line with a word of the query; returns whether there is one.

        Before the first call for an event, no line is the current match. In a hidden detail there is none.
        """
        if not self.display or self.card is None:
            return False
        lines = self._match_lines()
        at = self._match if self._match is not None else -1 if delta > 0 else len(self._lines)
        following = [line for line in lines if line > at] if delta > 0 else [line for line in lines if line < at][::-1]
        if not following:
            return False
        self._match = line = following[0]
        self._cursor = self._card_at(line)
        if not self._top <= line < self._top + self.size.height:
            self._show_from(line - self.size.height // 3)
        self.refresh_bindings()
        self.refresh()
        return True

    def _match_lines(self) -> list[int]:
        """The lines in which a word of the query begins, also if it goes on in the next line."""
        needles = words(self.slice.query) if self.slice else ()
        folded = [fold(line.text.strip(_FRAME)) for line in self._lines]
        both = (f"{line} {after}" for line, after in zip_longest(folded, folded[1:], fillvalue=""))
        return [
            number
            for number, (line, text) in enumerate(zip(folded, both, strict=True))
            if any(0 <= text.find(needle) < len(line) for needle in needles)
        ]

    def action_move(self, delta: int) -> None:
        """Go to the next (1) or previous (-1) card; scroll by lines first inside a card that does not fit."""
        if self.card is None:
            return
        bottom, height = self._top + self.size.height, self.size.height
        first, after = self._extents[self._cursor]
        if delta > 0 and after > bottom:
            self._show_from(min(self._top + 2, after - height))
        elif delta < 0 and first < self._top:
            self._show_from(max(self._top - 2, first))
        elif 0 <= self._cursor + delta < len(self._cards):
            self._select_towards(self._cursor + delta, delta)

    def _select_towards(self, card: int, delta: int) -> None:
        """Make a card current; a card that does not fit shows its last lines if ``delta`` is -1."""
        self._select(card)
        first, after = self._extents[card]
        if delta < 0 and after - first > self.size.height:
            self._show_from(after - self.size.height)

    def action_page(self, pages: float) -> None:
        """Scroll by pages; the first card in view becomes current, at the end of the event the last one."""
        if self.card is None:
            return
        self._show_from(self._top + int(pages * max(1, self.size.height - 1)))
        last_shown = min(self._top + self.size.height, len(self._lines)) - 1
        at_end = last_shown == len(self._lines) - 1 and pages > 0
        self._cursor = self._card_at(last_shown if at_end else self._top)
        self.refresh_bindings()

    def action_first(self) -> None:
        """Go to the first card, the event itself."""
        if self.card is not None:
            self._select(0)

    def action_last(self) -> None:
        """Go to the last card."""
        if self.card is not None:
            self._select(len(self._cards) - 1)

    def action_choose(self) -> None:
        """Ask to open the address of the current card, or to go to its event."""
        if self.card is not None:
            self.post_message(self.Activated(self.card))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self._show_from(self._top + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self._show_from(self._top - WHEEL)

    def on_click(self, event: events.Click) -> None:
        """Textual: a click makes a card current; a double click activates it."""
        line = self._top + event.y
        if self.card is None or line >= len(self._lines):
            return
        clicked = self._card_at(line)
        if clicked == self._cursor and event.chain > 1:
            self.action_choose()
        else:
            self._cursor = clicked
            self.refresh_bindings()
            self.refresh()
