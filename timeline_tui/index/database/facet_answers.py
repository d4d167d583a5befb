"""The answers about the values of facets of a chronology in a database, and the names of these values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, desc, false, func, or_, select, union_all

from timeline_tui.index.database.event_rows import index_key, source_of
from timeline_tui.index.database.tables import EVENTS, FACETS, SOURCE_NAMES, SOURCES, VALUES
from timeline_tui.index.database.transaction import Transaction
from timeline_tui.index.questions import Asked, Chosen, ValueCount
from timeline_tui.model.timeline import Source
from timeline_tui.query.query import Term
from timeline_tui.query.query_fields import FIELDS

Columns = Any
"""The columns ``field`` and ``key`` of a table of values."""


class _Found(NamedTuple):
    """A value: its key, its text for the reader, and its number of events."""

    key: str
    value: str
    events: int


def facets(
    transaction: Transaction, fields: Mapping[str, Chosen], asked: Asked, prefix: str
) -> Mapping[str, Sequence[ValueCount]]:
    """As `Questions.facets`."""
    most: dict[str, int] = {}
    keys: dict[str, set[str]] = {}
    for field, chosen in fields.items():
        if FIELDS[field].compared:
            continue
        if isinstance(chosen, int):
            most[field] = chosen
        else:
            keys[field] = {index_key(transaction.head.aliases.key(field, value)) for value in chosen}

    def is_chosen(columns: Columns) -> Any:
        tops = _begins(transaction, columns, most, prefix) if prefix else columns.field.in_([*most])
        return or_(tops, _is_any(columns, keys))

    found: dict[str, list[_Found]] = {field: [] for field in fields}
    if most or keys:
        for field, *row in transaction.connection.execute(_shown(counted(transaction, asked, is_chosen), asked, most)):
            found[field].append(_Found(*row))
    if missing := {field: some for field in keys if (some := keys[field] - {row.key for row in found[field]})}:
        without = select(FACETS.c.field, FACETS.c.key, FACETS.c.value).where(_is_any(FACETS.c, missing))
        for field, key, value in transaction.connection.execute(without):
            found[field].append(_Found(key, value, 0))
    return {field: _named(transaction, field, values) for field, values in found.items()}


def counted(transaction: Transaction, asked: Asked, is_chosen: Callable[[Columns], Any]) -> Any:
    """Select the field, the key and the number of events of values."""
    if not asked.query:
        return select(FACETS.c.field, FACETS.c.key, FACETS.c.events).where(is_chosen(FACETS.c))
    values, on = VALUES.c, EVENTS.join(VALUES, VALUES.c.event == EVENTS.c.event)
    rows = select(values.field, values.key, func.count().label("events")).select_from(on)
    condition = transaction.conditions.of(asked)
    return rows.where(is_chosen(values), values.is_first, condition).group_by(values.field, values.key)


def _begins(transaction: Transaction, columns: Columns, fields: Iterable[str], prefix: str) -> Any:
    term = Term(prefix, True)
    begins = (and_(columns.field == field, transaction.conditions.keys(field, [term], columns.key)) for field in fields)
    return or_(false(), *begins)


def _is_any(columns: Columns, keys: Mapping[str, Collection[str]]) -> Any:
    return or_(
        false(), *(and_(columns.field == field, columns.key.in_(sorted(of_field))) for field, of_field in keys.items())
    )


def _shown(counts: Any, asked: Asked, most: Mapping[str, int]) -> Any:
    """Select counted values with their texts for the reader. ``most`` limits the number of values of some fields."""
    # With a query, all values are counted once. Without one, an index has the counts of each field.
    by = counts.cte() if asked.query else counts.subquery()
    tops = [
        select(by).where(by.c.field == field).order_by(desc(by.c.events), by.c.key).limit(limit)
        for field, limit in most.items()
    ]
    every = union_all(*tops, select(by).where(by.c.field.not_in([*most]))).subquery()
    named = every.join(FACETS, and_(FACETS.c.field == every.c.field, FACETS.c.key == every.c.key))
    return select(every.c.field, every.c.key, FACETS.c.value, every.c.events).select_from(named)


def _named(transaction: Transaction, field: str, found: Sequence[_Found]) -> list[ValueCount]:
    """Values with their names for readers: most events first, then by key."""
    shown = {row.key: row.value for row in found}
    sources: dict[str, Source] = {}
    if field == "source":
        sources = _used_sources(transaction, shown)
    if field == "origin":
        sources = _listed_sources(transaction, shown)
    return [
        ValueCount(value, sources[key].full_label if key in sources else value, events)
        for key, value, events in sorted(found, key=lambda row: (-row.events, row.key))
    ]


def _used_sources(transaction: Transaction, keys: Collection[str]) -> dict[str, Source]:
    """For each key of a name the first source that events cite under it."""
    named = select(SOURCE_NAMES.c.key, SOURCES.c.record).join(SOURCES, SOURCES.c.id == SOURCE_NAMES.c.source)
    rows = transaction.connection.execute(named.where(SOURCE_NAMES.c.key.in_([*keys])))
    return {key: source_of(record) for key, record in rows}


def _listed_sources(transaction: Transaction, shown: Mapping[str, str]) -> dict[str, Source]:
    """For each key the source that the list of sources has under the value that is shown."""
    values = {index_key(value): key for key, value in shown.items()}
    rows = (
        select(SOURCES.c.key, SOURCES.c.record)
        .where(SOURCES.c.number.is_not(None), SOURCES.c.key.in_([*values]))
        .order_by(desc(SOURCES.c.number))
    )
    return {values[key]: source_of(record) for key, record in transaction.connection.execute(rows)}
