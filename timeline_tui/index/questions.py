"""The questions that a chronology answers, wherever it is kept: in memory, in a file, in a database.

`Questions` is all that the rooms above need of a chronology that is too large to read. A page of events is asked for by
the key of an event, never by the number of a row: a database then reads one page, however far down it is. A list of all
rows takes its length from `Questions.days`, and the first row of each day, too.
"""

from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from typing import Literal, NamedTuple, Protocol

from timeline_tui.dates.edtf import Precision
from timeline_tui.dates.when import Day
from timeline_tui.index.source_use import SourceOrder, SourcePart, SourceUse
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.query.query import EVERYTHING, Query
from timeline_tui.text.text import fold


class AnswerError(Exception):
    """A question that has no answer: the connection is lost, the time is over, or it was cancelled.

    Its text is one line that says what happened, without a password.
    """


class QuestionCancelledError(AnswerError):
    """A question that was cancelled, because another one is needed now."""


Items = Literal["events", "quotes"]


class Asked(NamedTuple):
    """The items that a question is about: events that ``query`` finds, or their quotes.

    ``stars`` are stars as in `model/starred.py`. ``of`` limits the items to events that one of these sources disputes,
    or to quotes of one of these speakers ("": no speaker). The names are as in queries.
    """

    query: Query = EVERYTHING
    stars: Collection[str] = frozenset()
    items: Items = "events"
    of: tuple[str, ...] | None = None


class Key(NamedTuple):
    """The place of an item in the list of all items. Keys sort as the items do: in order of time.

    ``day`` is the first day of its event (UNDATED without a date), ``place`` the rest of its `When.sort_key` as a text,
    ``number`` its number in its file. ``quote`` is the number of a quote in its event, from 0; for an event, it is -1.
    ``Key(day)`` is before all items of a day and after all earlier ones.
    """

    day: Day
    place: str = ""
    number: int = -1
    id: str = ""
    quote: int = -1


class KeyedEvent(NamedTuple):
    """An event with its key, or a quote as its event with the key of the quote."""

    key: Key
    event: Event


class DayCount(NamedTuple):
    """The number of items that begin on a day and whose start has this precision.

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


Chosen = int | Collection[str]
"""The values of a facet that are asked for: a number of values (those with most events), or given values."""


class CellCount(NamedTuple):
    """A cell of the grid: a value, the number of a column, and the number of events that begin there."""

    value: str
    column: int
    events: int


class RelatedEvent(NamedTuple):
    """A relation of an event to another event; see `Tie`. ``event`` is the other event, or None if it is unknown."""

    id: str
    kind: str
    outgoing: bool
    event: KeyedEvent | None


class EventTies(NamedTuple):
    """An event with its relations in both directions."""

    event: KeyedEvent
    related: tuple[RelatedEvent, ...]


class SpeakerCount(NamedTuple):
    """The name of a speaker in the facet ("": no speaker), and the number of quotes.

    ``role`` is the role if all quotes have the same; otherwise "".
    """

    name: str
    role: str
    quotes: int


class DisputingSource(NamedTuple):
    """A source that disputes events: its name in queries, and how many of the asked events it disputes."""

    name: str
    source: Source
    events: int


def source_number(name: str) -> int:
    """The number of a source: a digest of 64 bits of its name in queries. The spelling does not matter."""
    return int.from_bytes(blake2b(fold(name).encode(), digest_size=8).digest(), "big", signed=True)


class Questions(Protocol):
    """What can be asked. Every method may raise AnswerError, and may be called from another thread, one at a time."""

    def identity(self) -> str:
        """What stars and saved views are kept under: the same for the same chronology, without a password."""

    def chronology(self) -> Timeline:
        """The title, description, views, aliases and unknown keys, without events and sources."""

    def timeline(self, asked: Asked) -> Timeline:
        """The events of a query as a timeline in memory: what `Index.narrowed` returns."""

    def count(self, asked: Asked) -> int:
        """The number of items."""

    def days(self, asked: Asked) -> Sequence[DayCount]:
        """The number of items that begin on each day, ascending. It gives the bars, the total and the rows of days."""

    def facets(
        self, fields: Mapping[str, Chosen], asked: Asked, *, prefix: str = ""
    ) -> Mapping[str, Sequence[ValueCount]]:
        """The values of some fields: most events first, then by the folded value.

        For a number: at most that many values, each with events and beginning with ``prefix``. For given values, in any
        spelling: each of them that the chronology has, also without events. A field may also be ``is``: the states that
        depend on neither stars nor a comparison.
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
        """The number of items before a key."""

    def event(self, event_id: str) -> EventTies | None:
        """One event, whether a query finds it or not; None if there is none with this id."""

    def speakers(self, asked: Asked) -> Sequence[SpeakerCount]:
        """The speakers of the quotes: most quotes first, then by name. Quotes without a speaker are last."""

    def source_parts(self, asked: Asked, order: SourceOrder) -> Sequence[SourcePart]:
        """The list of sources, as `analysis.sources.Sources` sorts it. `sources` has its rows."""

    def sources(self, asked: Asked, numbers: Collection[int]) -> Mapping[int, SourceUse]:
        """The sources with these numbers."""

    def disputing(self, asked: Asked) -> Sequence[DisputingSource]:
        """The sources that dispute the events: most events first, then by label."""

    def sources_with(self, keys: Collection[str]) -> Sequence[Source]:
        """The sources with these keys, and those on which they are based, directly or through others."""

    def cancel(self) -> None:
        """Stop the question that another thread is asking, which then raises QuestionCancelledError.

        If that question ends at the same time, the next one may be stopped.
        """
