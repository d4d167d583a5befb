"""The completions of the word at the cursor: shows and hides them, and writes an accepted one into the box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from timeline_tui.analysis.slice import Slice
from timeline_tui.ui.query.query_box import QueryBox

if TYPE_CHECKING:  # imported when they are first needed
    from timeline_tui.analysis.completion import Completion
    from timeline_tui.ui.query.suggestions import Suggestions


class Completions:
    """Completes the text of ``box`` from a list in ``bar``."""

    def __init__(self, bar: Widget, box: QueryBox) -> None:
        self._bar, self._box = bar, box
        self._list: Suggestions | None = None  # mounted with the first completions

    @property
    def labels(self) -> list[str]:
        """The completions that are shown, as the reader sees them."""
        return [offer.label for offer in self._list.offers] if self._list and self._list.display else []

    @property
    def are_shown(self) -> bool:
        """Whether the list is shown."""
        return bool(self._list and self._list.display)

    @property
    def are_entered(self) -> bool:
        """Whether the reader moved into the list."""
        return bool(self._list and self._list.display and self._list.entered)

    @property
    def entered_list(self) -> Widget | None:
        """The list, if the reader moved into it."""
        return self._list if self.are_entered else None

    def load(self) -> None:
        """Import the modules that complete and parse a query, before the first letter."""
        # 29 ms, and the first screen does not need them
        import timeline_tui.analysis.completion
        import timeline_tui.ui.query.suggestions
        import timeline_tui.ui.query.typed_query  # noqa: F401

    def show(self, slice: Slice | None, *, asked: bool = False) -> None:
        """Show the completions of the word at the cursor; if the reader ``asked``, also without a word there."""
        word, cursor = self._box.word, self._box.cursor_position
        if slice is None or not (word or asked):
            self.hide()
            return
        # usually `load` has imported it
        from timeline_tui.analysis.completion import MOST_OFFERS, complete

        if slice.is_remote:
            from timeline_tui.analysis.remote.remote_completion import RemoteCompleter  # only a database needs it

            offers = RemoteCompleter(self._box.value, cursor, slice).offers(MOST_OFFERS)
        else:
            offers = complete(self._box.value, cursor, slice)
        self._offer(offers, max(0, self._box.column(word.start if word else cursor)))

    def hide(self) -> None:
        """Hide the list."""
        if self.are_shown:
            self._offer((), 0)

    def move(self, delta: int) -> None:
        """Move to the next (1) or previous (-1) completion."""
        if self._list:
            self._list.step(delta)
            self._bar.refresh_bindings()

    def accept(self) -> bool:
        """Write the current completion, at first the first, into the box; returns whether it is a field.

        After a value follows a space.
        """
        assert self._list is not None
        offer = self._list.offers[self._list.cursor]
        before, after = offer.text[: offer.cursor], offer.text[offer.cursor :]
        is_field = before.endswith(":")
        if not is_field and not after.startswith(","):
            before, after = before + " ", after[1:] if after[:1].isspace() else after
        self._box.write(before + after, len(before))
        return is_field

    def _offer(self, offers: tuple[Completion, ...], column: int) -> None:
        were_shown = self.are_shown
        if self._list is None and offers:
            # 0.8 ms, and the first screen does not need it
            from timeline_tui.ui.query.suggestions import Suggestions

            self._list = Suggestions()
            self._bar.mount(self._list)
        if self._list:
            self._list.offer(offers, column + 1, self._bar.screen.size.height - self._box.region.bottom)
        if were_shown != self.are_shown:
            self._bar.refresh_bindings()
