"""A transaction in which questions are asked, and what several questions need."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, case, desc, func, literal, or_, select

from timeline_tui.index.database import tables
from timeline_tui.index.database.conditions import Conditions
from timeline_tui.index.database.event_rows import EventRecords, index_key, source_of
from timeline_tui.index.database.tables import CHRONOLOGY, CITATIONS, EVENTS, FACETS, QUOTES, RECORDS, SOURCES, VALUES
from timeline_tui.index.mapped.event_records import timeline_of
from timeline_tui.index.questions import AnswerError, Asked, Key, KeyedEvent, UsedSource, ValueCount
from timeline_tui.model.timeline import Event, Extract, Source, Timeline, with_origins
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.syntax import format_query

_E = EVENTS.c
IN_TIME = (_E.first_day, _E.place, _E.number, _E.id)
"""The columns by which events are sorted in time: the fields of `Key`."""

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
        raise AnswerError("the database was filled by another version: push the file again into an empty schema")
    timeline: Timeline = timeline_of(json.loads(rows["head"]))
    return Head(f"postgresql:{rows['identity']}", timeline, Aliases(timeline.aliases))


class Transaction:
    """A transaction in which questions are asked."""

    def __init__(self, connection: Any, head: Head) -> None:
        self.connection = connection
        self.head = head
        self.conditions = Conditions(connection, head.aliases)
        self._records = EventRecords()

    def keyed(self, condition: Any, backwards: bool = False) -> Any:
        """Select events with their keys and records, in order of time."""
        order = [desc(column) if backwards else column for column in IN_TIME]
        rows = select(*IN_TIME, RECORDS.c.record).join_from(EVENTS, RECORDS, RECORDS.c.event == _E.event)
        return rows.where(condition).order_by(*order)

    def events(self, ids: Collection[str]) -> dict[str, KeyedEvent]:
        """Events by their ids."""
        found = self.keyed_events(self.keyed(_E.id.in_(list(ids)))) if ids else ()
        return {one.event.id: one for one in found}

    def keyed_events(self, statement: Any) -> list[KeyedEvent]:
        """The events that a statement of `keyed` selects."""
        return [*map(self.keyed_event, self.connection.execute(statement))]

    def keyed_event(self, row: Any) -> KeyedEvent:
        """The event of a row, which has the columns of `keyed`."""
        return KeyedEvent(Key(row.first_day, row.place, row.number, row.id), self._records.event(row.record))

    # The whole chronology, or the part that a query finds

    def stream(self, asked: Asked, in_file_order: bool = False) -> Iterator[Event]:
        """The events of a query in order of time, or of the file, with a cursor of the server: in constant memory."""
        return self._stream(self.conditions.of(asked), in_file_order)

    def stream_ids(self, ids: Collection[str]) -> Iterator[Event]:
        """The events with these ids, in the order of the file."""
        return self._stream(_E.id.in_(sorted(ids)), True) if ids else iter(())

    def _stream(self, condition: Any, in_file_order: bool) -> Iterator[Event]:
        events = self.keyed(condition)
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
        ids = or_(*(SOURCES.c.id.in_(one.where(condition)) for one in cited))
        sources = [
            source_of(record) for record in self.connection.execute(select(SOURCES.c.record).where(ids)).scalars()
        ]
        keys = {source.key for source in sources if source.key}
        return self.with_keys(keys.union(*(source.based_on for source in sources if not source.key)))

    def with_keys(self, keys: set[str]) -> tuple[Source, ...]:
        """The sources with these keys and their origins, in the order of the list."""
        found = with_origins(keys, lambda some: self._sources(_has_key(some)))
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

    # Facets and sources

    def values_of(self, field: str) -> tuple[Any, Any]:
        """The column of the keys of a field, and what to select it from, joined with the events."""
        if field == "id":
            return _E.id_key, EVENTS
        return VALUES.c.key, EVENTS.join(VALUES, VALUES.c.event == _E.event)

    def is_of(self, field: str) -> Any:
        """The condition that a row of `values_of` is of a field, and counts."""
        return literal(True) if field == "id" else and_(VALUES.c.field == field, VALUES.c.is_first)

    def counted(self, field: str, asked: Asked) -> Any:
        """Select the keys of a field with their numbers of events."""
        if not asked.query and field != "id":
            return select(FACETS.c.key, FACETS.c.events).where(FACETS.c.field == field)
        key, on = self.values_of(field)
        counted = select(key.label("key"), func.count().label("events")).select_from(on)
        return counted.where(self.is_of(field), self.conditions.of(asked)).group_by(key)

    def shown(self, field: str, keys: Collection[str]) -> Sequence[tuple[str, str]]:
        """The keys of values, each with the value as it is shown."""
        rows = select(FACETS.c.key, FACETS.c.value).where(FACETS.c.field == field, FACETS.c.key.in_(list(keys)))
        if field == "id":
            rows = select(_E.id_key, func.min(_E.id)).where(_E.id_key.in_(list(keys))).group_by(_E.id_key)
        return [(key, value) for key, value in self.connection.execute(rows)]

    def named(self, field: str, counts: dict[str, int]) -> list[ValueCount]:
        """The values of keys with their names for readers and their numbers of events, in the order of ``counts``."""
        shown = dict(self.shown(field, counts))
        names = {}
        if field == "source":
            names = {key: source.full_label for key, source in self.first_sources(shown).items()}
        if field == "origin":
            names = {key: source.full_label for key, source in self.listed_sources(shown).items()}
        return [ValueCount(shown[key], names.get(key, shown[key]), n) for key, n in counts.items() if key in shown]

    def first_sources(self, keys: Collection[str]) -> dict[str, Source]:
        """For each key of a name the first source that events cite under it."""
        cited = select(CITATIONS.c.event, CITATIONS.c.number, CITATIONS.c.source, literal(0).label("part")).union_all(
            select(QUOTES.c.event, QUOTES.c.number, QUOTES.c.source, literal(1).label("part"))
        )
        uses = cited.subquery()
        name, by_use = SOURCES.c.name_key, (*IN_TIME, uses.c.part, uses.c.number)
        each = (
            select(name, SOURCES.c.record, func.row_number().over(partition_by=name, order_by=by_use).label("use"))
            .join_from(SOURCES, uses, uses.c.source == SOURCES.c.id)
            .join(EVENTS, _E.event == uses.c.event)
            .where(name.in_(list(keys)))
            .subquery()
        )
        rows = select(each.c.name_key, each.c.record).where(each.c.use == 1)
        return {key: source_of(record) for key, record in self.connection.execute(rows)}

    def listed_sources(self, shown: dict[str, str]) -> dict[str, Source]:
        """For each key the source that the list of sources has under the value that is shown."""
        values = {index_key(value): key for key, value in shown.items()}
        rows = (
            select(SOURCES.c.key, SOURCES.c.record)
            .where(SOURCES.c.number.is_not(None), SOURCES.c.key.in_(list(values)))
            .order_by(desc(SOURCES.c.number))
        )
        return {values[key]: source_of(record) for key, record in self.connection.execute(rows)}

    def used_sources(self, asked: Asked, events: dict[str, int]) -> list[UsedSource]:
        """The sources with these keys of names, and how the events that are asked for use them."""
        shown = dict(self.shown("source", events))
        sources, condition = self.first_sources(events), self.conditions.of(asked)
        totals = select(FACETS.c.key, FACETS.c.events).where(FACETS.c.field == "source", FACETS.c.key.in_(list(events)))
        total = dict(self.connection.execute(totals).all())
        ids = select(SOURCES.c.id, SOURCES.c.name_key).where(SOURCES.c.name_key.in_(list(events))).subquery()

        def distinct_events(holds: Any) -> Any:
            return func.count(func.distinct(case((holds, CITATIONS.c.event))))

        stances = (
            select(
                ids.c.name_key,
                distinct_events(CITATIONS.c.stance == "reports"),
                distinct_events(CITATIONS.c.stance == "confirms"),
                distinct_events(or_(CITATIONS.c.stance == "disputes", CITATIONS.c.disputes)),
            )
            .join_from(ids, CITATIONS, CITATIONS.c.source == ids.c.id)
            .join(EVENTS, _E.event == CITATIONS.c.event)
            .where(condition)
            .group_by(ids.c.name_key)
        )
        uses = {row[0]: row[1:] for row in self.connection.execute(stances)}
        quoted = (
            select(ids.c.name_key, func.count())
            .join_from(ids, QUOTES, QUOTES.c.source == ids.c.id)
            .join(EVENTS, _E.event == QUOTES.c.event)
            .where(condition)
            .group_by(ids.c.name_key)
        )
        quotes = dict(self.connection.execute(quoted).all())
        found = []
        for key, number in events.items():
            reports, confirms, disputes = uses.get(key, (0, 0, 0))
            counts = (number, total[key], reports, confirms, disputes, quotes.get(key, 0))
            found.append(UsedSource(sources[key], shown[key], *counts))
        return found


def _has_key(keys: Collection[str]) -> Any:
    return and_(SOURCES.c.key.in_([index_key(key) for key in sorted(keys)]), SOURCES.c.number.is_not(None))
