"""What a value or a word may mean that no event has: the clauses to write instead, as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from timeline_tui.dates.edtf import DateError, is_date
from timeline_tui.index.index import Index
from timeline_tui.query.date_ranges import range_days
from timeline_tui.query.query import Clause, Term
from timeline_tui.query.query_fields import CHOICES, FACETS, FIELDS, SEARCHED, SPOKEN
from timeline_tui.query.syntax import OPPOSITES, format_clause, format_term, format_word
from timeline_tui.text.text import fold

_EITHER = re.compile(r"\|\|?|[,;/]")  # other programs write these between values: one of the values is enough …
_BOTH = re.compile(r"&&?|\+")  # … and between words that must all occur
_IDS = 3  # the most ids that a hint names
_NAMES_TRIED = 5  # the most names of a field that are searched for the spelling of a word


def clauses_for_value(field: str, term: Term, index: Index) -> str:
    """The clauses that a value may mean that no event has; "" if there is no guess.

    They are several values in it; else a value of the field: the first one that completion offers, or the value most
    like it; else a value of another field that is it, or has it as a word.
    """
    meant = _several(field, term.text, index)
    if meant:
        return meant
    facet = index.facet(field)
    begins, holds = facet.suggestions(fold(term.text), 1)
    near = next(iter((*begins, *holds)), None)
    if near is None and not term.prefix:
        near = facet.nearest(term.text)
        field, near = (field, near) if near else _elsewhere(fold(term.text), index)
    return f"{field}:{format_term(Term(near))}" if near else ""


def _elsewhere(folded: str, index: Index) -> tuple[str, str]:
    """The first field with a value that is ``folded``, or has it as a word, and that value; ("", "") if none has."""
    for field in SEARCHED:
        for values in index.facet(field).suggestions(folded, _NAMES_TRIED):
            for value in values:
                if fold(value) == folded or folded in fold(value).split():
                    return field, value
    return "", ""


def clauses_for_compared(field: str, text: str, index: Index) -> str:
    """What a value of a field of ORDER may mean that is neither an id nor a date: ids like it, and dates."""
    # imported here, because it takes 7 ms and only a wrong value needs it
    from timeline_tui.dates.guesses import guesses

    facet = index.facet("id")
    begins, holds = facet.suggestions(fold(text), _IDS)
    near = None if begins else facet.nearest(text)
    ids = [near] if near else [*begins, *holds][:_IDS]
    return " or ".join(f"{field}:{format_term(Term(value))}" for value in (*ids, *guesses(text, is_date)))


def clauses_for_word(field: str, term: Term, index: Index) -> str:
    """What a word or phrase that no event has may mean: a state, a date, or the nearest words; "" without a guess."""
    meant = "" if field else _clause_for(term.text) or _several("", term.text, index)
    if not meant and not term.prefix:
        near = _as_written(index.nearest_word(fold(term.text)), index)
        if near and index.finds(field, Term(near)):
            meant = f"{field}:{format_term(Term(near))}" if field else format_word(Term(near))
    return meant


def _as_written(folded: str, index: Index) -> str:
    """Folded words. A word that is part of a name gets the spelling of the timeline: ``Kishida``."""
    return " ".join(next(_spellings(word, index), word) for word in folded.split())


def _spellings(word: str, index: Index) -> Iterator[str]:
    """The spellings of a folded word in the names of the timeline."""
    for field in SEARCHED:
        for names in index.facet(field).suggestions(word, _NAMES_TRIED):
            yield from (part for name in names for part in name.split() if fold(part) == word)


def _several(field: str, text: str, index: Index) -> str:
    """The clauses that a text with several values of ``field`` may mean; "" if it has only one.

    ``Japan;Ukraine`` means ``country:Japan,Ukraine``, and ``Japan&&oil`` means ``country:Japan oil``. Without a field,
    all values must be of one field.
    """
    fields = (field,) if field else tuple(FACETS)
    either = [part.strip() for part in _EITHER.split(text)]
    both = [part.strip() for part in _BOTH.split(text)]
    for name in fields:
        facet = index.facet(name)
        values = tuple(Term(shown) for part in either if part and (shown := facet.shown_name(part)))
        if len(values) == len(either) > 1:
            return format_clause(Clause(name, values))
        first = facet.shown_name(both[0]) if all(both) and len(both) > 1 else None
        if first:
            rest = (facet.shown_name(part) or part for part in both[1:])
            words = (
                f"{name}:{format_term(Term(value))}" if facet.has_match(Term(value)) else format_word(Term(value))
                for value in rest
            )
            return " ".join([f"{name}:{format_term(Term(first))}", *words])
    return ""


def _clause_for(text: str) -> str:
    """The clause that a word may mean: ``is:disputed`` for "disputed", ``date:2024-06-13`` for a day; else "".

    It is ``-is:unchecked`` for "checked", and ``country:Japan`` for "Country=Japan".
    """
    name, sign, value = text.partition("=")
    field = SPOKEN.get(name.lower(), name.lower())
    if sign and field in FIELDS and value.strip("= "):
        return f"{field}:{format_term(Term(value.strip('= ')))}"
    for field, choices in CHOICES.items():
        word = fold(text)
        if word in choices:
            return f"{field}:{word}"
        if word in OPPOSITES[field]:
            return f"-{field}:{OPPOSITES[field][word]}"
    try:
        range_days(text)
    except DateError:
        return ""
    return f"date:{format_term(Term(text))}"
