"""The list of sources: first the events to check, then every source with the number of events in view that cite it.

Events to check have no source, a single source or origin, or are disputed. The sources follow in three groups: cited in
view, cited only by other events, cited by no event. By origin, each origin has a group in place of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.reactive import reactive

from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.sources import Sources, check, checks
from timeline_tui.analysis.targets import Target, targets
from timeline_tui.index.source_use import SourceOrder, SourceUse
from timeline_tui.model import wording
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.model.starred import source_star
from timeline_tui.model.timeline import Event, Source
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.lists.evidence_list import AROUND, NO_EVENTS, EvidenceList
from timeline_tui.ui.lists.source_rows import CHECK_WORDS, check_line, source_lines
from timeline_tui.ui.messages import Narrowed
from timeline_tui.ui.style.painter import Line
from timeline_tui.ui.style.plain import is_plain

if TYPE_CHECKING:
    from timeline_tui.formats.views.sources_export import SourcesExport

ORDERS: dict[SourceOrder, str] = {"events": "by events", "name": "by name", "date": "by date", "origin": "by origin"}
TO_CHECK = "Events to check"


class SourcesList(EvidenceList):
    """Every source, with its use by the events in ``slice``. Enter posts the next slice; the screen applies it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.SPACE_PAGES, *keymap.SOURCES]

    exports_few = exports_whole = True
    order: reactive[SourceOrder] = reactive[SourceOrder]("events", repaint=False)

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._sources = Sources(NO_EVENTS)
        self._checks: list[tuple[str, int]] = []  # the items before the sources: a state, and its number of events
        # The state or the source that was last under the cursor; it stays while the list is empty. "": the reader moved
        # the cursor to a source of a database that has not arrived. The cursor stays in its row.
        self._last = ""

    @property
    def use(self) -> SourceUse | None:
        """The source under the cursor and its use. None on an item to check, in an empty list, and until it arrives."""
        self.ensure_derived()
        row = self.cursor - len(self._checks)
        with suppress(NotForDatabaseError):
            return self._sources[row] if self.count and row >= 0 else None
        return None

    @property
    def copy_text(self) -> str:
        """The citation and the address of the source under the cursor; of an item to check, its words."""
        if self.use:
            return wording.source_text(self.use.source)
        if self.cursor >= len(self._checks):
            return ""
        state, events = self._checks[self.cursor]
        return f"{plural(events, 'event')} {CHECK_WORDS[state]}"

    @property
    def star(self) -> str:
        """The star of the source under the cursor; "" on an item to check and in an empty list."""
        return source_star(self.use.source) if self.use else ""

    @property
    def targets(self) -> tuple[Target, ...]:
        """The ways to open the source under the cursor."""
        place = self.written_at
        return targets(self.use.source, place[0] if place else "") if self.use else ()

    @property
    def written_at(self) -> tuple[str, int] | None:
        """The file and line where the source under the cursor is written, or the first event that cites it."""
        if not self.use:
            return None
        source = self.use.source
        if source.line:
            return source.file, source.line
        with suppress(NotForDatabaseError):  # the event has not arrived
            citing = self._sources.citing(self.cursor - len(self._checks))
            return (citing.file, citing.line) if citing else None
        return None

    @property
    def counts(self) -> str:
        """The number of sources that events in view cite: "9 sources"; "" until it is known."""
        self.ensure_derived()
        return plural(self._sources.in_view, "source") if self.is_here else ""

    @property
    def description(self) -> str:
        """The number of sources and their order: "31 sources by events"."""
        self.ensure_derived()
        return f"{plural(self.count - len(self._checks), 'source')} {ORDERS[self._sources.order]}"

    @property
    def content(self) -> SourcesExport | None:
        """The view for an export. For a database, None if many events are shown, or they have not arrived."""
        from timeline_tui.formats.views.sources_export import SourcesExport  # 5 ms, and only an export needs it

        self.ensure_derived()
        few = self.few_events
        return SourcesExport(Sources(few, self.order)) if few else None

    def go_to(self, source: Source) -> bool:
        """Put the cursor on a source; returns whether it is in the list."""
        self.ensure_derived()
        row = self._sources.row(source.name) if self.count else None
        if row is not None:
            self.move_to(len(self._checks) + row)
        return row is not None

    def follow(self, position: int, old: Event | None = None) -> None:
        """Put the cursor on the first source that the event at this position cites, if possible a changed one."""
        cited = self.slice.index.event(position).cited if self.slice else ()
        changed = [source for source in cited if old and source not in old.cited]
        if cited and not self.go_to((changed or cited)[0]) and not self.is_here:
            self._last = (changed or cited)[0].name  # for a database, the cursor goes there when the sources arrive

    def action_sort(self) -> None:
        """Sort by the next of: number of events in view, name, date, origin."""
        orders = list(ORDERS)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]

    # Another slice, another order

    def watch_order(self, old: SourceOrder, new: SourceOrder) -> None:
        """Textual: sort again; the cursor stays on its source."""
        if old != new:  # a bound reactive calls this with its first value too
            self.invalidate()

    def prepare(self, whole: Slice) -> None:
        """In a thread: wait for the sources around the cursor, in a slice of a database."""
        self._sources_and_checks(whole)

    def _sources_of(self, whole: Slice) -> Sources:
        if whole.is_remote:
            from timeline_tui.analysis.remote.remote_sources import RemoteSources  # only a database needs it

            return RemoteSources(whole, self.order)
        return self._sources.of(whole, self.order)

    def derive(self) -> None:
        """List the items to check and the sources; the cursor stays on its item.

        Until the sources of a database arrive, the old ones stay if the query is the same.
        """
        whole = self.slice or NO_EVENTS
        try:
            self._sources, self._checks = self._sources_and_checks(whole)
        except NotForDatabaseError:
            if self._sources.slice.query == whole.query and self._sources.slice.total:
                return
            self.is_here = False
            self._sources, self._checks = Sources(NO_EVENTS), []
        else:
            self.is_here = True
        has_items = bool(len(self._sources.slice))
        count = len(self._checks) + len(self._sources) if has_items else 0
        self.set_items(count, self._item_of_last(self._sources, self._checks))
        self._remember()

    def _sources_and_checks(self, whole: Slice) -> tuple[Sources, list[tuple[str, int]]]:
        """The items of a slice. For a database, raises NotForDatabaseError until those near the cursor have arrived."""
        found, states = self._sources_of(whole), list(checks(whole).items())
        if whole.is_remote and len(found):
            row = max(0, self._item_of_last(found, states) - len(states))
            for near in {max(0, row - AROUND), row, min(row + AROUND, len(found) - 1)}:
                found[near]
        return found, states

    def _item_of_last(self, found: Sources, checks: list[tuple[str, int]]) -> int:
        """The item that was last under the cursor; the first one if it is gone."""
        if not self._last:
            return min(self.cursor, len(checks) + len(found) - 1)
        states = [state for state, _ in checks]
        if self._last in states:
            return states.index(self._last)
        row = found.row(self._last)
        return 0 if row is None else len(states) + row

    def _remember(self) -> None:
        if self.cursor < len(self._checks):
            self._last = self._checks[self.cursor][0]
        elif self.count:
            self._last = self.use.name if self.use else ""

    def moved(self, item: int) -> None:
        """The reader moved the cursor: post it."""
        self._remember()
        self.renew_star_key()
        super().moved(item)

    def chosen(self, item: int) -> None:
        """The reader chose an item: post the slice of its events."""
        assert self.slice is not None
        row = item - len(self._checks)
        picked = self._sources.pick(row) if row >= 0 else check(self.slice, self._checks[item][0])
        if picked:
            query = picked.query
            self.post_message(Narrowed(lambda newest: newest.with_query(query)))

    # Content

    def group(self, item: int) -> range:
        """The items under the same heading."""
        first_source = len(self._checks)
        if item < first_source:
            return range(first_source)
        rows = self._sources.group(item - first_source)
        return range(first_source + rows.start, first_source + rows.stop)

    def heading(self, item: int) -> str:
        """The words "Events to check", or who cites the source, or its origin."""
        row = item - len(self._checks)
        return TO_CHECK if row < 0 else self._sources.heading(row)

    def heading_line(self, item: int, columns: int) -> Line:
        """The heading; for sources also their order and number.

        The number of events of an origin, as in the facet: sources with several origins count for each of them.
        """
        row, so_far = item - len(self._checks), self._sources.slice.so_far
        if row < 0:
            return self.headed((f"{TO_CHECK}{so_far}", "heading"), "", 0, "", columns)
        origin, where_used = self._sources.origin(row), self._sources.where_used(row)
        order = "" if where_used == "nowhere" else ORDERS[self._sources.order]
        note = plural(origin.events, "event") if origin else order
        with suppress(NotForDatabaseError):  # it has not arrived yet
            if origin and (shared := self._sources.shared_events(row)) > origin.events:
                note += f", {shared:,} with other origins"
        style = "weak" if where_used == "nowhere" else "heading"
        return self.headed((f"{self.heading(item)}{so_far}", style), note, len(self.group(item)), "source", columns)

    def lines_of(self, item: int, columns: int) -> Sequence[Line]:
        """An item to check; or a source: title, number of events in view, imprint and address, stances."""
        room, row = max(1, columns - 2), item - len(self._checks)
        if row < 0:
            last = item == len(self._checks) - 1
            line = check_line(*self._checks[item], room, is_plain=is_plain(self.app))
            return [self.line(line), *(self.blank() if last else ())]
        use, whole = self._sources[row], self._sources.slice
        star = self.sign_or_word("★", "starred") if source_star(use.source) in whole.stars else ""
        plain = is_plain(self.app)
        lines = source_lines(use, room, self.needles, star, is_flat=self.flat, is_plain=plain, so_far=whole.so_far)
        return [*map(self.line, lines), *self.blank()]

    def empty(self) -> Text:
        """A message, and the number of events without each clause of the query."""
        whole = self._sources.slice
        removals = [f"Without {clause}: {plural(number, 'event')}" for clause, number in whole.why_empty]
        return self.nothing(f"No event matches{whole.so_far}.", removals)
