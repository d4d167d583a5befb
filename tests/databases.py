"""Databases for tests: filled with events, with a table locked, and the errors that they raise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from postgres_server import PostgresServer

from timeline_tui.dates.when import parse
from timeline_tui.index.database.connection import DatabaseUrl, Server
from timeline_tui.index.database.database import Database
from timeline_tui.index.database.pushing import Pushed, push
from timeline_tui.index.questions import AnswerError, Asked
from timeline_tui.model.timeline import Citation, Event, Source, Timeline


def events_of(name: str, size: int) -> tuple[Event, ...]:
    """Events with ids that begin with ``name``, on different days, all in one country."""
    source = Source(key=f"{name}-source", title="A report")
    return tuple(
        Event(
            f"{name}-{number}",
            parse(f"2024-06-{number % 28 + 1:02}"),
            f"Event {number} of {name}",
            countries=("Japan",),
            sources=(Citation(source),),
        )
        for number in range(size)
    )


def pushed(url: str, timeline: Timeline) -> Pushed:
    server = Server(DatabaseUrl(url))
    try:
        return push(server, timeline)
    finally:
        server.close()


def filled(url: str, size: int = 50) -> Database:
    pushed(url, Timeline("A timeline", events=events_of("a", size)))
    return Database(url)


def streamed(database: Database) -> Iterator[Event]:
    """All events, with a cursor of the server."""
    with database.streamed(Asked()) as (_, events):
        yield from events


@contextmanager
def locked(url: str, statement: str = "lock table events") -> Iterator[None]:
    """While the block runs, every question waits for a lock."""
    with psycopg.connect(url) as connection:
        connection.execute(statement)
        yield
        connection.rollback()


def said(error: pytest.ExceptionInfo[AnswerError]) -> str:
    line = str(error.value)
    assert "\n" not in line
    return line


def run_as_owner(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def new_role(postgres: PostgresServer, url: str, grants: str, *more: str) -> str:
    """Make a role that may log in to a database, and return its URL there. $ROLE in ``more`` is its name.

    ``grants`` are its rights on all tables: "select, insert".
    """
    name = url.partition("?")[0].rpartition("/")[2]
    role = f"role_{name}"
    statements = (f"create role {role} login", f"grant {grants} on all tables in schema public to {role}")
    run_as_owner(url, *statements, *(statement.replace("$ROLE", role) for statement in more))
    return postgres.url(name, role)
