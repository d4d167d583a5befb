"""All events of a timeline in order of time, and which of them a query finds.

A set of events is an integer: bit i is set if the event at position i is in the set (see `bits`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from timeline_tui.dates.edtf import is_date
from timeline_tui.dates.when import When, parse
from timeline_tui.index.bits import Positions, bits_of
from timeline_tui.index.evaluator import Evaluator
from timeline_tui.index.index_parts import IndexParts
from timeline_tui.model.origins import repeats
from timeline_tui.model.timeline import Event, Extract, Source, Timeline
from timeline_tui.query.event_values import sources
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import COMPARED, ORDER, VALUES
from timeline_tui.query.syntax import format_query

if TYPE_CHECKING:
    from timeline_tui.index.tie import Tie
    from timeline_tui.model.narrowing import Mentioned


class Index(IndexParts):
    """The events of a timeline in order of time, and the answers to queries."""

    is_beginning = False
    """Whether these are only the first events of files that are still being read, so that no count is final."""

    is_compared = False
    """Whether it is a `ComparedIndex`, of timelines that are compared."""

    @property
    def is_partial(self) -> bool:
        """Whether files are still being read, so that values and their counts may still change."""
        return self.is_beginning or self.indexed != self.all

    def finds_all(self, query: Query) -> bool:
        """Whether all events that ``query`` finds are known."""
        if not self.is_partial:
            return True
        from timeline_tui.query.matching import is_of_dates  # see index_parts.py

        return not self.is_beginning and all(map(is_of_dates, query.clauses))

    # What a query finds

    def query_bits(self, query: Query, stars: Collection[str] = ()) -> int:
        """The events that ``query`` finds; ``stars`` are the user's stars, as in `model/starred.py`."""
        return self._evaluator.query_bits(query, stars)

    def bits(self, clause: Clause, stars: Collection[str] = ()) -> int:
        """The events for which ``clause`` holds. Unless it is about dates alone, only indexed events are found.

        While files are read, none is found for ``-has:related``.
        """
        return self._evaluator.bits(clause, stars)

    @cached_property
    def _evaluator(self) -> Evaluator:
        return Evaluator(self)

    def value_bits(self, field: str, terms: Iterable[Term]) -> int:
        """The events with a value of a field of VALUES that at least one of ``terms`` matches."""
        return self.facet(field).bits(terms)

    def narrowed(self, query: Query, stars: Collection[str] = ()) -> Timeline:
        """The timeline with the events that ``query`` finds, in order of time, marked as an extract.

        For the empty query it is the whole timeline, marked only if it has just the first events of the files.
        """
        searched = 0 if self.finds_all(query) else self.indexed.bit_count()
        if not query:
            first = self.timeline.extract or Extract("", self.total)
            return self.timeline._replace(extract=first._replace(searched=searched)) if searched else self.timeline
        from timeline_tui.model.narrowing import narrowed  # only an export needs it

        events = tuple(map(self.event, Positions(self.query_bits(query, stars))))
        return narrowed(self.timeline, events, format_query(query), self._mentioned(events), searched)

    def _mentioned(self, events: tuple[Event, ...]) -> Mentioned | None:  # noqa: ARG002  # for subclasses
        """The sources and events that ``events`` mention, for `narrowed`; None if they are not known."""
        return None

    # What a term of a query names

    def suggestions(self, field: str, needle: str, limit: int) -> tuple[list[str], list[str]]:
        """The values of a field that begin with the folded ``needle``, and others with it, as `Facet.suggestions`."""
        return self.facet(field).suggestions(needle, limit)

    def compared(self, text: str) -> tuple[int | None, When | None]:
        """The position and the date of the event with the id ``text``; else None and the date that it is, if any."""
        position = self.position(text)
        if position is not None:
            return position, self.event(position).date
        return None, parse(text) if is_date(text.strip()) else None  # for other texts, `parse` computes a hint

    def finds(self, field: str, term: Term) -> bool:
        """Whether a term of ``field`` has an event; in a field of ORDER, whether it is an id or a date."""
        if field in VALUES:
            return self.facet(field).has_match(term)
        if field in ORDER:
            return self.compared(term.text)[1] is not None
        return self.bits(Clause(field, (term,))) != 0

    def nearest_word(self, folded: str) -> str:
        """The word of the events that a folded word may be a misspelling of; "" if none is near."""
        return self.vocabulary.nearest(folded) or ""

    def named_source(self, field: str, value: str) -> Source | None:
        """The source that a value of ``source`` or ``origin`` names; None if it is none."""
        if field == "source":
            return self.source(value)
        return self.source_with_key(value) if field == "origin" else None

    def has_values(self, field: str) -> bool:
        """Whether the facet of a field has values. With many values, this is faster than to make the facet."""
        known: dict[str, bool] = self.derived.setdefault("fields with values", {})
        if field not in known:
            known[field] = self._has_values(field)
        return known[field]

    def _has_values(self, field: str) -> bool:
        if field == "origin":
            return any(any(map(repeats, sources(event))) for event in self.events)
        return any(map(any, map(VALUES[field], self.events)))

    # What `has:` and `is:` mean

    def predicate(self, field: str, mark: str) -> Callable[[Event], bool]:
        """A function that returns whether ``has:mark`` or ``is:mark`` holds for an event."""
        from timeline_tui.query.matching import EVENT_STATES, has_predicate  # see index_parts.py

        if field == "has":
            return has_predicate(mark, self._named)
        of_sources = self.source_predicate(mark)
        return (lambda event: of_sources(sources(event))) if of_sources else EVENT_STATES[mark]

    def source_predicate(self, state: str) -> Callable[[Sequence[Source]], bool] | None:
        """A function that returns whether ``is:state`` holds for an event with these sources, as `sources` lists them.

        None if the state does not depend on the sources alone.
        """
        from timeline_tui.query.matching import SOURCE_STATES  # see index_parts.py

        return self.origins.is_single if state == "single-origin" else SOURCE_STATES.get(state)

    def marked(self, field: str, mark: str) -> int:
        """The events for which ``has:mark`` or ``is:mark`` holds."""
        return self.where(self.predicate(field, mark), self.all)

    def in_comparison(self, state: str) -> int:
        """The events in a state of `COMPARED`, as the keys of a saved comparison say."""
        facet = self.facet(COMPARED[state])
        if state != "agreed":
            return facet.value_bits(state)
        from timeline_tui.query.matching import is_agreed  # see index_parts.py

        return self.where(is_agreed, facet.bits(map(Term, facet.values)))

    def where(self, holds: Callable[[Event], bool], among: int) -> int:
        """The events of the set ``among`` for which ``holds`` returns True."""
        return bits_of([[position for position in Positions(among) if holds(self.events[position])]], self.total)

    @cached_property
    def _named(self) -> frozenset[str]:
        from timeline_tui.query.matching import ids_named_by_others  # see index_parts.py

        return ids_named_by_others(self.events)

    # The place of an event, and its relations

    def count_before(self, date: When) -> int:
        """The number of events before ``date`` in order of time."""
        return bisect_left(self.events, date.sort_key, key=lambda event: event.date.sort_key)

    def place(self, event: Event) -> int:
        """The position of the event with the same id; without one, the number of events before its date."""
        position = self.position(event.id)
        return self.count_before(event.date) if position is None else position

    def after_by_order(self, position: int) -> int:
        """The events certainly after the event at ``position``; 0 if the stated order puts none after it."""
        if position not in self.order_graph.following:
            return 0
        return self.ordering.matching("after", position, self.event(position).date)

    def related(self, event: Event) -> tuple[Tie, ...]:
        """The relations of ``event``, each once: first its own, then the relations of other events to it.

        The order that events state is a relation, too, of the kind STATED_EARLIER or STATED_LATER.
        """
        from timeline_tui.index.tie import ties_of  # see index_parts.py

        return ties_of(event, self.events, self.position, self._naming(event.id), self.order_graph)

    def _naming(self, event_id: str) -> Sequence[int]:
        """The positions of the events that name the event with this id as related."""
        return self.naming.get(event_id, ())


def index_of(timeline: Timeline) -> Index:
    """The index that the events bring with them, if they come from an image or a comparison; else a new one."""
    whole = getattr(timeline.events, "whole", None)
    return whole if isinstance(whole, Index) else Index(timeline)
