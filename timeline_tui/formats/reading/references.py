"""References inside a file: to sources by their keys, and to events by their ids.

A source or event may be defined after it is referred to, so references are resolved at the end of the file.
"""

from array import array
from collections.abc import Collection, Mapping, Sequence
from itertools import compress

from timeline_tui.dates.edtf import is_date
from timeline_tui.dates.when import When
from timeline_tui.formats.reading.document import Document, RoughError
from timeline_tui.formats.reading.late_faults import Unresolved, WithoutDate
from timeline_tui.formats.reading.line_events import LineEvents, NotStreamedError
from timeline_tui.formats.reading.nodes import Node
from timeline_tui.formats.reading.reference_hints import NearNames, date_hint, in_place
from timeline_tui.formats.reading.values import KEPT_UNDATED
from timeline_tui.model.cycles import cycle_message, cycles
from timeline_tui.model.fields import BIBLIOGRAPHY_ENDINGS
from timeline_tui.model.made_ids import Ids, assigned, is_made, made_id
from timeline_tui.model.problems import Severity
from timeline_tui.model.timeline import Event, Source
from timeline_tui.text.web_addresses import is_address, may_be_spaced_address

_UNDEFINED_HINT = "keys are defined under “sources” of the file"
_ADDRESS_HINT = "define a source with this address under “sources” of the file, and write its key"
_CYCLE_HINT = "“based_on” names the sources that a source repeats, so it cannot lead back to that source"


def is_bibliography(node: Node) -> bool:
    """Whether ``node`` is the path of a bibliography, by its ending."""
    return isinstance(node, str) and node.strip().lower().endswith(BIBLIOGRAPHY_ENDINGS)


