"""What a clause means for one event. The index answers the same questions for all events at once, and faster."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from timeline_tui.model.timeline import Entries, Event, Other, Source, Timeline, Value
from timeline_tui.query.date_ranges import date_range
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import ALIASED, SEARCHED, VALUES, sources
from timeline_tui.text.text import fold


def chain_ends(following: Mapping[str, str]) -> dict[str, str | None]:
    """For each name the last one of its chain that has another following it; None if the chain runs in a circle.

    Each name is visited once, so that a long chain takes no longer than as many short ones.
    """
    ends: dict[str, str | None] = {}
    for name in following:
        chain: dict[str, None] = {}
        while name in following and name not in ends and name not in chain:
            chain[name] = None
            name = following[name]
        end = ends[name] if name in ends else None if name in chain else next(reversed(chain), None)
        ends |= dict.fromkeys(chain, end)
    return ends


class Aliases:
    """The other names of a timeline: pairs (other name, name), followed through chains, compared by fold.

    A name may be given for itself, which tells it apart from names like it; it is no other name.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        names = {fold(other): name for other, name in pairs}
        names = {other: name for other, name in names.items() if other != fold(name)}
        ends = chain_ends({other: fold(name) for other, name in names.items()})
        self._names = {other: names[end] for other, end in ends.items() if end is not None}
        self._others: dict[str, list[str]] = {}
        for other in names:
            self._others.setdefault(fold(self.canonical(other)), []).append(other)

    def canonical(self, name: str) -> str:
        """The name that ``name`` stands for; itself if it is no other name, or if its aliases run in a circle."""
        return self._names.get(fold(name), name)

    def key(self, field: str, value: str) -> str:
        """What two values of ``field`` share when they are the same one."""
        return fold(self.canonical(value)) if field in ALIASED else fold(value)

    def others(self, field: str, key: str) -> Sequence[str]:
        """All other names, folded, for the value of ``field`` with this key."""
        return self._others.get(key, ()) if field in ALIASED else ()

    def others_of_all(self, field: str) -> Iterable[str]:
        """All other names, folded, that a value of ``field`` may have."""
        return self._names if field in ALIASED else ()

    def beginning(self, field: str, needle: str) -> Iterator[str]:
        """The keys of the values of ``field`` that have another name which begins with the folded ``needle``."""
        if field in ALIASED:
            for key, others in self._others.items():
                if any(other.startswith(needle) for other in others):
                    yield key


class Context(NamedTuple):
    """What an event alone does not know: other names, the reader's stars, and the ids that events point at."""

    aliases: Aliases
    stars: Collection[str] = ()
    pointed_at: Collection[str] = ()

    @classmethod
    def of(cls, timeline: Timeline, stars: Collection[str] = ()) -> Context:
        """The context of the events of ``timeline``."""
        return cls(Aliases(timeline.aliases), stars, pointed_at(timeline.events))


def pointed_at(events: Iterable[Event]) -> frozenset[str]:
    """The ids that other events name as related."""
    return frozenset(tie.event for event in events for tie in event.related if tie.event != event.id)


def query_matches(query: Query, event: Event, context: Context) -> bool:
    """Whether every clause holds for ``event``."""
    return all(matches(clause, event, context) for clause in query.clauses)


def matches(clause: Clause, event: Event, context: Context) -> bool:
    """Whether ``clause`` holds for ``event``: a plain scan, the definition that the index is measured by."""
    return clause.negated != any(_term_matches(clause.field, term, event, context) for term in clause.terms)


def _term_matches(field: str, term: Term, event: Event, context: Context) -> bool:
    if field in TEXTS:
        return occurs(term, "\n".join(map(fold, TEXTS[field](event, context.aliases))))
    if field == "date":
        return date_range(term.text).touches(event.date)
    if field == "has":
        return has_predicate(term.text, context)(event)
    if field == "is":
        return STATES[term.text](event) if term.text in STATES else event.id in context.stars
    key = context.aliases.key(field, term.text)
    own = {context.aliases.key(field, value) for value in values(field, event)}
    if not term.prefix:
        return key in own
    beginning = fold(term.text)
    return any(name.startswith(beginning) for one in own for name in (one, *context.aliases.others(field, one)))


