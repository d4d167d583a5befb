"""The condition in SQL of a query: which rows of `tables.EVENTS` it finds. It finds what `Index.query_bits` finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import and_, cast, false, func, literal, not_, or_, select, true
from sqlalchemy.dialects.postgresql import TSQUERY

from timeline_tui.dates.edtf import is_date
from timeline_tui.dates.when import UNDATED, When, parse
from timeline_tui.index.database import date_conditions
from timeline_tui.index.database.event_rows import KEPT, EventRecords, event_number, index_key
from timeline_tui.index.database.marked_words import LONGEST, marked, searched
from timeline_tui.index.database.tables import (
    CITATIONS,
    EVENTS,
    FACETS,
    ORDER,
    QUOTES,
    RECORDS,
    RELATIONS,
    SOURCES,
    TEXTS,
    VALUES,
    WORDS,
)
from timeline_tui.index.questions import Asked, Items
from timeline_tui.model.starred import Star, has_quote, star_of
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.date_ranges import FARTHEST, date_range, last_day
from timeline_tui.query.matching import TEXTS as PROSE_TEXTS
from timeline_tui.query.query import Clause, Term
from timeline_tui.query.query_fields import DATED
from timeline_tui.query.query_fields import ORDER as ORDER_FIELDS
from timeline_tui.query.query_fields import VALUES as VALUE_FIELDS
from timeline_tui.text.text import fold

Condition = Any

_COLUMNS = {"": TEXTS.c.words, "title": TEXTS.c.title, "quote": TEXTS.c.quotes}
_IS_CUT = func.char_length(WORDS.c.word) >= LONGEST
_MOST_WORDS = 1_000  # with more words of the vocabulary, reading all texts is as fast
_AT_ONCE = 4  # words in one condition; PostgreSQL estimates the same cost for any number of words
_MOST_BYTES = 500_000  # of these words; PostgreSQL allows 1 MB


class Conditions:
    """Makes the conditions of queries. ``connection`` is used to look up values; ``aliases`` are the chronology's."""

    def __init__(self, connection: Any, aliases: Aliases) -> None:
        self._connection = connection
        self._aliases = aliases

    def of(self, asked: Asked) -> Condition:
        """The condition that an item satisfies all clauses of a query, and is ``of`` one of the speakers or sources."""
        clauses = [self.clause(clause, asked.stars) for clause in dict.fromkeys(asked.query.clauses)]
        return and_(true(), *clauses, *([] if asked.of is None else [self._of(asked.items, asked.of)]))

    def _of(self, items: Items, names: tuple[str, ...]) -> Condition:
        if items == "quotes":
            return QUOTES.c.speaker_key.in_([index_key(self._aliases.key("speaker", name)) for name in names])
        keys = [index_key(self._aliases.key("source", name)) for name in names]
        disputes = or_(CITATIONS.c.stance == "disputes", CITATIONS.c.disputes), CITATIONS.c.event == EVENTS.c.event
        cited = select(literal(1)).join_from(CITATIONS, SOURCES, SOURCES.c.id == CITATIONS.c.source)
        return cited.where(*disputes, SOURCES.c.name_key.in_(keys)).correlate(EVENTS).exists()

    def clause(self, clause: Clause, stars: Collection[str] = ()) -> Condition:
        """The condition for a clause."""
        if clause.field in VALUE_FIELDS and clause.field not in DATED:
            holds = self._valued(clause.field, clause.terms)
        else:
            holds = or_(false(), *(self._term(clause.field, term, stars) for term in clause.terms))
        return not_(holds) if clause.negated else holds

    def keys(self, field: str, terms: Iterable[Term], column: Any) -> Condition:
        """The condition that a key of ``field`` in ``column`` is matched by any of ``terms``, which are not dates."""
        exact = {index_key(self._aliases.key(field, term.text)) for term in terms if not term.prefix}
        conditions = []
        for needle in {fold(term.text) for term in terms if term.prefix}:
            exact.update(map(index_key, self._aliases.beginning(field, needle)))
            if len(needle) <= KEPT:
                conditions.append(column.startswith(needle, autoescape=True))
            else:
                exact.update(self._long_keys(field, needle))
        return or_(column.in_(sorted(exact)) if exact else false(), *conditions)

    def _long_keys(self, field: str, needle: str) -> Iterable[str]:
        """The keys of the values of a field that begin with a needle, if an index does not keep all of the needle."""
        if field == "id":
            rows = select(EVENTS.c.id_key, EVENTS.c.id).where(
                EVENTS.c.id_key.startswith(needle[:KEPT], autoescape=True)
            )
        else:
            begins = FACETS.c.key.startswith(needle[:KEPT], autoescape=True)
            rows = select(FACETS.c.key, FACETS.c.value).where(FACETS.c.field == field, begins)
        return [key for key, value in self._connection.execute(rows) if fold(value).startswith(needle)]

    def _valued(self, field: str, terms: Sequence[Term]) -> Condition:
        if field == "id":
            return self.keys(field, terms, EVENTS.c.id_key)
        return _has_value(field, self.keys(field, terms, VALUES.c.key))

    def _term(self, field: str, term: Term, stars: Collection[str]) -> Condition:
        if field in PROSE_TEXTS:
            return self._prose(field, term)
        if field == "date":
            return date_conditions.touching(date_range(term.text))
        if field == "published":
            return self._published(term)
        if field == "known":
            return and_(EVENTS.c.known_day.is_not(None), EVENTS.c.known_day <= last_day(term.text))
        if field in ORDER_FIELDS:
            return self._ordered(field, term.text)
        if (field, term.text) == ("is", "starred"):
            return self._starred(stars)
        mark = _has_value(field, VALUES.c.key == term.text)
        return or_(mark, _is_named_by_others()) if (field, term.text) == ("has", "related") else mark

    # Words

    def _prose(self, field: str, term: Term) -> Condition:
        needle = fold(term.text)
        if not needle:
            return true()
        text = searched(needle, term.prefix)
        found, has_no_lexemes = func.strpos(_COLUMNS[field], text) > 0, TEXTS.c.lexemes.is_(None)
        if field or " " in needle:
            may_have = [_any_of(words) for words in self._words_of(needle, term.prefix) if words is not None]
            found = and_(or_(has_no_lexemes, and_(*may_have)), found) if may_have else found
            if may_have and " " in needle:
                # Because of the offset, PostgreSQL finds these texts first. Otherwise it reads the text of each event
                # in order of time until a page is full. If none of a million events has the phrase, that takes 31 s
                # instead of 1.6 s.
                return EVENTS.c.event.in_(select(TEXTS.c.event).where(found).offset(0))
        else:
            words, cut = self._words(func.strpos(WORDS.c.word, text) > 0), self._words(_IS_CUT)
            if words is not None and cut is not None:  # the words are certain, and no text is read
                found = or_(_any_of(words), and_(or_(has_no_lexemes, _any_of(cut)), found))
        return EVENTS.c.event.in_(select(TEXTS.c.event).where(found))

    def _words_of(self, needle: str, prefix: bool) -> Iterable[Sequence[str] | None]:
        """For each word of a needle, words of the vocabulary. An event with the needle has one of these."""
        first, *middle, last = needle.split(" ") if " " in needle else ("", needle)
        word = WORDS.c.word
        if not first:
            return [self._words(or_(func.strpos(word, searched(last, prefix)) > 0, _IS_CUT))]
        whole = [word == marked(part)[:LONGEST] for part in middle]
        ends = word.endswith(searched(first, prefix), autoescape=True)
        begins = word.startswith(marked(last)[:LONGEST], autoescape=True)
        return [self._words(or_(part, _IS_CUT)) for part in (ends, *whole, begins)]

    def _words(self, condition: Condition) -> Sequence[str] | None:
        """The words of the vocabulary that meet a condition; None if they are so many that they would not help."""
        words = [*self._connection.execute(select(WORDS.c.word).where(condition).limit(_MOST_WORDS + 1)).scalars()]
        is_short = len(words) <= _MOST_WORDS and len("".join(words).encode()) < _MOST_BYTES
        return words if is_short else None

    # Dates and order

    def _published(self, term: Term) -> Condition:
        asked = date_range(term.text)
        margin = FARTHEST if asked.has_time else 0
        near = select(FACETS.c.key, FACETS.c.value).where(
            FACETS.c.field == "published",
            FACETS.c.first_day <= asked.last + margin,
            FACETS.c.last_day >= asked.first - margin,
        )
        if asked.has_time:
            rows = self._connection.execute(near)
            keys = [key for key, value in rows if asked.touches(parse(value))]
            return _has_value("published", VALUES.c.key.in_(keys)) if keys else false()
        return _has_value("published", VALUES.c.key.in_(near.with_only_columns(FACETS.c.key)))

    def _ordered(self, field: str, text: str) -> Condition:
        """The events that a field of ORDER finds; as `Ordering.found`."""
        event_id, date = self._compared(text)
        if date is None:
            return false()
        is_possible = field.startswith("possibly-")
        is_after = field.endswith("after") is not is_possible
        condition = self._after(date, event_id) if is_after else self._before(date, event_id)
        if not is_possible:
            return condition
        return and_(not_(condition), EVENTS.c.id != event_id) if event_id is not None else not_(condition)

    def _compared(self, text: str) -> tuple[str | None, When | None]:
        """The id and the date of the event with this id; else None and the date that it is, if any."""
        record = self._connection.execute(
            select(RECORDS.c.record).join(EVENTS, EVENTS.c.event == RECORDS.c.event).where(EVENTS.c.id == text)
        ).scalar()
        if record is not None:
            return text, EventRecords().event(record).date
        return None, parse(text) if is_date(text.strip()) else None

    def _after(self, date: When, event_id: str | None) -> Condition:
        """The events that are certainly after a date; as `Ordering.after`."""
        condition = date_conditions.after(date, event_id is not None)
        if not self._states_order():
            return condition
        for other in self._deciding(ORDER.c.earlier, ORDER.c.later, event_id, date, EVENTS.c.last_day):
            if other.latest <= date.latest + FARTHEST or not date.is_certain:
                condition = or_(condition, date_conditions.after(other, event_id is not None))
        near = true() if self._orders_uncertain() else date_conditions.near_first_day(date.latest)
        doubtful = select(EVENTS.c.event).where(condition, near)
        return or_(condition, EVENTS.c.event.in_(_reached(ORDER.c.earlier, ORDER.c.later, event_id, doubtful)))

    def _before(self, date: When, event_id: str | None) -> Condition:
        """The events that are certainly before a date; as `Ordering.before`."""
        condition = date_conditions.before(date, event_id is not None)
        if not self._states_order():
            return condition
        for other in self._deciding(ORDER.c.later, ORDER.c.earlier, event_id, date, EVENTS.c.first_day.desc()):
            if other.earliest >= date.earliest - FARTHEST or not date.is_certain:
                condition = or_(condition, date_conditions.before(other, event_id is not None))
        near = true() if self._orders_uncertain() else date_conditions.near_last_day(date.earliest)
        doubtful = select(EVENTS.c.event).where(condition, near)
        return or_(condition, EVENTS.c.event.in_(_reached(ORDER.c.later, ORDER.c.earlier, event_id, doubtful)))

    def _states_order(self) -> bool:
        return self._connection.execute(select(ORDER.c.event).limit(1)).scalar() is not None

    def _orders_uncertain(self) -> bool:
        """Whether the order of events has one whose days are not certain."""
        ends = select(ORDER.c.earlier).union_all(select(ORDER.c.later))
        uncertain = select(EVENTS.c.event).where(not_(EVENTS.c.is_certain), EVENTS.c.event.in_(ends)).limit(1)
        return self._connection.execute(uncertain).scalar() is not None

    def _deciding(self, here: Any, there: Any, event_id: str | None, date: When, nearest: Any) -> list[When]:
        """The dates of events that the order reaches from an event, if they can find more than its own ``date``.

        These are all with a time of day and, if ``date`` is not certain, the first of the others by ``nearest``.
        """
        if event_id is None:
            return []
        reached = EVENTS.c.event.in_(_reached(here, there, event_id, None))
        dated = (
            select(RECORDS.c.record).join(EVENTS, EVENTS.c.event == RECORDS.c.event).where(reached, EVENTS.c.is_certain)
        )
        records = [*self._connection.execute(dated.where(EVENTS.c.has_clock)).scalars()]
        if not date.is_certain:
            first = dated.where(not_(EVENTS.c.has_clock), EVENTS.c.first_day < UNDATED).order_by(nearest).limit(1)
            records += self._connection.execute(first).scalars()
        return [EventRecords().event(record).date for record in records]

    # Stars

    def _starred(self, stars: Collection[str]) -> Condition:
        """The events that have a star, or a quote or source with one."""
        parsed = [star_of(star) for star in sorted(stars)]
        ids = [star.event for star in parsed if star.event and not star.quote]
        ids += self._with_quotes([star for star in parsed if star.event and star.quote])
        sources = [Term(star.source) for star in parsed if star.source]
        return or_(EVENTS.c.id.in_(ids) if ids else false(), self._valued("source", sources) if sources else false())

    def _with_quotes(self, stars: Sequence[Star]) -> list[str]:
        """The ids of the events of stars on quotes, if they have these quotes."""
        if not stars:
            return []
        rows = self._connection.execute(
            select(EVENTS.c.id, RECORDS.c.record)
            .join(RECORDS, EVENTS.c.event == RECORDS.c.event)
            .where(EVENTS.c.id.in_(sorted({star.event for star in stars})))
        )
        events = {event_id: EventRecords().event(record) for event_id, record in rows}
        return [star.event for star in stars if star.event in events and has_quote(events[star.event], star)]


