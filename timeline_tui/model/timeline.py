"""The timeline as immutable values. All text in them has been cleaned, see `text.clean`."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from timeline_tui.dates.agreement import differing
from timeline_tui.dates.when import When
from timeline_tui.model.comparison_keys import SIDE, SIDES

Stance = Literal["reports", "confirms", "disputes"]
STANCES: tuple[Stance, ...] = ("reports", "confirms", "disputes")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
"""How reliable a source is, as in NATO's STANAG 2511: from A (completely) to E; F says that it cannot be judged."""
CREDIBILITIES = ("1", "2", "3", "4", "5", "6")
"""How credible a statement is, as in STANAG 2511: from 1 (confirmed) to 5; 6 says that it cannot be judged."""

FINGERPRINT_DIGITS = 8
"""The number of hexadecimal digits in the ``hash`` of a check."""


class Entries(NamedTuple):
    """A mapping inside the value of an unknown key, in the order of the file."""

    pairs: tuple[tuple[str, "Value"], ...] = ()


Value = str | None | tuple["Value", ...] | Entries
"""The value of a key that the schema does not have: text, nothing, a list, or a mapping."""

Other = tuple[tuple[str, Value], ...]
"""The keys of an entry that the schema does not have, with their values. They are kept and written back."""


class Archive(NamedTuple):
    """A copy of a source in an archive: its address, and when it was made."""

    url: str
    date: When | None = None
    other: Other = ()


class Source(NamedTuple):
    """A document in which a statement can be checked. ``key`` is empty for a source that is given in place.

    ``based_on`` has the keys of the sources that it repeats; they may be unknown, or lead back to this source. ``copy``
    is a path relative to the file. ``sha256`` is in lower case. ``file`` and ``line`` are the place where a source with
    a key is written, if known. They do not count when sources are compared.
    """

    key: str = ""
    title: str = ""
    publisher: str = ""
    date: When | None = None
    url: str = ""
    kind: str = ""
    language: str = ""
    note: str = ""
    author: tuple[str, ...] = ()
    accessed: When | None = None
    archived: tuple[Archive, ...] = ()
    copy: str = ""
    sha256: str = ""
    reliability: str = ""
    based_on: tuple[str, ...] = ()
    other: Other = ()
    file: str = ""
    line: int = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Source) and self[:-2] == other[:-2]

    def __ne__(self, other: object) -> bool:  # without this, the method of tuple is inherited
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:8])  # nearly all sources differ in these fields

    @property
    def name(self) -> str:
        """The name in facets, queries and lists: the key, else the title, else the address."""
        return self.key or self.title or self.url

    @property
    def label(self) -> str:
        """The name that a reader sees: the title, else the address, else the key."""
        return self.title or self.url or self.key

    @property
    def full_label(self) -> str:
        """The publisher and the label: ``Reuters: US widens Russia sanctions``."""
        return ": ".join(filter(None, (self.publisher, self.label)))

    @property
    def is_side(self) -> bool:
        """Whether it is the chronology of a side of a merged chronology, which is not evidence for what it says."""
        return bool(self.other) and any(key == SIDE for key, _ in self.other)


class Citation(NamedTuple):
    """A source that reports, confirms or disputes an event.

    ``at`` is the locator: where in the source, such as ¶6. ``date`` is the date that the source gives for the event.
    """

    source: Source
    at: str = ""
    stance: Stance = "reports"
    note: str = ""
    other: Other = ()
    credibility: str = ""
    date: When | None = None

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of a merged chronology that cite the source so; empty if all sides of the event do."""
        return _sides(self.other) if self.other else ()


class Quote(NamedTuple):
    """Words that somebody said or wrote.

    ``original`` are the words before translation, ``language`` is their language, ``at`` is the locator.
    """

    text: str
    speaker: str = ""
    role: str = ""
    source: Source | None = None
    at: str = ""
    original: str = ""
    note: str = ""
    other: Other = ()
    language: str = ""
    translator: str = ""

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of a merged chronology that have the quote; empty if all sides of the event do."""
        return _sides(self.other) if self.other else ()


def _sides(other: Other) -> tuple[str, ...]:
    value = dict(other).get(SIDES)
    return tuple([name for name in (value if type(value) is tuple else (value,)) if isinstance(name, str)])


class Relation(NamedTuple):
    """A relation to the event with the id ``event``. ``kind`` is ``as`` in the file: "signed the same day"."""

    event: str
    kind: str = ""
    other: Other = ()