class References:
    """The sources and ids that one document defines, and the references to them.

    Call `define`, `source`, `repeat`, `event_id`, `relate` and `order` while reading, and `resolved` once at the end.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._sources: dict[str, Source] | None = None  # key → source; None before `define`
        # Arrays take less memory than lists. One event may have 100,000 references.
        self._cited: dict[str, array[int]] = {}  # undefined key → event number, offset, event number, offset, …
        self._stand_ins: dict[str, Source] = {}  # undefined key → the source that events cite for now
        self._related: dict[str, array[int]] = {}  # id → offsets of the references to it
        self._repeated: dict[str, array[int]] = {}  # key in ``based_on`` → offsets
        # id or date in ``after`` and ``before`` → event number, offset, event number, offset, …
        self._ordered: dict[str, array[int]] = {}
        self.without_date = WithoutDate(document)
        self._ids = Ids()
        self._written: dict[str, int | str] = {}  # id that the file gives → its place; see `Document.place_name`
        self._left_out: dict[str, int] = {}  # id of an event with a fault → its line
        self._is_written = bytearray()  # for each event, whether the file gives its id: 0 or 1
        self._has_clash = False  # whether the file gives an id that was made for an earlier event
        self.bibliographies: list[tuple[str, int]] = []
        """The paths of bibliographies that the file names, each with its offset in the file."""
        self.number = 0
        """The number of the event that is being read, from 0. The reader sets it."""
        self.unresolved = Unresolved(document)
        """After `resolved`: the references to something that this file does not define."""

    # Sources

    @property
    def defines_sources(self) -> bool:
        """Whether `define` was called, that is, whether the file has a mapping of sources."""
        return self._sources is not None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources that the file defines, in the order of the file."""
        return tuple((self._sources or {}).values())

    def define(self, sources: Sequence[Source]) -> None:
        """Set the sources of the file. Their keys must be unique."""
        self._sources = {source.key: source for source in sources}

    def source(self, name: str, offset: int) -> Source:
        """The source that ``name`` refers to: a key of the file, or an address.

        A key that is not defined yet gives a stand-in, which `resolved` replaces by the source. Raises RoughError
        if the offset is needed but not exact.
        """
        source = self._sources.get(name) if self._sources else None
        if source:
            return source
        if is_address(name):
            return Source(url=name)
        if may_be_spaced_address(name):
            self._document.warning(offset, "an address has no white space", in_place(name))
            return Source(url=name)
        place = self._document.place(offset)
        self._cited.setdefault(name, array("q")).extend((self.number, place))
        return self._stand_ins.setdefault(name, Source(title=name))

    def repeat(self, key: str, offset: int) -> None:
        """Add a key in ``based_on``, to be checked by `resolved`. Raises RoughError."""
        place = self._document.place(offset)
        self._repeated.setdefault(key, array("q")).append(place)

    # Events

    def event_id(self, written: str, offset: int, date: When, title: str) -> tuple[str, bool]:
        """(id of the next event, its `Event.given_id`). The flag is true if the id cannot be made from date and title.

        ``written`` is the id in the file; if it is empty, an id is made. If an earlier event has been given the same
        id, that is an error, and a number is added to the id. Raises RoughError if the offset of an error is rough.
        """
        if written in self._written:
            self._document.place(offset)  # raises RoughError before an id is taken
            first, new = self._written[written], self._ids.reserve(written)
            place = f"on line {first}" if isinstance(first, int) else f"at {first}"
            self._document.error(offset, f"the event {place} also has the id “{written}”; this event gets “{new}”")
            self._written[new] = self._document.place_name(offset)
            self._is_written.append(1)
            return new, not is_made(new, date, title)
        if written:
            return self.note(written, "", self._document.place_name(offset)), not is_made(written, date, title)
        return self.note("", made_id(date, title), 0), False

    def note(self, written: str, made: str, place: int | str) -> str:
        """The id of the next event: ``written`` from the file; if that is empty, ``made``, with a number if needed.

        ``place`` is as in `Document.place_name`. Raises RoughError if the file gives this id to an earlier event.
        """
        if not written:
            self._is_written.append(0)
            return self._ids.reserve(made)
        if written in self._written:
            raise RoughError
        if written in self._ids:
            self._has_clash = True
        else:
            self._ids.reserve(written)
        self._written[written] = place
        self._is_written.append(1)
        return written

    def note_all(self, ids: Sequence[str], is_written: Sequence[int], lines: Sequence[int]) -> bool:
        """Like `note` for the next events, if all their ids are free. Return False, and note none, if one is not.

        ``is_written`` says for each id whether the file gives it, ``lines`` are the lines of the events.
        """
        if not self._ids.reserve_all(ids):
            return False
        self._written.update(compress(zip(ids, lines, strict=True), is_written))
        self._is_written.extend(is_written)
        return True

    def leave_out(self, event_id: str, offset: int) -> None:
        """Remember that an event with this id is left out because of a fault."""
        self._left_out.setdefault(event_id, self._document.line(offset))

    def relate(self, event_id: str, offset: int) -> None:
        """Add a reference to the event ``event_id``, to be checked by `resolved`. Raises RoughError."""
        place = self._document.place(offset)
        self._related.setdefault(event_id, array("q")).append(place)

    def order(self, name: str, offset: int) -> None:
        """Add an id or date in ``after`` or ``before``, to be checked by `resolved`. Raises RoughError."""
        place = self._document.place(offset)
        self._ordered.setdefault(name, array("q")).extend((self.number, place))

    # The end

    def resolved(self, events: list[Event] | LineEvents, *, is_extract: bool) -> Sequence[Event]:
        """``events`` with all references resolved. A reference to something that does not exist is reported.

        Unknown ids of events are not reported for an extract, which leaves events out, nor if the file could not be
        read to its end. Replaces items of ``events``.
        """
        self._settle_sources(events)
        self._check_origins()
        if self._has_clash:  # ids in the file stay, and all other ids are made again
            if isinstance(events, LineEvents):
                raise NotStreamedError
            ids = assigned(events, self._is_written)
            events = [event._replace(id=new) for event, new in zip(events, ids, strict=True)]
        named: dict[int, int] = {}
        if (self._related or self._ordered) and not is_extract and not self._document.broken:
            named = self._named(events, self._check_ids(events))
        self.without_date.report(events, named, has_order=bool(self._ordered))
        return events if isinstance(events, LineEvents) else tuple(events)

    def _settle_sources(self, events: list[Event] | LineEvents) -> None:
        sources = self._sources or {}
        near = NearNames(sources)
        late: set[int] = set()  # numbers of the events that cite a source before its definition
        for key, places in self._cited.items():
            if key in sources:
                late.update(places[::2])
            elif self.defines_sources or not self._document.broken:
                hint = in_place(key) or near.hint(key) or _UNDEFINED_HINT
                message = f"no source has the key “{key}”; it is kept as the title of a source"
                self.unresolved.add(key, places[1::2], message, hint, "error", self._stand_ins[key], is_key=True)
        for number in (number for number in late if number < len(events)):
            events[number] = self._with_sources(events[number], sources)

    def _with_sources(self, event: Event, sources: dict[str, Source]) -> Event:
        """``event`` with its stand-ins replaced by ``sources`` where the key is defined."""

        def resolved(source: Source) -> Source:
            is_stand_in = self._stand_ins.get(source.title) is source
            return sources.get(source.title, source) if is_stand_in else source

        return event.with_sources(resolved)

    def _check_origins(self) -> None:
        """Report keys in ``based_on`` that no source has, and sources that are based on themselves."""
        sources = self._sources or {}
        near = NearNames(sources)
        for key, places in self._repeated.items():
            if key not in sources and not self._document.broken:
                hint = _ADDRESS_HINT if is_address(key) else near.hint(key) or _UNDEFINED_HINT
                message = f"no source has the key “{key}”, on which this source is based"
                self.unresolved.add(key, places, message, hint, "warning", is_key=True)
        if self._repeated:
            for cycle in cycles({key: source.based_on for key, source in sources.items()}):
                self._document.error(self._repeated[cycle[0]][0], cycle_message(cycle), _CYCLE_HINT)

    def _check_ids(self, events: Sequence[Event]) -> Collection[int]:
        """Report ids that no event has. Returns the numbers of the events that have no place because of them."""
        all_ids = events.ids if isinstance(events, LineEvents) else [event.id for event in events]
        ids, near = {*self._related, *self._ordered}.intersection(all_ids), NearNames(all_ids)
        for event_id, places in self._related.items():
            if event_id not in ids:
                self.unresolved.add(event_id, places, *self._missing(event_id, near), "warning")
        unknown = {name: places for name, places in self._ordered.items() if name not in ids and not is_date(name)}
        without_place = self._without_place(events, unknown)
        for name, places in unknown.items():
            message, hint = self._missing(name, near)
            message = message if name in self._left_out else f"{message}, and it is not a date"
            for number, place in zip(places[::2], places[1::2], strict=True):
                # Another file may define one of several ids, and then the event has a place.
                is_only = without_place.get(number) == (name,)
                full_message = f"{message}; {KEPT_UNDATED}" if is_only else message
                severity: Severity = "error" if number in without_place else "warning"
                self.unresolved.add(name, [place], full_message, hint or date_hint(name), severity)
        return without_place

    def _without_place(
        self, events: Sequence[Event], unknown: Mapping[str, Sequence[int]]
    ) -> dict[int, tuple[str, ...]]:
        """The numbers of the events without a date whose place depends on ``unknown`` names alone, with these names."""
        named = {}
        for number in {number for places in unknown.values() for number in places[::2]}:
            event = (
                events[number] if number < len(events) else None
            )  # the last event may be left out, and then no event has its number
            if event and event.date.is_undated and not event.date.text and event.id not in self._ordered:
                names = (*event.after, *event.before)
                if names and unknown.keys() >= {*names}:
                    named[number] = names
        return named

    def _named(self, events: Sequence[Event], reported: Collection[int]) -> dict[int, int]:
        """The undated events that name others in ``after`` or ``before``, each with the offset of the first name.

        The events ``reported`` are left out.
        """
        named: dict[int, int] = {}
        for places in self._ordered.values():
            for number, place in zip(places[::2], places[1::2], strict=True):
                if number < len(events) and events[number].date.is_undated and number not in reported:
                    named[number] = min(place, named.get(number, place))
        return named

    def _missing(self, event_id: str, near: NearNames) -> tuple[str, str]:
        """The message and the hint for an id that no event has."""
        if event_id in self._left_out:
            line = self._left_out[event_id]
            return f"the event “{event_id}” is left out because of its fault on line {line}", "correct that event"
        return f"no event has the id “{event_id}”", near.hint(event_id)
