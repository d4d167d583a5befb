"""The fields of a query, each declared once. All other modules use this table.

To add a facet, add its row here. Older files in the cache are then no longer used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from os.path import basename
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from timeline_tui.model.comparison_keys import CHANGE, CHANGES, SIDES

if TYPE_CHECKING:
    from timeline_tui.model.timeline import Event, Source


class QueryField:
    """A field of the query, as in ``country:Japan``, and how the rest of the program treats it.

    It is a plain class, because to define a named tuple of 14 fields takes 0.2 ms.

    - ``name`` is written before the colon, ``meaning`` explains it in the completions and in the manual.
    - ``values`` returns the values of an event, as written; empty strings are not values. None if the field does not
      compare whole values. For ``origin``, it raises LookupError, because only the index knows the values.
    - ``choices`` are the only values that the field can have, each with its meaning.
    - ``title`` is the heading of its list of values; only facets have one. In lower case, it is the plural of ``noun``.
    - ``attribute`` is the field of an event in a file that the values come from, if there is one.
    - ``pinned``: its list of values is always on the screen. ``grid``: the rows of the grid can be its values.
    - ``aliased``: its values may have other names in the file's ``aliases``.
    - ``searched``: a word without a field is also searched for in its values.
    - ``dates``: its terms are dates. "range": a day, month, year or range; "day": one date without a time. If such a
      field has ``values``, they are dates in EDTF.
    - ``compared``: its values come from a comparison of timelines; a saved comparison has them as keys of its events.
    - ``spoken`` are words that readers write instead of ``name``; an error message then names the field.
    """

    def __init__(
        self,
        name: str,
        meaning: str,
        values: Callable[[Event], Sequence[str]] | None = None,
        *,
        choices: Mapping[str, str] = MappingProxyType({}),
        title: str = "",
        noun: str = "",
        attribute: str = "",
        pinned: bool = False,
        grid: bool = False,
        aliased: bool = False,
        searched: bool = False,
        dates: Literal["", "range", "day"] = "",
        compared: bool = False,
        spoken: tuple[str, ...] = (),
    ) -> None:
        self.name: Final = name
        self.meaning: Final = meaning
        self.values: Final = values
        self.choices: Final = choices
        self.title: Final = title
        self.noun: Final = noun
        self.attribute: Final = attribute
        self.pinned: Final = pinned
        self.grid: Final = grid
        self.aliased: Final = aliased
        self.searched: Final = searched
        self.dates: Final = dates
        self.compared: Final = compared
        self.spoken: Final = spoken


def sources(event: Event) -> list[Source]:
    """The sources of the citations, then of the quotes. A source that is cited twice is listed twice."""
    cited = [citation.source for citation in event.sources]
    if event.quotes:
        cited += [quote.source for quote in event.quotes if quote.source]
    return cited


SOURCE_VALUES: Mapping[str, Callable[[Source], str]] = {
    "source": attrgetter("name"),
    "reliability": attrgetter("reliability"),
    "published": lambda source: source.date.text if source.date else "",
}
"""For each field with the values of an event's sources, a function that returns the value of a source."""


def _of_sources(field: str) -> Callable[[Event], Sequence[str]]:
    value = SOURCE_VALUES[field]
    return lambda event: [value(source) for source in sources(event)]


def _origins(event: Event) -> list[str]:
    raise LookupError(f"the origins of {event.id} depend on other sources: Index.facet knows them")


def _speakers(event: Event) -> list[str]:
    return [quote.speaker for quote in event.quotes]


def _credibilities(event: Event) -> list[str]:
    return [citation.credibility for citation in event.sources]


def _checkers(event: Event) -> list[str]:
    return [check.by for check in event.checked]


def _place(event: Event) -> tuple[str]:
    return (event.place,)


def _sides(event: Event) -> Sequence[str]:
    return _values_of_key(event, SIDES) if event.other else ()


def _change(event: Event) -> Sequence[str]:
    return [value for value in _values_of_key(event, CHANGE) if value in CHANGES] if event.other else ()


def _values_of_key(event: Event, key: str) -> list[str]:
    """The values under a key that the schema does not have: all texts in a list, or a single text."""
    values = next((value for name, value in event.other if name == key), ())
    return [item for item in (values if type(values) is tuple else (values,)) if isinstance(item, str)]


def _id(event: Event) -> tuple[str]:
    return (event.id,)


def file_names(file: str) -> tuple[str, str]:
    """The values of ``file:`` for a file: its path as shown, and its name without folders."""
    return file, basename(file)


HAS: Mapping[str, str] = {
    "quote": "a quote",
    "source": "a source",
    "note": "a note",
    "related": "a related event",
}
"""The values of ``has:``."""

IS: Mapping[str, str] = {
    "disputed": "a source disputes the event, or gives another date",
    "approximate": "its date is approximate or uncertain",
    "undated": "its date is missing or cannot be read, and no order places it",
    "unsourced": "no source is cited",
    "single-source": "exactly one source is cited",
    "single-origin": "its sources have one origin, such as one news agency; or a single source is cited",
    "unarchived": "one of its sources has neither a copy nor an archive",
    "unchecked": "nobody has checked the event, or it has changed since then",
    "starred": "you starred it, or one of its quotes or sources",
    "added": "only the new version has the event",
    "removed": "only the old version has the event",
    "changed": "the event differs between two versions",
    "agreed": "all sides of a merged chronology have the event, and nothing differs",
}
"""The values of ``is:``."""

COMPARED: Mapping[str, str] = {"added": "change", "removed": "change", "changed": "change", "agreed": "side"}
"""The values of ``is:`` that only a comparison adds, with the field that the same comparison adds."""

