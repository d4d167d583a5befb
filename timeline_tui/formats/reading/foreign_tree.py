"""Reads YAML and JSON in our own shape or another. It finds out which it is, and where the events are.

Events in our own shape are passed on one by one. Events in another shape are kept until the end of the file, because
the meanings of keys are found for all events together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from timeline_tui.dates.edtf import is_date
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import List, Map, Node, value_of
from timeline_tui.formats.reading.not_timelines import stop_at_bibliography, stop_if_no_timeline
from timeline_tui.formats.reading.references import is_bibliography
from timeline_tui.formats.reading.results import Progress, Reading
from timeline_tui.formats.reading.timeline_reader import SchemaReader, TimelineReader
from timeline_tui.model.fields import EVENT, TIMELINE
from timeline_tui.text.text import clean_line, plural

if TYPE_CHECKING:  # files in our own shape need none of the modules that are imported inside functions; they take 3 ms
    from timeline_tui.formats.reading.foreign_table import Table
    from timeline_tui.formats.reading.understanding import Understanding

_ENOUGH = 3  # fewer dates that are not EDTF are mistakes, not another form
_FIRST = 20  # events whose keys show whether the file is in our own shape
_OURS = ("sources", "views", "aliases", "extract")  # keys of a timeline that other files do not have
_HEAD = ("title", "description")


class TreeReader:
    """The sink of a `Builder` for a file whose shape is not known yet: `begin`, `event`, `finish`."""

    def __init__(self, document: Document, size: int, progress: Progress | None, options: ReadOptions) -> None:
        self._document, self._size, self._progress, self._options = document, size, progress, options
        self._begin({})

    def begin(self, root: Map) -> None:
        """Called before the first event, and when the text is read again. ``root`` has the keys before the events."""
        self._begin(root)
        named = is_bibliography(value_of(root, "sources"))
        if named or any(isinstance(value_of(root, key), (dict, list)) for key in _OURS):
            self._hand_on()

    def _begin(self, root: Map) -> None:
        self._own = SchemaReader(self._document, self._size, self._progress)
        self._begun = root
        self._kept: List = []
        self._keys: set[str] = set()  # of the first events
        self._judged = 0  # the number of events whose keys are in _keys, also of faulty events
        self._left_out = 0  # how many of the faulty events are counted in _judged
        self._is_decided = self._is_own = False
        self._dates = _Dates()

    def event(self, node: Node, offset: int) -> None:
        """Take one event."""
        if self._is_own:
            self._own.event(node, offset)
            return
        self._kept.append((offset, node))
        if not self._is_decided:
            left_out = self._document.events_left_out
            while self._left_out < len(left_out) and left_out[self._left_out][0] < offset:
                self._judge(left_out[self._left_out][1])
                self._left_out += 1
            if isinstance(node, dict) and "date" in node:
                self._dates.add(node["date"][2])
            self._judge(_keys([(offset, node)]))

    def _judge(self, keys: Collection[str]) -> None:
        """Find out from the keys of one more event whether the file is in our own shape."""
        if self._is_decided:
            return
        self._judged += 1
        self._keys.update(keys)
        if self._judged == _FIRST or (not self._dates.others and self._looks_own(keys)):
            self._is_decided = True
            if self._looks_own(self._keys) and not self._dates.are_foreign:
                self._hand_on()

    def finish(self, root: Node) -> Reading:
        """The timeline, with the rest of ``root``."""
        has_our_keys = isinstance(root, dict) and any(key in root for key in _OURS)
        if isinstance(root, dict):
            root = self._with_own_keys(root)
        if self._is_own:
            return self._finish_own(root)
        if self._kept:
            is_own = self._looks_own(self._all_keys()) and not self._dates.are_foreign
            if has_our_keys or is_own or self._has_own_fields():
                self._hand_on()
                return self._finish_own(root)
            return self._finish_other(root)
        events = root.get("events", (0, 0, {}))[2] if isinstance(root, dict) else None
        if isinstance(root, dict) and not self._document.broken and isinstance(events, dict):
            is_one_event = self._looks_own(events)  # without a list around it
            if not is_one_event:
                return self._other_root(root)
        self._hand_on()
        return self._own.finish(root)

    def _finish_own(self, root: Node) -> Reading:
        """The timeline of a file in our own shape, in which events under other keys are reported."""
        if isinstance(root, dict) and next(reversed(root), "events") != "events":
            from timeline_tui.formats.reading.own_keys import without_events  # few files have keys after the events

            root = without_events(root, self._document)
        return self._own.finish(root)

    def _finish_other(self, root: Node) -> Reading:
        """The timeline of events in another shape than ours."""
        # files in our own shape do not need these
        from timeline_tui.formats.bibliographies.csl_variables import are_items
        from timeline_tui.formats.reading.event_lists import event_table

        if not self._options.adapts and are_items(node for _, node in self._kept[:_FIRST]):
            stop_at_bibliography(self._document, "CSL-JSON")
            return TimelineReader(self._document).finish()
        items, beside = self._with_other_lists(root)
        table = event_table(items, self._document, beside)
        refused = self._refused(table)
        if table.names and not (refused and {"date", "title"} & set(table.names)):
            self._report_no_mappings(items)
            self._kept = items = []  # the table has their values: 33 MB less for 100,000 lines
            return self._read(table)  # reports why, if it cannot be read
        self._hand_on()
        is_foreign = not EVENT.by_name.keys() >= set(table.names)
        return self._own.finish(root)._replace(understanding=refused if is_foreign else None)

    def _has_own_fields(self) -> bool:
        """Whether an event has a field that only our own format has."""
        from timeline_tui.formats.reading.own_keys import has_own_field  # files in our own shape do not need it

        return not self._options.adapts and any(has_own_field(node) for _, node in self._kept)

    def _with_other_lists(self, root: Node) -> tuple[List, Map]:
        """The events of this list and of the other lists beside it, and the rest of ``root``."""
        # files in our own shape do not need these
        from timeline_tui.formats.reading.event_lists import without
        from timeline_tui.formats.reading.groups import joined

        rest = without(root, "events")
        together = joined({"events": (0, 0, self._kept), **rest}) if rest else None
        return (self._kept, rest) if together is None else (together[1], together[0])

    def _report_no_mappings(self, items: List) -> None:
        for offset, item in items:
            if item is not None and not isinstance(item, dict):
                self._document.error(offset, "an event is a mapping, not a text or list; it is left out")

    def _other_root(self, root: Map) -> Reading:
        """Read a file without the key ``events``: its events have another key, or the file is a single event."""
        # files in our own shape do not need these
        from timeline_tui.formats.reading.event_lists import candidates, event_table
        from timeline_tui.formats.reading.key_meanings import is_own

        first = None
        for beside, items in candidates(root, self._document):
            refused = self._refused(event_table(items, self._document, {}))
            if not refused:
                self._report_no_mappings(items)
                return self._read(event_table(items, self._document, beside()))
            first = first or refused
        table = event_table([(0, root)], self._document, {})
        if is_own(root):
            self._own.event(root, 0)
            return self._own.finish({"events": (0, 0, [])})
        is_event = "title" in root or table.shape
        if is_event and not self._refused(table) and not any(key in root for key in ("views", "aliases")):
            return self._read(table)
        self._hand_on()
        is_ours = any(key in TIMELINE.by_name for key in root)
        return self._own.finish(root if is_ours else {})._replace(understanding=first)

    def _refused(self, table: Table) -> Understanding | None:
        """How a table that cannot be read is understood; None if it can be read, or if there are options for it."""
        from timeline_tui.formats.reading.foreign import understood  # files in our own shape do not need it

        understanding = None if self._options.adapts else understood(table, self._options)
        return understanding if understanding and not understanding.usable else None

    def _all_keys(self) -> set[str]:
        """The keys of all events, also of events that are left out because of a fault."""
        return _keys(self._kept).union(*(keys for _, keys in self._document.events_left_out))

    def _looks_own(self, keys: Collection[str]) -> bool:
        from timeline_tui.formats.reading.key_meanings import is_own  # files with sources or views do not need it

        return not self._options.adapts and is_own(keys)

    def _hand_on(self) -> None:
        """Decide that the file is in our own shape, and pass on the events so far."""
        self._is_own = self._is_decided = True
        self._own.begin(self._begun)
        for offset, node in self._kept:
            self._own.event(node, offset)
        self._kept = []

    def _with_own_keys(self, root: Map) -> Map:
        """``root`` with the right keys in place of misspelt ones, each with a warning.

        A list becomes ``events`` only if the file is in our own shape, because other files have other names for it.
        """
        if root.keys() <= TIMELINE.by_name.keys() or self._options.adapts:
            return root
        from timeline_tui.formats.reading.own_keys import misspelt, renamed  # only for files with other keys

        misspellings = list(misspelt(root))
        is_ours = any(isinstance(value_of(root, key), (dict, list)) for key in _OURS)
        is_ours = is_ours or any(meant == "sources" for _, meant in misspellings)
        for key, meant in misspellings:
            _, _, value = root[key]
            if meant == "sources" or (isinstance(value, list) and (is_ours or self._looks_own(_keys(value)))):
                root = renamed(root, key, meant, self._document)
        return root

    def _read(self, table: Table) -> Reading:
        # files in our own shape do not need these
        from timeline_tui.formats.reading.event_lists import without
        from timeline_tui.formats.reading.foreign import read_table
        from timeline_tui.formats.reading.own_keys import is_keyed

        reader = TimelineReader(self._document, self._size, self._progress, foreign=True)
        sources = value_of(table.head, "sources")
        if isinstance(sources, dict) and is_keyed(sources):
            reader.define(sources)
            table = table._replace(head=without(table.head, "sources"))
        understanding = read_table(table, reader, self._options)
        head = table.head
        self._report_lists(head)
        named = {key: head[key] for key in _HEAD if key in head and isinstance(head[key][2], str)}
        other = {key: entry for key, entry in head.items() if key not in named}
        return reader.finish(named, other)._replace(understanding=understanding)

    def _report_lists(self, head: Map) -> None:
        """Warn of each list beside the events that looks like events, too."""
        from timeline_tui.formats.reading.groups import like_events  # files in our own shape do not need it

        for name, items in like_events(head):
            count = plural(len(items), "entry", "entries")
            message = f"“{clean_line(name)[:40]}” has {count} like events, but with other keys: not read"
            hint = "give them the same keys as the other events, or put them into a file of their own"
            self._document.warning(items[0][0], message, hint)


class _Dates:
    """Some dates of the file: the number of EDTF dates, and all dates in another form."""

    def __init__(self) -> None:
        self._edtf = 0
        self.others: list[str] = []

    def add(self, date: Node) -> None:
        """Add a date, if it is a text."""
        if isinstance(date, str) and date.strip():
            if is_date(date.strip()):
                self._edtf += 1
            else:
                self.others.append(date)

    @property
    def are_foreign(self) -> bool:
        """Whether most dates are readable but not EDTF. In our own format, such a date is an error.

        Most dates in another form must be readable as a column: otherwise no event would be found.
        """
        if len(self.others) < _ENOUGH:
            return False
        from timeline_tui.dates.written_dates import read_column  # files in our own shape do not need it

        readable = sum(bool(cell.value) for cell in read_column(self.others).cells)
        return readable >= _ENOUGH and readable > self._edtf and readable * 2 > len(self.others)


def _keys(items: List) -> set[str]:
    """The keys of all mappings in ``items``. “date” with a mapping as value is left out: it is not a date."""
    return {
        key
        for _, item in items
        if isinstance(item, dict)
        for key, (_, _, value) in item.items()
        if key != "date" or not isinstance(value, dict)
    }


def read_tree(
    data: bytes, file: str, progress: Progress | None, options: ReadOptions, parse: Callable[[Document, Builder], None]
) -> Reading:
    """Read a file that is one tree of nodes. ``parse`` feeds the builder from the document."""
    document = decode(data, file)
    stop_if_no_timeline(document)
    reader = TreeReader(document, len(data), progress, options)
    builder = Builder(document, reader)
    if not document.broken:
        parse(document, builder)
    return reader.finish(builder.root)
