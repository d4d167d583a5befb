"""A fast path for events in our own shape without faults: from a line of JSON, without the offsets of nodes.

It makes the same events as `EntryReader` in a third of the time, and leaves all that is unusual to that reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from timeline_tui.dates.when import When
from timeline_tui.formats.reading.coded_values import credibility, fingerprint, stance
from timeline_tui.formats.reading.document import Document, RoughError
from timeline_tui.formats.reading.entries import EntryReader
from timeline_tui.formats.reading.lined_text import LinedText
from timeline_tui.formats.reading.nodes import MAX_DEPTH
from timeline_tui.formats.reading.references import References
from timeline_tui.model import fields
from timeline_tui.model.fields import EntryType, Field, Kind
from timeline_tui.model.made_ids import is_made, made_id
from timeline_tui.model.timeline import Check, Citation, Event, Quote, Source
from timeline_tui.text.text import on_a_line

_MAX_NAME = 40  # characters of a line that is kept, because it may be a name that comes again
_MOST_NAMES = 100_000  # lines that are kept
ID, DATE, TITLE, GIVEN, _FILE, _LINE = map(Event._fields.index, ("id", "date", "title", "given_id", "file", "line"))
_ANY = fields.EVENT.by_name["date"]  # for messages that are never made

Read = Callable[[Any], Any]
Pairs = tuple[tuple[str, Any], ...]


class UnusualError(Exception):
    """`EntryReader` has to read the line."""


def _refuse(*_: object) -> Any:
    raise UnusualError


# Objects as tuples of pairs: faster than dicts by a third, and a key that is there twice is seen.
_decoder = json.JSONDecoder(object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=_refuse)
_scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once  # type: ignore[attr-defined]  # without white space


class SoundEntries(EntryReader):
    """An `EntryReader` that also has the fast path, `sound_event`."""

    def __init__(self, document: Document, references: References) -> None:
        super().__init__(document, references, verbatim=True)
        reads: dict[Kind, Read] = {
            "line": self._sound_line,
            "text": str.strip,
            "lines": self._sound_lines,
            "date": self._sound_date,
            "source": self._sound_source,
            "citations": self._sound_citations,
            "stance": _word(partial(stance, self)),
            "credibility": _word(partial(credibility, self)),
            "fingerprint": _word(partial(fingerprint, self)),
        }
        reads["quotes"] = _each(_mapping(fields.QUOTE, Quote, reads))
        reads["checks"] = _each(_mapping(fields.CHECK, Check, reads))
        self._mapped_citation = _mapping(fields.CITATION, Citation, reads)
        self._make = _mapping(fields.EVENT, list, reads)

    def forget(self) -> None:
        """End the fast path. Its functions and this object refer to each other, which would keep the document."""
        del self._make, self._mapped_citation

    def sound_event(self, text: str) -> list[Any] | None:
        """The values of the fields of `Event` for a line, without its id (as written) and its place in the file.

        None if `event` has to read it. The document must be rough (`Document.is_rough`).
        """
        if text.count("{") + text.count("[") >= MAX_DEPTH:  # the decoder needs the C stack for each
            return None
        try:
            node, end = _scan(text, 0)
            if end < len(text) and not text[end:].isspace():
                return None
            if not (self._document.is_plain or _is_plain(text)):
                return None
            values: list[Any] = self._make(node)
        except (UnusualError, RoughError, AttributeError, KeyError, TypeError, ValueError, StopIteration):
            return None
        return None if values[DATE] is None else values

    def key_parts(self, text: str) -> tuple[str, When, str] | None:
        """The id (as written), the date and the title of the event in a line; None if the line needs `sound_event`.

        The other fields are not checked: they may have faults. The result is also None if the event states an order.
        The document must be rough.
        """
        if text.count("{") + text.count("[") >= MAX_DEPTH:
            return None
        try:
            pairs, end = _scan(text, 0)
            if end < len(text) and not text[end:].isspace():
                return None
            if not (self._document.is_plain or _is_plain(text)):
                return None
            values = dict(pairs)
            if len(values) < len(pairs) or "after" in values or "before" in values:
                return None
            written = self._sound_line(values["id"]) if "id" in values else ""
            date, title = values["date"], on_a_line(values["title"])
            return (written, self._dates.get(date) or self._sound_date(date), title) if title else None
        except (UnusualError, RoughError, AttributeError, KeyError, TypeError, ValueError, StopIteration):
            return None

    def _sound_line(self, text: str) -> str:
        if len(text) > _MAX_NAME:
            return on_a_line(text)
        known = self._lines.get(text)
        if known is None:
            known = on_a_line(text)
            if known and known == text and len(self._lines) < _MOST_NAMES:
                self._lines[text] = text
        return known

    def _sound_lines(self, texts: Any) -> tuple[str, ...]:
        if type(texts) is str:
            return (line,) if (line := self._sound_line(texts)) else ()
        if type(texts) is not list:
            raise UnusualError
        try:
            return tuple([self._lines[text] for text in texts])
        except KeyError:
            return tuple(filter(None, map(self._sound_line, texts)))

    def _sound_date(self, text: str) -> Any:
        return self._dates.get(text) or self.date(text, 0, _ANY) or _refuse()

    def _sound_source(self, text: str) -> Source | None:
        line = self._sound_line(text)
        return self._references.source(line, 0) if line else None

    def _sound_citations(self, items: Any) -> tuple[Citation, ...]:
        if type(items) is not list:
            raise UnusualError
        known = self._known_citations
        try:
            return tuple([known[item] for item in items])
        except (KeyError, TypeError):
            return tuple(map(self._sound_citation, items))

    def _sound_citation(self, item: Any) -> Citation:
        if type(item) is str:
            return self._known_citations.get(item) or self._cited(item, 0) or _refuse()
        citation: Citation = self._mapped_citation(item)
        return citation if citation.source else _refuse()


def _mapping(entry: EntryType, kind: type[Any], reads: dict[Kind, Read]) -> Read:
    """A function that makes a ``kind`` of pairs; a list in the order of the fields of `Event`."""
    made = Event if kind is list else kind
    table = {
        field.name: (made._fields.index(field.stored), reads[field.kind])
        for field in entry.fields
        if field.kind in reads
    }
    known = frozenset(entry.by_name)
    blank = [made._field_defaults.get(name) for name in made._fields]
    required = [made._fields.index(field.stored) for field in entry.fields if field.required]

    def make(pairs: Pairs) -> Any:
        if type(pairs) is not tuple or len(dict(pairs)) < len(pairs):
            raise UnusualError
        values = blank.copy()
        for key, value in pairs:
            if value is not None:
                at, read = table[key]
                if result := read(value):
                    values[at] = result
            elif key not in known:  # an unknown key is kept, also without a value
                raise UnusualError
        for at in required:
            if values[at] is None:
                raise UnusualError
        return values if kind is list else tuple.__new__(kind, values)

    return make


def _each(read: Read) -> Read:
    return lambda items: tuple([read(item) for item in items]) if type(items) is list else _refuse()


def _word(read: Callable[[Any, int, Field], str]) -> Read:
    return lambda text: read(text, 0, _ANY) if type(text) is str else _refuse()


def _is_plain(text: str) -> bool:
    """Whether no value in a line needs cleaning."""
    if "\\" in text:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return LinedText("", text).is_plain


def event_of_line(entries: SoundEntries, text: str, file: str, line: int) -> Event | None:
    """The event in a line that was read as sound before; None if the line is another one now."""
    values = entries.sound_event(text)
    if values is None:
        return None
    written, date, title = values[ID] or "", values[DATE], values[TITLE]
    values[GIVEN] = bool(written) and not is_made(written, date, title)
    return event_of(values, written or made_id(date, title), file, line)


def event_of(values: list[Any], event_id: str, file: str, line: int) -> Event:
    """The event with the values that `SoundEntries.sound_event` returned."""
    values[ID], values[_FILE], values[_LINE] = event_id, file, line
    event: Event = tuple.__new__(Event, values)
    return event
