"""The query as text: :func:`parse_query` and :func:`format_query` are each other's inverse.

Clauses stand side by side, separated by white space::

    word "a phrase" -word field:value field:"a value",other field:begins* -field:value

A quoted value may hold anything; in it, backslash stands before a quote or a backslash. Typographic quotes do as well.
A colon makes a field of what stands before it, so a word with a colon wants quotes.
"""

from __future__ import annotations

from timeline_tui.dates import DateError
from timeline_tui.query import CHOICES, FIELDS, Clause, Query, Term
from timeline_tui.ranges import range_days
from timeline_tui.text import clean_line, fold, nearest

QUOTES = '"“”„'
_ESCAPED = QUOTES + "\\"
_AFTER_WORD = QUOTES  # what ends a word or value without quotes, beside white space
_AFTER_VALUE = QUOTES + ","
# What the file or everyday language calls a field, for the hint.
_SPOKEN = {
    "countries": "country",
    "people": "person",
    "who": "person",
    "organization": "org",
    "organizations": "org",
    "organisation": "org",
    "tag": "topic",
    "by": "speaker",
    "when": "date",
    "where": "place",
    "text": "quote",
}


class QueryError(ValueError):
    """What is wrong with the text of a query. ``column`` counts from 1; ``end`` is the column behind the fault."""

    def __init__(self, message: str, column: int, end: int, hint: str = "") -> None:
        super().__init__(f"column {column}: {message}")
        self.message = message
        self.column = column
        self.end = max(end, column + 1)
        self.hint = hint


def parse_query(text: str) -> Query:
    """The query that ``text`` says. Raises QueryError at the first fault."""
    return Query(tuple(_Reader(text).clauses()))


def format_query(query: Query) -> str:
    """The text of ``query``, with as few quotes as it takes."""
    return " ".join(map(format_clause, query.clauses))


def format_clause(clause: Clause) -> str:
    """The text of one clause."""
    start = "-" if clause.negated else ""
    if clause.field:
        return f"{start}{clause.field}:" + ",".join(map(format_term, clause.terms))
    return start + format_term(clause.terms[0], _AFTER_WORD)


def format_term(term: Term, ends: str = _AFTER_VALUE) -> str:
    """The text of a term, quoted unless it reads the same without; ``ends`` are the characters that would end it."""
    plain = not any(c.isspace() or c in ends or c == "*" for c in term.text) and (term.text or term.prefix)
    if ends == _AFTER_WORD:
        plain = plain and ":" not in term.text and not term.text.startswith("-")
    if plain:
        text = term.text
    else:
        text = '"' + term.text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text + "*" if term.prefix else text


class _Reader:
    """Reads clauses from left to right; ``at`` is the offset reached."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def clauses(self) -> list[Clause]:
        clauses = []
        while self._skip_space():
            clauses.append(self._clause())
        return clauses

    def _clause(self) -> Clause:
        start = self.at
        negated = self._take("-")
        if negated and self._at_end():
            raise self._error("nothing stands after the minus", start, hint='to look for a minus, write "-"')
        field = self._field()
        terms = [self._term(field)]
        while field and self._take(","):
            terms.append(self._term(field))
        if not self._at_end():
            raise self._crowded()
        return Clause(field, tuple(terms), negated)

    def _field(self) -> str:
        """The field whose name and colon stand here, left behind; "" for a word or phrase."""
        start = self.at
        name, colon, _ = self.text[start : self._end(_AFTER_WORD)].partition(":")
        if not colon:
            return ""
        field = name.lower()
        if field not in FIELDS:
            raise self._unknown(name, start)
        self.at = start + len(name) + 1
        return field

    def _term(self, field: str) -> Term:
        start = self.at
        quoted = self.text[start : start + 1] in QUOTES and start < len(self.text)
        raw = self._quoted() if quoted else self._run(_AFTER_VALUE if field else _AFTER_WORD)
        prefix = self._take("*") if quoted else raw.endswith("*")
        if prefix and not quoted:
            raw = raw[:-1]
        if not quoted and "*" in raw:
            raise self._error(
                "a star stands at the end only", start + raw.index("*"), hint="in quotes it is a star like any other"
            )
        term = Term(clean_line(raw), prefix)
        if not term.text and not (field and prefix):
            raise self._missing(field, start, quoted)
        return self._checked(field, term, start, start + quoted)

    def _quoted(self) -> str:
        """What stands between the quotes that begin here; a straight one is closed by its like alone."""
        text, at, inside = self.text, self.at + 1, []
        closing = '"' if text[self.at] == '"' else QUOTES
        while at < len(text) and text[at] not in closing:
            if text[at] == "\\" and text[at + 1 : at + 2] in _ESCAPED:
                at += 1
            inside.append(text[at : at + 1])
            at += 1
        if at >= len(text):
            raise self._error("this quote is not closed", self.at, len(text), hint='close it with "')
        self.at = at + 1
        return "".join(inside)

    def _checked(self, field: str, term: Term, start: int, text_start: int) -> Term:
        """The term, if its field can hold it."""
        if field not in CHOICES and field != "date":
            return term
        if term.prefix:
            raise self._error(f"{field}: takes no star", self.at - 1, self.at)
        if field == "date":
            try:
                range_days(term.text)
            except DateError as error:
                raise self._error(error.message, text_start + error.offset, self.at, error.hint) from error
            return term
        choices = CHOICES[field]
        value = fold(term.text)
        if value in choices:
            return Term(value)
        near = nearest(value, choices)
        hint = f"did you mean {field}:{near}?" if near else "one of " + ", ".join(choices)
        raise self._error(f"{field}: cannot be “{term.text}”", start, hint=hint)

    def _unknown(self, name: str, start: int) -> QueryError:
        quoted = format_term(Term(clean_line(self._run(_AFTER_WORD))), _AFTER_WORD)
        near = _SPOKEN.get(name.lower()) or nearest(name.lower(), FIELDS)
        instead = f"to look for the text, write {quoted}"
        if not name:
            return self._error("a colon wants a field before it", start, start + 1, instead)
        hint = f"did you mean {near}:? Else, {instead}" if near else instead
        return self._error(f"there is no field “{name}”", start, start + len(name), hint)

    def _missing(self, field: str, start: int, quoted: bool) -> QueryError:
        if quoted:
            return self._error("nothing stands between the quotes", start)
        if not field:
            return self._error("a star wants the beginning of a word before it", start)
        before = "comma" if self.text[start - 1] == "," else "colon"
        return self._error(
            f"nothing stands after the {before}", start - 1, start, f"a value follows the {before} without a space"
        )

    def _crowded(self) -> QueryError:
        if self.text[self.at] in QUOTES:
            return self._error("a quote begins inside a word", self.at, hint="put a space before it")
        return self._error("something follows the quote", self.at, hint="put a space after the quote")

    def _error(self, message: str, start: int, end: int = 0, hint: str = "") -> QueryError:
        return QueryError(message, start + 1, (end or self.at) + 1, hint)

    def _run(self, ends: str) -> str:
        """What stands here before white space or one of ``ends``, left behind."""
        start, self.at = self.at, self._end(ends)
        return self.text[start : self.at]

    def _end(self, ends: str) -> int:
        at = self.at
        while at < len(self.text) and not (self.text[at].isspace() or self.text[at] in ends):
            at += 1
        return at

    def _skip_space(self) -> bool:
        """Leave white space behind. Whether anything follows it."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)

    def _take(self, character: str) -> bool:
        taken = self.text.startswith(character, self.at)
        self.at += taken
        return taken

    def _at_end(self) -> bool:
        return self.at >= len(self.text) or self.text[self.at].isspace()
