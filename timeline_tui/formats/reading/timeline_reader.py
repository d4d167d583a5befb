"""Nodes become a timeline. `model/fields.py` declares what is read; every fault is reported to the document."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from timeline_tui.formats.reading.document import Document, RoughError
from timeline_tui.formats.reading.entries import EntryReader
from timeline_tui.formats.reading.line_events import LineEvents
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.reading.references import References
from timeline_tui.formats.reading.results import BibliographyPath, Progress, Reading
from timeline_tui.model.fields import EVENT, TIMELINE, EntryType
from timeline_tui.model.timeline import Event, Other, Timeline

STEP = 256
"""Events between two calls of Progress."""
_HEAD = ("title", "description", "views", "aliases")
_FIELDS = TIMELINE.by_name


class TimelineReader:
    """Makes a timeline of one document in any format: `define` for sources, `event` for each event, then `finish`.

    Unknown fields are passed separately from the others, because in another format they are not a fault.
    """

    is_keyless = True
    """Whether the format cannot tell the key of a source from its title."""

    def __init__(
        self,
        document: Document,
        size: int = 0,
        progress: Progress | None = None,
        *,
        verbatim: bool = False,
        foreign: bool = False,
    ) -> None:
        """``size`` is the number of bytes of the input; for ``verbatim`` see `Values`.

        ``foreign``: keys of sources and quotes that the schema does not know are kept without a warning.
        """
        self.document = document
        self._size, self._progress, self._foreign = size, progress, foreign
        self._references = References(document)
        self._entries = EntryReader(document, self._references, verbatim=verbatim, foreign=foreign)
        self._events: list[Event] | LineEvents = []
        self._sources: Map = {}
        self._head: Map = {}  # the data of the timeline, apart from events, that progress shows

    def define(self, sources: Map) -> None:
        """Read the sources by their keys. If there are any, call this before the first event."""
        if sources:
            self._sources = sources
            self._entries.sources(sources, 0, _FIELDS["sources"])

    @property
    def keys(self) -> Collection[str]:
        """The keys of the sources that `define` read."""
        return self._sources.keys()

    def event(self, node: Node, offset: int, other: Map | None = None, written: str | None = None) -> None:
        """Read one event: its fields, and the ``other`` data to keep with it.

        ``written`` is the text in place of the date, as for `EntryReader.event`.
        """
        self._next_event(offset)
        event = self._entries.event(node, offset, written)
        if event:
            kept = self._kept(other, EVENT) if other else ()
            self._events.append(event._replace(other=(*event.other, *kept)) if kept else event)

    def _next_event(self, offset: int) -> None:
        """Number the event that begins at ``offset``, and report the progress."""
        number = self._references.number = len(self._events)
        if self._progress and number % STEP == 0:
            self._progress(int(self._size * self.document.part(offset)), self._size, self._so_far)

    def finish(self, root: Node = None, other: Map | None = None) -> Reading:
        """Return the timeline: all valid events, the fields in ``root``, and the ``other`` data to keep."""
        fields = {**root} if isinstance(root, dict) else {}
        if self._sources:
            fields["sources"] = 0, 0, self._sources
        values, unknown = self._entries.fields(fields, TIMELINE.noun)
        return self._reading(values, (*unknown, *self._kept(other or {}, TIMELINE)))

    def _reading(self, values: dict[str, Any], other: Other) -> Reading:
        """The timeline with these fields, after all references are resolved."""
        if not self._foreign:  # “Herbst 2022” is a season
            self._entries.report_like_years()
        events = self._references.resolved(self._events, is_extract="extract" in values)
        unresolved = tuple(self._references.unresolved.listed())
        problems = tuple(sorted({*self.document.problems(), *(reference.problem for reference in unresolved)}))
        if self._progress:
            self._progress(self._size, self._size, self._so_far)
        timeline = Timeline(**values, events=events, other=other)
        bibliographies = tuple(
            BibliographyPath(path, self.document.problem(offset, ""))
            for path, offset in self._references.bibliographies
        )
        extent = self.document.extent
        return Reading(timeline, problems, extent, unresolved, self.is_keyless, bibliographies=bibliographies)

    def _so_far(self) -> Timeline:
        """The timeline with the events so far, and with the data that is known. Its faults are reported at the end."""
        document = Document(self.document.file, "")
        values, _ = EntryReader(document, References(document)).fields(self._head, TIMELINE.noun)
        return Timeline(**values, sources=self._references.sources, events=tuple(self._events))

    def _kept(self, other: Map, entry: EntryType) -> Other:
        """``other`` as values. A name that is a field of ``entry`` gets "original" before it."""
        fields = entry.by_name
        return tuple(
            (f"original {name}" if name in fields else name, self._entries.any(node, offset))
            for name, (_, offset, node) in other.items()
        )


class SchemaReader(TimelineReader):
    """Makes a timeline of a document that follows our own schema: `begin`, `event` for each event, `finish`.

    It is the sink of a `Builder`. A key that the schema does not know gets a warning.
    """

    is_keyless = False

    def __init__(self, document: Document, size: int = 0, progress: Progress | None = None) -> None:
        super().__init__(document, size, progress, verbatim=True)

    def begin(self, root: Map) -> None:
        """Read the sources in ``root``, which come before the events."""
        if "sources" in root:
            _, offset, node = root["sources"]
            self._entries.sources(node, offset, _FIELDS["sources"])
        if self._progress:
            self._head = {key: root[key] for key in _HEAD if key in root}
            self._progress(0, self._size, self._so_far)

    def rough_event(self, node: Map, offset: int) -> bool:
        """Read one event with rough offsets: only ``offset`` itself is exact, all others are only on the same line.

        Return False, and read nothing, if it has a fault, because a report needs exact offsets.
        """
        self.document.is_rough = True
        is_read = False
        try:
            self.event(node, offset)
            is_read = True
        except RoughError:
            pass
        finally:
            self.document.end_rough(read=is_read)
        return is_read

    def finish(self, root: Node = None, other: Map | None = None) -> Reading:
        """Return the timeline, with the rest of ``root``."""
        values: dict[str, Any] = {}
        unknown: Other = ()
        if isinstance(root, dict):
            self._read_events(root)
            values, unknown = self._entries.fields(root, TIMELINE.noun)
        elif root is None and not self.document.broken:
            hint = "a timeline is a list of events, each with a date and a title"
            self.document.error(0, "no events: the file is empty", hint)
        elif isinstance(root, str) and not self.document.broken:
            hint = "a timeline is a mapping with “events”, or a list of events"
            self.document.error(0, "this is text, not a timeline", hint)
        return self._reading(values, (*unknown, *self._kept(other or {}, TIMELINE)))

    def _read_events(self, root: Map) -> None:
        """Read the events of ``root`` that the builder did not pass on one by one: a single one, or an alias."""
        is_named = "events" in root
        _, offset, node = root.pop("events", (0, 0, None))
        if isinstance(node, list):
            for at, item in node:
                self.event(item, at)
        elif isinstance(node, dict):
            self.event(node, offset)
        elif node is not None:
            self.document.error(offset, "“events” is text, not a list of events")
        elif is_named and not self.document.broken:
            hint = "write the events below it, each with a dash before its first line"
            self.document.error(offset, "no events: “events” is empty", hint)
        elif not self.document.broken:
            self._report_no_events("date" in root and "title" in root)

    def _report_no_events(self, is_event: bool) -> None:
        """Report that a mapping has no events. ``is_event``: it is perhaps an event itself."""
        inside = re.search(r"(?m)^[ ]+(?=events[ ]*:)", self.document.text)
        if inside:
            message = "no events: this “events” begins too far right, so that it belongs to another key"
            self.document.error(inside.end(), message, "write no space before it")
            return
        hint = "put “events:” above this event, and a dash before it" if is_event else ""
        self.document.error(0, "no events: a timeline is a mapping with “events”, or a list of events", hint)
