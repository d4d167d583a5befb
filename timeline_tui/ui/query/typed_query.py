"""Reads the text of the query bar while it is being typed. Nothing here knows the screen."""

from __future__ import annotations

from typing import NamedTuple

from timeline_tui.index.index import Index
from timeline_tui.query.query import EVERYTHING, Clause, Query
from timeline_tui.query.query_fields import FACETS, FIELDS, ORDER, SPOKEN
from timeline_tui.query.syntax import QueryError, format_query, format_term, parse_query
from timeline_tui.query.tokens import Word, words
from timeline_tui.text.text import fold, shorten

MOST_FAULTS = 20  # in a text of which a part is applied: to explain each fault takes up to 1 ms
_QUERY = 40  # cells of a query in a message


class TypedQuery(NamedTuple):
    """The query in force, whether that is the whole text, a fault to be shown, and whether the text is a query."""

    query: Query
    is_whole: bool
    error: QueryError | None
    is_query: bool


def read_typed(text: str, half_typed: Word | None, index: Index | None) -> TypedQuery:
    """Read the text of the query bar.

    The query in force is the query of the text without what cannot be applied: values and words with a fault, and
    ``half_typed`` if it has a fault or may become the name of a field or a value of its facet in ``index``. So the
    query depends on the text alone, and never on a text that the reader passed while typing.

    ``half_typed`` is the last word of the text if the reader still types it, else None. Its fault is not shown yet.
    """
    error = _error_in(text)
    is_half_typed_wrong = bool(error and half_typed and error.end - 1 > half_typed.start)
    kept = text
    if half_typed and _may_become_more(text, half_typed, index):
        kept = text[: _cut(half_typed, half_typed.end)]
    if error is None:
        return TypedQuery(parse_query(kept), kept == text, None, is_query=True)
    return TypedQuery(_without_faults(kept, error), False, None if is_half_typed_wrong else error, is_query=False)


def still_showing(query: Query) -> str:
    """What is on the screen while a part of the text is not applied."""
    return f"still showing {shorten(format_query(query), _QUERY) or 'all events'}"


def _without_faults(text: str, error: QueryError | None) -> Query:
    """The query of a text without its faults, the first of which is ``error``; everything, if that is too long."""
    clauses: list[Clause] = []
    for _ in range(MOST_FAULTS):
        if error is None:
            query = Query((*clauses, *parse_query(text).clauses))
            return query if _error_in(format_query(query)) is None else EVERYTHING
        at = error.column - 1
        word = next(word for word in words(text) if word.end > at)
        clauses += parse_query(text[: _cut(word, at)]).clauses
        text = text[max(word.end, error.end - 1) :]
        error = _error_in(text)
    return EVERYTHING


def _cut(word: Word, at: int) -> int:
    """Where the part of ``word`` that is left out begins: before the value at offset ``at``, or at its start."""
    return next((item.start - 1 for item in reversed(word.items[1:]) if item.start - 1 <= at), word.start)


def _error_in(text: str) -> QueryError | None:
    try:
        parse_query(text)
    except QueryError as error:
        return error
    return None


def whole_value(text: str, half_typed: Word | None, index: Index | None) -> str:
    """The text with its last value completed, if just one value of its facet begins with it or contains it.

    Otherwise it is the text itself.
    """
    if half_typed is None or index is None or _error_in(text) or not _may_become_value(text, half_typed, index):
        return text
    field, (*_, term), _ = parse_query(text).clauses[-1]
    field = "id" if field in ORDER else field
    begins, holds = index.suggestions(field, fold(term.text), 2)
    values = [*begins, *holds]
    if len(values) > 1:
        return text
    return text[: half_typed.items[-1].start] + format_term(term._replace(text=values[0]))


def without_prefilled(text: str, prefilled: str) -> str:
    """``text`` as the reader meant it, which begins with ``prefilled``: a text that ends in the name of a field.

    Spaces behind the field are left out. Another field behind it, or the same one again, takes its place.
    """
    if not text.startswith(prefilled):
        return text
    before, typed = prefilled[: prefilled.rfind(" ") + 1], text[len(prefilled) :].lstrip()
    word = next(words(typed), None)
    has_field = word is not None and word.name is not None and word.name.lower() in (*FIELDS, *SPOKEN)
    return (before if has_field else prefilled) + typed


def _may_become_more(text: str, word: Word, index: Index | None) -> bool:
    """Whether ``word``, the last of ``text``, has no fault and begins the name of a field or a value."""
    if _error_in(text[word.start :]):
        return False
    name = text[word.name_start : word.end].lower()
    is_field = any(field.startswith(name) for field in FIELDS)
    return is_field or (index is not None and _may_become_value(text, word, index))


def _may_become_value(text: str, word: Word, index: Index) -> bool:
    """Whether ``word``, the last of ``text``, ends in the beginning of a value of its facet, but in none itself."""
    field, (*_, term), _ = parse_query(text[word.start : word.end]).clauses[-1]
    if term.prefix or word.items[-1].quoted:
        return False
    if field in ORDER:
        is_whole = index.compared(term.text)[1] is not None
        return not is_whole and any(index.suggestions("id", fold(term.text), 1))
    if field not in FACETS:
        return False
    is_whole = index.facet(field).shown_name(term.text) is not None
    return not is_whole and any(index.suggestions(field, fold(term.text), 1))
