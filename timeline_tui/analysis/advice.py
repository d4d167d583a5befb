"""Hints for a query that is valid but may not mean what the reader intended.

``Japan OR China`` searches for three words, because OR is not an operator here. ``country:Japon`` searches for a
country that no event has. Neither is an error: the query is used unchanged, and an `Advice` says what it does and what
to write instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import Final

from timeline_tui.dates.edtf import is_date
from timeline_tui.index.index import Index
from timeline_tui.query.query import Clause, Term
from timeline_tui.query.query_fields import COMPARED, DATED, FACETS, FIELDS, ORDER, PROSE, VALUES
from timeline_tui.query.syntax import QueryError, format_clause, format_term, looks_like_operator, parse_query
from timeline_tui.query.tokens import Item, Word, words

MOST_ADVICE = 10
_CHECKED = {*VALUES, *ORDER, *PROSE}
"""The fields whose values may be ones that no event has."""

_COMPARED = "write the id of an event, or a date such as 2024-06-13"

_NOT_COMPARED = {
    "change": ("no versions are compared here", "timeline-tui diff OLD NEW --open compares two"),
    "side": ("no sides are merged here", "timeline-tui merge A B --open merges two"),
}
"""Message and hint for a field whose values only a comparison gives, in a timeline that is none."""

_OR = frozenset(("OR", "|", "||"))
_AND = frozenset(("AND", "&", "&&"))
_NOT = frozenset(("NOT", "!"))
_LONGEST_NAME = 4  # longest name, in words, that is looked up beside an OR


class Advice:
    """What text[start:end] of a query means, and what to write instead; ``hint`` is "" if there is no suggestion."""

    def __init__(self, message: str, hint: str, start: int, end: int) -> None:
        self.message: Final = message
        self.hint: Final = hint
        self.start: Final = start
        self.end: Final = end


def advise(text: str, index: Index) -> Iterator[Advice]:
    """Return hints for the query ``text``: first about operators, then about values that no event has.

    There are at most MOST_ADVICE, and none if ``text`` is not a valid query.
    """
    return islice(_advice(text, index), MOST_ADVICE)


def _advice(text: str, index: Index) -> Iterator[Advice]:
    try:
        clauses = parse_query(text).clauses
    except QueryError:
        return
    typed = [*words(text)]
    operators = [number for number, word in enumerate(typed) if _is_operator(word)]
    either = [number for number in operators if typed[number].items[0].text in _OR]
    for number in operators:
        if number not in either[1:]:  # the hint for the first OR covers all of them
            yield Advice(*_operator_advice(text, typed, number, index), typed[number].start, typed[number].end)
    for number, word in enumerate(typed):
        is_grouped = operators and word.name is None and text[word.start : word.end] != _operand(text, word)
        field = clauses[number].field
        if field in DATED and word.end < len(text):
            yield from _date_advice(text, field, word.items[-1])
        if number not in operators and not is_grouped:
            yield from _missing_values(word, clauses[number], index)


# Operators of other programs


def _is_operator(word: Word) -> bool:
    """Whether the word is an operator of other search programs, such as OR, && or !."""
    item = word.items[0]
    return word.name is None and not (word.negated or item.quoted or item.starred) and looks_like_operator(item.text)


def _operator_advice(text: str, found: Sequence[Word], number: int, index: Index) -> tuple[str, str]:
    """Message and hint for the operator that is word ``number`` of ``text``."""
    operator = found[number].items[0].text
    before = _operand(text, found[number - 1]) if number else ""
    after = _operand_after(text, found, number + 1)
    hint = "leave it out"
    if operator in _OR:
        hint = _or_hint(found, number, index)
    elif operator in _AND and before and after:
        hint = f"all words must occur anyway: write {before} {after}"
    elif operator in _NOT and after:
        hint = f"write -{after.removeprefix('-')}"
    elif operator.startswith("!") and len(operator) > 1:
        hint = f"write -{operator.strip('!()')}"
    elif operator.startswith(",") and number and found[number - 1].name is not None:
        hint = f"leave out the space before the comma: write {before}{operator}"
    return f"{operator} is a word here", hint


def _operand_after(text: str, found: Sequence[Word], number: int) -> str:
    """The operand that follows an operator, in the syntax of queries: ``-oil`` for ``NOT oil``."""
    if number >= len(found):
        return ""
    if _is_operator(found[number]) and found[number].items[0].text in _NOT:
        return "-" + _operand_after(text, found, number + 1) if number + 1 < len(found) else ""
    return _operand(text, found[number])


def _operand(text: str, word: Word) -> str:
    """A word as written, without parentheses, because the query language has none."""
    return text[word.start : word.end].strip("()")


def _or_hint(found: Sequence[Word], number: int, index: Index) -> str:
    """The hint for the OR that is word ``number``.

    It is one clause with all values between the ORs, if they are values of the same field.
    """
    after: list[list[Word]] = [[]]
    for word in found[number + 1 :]:
        if _is_operator(word) and word.items[0].text in _OR:
            after.append([])
        else:
            after[-1].append(word)
    for field in FACETS:
        first = _values_beside(found[:number], field, index, last=True)
        others = [_values_beside(part, field, index, last=False) for part in after]
        if first and others[0]:
            terms = [term for terms_of_clause in takewhile(bool, others) for term in terms_of_clause]
            return f"write {format_clause(Clause(field, (*first, *terms)))}"
    both = [side.items[0].line.strip("()") for side in (*found[:number][-1:], *after[0][:1]) if side.name is None]
    if len(both) < 2:
        return "separate the values of one field by commas: country:Japan,China"
    either = ",".join(format_term(Term(value)) for value in both)
    return f"title:{either} finds either in a title, quote:{either} in a quote"


def _values_beside(side: Sequence[Word], field: str, index: Index, *, last: bool) -> tuple[Term, ...]:
    """The values of ``field`` next to an OR: at the end of ``side`` if ``last``, else at its beginning."""
    if not side:
        return ()
    word = side[-1 if last else 0]
    if word.negated:
        return ()
    if word.name is not None:
        return tuple([Term(item.line, item.starred) for item in word.items]) if word.name.lower() == field else ()
    facet = index.facet(field)
    for length in range(min(_LONGEST_NAME, len(side)), 0, -1):
        part = side[-length:] if last else side[:length]
        if all(clause.name is None and not clause.negated for clause in part):
            shown = facet.shown_name(" ".join(clause.items[0].line for clause in part).strip("()"))
            if shown is not None:
                return (Term(shown),)
    return ()


def _date_advice(text: str, field: str, item: Item) -> Iterator[Advice]:
    """The hint for a value of a field of dates that begins a date with spaces: ``date:2024 June``."""
    # imported here, because they take 7 ms and most queries have no date
    from timeline_tui.dates.guesses import guesses
    from timeline_tui.query.spaced_dates import date_with_spaces

    spaced = date_with_spaces(text, item)
    if spaced:
        meant = " or ".join(f"{field}:{date}" for date in guesses(spaced, is_date))
        yield Advice(
            f"the date ends at the space, after {item.line}",
            f"write {meant}" if meant else "",
            item.start,
            item.start + len(spaced),
        )


# Values that no event has


def _missing_values(word: Word, clause: Clause, index: Index) -> Iterator[Advice]:
    """Hints for the values of a clause that no event has."""
    for item, term in zip(word.items, clause.terms, strict=True):
        compared = COMPARED.get(term.text, "") if clause.field == "is" else clause.field
        if compared in _NOT_COMPARED and not index.facet(compared).values:
            yield Advice(*_NOT_COMPARED[compared], item.start, item.end)
            continue
        if clause.field in _CHECKED and not index.finds(clause.field, term):
            # 0.1 ms, and most values exist
            from timeline_tui.text.spelling import did_you_mean

            message, meant = _missing(clause.field, term, index)
            otherwise = _COMPARED if clause.field in ORDER else ""
            yield Advice(message, did_you_mean(meant, otherwise), item.start, item.end)


def _missing(field: str, term: Term, index: Index) -> tuple[str, str]:
    """The message for a value or word that no event has, and the clauses that it may mean; "" without a guess."""
    # 0.4 ms, and most values exist
    from timeline_tui.analysis.meant import clauses_for_compared, clauses_for_value, clauses_for_word

    if field in ORDER:
        return f"no event has the id “{term.text}”, and it is not a date", clauses_for_compared(field, term.text, index)
    if field in VALUES:
        verb = "begins with" if term.prefix else "is"
        return f"no {FIELDS[field].noun} {verb} “{term.text}”", clauses_for_value(field, term, index)
    return f"no {field or 'event'} has “{term.text}”", clauses_for_word(field, term, index)
