"""The answers of a chronology in a database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import cast, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT

from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import Day
from timeline_tui.index.database import evidence_answers, facet_answers
from timeline_tui.index.database.connection import DatabaseUrl, Server
from timeline_tui.index.database.event_rows import index_key
from timeline_tui.index.database.tables import EVENTS, NEW_EVENTS, NEW_SOURCES, VALUES
from timeline_tui.index.database.ties import ties
from timeline_tui.index.database.transaction import Transaction, read_head
from timeline_tui.index.questions import (
    Asked,
    CellCount,
    Chosen,
    DayCount,
    DisputingSource,
    EventTies,
    Key,
    KeyedEvent,
    SpeakerCount,
    ValueCount,
)
from timeline_tui.index.source_use import SourceOrder, SourcePart, SourceUse
from timeline_tui.model.narrowing import mentioned_keys
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.text.text import clean_line

_MOST_WAITING = 10_000  # rows that are counted
_SECONDS = 60.0
_E = EVENTS.c


class Waiting(NamedTuple):
    """The number of rows that no push has added yet, and whether there are more."""

    rows: int
    has_more: bool


class Database:
    """The chronology at a URL ``postgresql://…``; see `questions.Questions`.

    ``seconds`` is the longest time of an answer; None: as long as the server allows.
    """

    def __init__(self, url: str, seconds: float | None = _SECONDS) -> None:
        self._server = Server(DatabaseUrl(url), seconds)

    @property
    def name(self) -> str:
        """The name of the database, for a chronology without a title."""
        return clean_line(self._server.address.name)

    def close(self) -> None:
        """Close the connection."""
        self._server.close()

    def cancel(self) -> None:
        """Stop the question that another thread is asking, which then raises QuestionCancelledError."""
        self._server.cancel()

    # The chronology

    def identity(self) -> str:
        """What stars and saved views are kept under."""
        with self._transaction() as transaction:
            return transaction.head.identity

    def chronology(self) -> Timeline:
        """The timeline without events and sources."""
        with self._transaction() as transaction:
            return transaction.head.timeline

    def waiting_rows(self) -> Waiting:
        """The number of rows of other programs that no push has added yet; see `tables.NEW_EVENTS`.

        It is 0 for a role that may not read the rows.
        """
        number = 0
        with self._transaction() as transaction:
            connection = transaction.connection
            for table in (NEW_EVENTS, NEW_SOURCES):
                may_read = select(func.has_table_privilege(table.name, "select"))
                if connection.execute(may_read).scalar():
                    first_rows = select(table.primary_key.columns[0]).limit(_MOST_WAITING + 1 - number).subquery()
                    number += connection.execute(select(func.count()).select_from(first_rows)).scalar_one()
        return Waiting(min(number, _MOST_WAITING), number > _MOST_WAITING)

    # Numbers

    def count(self, asked: Asked) -> int:
        """The number of items."""
        with self._transaction() as transaction:
            on, condition, _ = transaction.items(asked)
            found = select(func.count()).select_from(on).where(condition)
            number: int = transaction.connection.execute(found).scalar_one()
            return number

    def days(self, asked: Asked) -> Sequence[DayCount]:
        """The number of items that begin on each day, by the precision of their start."""
        with self._transaction() as transaction:
            on, condition, _ = transaction.items(asked)
            by_day = select(_E.first_day, _E.precision, func.count()).select_from(on).where(condition)
            rows = transaction.connection.execute(by_day.group_by(_E.first_day, _E.precision))
            counts = [DayCount(day, precision and Precision(precision), events) for day, precision, events in rows]
            return sorted(counts, key=lambda row: (row.day, row.precision or 0))

    def rank(self, asked: Asked, key: Key) -> int:
        """The number of items before a key."""
        with self._transaction() as transaction:
            on, condition, by_time = transaction.items(asked)
            is_before = tuple_(*by_time) < tuple_(*map(literal, key[: len(by_time)]))
            found = select(func.count()).select_from(on).where(condition, is_before)
            rank: int = transaction.connection.execute(found).scalar_one()
            return rank

    def facets(
        self, fields: Mapping[str, Chosen], asked: Asked, *, prefix: str = ""
    ) -> Mapping[str, Sequence[ValueCount]]:
        """For each field, the values with most events, or the chosen values."""
        with self._transaction() as transaction:
            return facet_answers.facets(transaction, fields, asked, prefix)

    def grid(
        self, field: str, asked: Asked, edges: Sequence[Day], precision: Precision, values: Collection[str]
    ) -> Sequence[CellCount]:
        """The cells with events of the rows ``values`` and the columns between the ``edges``."""
        with self._transaction() as transaction:
            keys = {index_key(transaction.head.aliases.key(field, value)): value for value in values}
            value = VALUES.c.key
            column = func.width_bucket(_E.first_day, cast(list(edges), ARRAY(BIGINT)))
            cells = (
                select(value, column, func.count())
                .join_from(EVENTS, VALUES, VALUES.c.event == _E.event)
                .where(
                    VALUES.c.field == field,
                    VALUES.c.is_first,
                    value.in_(list(keys)),
                    transaction.conditions.of(asked),
                    _E.precision >= int(precision),
                    _E.first_day >= edges[0],
                    _E.first_day < edges[-1],
                )
            )
            rows = transaction.connection.execute(cells.group_by(value, column).order_by(value, column))
            return [CellCount(keys[key], column - 1, events) for key, column, events in rows]

    # Events

    def page(self, asked: Asked, start: Key | None, limit: int, backwards: bool = False) -> Sequence[KeyedEvent]:
        """At most ``limit`` rows after the key ``start``; ``backwards``: before it, nearest first."""
        with self._transaction() as transaction:
            page = transaction.keyed(asked, backwards)
            if start is not None:
                by_time = transaction.items(asked)[2]
                row_key, start_key = tuple_(*by_time), tuple_(*map(literal, start[: len(by_time)]))
                page = page.where(row_key < start_key if backwards else row_key > start_key)
            return transaction.keyed_events(page.limit(limit))

    def event(self, event_id: str) -> EventTies | None:
        """One event with its relations in both directions."""
        with self._transaction() as transaction:
            event = transaction.events([event_id]).get(event_id)
            if event is None:
                return None
            return EventTies(event, ties(transaction.connection, event.event, transaction.events))

    def events_with(self, ids: Collection[str], asked: Asked) -> Sequence[Event]:
        """The events of a query that have one of these ids."""
        with self._transaction() as transaction:
            return [*transaction.stream_ids(ids, asked)]

    @contextmanager
    def streamed(self, asked: Asked) -> Iterator[tuple[Timeline, Iterator[Event]]]:
        """The chronology without events, and the events of a query, both of the same moment. Valid inside the block.

        With a query, the chronology is marked as an extract and has the sources whose keys the events mention. The
        events are in order of time. Without one, it has all sources, and the events are in the order of the file.
        """
        with self._transaction() as transaction:
            head = transaction.marked(asked, transaction.mentioned_sources(asked))
            yield head, transaction.stream(asked, in_file_order=not asked.query)

    def timeline(self, asked: Asked) -> Timeline:
        """The events of a query as a timeline in memory: what `Index.narrowed` returns."""
        if not asked.query:
            with self._transaction() as transaction:
                sources = transaction.all_sources()
                return transaction.head.timeline._replace(
                    sources=sources, events=tuple(transaction.stream(asked, in_file_order=True))
                )
        with self._transaction() as transaction:
            events = tuple(transaction.stream(asked))
            keys, ids = mentioned_keys(events)
            head = transaction.marked(asked, transaction.with_keys(keys))
            around = tuple(transaction.stream_ids(ids, Asked()))
            assert head.extract
            return head._replace(events=events, extract=head.extract._replace(around=around))

    # Quotes and sources

    def speakers(self, asked: Asked) -> Sequence[SpeakerCount]:
        """The speakers of the quotes: most quotes first, then by name. Quotes without a speaker are last."""
        with self._transaction() as transaction:
            return evidence_answers.speakers(transaction, asked)

    def source_parts(self, asked: Asked, order: SourceOrder) -> Sequence[SourcePart]:
        """The list of sources; `sources` has its rows."""
        with self._transaction() as transaction:
            return evidence_answers.source_parts(transaction, asked, order)

    def sources(self, asked: Asked, numbers: Collection[int]) -> Mapping[int, SourceUse]:
        """The sources with these numbers."""
        with self._transaction() as transaction:
            return evidence_answers.source_uses(transaction, asked, numbers)

    def disputing(self, asked: Asked) -> Sequence[DisputingSource]:
        """The sources that dispute the events: most events first, then by label."""
        with self._transaction() as transaction:
            return evidence_answers.disputing(transaction, asked)

    def sources_with(self, keys: Collection[str]) -> Sequence[Source]:
        """The sources with these keys and their origins, in the order of the list."""
        with self._transaction() as transaction:
            return transaction.with_keys(set(keys))

    @contextmanager
    def _transaction(self) -> Iterator[Transaction]:
        with self._server.reading() as connection:
            yield Transaction(connection, read_head(connection))
