"""The common part of the lists of quotes and sources: groups under headings, and the text of an empty list."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query import words
from timeline_tui.text.cells import shorten, width
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.deferred_view import DeferredView
from timeline_tui.ui.lists.line_list import LineList
from timeline_tui.ui.lists.pieces import Piece, cells, joined, spread
from timeline_tui.ui.style.painter import Line
from timeline_tui.ui.style.plain import is_plain

ROOMY = 16  # lines of the list from which a blank line separates groups
AIRY = 28  # lines of the list from which a blank line follows each item
FLAT = 8  # lines of the list below which an item has a single line
NARROW = 44  # cells below which signs and numbers replace words

LEAST_NOTE = 8  # cells below which the note of a heading is left out
WAITING = "…"  # in place of an item that has not arrived yet
AROUND = 40  # items above and below the cursor that a screen may show
NO_EVENTS = Slice(Index(Timeline()))  # shown before there is a slice


class EvidenceList(LineList, DeferredView):
    """Items in groups, each group under a heading with a note and a count."""

    is_here = True
    """Whether the items are known. The items of a database arrive later."""

    @property
    def is_filled(self) -> bool:
        """Whether it has items to show."""
        return super().is_filled and self.is_here

    @property
    def needles(self) -> tuple[str, ...]:
        """The words of the query, which are highlighted."""
        return words(self.slice.query) if self.slice else ()

    def group(self, item: int) -> range:
        """The items under the same heading. A subclass defines it."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """The number of items, derived first if need be: a key may arrive before the list is shown."""
        self.ensure_derived()
        return super().count

    def watch_slice(self, old: Slice | None, new: Slice | None) -> None:  # noqa: ARG002  # the new one is in `slice`
        """Textual: another slice has other items."""
        self.invalidate()

    @property
    def flat(self) -> bool:
        """Whether an item has a single line."""
        return self.fitted.height < FLAT

    def action_next_group(self, delta: int) -> None:
        """Move the cursor to the next heading (1), or to its own heading or the one above (-1)."""
        if self.count and delta > 0:
            self.move_to(self.group(self.cursor).stop)
        elif self.count:
            first = self.group(self.cursor).start
            self.move_to(first if first < self.cursor else self.group(max(0, first - 1)).start)

    def heading_gap(self) -> int:
        """A blank line above a heading if there is room, unless one follows each item already."""
        return int(ROOMY <= self.fitted.height < AIRY)

    def renew_star_key(self) -> None:
        """Another item is under the cursor: say in the line of keys whether its star can be set or removed."""
        if self.slice and self.slice.stars:
            self.refresh_bindings()

    def sign_or_word(self, sign: str, word: str) -> str:
        """A sign; on a plain screen the word for it."""
        return word if is_plain(self.app) else sign

    def blank(self) -> list[Text]:
        """The blank line after an item, if there is room."""
        return [Text()] if self.fitted.height >= AIRY else []

    def item_lines(self, item: int, columns: int) -> Sequence[Line]:
        """The lines of an item. Until an item of a database arrives, it has a single line."""
        try:
            return self.lines_of(item, columns)
        except NotForDatabaseError:
            return [self.line([(WAITING, "dim")])]

    def lines_of(self, item: int, columns: int) -> Sequence[Line]:
        """The lines of an item. A subclass defines it."""
        raise NotImplementedError

    def line(self, pieces: list[Piece]) -> Text:
        """A line of an item or a heading, indented by a space."""
        return joined([(" ", ""), *pieces])

    def headed(self, name: Piece, note: str, number: int, noun: str, columns: int) -> Text:
        """A heading: name, note, a rule, and the number of items, with their noun if the list is not narrow.

        A long name is cut, so that the number fits. ``number`` 0 shows no number.
        """
        room = columns - 2
        count = "" if not number else plural(number, noun) if columns >= NARROW else f"{number:,}"
        title: list[Piece] = [(shorten(name[0], max(1, room - width(count) - bool(count))), name[1])]
        rest = room - cells(title) - width(count) - 7  # 7: " · ", a space on each side of the rule, a rule of 2
        if note and rest >= LEAST_NOTE:
            title.append((f" · {shorten(note, rest)}", "dim"))
        rule = f" {'─' * (room - cells(title) - width(count) - 1 - bool(count))}".rstrip()
        return self.line(spread([*title, (rule, "rule")] if rule else title, [(count, "dim")] if count else [], room))

    def nothing(self, message: str, removals: list[str]) -> Text:
        """The text of an empty list: a message, the lines ``removals``, and the key that undoes."""
        if not self.is_here:
            return Text(self.waiting)
        if self.slice and not self.slice.total:
            return Text(self.why_none)
        is_advised = self.advice and self.slice and not self.slice.mask
        text = Text(f"{message}\n{self.advice}" if is_advised else message)
        if self.slice and self.slice.query:
            if removals:
                text.append("\n\n" + "\n".join(removals[:5]))
            text.append(f"\n\n{self._undo_key} undoes the last change of the filter.")
        return text

    @property
    def _undo_key(self) -> str:
        return keymap.shown_key(self.app, "undo")
