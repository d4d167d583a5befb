"""Nodes → a timeline, and every problem on the way. What `model/fields.py` declares is what is read."""

from __future__ import annotations

from typing import Any

from timeline_tui.formats import Progress, Reading
from timeline_tui.formats.reading.document import Document, RoughError
from timeline_tui.formats.reading.entries import EntryReader
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.reading.references import References
from timeline_tui.model.fields import TIMELINE
from timeline_tui.model.timeline import Event, Other, Timeline

__all__ = ["Progress", "Reader", "Reading"]

_HEAD = ("title", "description", "views", "aliases")
_STEP = 256  # events between two calls
_FIELDS = TIMELINE.by_name


class Reader:
    """Makes a timeline of one document: `begin`, `event` for each event, `finish`."""

    def __init__(self, document: Document, size: int = 0, progress: Progress | None = None) -> None:
        self._document = document
        self._size, self._progress = size, progress
        self._references = References(document)
        self._entries = EntryReader(document, self._references, verbatim=True)
        self._events: list[Event] = []
        self._head: Map = {}

    def begin(self, root: Map) -> None:
        """The events come now; ``root`` is what stood before them."""
        if "sources" in root:
            _, offset, node = root["sources"]
            self._entries.sources(node, offset, _FIELDS["sources"])
        if self._progress:
            self._head = {key: root[key] for key in _HEAD if key in root}
            self._progress(0, self._size, self._so_far)

    def event(self, node: Node, offset: int) -> None:
        """Read one event."""
        number = self._references.number = len(self._events)
        event = self._entries.event(node, offset)
        if self._progress and number % _STEP == 0:
            self._progress(int(self._size * self._document.part(offset)), self._size, self._so_far)
        if event:
            self._events.append(event)

    def rough_event(self, node: Map, offset: int) -> bool:
        """Read one event, in which only ``offset`` itself is exact and all others are on its line.

        Whether that would do: there is nothing to be said of it. Otherwise it has not been read.
        """
        self._document.is_rough = True
        try:
            self.event(node, offset)
        except RoughError:
            return False
        finally:
            self._document.is_rough = False
        return True

    def finish(self, root: Node) -> Reading:
        """Read what else ``root`` has, and settle what needed the whole."""
        values: dict[str, Any] = {}
        other: Other = ()
        if isinstance(root, dict):
            self._list_events(root)
            values, other = self._entries.fields(root, TIMELINE.noun)
        elif root is None and not self._document.broken:
            hint = "a timeline is a list of events, each with a date and a title"
            self._document.error(0, "no events: the file is empty", hint)
        elif isinstance(root, str):
            hint = "a timeline is a mapping with “events”, or a list of events"
            self._document.error(0, "this is text, not a timeline", hint)
        self._entries.report_like_years()
        events = self._references.settled(self._events, is_extract="extract" in values)
        problems = self._document.problems()
        if self._progress:
            self._progress(self._size, self._size, self._so_far)
        timeline = Timeline(**values, events=events, other=other)
        return Reading(timeline, problems, not self._document.broken, tuple(self._references.loose))

    def _so_far(self) -> Timeline:
        """The events that were read, under what is known of the whole. Faults of that are reported at the end."""
        document = Document(self._document.file, "")
        known, _ = EntryReader(document, References(document)).fields(self._head, TIMELINE.noun)
        return Timeline(**known, sources=self._references.sources, events=tuple(self._events))

    def _list_events(self, root: Map) -> None:
        """Read the events of ``root`` that did not come one by one: a single one, or those of an alias."""
        _, offset, node = root.pop("events", (0, 0, None))
        if isinstance(node, list):
            for at, item in node:
                self.event(item, at)
        elif isinstance(node, dict):
            self.event(node, offset)
        elif node is not None:
            self._document.error(offset, "“events” is text, not a list of events")
        elif not self._document.broken:
            is_event = "date" in root and "title" in root
            hint = "put “events:” above this event, and a dash before it" if is_event else ""
            self._document.error(0, "no events: a timeline is a mapping with “events”, or a list of events", hint)
