"""What the lists of quotes and of sources have in common: styles, headings over groups, and a slice to show."""

from __future__ import annotations

from rich.text import Text

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query import words
from timeline_tui.text.cells import shorten, width
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.lists.pieces import Piece, cells, joined

ROOMY = 16  # lines from which on a blank one stands between groups
AIRY = 28  # lines from which on one stands after each item
FLAT = 8  # lines below which an item takes a single one
NARROW = 44  # cells below which words give way to signs and numbers

LEAST_NOTE = 8  # cells below which a note says nothing
NO_EVENTS = Slice(Index(Timeline()))  # what is shown before there is a slice


class EvidenceList(LineList, EventsView):
    """Items in groups, each group under a heading with a note and a count."""

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.needles: tuple[str, ...] = ()
        self.seen = False  # whether the list is on the screen
        self._stale = False  # whether it still holds the items of an earlier slice

    # What a subclass says

    def group(self, item: int) -> range:
        """The items under the same heading."""
        raise NotImplementedError

    def renew(self) -> None:
        """Work out the items, for there is another slice or another order, and keep the cursor on its own."""
        raise NotImplementedError

    def tell(self) -> None:
        """Post what is under the cursor, now that it is seen, or if it changed; nothing by itself."""

    # When it is worked out

    @property
    def count(self) -> int:
        """How many items there are; a key may come before the list is seen."""
        self.settle()
        return super().count

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:  # noqa: ARG002  # the new one is at hand
        """Another slice: what is not seen is not worked out."""
        self.outdate()

    def outdate(self) -> None:
        """The items are to be worked out again: at once if they are seen, else when they are asked for."""
        self._stale = True
        if self.seen:
            self.settle()
            self.tell()

    def settle(self) -> None:
        """Work out the items, if anything changed since."""
        if self._stale:
            self._stale = False
            self.needles = words(self.slice.query) if self.slice else ()
            self.renew()

    def on_show(self) -> None:
        """The list comes on the screen."""
        self.seen = True
        self.settle()
        self.tell()

    def on_hide(self) -> None:
        """The list leaves the screen."""
        self.seen = False

    # What is the same in both

    @property
    def flat(self) -> bool:
        """Whether there is so little room that an item takes a single line."""
        return self.size.height < FLAT

    def action_next_group(self, delta: int) -> None:
        """Move the cursor to the next heading (1), or to the one above it (-1)."""
        if self.count and delta > 0:
            self.move_to(self.group(self.cursor).stop)
        elif self.count:
            first = self.group(self.cursor).start
            self.move_to(first if first < self.cursor else self.group(max(0, first - 1)).start)

    def heading_gap(self) -> int:
        """Groups stand apart where there is room, unless all items do."""
        return int(ROOMY <= self.size.height < AIRY)

    def blank(self) -> list[Text]:
        """What an item ends with: a blank line where there is room."""
        return [Text()] if self.size.height >= AIRY else []

    def line(self, pieces: list[Piece]) -> Text:
        """A line of an item or a heading, a space before it."""
        return joined([(" ", ""), *pieces])

    def headed(self, name: Piece, note: str, many: int, noun: str, columns: int) -> Text:
        """A heading: its name, what else there is to say, a rule, how many stand under it; as far as there is room.

        With ``many`` 0 no number is shown.
        """
        room = columns - 2
        count = plural(many, noun) if many else ""
        if many and width(name[0]) + width(note) + width(count) + 7 > room:
            count = f"{many:,}"
        title: list[Piece] = [(shorten(name[0], room), name[1])]
        rest = room - cells(title) - width(count) - 7  # after " · ", and before the shortest of rules
        if note and rest >= LEAST_NOTE:
            title.append((f" · {shorten(note, rest)}", "dim"))
        rule = "─" * (room - cells(title) - width(count) - 1 - bool(count))
        return self.line([*title, (f" {rule}", "rule"), (f" {count}" if count else "", "dim")] if rule else title)

    def nothing(self, what: str, ways: list[str]) -> Text:
        """The empty list: what there is not, which filter is in the way, and how to undo it."""
        text = Text(what)
        if self.slice and self.slice.query:
            for number, way in enumerate(ways[:5]):
                text.append("\n" * (number == 0) + f"\n{way}")
            text.append(f"\n\n{self._undo_key()} undoes the last change of the filter.")
        return text

    def _undo_key(self) -> str:
        undo = next(binding for binding in keymap.every_binding() if binding.id == "undo")
        return self.app.keys_of(undo) if isinstance(self.app, keymap.KeyedApp) else undo.key
