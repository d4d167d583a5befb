"""The rows that other programs inserted in plain SQL, until a push takes them over; see `tables.NEW_EVENTS`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Text, any_, cast, delete, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY

from timeline_tui.index.database.connection import Server
from timeline_tui.index.database.other_tables import has_chronology
from timeline_tui.index.database.pushing import Progress, Pushed, lock, push_in
from timeline_tui.index.database.tables import NEW_EVENTS, NEW_SOURCES
from timeline_tui.index.database.transaction import Transaction, read_head
from timeline_tui.model.timeline import Source, Timeline

_BATCH = 1000  # rows that are read at once


class NewRows(NamedTuple):
    """Rows as JSON texts: events by the numbers of their rows, and sources by their keys.

    ``listed`` are the sources of the chronology whose keys the rows may name.
    """

    events: dict[int, str]
    sources: dict[str, str]
    listed: tuple[Source, ...] = ()


class TakenRows(NamedTuple):
    """What was read of the rows: their timeline, and the numbers and keys of the rows that it has."""

    timeline: Timeline
    events: list[int]
    sources: list[str]


def push_rows(server: Server, read: Callable[[NewRows], TakenRows], progress: Progress | None = None) -> Pushed:
    """Push the rows that ``read`` makes a timeline of, and delete them, in one transaction.

    Where there are no tables yet, they are made. If ``read`` raises an exception, nothing is written. Rows that are
    inserted meanwhile stay for the next push. Raises AnswerError, and then nothing is written.
    """
    with server.writing() as connection:
        lock(connection)
        if not has_chronology(connection):
            push_in(connection, Timeline(), progress)
        rows = _rows(connection)
        if not (rows.events or rows.sources):
            return Pushed(0, 0, 0, 0)
        timeline, events, sources = read(rows)
        pushed = push_in(connection, timeline, progress)
        for key, taken in ((NEW_EVENTS.c.row, events), (NEW_SOURCES.c.key, sources)):
            connection.execute(delete(key.table).where(key == any_(literal(taken, ARRAY(key.type)))))
        return pushed


def _rows(connection: Any) -> NewRows:
    events, sources = dict(_json_rows(connection, NEW_EVENTS.c.row)), dict(_json_rows(connection, NEW_SOURCES.c.key))
    named = {key for record in (*events.values(), *sources.values()) for key in _named(record)}
    listed = Transaction(connection, read_head(connection)).with_keys(named - sources.keys())
    return NewRows(events, sources, listed)


def _json_rows(connection: Any, key: Any) -> Iterator[tuple[Any, str]]:
    """The rows of a table by their key, each as JSON without the key and nulls; locked until the end."""
    record = func.jsonb_strip_nulls(func.to_jsonb(literal_column(key.table.name))).op("-")(key.name)
    rows = select(key, cast(record, Text)).order_by(key).with_for_update()
    for row in connection.execute(rows, execution_options={"yield_per": _BATCH}):
        yield row[0], row[1]


def _named(record: str) -> Iterable[str]:
    """The texts in an event or a source, given as JSON, that may be keys of sources."""
    try:
        fields = json.loads(record)
        quotes = fields.get("quotes")
        quoted = (
            [quote.get("source") for quote in quotes if isinstance(quote, dict)] if isinstance(quotes, list) else quotes
        )
        return list(_texts([fields.get("sources"), fields.get("based_on"), quoted]))
    except RecursionError:  # the reader of events refuses what is nested too deeply
        return ()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
