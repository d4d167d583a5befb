"""What another format says of events → a timeline. The reader of the timeline's own formats warns of each key that the
schema does not know; in a file that follows another schema, such keys are in their place.
"""

from __future__ import annotations

from typing import Any

from timeline_tui.formats import Progress, Reading
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.entries import EntryReader
from timeline_tui.formats.reading.nodes import Map
from timeline_tui.formats.reading.references import References
from timeline_tui.model.fields import EVENT, TIMELINE, Entry
from timeline_tui.model.timeline import Event, Other, Timeline

_STEP = 256  # events between two calls of Progress
_FIELDS = TIMELINE.by_name


class Gathering:
    """Makes a timeline of one document: `event` for each event, then `finish`."""

    def __init__(self, document: Document, size: int = 0, progress: Progress | None = None) -> None:
        self.document = document
        self._size, self._progress = size, progress
        self._references = References(document)
        self._entries = EntryReader(document, self._references)
        self._sources: Map = {}
        self._events: list[Event] = []

    def define(self, sources: Map) -> None:
        """These are the sources, by their keys. To be called before the first event, if there are any."""
        if sources:
            self._sources = sources
            self._entries.sources(sources, 0, _FIELDS["sources"])

    def event(self, node: Map, offset: int, other: Map | None = None) -> None:
        """One event: the fields that the schema knows, and what else is to be kept."""
        number = self._references.number = len(self._events)
        if self._progress and number % _STEP == 0:
            self._progress(int(self._size * self.document.part(offset)), self._size, self._so_far)
        event = self._entries.event(node, offset)
        if event:
            kept = self._other(other, EVENT)
            self._events.append(event._replace(other=(*event.other, *kept)) if kept else event)

    def finish(self, root: Map | None = None, other: Map | None = None) -> Reading:
        """All events that were sound, under what ``root`` says of the whole and what else is to be kept of that."""
        values: dict[str, Any] = {}
        unknown: Other = ()
        if root or self._sources:
            known = {**(root or {}), **({"sources": (0, 0, self._sources)} if self._sources else {})}
            values, unknown = self._entries.fields(known, TIMELINE.noun)
        self._entries.report_like_years()
        events = self._references.settled(self._events, is_extract="extract" in values)
        if self._progress:
            self._progress(self._size, self._size, self._so_far)
        timeline = Timeline(**values, events=events, other=(*unknown, *self._other(other, TIMELINE)))
        loose = tuple(self._references.loose)
        return Reading(timeline, self.document.problems(), not self.document.broken, loose, keyless=True)

    def _so_far(self) -> Timeline:
        """The events that were read."""
        return Timeline(sources=self._references.sources, events=tuple(self._events))

    def _other(self, other: Map | None, beside: Entry) -> Other:
        """What is kept; a name that has a meaning of its own in the schema gets another."""
        known = beside.by_name if other else {}
        return tuple(
            (f"original {name}" if name in known else name, self._entries.any(node, offset))
            for name, (_, offset, node) in (other or {}).items()
        )
