"""The traits by which events of two timelines are compared: days, words, names and sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from timeline_tui.analysis.likeness import words
from timeline_tui.dates.agreement import moment_text
from timeline_tui.dates.when import When
from timeline_tui.model.timeline import Event, Source
from timeline_tui.query.event_values import sources
from timeline_tui.text.text import fold
from timeline_tui.text.word_changes import UNSPACED, normalized

_ENDINGS = re.compile(r"(?<=...)(?:ing|ed|es|s)$")
_STEM = 6  # letters: "Zelensky" and "Zelenskyy", "sanction" and "sanctions" are the same
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]{{2,}}")
_MOST_WORDS = 400  # words of a summary
_SCHEME = re.compile(r"^[a-z]+://(?:www\.)?", re.IGNORECASE)


class Traits(NamedTuple):
    """What is compared of an event. All sets hold folded text.

    ``has_own_id``: its id is given, and neither a number nor made of the words of its title, so it stays the same.
    ``text`` are the words of title and summary. ``names`` are people, organizations, countries and places.
    ``sources`` are the identities of its sources, see `source_identity`.
    """

    id: str
    given_id: bool
    has_own_id: bool
    date: When
    title: frozenset[str]
    text: frozenset[str]
    names: frozenset[str]
    sources: frozenset[str]


def traits(event: Event) -> Traits:
    """The traits of an event."""
    title = frozenset(stems(event.title))
    names = (*event.people, *event.organizations, *event.countries, event.place)
    return Traits(
        id=event.id,
        given_id=event.given_id,
        has_own_id=event.given_id and not is_number(event.id) and not _is_made_of_title(event.id, title),
        date=event.date,
        title=title,
        text=title.union(stems(event.summary)),
        names=frozenset(filter(None, map(_folded, names))),
        sources=frozenset(filter(None, map(source_identity, sources(event)))),
    )


_folded = lru_cache(maxsize=1 << 14)(fold)  # a timeline has few names


def _is_made_of_title(id: str, title: frozenset[str]) -> bool:
    """Whether at least half of the words of an id, without numbers, are words of the title."""
    id_words = {stem for stem in stems(id) if not stem.isdigit()}
    return 2 * len(id_words & title) >= len(id_words)


def stems(text: str) -> Iterator[str]:
    """The beginnings of the words of ``text``, without English endings; pairs of letters of unspaced scripts."""
    return chain.from_iterable(map(_stems_of_word, words(text)[:_MOST_WORDS]))


@lru_cache(maxsize=1 << 16)  # the words of a timeline are few; this saves half of the time
def _stems_of_word(word: str) -> tuple[str, ...]:
    if runs := _UNSPACED_RUN.findall(word):
        return tuple(chain.from_iterable(map(_pairs_of_letters, runs)))
    return (_ENDINGS.sub("", word)[:_STEM],)


def _pairs_of_letters(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def source_identity(source: Source) -> str:
    """A text that is equal for sources that are probably the same document in two files.

    It is the address without scheme, "www." and fragment; else title and publisher, folded. Empty if there is neither.
    """
    if source.url:
        return _SCHEME.sub("", source.url).partition("#")[0].rstrip("/")
    return fold(f"{source.title} | {source.publisher}") if source.title else ""


def content_key(event: Event, *, with_id: bool) -> tuple[str, ...]:
    """A key that is equal for events with the same date, title and summary; ``with_id``: and the same given id.

    An id that is only a number does not count, because such ids are often given anew.
    """
    id = event.id if with_id and event.given_id and not is_number(event.id) else ""
    return id, moment_text(event.date), normalized(event.title), normalized(event.summary)


def is_number(id: str) -> bool:
    """Whether an id is only a number, with or without signs such as "#12" and "1.2"."""
    return not any(map(str.isalpha, id))
