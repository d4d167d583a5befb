"""The ids of events in a database: which ones it cannot hold, and free ones for events without a written id."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, count, islice
from typing import Any, NamedTuple, overload

from sqlalchemy import select

from timeline_tui.index.database.event_rows import LONGEST_ID, EventRecords, event_number, stored_file
from timeline_tui.index.database.tables import EVENTS, RECORDS, VALUES
from timeline_tui.index.questions import AnswerError
from timeline_tui.model.made_ids import is_made, made_id
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Event

_BATCH = 2000  # ids that are asked for at once
_NUMBERS = 20  # of one made id that are asked for at once
_FILE: Any = (
    select(VALUES.c.value).where(VALUES.c.event == EVENTS.c.event, VALUES.c.field == "file").limit(1).scalar_subquery()
)
"""The name of the file of an event; null if it has none."""


def id_problem(event: Event) -> Problem | None:
    """The problem that a database cannot hold the id of an event; None if it can."""
    if len(event.id) <= LONGEST_ID:
        return None
    message = f"the id {event.id[:40]}… is longer than {LONGEST_ID} characters, which a database cannot hold"
    return Problem(event.file, event.line, min(event.line, 1), message, "give the event a shorter one")


def check_ids(events: Sequence[Event]) -> None:
    """Raise AnswerError if an id is too long, or two events have the same id or number."""
    known: set[int] = set()  # only the numbers: the events and their ids need not be in memory
    for event in events:
        if problem := id_problem(event):
            raise AnswerError(f"{problem}: {problem.hint}")
        number = event_number(event.id)
        if number in known:
            other = next(event.id for event in events if event_number(event.id) == number)
            if other == event.id:
                raise AnswerError(f"two events have the id {event.id}: give one of them another")
            raise same_number(event.id, other)
        known.add(number)


def same_number(one: str, other: str) -> AnswerError:
    """The error that two ids have the same number."""
    return AnswerError(f"the ids {one} and {other} have the same number in a database: change one of them")


class Assigned(NamedTuple):
    """Events with the ids that they get in a database, and the ids that are new in it and were changed."""

    events: Sequence[Event]
    changed: Sequence[str]


def content(event: Event) -> Event:
    """An event without what depends on the file in which it is written."""
    return event._replace(id="", given_id=False, file="", line=0)


def with_free_ids(connection: Any, events: Sequence[Event]) -> Assigned:
    """Give each event without a written id the first id that is free, as reading its file with the others would.

    An id is ``made_id`` with -2, -3, … It is free if the database has no such event, or has it from the same file (so
    that the push of a file can be repeated), or has an event of the same content.
    """
    return _Assignment(connection, events).run()


def changed_notes(ids: Sequence[str]) -> list[str]:
    """A line for the user about the ids of `Assigned.changed`, if there are any."""
    if not ids:
        return []
    have = "event has" if len(ids) == 1 else "events have"
    first = f"{ids[0]} …" if len(ids) > 1 else ids[0]
    same = "no written id, and the date and the title of an event of another file"
    return [f"{len(ids):,} {have} {same}: both are kept, the new one as {first}"]


class _Assignment:
    def __init__(self, connection: Any, events: Sequence[Event]) -> None:
        self._connection = connection
        self._events = events
        self._records = EventRecords()
        self._taken: set[str] = set()

    def run(self) -> Assigned:
        groups = self._groups()
        if not groups:
            return Assigned(self._events, ())
        members = {i for group in groups.values() for i in group}
        self._taken = {event.id for i, event in enumerate(self._events) if i not in members}
        new, added = {}, []
        for made, group in groups.items():
            stored = _Stored(self._connection, self._records, made)
            for i in group:
                event, old = self._free(made, stored, self._events[i])
                new[i] = event
                if old is None and event.id != self._events[i].id:
                    added.append(event.id)
        return Assigned(_Renamed(self._events, new), added)

    def _groups(self) -> dict[str, list[int]]:
        """The events without a written id whose id may change: by made id, their places in ``events``."""
        doubtful: set[str] = set()
        events = ((made, event) for _, made, event in self._made())
        while batch := [*islice(events, _BATCH)]:
            files = self._files({made for made, _ in batch})
            for made, event in batch:
                if event.id != made or stored_file(event.file) != files.get(made, stored_file(event.file)):
                    doubtful.add(made)
        groups: dict[str, list[int]] = {}
        for i, made, _ in self._made() if doubtful else ():
            if made in doubtful:
                groups.setdefault(made, []).append(i)
        return groups

    def _made(self) -> Iterator[tuple[int, str, Event]]:
        """The events without a written id, each with its place in ``events`` and its made id without a number."""
        for i, event in enumerate(self._events):
            if not event.given_id and is_made(event.id, event.date, event.title):
                yield i, made_id(event.date, event.title), event

    def _files(self, ids: Collection[str]) -> dict[str, str]:
        """The ids that the database has, each with the file of its event."""
        rows = self._connection.execute(_of(ids, select(EVENTS.c.id, _FILE)))
        return {id: file or "" for id, file in rows}

    def _free(self, made: str, stored: _Stored, event: Event) -> tuple[Event, Event | None]:
        """An event with its id, and the event of the database that it replaces."""
        for id in chain([made], (f"{made}-{number}" for number in count(2))):
            if id in self._taken:
                continue
            old = stored.get(id)
            if old is None or stored_file(old.file) == stored_file(event.file):
                break
            if content(old) == content(event):
                event = event._replace(given_id=old.given_id, file=old.file, line=old.line)  # it stays theirs
                break
        self._taken.add(id)
        return event._replace(id=id), old


class _Stored:
    """The events that a database has under a made id and its numbers."""

    def __init__(self, connection: Any, records: EventRecords, made: str) -> None:
        self._connection = connection
        self._records = records
        self._ids = chain([made], (f"{made}-{number}" for number in count(2)))
        self._known: dict[str, Event | None] = {}

    def get(self, id: str) -> Event | None:
        """The event with an id, which is the made id with or without a number."""
        while id not in self._known:
            ids = [*islice(self._ids, _NUMBERS)]
            self._known.update(dict.fromkeys(ids))
            rows = self._connection.execute(_of(ids, select(EVENTS.c.id, RECORDS.c.record)))
            self._known.update((number, self._records.event(record)) for number, record in rows)
        return self._known[id]


def _of(ids: Collection[str], columns: Any) -> Any:
    rows = columns.join_from(EVENTS, RECORDS, RECORDS.c.event == EVENTS.c.event)
    return rows.where(EVENTS.c.event.in_([*map(event_number, ids)]))


class _Renamed(Sequence[Event]):
    """``events`` with the events of ``new`` at their places. References to renamed events have the new ids."""

    def __init__(self, events: Sequence[Event], new: Mapping[int, Event]) -> None:
        self._events, self._new = events, new
        self._names = {events[i].id: event.id for i, event in new.items() if event.id != events[i].id}

    def __len__(self) -> int:
        return len(self._events)

    @overload
    def __getitem__(self, number: int) -> Event: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Event]: ...
    def __getitem__(self, number: int | slice) -> Event | Sequence[Event]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        number = range(len(self))[number]
        return self._renamed(self._new.get(number) or self._events[number])

    def __iter__(self) -> Iterator[Event]:
        return (self._renamed(self._new.get(i, event)) for i, event in enumerate(self._events))

    def _renamed(self, event: Event) -> Event:
        names = self._names
        if not names or not (event.related or event.after or event.before):
            return event
        return event._replace(
            related=tuple([tie._replace(event=names.get(tie.event, tie.event)) for tie in event.related]),
            after=tuple([names.get(id, id) for id in event.after]),
            before=tuple([names.get(id, id) for id in event.before]),
        )
