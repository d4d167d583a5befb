"""Whether the tables of a database belong to a chronology, or to another program that uses the same names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from timeline_tui.index.database.tables import CHRONOLOGY, METADATA
from timeline_tui.index.questions import AnswerError
from timeline_tui.text.text import clean_line

_TABLES = text("""
    select c.relname, obj_description(c.oid, 'pg_class'),
        array(select a.attname::text from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relname = any(:names) order by c.relname""")
_COLUMNS = text("""
    select attname::text from pg_attribute
    where attrelid = to_regclass(:name) and attnum > 0 and not attisdropped""")


def has_chronology(connection: Any) -> bool:
    """Whether a chronology was pushed into the database, by this or another version of the program."""
    columns = {*connection.execute(_COLUMNS, {"name": CHRONOLOGY.name}).scalars()}
    if not columns.issuperset(column.name for column in CHRONOLOGY.columns):
        return False
    found = text("select 1 from chronology where name::text = 'format'")
    return connection.execute(found).scalar() is not None


def check_names(connection: Any) -> None:
    """Raise AnswerError if the schema has tables with our names that no push made.

    A push gives its tables the comments of `METADATA`. If such a comment changes, `FORMAT` must change too.
    """
    schema, name = connection.execute(text("select current_schema(), current_database()")).one()
    database = clean_line(name)
    if schema is None:
        raise AnswerError(f"{database}: no schema has the name in search_path: make it first, with CREATE SCHEMA")
    for table_name, comment, columns in connection.execute(_TABLES, {"names": [*METADATA.tables]}):
        table = METADATA.tables[table_name]
        if comment != table.comment or {*columns} != {column.name for column in table.columns}:
            raise AnswerError(
                f"{database}: the schema {schema} has another table {table_name}, which is not part of a chronology: "
                "nothing is written; "
                "CREATE SCHEMA week, and add ?options=-csearch_path%3Dweek to the address"
            )
