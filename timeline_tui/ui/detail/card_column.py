"""The cards of an event below each other, as lines: with headings, and the sources in a box."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.strip import Strip

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.relations import chain
from timeline_tui.index.index import Index
from timeline_tui.ui.detail.card import SECTIONS, Card, Kind
from timeline_tui.ui.detail.cards import cards, titles
from timeline_tui.ui.detail.parts import IS_MATCH, DetailStyles, Drawn, panel
from timeline_tui.ui.screen.layout import NORMAL
from timeline_tui.ui.style.painter import Painter
from timeline_tui.ui.style.plain import is_plain

FRAME = 4  # cells of the box around the sources, with the spaces inside


class CardColumn:
    """The lines of ``cards``. ``strips`` draws lines; its second argument is how many cells narrower than the column.

    ``titles`` are the headings of sections that have more than the name. One card at most is ``unfolded``.
    """

    def __init__(
        self,
        cards: tuple[Card, ...],
        titles: Mapping[Kind, Text],
        styles: DetailStyles,
        strips: Callable[[RenderableType, int], list[Strip]],
    ) -> None:
        self.cards = cards
        self.lines: list[Strip] = []
        self.starts: list[int] = []  # the first line of each card
        self.extents: list[tuple[int, int]] = []  # the first line of its headings, and the line after its last
        self.unfolded: int | None = None
        self._titles = titles
        self._styles = styles
        self._strips = strips
        self._drawn: dict[tuple[int, bool], list[Strip]] = {}  # the lines of a card, folded or unfolded

    def unfold(self, card: int | None) -> None:
        """Unfold a card, and fold the one that was unfolded."""
        self.unfolded = card
        self.lines, self.starts, self.extents = [], [], []
        for kind, section in groupby(enumerate(self.cards), key=lambda pair: pair[1].kind):
            numbers = [number for number, _ in section]
            if kind == "source":
                self._add_box(numbers)
            else:
                self._add_section(kind, numbers)

    def _add_section(self, kind: Kind, numbers: Sequence[int]) -> None:
        """Add cards, with a blank line and a heading above if their kind has one; each branch has a heading."""
        title = self._titles.get(kind) or Text(SECTIONS[kind], self._styles.heading)
        branch = ""
        for number in numbers:
            card, first = self.cards[number], len(self.lines)
            if number == numbers[0] and title:
                if self.cards[number - 1].kind != "source":  # after the box around the sources
                    self.lines += self._strips(Text(), 0)
                    first += 1
                gap = "  " if card.branch else ""
                self.lines += self._strips(Text.assemble(title, gap, Text(card.branch, self._styles.dim)), 0)
            elif card.branch != branch:
                self.lines += self._strips(Text(card.branch, self._styles.dim), 0)
            branch = card.branch
            self.starts.append(len(self.lines))
            self.lines += self._card(number)
            self.extents.append((first, len(self.lines)))

    def _add_box(self, numbers: Sequence[int]) -> None:
        """Add the sources in a box, with their title in its border."""
        drawn = [self._card(number, FRAME) for number in numbers]
        line = len(self.lines) + 1
        lines = [strip for card in drawn for strip in card]
        self.lines += self._strips(panel(Drawn(lines), self._styles.border, self._titles["source"]), 0)
        for number, card in zip(numbers, drawn, strict=True):
            self.starts.append(line)
            first = line - (number == numbers[0])
            line += len(card)
            self.extents.append((first, line + (number == numbers[-1])))

    def _card(self, number: int, narrower: int = 0, *, unfolded: bool | None = None) -> list[Strip]:
        """The lines of a card, drawn when they are first needed. ``unfolded``: None for its present state."""
        is_unfolded = number == self.unfolded if unfolded is None else unfolded
        key = number, is_unfolded
        if key not in self._drawn:
            card = self.cards[number]
            drawn = card.unfolded if is_unfolded and card.unfolded else card.renderable
            self._drawn[key] = self._strips(drawn, narrower)
        return self._drawn[key]

    def match_after(self, here: tuple[int, int]) -> tuple[int, int] | None:
        """The first line after ``here`` that has a word of the query. A line is (card, number of the line in the card).

        Folded lines count too.
        """
        return next((match for match in self._matches(range(max(here[0], 0), len(self.cards))) if match > here), None)

    def match_before(self, here: tuple[int, int]) -> tuple[int, int] | None:
        """The last line before ``here`` that has a word of the query."""
        cards = range(min(here[0], len(self.cards) - 1), -1, -1)
        return next((match for card in cards for match in [*self._matches([card])][::-1] if match < here), None)

    def _matches(self, cards: Iterable[int]) -> Iterator[tuple[int, int]]:
        for number in cards:
            narrower = FRAME if self.cards[number].kind == "source" else 0
            for line, strip in enumerate(self._card(number, narrower, unfolded=True)):
                if has_match(strip):
                    yield number, line


def has_match(strip: Strip) -> bool:
    """Whether a word of the query is on a line."""
    return any(IS_MATCH.meta.items() <= segment.style.meta.items() for segment in strip if segment.style)


def no_cards() -> CardColumn:
    """The column without an event."""
    return CardColumn((), {}, DetailStyles.plain(), lambda *_: [])


def event_column(
    index: Index,
    position: int,
    needles: tuple[str, ...],
    comparison: Comparison | None,
    painter: Painter,
    app: App[Any],
    width: int,
) -> CardColumn:
    """The cards of an event, with lines of ``width`` cells. The words ``needles`` are highlighted."""

    def strips(renderable: RenderableType, narrower: int = 0) -> list[Strip]:
        room = max(1, width - narrower)
        options = app.console.options.update(width=room, height=None, highlight=False, markup=False)
        base = painter.style()
        lines = app.console.render_lines(renderable, options, style=base)
        return [Strip(line).adjust_cell_length(room, base) for line in lines]

    event = index.event(position)
    styles = DetailStyles(**{role: painter.style(role) for role in DetailStyles._fields})
    around, plain, outcome = chain(index, event), is_plain(app), None
    if index.is_compared:
        from timeline_tui.analysis.compared_index import outcome_of  # as in `timeline_list`

        outcome = outcome_of(index, position)
    beside = not plain and app.size.width >= NORMAL
    all_cards = cards(event, around, styles, needles, comparison, plain, index.origins, outcome, beside=beside)
    return CardColumn(all_cards, titles(event, around, styles, plain, index.origins), styles, strips)
