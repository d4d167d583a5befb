"""Collects the parts of an index in one pass over events, which need not be in memory at the same time."""

from __future__ import annotations

import pickle
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import compress, groupby
from operator import itemgetter
from typing import Any

from timeline_tui.index.numbered_sources import KINDS, QUOTED
from timeline_tui.model.checked import is_checked
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.event_values import SOURCE_VALUES
from timeline_tui.query.matching import has_note
from timeline_tui.query.query_fields import FIELDS, VALUES

_OWN = tuple(field for field in VALUES if field not in (*SOURCE_VALUES, "origin", "id", "file"))
_KINDS = {kind: number for number, kind in enumerate(KINDS)}
_DISPUTES, _QUOTED = _KINDS["disputes"], _KINDS[QUOTED]
_SOURCES, _QUOTES, _RELATED, _CHECKED, _FILE = map(
    Event._fields.index, ("sources", "quotes", "related", "checked", "file")
)

Placed = tuple[int, Event]
"""An event with its position."""

_PARTS = {
    "place": "place",
    "speaker": "quotes",
    "credibility": "sources",
    "checked": "checked",
    "change": "other",
    "side": "other",
}
"""For each field that is not itself a field of `Event`, the one that it is computed from."""


def _positions() -> array[int]:
    return array("I")


class Collector:
    """The values, sources, quotes and marks of events. All lists of positions are ascending."""

    def __init__(self) -> None:
        self.values = {field: defaultdict[str, "array[int]"](_positions) for field in _OWN}
        # The fields by the part of an event without which it has no value in them.
        by_part: dict[int, list[tuple[Callable[[Event], Sequence[str]], defaultdict[str, array[int]]]]] = {}
        for field, postings in self.values.items():
            part = FIELDS[field].attribute or _PARTS[field]
            by_part.setdefault(Event._fields.index(part), []).append((VALUES[field], postings))
        self._fields = list(by_part.items())
        self.sources: dict[int, Source] = {}  # by id; kept so that no other object gets this id
        self.uses: defaultdict[tuple[int, int], array[int]] = defaultdict(_positions)  # (id of source, kind)
        self.quoting = _positions()  # the position of the event of each quote
        self.speaking = _positions()  # the place of its speaker and role in `speakers`
        self.speakers: dict[tuple[str, str], int] = {}
        self.files: defaultdict[str, array[int]] = defaultdict(_positions)
        self.noted, self.checked, self.relating, self.ordering = (_positions() for _ in range(4))
        self.naming: defaultdict[str, array[int]] = defaultdict(_positions)  # id that others name → positions of these
        self.named: set[str] = set()  # ids that other events name

    def add(self, events: Sequence[Event], start: int) -> None:
        """Add events at consecutive positions, the first at ``start``. Positions must be ascending.

        One field after the other is read, which takes three quarters of the time of one event after the other.
        """
        placed = [*enumerate(events, start)]
        columns = [*zip(*events, strict=True)]
        for part, fields in self._fields:
            having = [*compress(placed, columns[part])]  # most fields are empty
            for values, postings in fields if having else ():
                for position, event in having:
                    own = values(event)
                    for value in dict.fromkeys(own) if len(own) > 1 else own:
                        if value:
                            postings[value].append(position)
        self._add_citations(compress(placed, columns[_SOURCES]))
        self._add_quotes(compress(placed, columns[_QUOTES]))
        self._add_relations(compress(placed, columns[_RELATED]))
        for file, group in groupby(zip(columns[_FILE], range(start, start + len(events)), strict=True), itemgetter(0)):
            self.files[file].extend(map(itemgetter(1), group))
        self.noted.extend(position for position, event in placed if has_note(event))
        self.checked.extend(position for position, event in compress(placed, columns[_CHECKED]) if is_checked(event))
        self.ordering.extend(position for position, event in placed if event.after or event.before)

    def saved(self, known: Collection[int]) -> bytes:
        """All that was collected, for `extend`. Of the sources with the ids ``known``, only the ids are saved."""
        state = {name: value for name, value in vars(self).items() if name != "_fields"}
        sources = {key: None if key in known else source for key, source in self.sources.items()}
        return pickle.dumps({**state, "sources": sources}, 5)

    def extend(self, saved: bytes, known: Mapping[int, Source]) -> None:
        """Add what another collector saved. Its positions must be higher than the positions here."""
        other: dict[str, Any] = pickle.loads(saved)  # noqa: S301  # our own data
        for field, postings in other["values"].items():
            _extend(self.values[field], postings)
        sources = {key: source or known[key] for key, source in other["sources"].items()}
        self.sources |= {id(source): source for source in sources.values()}
        for (key, kind), positions in other["uses"].items():
            self.uses[id(sources[key]), kind].extend(positions)
        places = [self.speakers.setdefault(speaker, len(self.speakers)) for speaker in other["speakers"]]
        self.speaking.extend(map(places.__getitem__, other["speaking"]))
        _extend(self.files, other["files"])
        _extend(self.naming, other["naming"])
        self.named |= other["named"]
        for name in ("quoting", "noted", "checked", "relating", "ordering"):
            getattr(self, name).extend(other[name])

    def _add_citations(self, placed: Iterable[Placed]) -> None:
        sources, uses = self.sources, self.uses
        for position, event in placed:
            kinds, is_dated = [], False
            for source, _, stance, _, _, _, date in event.sources:
                sources[id(source)] = source
                kinds.append((id(source), _KINDS[stance]))
                is_dated = is_dated or date is not None
            if is_dated:
                kinds += [(id(citation.source), _DISPUTES) for citation in event.disputes]
            for kind in dict.fromkeys(kinds) if len(kinds) > 1 else kinds:
                uses[kind].append(position)

    def _add_quotes(self, placed: Iterable[Placed]) -> None:
        for position, event in placed:
            for quote in event.quotes:
                source = quote.source
                if source:
                    self.sources[id(source)] = source
                    self.uses[id(source), _QUOTED].append(position)
                self.quoting.append(position)
                self.speaking.append(self.speakers.setdefault((quote.speaker, quote.role), len(self.speakers)))

    def _add_relations(self, placed: Iterable[Placed]) -> None:
        for position, event in placed:
            targets = dict.fromkeys(relation.event for relation in event.related)
            for target in targets:
                self.naming[target].append(position)
            others = targets.keys() - {event.id}
            self.named |= others
            if others:
                self.relating.append(position)


def _extend(postings: defaultdict[str, array[int]], more: Mapping[str, array[int]]) -> None:
    for value, positions in more.items():
        postings[value].extend(positions)
