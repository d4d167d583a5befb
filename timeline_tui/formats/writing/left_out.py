"""Messages about what a format leaves out of a timeline and of its events, sources and quotes.

The names of keys come from `model/fields.py` and the model. So a new field is reported as lost by each
format that does not list it as held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from timeline_tui.model.timeline import Source, Timeline
from timeline_tui.text.text import listed, plural

if TYPE_CHECKING:  # not imported at run time: an export as text does not use it
    from timeline_tui.model.fields import EntryType

KEY = "key"
"""The name under which the key of a source is reported. The key is not one of the fields of a source."""

_NAMED = 20  # keys that one message lists; the others are counted
_DEFAULT = "reports"  # the stance of a citation that gives none


def filled(value: Any, entry: EntryType) -> list[str]:
    """Return the names of the fields of ``value`` that are not empty; ``entry`` describes them.

    Keys that the schema does not know come last. The key of a source is called `KEY`.
    """
    known = [field.name for field in entry.fields if getattr(value, field.stored) not in ("", (), None, _DEFAULT)]
    key = [KEY] if isinstance(value, Source) and value.key else []
    return [*key, *known, *(name for name, _ in value.other)]


def without(value: Any, entry: EntryType, held: Collection[str]) -> list[str]:
    """Return the names of the fields of ``value`` that are not empty and not ``held`` by the format."""
    return [name for name in filled(value, entry) if name not in held]


def counted(noun: str, lost: Iterable[Collection[str]], what: str = "left out") -> list[str]:
    """Return one message on all entries of one type: "2 sources: archive_url, outlet left out".

    ``lost`` has, for each entry, the names of the keys that it loses. The list is empty if no entry loses any.
    """
    losing = [names for names in lost if names]
    return [f"{plural(len(losing), noun)}: {listed_names(chain.from_iterable(losing))} {what}"] if losing else []


def listed_names(names: Iterable[str]) -> str:
    """Return the names, each once: the first few are listed, the others counted."""
    once = [name or "“”" for name in dict.fromkeys(names)]
    return listed(once, _NAMED) if len(once) > _NAMED + 1 else ", ".join(once)


def cited_sources(timeline: Timeline) -> Iterator[Source]:
    """Return every source that an event cites or quotes, each once."""
    yield from dict.fromkeys(source for event in timeline.events for source in event.cited)


def of_timeline(timeline: Timeline, *held: str, more: Sequence[str] = ()) -> list[str]:
    """Return at most one message: "of the timeline itself: 2 views, 1 uncited source left out".

    It lists the fields and unknown keys of the timeline that are not empty and not ``held``, and then ``more``.
    """
    unheld = [name for name in Timeline._fields if name not in ("events", "other", *held) and getattr(timeline, name)]
    unknown = [f"“{name}”" for name, _ in timeline.other if name not in held]
    parts = ", ".join(filter(None, [*(_part(timeline, name) for name in unheld), *unknown, *more]))
    return [f"of the timeline itself: {parts} left out"] if parts else []


def _part(timeline: Timeline, name: str) -> str:
    """The words of a message for the field ``name`` of a timeline; "" if nothing of it is lost."""
    if name == "sources":
        cited = set(cited_sources(timeline))
        uncited = sum(source not in cited for source in timeline.sources)
        return plural(uncited, "uncited source") if uncited else ""
    if name == "views":
        return plural(len(timeline.views), "view")
    if name == "aliases":
        return plural(len(timeline.aliases), "alias", "aliases")
    if name == "extract":
        searched = timeline.extract.searched if timeline.extract else 0
        return f"query, and that only {plural(searched, 'event')} could be searched" if searched else "query"
    return name
