"""The completions of the query, in a list below the box, which keeps the focus."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.reactive import var

from timeline_tui.analysis.completion import Completion
from timeline_tui.text.text import shorten, width
from timeline_tui.ui.event_views import show
from timeline_tui.ui.lists.line_list import LineList

HIGHEST = 8  # lines
WIDEST = 60  # cells
GAP = "  "
SIDES = 2  # cells that the list has for a sign and the thumb


def _is_count(offer: Completion) -> bool:
    return offer.detail.replace(",", "").isdigit()


class Suggestions(LineList, can_focus=False):
    """Offers over what is below. The one under the cursor is ready to be taken; ``entered``: the reader went there."""

    DEFAULT_CSS = """
    Suggestions {
        overlay: screen;
        constrain: inside inside;
        display: none;
        background: $panel;
    }
    """

    active = True  # its keys are those of the box

    entered = var(False)

    def __init__(self) -> None:
        super().__init__()
        self.offers: tuple[Completion, ...] = ()
        self._labels = 0  # cells, of those that are explained

    def offer(self, offers: tuple[Completion, ...], column: int, lines: int) -> None:
        """Show ``offers`` from ``column`` on, in ``lines`` at most; none: vanish."""
        self.offers = offers
        self.entered = False
        show(self, bool(offers))
        if offers:
            self._labels = max((width(offer.label) for offer in offers if not _is_count(offer)), default=0)
            widest = max(max(self._labels, width(offer.label)) + width(offer.detail) for offer in offers)
            self.styles.width = min(widest + len(GAP) + SIDES, WIDEST, self.screen.size.width)
            self.styles.height = max(1, min(len(offers), HIGHEST, lines))
            self.styles.offset = (column, 0)
            self.set_items(len(offers))

    def step(self, delta: int) -> None:
        """Go to the next offer; above the first one the reader is back in the text."""
        if not self.entered and delta < 0:
            return
        if self.entered and self.cursor + delta >= 0:
            self.move_to(self.cursor + delta)
        else:
            self.entered = not self.entered
            self.refresh_items()

    def item_lines(self, item: int, columns: int) -> list[Text]:
        """A label, and either a count at the right or, side by side with the others, what the label means."""
        label, detail = self.offers[item].label, self.offers[item].detail
        if _is_count(self.offers[item]):
            label = shorten(label, max(1, columns - len(GAP) - width(detail)))
            gap = " " * (columns - width(label) - width(detail))
        else:
            gap = " " * (self._labels - width(label)) + GAP
            detail = shorten(detail, max(0, columns - width(label) - len(gap)))
        return [Text.assemble(label, gap, (detail, "dim"))]

    def state(self, item: int) -> str:
        """The offer that Tab takes stands out, and more so once the reader went to it."""
        if item == self.cursor:
            return "offer-entered" if self.entered else "offer"
        return super().state(item)

    def moved(self, item: int) -> None:
        """Nobody needs to know."""

    def on_click(self, event: events.Click) -> None:
        """One click takes an offer."""
        event.prevent_default()
        event.stop()
        item = self._item_under(event)
        if item is not None and self._grab is None and event.button == 1:
            self.move_to(item)
            self.action_choose()
