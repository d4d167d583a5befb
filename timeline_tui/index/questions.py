"""The questions that a chronology answers, wherever it is kept: in memory, in a file, in a database.

`Questions` is all that the rooms above need of a chronology that is too large to read. A page of events is asked for by
the key of an event, never by the number of a row: a database then reads one page, however far down it is. A list of all
rows takes its length from `Questions.days`, and the first row of each day, too: see `Anchors`.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol

from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import Day
from timeline_tui.model.timeline import Event, Quote, Source, Timeline
from timeline_tui.query.query import EVERYTHING, Query


class AnswerError(Exception):
    """A question that has no answer: the connection is lost, the time is over, or it was cancelled.

    Its text is one line that says what happened, without a password.
    """


class Asked(NamedTuple):
    """The events that a question is about: those that ``query`` finds. ``stars`` are those of `model/starred.py`."""

    query: Query = EVERYTHING
    stars: Collection[str] = frozenset()


class Count(NamedTuple):
    """A number of events. ``qualifier`` is empty if it is exact, else words: "at least", "of 10,000 sampled"."""

    value: int
    qualifier: str = ""


class Key(NamedTuple):
    """The place of an event in the list of all events; keys compare as the events are sorted.

    ``day`` is its first day (UNDATED without a date), ``place`` the rest of its `When.sort_key` as a text, ``number``
    its number in its file. ``Key(day)`` is before all events of a day and after all earlier ones.
    """

    day: Day
    place: str = ""
    number: int = -1
    id: str = ""


class KeyedEvent(NamedTuple):
    """An event with its key."""

    key: Key
    event: Event


class DayCount(NamedTuple):
    """The number of events that begin on a day and state their start as finely as ``precision``.

    ``precision`` is None for events without a stated start: their day is NEVER_BEFORE, or UNDATED.
    """

    day: Day
    precision: Precision | None
    events: int


class ValueCount(NamedTuple):
    """A value of a facet as queries write it, its name for readers, and its number of events."""

    value: str
    name: str
    events: int


class CellCount(NamedTuple):
    """A cell of the grid: a value, the number of a column, and the number of events that begin there."""

    value: str
    column: int
    events: int


class RelatedEvent(NamedTuple):
    """A relation of an event to another one, seen from the first; see `index.Tie`. ``event``: None if it is unknown."""

    id: str
    kind: str
    outgoing: bool
    event: KeyedEvent | None


class EventTies(NamedTuple):
    """An event with its relations in both directions."""

    event: KeyedEvent
    related: tuple[RelatedEvent, ...]


class KeyedQuote(NamedTuple):
    """A quote, its event, and its number in that event from 0. ``speaker`` is the name in the facet."""

    event: KeyedEvent
    number: int
    quote: Quote
    speaker: str


class UsedSource(NamedTuple):
    """A source, its name in queries, and the numbers of events that use it: as asked, and in the whole chronology.

    ``reports``, ``confirms``, ``disputes`` and ``quotes`` are as in `analysis.sources.SourceUse`.
    """

    source: Source
    name: str
    events: int
    total: int
    reports: int
    confirms: int
    disputes: int
    quotes: int


class Questions(Protocol):
    """What can be asked. Every method may raise AnswerError, and may be called from another thread, one at a time."""

    def identity(self) -> str:
        """What stars and saved views are kept under: the same for the same chronology, without a password."""

    def chronology(self) -> Timeline:
        """The title, description, views, aliases and unknown keys, without events and sources."""

    def timeline(self, asked: Asked) -> Timeline:
        """The events of a query as a timeline in memory: what `Index.narrowed` returns."""

    def count(self, asked: Asked) -> Count:
        """The number of events."""

    def days(self, asked: Asked) -> Sequence[DayCount]:
        """The number of events that begin on each day, ascending: bars, the total, and the rows of days in one."""

    def facet(
        self, field: str, asked: Asked, *, top: int, values: Collection[str] | None = None, prefix: str = ""
    ) -> Sequence[ValueCount]:
        """At most ``top`` values of a field with events: most events first, then by the folded value.

        With ``values``, these in any spelling, also without events. With ``prefix``, those that begin with it.
        """

    def grid(
        self, field: str, asked: Asked, edges: Sequence[Day], precision: Precision, values: Collection[str]
    ) -> Sequence[CellCount]:
        """The cells with events of the rows ``values``. Column i has the days from ``edges[i]`` to ``edges[i + 1]``.

        The last edge is the day after the last column. Starts stated less finely than ``precision`` do not count.
        """

    def page(self, asked: Asked, start: Key | None, limit: int, backwards: bool = False) -> Sequence[KeyedEvent]:
        """At most ``limit`` rows after the key ``start``, ascending; None: from the first row.

        ``backwards``: the rows before it, nearest first; None: from the last row.
        """

    def rank(self, asked: Asked, key: Key) -> int:
        """The number of events before a key."""

    def event(self, event_id: str) -> EventTies | None:
        """One event, whether a query finds it or not; None if there is none with this id."""

    def quotes(
        self, asked: Asked, start: tuple[Key, int] | None, limit: int, speaker: str | None = None
    ) -> Sequence[KeyedQuote]:
        """At most ``limit`` quotes in order of time after a quote, given by its event and number.

        ``speaker``: only quotes of this speaker; "" for those without one.
        """

    def sources(self, asked: Asked, start: UsedSource | None, limit: int) -> Sequence[UsedSource]:
        """At most ``limit`` cited sources after ``start``: most events first, then by folded name."""

    def sources_with(self, keys: Collection[str]) -> Sequence[Source]:
        """The sources with these keys, and those on which they are based, directly or through others."""

    def cancel(self) -> None:
        """Stop the question that another thread is asking, which then raises AnswerError."""


class Anchors:
    """The rows of a list of events by days: for each row an anchor, from which a page of it is near.

    It is made of the answer to `Questions.days`. Row r is ``page(asked, Key(day), …)`` from ``offset`` on, where the
    day and the offset are those of `near`.
    """

    def __init__(self, days: Iterable[DayCount]) -> None:
        counts: dict[Day, int] = {}
        for one in days:
            counts[one.day] = counts.get(one.day, 0) + one.events
        self.days = list(counts)
        self._starts = [*accumulate(counts.values(), initial=0)]

    def __len__(self) -> int:
        return self._starts[-1]

    def near(self, row: int) -> tuple[Key, int]:
        """The key before the first row of the day that ``row`` is in, and how many rows of that day come before it."""
        at = bisect_right(self._starts, row, hi=len(self.days)) - 1
        return Key(self.days[at]), row - self._starts[at]

    def row(self, day: Day) -> int:
        """The first row that begins on ``day`` or later."""
        at = bisect_right(self.days, day - 1)
        return self._starts[at]
