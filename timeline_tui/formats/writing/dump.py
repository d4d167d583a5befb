"""Convert a timeline to plain dicts, lists, text and numbers, which the writers of YAML and JSON write.

Keys are in the order of the schema, then come the keys that the schema does not know. Empty fields are left out.
Reading the written text gives an equal timeline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from timeline_tui.model import fields
from timeline_tui.model.fields import EntryType
from timeline_tui.model.made_ids import Ids, to_write
from timeline_tui.model.timeline import Archive, Citation, Entries, Event, Relation, Source, Timeline, Value
from timeline_tui.text.web_addresses import is_address

Plain: TypeAlias = "str | int | list[Plain] | dict[str, Plain] | None"

_SOURCE_NAMES = frozenset(field.name for field in fields.SOURCE.fields)


def dump(timeline: Timeline) -> dict[str, Plain]:
    """Return the whole timeline. The key ``events`` comes last of the keys in the schema."""
    return Dumper(timeline).entry(timeline, fields.TIMELINE)


def dump_event(event: Event) -> Plain:
    """Return one event, with its id if a file must contain it."""
    return Dumper(Timeline(events=(event,))).one_event(event)


def dump_source(source: Source) -> dict[str, Plain]:
    """Return the fields of a source without its key."""
    return Dumper(Timeline()).entry(source, fields.SOURCE)


class Dumper:
    """Converts the objects of one timeline. ``_writers`` has a function for each kind of field that needs one."""

    def __init__(self, timeline: Timeline) -> None:
        self._keys = _keys(timeline)
        self._writers: dict[str, Callable[[Any], Plain]] = {
            "lines": list,
            "date": lambda date: date.text if date else "",
            "stance": lambda stance: "" if stance == "reports" else stance,
            "aliases": dict,
            "sources": lambda _: {key: self.entry(source, fields.SOURCE) for source, key in self._keys.items()},
            "source": lambda source: self._source(source) if source else "",
            "extract": lambda extract: self.entry(extract, fields.EXTRACT) if extract else "",
            "views": lambda views: [self.entry(view, fields.VIEW) for view in views],
            "events": self._events,
            "quotes": lambda quotes: [self.entry(quote, fields.QUOTE) for quote in quotes],
            "citations": lambda citations: [self._citation(citation) for citation in citations],
            "relations": lambda relations: [self._relation(relation) for relation in relations],
            "archives": lambda archives: [self._archive(archive) for archive in archives],
            "checks": lambda checks: [self.entry(check, fields.CHECK) for check in checks],
            "keys": list,
            "order": list,
        }

    def entry(self, value: Any, entry: EntryType) -> dict[str, Plain]:
        """Return the fields of ``value``, an object of the model that ``entry`` describes."""
        plain: dict[str, Plain] = {}
        for field in entry.fields:
            stored = getattr(value, field.stored)
            written = self._writers[field.kind](stored) if field.kind in self._writers else stored
            if written or field.required:
                plain[field.name] = written
        for name, other in value.other:
            plain.setdefault(name, plain_value(other))
        return plain

    def event(self, event: Event) -> dict[str, Plain]:
        """Return the fields of ``event``. An event without a date but with a place in the order has no ``date``."""
        plain = self.entry(event, fields.EVENT)
        if not event.date.text and (event.after or event.before):
            del plain["date"]
        return plain

    def one_event(self, event: Event) -> dict[str, Plain]:
        """Return an event, with its id if a file must contain it; other events do not count."""
        return self.event(event if to_write((event,))[0] else event._replace(id=""))

    def _events(self, events: Sequence[Event]) -> Plain:
        return [
            self.event(event if is_written else event._replace(id=""))
            for event, is_written in zip(events, to_write(events), strict=True)
        ]

    def _source(self, source: Source) -> Plain:
        if source.key:
            return self._keys[source]
        plain = self.entry(source, fields.SOURCE)
        is_bare = list(plain) == ["url"] and is_address(source.url) and source.url not in self._keys.values()
        return source.url if is_bare else plain

    def _citation(self, citation: Citation) -> Plain:
        """Return a key or address, a mapping with one of them, or a mapping with the fields of citation and source."""
        plain = self.entry(citation, fields.CITATION)
        source = plain["source"]
        if not isinstance(source, dict):
            return source if len(plain) == 1 else plain
        # In one mapping, these fields of the source would be read as fields of the citation, or the reverse.
        is_ambiguous = (
            citation.source.note
            or citation.date
            or citation.source.other
            or any(name in _SOURCE_NAMES for name, _ in citation.other)
        )
        if is_ambiguous:
            return plain
        del plain["source"]
        return {**source, **plain}

    def _archive(self, archive: Archive) -> Plain:
        plain = self.entry(archive, fields.ARCHIVE)
        return archive.url if len(plain) == 1 else plain

    def _relation(self, relation: Relation) -> Plain:
        plain = self.entry(relation, fields.RELATION)
        return relation.event if len(plain) == 1 else plain


def _keys(timeline: Timeline) -> dict[Source, str]:
    """Return a unique key for each source that has a key, including sources that only events refer to."""
    cited = (source for event in timeline.events for source in event.cited if source.key)
    sources = dict.fromkeys([*timeline.sources, *cited])
    ids = Ids()
    return {source: ids.reserve(source.key) for source in sources}


def plain_value(value: Value) -> Plain:
    """The value of an unknown key, as JSON has it."""
    if isinstance(value, Entries):
        return {name: plain_value(part) for name, part in value.pairs}
    if isinstance(value, tuple):
        return [plain_value(part) for part in value]
    return value
