"""What a format leaves out of a timeline, in words, at every level: the timeline, its events, sources, quotes, …

The names of keys come from `model/fields.py` and the model, so that a field which is added there is counted as
lost in each format that does not say that it holds it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from timeline_tui.model.timeline import Source, Timeline
from timeline_tui.text.text import plural

if TYPE_CHECKING:  # an export as text needs the fields for nothing else
    from timeline_tui.model.fields import Entry

KEY = "key"
"""The name of a source's key, which is no field of the source itself."""

_NAMED = 20  # keys that one message names; the others are counted
_DEFAULT = "reports"  # the stance of a citation that states none


def filled(value: Any, entry: Entry) -> list[str]:
    """The names of the keys under which ``value``, an object of the model that ``entry`` describes, has something.

    Keys that the schema does not know come last. The key of a source is called `KEY`.
    """
    known = [field.name for field in entry.fields if getattr(value, field.stored) not in ("", (), None, _DEFAULT)]
    key = [KEY] if isinstance(value, Source) and value.key else []
    return [*key, *known, *(name for name, _ in value.other)]


def without(value: Any, entry: Entry, held: Collection[str]) -> list[str]:
    """The names of the keys of ``value`` that have something and are not ``held``."""
    return [name for name in filled(value, entry) if name not in held]


def counted(noun: str, lost: Iterable[Collection[str]], what: str = "left out") -> list[str]:
    """One message on all entries of a sort: "2 sources: archive_url, outlet left out".

    ``lost`` has the names of the keys that each entry loses; an entry that loses nothing is not counted.
    """
    losing = [names for names in lost if names]
    return [f"{plural(len(losing), noun)}: {named(chain.from_iterable(losing))} {what}"] if losing else []


def named(names: Iterable[str]) -> str:
    """The names, each once, of which the first few are listed and the others counted."""
    once = [name or "“”" for name in dict.fromkeys(names)]
    more = f" and {len(once) - _NAMED:,} more" if len(once) > _NAMED else ""
    return ", ".join(once[:_NAMED]) + more


def cited_sources(timeline: Timeline) -> Iterator[Source]:
    """Every source that an event cites or quotes, each once."""
    yield from dict.fromkeys(source for event in timeline.events for source in event.cited)


def of_timeline(timeline: Timeline, *held: str, more: Sequence[str] = ()) -> list[str]:
    """What is lost of the timeline itself and ``more``, but for the fields that are ``held``: at most one message.

    "of the timeline itself: 2 views, 1 uncited source left out".
    """
    unheld = [name for name in Timeline._fields if name not in ("events", "other", *held) and getattr(timeline, name)]
    unknown = [f"“{name}”" for name, _ in timeline.other if name not in held]
    told = ", ".join(filter(None, [*(_part(timeline, name) for name in unheld), *unknown, *more]))
    return [f"of the timeline itself: {told} left out"] if told else []


def _part(timeline: Timeline, name: str) -> str:
    """What a message says of the field ``name`` of a timeline; nothing if nothing is lost of it."""
    if name == "sources":
        cited = set(cited_sources(timeline))
        uncited = sum(source not in cited for source in timeline.sources)
        return plural(uncited, "uncited source") if uncited else ""
    if name == "views":
        return plural(len(timeline.views), "view")
    if name == "aliases":
        return plural(len(timeline.aliases), "alias", "aliases")
    return "query" if name == "extract" else name
