"""The rows of events and sources for the tables of a database."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b, sha256
from math import inf
from typing import Any

from timeline_tui.dates.when import NEVER_BEFORE, UNDATED, When
from timeline_tui.index.database import tables
from timeline_tui.index.database.marked_words import MARK, lexeme, marked, vector
from timeline_tui.index.mapped.event_records import event_decoder, event_encoder, source_decoder, source_row
from timeline_tui.model.origins import repeats
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.event_values import sources
from timeline_tui.query.matching import STATES, TEXTS, all_texts, distinct_values, has_predicate
from timeline_tui.query.query_fields import COMPARED, FIELDS, HAS, IS, VALUES
from timeline_tui.text.text import fold

Row = tuple[Any, ...]

LONGEST_ID = 500
"""The most characters of an id. An entry in an index of PostgreSQL has at most 2,704 bytes."""
LONGEST_KEY = 200
KEPT = 150
"""The characters of a longer key that an index keeps."""

_REMEMBERED = 1 << 17  # names and words that are folded once: 1 s instead of 3 s for 10,000 events
_fold = lru_cache(_REMEMBERED)(fold)

# json.dumps would make an encoder for each text
_as_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

_VALUES = [name for name in VALUES if not FIELDS[name].compared and name not in ("id", "origin")]
_STATES = [name for name in IS if name in STATES and name not in COMPARED]
_HAS = {name: has_predicate(name, ()) for name in HAS}


def place_of(date: When) -> str:
    """The `When.sort_key` of a date without the day, as a text: such texts compare as the keys do."""
    return ordered_text(date.sort_key[1:])


def ordered_text(numbers: Iterable[float]) -> str:
    """A text for a list of numbers. Such texts sort as the lists do."""
    return "".join(map(_ordered, numbers))


def _ordered(number: float) -> str:
    """A number as a text: a letter for sign and length, then the digits, reversed for a negative number."""
    if number in (inf, -inf):
        return "~" if number > 0 else "-"
    digits = str(abs(int(number)))
    if number >= 0:
        return chr(ord("a") + len(digits) - 1) + digits
    return chr(ord("Z") - len(digits) + 1) + digits.translate(_REVERSED)


_REVERSED = str.maketrans("0123456789", "9876543210")


def event_number(event_id: str) -> int:
    """The number of an event in the tables: 64 bits of a digest of its id.

    Among twenty million ids, two have the same number with a probability of 1 to 100,000; a push would say so.
    """
    return int.from_bytes(blake2b(event_id.encode(), digest_size=8).digest(), "big", signed=True)


def stored_file(file: str) -> str:
    """The name of a file as a database keeps it: without the folders of the machine of the user who pushed it."""
    return os.path.basename(file)


def index_key(key: str) -> str:
    """A key that fits into an index: a long key becomes its beginning and a digest. Different keys stay different."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:KEPT]}{MARK}{sha256(key.encode()).hexdigest()[:32]}"


def source_id(source: Source) -> str:
    """A digest of a source. Equal sources have equal digests."""
    return sha256(json.dumps(source_row(source._replace(file="", line=0))).encode()).hexdigest()[:32]


def source_of(record: str) -> Source:
    """The source of a record."""
    source: Source = source_decoder({})(json.loads(record))
    return source


def _source_row(source: Source) -> Any:
    return source_row(source._replace(file=stored_file(source.file)) if source.file else source)


def source_rows(source: Source, number: int | None) -> Row:
    """The row of a source in `tables.SOURCES`; ``number`` is its number in the list of sources."""
    return (
        source_id(source),
        index_key(source.key),
        source.name,
        index_key(fold(source.name)),
        number,
        repeats(source),
        json.dumps(_source_row(source), ensure_ascii=False),
    )


class EventRecords:
    """Writes and reads records: an event as JSON, its row and the rows of its sources, which the event gives by number.

    Encoder and decoder are made once: making them for each event would take a third of the time. Only one thread may
    use an object.
    """

    def __init__(self) -> None:
        self._rows: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._encode = event_encoder(self._number)
        self._sources: list[Source] = []
        self._decode = event_decoder(lambda number: self._sources[number], {})
        self._decode_source = source_decoder({})

    def record(self, event: Event) -> str:
        """The record of an event."""
        self._rows.clear()
        self._numbers.clear()
        row = self._encode(event)
        return _as_json([row, self._rows])

    def event(self, record: str) -> Event:
        """The event of a record."""
        row, rows = json.loads(record)
        self._sources = [self._decode_source(source) for source in rows]
        event: Event = self._decode(row)
        return event

    def _number(self, source: Source) -> int:
        number = self._numbers.get(id(source))
        if number is None:
            number = self._numbers[id(source)] = len(self._rows)
            self._rows.append(_source_row(source))
        return number


