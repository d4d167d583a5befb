"""The index of a selection of a chronology that is not in memory: a position is a row of the selection."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import count
from typing import Any, NoReturn

from timeline_tui.analysis.remote.answers import Answers, NotYetError
from timeline_tui.analysis.remote.day_table import DayTable
from timeline_tui.analysis.remote.listing import listing
from timeline_tui.analysis.remote.pages import Pages
from timeline_tui.dates.edtf import is_date
from timeline_tui.dates.when import UNDATED, When
from timeline_tui.index.facet import Facet
from timeline_tui.index.index import Index
from timeline_tui.index.questions import Asked, EventTies
from timeline_tui.index.tie import Tie
from timeline_tui.model.origins import Origins
from timeline_tui.model.problems import NotForDatabaseError
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import ORDER

_OUTSIDE = 10**12  # related events have positions from here on, which follow their days: they may be in no row


def _refused(_: object) -> NoReturn:
    raise NotForDatabaseError


_REFUSED: Any = property(_refused)


class ResultIndex(Index):
    """The events that ``asked`` finds. Methods that need all events in memory raise NotForDatabaseError.

    Until an answer arrives, a placeholder stands for an event, and there are no relations and no position. Then
    `Answers.on_wanted` is called.
    """

    def __init__(self, answers: Answers, asked: Asked, chronology: Timeline, table: DayTable) -> None:
        self.pages = Pages(answers, asked, table)
        super().__init__(chronology, self.pages)
        self.table = table
        self._remote = answers
        self._near: dict[int, Event] = {}  # related events by position
        self._numbers = count()

    def event(self, position: int) -> Event:
        """The event at ``position``."""
        return self._near[position] if position >= _OUTSIDE else self.pages[position]

    def position(self, event_id: str) -> int | None:
        """The row of the event with this id; None if the selection does not have it."""
        try:
            return self.find(event_id)
        except NotYetError:
            return None

    def find(self, event_id: str) -> int | None:
        """As `position`. Raises NotYetError, AnswerError."""
        found = self.ties(event_id) if event_id else None
        return self.pages.row_of(found.event) if found else None

    def place(self, event: Event) -> int:
        """The row of an event, or of the first one after it. Until that has arrived, the first row of its day."""
        try:
            found = self.ties(event.id) if event.id else None
            return self.pages.rank(found.event.key) if found else self.count_before(event.date)
        except NotYetError:
            return self.count_before(event.date)

    def ties(self, event_id: str) -> EventTies | None:
        """An event of the chronology with its relations. Raises NotYetError, AnswerError."""
        answers = self._remote
        return answers.get(("event", event_id), lambda: answers.questions.event(event_id))

    def count_before(self, date: When) -> int:
        """The number of events before the first day of ``date``."""
        return self.table.before(date.earliest)

    def related(self, event: Event) -> tuple[Tie, ...]:
        """The relations of ``event``, as `Index.related` returns them. Their positions are of no rows."""
        try:
            found = self.ties(event.id) if event.id else None
        except NotYetError:
            found = None
        ties = []
        for relation in found.related if found else ():
            position = None
            if relation.event:
                day = relation.event.key.day
                position = _OUTSIDE + (day + 2 * UNDATED) * 1_000_000 + next(self._numbers)
                self._near[position] = relation.event.event
            ties.append(Tie(position, relation.id, relation.kind, relation.outgoing))
        return tuple(ties)

    def facet(self, field: str) -> Facet:
        """The facet of a field with its listed values. It has no sets of events. Raises NotYetError, AnswerError."""
        return listing(self._remote, field).facet

    def has_values(self, field: str) -> bool:
        """Whether the facet of a field has values; not until they have arrived."""
        try:
            return bool(self.facet(field).values)
        except NotYetError:
            return False

    def finds(self, field: str, term: Term) -> bool:
        """As `Index.finds`. Raises NotYetError, AnswerError."""
        if field in ORDER:
            return is_date(term.text.strip()) or self.ties(term.text) is not None
        asked = Asked(Query((Clause(field, (term,)),)))
        return self._remote.get(("count", asked), lambda: self._remote.questions.count(asked)) > 0

    def nearest_word(self, folded: str) -> str:  # noqa: ARG002  # as in Index
        """No word: the words of all events would have to be compared."""
        return ""

    def named_source(self, field: str, value: str) -> Source | None:  # noqa: ARG002  # as in Index
        """No source: names for readers come with the facets."""
        return None

    @property
    def origins(self) -> Origins:
        """The origins of the sources of the events that have arrived."""
        return self._remote.origins

    def narrowed(self, query: Query, stars: Collection[str] = ()) -> Timeline:  # noqa: ARG002  # as in Index
        """`RemoteSlice.narrowed` reads the events."""
        raise NotForDatabaseError

    def after_by_order(self, position: int) -> int:  # noqa: ARG002  # as in Index
        """Sets of events are for indexes in memory."""
        raise NotForDatabaseError

    def predicate(self, field: str, mark: str) -> Callable[[Event], bool]:  # noqa: ARG002  # as in Index
        """Whether an event has a mark may depend on all events."""
        raise NotForDatabaseError

    def source_predicate(self, state: str) -> None:  # noqa: ARG002  # as in Index
        """The state of a source may depend on all sources."""
        raise NotForDatabaseError

    # These are made from all events.
    intervals = order_graph = ordering = vocabulary = text_search = naming = known = _REFUSED
    cited = quotes = sources = origin_groups = source_uses = _REFUSED
    value_bits = marked = in_comparison = where = _REFUSED

    def bits(self, clause: Clause, stars: Collection[str] = ()) -> int:  # noqa: ARG002  # as in Index
        """Sets of events are for indexes in memory."""
        raise NotForDatabaseError

    def query_bits(self, query: Query, stars: Collection[str] = ()) -> int:  # noqa: ARG002  # as in Index
        """Sets of events are for indexes in memory."""
        raise NotForDatabaseError
