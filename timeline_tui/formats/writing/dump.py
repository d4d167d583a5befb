"""The model → plain dicts, lists, text and None in the order of the schema: what yaml, json and jsonl write.

Reading that back gives the same timeline, keys that the schema does not know included. What is empty is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from timeline_tui.formats.reading.ids import Ids, to_write
from timeline_tui.model import fields
from timeline_tui.model.fields import Entry
from timeline_tui.model.timeline import Citation, Entries, Event, Relation, Source, Timeline, Value
from timeline_tui.text.web_addresses import is_address

Plain: TypeAlias = "str | int | list[Plain] | dict[str, Plain] | None"

_SOURCE_NAMES = frozenset(field.name for field in fields.SOURCE.fields)


def dump(timeline: Timeline) -> dict[str, Plain]:
    """The whole timeline; its events stand last of what the schema knows."""
    return _Dumper(timeline).entry(timeline, fields.TIMELINE)


class _Dumper:
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
        }

    def entry(self, value: Any, entry: Entry) -> dict[str, Plain]:
        """The fields of ``value``, an object of the model that ``entry`` describes."""
        plain: dict[str, Plain] = {}
        for field in entry.fields:
            stored = getattr(value, field.stored)
            written = self._writers[field.kind](stored) if field.kind in self._writers else stored
            if written or field.required:
                plain[field.name] = written
        for name, other in value.other:
            plain.setdefault(name, _other(other))
        return plain

    def _events(self, events: Sequence[Event]) -> Plain:
        return [
            self.entry(event if own else event._replace(id=""), fields.EVENT)
            for event, own in zip(events, to_write(events), strict=True)
        ]

    def _source(self, source: Source) -> Plain:
        if source.key:
            return self._keys[source]
        plain = self.entry(source, fields.SOURCE)
        is_bare = list(plain) == ["url"] and is_address(source.url) and source.url not in self._keys.values()
        return source.url if is_bare else plain

    def _citation(self, citation: Citation) -> Plain:
        """A key or address alone, a mapping with one, or a source in place beside what is cited of it."""
        plain = self.entry(citation, fields.CITATION)
        source = plain["source"]
        if not isinstance(source, dict):
            return source if len(plain) == 1 else plain
        is_told_apart = (
            citation.source.note or citation.source.other or any(name in _SOURCE_NAMES for name, _ in citation.other)
        )
        if is_told_apart:
            return plain
        del plain["source"]
        return {**source, **plain}

    def _relation(self, relation: Relation) -> Plain:
        plain = self.entry(relation, fields.RELATION)
        return relation.event if len(plain) == 1 else plain


def _keys(timeline: Timeline) -> dict[Source, str]:
    """The key of each source that has one, also of those that only events know; no two alike."""
    cited = (source for event in timeline.events for source in event.cited if source.key)
    sources = dict.fromkeys([*timeline.sources, *cited])
    ids = Ids()
    return {source: ids.take(source.key) for source in sources}


def _other(value: Value) -> Plain:
    if isinstance(value, Entries):
        return {name: _other(part) for name, part in value.pairs}
    if isinstance(value, tuple):
        return [_other(part) for part in value]
    return value
