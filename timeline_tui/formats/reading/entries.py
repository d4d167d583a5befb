"""Reading mappings as the entries of a timeline: events, sources, quotes, citations, views and so on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from timeline_tui.dates.when import undated
from timeline_tui.formats.reading import coded_values
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.entry_faults import IN_PLACE, UNTITLED, EntryFaults
from timeline_tui.formats.reading.keyed_sources import keyed_sources
from timeline_tui.formats.reading.late_faults import NO_DATE
from timeline_tui.formats.reading.nodes import List, Map, Node, value_of
from timeline_tui.formats.reading.references import References, is_bibliography
from timeline_tui.formats.reading.values import Values, is_absent
from timeline_tui.model import fields
from timeline_tui.model.fields import EntryType, Field, Kind
from timeline_tui.model.timeline import Archive, Check, Citation, Event, Extract, Other, Quote, Relation, Source, View
from timeline_tui.text.text import clean_line

_T = TypeVar("_T")
_MAY_BE_EMPTY = ("query", "count")  # kinds of fields in which empty text or zero is a value
# For each noun of an entry, its required fields with their attributes in the model.
# An event is kept without its date.
_DATE = fields.EVENT.by_name["date"]
_REQUIRED = {
    entry.noun: [(f, f.stored) for f in entry.fields if f.required and f is not _DATE] for entry in fields.ENTRIES
}
_ARCHIVED = fields.SOURCE.by_name["archived"]
# A source in place has the fields of a source and of a citation in one mapping. Its note belongs to the citation, its
# date to the source.
_OF_SOURCE = tuple(field.stored for field in fields.SOURCE.fields if field.name != "note")


class EntryReader(Values):
    """Reads the events of one document, and fields that hold mappings: sources, quotes, relations, views and others.

    It inherits the methods for simple values from `Values`. A method has the name of the kind of field that it reads.
    Only `fields` and `event` are not kinds of fields.
    """

    def __init__(
        self, document: Document, references: References, *, verbatim: bool = False, foreign: bool = False
    ) -> None:
        """With ``foreign``, a key that is not in the schema gets no warning. For ``verbatim`` see `Values`."""
        super().__init__(document, verbatim=verbatim)
        self._references = references
        self._foreign = foreign
        self._faults = EntryFaults(document, _KNOWN, foreign=foreign)
        # Equal objects are kept once, because they are common: citations and relations that only name their target.
        self._known_citations: dict[object, Citation] = {}  # key of a source → citation
        self._known_relations: dict[str, Relation] = {}  # id of an event → relation

    def fields(self, node: Map, noun: str) -> tuple[dict[str, Any], Other]:
        """(values, other) of a mapping of the type ``noun``.

        ``values`` has the valid fields by their attributes in the model. ``other`` has the keys that are not in the
        schema, in the order of the file.
        """
        declared_fields = _KNOWN[noun]
        values: dict[str, Any] = {}
        other = []
        for key, (key_offset, offset, value) in node.items():
            declared = declared_fields.get(key)
            if declared is None:
                if not self._foreign:
                    self._faults.unknown_key(key, key_offset, noun)
                other.append((key, self.any(value, offset)))
            elif value is not None:
                field, read, name, may_be_empty = declared
                result = read(self, value, offset, field)
                if result or (may_be_empty and result is not None):
                    values[name] = result
        return values, tuple(other)

    def event(self, node: Node, offset: int, written: str | None = None) -> Event | None:
        """An event. None, with an error, if ``node`` is not a mapping or has no valid title.

        Without a valid date the event is undated, with an error unless it has no date but a place in the order.
        ``written`` is the text in place of the date in the file, if that is not the value in ``node``. Without such a
        value, the caller has reported the error.
        """
        title = value_of(node, "title") if isinstance(node, dict) else None
        is_titled = type(title) is str and not is_absent(title)
        entry = self._entry(node, offset, fields.EVENT, "event" if is_titled else UNTITLED)
        if not entry:
            event_id = value_of(node, "id") if isinstance(node, dict) else None
            if isinstance(event_id, str):
                self._references.leave_out(clean_line(event_id), offset)
            return None
        values, other = entry
        assert isinstance(node, dict)
        at = node.get("id", (0, offset))[1]
        date = values.get("date")
        if date is None and written is None and "after" not in values and "before" not in values:
            hint = self._faults.instead(node, _DATE.name, fields.EVENT.noun)
            self._references.without_date.add(self._references.number, offset, NO_DATE, hint)
        if date is None or (date.is_undated and written):
            values["date"] = undated(written or "")
        file, line = self._document.position(offset)
        values["id"], given = self._references.event_id(values.get("id", ""), at, values["date"], values["title"])
        return Event(**values, other=other, given_id=given, file=file, line=line)

    def sources(self, node: Node, offset: int, field: Field) -> tuple[Source, ...]:
        """The sources of the file, from mappings of keys to sources. They are read only once.

        The paths of bibliographies are kept in `References.bibliographies`.
        """
        references = self._references
        if references.defines_sources:
            return references.sources
        parts: List = node if isinstance(node, list) else [(offset, node)]
        mappings = []
        for at, part in parts:
            if isinstance(part, dict):
                mappings.append(part)
            elif is_bibliography(part):
                references.bibliographies.append((self.line(part, at, field), self._document.place(at)))
            else:
                self.mistaken(part, at, field)
        sources = keyed_sources(mappings, self._source_values, self.line, self._document)
        if sources or references.bibliographies or isinstance(node, dict):
            references.define(sources)
        return references.sources

    def source(self, node: Node, offset: int, field: Field) -> Source | None:
        """A source, given by its key, by its address, or in place as a mapping."""
        if isinstance(node, dict):
            return self._in_place(self._source_values(node), offset)
        name = self.line(node, offset, field)
        return self._references.source(name, offset) if name else None

    # Lists; anything else counts as a list of one item

    def keys(self, node: Node, offset: int, field: Field) -> tuple[str, ...]:
        """Keys of sources. They are checked at the end of the file."""
        return self._names(node, offset, field, self._references.repeat)

    def order(self, node: Node, offset: int, field: Field) -> tuple[str, ...]:
        """Ids of events, and dates. They are checked at the end of the file."""
        return self._names(node, offset, field, self._references.order)

    def citations(self, node: Node, offset: int, field: Field) -> tuple[Citation, ...]:
        """Citations. Usually all of them are keys that were cited before, so this case is tried first."""
        items: List = node if type(node) is list else [(offset, node)]
        try:
            return tuple([self._known_citations[item] for _, item in items])
        except (KeyError, TypeError):
            return _CITATIONS(self, node, offset, field)

    # Single entries

    def extract(self, node: Node, offset: int, _: Field) -> Extract | None:
        """The description of an extract: from which timeline, and by which query."""
        return None if is_absent(node) else self._made(Extract, fields.EXTRACT, node, offset)

    def _quote(self, node: Node, offset: int) -> Quote | None:
        if isinstance(node, str):
            text = self.text(node, offset, fields.QUOTE.fields[0])
            return Quote(text) if text else None
        return self._made(Quote, fields.QUOTE, node, offset)

    def _relation(self, node: Node, offset: int) -> Relation | None:
        if isinstance(node, str):
            event_id = self.line(node, offset, fields.RELATION.fields[0])
            known = self._known_relations.get(event_id) or Relation(event_id)
            relation = self._known_relations.setdefault(event_id, known) if event_id else None
        else:
            relation = self._made(Relation, fields.RELATION, node, offset)
        if relation:
            at = node["event"][1] if isinstance(node, dict) else offset
            self._references.relate(relation.event, at)
        return relation

    def _archive(self, node: Node, offset: int) -> Archive | None:
        if isinstance(node, str):
            url = self.address(node, offset, _ARCHIVED)
            return Archive(url) if url else None
        return self._made(Archive, fields.ARCHIVE, node, offset)

    def _citation(self, node: Node, offset: int) -> Citation | None:
        if isinstance(node, str):
            return self._known_citations.get(node) or self._cited(node, offset)
        if not isinstance(node, dict):
            self._faults.no_source(node, offset)
            return None
        has_source = not is_absent(value_of(node, "source"))
        values, other = self.fields(node, "citation" if has_source else IN_PLACE)
        if has_source:
            return Citation(**values, other=other) if "source" in values else None
        self._faults.check_hash(node, values)
        of_source = {name: values.pop(name) for name in _OF_SOURCE if name in values}
        if of_source.keys() == {"title", "date"} and not values:
            self._faults.check_dash(node, offset)
        hint = "" if of_source else self._faults.instead_of_name(node)
        source = self._in_place(of_source, offset, hint)
        return Citation(source, **values, other=other) if source else None

    def _cited(self, node: str, offset: int) -> Citation | None:
        """A citation of the source with this key or address. It is cached if the file defines the key."""
        source = self.source(node, offset, fields.CITATION.fields[0])
        if source is None:
            return None
        citation = Citation(source)
        if source.key:
            self._known_citations[node] = citation
        return citation

    # Shared parts

    def fault(self, offset: int, field: Field, message: str, hint: str) -> None:
        """Report a fault as `Values` does. A fault in the date of an event is reported at the end of the file."""
        if field is _DATE:
            self._references.without_date.add(self._references.number, offset, message, hint)
        else:
            super().fault(offset, field, message, hint)

    def _names(self, node: Node, offset: int, field: Field, refer: Callable[[str, int], None]) -> tuple[str, ...]:
        """The lines of a list, each once. ``refer`` is called with each line and its offset."""
        items: List = node if isinstance(node, list) else [(offset, node)]
        names = {line: at for at, item in items if (line := self.line(item, at, field))}
        for name, at in names.items():
            refer(name, at)
        return tuple(names)

    def _made(self, make: Callable[..., _T], entry: EntryType, node: Node, offset: int) -> _T | None:
        """What ``make`` returns for the fields of an entry; None, with an error, if `_entry` returns None."""
        found = self._entry(node, offset, entry)
        return make(**found[0], other=found[1]) if found else None

    def _entry(self, node: Node, offset: int, entry: EntryType, noun: str = "") -> tuple[dict[str, Any], Other] | None:
        """Like `fields`. None, with an error, if ``node`` is not a mapping or lacks a required field.

        ``noun`` is its noun in `_KNOWN`, if that is not the noun of ``entry``.
        """
        if not isinstance(node, dict):
            self._faults.no_mapping(node, offset, entry)
            return None
        values, other = self.fields(node, noun or entry.noun)
        for field, name in _REQUIRED[entry.noun]:
            if name not in values:
                value = value_of(node, field.name)
                if value is None or (isinstance(value, str) and not clean_line(value)):  # else already reported
                    self._faults.missing(node, offset, field, entry)
                return None
        return values, other

    def _source_values(self, node: Map) -> dict[str, Any]:
        values, other = self.fields(node, "source")
        self._faults.check_hash(node, values)
        return {**values, "other": other}

    def _in_place(self, values: dict[str, Any], offset: int, hint: str = "") -> Source | None:
        """A source without a key. None, with an error, if it has neither title nor address."""
        if values.get("title") or values.get("url"):
            return Source(**values)
        self._document.error(offset, "a source in place without “title” and “url”; it is left out", hint)
        return None


_Read: TypeAlias = "Callable[[EntryReader, Node, int, Field], _T]"
"""A function that reads a value of a field. It is no bound method, which would keep its reader in memory."""


def _list_of(read: Callable[[EntryReader, Node, int], _T | None]) -> _Read[tuple[_T, ...]]:
    """A function that returns the valid results of ``read`` for a list. Any other node is a list of one item."""

    def read_all(reader: EntryReader, node: Node, offset: int, _: Field) -> tuple[_T, ...]:
        items = node if isinstance(node, list) else [(offset, node)]
        return tuple([entry for at, item in items if not is_absent(item) and (entry := read(reader, item, at))])

    return read_all


_CITATIONS = _list_of(EntryReader._citation)

# The function that reads each kind of field.
_READERS: dict[Kind, _Read[object]] = {
    "line": EntryReader.line,
    "text": EntryReader.text,
    "address": EntryReader.address,
    "lines": EntryReader.lines,
    "query": EntryReader.query,
    "date": EntryReader.date,
    "stance": coded_values.stance,
    "reliability": coded_values.reliability,
    "credibility": coded_values.credibility,
    "sha256": coded_values.sha256,
    "fingerprint": coded_values.fingerprint,
    "count": EntryReader.count,
    "keys": EntryReader.keys,
    "order": EntryReader.order,
    "aliases": EntryReader.aliases,
    "sources": EntryReader.sources,
    "source": EntryReader.source,
    "views": _list_of(lambda reader, node, offset: reader._made(View, fields.VIEW, node, offset)),
    "quotes": _list_of(EntryReader._quote),
    "citations": EntryReader.citations,
    "relations": _list_of(EntryReader._relation),
    "archives": _list_of(EntryReader._archive),
    "checks": _list_of(lambda reader, node, offset: reader._made(Check, fields.CHECK, node, offset)),
    "extract": EntryReader.extract,
}
# For each noun of an entry, key → (field, function that reads it, attribute in the model, whether it may be empty).
# The list of events is missing, because events are read one by one.
_KNOWN = {
    entry.noun: {
        field.name: (field, _READERS[field.kind], field.stored, field.kind in _MAY_BE_EMPTY)
        for field in entry.fields
        if field.kind != "events"
    }
    for entry in fields.ENTRIES
}
_KNOWN["event"]["date"] = (_DATE, EntryReader.event_date, "date", False)
_KNOWN[UNTITLED] = {**_KNOWN["event"], "date": (_DATE._replace(required=False), EntryReader.date, "date", False)}
_KNOWN[IN_PLACE] = {**_KNOWN["source"], **_KNOWN["citation"]}