class EventRows:
    """Makes the rows of events; ``aliases`` are the chronology's."""

    def __init__(self, aliases: Aliases) -> None:
        self._aliases = aliases
        self._source_ids: dict[int, tuple[Source, str]] = {}
        self._records = EventRecords()
        self._keys: dict[tuple[str, str], str] = {}
        self.new_words: set[str] = set()
        """The lexemes of the events so far. It may be emptied."""

    def of(self, event: Event, number: int) -> Iterator[tuple[str, Sequence[Row]]]:
        """The names of the tables, each with the rows of an event, which has this number in its file."""
        event_key, event = event_number(event.id), event._replace(file=stored_file(event.file))
        yield tables.EVENTS.name, [(event_key, *_event_row(event, number))]
        yield tables.RECORDS.name, [(event_key, self._records.record(event))]
        yield tables.TEXTS.name, [(event_key, *self._texts(event))]
        yield tables.VALUES.name, [(event_key, *row) for row in self._value_rows(event)]
        yield tables.CITATIONS.name, [(event_key, *row) for row in self._citation_rows(event)]
        yield tables.QUOTES.name, [(event_key, *row) for row in self._quote_rows(event)]
        yield (
            tables.RELATIONS.name,
            [(event_key, i, tie.event[: LONGEST_ID + 1], tie.kind) for i, tie in enumerate(event.related)],
        )

    def source_id(self, source: Source) -> str:
        """As the function `source_id`. The source is kept, so that no other object gets its id()."""
        known = self._source_ids.get(id(source))
        if known is None:
            if len(self._source_ids) > _REMEMBERED:
                self._source_ids.clear()
            known = self._source_ids[id(source)] = (source, source_id(source))
        return known[1]

    def _texts(self, event: Event) -> Row:
        """The columns of the texts of an event; its lexemes are added to `new_words`."""
        folded = self._folded(all_texts(event, self._aliases))
        quotes = self._folded(TEXTS["quote"](event, self._aliases))
        words = list(dict.fromkeys(map(lexeme, " ".join(folded).split())))
        self.new_words.update(words)
        return marked("\n".join(folded)), marked(fold(event.title)), marked("\n".join(quotes)), vector(words)

    def _folded(self, texts: Iterable[str]) -> list[str]:
        """The texts, folded, without empty ones."""
        return [folded for text in texts if text and (folded := _fold(text))]

    def _key(self, field: str, value: str) -> str:
        key = self._keys.get((field, value))
        if key is None:
            if len(self._keys) > _REMEMBERED:
                self._keys.clear()
            key = self._keys[field, value] = self._aliases.key(field, value)
        return key

    def _value_rows(self, event: Event) -> Iterator[Row]:
        for field in _VALUES:
            known: set[str] = set()
            for number, value in enumerate(distinct_values(field, event)):
                key = self._key(field, value)
                yield field, number, value, index_key(key), key not in known, key != _fold(value)
                known.add(key)
        marks = [("is", name) for name in _STATES if STATES[name](event)]
        # Whether several sources have one origin depends on other sources, too; see `derived.write_origins`.
        marks += [("is", "single-origin")] if ("is", "single-source") in marks else []
        marks += [("has", name) for name in HAS if _HAS[name](event)]
        for number, (field, mark) in enumerate(marks):
            yield field, number, mark, mark, True, False

    def _citation_rows(self, event: Event) -> Iterator[Row]:
        against = {id(citation) for citation in event.disputes}
        for number, citation in enumerate(event.sources):
            source = self.source_id(citation.source)
            yield number, source, citation.stance, id(citation) in against, citation.at, citation.note

    def _quote_rows(self, event: Event) -> Iterator[Row]:
        for number, quote in enumerate(event.quotes):
            source = quote.source and self.source_id(quote.source)
            key = index_key(self._key("speaker", quote.speaker))
            yield number, source, quote.speaker, key, quote.role, quote.text


def _event_row(event: Event, number: int) -> Row:
    date = event.date
    published = [source.date.latest for source in sources(event) if source.date and source.date.is_certain]
    is_stated = date.start or NEVER_BEFORE < date.earliest < UNDATED
    start, end = date.start, date.end
    return (
        event.id,
        index_key(fold(event.id)),
        date.earliest,
        date.latest,
        place_of(date),
        number,
        int(date.precision) if is_stated else None,
        bool(date.place),
        date.is_certain,
        min(published, default=None),
        *((start.first, start.start_ns, start.end_ns) if start else (None, None, None)),
        start.offset_ns if start and start.zone else None,
        *((end.last, end.end_ns) if end else (None, None)),
        end.offset_ns if end and end.zone else None,
        bool((start and start.clock) or (end and end.clock)),
    )
