"""Matches the terms of a query with one event: its states, and the texts that are searched for words.

The index evaluates whole queries, see `index/evaluator.py`; it calls these functions for single events.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from timeline_tui.model.comparison_keys import DIFFERS, NOTHING
from timeline_tui.model.timeline import Entries, Event, Other, Source, Value, without_sides
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.event_values import sources
from timeline_tui.query.query import Clause
from timeline_tui.query.query_fields import SEARCHED, VALUES


def occurs_in(needle: str, prefix: bool, text: str) -> bool:
    """Whether ``text`` contains ``needle``, both folded; with ``prefix``, only at the beginning of a word."""
    at = text.find(needle)
    if prefix:
        while at > 0 and text[at - 1].isalnum():
            at = text.find(needle, at + 1)
    return at >= 0


def ids_named_by_others(events: Iterable[Event]) -> frozenset[str]:
    """The ids that the relations of other events name."""
    return frozenset(relation.event for event in events for relation in event.related if relation.event != event.id)


def has_predicate(what: str, named: Collection[str]) -> Callable[[Event], bool]:
    """A function that returns whether ``has:what`` holds for an event; ``what`` is a key of HAS.

    An event has a related event if it names another one, or if its id is in ``named``, the result of
    `ids_named_by_others`.
    """
    predicates: Mapping[str, Callable[[Event], bool]] = {
        "quote": lambda event: bool(event.quotes),
        "source": lambda event: bool(without_sides(sources(event))),
        "note": has_note,
        "related": lambda event: event.id in named or any(relation.event != event.id for relation in event.related),
    }
    return predicates[what]


def has_note(event: Event) -> bool:
    """Whether the event, a citation or a quote of it has a note."""
    if event.note or event.date_note:
        return True
    for citation in event.sources:  # half the time of any()
        if citation.note:
            return True
    return any(quote.note for quote in event.quotes) if event.quotes else False


def _is_approximate(event: Event) -> bool:
    return event.date.approximate or event.date.uncertain or event.date.is_unknown


def _is_single(cited: Sequence[Source]) -> bool:
    cited = without_sides(cited)
    if len(cited) < 2:
        return bool(cited)
    # Sources with a key are mostly the same object, which saves comparing them text by text.
    return all(other is cited[0] or other == cited[0] for other in cited)


def _is_unchecked(event: Event) -> bool:
    if not event.checked:
        return True
    # 2 ms, and few timelines have checks
    from timeline_tui.model.checked import is_checked

    return not is_checked(event)


def is_agreed(event: Event) -> bool:
    """Whether a saved merged chronology says that all sides have the event and nothing differs."""
    return any(key == DIFFERS and value in (NOTHING, (NOTHING,)) for key, value in event.other)


def is_kept(source: Source) -> bool:
    """Whether a source has a copy or an archive. An address is not a copy, and other text is not an archive."""
    if not (source.copy or source.archived):
        return False
    # 0.5 ms, and only is:unarchived needs it
    from timeline_tui.text.web_addresses import is_address

    if source.copy and not is_address(source.copy):
        return True
    return bool(source.archived) and any(is_address(archive.url) for archive in source.archived)


SOURCE_STATES: Mapping[str, Callable[[Sequence[Source]], bool]] = {
    "unsourced": lambda cited: not without_sides(cited),
    "single-source": _is_single,
    "unarchived": lambda cited: any(not is_kept(source) for source in without_sides(cited)),
}
"""For each value of ``is:`` that depends on the sources of an event alone, a function that returns whether it holds.

It gets the sources as `sources` lists them. ``is:single-origin`` also depends on other sources; see `Index.predicate`.
"""


def _of_sources(state: str) -> Callable[[Event], bool]:
    holds = SOURCE_STATES[state]
    return lambda event: holds(sources(event))


EVENT_STATES: Mapping[str, Callable[[Event], bool]] = {
    "disputed": attrgetter("disputed"),
    "approximate": _is_approximate,
    "undated": lambda event: event.date.is_placeless,
    "unchecked": _is_unchecked,
}
"""For each other value of ``is:`` that depends on the event alone, a function that returns whether it holds."""

STATES: Mapping[str, Callable[[Event], bool]] = {
    **EVENT_STATES,
    **{state: _of_sources(state) for state in SOURCE_STATES},
}
"""For each value of ``is:`` that depends on the event alone, a function that returns whether it holds for it."""


STATES_OF_DATES = ("approximate", "undated")
"""The values of ``is:`` that depend only on the date of an event."""


def is_of_dates(clause: Clause) -> bool:
    """Whether a clause depends only on the date of an event."""
    if clause.field == "is":
        return all(term.text in STATES_OF_DATES for term in clause.terms)
    return clause.field == "date"


def distinct_values(field: str, event: Event) -> Iterable[str]:
    """The values of an event in a field of VALUES, in the order of the file, without empty and repeated ones."""
    return dict.fromkeys(filter(None, VALUES[field](event)))


def all_texts(event: Event, aliases: Aliases) -> Iterator[str]:
    """All texts of the event and its sources that are searched for a word without a field.

    The id and the name of the file are not among them. Names are folded, and their aliases follow them.
    """
    yield from event_texts(event)
    for field in SEARCHED:
        for value in distinct_values(field, event):
            key = aliases.key(field, value)
            yield from (key, *aliases.others(field, key))
    for source in sources(event):
        yield from source_texts(source)


def event_texts(event: Event) -> list[str]:
    """The title, then all other texts of the event that are not names and not in a source; some may be empty."""
    return [event.title, *quote_texts(event), *other_event_texts(event)]


def quote_texts(event: Event) -> list[str]:
    """The quotes of an event, and their original words; some may be empty."""
    return [text for quote in event.quotes for text in (quote.text, quote.original)] if event.quotes else []


def other_event_texts(event: Event) -> list[str]:
    """All texts of `event_texts` except the title and the quotes. None is empty."""
    texts = [event.summary, event.note, event.date_note]
    for _, _, role, _, at, _, note, other, _, translator in event.quotes:
        texts += (role, at, note, translator)
        if other:
            texts += _other_texts(other)
    for _, at, _, note, other, _, _ in event.sources:
        texts += (at, note)
        if other:
            texts += _other_texts(other)
    for relation in event.related:
        texts += (relation.kind, *_other_texts(relation.other))
    for check in event.checked:
        texts += (check.by, check.note, *_other_texts(check.other))
    if event.other:
        texts += _other_texts(event.other)
    return [*filter(None, texts)]


def source_texts(source: Source) -> Iterator[str]:
    """The texts of a source. Of addresses, only the host is searched, because a path has no words."""
    yield from (source.key, source.title, source.publisher, host(source.url), source.kind, source.note)
    yield from (*source.author, source.copy, source.sha256)
    for archive in source.archived:
        yield host(archive.url)
        yield from _other_texts(archive.other)
    yield from _other_texts(source.other)


def host(address: str) -> str:
    """The host of a web address; empty for other text."""
    return address.partition("://")[2].partition("/")[0]


def _other_texts(other: Other) -> Iterator[str]:
    for key, value in other:
        yield key
        yield from _value_texts(value)


def _value_texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Entries):
        yield from _other_texts(value.pairs)
    elif value is not None:
        for item in value:
            yield from _value_texts(item)


TEXTS: Mapping[str, Callable[[Event, Aliases], Iterable[str]]] = {
    "": all_texts,
    "title": lambda event, _: (event.title,),
    "quote": lambda event, _: quote_texts(event),
}
"""For each field of PROSE, a function that returns the texts of an event that are searched for its terms."""
