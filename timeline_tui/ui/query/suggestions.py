"""The completions of the query, in a list below the box. The box keeps the focus."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.reactive import var

from timeline_tui.analysis.completion import Completion
from timeline_tui.text.text import shorten, width
from timeline_tui.ui.event_views import show
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.style.plain import is_plain

HIGHEST = 8  # lines
WIDEST = 76  # cells
GAP = "  "
SIDES = 4  # cells of the list beside its lines: for a sign, the scroll bar and the edges


def _is_count(offer: Completion) -> bool:
    return offer.detail.replace(",", "").isdigit()


class Suggestions(LineList, can_focus=False):
    """Completions over the widgets below. Tab inserts the first one, or the current one if ``entered``."""

    DEFAULT_CSS = """
    Suggestions {
        overlay: screen;
        constrain: inside inside;
        display: none;
        background: $panel;
        border-left: vkey $foreground 25%;
        border-right: vkey $foreground 25%;
        &:ansi { border-left: vkey ansi_default; border-right: vkey ansi_default; }
    }
    """

    active = True  # though the box has the focus

    entered = var(False)

    def __init__(self) -> None:
        super().__init__()
        self.offers: tuple[Completion, ...] = ()
        self._labels = 0  # cells of the widest label with an explanation

    def offer(self, offers: tuple[Completion, ...], column: int, lines: int) -> None:
        """Show completions from ``column`` on, on at most ``lines`` lines; hide the list if there are none."""
        self.offers = offers
        self.entered = False
        show(self, bool(offers))
        if offers:
            self._labels = max((width(offer.label) for offer in offers if not _is_count(offer)), default=0)
            widest = max(max(self._labels, width(offer.label)) + width(offer.detail) for offer in offers)
            self.styles.width = min(widest + len(GAP) + SIDES, WIDEST, self.screen.size.width)
            self.styles.height = max(1, min(len(offers), HIGHEST, lines))
            self.styles.offset = (column - 1, 0)
            if is_plain(self.app):  # nothing beside them, because a screen reader reads whole lines
                self.styles.width, self.styles.offset = self.screen.size.width, (0, 0)
            self.set_items(len(offers))

    def step(self, delta: int) -> None:
        """Move to the next (1) or previous (-1) completion; above the first one the reader is back in the box."""
        if not self.entered and delta < 0:
            return
        if self.entered and self.cursor + delta >= 0:
            self.move_to(self.cursor + delta)
        else:
            self.entered = not self.entered
            self.refresh_items()

    def item_lines(self, item: int, columns: int) -> list[Text]:
        """A name with its kind, and a count at the right or an explanation in a column of its own."""
        offer = self.offers[item]
        name, detail = offer.name, offer.detail
        if not _is_count(offer):
            gap = " " * (self._labels - width(name)) + GAP
            return [Text.assemble(name, gap, (shorten(detail, max(0, columns - width(name) - len(gap))), "dim"))]
        room = max(1, columns - len(GAP) - width(detail))
        kind = offer.label.removeprefix(name)
        kind = kind if width(kind) < room else ""
        name = shorten(name, room - width(kind))
        gap = " " * (columns - width(name) - width(kind) - width(detail))
        return [Text.assemble(name, (kind, "dim"), gap, (detail, "dim"))]

    def state(self, item: int) -> str:
        """The style of the current completion, once the reader moved into the list."""
        if item == self.cursor:
            return "offer-entered" if self.entered else ""
        return super().state(item)

    def moved(self, item: int) -> None:
        """Moving among completions posts nothing."""

    def on_click(self, event: events.Click) -> None:
        """Textual: one click inserts a completion."""
        event.prevent_default()
        event.stop()
        item = self._item_under(event)
        if item is not None and self._grab is None and event.button == 1:
            self.move_to(item)
            self.action_choose()