class Check(NamedTuple):
    """A check of an event against its sources: by whom, and on which day.

    ``hash`` is the `fingerprint` of the event at that time; empty if it is not known.
    """

    by: str
    on: When | None = None
    note: str = ""
    hash: str = ""
    other: Other = ()


class Event(NamedTuple):
    """Something that happened.

    ``date`` is undated (`When.is_undated`) if the file gives no date that can be read. ``after`` and ``before`` have
    ids of events and dates (EDTF). A text that is both is an id. The ids may be unknown.
    ``given_id`` is true if the file gives the id, false if it is made from date and title. ``file`` and ``line`` (from
    1; 0 if unknown) are the place where the event is written.
    """

    id: str
    date: When
    title: str
    date_note: str = ""
    summary: str = ""
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    place: str = ""
    quotes: tuple[Quote, ...] = ()
    sources: tuple[Citation, ...] = ()
    related: tuple[Relation, ...] = ()
    note: str = ""
    other: Other = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    checked: tuple[Check, ...] = ()
    given_id: bool = False
    file: str = ""
    line: int = 0

    @property
    def disputed(self) -> bool:
        """Whether a source disputes the event, or gives another date for it; see `disputes`."""
        return bool(self.disputes)

    @property
    def disputes(self) -> tuple[Citation, ...]:
        """The citations that dispute the event: by their stance, or by their date, as `differing` compares it."""
        given = {citation.date for citation in self.sources if citation.date}
        other = differing(self.date, given) if given else ()
        return tuple([citation for citation in self.sources if citation.stance == "disputes" or citation.date in other])

    @property
    def cited(self) -> tuple[Source, ...]:
        """The distinct sources of its citations, then of its quotes."""
        quoted = (quote.source for quote in self.quotes if quote.source)
        return tuple(dict.fromkeys([*(citation.source for citation in self.sources), *quoted]))

    @property
    def documents(self) -> tuple[Source, ...]:
        """The distinct sources that are evidence: all but the chronologies of sides."""
        return without_sides(self.cited)

    @property
    def copied(self) -> list[Source]:
        """The sources of its citations and quotes that have a copy. A source may be listed more than once."""
        quoted = [quote.source for quote in self.quotes if quote.source and quote.source.copy]
        return [citation.source for citation in self.sources if citation.source.copy] + quoted

    def with_sources(self, other: Callable[[Source], Source]) -> "Event":
        """The event with each source of its citations and quotes replaced by ``other(source)``."""
        citations = tuple(citation._replace(source=other(citation.source)) for citation in self.sources)
        quotes = tuple(quote._replace(source=quote.source and other(quote.source)) for quote in self.quotes)
        return self._replace(sources=citations, quotes=quotes)


def without_sides(sources: Iterable[Source]) -> tuple[Source, ...]:
    """The sources that are not the chronologies of sides."""
    return tuple([source for source in sources if not (source.other and source.is_side)])


class View(NamedTuple):
    """A named query."""

    name: str
    query: str
    other: Other = ()


class Extract(NamedTuple):
    """How a narrowed timeline was made: the query, and the number of events before.

    ``around`` are the events that the relations of the others name but that the query does not match. They are not
    written to files, and do not count when timelines are compared. ``searched`` is the number of events that the query
    was asked of, if not all of the file had been read; 0: all of them.
    """

    query: str
    total: int
    around: tuple[Event, ...] = ()
    other: Other = ()
    searched: int = 0  # last, because a database has rows without it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Extract) and self._without_around() == other._without_around()

    def __ne__(self, other: object) -> bool:  # without this, the method of tuple is inherited
        return not self == other

    def __hash__(self) -> int:
        return hash(self._without_around())

    def _without_around(self) -> object:
        return self.query, self.total, self.other, self.searched


class Timeline(NamedTuple):
    """A whole chronology. ``aliases`` are pairs (alias, name); ``sources`` are the sources with a key.

    ``events`` are in the order of the file. ``extract`` is set only on a narrowed timeline.
    """

    title: str = ""
    description: str = ""
    views: tuple[View, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    sources: Sequence[Source] = ()
    events: Sequence[Event] = ()
    extract: Extract | None = None
    other: Other = ()

    def dated(self) -> "Timeline":
        """The timeline without undated events."""
        return self._replace(events=tuple(event for event in self.events if not event.date.is_undated))