def _has_value(field: str, key: Condition) -> Condition:
    """The events with a value of ``field`` whose key meets a condition."""
    is_of_event = VALUES.c.event == EVENTS.c.event, VALUES.c.field == field
    return select(literal(1)).where(*is_of_event, key).correlate(EVENTS).exists()


def _is_named_by_others() -> Condition:
    named = RELATIONS.c.target == EVENTS.c.id, RELATIONS.c.event != EVENTS.c.event
    return select(literal(1)).where(*named).correlate(EVENTS).exists()


def _any_of(words: Sequence[str]) -> Condition:
    """The events with any of these lexemes."""
    quoted = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words]
    queries = [" | ".join(quoted[start : start + _AT_ONCE]) for start in range(0, len(quoted), _AT_ONCE)]
    return or_(false(), *(TEXTS.c.lexemes.bool_op("@@")(cast(literal(query), TSQUERY)) for query in queries))


def _reached(here: Any, there: Any, event_id: str | None, starts: Any | None) -> Any:
    """The numbers of the events that chains of the order reach from an event and from the events of ``starts``."""
    first = select(there.label("event"))
    conditions = [here == event_number(event_id)] if event_id is not None else []
    conditions += [here.in_(starts)] if starts is not None else []
    reached = first.where(or_(*conditions)).cte(recursive=True)
    step = ORDER.alias()
    following = select(step.c[there.name]).join(reached, step.c[here.name] == reached.c.event)
    return select(reached.union(following).c.event)
