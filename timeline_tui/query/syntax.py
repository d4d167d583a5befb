"""The query as text. `format_query` is the inverse of `parse_query`.

Clauses are separated by white space::

    word "a phrase" -word field:value field:"a value",other field:begins* -field:value

A quoted value may contain any character, with a backslash before a quote or a backslash. Typographic quotes work, too.
The text before a colon is the name of a field, so a word with a colon must be quoted. `query/tokens.py` splits the
text into words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from timeline_tui.dates.edtf import DateError, is_date
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import CHOICES, DATED, FIELDS, ORDER, PROSE, SPOKEN
from timeline_tui.query.tokens import QUOTES, Item, Word, item_between, words
from timeline_tui.text.text import clean_line, fold

OPERATORS = frozenset(("OR", "AND", "NOT", "|", "||", "&", "&&", "!"))
"""Operators of other programs. Here they are words, and `analysis/advice.py` tells the reader."""

MOST_VALUES = 1_000
"""The most values in a query. A query in a file runs before the reader sees it, so its cost is bounded."""
MOST_WORDS = 200
"""The most words that a query may look for in text; each word of a phrase counts."""
MOST_CHARACTERS = 20_000
"""The most characters in all values of a query together."""

OPPOSITES: Mapping[str, Mapping[str, str]] = {
    field: {choice[2:] if choice.startswith("un") else f"un{choice}": choice for choice in choices}
    for field, choices in CHOICES.items()
}
"""For each field with a fixed set of values, the words that mean the opposite of a value: "checked" of "unchecked"."""

_NOT_AGREED = dict.fromkeys(("differing", "differs", "different"), "agreed")
"""The words that a merged chronology uses for events in which its sides differ. They have no value of ``is:``."""

_BREAKS_WORD = QUOTES  # characters that end a word without quotes, apart from white space
_BREAKS_VALUE = QUOTES + ","


class QueryError(ValueError):
    """A fault in the text of a query. ``column`` counts from 1; ``end`` is the column after the fault."""

    def __init__(self, message: str, column: int, end: int, hint: str = "") -> None:
        super().__init__(f"column {column}: {message}")
        self.message = message
        self.column = column
        self.end = max(end, column + 1)
        self.hint = hint


@lru_cache(maxsize=16)  # a command parses the same text three times
def parse_query(text: str) -> Query:
    """Parse the text of a query. Raises QueryError at the first fault, or where the query becomes too long."""
    return _QueryParser(text).query()


def format_query(query: Query) -> str:
    """The text of ``query``, with as few quotes as possible."""
    return " ".join(map(format_clause, query.clauses))


def format_clause(clause: Clause) -> str:
    """The text of one clause."""
    start = "-" if clause.negated else ""
    if clause.field:
        return f"{start}{clause.field}:" + ",".join(map(format_term, clause.terms))
    return start + format_word(clause.terms[0])


def format_term(term: Term) -> str:
    """The text of a value after a colon, quoted only where that is necessary."""
    return _format(term, bool(term.text or term.prefix) and _is_unbroken(term.text, _BREAKS_VALUE))


def format_word(term: Term) -> str:
    """The text of a word or phrase, quoted only if it contains special characters or looks like an operator."""
    text = term.text
    plain = _is_unbroken(text, _BREAKS_WORD) and ":" not in text and not text.startswith("-")
    return _format(term, plain and bool(text or term.prefix) and not looks_like_operator(text))


def looks_like_operator(text: str) -> bool:
    """Whether a word may be meant as an operator: OR, ``!oil``, or ``,value``."""
    return text in OPERATORS or text.startswith(("!", ","))


def _is_unbroken(text: str, breaks: str) -> bool:
    return not any(c.isspace() or c in breaks or c == "*" for c in text)


def _format(term: Term, plain: bool) -> str:
    text = term.text if plain else '"' + term.text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text + "*" if term.prefix else text


class _QueryParser:
    """Parses the text of one query, and counts what has a limit."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.values = 0
        self.words = 0  # in terms of the prose fields
        self.characters = 0  # in all values

    def query(self) -> Query:
        """The whole query."""
        return Query(tuple(map(self._clause, words(self.text))))

    def _clause(self, word: Word) -> Clause:
        if word.negated and word.end == word.name_start:
            raise _error("nothing follows the minus", word.start, word.end, 'to look for a minus, write "-"')
        field = (word.name or "").lower()
        if word.name is not None and field not in FIELDS:
            raise self._unknown_field(word)
        terms = tuple([self._term(field, item, word.negated) for item in word.items])
        return Clause(field, terms, word.negated)

    def _term(self, field: str, item: Item, negated: bool) -> Term:
        if not item.closed:
            raise _error("this quote is not closed", item.start, item.end, 'close it with "')
        if not item.quoted and "*" in item.text:
            star = item.start + item.text.index("*")
            raise _error("a star can only be at the end", star, _end(item), "to find a star, put the value in quotes")
        term = Term(item.line, item.starred)
        if not term.text and not (field and term.prefix):
            raise self._nothing_there(field, item)
        term = self._date(field, term, item) if field in DATED else _checked(field, term, item, negated)
        if item.stray >= 0:
            raise self._stray(item)
        self._count(field, term, item)
        return term

    def _date(self, field: str, term: Term, item: Item) -> Term:
        """The term, if it is a value of this field of dates. Raises QueryError."""
        # 0.5 ms, and few queries have dates
        from timeline_tui.query.date_ranges import last_day, range_days

        end = _end(item)
        if term.prefix:
            raise _error(f"{field}: takes no star", end - 1, end)
        try:
            (range_days if FIELDS[field].dates == "range" else last_day)(term.text)
        except DateError as error:
            raise self._no_date(item, error) from error
        return term

    def _no_date(self, item: Item, error: DateError) -> QueryError:
        """The fault of a value that is not a date. If it begins a date with spaces, the fault is the missing quotes."""
        # imported here, because they take 7 ms and only a wrong date needs them
        from timeline_tui.dates.guesses import guesses
        from timeline_tui.query.date_ranges import range_days
        from timeline_tui.query.spaced_dates import date_with_spaces

        spaced = date_with_spaces(self.text, item)
        if not spaced:
            return _error(error.message, item.start + item.quoted + error.offset, _end(item), error.hint)
        rest = spaced[item.end - item.start :].strip()
        message = f"the date ends at the space: “{rest}” is searched for as text"
        try:
            range_days(spaced)
        except DateError as whole:
            hint = whole.hint if guesses(spaced, is_date) else f"{whole.message}; {whole.hint}"
        return _error(message, item.start, item.start + len(spaced), hint)

    def _count(self, field: str, term: Term, item: Item) -> None:
        """Count a term. Raises QueryError where a limit is exceeded."""
        self.values += 1
        self.characters += len(term.text)
        if field in PROSE:
            self.words += term.text.count(" ") + 1
        if self.values > MOST_VALUES:
            raise _error(f"a query has at most {MOST_VALUES:,} values", item.start, item.end)
        if self.characters > MOST_CHARACTERS:
            raise _error(f"the values of a query have at most {MOST_CHARACTERS:,} characters", item.start, item.end)
        if self.words > MOST_WORDS:
            raise _error(f"a query looks for at most {MOST_WORDS:,} words", item.start, item.end)

    def _unknown_field(self, word: Word) -> QueryError:
        # 0.1 ms, and only a wrong query needs it
        from timeline_tui.text.spelling import begun_or_nearest, did_you_mean

        assert word.name is not None
        start = word.name_start
        whole = item_between(self.text, start, word.end)
        quoted = format_word(Term(clean_line(self.text[start : _end(whole)])))
        near = SPOKEN.get(word.name.lower()) or begun_or_nearest(word.name.lower(), FIELDS)
        search = f"search for this text, write {quoted}"
        if not word.name:
            return _error("a field must come before a colon", start, start + 1, f"to {search}")
        hint = f"{did_you_mean(near)} To {search}" if near else f"to {search}"
        return _error(f"there is no field “{word.name}”", start, start + len(word.name), hint)

    def _nothing_there(self, field: str, item: Item) -> QueryError:
        if item.quoted:
            return _error("there is nothing between the quotes", item.start, _end(item))
        if not field:
            return _error("the beginning of a word must come before a star", item.start, _end(item))
        before = "comma" if self.text[item.start - 1] == "," else "colon"
        hint = f"a value follows the {before} without a space"
        return _error(f"nothing follows the {before}", item.start - 1, item.start, hint)

    def _stray(self, item: Item) -> QueryError:
        at = item.stray
        name, sign, _ = item.text.partition("=")
        field = SPOKEN.get(name.lower(), name.lower())
        if sign and field in FIELDS:
            return _error("a quote begins inside a word", at, at + 1, f"write {field}: instead of {name}=")
        if self.text[at] in QUOTES:
            return _error("a quote begins inside a word", at, at + 1, "put a space before it")
        return _error("something follows the quote", at, at + 1, "put a space after the quote")


