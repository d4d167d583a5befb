"""Simple implementations with which the tests compare answers: of queries for one event, of slips between words."""

from __future__ import annotations

from collections.abc import Collection

from timeline_tui.dates.when import When, parse
from timeline_tui.model.origins import Origins, repeats
from timeline_tui.model.timeline import Event, Timeline
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.date_ranges import date_range
from timeline_tui.query.matching import STATES, TEXTS, distinct_values, has_predicate, ids_named_by_others, occurs_in
from timeline_tui.query.query import Query, Term
from timeline_tui.text.text import fold


class PlainScan:
    """Answers queries on the events of a timeline, one event at a time; ``stars`` are the ids of starred events."""

    def __init__(self, timeline: Timeline, stars: Collection[str] = ()) -> None:
        self.aliases = Aliases(timeline.aliases)
        self.stars = stars
        self.named = ids_named_by_others(timeline.events)
        keyed = {source.key: source for source in reversed(timeline.sources)}
        self.origins = Origins(keyed.get, keyed.keys)
        cited = {source for event in timeline.events for source in event.cited}
        self.repeated = {origin for source in cited if repeats(source) for origin in self.origins.of(source)}

    def holds(self, query: Query, event: Event) -> bool:
        """Whether every clause of ``query`` holds for ``event``."""
        return all(
            clause.negated != any(self._term_holds(clause.field, term, event) for term in clause.terms)
            for clause in query.clauses
        )

    def _term_holds(self, field: str, term: Term, event: Event) -> bool:
        if field in TEXTS:
            text = "\n".join(map(fold, TEXTS[field](event, self.aliases)))
            return occurs_in(fold(term.text), term.prefix, text)
        if field == "date":
            return date_range(term.text).touches(event.date)
        if field == "published":
            return any(date_range(term.text).touches(date) for date in _published(event))
        if field == "known":
            return any(date.is_certain and date.latest <= parse(term.text).latest for date in _published(event))
        if field == "has":
            return has_predicate(term.text, self.named)(event)
        if (field, term.text) == ("is", "single-origin"):
            return len(event.cited) == 1 or len(self.origins.of_all(event.cited)) == 1
        if field == "is":
            if term.text in STATES:
                return STATES[term.text](event)
            return term.text == "starred" and event.id in self.stars  # the others are of comparisons
        keys = {self.aliases.key(field, value) for value in self.values(field, event)}
        if not term.prefix:
            return self.aliases.key(field, term.text) in keys
        beginning = fold(term.text)
        return any(name.startswith(beginning) for key in keys for name in (key, *self.aliases.others(field, key)))

    def values(self, field: str, event: Event) -> set[str]:
        """The values of an event in a field of VALUES."""
        if field == "origin":
            return {
                origin.name for origin in self.origins.of_all(event.cited) if origin in self.repeated and origin.name
            }
        return set(distinct_values(field, event))


def _published(event: Event) -> list[When]:
    """The dates of the sources of an event."""
    cited = [citation.source for citation in event.sources] + [quote.source for quote in event.quotes if quote.source]
    return [source.date for source in cited if source.date]


def distance(a: str, b: str) -> int:
    """Letters to leave out, add, replace or swap, from the whole table."""
    rows = [list(range(len(b) + 1))]
    for i, c in enumerate(a, 1):
        row = [i]
        for j, d in enumerate(b, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (c != d)))
            if i > 1 and j > 1 and c == b[j - 2] and d == a[i - 2]:
                row[j] = min(row[j], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]
