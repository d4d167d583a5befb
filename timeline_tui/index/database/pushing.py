"""Writes a timeline into a database, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import select, text
from sqlalchemy.schema import CreateIndex, CreateTable, SetColumnComment, SetTableComment

from timeline_tui.index.database.connection import Server
from timeline_tui.index.database.derived import note_changes, write_facets, write_origins
from timeline_tui.index.database.event_ids import changed_notes, check_ids, content, same_number, with_free_ids
from timeline_tui.index.database.event_rows import EventRecords, EventRows, event_number
from timeline_tui.index.database.heads import head_of
from timeline_tui.index.database.other_tables import check_names, has_chronology
from timeline_tui.index.database.sending import BATCH, NEW, Progress, Sender, copy_rows
from timeline_tui.index.database.source_names import write_source_names
from timeline_tui.index.database.tables import (
    EVENTS,
    FORMAT,
    METADATA,
    OF_EVENTS,
    ORDER,
    RECORDS,
    SOURCES,
    STATISTICS,
    WORDS,
)
from timeline_tui.index.database.transaction import read_head
from timeline_tui.index.mapped.event_records import head_row
from timeline_tui.index.questions import AnswerError
from timeline_tui.model.stated_order import kept_arcs
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.aliases import Aliases

_MANY = 10  # if more than one in so many events was pushed, the server analyzes its tables again
_LOCK = 0x74696D65  # of all who push into a database: "time"


class Pushed(NamedTuple):
    """What a push did: the number of events written, of these new and changed ones, and of others that are kept.

    ``notes`` are lines for the user: ids that were changed, and aliases that were left out.
    """

    events: int
    new: int
    changed: int
    kept: int
    notes: tuple[str, ...] = ()


def push(server: Server, timeline: Timeline, progress: Progress | None = None) -> Pushed:
    """Write the events of ``timeline``; an event takes the place of the one with the same id, all others are kept.

    An event without a written id replaces none of another file, see `with_free_ids`. Title, description and views
    become the same as in ``timeline``, if it has any. Its aliases are added. The same push again changes nothing.
    Raises AnswerError, and then nothing is written.
    """
    with server.writing() as connection:
        lock(connection)
        return push_in(connection, timeline, progress)


def lock(connection: Any) -> None:
    """Wait until no other push runs. Until the end of the transaction, other pushes wait."""
    connection.execute(text(f"select pg_advisory_xact_lock({_LOCK})"))


def push_in(connection: Any, timeline: Timeline, progress: Progress | None = None) -> Pushed:
    """As `push`, inside a transaction that has the `lock`."""
    check_ids(timeline.events)
    return _Push(connection, timeline, progress or (lambda _done, _all: None)).run()


class _Push:
    """One push, inside its transaction."""

    def __init__(self, connection: Any, timeline: Timeline, progress: Progress) -> None:
        self._connection = connection
        self._timeline = timeline
        self._progress = progress

    def run(self) -> Pushed:
        self._check_encoding()
        before = self._before()
        if not before:
            self._create_tables()
        head, notes = head_of(self._timeline, before)
        if before:
            events, changed_ids = with_free_ids(self._connection, self._timeline.events)
            self._timeline = self._timeline._replace(events=events)
            notes += changed_notes(changed_ids)
        prefix = NEW if before else ""
        self._create_stage(prefix)
        rows, number = EventRows(Aliases(head.aliases)), len(self._timeline.events)
        sender = Sender(self._connection, rows, prefix, self._progress, number)
        sender.send_sources(self._timeline.sources)
        sender.send(enumerate(self._timeline.events))
        self._write_order(prefix)
        is_rebuilt = bool(before and dict(before.aliases) != dict(head.aliases))
        if is_rebuilt:  # keys and words depend on the aliases
            sender.send(self._kept_events())
        changed = self._changed() if before else 0
        new = self._replace(is_rebuilt) if before else number
        self._write_sources_and_words()
        self._write_head(head)
        if not before:
            for index in (index for table in METADATA.sorted_tables for index in table.indexes):
                self._connection.execute(CreateIndex(index, if_not_exists=True))
            for statement in STATISTICS:
                self._run(statement)
        write_origins(self._connection)
        only_changes = bool(before) and not is_rebuilt
        write_facets(self._connection, Aliases(head.aliases), only_changes=only_changes)
        write_source_names(self._connection, only_changes=only_changes)
        total = self._number("select count(*) from events")
        if number * _MANY > total:
            self._run(f"analyze {', '.join(table.name for table in METADATA.sorted_tables)}")
        return Pushed(number, new, changed, total - number, tuple(notes))

    def _run(self, statement: str, **parameters: Any) -> Any:
        return self._connection.execute(text(statement), parameters)

    def _number(self, statement: str) -> int:
        number: int = self._run(statement).scalar_one()
        return number

    def _check_encoding(self) -> None:
        encoding = self._run("show server_encoding").scalar_one()
        if encoding != "UTF8":
            raise AnswerError(f"the database has the encoding {encoding}: create one with the encoding UTF8")

    def _before(self) -> Timeline | None:
        """The chronology that the database has already, without events and sources."""
        if has_chronology(self._connection):
            return read_head(self._connection).timeline
        check_names(self._connection)
        return None

    def _create_tables(self) -> None:
        """Create the tables, with comments on what they and their columns mean."""
        for table in METADATA.sorted_tables:
            self._connection.execute(CreateTable(table, if_not_exists=True))
            self._connection.execute(SetTableComment(table))
            for column in table.columns:
                if column.comment:
                    self._connection.execute(SetColumnComment(column))

    def _create_stage(self, prefix: str) -> None:
        """Create the temporary tables of what is sent."""
        staged = [SOURCES, WORDS, *(OF_EVENTS if prefix else ())]
        for table in staged:
            self._run(f"create temp table {NEW}{table.name} (like {table.name}) on commit drop")
        self._run(f"create temp table {NEW}old_sources (source text) on commit drop")

    def _kept_events(self) -> Iterator[tuple[int, Event]]:
        """The events of the database that the timeline does not have, with their numbers."""
        pushed, known = {event.id for event in self._timeline.events}, EventRecords()
        records = select(EVENTS.c.id, EVENTS.c.number, RECORDS.c.record).join(
            RECORDS, RECORDS.c.event == EVENTS.c.event
        )
        for id, number, record in self._connection.execute(records, execution_options={"yield_per": BATCH}):
            if id not in pushed:
                yield number, known.event(record)

    def _write_order(self, prefix: str) -> None:
        """Write the order that the events of the timeline state. It replaces the order that they stated before."""
        if prefix:
            self._run(f"delete from event_order where event in (select event from {prefix}events)")
        events = self._with_order()
        arcs = kept_arcs(events)
        numbers = [event_number(event.id) for event in events] if arcs else []
        copy_rows(
            self._connection,
            ORDER.name,
            [(numbers[arc.owner], i, numbers[arc.earlier], numbers[arc.later]) for i, arc in enumerate(arcs)],
        )

    def _with_order(self) -> list[Event]:
        """The events that state an order, and the events that they name, in order of time."""
        stating = (event for event in self._timeline.events if event.after or event.before)
        names = {name for event in stating for name in (event.id, *event.after, *event.before)}
        events = [event for event in self._timeline.events if event.id in names] if names else []
        return sorted(events, key=lambda event: event.date.sort_key)

    def _changed(self) -> int:
        """The number of sent events that differ from the database in more than their place."""
        records, number = EventRecords(), 0
        differing = text(
            f"select n.record, o.record from {NEW}event_records n join event_records o using (event) "
            "where n.record <> o.record"
        )
        for new, old in self._connection.execute(differing, execution_options={"yield_per": BATCH}):
            number += content(records.event(new)) != content(records.event(old))
        return number

    def _replace(self, is_rebuilt: bool) -> int:
        """Replace the rows of the events that were sent; return the number of new events."""
        new = self._number(
            f"select count(*) from {NEW}events n where not exists (select from events e where e.event = n.event)"
        )
        same = self._run(f"select n.id, e.id from {NEW}events n join events e using (event) where n.id <> e.id").first()
        if same:
            raise same_number(*same)
        self._run(f"create unique index on {NEW}events (event)")
        self._run(f"analyze {NEW}events")
        self._note_old_sources()
        if not is_rebuilt:
            note_changes(self._connection)
        for table in OF_EVENTS:
            if table is not ORDER:
                self._run(f"delete from {table.name} where event in (select event from {NEW}events)")
                self._run(f"insert into {table.name} select * from {NEW}{table.name}")
        return new

    def _note_old_sources(self) -> None:
        """Note the sources that the replaced rows name, because perhaps nothing else does."""
        for table in ("citations", "quotes"):
            self._run(
                f"insert into {NEW}old_sources select source from {table} "
                f"where source is not null and event in (select event from {NEW}events)"
            )

    def _write_sources_and_words(self) -> None:
        self._run(
            f"insert into {NEW}old_sources select id from sources where number is not null and key in "
            f"(select key from {NEW}sources where number is not null)"
        )
        self._run(
            f"update sources set number = null where number is not null and key in "
            f"(select key from {NEW}sources where number is not null)"
        )
        self._run(
            f"insert into sources select * from {NEW}sources on conflict (id) do update "
            f"set number = coalesce(excluded.number, sources.number), "
            f"record = case when excluded.number is null then sources.record else excluded.record end"
        )
        self._run(
            f"delete from sources where number is null and id in (select source from {NEW}old_sources) "
            "and not exists (select from citations c where c.source = sources.id) "
            "and not exists (select from quotes q where q.source = sources.id)"
        )
        self._run(f"insert into words select word from {NEW}words on conflict do nothing")

    def _write_head(self, head: Timeline) -> None:
        values = {
            "title": head.title,
            "description": head.description,
            "head": json.dumps(head_row(head), ensure_ascii=False),
            "format": str(FORMAT),
        }
        for name, value in values.items():
            self._run(
                "insert into chronology values (:name, :value) on conflict (name) do update set value = excluded.value",
                name=name,
                value=value,
            )
        self._run("insert into chronology values ('identity', :id) on conflict do nothing", id=uuid4().hex)