def _checked(field: str, term: Term, item: Item, negated: bool) -> Term:
    """The term, with the value of ``has:`` and ``is:`` in its usual spelling. Raises QueryError for a wrong value."""
    end = _end(item)
    if term.prefix and (field in CHOICES or field in ORDER):
        raise _error(f"{field}: takes no star", end - 1, end)
    if field not in CHOICES:
        return term
    choices = CHOICES[field]
    value = fold(term.text)
    if value in choices:
        return Term(value)
    from timeline_tui.text.spelling import did_you_mean  # as above

    meant = choice_meant(field, value, negated)
    hint = did_you_mean(meant and format_clause(meant), "one of " + ", ".join(choices))
    raise _error(f"{field}: cannot be “{term.text}”", item.start, end, hint)


def choice_meant(field: str, value: str, negated: bool = False) -> Clause | None:
    """What a wrong value of ``has:`` or ``is:`` may mean: ``-is:unchecked`` for "checked"; None without a guess."""
    from timeline_tui.text.spelling import begun_or_nearest  # as above

    opposites = {**OPPOSITES[field], **(_NOT_AGREED if field == "is" else {})}
    near = begun_or_nearest(value, (*CHOICES[field], *opposites))
    if near is None:
        return None
    return Clause(field, (Term(opposites.get(near, near)),), negated != (near in opposites))


def _end(item: Item) -> int:
    """The offset where an item ends, without its stray characters."""
    return item.end if item.stray < 0 else item.stray


def _error(message: str, start: int, end: int, hint: str = "") -> QueryError:
    return QueryError(message, start + 1, end + 1, hint)
