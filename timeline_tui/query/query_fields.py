"""The fields of a query, each declared once. All other modules use this table.

To add a facet, add its row here. Older files in the cache are then no longer used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from timeline_tui.query import event_values

if TYPE_CHECKING:
    from timeline_tui.model.timeline import Event


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


HAS: Mapping[str, str] = {"quote": "a quote", "source": "a source", "note": "a note", "related": "a related event"}
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
        event_values.place,
        title="Places",
        noun="place",
        attribute="place",
        searched=True,
        spoken=("where",),
    ),
    QueryField(
        "source",
        "a source that the event cites",
        event_values.of_sources("source"),
        title="Sources",
        noun="source",
        grid=True,
    ),
    QueryField(
        "speaker",
        "who is quoted",
        event_values.speakers,
        title="Speakers",
        noun="speaker",
        aliased=True,  # a speaker is a person or an organization
        searched=True,
        spoken=("by",),
    ),
    QueryField(
        "origin",
        "a source or publisher that its sources repeat, such as Reuters in “Reuters, via Japan Today”",
        event_values.origins,
        title="Origins",
        noun="origin",
    ),
    QueryField(
        "reliability",
        "one of its sources has this reliability: A (completely) to E (not at all), F (cannot be judged)",
        event_values.of_sources("reliability"),
        title="Reliability ratings",
        noun="reliability rating",
    ),
    QueryField(
        "credibility",
        "a source says it with this credibility: 1 (confirmed) to 5 (improbable), 6 (cannot be judged)",
        event_values.credibilities,
        title="Credibility ratings",
        noun="credibility rating",
    ),
    QueryField("checked", "who has checked the event", event_values.checkers, title="Checkers", noun="checker"),
    QueryField(
        "change",
        "how it differs between two versions: added, removed, changed or same",
        event_values.change,
        title="Changes",
        noun="change",
        compared=True,
    ),
    QueryField(
        "side",
        "a side of a merged chronology that has the event",
        event_values.sides,
        title="Sides",
        noun="side",
        compared=True,
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
        event_values.of_sources("published"),
        noun="publication date",
        grid=True,
        dates="range",
    ),
    QueryField("known", "one of its sources had certainly been published by the end of this day or month", dates="day"),
    QueryField("before", "certainly ended before this event (an id) or date began", noun="event"),
    QueryField("after", "certainly began after this event or date ended", noun="event"),
    QueryField("possibly-before", "may have begun before this event or date ended", noun="event"),
    QueryField("possibly-after", "may have ended after this event or date began", noun="event"),
    QueryField("id", "the event with this id", event_values.event_id, noun="id"),
    QueryField(
        "file", "the file that the event comes from", lambda event: event_values.file_names(event.file), noun="file"
    ),
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
