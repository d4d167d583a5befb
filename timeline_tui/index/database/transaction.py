"""A transaction in which questions are asked, and what several questions need."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import and_, any_, cast, desc, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from timeline_tui.index.database import tables
from timeline_tui.index.database.conditions import Conditions
from timeline_tui.index.database.event_rows import EventRecords, index_key, source_of
from timeline_tui.index.database.tables import CHRONOLOGY, CITATIONS, EVENTS, QUOTES, RECORDS, SOURCES
from timeline_tui.index.mapped.event_records import timeline_of
from timeline_tui.index.questions import AnswerError, Asked, Key, KeyedEvent
from timeline_tui.model.narrowing import with_origins
from timeline_tui.model.timeline import Event, Extract, Source, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.syntax import format_query
from timeline_tui.text.text import clean_line

_E = EVENTS.c
IN_TIME = (_E.first_day, _E.place, _E.number, _E.id)
"""The columns by which events are sorted in time: the fields of `Key`."""
_QUOTES_IN_TIME = (*IN_TIME, QUOTES.c.number.label("quote"))

_BATCH = 1000  # events that are fetched at once while all are read


class Head(NamedTuple):
    """What a database says about its chronology."""

    identity: str
    timeline: Timeline
    aliases: Aliases


def read_head(connection: Any) -> Head:
    """The head of the chronology. Raises AnswerError if another version of the program filled the database."""
    rows: dict[str, str] = dict(connection.execute(select(CHRONOLOGY)).all())
    if rows.get("format") != str(tables.FORMAT):
        name = clean_line(connection.execute(select(func.current_database())).scalar_one())
        raise AnswerError(f"{name}: it was filled by another version: push the files again into an empty schema")
    timeline: Timeline = timeline_of(json.loads(rows["head"]))
    return Head(f"postgresql:{rows['identity']}", timeline, Aliases(timeline.aliases))


class Transaction:
    """A transaction in which questions are asked."""

    def __init__(self, connection: Any, head: Head) -> None:
        self.connection = connection
        self.head = head
        self.conditions = Conditions(connection, head.aliases)
        self._records = EventRecords()

    def items(self, asked: Asked) -> tuple[Any, Any, tuple[Any, ...]]:
        """The tables with the items of a question, the condition, and the columns that sort the items by time."""
        if asked.items == "quotes":
            on = EVENTS.join(QUOTES, QUOTES.c.event == _E.event)
            return on, self.conditions.of(asked), _QUOTES_IN_TIME
        return EVENTS, self.conditions.of(asked), IN_TIME

    def keyed(self, asked: Asked, backwards: bool = False) -> Any:
        """Select items with their keys and records, in order of time."""
        on, condition, by_time = self.items(asked)
        rows = select(*by_time, RECORDS.c.record).select_from(on.join(RECORDS, RECORDS.c.event == _E.event))
        return rows.where(condition).order_by(*(desc(column) if backwards else column for column in by_time))

    def events(self, ids: Collection[str]) -> dict[str, KeyedEvent]:
        """Events by their ids."""
        found = self.keyed_events(self.keyed(Asked()).where(_is_one_of(_E.id, ids))) if ids else ()
        return {item.event.id: item for item in found}

    def keyed_events(self, statement: Any) -> list[KeyedEvent]:
        """The events that a statement of `keyed` selects."""
        return [*map(self.keyed_event, self.connection.execute(statement))]

    def keyed_event(self, row: Any) -> KeyedEvent:
        """The event of a row, which has the columns of `keyed`."""
        *key, record = row
        return KeyedEvent(Key(*key), self._records.event(record))

    # The whole chronology, or the part that a query finds

    def stream(self, asked: Asked, in_file_order: bool = False) -> Iterator[Event]:
        """The events of a query in order of time, or of the file, with a cursor of the server: in constant memory."""
        return self._stream(self.keyed(asked), in_file_order)

    def stream_ids(self, ids: Collection[str], asked: Asked) -> Iterator[Event]:
        """The events of a query with these ids, in the order of the file."""
        return self._stream(self.keyed(asked).where(_is_one_of(_E.id, ids)), True) if ids else iter(())

    def _stream(self, events: Any, in_file_order: bool) -> Iterator[Event]:
        if in_file_order:
            events = events.order_by(None).order_by(_E.number, _E.id)
        for row in self.connection.execute(events, execution_options={"yield_per": _BATCH}):
            yield self._records.event(row.record)

    def all_sources(self) -> tuple[Source, ...]:
        """The list of sources."""
        return self._sources(SOURCES.c.number.is_not(None))

    def mentioned_sources(self, asked: Asked) -> tuple[Source, ...]:
        """The sources with a key that the events of a query cite, with their origins; all for the empty query."""
        if not asked.query:
            return self._sources(SOURCES.c.key != "")
        cited = [select(table.c.source).join(EVENTS, _E.event == table.c.event) for table in (CITATIONS, QUOTES)]
        condition = self.conditions.of(asked)
        ids = or_(*(SOURCES.c.id.in_(use.where(condition)) for use in cited))
        sources = [
            source_of(record) for record in self.connection.execute(select(SOURCES.c.record).where(ids)).scalars()
        ]
        keys = {source.key for source in sources if source.key}
        return self.with_keys(keys.union(*(source.based_on for source in sources if not source.key)))

    def with_keys(self, keys: set[str]) -> tuple[Source, ...]:
        """The sources with these keys and their origins, in the order of the list."""
        found = with_origins(keys, lambda new_keys: self._sources(_has_key(new_keys)))
        return self._sources(_has_key(found))

    def _sources(self, condition: Any) -> tuple[Source, ...]:
        rows = select(SOURCES.c.record).where(condition).order_by(SOURCES.c.number.nulls_last(), SOURCES.c.id)
        return tuple(map(source_of, self.connection.execute(rows).scalars()))

    def marked(self, asked: Asked, sources: tuple[Source, ...]) -> Timeline:
        """The chronology with these sources and without events, marked as an extract if there is a query."""
        head = self.head.timeline._replace(sources=sources)
        if not asked.query:
            return head
        total = self.connection.execute(select(func.count()).select_from(EVENTS)).scalar_one()
        return head._replace(extract=Extract(format_query(asked.query), total))


def _has_key(keys: Collection[str]) -> Any:
    return and_(_is_one_of(SOURCES.c.key, map(index_key, keys)), SOURCES.c.number.is_not(None))


def _is_one_of(column: Any, texts: Iterable[str]) -> Any:
    """A condition with one parameter. ``in_`` has one for each text, but a statement has at most 65,535 parameters."""
    return column == any_(cast(sorted(texts), ARRAY(column.type)))
