"""What one part of a file says of another: sources by their keys, events by their ids.

A file may define either after it is used, so that the references are settled at the end.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.ids import Ids, assigned, is_made, made_id
from timeline_tui.formats.reading.results import UnresolvedReference
from timeline_tui.model.problems import Severity
from timeline_tui.model.timeline import Event, Source
from timeline_tui.text.web_addresses import addresses, is_address, may_be_spaced_address

_LONGEST = 1000  # characters of a text that a hint repeats
_UNDEFINED = "keys are defined under “sources” of the file"


def in_place(text: str) -> str:
    """How to write a source that is given as a text with an address in it: a hint, empty if there is no address."""
    found = addresses(text) if len(text) <= _LONGEST else []
    if not found:
        return ""
    written = [_in_json(words, url) for words, url in found]
    if len(found) > 1:
        return f"these are {len(found)} sources: {', '.join(written)}"
    if may_be_spaced_address(text):
        return f"write {_text_in_json(text.replace(' ', '%20'))}, or {written[0]}"
    return f"write {written[0]}"


def _in_json(words: str, url: str) -> str:
    """A source in place as JSON, which is YAML as well."""
    if not (words and url):
        return _text_in_json(words or url)
    return f'{{"title": {_text_in_json(words)}, "url": {_text_in_json(url)}}}'


def _text_in_json(line: str) -> str:
    """A clean line as JSON. Readers do without the module json, which takes 2 ms to import."""
    return '"' + line.replace("\\", r"\\").replace('"', r"\"") + '"'


class References:
    """Collects what the events of one document define and refer to."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._sources: dict[str, Source] | None = None
        # What one event may hold by the hundred thousand is kept in arrays.
        self._cited: dict[str, array[int]] = {}  # key not defined yet → number of the event, place, again and again
        self._stand_ins: dict[str, Source] = {}  # what is cited in place of such a key
        self._related: dict[str, array[int]] = {}  # id → places
        self._ids = Ids()
        self._written: dict[str, int] = {}  # id that the file gives → its line
        self._is_written: list[bool] = []  # of each event, whether the file gives its id
        self._clash = False  # whether a given id is one that was made before
        self.number = 0
        """Of the event that is being read, from 0."""
        self.unresolved: list[UnresolvedReference] = []
        """Once all is settled: what refers to nothing in this file. It is reported, too."""

    # Sources

    @property
    def defines_sources(self) -> bool:
        """Whether the sources of the file are known."""
        return self._sources is not None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Those that the file defines, in its order."""
        return tuple((self._sources or {}).values())

    def define(self, sources: Sequence[Source]) -> None:
        """These are the sources of the file."""
        self._sources = {source.key: source for source in sources}

    def source(self, name: str, offset: int) -> Source:
        """What is cited by ``name``: a key of the file, or an address."""
        known = self._sources.get(name) if self._sources else None
        if known:
            return known
        if is_address(name):
            return Source(url=name)
        if may_be_spaced_address(name):
            self._document.warning(offset, "an address has no white space", in_place(name))
            return Source(url=name)
        place = self._document.place(offset)
        self._cited.setdefault(name, array("q")).extend((self.number, place))
        return self._stand_ins.setdefault(name, Source(title=name))

    # Events

    def event_id(self, written: str, offset: int, date: str, title: str) -> tuple[str, bool]:
        """The id of the next event, and whether it has been given that: it could not be made from date and title."""
        if not written:
            self._is_written.append(False)
            return self._ids.take(made_id(date, title)), False
        if written in self._written:
            self._document.place(offset)  # before an id is taken in vain
            line, new = self._written[written], self._ids.take(written)
            self._document.error(offset, f"the id “{written}” is that of the event on line {line}; this one is “{new}”")
            written = new
        elif written in self._ids:
            self._clash = True
        else:
            self._ids.take(written)
        self._written[written] = self._document.line(offset)
        self._is_written.append(True)
        return written, not is_made(written, date, title)

    def relate(self, event_id: str, offset: int) -> None:
        """An event is related to the one with this id."""
        place = self._document.place(offset)
        self._related.setdefault(event_id, array("q")).append(place)

    # All of it

    def settled(self, events: list[Event], *, is_extract: bool) -> tuple[Event, ...]:
        """``events`` with all references resolved; what refers to nothing is reported.

        Other events of an extract were left out of it, and what could not be read may hold some.
        """
        self._settle_sources(events)
        if self._clash:  # a made id is also given further down: the given one stays, the others are made anew
            ids = assigned(events, self._is_written)
            events = [event._replace(id=new) for event, new in zip(events, ids, strict=True)]
        if self._related and not is_extract and not self._document.broken:
            self._check_relations({event.id: event for event in events})
        return tuple(events)

    def _settle_sources(self, events: list[Event]) -> None:
        sources = self._sources or {}
        late: set[int] = set()
        for key, places in self._cited.items():
            if key in sources:
                late.update(places[::2])
            elif self.defines_sources or not self._document.broken:
                hint = in_place(key) or self._document.near(key, sources, "source") or _UNDEFINED
                message = f"no source has the key “{key}”; it is kept as the title of a source"
                self._report(key, places[1::2], message, hint, "error", self._stand_ins[key])
        for number in late & set(range(len(events))):
            events[number] = self._with_sources(events[number], sources)

    def _with_sources(self, event: Event, sources: dict[str, Source]) -> Event:
        def known(source: Source) -> Source:
            stands_in = self._stand_ins.get(source.title) is source
            return sources.get(source.title, source) if stands_in else source

        return event.with_sources(known)

    def _check_relations(self, events: dict[str, Event]) -> None:
        for event_id, places in self._related.items():
            if event_id not in events:
                hint = self._document.near(event_id, events, "event")
                self._report(event_id, places, f"no event has the id “{event_id}”", hint, "warning")

    def _report(
        self,
        name: str,
        places: Iterable[int],
        message: str,
        hint: str,
        severity: Severity,
        stand_in: Source | None = None,
    ) -> None:
        document = self._document
        report = document.error if severity == "error" else document.warning
        if stand_in:
            self.unresolved.append(UnresolvedReference(name, None, stand_in))
        for offset in places:
            if report(offset, message, hint):
                self.unresolved.append(
                    UnresolvedReference(name, document.problem(offset, message, hint, severity), stand_in)
                )
