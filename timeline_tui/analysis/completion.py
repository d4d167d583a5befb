"""Completions for the query bar: names of fields, their values, and the terms that a typed word may mean.

A word may be a state, a date, a part of a value, or a misspelling: ``disputed``, ``13 June``, ``jap``, ``Japon``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from typing import NamedTuple

from timeline_tui.analysis.date_completion import (
    date_begun,
    date_in_words,
    date_kind,
    dates_beginning,
    dates_meant,
    is_value,
    published_beginning,
)
from timeline_tui.analysis.meant import clauses_for_word
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.edtf import is_date
from timeline_tui.query.query import EVERYTHING, Clause, Query, Term
from timeline_tui.query.query_fields import CHOICES, COMPARED, DATED, FACETS, FIELDS, ORDER, VALUES
from timeline_tui.query.syntax import QueryError, choice_meant, format_clause, format_term, parse_query
from timeline_tui.query.tokens import Item, Word, item_between, words
from timeline_tui.text.text import fold, shorten

MOST_OFFERS = 12
SHORTEST = 3  # letters of a word that may be a state
SHORTEST_MISSPELT = 4  # letters of a word that may be a misspelling
_TITLE = 40  # cells of the title of an event
_COUNTED = 100_000  # events; in a million, a dozen counts of dates of publication take 40 ms
MOST_COMPARED = 20_000  # values that a misspelt word is compared with: 50 ms at most


class Completion(NamedTuple):
    """One completion: the whole text of the query and the cursor after it is accepted.

    The list shows ``name``, ``detail``, which is a number of events or a description, and ``kind``: the field of a
    value, the key of a source or the weekday of a date.
    """

    text: str
    cursor: int
    name: str
    detail: str
    kind: str = ""

    @property
    def label(self) -> str:
        """The name and the kind."""
        return f"{self.name} — {self.kind}" if self.kind else self.name


def complete(text: str, cursor: int, whole: Slice, limit: int = MOST_OFFERS) -> tuple[Completion, ...]:
    """Return at most ``limit`` completions at ``cursor``, an offset into ``text``, best first.

    ``whole`` supplies index and stars; its query is not used. The counts are the numbers of events that the completed
    queries would find.
    """
    return Completer(text, cursor, whole).offers(limit)


class Completer:
    """Completes the item at the cursor, such as one value of a clause. A completion replaces text[first:last].

    ``word`` has the clause, and ``others`` are its other values. ``is_alone`` is True if the query has nothing else.
    ``field`` is "" in a plain word, and in the name of a field before its colon is typed. ``typed`` is the item up to
    the cursor, and ``stem`` the same without quotes.
    """

    def __init__(self, text: str, cursor: int, whole: Slice) -> None:
        self.text, self.cursor, self.whole = text, cursor, whole
        word = _word_at(text, cursor)
        begun = date_begun(text, cursor, word)
        self.word = word = begun or word
        self.field = (word.name or "").lower() if cursor >= word.field_end else ""
        self.in_name = word.name is not None and cursor < word.field_end
        if self.in_name:
            self.first, self.last = word.name_start, word.field_end
            self.others: tuple[Item, ...] = ()
        elif begun:
            self.first, self.last, self.others = begun.items[-1].start, cursor, begun.items[:-1]
        else:
            # If the cursor is before the minus of a word, the completion is inserted before the minus.
            item = next((item for item in word.items if cursor <= item.end), word.items[-1])
            self.first = min(item.start, cursor)
            self.last = item.end if item.closed else cursor  # an unclosed quote would include the text after the cursor
            self.others = tuple(other for other in word.items if other is not item)
        self.typed = text[self.first : cursor]
        self.stem = self.typed if begun else item_between(text, self.first, max(self.first, cursor)).line
        rest = text[: word.start] + text[self.last :]
        self.is_alone = not (rest.strip() or self.others or word.negated)
        self.index = whole.index
        self.slice_of = cache(whole.with_query)  # all completions have the same rest of the query

    def offers(self, limit: int) -> tuple[Completion, ...]:
        """At most ``limit`` completions that change the text, best first."""
        return tuple(
            islice((completion for completion in self.completions(limit) if completion.text != self.text), limit)
        )

    def completions(self, limit: int) -> Iterator[Completion]:
        """The completions, best first."""
        if self.field in CHOICES:
            yield from self._choices()
        elif self.field in DATED:
            yield from self._dates(limit)
        elif self.field in ORDER:
            yield from self._compared(limit)
        elif self.field in VALUES:
            yield from self._values(limit)
        elif not self.field:
            yield from self._fields()
            if not self.in_name and fold(self.stem):
                yield from self._terms(limit)

    def _fields(self) -> Iterator[Completion]:
        for name, field in FIELDS.items():
            if name.startswith(self.typed.lower()) and (not field.compared or self.index.facet(name).values):
                yield self._completion(f"{name}:", f"{name}:", field.meaning)

    def _choices(self) -> Iterator[Completion]:
        stem = fold(self.stem)
        for value, meaning in sorted(CHOICES[self.field].items(), key=lambda choice: not choice[0].startswith(stem)):
            is_of_other = value in COMPARED and not self.index.facet(COMPARED[value]).values
            if stem in value and not is_of_other:
                yield self._completion(value, value, meaning)

    def _values(self, limit: int) -> Iterator[Completion]:
        """Values that begin with the word, then values that contain it. If there are none, the most similar value."""
        taken = {fold(item.line) for item in self.others}
        begins, holds = self.index.suggestions(self.field, fold(self.stem), limit + len(taken))
        if not (begins or holds) and len(self.stem) >= SHORTEST_MISSPELT:
            begins = [near] if (near := self._near(self.field)) else []
        free = (value for value in (*begins, *holds) if fold(value) not in taken)
        for (field, value), count in self._counted((self.field, value) for value in islice(free, limit)):
            name = self._name(field, value)
            kind = "" if name == value else value
            yield self._completion(self._item(field, value), name, _detail(count), kind)

    def _name(self, field: str, value: str) -> str:
        """A source, or an origin, by its publisher and title; everything else as it is."""
        source = self.index.named_source(field, value)
        return source.full_label if source else value

    def _near(self, field: str) -> str | None:
        """The value that the word may be a misspelling of; None among too many values."""
        count = self.index.total if field == "id" else len(self.index.facet(field).values)
        return self.index.facet(field).nearest(self.stem) if count <= MOST_COMPARED else None

    def _compared(self, limit: int) -> Iterator[Completion]:
        """Dates that begin with the word, at most a third of all, then ids that begin with it or contain it.

        They have no counts: among a million events, a dozen of them take 100 ms.
        """
        if self.stem[:1].isdigit():
            for text in islice(dates_beginning(self.index, self.stem), limit // 3):
                yield self._completion(text, text, "", date_kind(text))
        begins, holds = self.index.suggestions("id", fold(self.stem), limit)
        for id in islice((*begins, *holds), limit):
            event = self.index.event(self.index.position(id) or 0)
            yield self._completion(format_term(Term(id)), id, shorten(event.title, _TITLE))

    def _terms(self, limit: int) -> Iterator[Completion]:
        """Terms that a word without a field may mean. If there are none, terms with a similar spelling."""
        begins, holds = self._facet_values(limit)
        dates = [*self._word_dates(limit)]
        terms = [*self._states(), *(dates + begins if self.stem[:1].isdigit() else begins + dates), *holds]
        yield from terms or self._nearest()

    def _states(self) -> Iterator[Completion]:
        stem = fold(self.stem)
        states = [
            (field, value)
            for field, choices in CHOICES.items()
            for value in choices
            if len(stem) >= SHORTEST and value.startswith(stem)
        ]
        for (field, value), count in self._counted(iter(states)):
            yield self._completion(f"{field}:{value}", f"{field}:{value}", _detail(count), FIELDS[field].noun)

    def _facet_values(self, limit: int) -> tuple[list[Completion], list[Completion]]:
        """At most ``limit`` values of all facets that begin with the word or contain it."""
        found: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
        for field in FACETS:
            for rank, values in enumerate(self.index.facet(field).suggestions(fold(self.stem), limit)):
                found[rank].extend((field, value) for value in values)
        kept = dict(self._counted(iter([*found[0], *found[1]][:limit])))
        begins = frozenset(found[0])
        shown = [(self._value_term(*pair, count), pair in begins and count != 0) for pair, count in kept.items()]
        return [term for term, is_first in shown if is_first], [term for term, is_first in shown if not is_first]

    def _value_term(self, field: str, value: str, count: int | None) -> Completion:
        name = self._name(field, value)
        kind = field if name == value else f"{field} {value}"
        return self._completion(self._item(field, value), name, _detail(count), kind)

    def _item(self, field: str, value: str) -> str:
        """The text of a value, with its field if the reader has not typed one."""
        return f"{'' if self.field else field + ':'}{format_term(Term(value))}"

    def _nearest(self) -> Iterator[Completion]:
        """The values nearest to a word that no event has, and what else it may mean."""
        term = Term(self.stem)
        if len(self.stem) < SHORTEST_MISSPELT or self.index.bits(Clause("", (term,))):
            return
        states = set()
        for field in CHOICES:
            meant_choice = choice_meant(field, self.stem)
            if meant_choice and not (self.word.negated and meant_choice.negated):
                text = format_clause(meant_choice)
                states.add(text)
                yield self._completion(text, text, _detail(self._count(text)), FIELDS[field].noun)
        values_to_compare = MOST_COMPARED
        for field in FACETS:
            facet = self.index.facet(field)
            values_to_compare -= len(facet.values)
            near = facet.nearest(self.stem) if values_to_compare >= 0 else None
            if near:
                yield self._value_term(field, near, self._count_value(field, near))
        meant = clauses_for_word("", term, self.index)
        if meant and not self.word.negated and meant not in states:
            kind = "" if parse_query(meant).clauses[0].field else "word"
            yield self._completion(meant, meant, _detail(self._count(meant)), kind)

    def _dates(self, limit: int) -> Iterator[Completion]:
        start, dots, end = self.stem.rpartition("..")
        first, slash, last = end.rpartition("/")
        before, stem = (f"{first}/", last) if slash and is_date(first) else ("", end)
        if start and not is_date(start):
            start = next(dates_meant(self.index, start), start)
        beginning = dates_beginning if self.field == "date" else published_beginning
        is_counted = self.field == "date" or self.index.total <= _COUNTED
        for text in islice(beginning(self.index, stem), limit):
            value = f"{start}{dots}{before}{text}"
            if is_value(self.field, value):  # otherwise it ends before it begins
                count = self._count(value) if is_counted else None
                yield self._completion(value, text, _detail(count), date_kind(text))

    def _word_dates(self, limit: int) -> Iterator[Completion]:
        """The dates that the words up to the cursor may mean: ``2024-06``, ``june``, ``13 June``."""
        first = date_in_words(self.text, self.cursor, self.word)
        stem = self.stem if first == self.word.name_start else self.text[first : self.cursor]
        first = min(first, self.first)
        dates = dates_meant(self.index, stem)
        if is_date(stem):
            dates = chain([stem], (date for date in dates_beginning(self.index, stem) if date != stem))
        for date in islice(dates, limit):
            term = f"date:{date}"
            count = self._count(term, first)
            if count or not stem.isdecimal():
                yield self._completion(term, term, _detail(count), date_kind(date), first)

    def _counted(self, values: Iterator[tuple[str, str]]) -> list[tuple[tuple[str, str], int | None]]:
        """Pairs of field and value with their numbers of events. Pairs with 0 events come last."""
        counted = [((field, value), self._count_value(field, value)) for field, value in values]
        return sorted(counted, key=lambda pair: pair[1] == 0)

    def _count_value(self, field: str, value: str) -> int | None:
        """As `_count`. If the query is one value of a facet, the facet has the number.

        So the first letters of a query take 4 ms less in a million events.
        """
        if self.is_alone and field in FACETS:
            return self.index.facet(field).total(value)
        return self._count(self._item(field, value))

    def _count(self, item: str, first: int | None = None) -> int | None:
        """The number of events that the query finds after ``item`` is put in; None if its clause has an error."""
        clause, others, rest = self._completed(item, first)
        if clause is None:
            return None
        found = self.index.bits(clause, self.whole.stars)
        if others:
            bits_of_others = self.slice_of(Query((clause._replace(terms=others),))).mask
            found = found & bits_of_others if clause.negated else found | bits_of_others
        return (self.slice_of(rest).mask & found).bit_count()

    def _completed(self, item: str, first: int | None = None) -> tuple[Clause | None, tuple[Term, ...], Query]:
        """The clause of ``item`` alone, the other values of the clause, and the other clauses of the completed query.

        The clause is None if it has an error, such as another value that is not a date. If there is an error
        elsewhere, the other clauses are left out.
        """
        first = self.first if first is None else first
        start = min(first, self.word.start)
        before = self.text[start:first]
        has_earlier = before.endswith(",")  # values; they are parsed once for all completions
        completed = (self.text[start : self.word.field_end] if has_earlier else before) + item + self.text[self.last :]
        end = next(words(completed)).end
        clauses = _query(completed[:end]).clauses
        earlier = _query(before[:-1]).clauses if has_earlier else ()
        if not clauses or (has_earlier and not earlier):
            return None, (), EVERYTHING
        term, *later = clauses[0].terms
        others = (*(earlier[0].terms if earlier else ()), *later)
        return clauses[0]._replace(terms=(term,)), others, _query(self.text[:start] + completed[end:])

    def _completion(self, item: str, name: str, detail: str, kind: str = "", first: int | None = None) -> Completion:
        """The completion that puts ``item`` in place of text[first:last]."""
        before = self.text[: self.first if first is None else first] + item
        return Completion(before + self.text[self.last :], len(before), name, detail, kind)


def _word_at(text: str, cursor: int) -> Word:
    """The word that the cursor touches; an empty one if there is none."""
    word_before = next((word for word in words(text) if word.end >= cursor), None)
    if word_before and word_before.start <= cursor:
        return word_before
    return Word(cursor, cursor, (item_between(text, cursor, cursor),), negated=False, name=None, field_end=cursor)


def _detail(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def _query(text: str) -> Query:
    """The query in ``text``; the empty query if the text has an error."""
    try:
        return parse_query(text)
    except QueryError:
        return EVERYTHING
