"""The timeline as a value: frozen, slotted, tuples all the way down. It knows no file format and no screen.

All text in it has been through `clean`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from timeline_tui.dates.when import When

Stance = Literal["reports", "confirms", "disputes"]
STANCES: tuple[Stance, ...] = ("reports", "confirms", "disputes")


class Entries(NamedTuple):
    """A mapping kept as it was written, in order: part of a key that the schema does not know."""

    pairs: tuple[tuple[str, Value], ...] = ()


# A value under a key that the schema does not know: text, nothing, a list, or a mapping.
Value = str | None | tuple["Value", ...] | Entries
Other = tuple[tuple[str, Value], ...]


class Source(NamedTuple):
    """Where something can be checked. ``key`` is empty for a source that is given in place.

    ``file`` and ``line`` say where one with a key is written, if that is known; they tell no source from another.
    """

    key: str = ""
    title: str = ""
    publisher: str = ""
    date: When | None = None
    url: str = ""
    kind: str = ""
    language: str = ""
    note: str = ""
    other: Other = ()
    file: str = ""
    line: int = 0

    def _key(self) -> object:
        return self[:9]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Source) and self._key() == other._key()

    def __ne__(self, other: object) -> bool:  # a tuple has one of its own
        return not self == other

    def __hash__(self) -> int:
        return hash(self._key())

    @property
    def name(self) -> str:
        """What facets, queries and lists call it: its key, else its title, else its address."""
        return self.key or self.title or self.url

    @property
    def label(self) -> str:
        """What a reader is shown: its title, else its address, else its key."""
        return self.title or self.url or self.key


class Citation(NamedTuple):
    """That a source reports, confirms or disputes an event, and where in the source (``at``: a locator such as ¶6)."""

    source: Source
    at: str = ""
    stance: Stance = "reports"
    note: str = ""
    other: Other = ()


class Quote(NamedTuple):
    """Words that somebody said or wrote; ``original`` is the wording before translation."""

    text: str
    speaker: str = ""
    role: str = ""
    source: Source | None = None
    at: str = ""
    original: str = ""
    note: str = ""
    other: Other = ()


class Relation(NamedTuple):
    """A tie to another event, by its id; ``kind`` is the file's ``as``: "signed the same day"."""

    event: str
    kind: str = ""
    other: Other = ()


class Event(NamedTuple):
    """Something that happened. ``file`` and ``line`` say where it is written (line from 1; 0: unknown)."""

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
    given_id: bool = False
    file: str = ""
    line: int = 0

    @property
    def disputed(self) -> bool:
        """Whether a citation disputes it."""
        return "disputes" in [citation.stance for citation in self.sources]

    @property
    def cited(self) -> tuple[Source, ...]:
        """Every source it leans on, each once: those of its citations, then those of its quotes."""
        quoted = (quote.source for quote in self.quotes if quote.source)
        return tuple(dict.fromkeys([*(citation.source for citation in self.sources), *quoted]))

    def with_sources(self, other: Callable[[Source], Source]) -> Event:
        """The event with what ``other`` gives for each source in its citations and quotes."""
        citations = tuple(citation._replace(source=other(citation.source)) for citation in self.sources)
        quotes = tuple(quote._replace(source=quote.source and other(quote.source)) for quote in self.quotes)
        return self._replace(sources=citations, quotes=quotes)


class View(NamedTuple):
    """A named query."""

    name: str
    query: str
    other: Other = ()


class Extract(NamedTuple):
    """What a narrowed timeline was taken from: the query, and how many events the whole had.

    ``around`` are the events that were left out but are named by relations; no file holds them, so they do not count
    when timelines are compared.
    """

    query: str
    total: int
    around: tuple[Event, ...] = ()
    other: Other = ()

    def _key(self) -> object:
        return (self.query, self.total, self.other)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Extract) and self._key() == other._key()

    def __ne__(self, other: object) -> bool:  # a tuple has one of its own
        return not self == other

    def __hash__(self) -> int:
        return hash(self._key())


class Timeline(NamedTuple):
    """A whole chronology. ``aliases`` are pairs (other name, name); ``sources`` are those with a key.

    ``events`` stand as the file has them; the index sorts. ``extract`` is set on a narrowed timeline only.
    """

    title: str = ""
    description: str = ""
    views: tuple[View, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    sources: Sequence[Source] = ()
    events: Sequence[Event] = ()
    extract: Extract | None = None
    other: Other = ()

    def narrowed(self, events: tuple[Event, ...], query: str, known: Mentioned | None = None) -> Timeline:
        """The timeline with these events only and the sources that they cite, marked as the extract of ``query``.

        ``known`` is given if the sources and events that these events mention need not be searched for.
        """
        sources, around = known or self._mentioned(events)
        return self._replace(events=events, sources=sources, extract=Extract(query, len(self.events), around))

    def _mentioned(self, events: tuple[Event, ...]) -> Mentioned:
        keys, ids = mentioned_keys(events)
        sources = tuple(source for source in self.sources if source.key in keys)
        return Mentioned(sources, tuple(event for event in self.events if event.id in ids) if ids else ())


class Mentioned(NamedTuple):
    """The sources with a key that some events cite, and the other events that they name as related."""

    sources: tuple[Source, ...]
    around: tuple[Event, ...]


def mentioned_keys(events: Sequence[Event]) -> tuple[set[str], set[str]]:
    """The keys of the sources that events cite, and the ids of others that they name as related."""
    keys = {source.key for event in events for source in event.cited if source.key}
    ids = {relation.event for event in events for relation in event.related}
    return keys, ids - {event.id for event in events}
