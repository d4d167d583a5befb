"""The rows that other programs inserted in plain SQL and that no push has added yet; see `tables.NEW_EVENTS`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Text, any_, cast, delete, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY

from timeline_tui.index.database.connection import Server
from timeline_tui.index.database.other_tables import has_chronology
from timeline_tui.index.database.pushing import Pushed, lock, push_in
from timeline_tui.index.database.tables import NEW_EVENTS, NEW_SOURCES
from timeline_tui.index.database.transaction import Transaction, read_head
from timeline_tui.model.timeline import Source, Timeline

_BATCH = 1000  # rows that are read at once


class NewRows(NamedTuple):
    """Rows as JSON texts: events by row number, sources by key.

    ``listed`` are the sources of the chronology that the rows may cite by key.
    """

    events: dict[int, str]
    sources: dict[str, str]
    listed: tuple[Source, ...] = ()


class TakenRows(NamedTuple):
    """The rows that can be pushed: their timeline, the numbers of events and the keys of sources."""

    timeline: Timeline
    events: list[int]
    sources: list[str]


def push_rows(server: Server, read: Callable[[NewRows], TakenRows]) -> Pushed:
    """Push the rows that ``read`` returns as a timeline, and delete these rows, in one transaction.

    Tables that do not exist yet are created. Rows that are inserted meanwhile stay for the next push. Raises
    AnswerError, and every exception of ``read``; then nothing is written.
    """
    with server.writing() as connection:
        lock(connection)
        if not has_chronology(connection):
            push_in(connection, Timeline())
        rows = _rows(connection)
        if not (rows.events or rows.sources):
            return Pushed(0, 0, 0, 0)
        timeline, events, sources = read(rows)
        pushed = push_in(connection, timeline)
        for key, taken in ((NEW_EVENTS.c.row, events), (NEW_SOURCES.c.key, sources)):
            connection.execute(delete(key.table).where(key == any_(literal(taken, ARRAY(key.type)))))
        return pushed


def _rows(connection: Any) -> NewRows:
    events, sources = dict(_json_rows(connection, NEW_EVENTS.c.row)), dict(_json_rows(connection, NEW_SOURCES.c.key))
    named = {key for record in (*events.values(), *sources.values()) for key in _named(record)}
    listed = Transaction(connection, read_head(connection)).with_keys(named - sources.keys())
    return NewRows(events, sources, listed)


def _json_rows(connection: Any, key: Any) -> Iterator[tuple[Any, str]]:
    """The rows of a table by key, each as JSON without the key and nulls. The transaction locks them."""
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
    except RecursionError:  # the reader of events reports that it is nested too deeply
        return ()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