def occurs(term: Term, text: str) -> bool:
    """Whether the folded ``text`` contains the term; with ``prefix``, at the beginning of a word."""
    return occurs_in(fold(term.text), term.prefix, text)


def occurs_in(needle: str, prefix: bool, text: str) -> bool:
    """Whether the folded ``text`` contains the folded ``needle``; with ``prefix``, at the beginning of a word."""
    at = text.find(needle)
    if prefix:
        while at > 0 and text[at - 1].isalnum():
            at = text.find(needle, at + 1)
    return at >= 0


def has_predicate(what: str, context: Context) -> Callable[[Event], bool]:
    """Tells whether an event has a quote, a source, a note, or a related event (named by it, or naming it)."""
    pointed_at = context.pointed_at
    tests: Mapping[str, Callable[[Event], bool]] = {
        "quote": lambda event: bool(event.quotes),
        "source": lambda event: bool(sources(event)),
        "note": lambda event: any(_notes(event)),
        "related": lambda event: event.id in pointed_at or any(tie.event != event.id for tie in event.related),
    }
    return tests[what]


def _approximate(event: Event) -> bool:
    date = event.date
    return date.approximate or date.uncertain or date.text.startswith("/") or date.text.endswith("/")


def _single_source(event: Event) -> bool:
    found = sources(event)
    if len(found) < 2:
        return bool(found)
    # One object, as a source with a key mostly is, saves comparing sources text by text.
    return all(other is found[0] or other == found[0] for other in found)


STATES: Mapping[str, Callable[[Event], bool]] = {
    "disputed": attrgetter("disputed"),
    "approximate": _approximate,
    "unsourced": lambda event: not sources(event),
    "single-source": _single_source,
}
"""The states of ``is:`` that an event alone decides."""


def values(field: str, event: Event) -> Iterable[str]:
    """The values of ``event`` in one of the fields of VALUES, each once, in the order of the file."""
    return dict.fromkeys(filter(None, VALUES[field](event)))


def _notes(event: Event) -> list[str]:
    notes = [citation.note for citation in event.sources]
    if event.quotes:
        notes += [quote.note for quote in event.quotes]
    return [event.note, event.date_note, *notes]


def all_texts(event: Event, aliases: Aliases) -> Iterator[str]:
    """All that the words of a query are looked for in: every text of the event but its id and its file.

    Names come folded, and with the other names for them.
    """
    yield from event_texts(event)
    for field in SEARCHED:
        for value in values(field, event):
            key = aliases.key(field, value)
            yield from (key, *aliases.others(field, key))
    for source in sources(event):
        yield from source_texts(source)


def event_texts(event: Event) -> list[str]:
    """The texts that stand in the event itself, but for its names: the title, then all others, empty ones too."""
    texts = [event.title, event.summary, event.note, event.date_note]
    parts = [event.other]
    for quote in event.quotes:
        texts += (quote.text, quote.role, quote.original, quote.at, quote.note)
        parts.append(quote.other)
    for citation in event.sources:
        texts += (citation.at, citation.note)
        parts.append(citation.other)
    for relation in event.related:
        texts.append(relation.kind)
        parts.append(relation.other)
    for other in filter(None, parts):
        texts += _other(other)
    return texts


def source_texts(source: Source) -> Iterator[str]:
    """The texts of a source; of its address only the site: nobody wrote the rest of it to be read."""
    site = source.url.partition("://")[2].partition("/")[0]
    yield from (source.key, source.title, source.publisher, site, source.kind, source.note)
    yield from _other(source.other)


def _other(other: Other) -> Iterator[str]:
    for key, value in other:
        yield key
        yield from _value(value)


def _value(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Entries):
        yield from _other(value.pairs)
    elif value is not None:
        for one in value:
            yield from _value(one)


def _quoted(event: Event, _: Aliases) -> Iterator[str]:
    for quote in event.quotes:
        yield quote.text
        yield quote.original


TEXTS: Mapping[str, Callable[[Event, Aliases], Iterable[str]]] = {
    "": all_texts,
    "title": lambda event, _: (event.title,),
    "quote": _quoted,
}
"""The running text that the fields of prose are looked for in."""
