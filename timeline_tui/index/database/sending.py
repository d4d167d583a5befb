"""Sending the rows of events and sources to the tables of a database, in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from timeline_tui.index.database.event_rows import EventRows, Row, source_rows
from timeline_tui.index.database.tables import SOURCES, WORDS
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.event_values import sources as sources_of

BATCH = 2000
"""Events whose rows are sent at once."""
NEW = "pushed_"
"""The prefix of the tables that hold the pushed rows until the end."""

Progress = Callable[[int, int], None]
"""Is called with the number of events that have been sent, and the number of all."""


class Sender:
    """Sends ``rows``: each source and each word once, the rows of events to the tables with this prefix."""

    def __init__(self, connection: Any, rows: EventRows, prefix: str, progress: Progress, total: int) -> None:
        """``progress`` is called after each batch; ``total`` is its number of all events."""
        self._connection, self._rows, self._prefix = connection, rows, prefix
        self._progress, self._total = progress, total
        self._sent_sources: set[str] = set()
        self._sent_words: set[str] = set()
        self._sent_events = 0

    def send(self, events: Iterable[tuple[int, Event]]) -> None:
        """Send the rows of events, given with their numbers."""
        rows, events = self._rows, iter(events)
        while batch := [*islice(events, BATCH)]:
            rows_by_table: defaultdict[str, list[Row]] = defaultdict(list)
            for number, event in batch:
                for table, new_rows in rows.of(event, number):
                    rows_by_table[self._prefix + table].extend(new_rows)
            new = rows.new_words - self._sent_words
            rows.new_words.clear()
            self._sent_words |= new
            rows_by_table[NEW + WORDS.name] = [(word,) for word in new]
            sources = (source for _, event in batch for source in sources_of(event))
            rows_by_table[NEW + SOURCES.name] = self._new_sources((source, None) for source in sources)
            for table, new_rows in rows_by_table.items():
                copy_rows(self._connection, table, new_rows)
            self._sent_events += len(batch)
            self._progress(min(self._sent_events, self._total), self._total)

    def send_sources(self, sources: Iterable[Source]) -> None:
        """Send the list of sources."""
        numbered = ((source, number) for number, source in enumerate(sources))
        copy_rows(self._connection, NEW + SOURCES.name, self._new_sources(numbered))

    def _new_sources(self, sources: Iterable[tuple[Source, int | None]]) -> list[Row]:
        rows = []
        for source, number in sources:
            id = self._rows.source_id(source)
            if id not in self._sent_sources:
                self._sent_sources.add(id)
                rows.append(source_rows(source, number))
        return rows


def copy_rows(connection: Any, table: str, rows: Sequence[Row]) -> None:
    """Send rows to a table with COPY: https://www.postgresql.org/docs/current/sql-copy.html."""
    if not rows:
        return
    driver = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as copy:
        for row in rows:
            copy.write_row(row)
