"""The tables of a chronology in a database.

`event_number` makes the number of an event from its id. The rows of all tables refer to an event by its number.

Texts are compared by code points (the collation "C"), as in Python. Days are numbers (`Day`), in SQL
``date '0001-01-01' + (day - 1)``. A key is the result of `fold`, so that all spellings of a name have the same key. An
alias has the key of its name. `index_key` shortens keys that are too long for an index. Words are results of `marked`.

Other programs insert plain rows into ``new_events`` and ``new_sources``, whose columns are the fields of a file.

A database holds one chronology in one schema; the ``search_path`` of a connection chooses it. The
manual says which tables to distribute in Citus.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from timeline_tui.model.fields import EVENT, SOURCE, EntryType, Field

FORMAT = 6
"""The version of the tables. A database with another version has to be filled again."""

METADATA = MetaData()


def _text(name: str, comment: str = "", *, primary_key: bool = False, nullable: bool = False) -> Column:
    return Column(name, Text(collation="C"), primary_key=primary_key, nullable=nullable, comment=comment or None)


def _event(comment: str = "") -> Column:
    return Column("event", BigInteger, primary_key=True, autoincrement=False, comment=comment or None)


def _day(name: str, comment: str, nullable: bool = False) -> Column:
    return Column(name, BigInteger, nullable=nullable, comment=comment)


def _moment(name: str, comment: str) -> Column:
    return Column(name, Numeric(40, 0), comment=f"{comment}, in nanoseconds")


CHRONOLOGY = Table(
    "chronology",
    METADATA,
    _text("name", "title, description, identity, format or head", primary_key=True),
    _text("value", "of head: JSON of all that is neither an event nor a source"),
    comment="The chronology itself",
)

EVENTS = Table(
    "events",
    METADATA,
    _event(),
    _text("id"),
    _text("id_key"),
    _day("first_day", "first day on which it may begin; -10^18 if it has no start, 10^18 + 1 if it is undated"),
    _day("last_day", "last day on which it may end; 10^18 if it has no end"),
    _text("place", "rest of the key by which events are sorted"),
    Column("number", BigInteger, nullable=False, comment="number of the event in its file, from 0"),
    Column("precision", SmallInteger, comment="1 millennium to 9 second; null without a stated start"),
    Column("is_placed", Boolean, nullable=False, comment="whether the order of events narrows its days"),
    Column("is_certain", Boolean, nullable=False, comment="whether its days are certain, not approximate or uncertain"),
    _day("known_day", "day by which a source had certainly been published", nullable=True),
    _day("begin_first", "first day of the start as written", nullable=True),
    _moment("begin_from", "first moment of the start by the local clock"),
    _moment("begin_until", "first moment after the start by the local clock"),
    _moment("begin_offset", "how far the clock of the start is ahead of UTC"),
    _day("end_last", "last day of the end as written", nullable=True),
    _moment("end_until", "first moment after the end by the local clock"),
    _moment("end_offset", "how far the clock of the end is ahead of UTC"),
    Column("has_clock", Boolean, nullable=False, comment="whether one of its ends states a time of day"),
    Index("events_by_id", "id"),  # ids are unique because numbers are; in Citus, a unique index must contain the number
    Index("events_by_id_key", "id_key"),
    Index("events_by_time", "first_day", "place", "number", "id"),
    Index("events_by_last_day", "last_day"),
    Index("events_by_known_day", "known_day"),
    comment="When each event happened. Its other fields are in the other tables",
)

RECORDS = Table(
    "event_records",
    METADATA,
    _event(),
    _text("record", "the whole event with its sources, as JSON"),
    comment="Each event as the program reads it",
)

TEXTS = Table(
    "event_texts",
    METADATA,
    _event(),
    _text("words", "all texts that are searched, marked"),
    _text("title", "the title, marked"),
    _text("quotes", "its quotes, marked"),
    Column("lexemes", TSVECTOR, comment="distinct words of the texts; null if they are too many"),
    Index("event_texts_by_lexeme", "lexemes", postgresql_using="gin"),
    Index("event_texts_without_lexemes", "event", postgresql_where=text("lexemes is null")),
    comment="The words of each event",
)

WORDS = Table("words", METADATA, _text("word", primary_key=True), comment="Every word of event_texts.lexemes once")

VALUES = Table(
    "event_values",
    METADATA,
    _event(),
    _text("field", "field of the query: country, topic …, and is and has", primary_key=True),
    Column("number", Integer, primary_key=True, comment="number of the value in its event"),
    _text("value", "as the file has it"),
    _text("key"),
    Column("is_first", Boolean, nullable=False, comment="whether no earlier value of the event has this key"),
    Column("is_alias", Boolean, nullable=False, comment="whether it is an alias of the name with this key"),
    Index("event_values_by_key", "field", "key", "event"),
    comment="The values of each event",
)

FACETS = Table(
    "facet_values",
    METADATA,
    _text("field", primary_key=True),
    _text("key", primary_key=True),
    _text("value", "the spelling that is shown"),
    Column("events", BigInteger, nullable=False, comment="number of events that have it"),
    _day("first_day", "of a date: its first day", nullable=True),
    _day("last_day", "of a date: its last day", nullable=True),
    Index("facet_values_by_events", "field", text("events desc"), "key"),
    comment="Each distinct value of event_values",
)

SPELLINGS = Table(
    "facet_spellings",
    METADATA,
    _text("field", primary_key=True),
    _text("key", primary_key=True),
    _text("digest", "md5 of the value, which may be too long for an index", primary_key=True),
    _text("value"),
    Column("is_alias", Boolean, nullable=False, comment="whether it is an alias of the name with this key"),
    Column("times", BigInteger, nullable=False, comment="number of events with this spelling"),
    Column("firsts", BigInteger, nullable=False, comment="number of events of which it is the first with its key"),
    comment="Each spelling of each value; the values of the facets are made of them",
)

SOURCES = Table(
    "sources",
    METADATA,
    _text("id", "digest of the record", primary_key=True),
    _text("key", "key in the list of sources, not folded; empty for one that is given in place"),
    _text("name", "name in queries"),
    _text("name_key"),
    Column("number", BigInteger, comment="number in the list of sources; null if it is not listed"),
    Column("repeats", Boolean, nullable=False, comment="whether it repeats another source or publisher"),
    _text("record", "the whole source, as JSON"),
    Index("sources_by_key", "key"),
    Index("sources_by_name_key", "name_key"),
    comment="Each distinct source",
)

ORIGINS = Table(
    "source_origins",
    METADATA,
    _text("source", primary_key=True),
    _text("origin", "id of the source, or p: and a folded publisher", primary_key=True),
    _text("name", "name of the origin in queries"),
    _text("key"),
    comment="The origins of each source that repeats another one",
)

SOURCE_NAMES = Table(
    "source_names",
    METADATA,
    _text("key", primary_key=True),
    Column("number", BigInteger, nullable=False, comment="number of the name, by which rows are asked for"),
    _text("source", "id of the source: of the first one that events use under this name, else of the listed one"),
    Column("events", BigInteger, nullable=False, comment="number of events that use it"),
    _text("label_key", "its label, folded"),
    _text("label"),
    _text("date_key", "its date as a text that sorts as the date; null without one", nullable=True),
    Column("place", BigInteger, nullable=False, comment="number in the list of sources; 0 if an event uses it"),
    _text("origins", "what all sources with the same origins have; empty if they repeat nothing"),
    _text("origins_label"),
    Index("source_names_by_number", "number", unique=True),
    comment="Each distinct name of a source: the rows of the list of sources",
)

CITATIONS = Table(
    "citations",
    METADATA,
    _event(),
    Column("number", Integer, primary_key=True),
    _text("source"),
    _text("stance", "reports, confirms or disputes"),
    Column("disputes", Boolean, nullable=False, comment="whether it disputes the event, also by its date"),
    _text("at"),
    _text("note"),
    Index("citations_by_source", "source"),
    comment="Which source says what about an event",
)

QUOTES = Table(
    "quotes",
    METADATA,
    _event(),
    Column("number", Integer, primary_key=True),
    _text("source", nullable=True),
    _text("speaker"),
    _text("speaker_key"),
    _text("role"),
    _text("text"),
    Index("quotes_by_source", "source"),
    Index("quotes_by_speaker", "speaker_key"),
    comment="The quotes of each event",
)

RELATIONS = Table(
    "relations",
    METADATA,
    _event(),
    Column("number", Integer, primary_key=True),
    _text("target", "id of the other event, which may be unknown"),
    _text("kind"),
    Index("relations_by_target", "target"),
    comment="The relations that events state",
)

ORDER = Table(
    "event_order",
    METADATA,
    _event("the event that states it"),
    Column("number", Integer, primary_key=True),
    Column("earlier", BigInteger, nullable=False),
    Column("later", BigInteger, nullable=False),
    Index("event_order_by_earlier", "earlier"),
    Index("event_order_by_later", "later"),
    comment="Which event ended before which began, as events state it",
)


def _plain_columns(entry: EntryType) -> list[Column]:
    """A column for each field of the file, with the same name. Its type is text, an array of texts, or JSON."""
    return [Column(field.name, _type(field), comment=field.description) for field in entry.fields]


def _type(field: Field) -> Any:
    if field.kind in ("lines", "keys", "order"):
        return ARRAY(Text)
    return Text if field.kind in PLAIN_KINDS else JSONB


PLAIN_KINDS = ("line", "text", "address", "date", "sha256", "reliability")
"""The kinds of fields whose value is a single text."""

NEW_EVENTS = Table(
    "new_events",
    METADATA,
    Column("row", BigInteger, Identity(), primary_key=True),
    *_plain_columns(EVENT),
    comment="Events that other programs insert. A push of the address alone takes them over",
)

NEW_SOURCES = Table(
    "new_sources",
    METADATA,
    _text("key", "by which events cite it", primary_key=True),
    *_plain_columns(SOURCE),
    comment="Sources that other programs insert, as new_events",
)

OF_EVENTS = (EVENTS, RECORDS, TEXTS, VALUES, CITATIONS, QUOTES, RELATIONS, ORDER)
"""The tables with rows of events, each with the number of the event in its first column."""

STATISTICS = (
    "create statistics if not exists event_values_by_pair (mcv) on field, key from event_values",
    "alter statistics event_values_by_pair set statistics 1000",
    "alter table event_values alter column event set (n_distinct = -0.07)",
    "alter table event_texts alter column lexemes set statistics 500",
)
"""More statistics, with which PostgreSQL estimates how many events have a value or a word.

Without these, PostgreSQL assumes that fields and keys are independent, and estimates the number of events from its
sample. It then finds and sorts all events of two values for the first page: 360 ms instead of 21 ms with 100,000
events.
"""
