"""Reads the text of the query bar while it is being typed. Nothing here knows the screen."""

from __future__ import annotations

from typing import NamedTuple

from timeline_tui.index.index import Index
from timeline_tui.query.query import Query
from timeline_tui.query.query_fields import FACETS, FIELDS, ORDER
from timeline_tui.query.syntax import QueryError, parse_query
from timeline_tui.query.tokens import Word
from timeline_tui.text.text import fold


class TypedQuery(NamedTuple):
    """The query that is applied now, a fault to be shown, and whether the text is a query."""

    query: Query
    error: QueryError | None
    is_query: bool


def read_typed(text: str, half_typed: Word | None, applied: Query, index: Index | None) -> TypedQuery:
    """Read the text of the query bar. ``applied`` is the query that the screen shows now.

    ``half_typed`` is the last word of the text if the reader still types it, else None. The result is ``applied`` if
    this word has a fault, or may become the name of a field or a value of its facet in ``index``.
    """
    try:
        query = parse_query(text)
    except QueryError as error:
        if half_typed and error.end - 1 > half_typed.start:
            return TypedQuery(_without_field_name(applied, half_typed), None, is_query=False)
        return TypedQuery(applied, error, is_query=False)
    if half_typed and (_may_become_field(text, half_typed) or _may_become_value(query, half_typed, index)):
        return TypedQuery(_without_field_name(applied, half_typed), None, is_query=True)
    return TypedQuery(query, None, is_query=True)


def _may_become_field(text: str, word: Word) -> bool:
    name = text[word.name_start : word.end].lower()
    return any(field.startswith(name) for field in FIELDS)


def _may_become_value(query: Query, word: Word, index: Index | None) -> bool:
    """Whether ``word``, the last of ``query``, ends in the beginning of a value of its facet, but in none itself."""
    clause = query.clauses[-1]
    term = clause.terms[-1]
    if index is None or term.prefix or word.items[-1].quoted:
        return False
    if clause.field in ORDER:
        is_whole = index.compared(term.text)[1] is not None
        return not is_whole and any(index.suggestions("id", fold(term.text), 1))
    if clause.field not in FACETS:
        return False
    is_whole = index.facet(clause.field).shown_name(term.text) is not None
    return not is_whole and any(index.suggestions(clause.field, fold(term.text), 1))


def _without_field_name(applied: Query, word: Word) -> Query:
    """The query without its last clause, if that searches for the field name that ``word`` begins with."""
    last = applied.clauses[-1:]
    if word.name and last and not last[0].field and word.name.startswith(last[0].terms[0].text):
        return Query(applied.clauses[:-1])
    return applied
