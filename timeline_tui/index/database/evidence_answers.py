"""Answers about a chronology in a database: the speakers of quotes, and the sources that events use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, and_, case, cast, distinct, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from timeline_tui.index.database.event_rows import source_of
from timeline_tui.index.database.facet_answers import counted
from timeline_tui.index.database.tables import CITATIONS, EVENTS, FACETS, QUOTES, SOURCE_NAMES, SOURCES, VALUES
from timeline_tui.index.database.transaction import Transaction
from timeline_tui.index.questions import Asked, DisputingSource, SpeakerCount
from timeline_tui.index.source_use import SourceOrder, SourcePart, SourceUse, WhereUsed
from timeline_tui.text.text import fold

_E, _N = EVENTS.c, SOURCE_NAMES.c
_DISPUTES = or_(CITATIONS.c.stance == "disputes", CITATIONS.c.disputes)
_WHERE_USED: tuple[WhereUsed, ...] = ("in view", "elsewhere", "nowhere")
_NAME = func.coalesce(FACETS.c.value, SOURCES.c.name)
_NAMED = SOURCE_NAMES.join(SOURCES, SOURCES.c.id == _N.source).outerjoin(
    FACETS, and_(FACETS.c.field == "source", FACETS.c.key == _N.key)
)
"""The names of sources, each with its source. If events use it, also with the name that is shown."""


def speakers(transaction: Transaction, asked: Asked) -> Sequence[SpeakerCount]:
    """As `Questions.speakers`."""
    by_key = (
        select(QUOTES.c.speaker_key, func.min(QUOTES.c.role), func.max(QUOTES.c.role), func.count())
        .join_from(EVENTS, QUOTES, QUOTES.c.event == _E.event)
        .where(transaction.conditions.of(asked))
        .group_by(QUOTES.c.speaker_key)
        .subquery()
    )
    named = select(func.coalesce(FACETS.c.value, ""), *by_key.c[1:]).join_from(
        by_key, FACETS, and_(FACETS.c.field == "speaker", FACETS.c.key == by_key.c[0]), isouter=True
    )
    rows = transaction.connection.execute(named)
    counts = [SpeakerCount(name, first if first == last else "", quotes) for name, first, last, quotes in rows]
    return sorted(counts, key=lambda speaker: (not speaker.name, -speaker.quotes, fold(speaker.name), speaker.name))


def source_parts(transaction: Transaction, asked: Asked, order: SourceOrder) -> Sequence[SourcePart]:
    """As `Questions.source_parts`."""
    used_events: Any = _N.events
    on: Any = SOURCE_NAMES
    if asked.query:
        used = counted(transaction, asked, lambda columns: columns.field == "source").subquery()
        used_events = func.coalesce(used.c.events, 0)
        on = SOURCE_NAMES.outerjoin(used, used.c.key == _N.key)
    where_used = case((used_events > 0, 0), (_N.events > 0, 1), else_=2)
    origins = case((used_events > 0, _N.origins), else_="") if order == "origin" else literal("")
    by_label = (_N.label_key, _N.label, _N.events.desc(), _N.place, _N.key)
    by = {"name": by_label, "date": (_N.date_key.nulls_last(), *by_label)}
    within = by.get(order, (used_events.desc(), _N.events.desc(), *by_label))
    parts = (
        select(where_used.label("part"), origins.label("shared"), func.min(_N.origins_label))
        .add_columns(func.array_agg(aggregate_order_by(_N.number, *within)))
        .select_from(on)
        .group_by("part", "shared")
    )
    rows = transaction.connection.execute(parts).all()
    events = _events_of_origins(transaction, asked) if any(row.shared for row in rows) else {}
    headings = [
        SourcePart(_WHERE_USED[place], label if origins else "", events.get(origins, 0), sources)
        for place, origins, label, sources in rows
    ]
    return sorted(
        headings,
        key=lambda source: (_WHERE_USED.index(source.where_used), not source.label, -source.events, fold(source.label)),
    )


def _events_of_origins(transaction: Transaction, asked: Asked) -> Mapping[str, int]:
    """For each text of shared origins, the number of events that use a source with these origins."""
    used = (
        select(_N.origins, func.count(distinct(VALUES.c.event)))
        .join_from(VALUES, SOURCE_NAMES, and_(VALUES.c.field == "source", _N.key == VALUES.c.key))
        .join(EVENTS, _E.event == VALUES.c.event)
        .where(_N.origins != "", transaction.conditions.of(asked))
        .group_by(_N.origins)
    )
    return dict(transaction.connection.execute(used).all())


def source_uses(transaction: Transaction, asked: Asked, numbers: Collection[int]) -> Mapping[int, SourceUse]:
    """As `Questions.sources`."""
    is_asked = _N.number == func.any(cast(list(numbers), ARRAY(BigInteger)))
    rows = select(_N.number, _N.key, _NAME, SOURCES.c.record, _N.events).select_from(_NAMED).where(is_asked)
    named = transaction.connection.execute(rows).all()
    events = _counts(transaction, asked, [row.key for row in named]) if asked.query else {}
    kinds = Counter({(key, kind): n for key, kind, n in _kinds(transaction, asked, is_asked)})
    return {
        number: SourceUse(
            source_of(record),
            name,
            events.get(key, 0) if asked.query else total,
            total,
            *(kinds[key, kind] for kind in ("reports", "confirms", "disputes", "quoted")),
        )
        for number, key, name, record, total in named
    }


def _counts(transaction: Transaction, asked: Asked, keys: Collection[str]) -> Mapping[str, int]:
    """For each key, the number of events that use a source with this key."""
    used = counted(transaction, asked, lambda columns: and_(columns.field == "source", columns.key.in_(keys)))
    return {row.key: row.events for row in transaction.connection.execute(used)}


def _kinds(transaction: Transaction, asked: Asked, is_asked: Any) -> Iterator[tuple[str, str, int]]:
    """The keys of sources, each with a kind of use and the number of its events. For quotes, the number of quotes."""
    condition = transaction.conditions.of(asked)
    asked_sources = (
        select(_N.key).join_from(SOURCE_NAMES, SOURCES, SOURCES.c.name_key == _N.key).where(is_asked, condition)
    )
    cited = asked_sources.join(CITATIONS, CITATIONS.c.source == SOURCES.c.id).join(
        EVENTS, _E.event == CITATIONS.c.event
    )
    kinds = {"reports": CITATIONS.c.stance == "reports", "confirms": CITATIONS.c.stance == "confirms"}
    for kind, holds in (*kinds.items(), ("disputes", _DISPUTES)):
        events = func.count(distinct(CITATIONS.c.event))
        rows = cited.where(holds).add_columns(events).group_by(_N.key)
        yield from ((key, kind, n) for key, n in transaction.connection.execute(rows))
    quoted = asked_sources.join(QUOTES, QUOTES.c.source == SOURCES.c.id).join(EVENTS, _E.event == QUOTES.c.event)
    rows = quoted.add_columns(func.count()).group_by(_N.key)
    yield from ((key, "quoted", n) for key, n in transaction.connection.execute(rows))


def disputing(transaction: Transaction, asked: Asked) -> Sequence[DisputingSource]:
    """As `Questions.disputing`."""
    by_key = (
        select(SOURCES.c.name_key, func.count(distinct(CITATIONS.c.event)).label("events"))
        .join_from(CITATIONS, SOURCES, SOURCES.c.id == CITATIONS.c.source)
        .join(EVENTS, _E.event == CITATIONS.c.event)
        .where(_DISPUTES, transaction.conditions.of(asked))
        .group_by(SOURCES.c.name_key)
        .subquery()
    )
    named = (
        select(_NAME, SOURCES.c.record, by_key.c.events)
        .select_from(_NAMED.join(by_key, by_key.c.name_key == _N.key))
        .where(_N.events > 0)
        .order_by(by_key.c.events.desc(), _N.label_key, _N.label, _N.events.desc(), _N.key)
    )
    rows = transaction.connection.execute(named)
    return [DisputingSource(name, source_of(record), events) for name, record, events in rows]
