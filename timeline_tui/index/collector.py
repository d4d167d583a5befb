"""Collects the parts of an index in one pass over events, which need not be in memory at the same time."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence

from timeline_tui.index.numbered_sources import KINDS, QUOTED
from timeline_tui.model.checked import is_checked
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.matching import has_note
from timeline_tui.query.query_fields import FIELDS, SEARCHED, SOURCE_VALUES, VALUES

_OWN = tuple(field for field in VALUES if field not in (*SOURCE_VALUES, "origin", "id", "file"))
_KINDS = {kind: number for number, kind in enumerate(KINDS)}
_DISPUTES, _QUOTED = _KINDS["disputes"], _KINDS[QUOTED]


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
    """The values, sources, quotes and marks of events. They are numbered from 0 as they are added."""

    def __init__(self, *, names_only: bool = False) -> None:
        """``names_only``: only collect what `Vocabulary` needs."""
        self.total = 0
        self.values = {
            field: defaultdict[str, "array[int]"](_positions) for field in (SEARCHED if names_only else _OWN)
        }
        # The fields by the part of an event without which it has no value in them.
        by_part: dict[int, list[tuple[Callable[[Event], Sequence[str]], defaultdict[str, array[int]]]]] = {}
        for field, postings in self.values.items():
            part = FIELDS[field].attribute or _PARTS[field]
            by_part.setdefault(Event._fields.index(part), []).append((VALUES[field], postings))
        self._fields = list(by_part.items())
        self._names_only = names_only
        self.sources: dict[int, Source] = {}  # by id; kept so that no other object gets this id
        self.uses: defaultdict[tuple[int, int], array[int]] = defaultdict(_positions)  # (id of source, kind) → numbers
        self.quoting = _positions()  # the number of the event of each quote
        self.speaking = _positions()  # the place of its speaker and role in `speakers`
        self.speakers: dict[tuple[str, str], int] = {}
        self.files: defaultdict[str, array[int]] = defaultdict(_positions)
        self.noted, self.checked, self.relating, self.ordering = (_positions() for _ in range(4))
        self.naming: dict[str, array[int]] = {}  # id that others name → numbers of these
        self.named: set[str] = set()  # ids that other events name

    def add(self, event: Event) -> None:
        """Add one event."""
        number = self.total
        self.total += 1
        for part, fields in self._fields:
            if event[part]:  # asking first takes half the time, because most fields are empty
                for values, postings in fields:
                    own = values(event)
                    for value in dict.fromkeys(own) if len(own) > 1 else own:
                        if value:
                            postings[value].append(number)
        if event.sources:
            self._add_citations(event, number)
        if event.quotes:
            self._add_quotes(event, number)
        if not self._names_only:
            self._add_rest(event, number)

    def _add_citations(self, event: Event, number: int) -> None:
        kinds, is_dated = [], False
        for source, _, stance, _, _, _, date in event.sources:
            self.sources[id(source)] = source
            kinds.append((id(source), _KINDS[stance]))
            is_dated = is_dated or date is not None
        if is_dated:
            kinds += [(id(citation.source), _DISPUTES) for citation in event.disputes]
        for kind in dict.fromkeys(kinds) if len(kinds) > 1 else kinds:
            self.uses[kind].append(number)

    def _add_quotes(self, event: Event, number: int) -> None:
        for quote in event.quotes:
            source = quote.source
            if source:
                self.sources[id(source)] = source
                self.uses[id(source), _QUOTED].append(number)
            self.quoting.append(number)
            self.speaking.append(self.speakers.setdefault((quote.speaker, quote.role), len(self.speakers)))

    def _add_rest(self, event: Event, number: int) -> None:
        self.files[event.file].append(number)
        if has_note(event):
            self.noted.append(number)
        if event.checked and is_checked(event):
            self.checked.append(number)
        if event.after or event.before:
            self.ordering.append(number)
        if event.related:
            targets = dict.fromkeys(relation.event for relation in event.related)
            for target in targets:
                self.naming.setdefault(target, array("I")).append(number)
            others = targets.keys() - {event.id}
            self.named |= others
            if others:
                self.relating.append(number)