TABLE = (
    QueryField(
        "country",
        "a country of the event",
        attrgetter("countries"),
        title="Countries",
        noun="country",
        attribute="countries",
        pinned=True,
        grid=True,
        aliased=True,
        searched=True,
        spoken=("countries",),
    ),
    QueryField(
        "topic",
        "a topic of the event",
        attrgetter("topics"),
        title="Topics",
        noun="topic",
        attribute="topics",
        pinned=True,
        grid=True,
        aliased=True,
        searched=True,
        spoken=("tag",),
    ),
    QueryField(
        "person",
        "a person of the event",
        attrgetter("people"),
        title="People",
        noun="person",
        attribute="people",
        grid=True,
        aliased=True,
        searched=True,
        spoken=("people", "who"),
    ),
    QueryField(
        "org",
        "an organization of the event",
        attrgetter("organizations"),
        title="Organizations",
        noun="organization",
        attribute="organizations",
        aliased=True,
        searched=True,
        spoken=("organization", "organizations", "organisation"),
    ),
    QueryField(
        "place",
        "where the event happened",
        _place,
        title="Places",
        noun="place",
        attribute="place",
        searched=True,
        spoken=("where",),
    ),
    QueryField(
        "source", "a source that the event cites", _of_sources("source"), title="Sources", noun="source", grid=True
    ),
    QueryField(
        "speaker",
        "who is quoted",
        _speakers,
        title="Speakers",
        noun="speaker",
        aliased=True,  # a speaker is a person or an organization
        searched=True,
        spoken=("by",),
    ),
    QueryField(
        "origin",
        "a source or publisher that its sources repeat, such as Reuters in “Reuters, via Japan Today”",
        _origins,
        title="Origins",
        noun="origin",
    ),
    QueryField(
        "reliability",
        "one of its sources has this reliability: A (completely) to E (not at all), F (cannot be judged)",
        _of_sources("reliability"),
        title="Reliability ratings",
        noun="reliability rating",
    ),
    QueryField(
        "credibility",
        "a source says it with this credibility: 1 (confirmed) to 5 (improbable), 6 (cannot be judged)",
        _credibilities,
        title="Credibility ratings",
        noun="credibility rating",
    ),
    QueryField("checked", "who has checked the event", _checkers, title="Checkers", noun="checker"),
    QueryField(
        "change",
        "how it differs between two versions: added, removed, changed or same",
        _change,
        title="Changes",
        noun="change",
        compared=True,
    ),
    QueryField(
        "side", "a side of a merged chronology that has the event", _sides, title="Sides", noun="side", compared=True
    ),
    QueryField("title", "words of the title"),
    QueryField("quote", "words of a quote", spoken=("text",)),
    QueryField(
        "date",
        "may have happened in this day, month, year or range; never an undated event",
        dates="range",
        spoken=("when",),
    ),
    QueryField(
        "published",
        "one of its sources may have been published in this day, month, year or range",
        _of_sources("published"),
        noun="publication date",
        grid=True,
        dates="range",
    ),
    QueryField("known", "one of its sources had certainly been published by the end of this day or month", dates="day"),
    QueryField("before", "certainly ended before this event (an id) or date began", noun="event"),
    QueryField("after", "certainly began after this event or date ended", noun="event"),
    QueryField("possibly-before", "may have begun before this event or date ended", noun="event"),
    QueryField("possibly-after", "may have ended after this event or date began", noun="event"),
    QueryField("id", "the event with this id", _id, noun="id"),
    QueryField("file", "the file that the event comes from", lambda event: file_names(event.file), noun="file"),
    QueryField("has", "has at least one", choices=HAS, noun="part"),
    QueryField("is", "is in this state", choices=IS, noun="state"),
)
"""Every field, in the order in which completions and lists of values show them."""

FIELDS: Mapping[str, QueryField] = {field.name: field for field in TABLE}
"""Every field by its name."""

FACETS: Mapping[str, QueryField] = {field.name: field for field in TABLE if field.title}
"""The fields whose values are listed and counted on the screen."""

VALUES: Mapping[str, Callable[[Event], Sequence[str]]] = {field.name: field.values for field in TABLE if field.values}
"""For each field that compares whole values, a function that returns the values of an event."""

CHOICES: Mapping[str, Mapping[str, str]] = {field.name: field.choices for field in TABLE if field.choices}
"""For each field with a fixed set of values, those values and their meanings."""

GRID_ROWS = tuple(field.name for field in TABLE if field.grid)
"""The fields that the rows of the grid can show."""

ALIASED = frozenset(field.name for field in TABLE if field.aliased)
"""The fields whose values may have aliases."""

SEARCHED = tuple(field.name for field in TABLE if field.searched)
"""The fields whose values are searched for words without a field. (All texts of a source are searched.)"""

DATED = frozenset(field.name for field in TABLE if field.dates)
"""The fields whose terms are dates."""

SPOKEN: Mapping[str, str] = {word: field.name for field in TABLE for word in field.spoken}
"""Words that readers may write instead of the name of a field, with that name."""

ORDER = ("before", "after", "possibly-before", "possibly-after")
"""The fields that compare events with another event (by its id) or with a date. A text that is both is an id."""

PROSE = ("", "title", "quote")
"""The fields whose terms are searched for inside text; ``""`` means all texts of the event."""


def plural_noun(field: str) -> str:
    """The plural noun for the values of a field: "countries"."""
    return FACETS[field].title.lower() if field in FACETS else f"{FIELDS[field].noun or field}s"
