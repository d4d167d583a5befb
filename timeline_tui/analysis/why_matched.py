"""Why a query finds an event: the text with its words, if the row of the event does not show them.

The words of a query are searched for in all texts of an event, but its row has only the title and the countries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from timeline_tui.model.timeline import Entries, Event, Other, Source, Value
from timeline_tui.model.wording import short_name
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.event_values import sources
from timeline_tui.query.matching import distinct_values, host, occurs_in
from timeline_tui.query.query import Query, Term
from timeline_tui.query.query_fields import FACETS, SEARCHED
from timeline_tui.text.matches import matches
from timeline_tui.text.text import fold

CONTEXT = 400
"""The most characters of a passage before its match, and after it."""
_PIECE = 4_000  # characters of a long text in which a match is located at once


class Passage(NamedTuple):
    """A part of a text on one line, before, in and after the first match in it.

    ``where`` says which text it is: "in a quote of Janet Yellen"; ``briefly`` the same in short: "quote".
    """

    where: str
    briefly: str
    before: str
    match: str
    after: str


class _Part(NamedTuple):
    """A text of an event with its place, as in `Passage`."""

    where: str
    briefly: str
    text: str
    is_quote: bool = False


def why_matched(event: Event, query: Query, aliases: Aliases) -> Passage | None:
    """The passage with the most words of ``query``, except the words in the title and the countries of the event.

    The first of several; None if there is none.
    """
    row = [fold(text) for text in (event.title, *event.countries)]
    asked = [
        (needles, clause.field == "quote")
        for clause in query.clauses
        if clause.field in ("", "quote") and not clause.negated
        if (needles := [Term(text, term.prefix) for term in clause.terms if (text := fold(term.text))])
        if clause.field or not any(_first(needles, shown) for shown in row)
    ]
    best: tuple[_Part, list[Term]] | None = None
    for part in labelled_texts(event, aliases) if asked else ():
        folded = fold(part.text)
        found = [
            needle
            for needles, in_quote in asked
            if part.is_quote or not in_quote
            if (needle := _first(needles, folded))
        ]
        if len(found) > (len(best[1]) if best else 0):
            best = part, found
            if len(found) == len(asked):
                break
    return _passage(*best) if best else None


def _first(needles: Sequence[Term], folded: str) -> Term | None:
    """The first of some folded terms that occurs in a folded text."""
    return next((needle for needle in needles if occurs_in(needle.text, needle.prefix, folded)), None)


def _passage(part: _Part, needles: Sequence[Term]) -> Passage:
    start, end = min(_located(part.text, needle) for needle in needles)
    before, after = part.text[max(0, start - CONTEXT) : start], part.text[end : end + CONTEXT]
    lead, trail = "…" * (start > CONTEXT), "…" * (end + CONTEXT < len(part.text))
    return Passage(
        part.where, part.briefly, _one_line(lead + before), _one_line(part.text[start:end]), _one_line(after + trail)
    )


def _located(text: str, needle: Term) -> tuple[int, int]:
    """The start and the end of the first match. A long text is looked at in pieces, because that takes time."""
    overlap = 8 * len(needle.text) + 64  # white space and marks may make a match longer than its needle
    for at in range(0, len(text), _PIECE):
        start = max(0, at - overlap)
        piece = text[start : at + _PIECE]
        if occurs_in(needle.text, needle.prefix, fold(piece)):
            ranges = matches(piece, (needle.text,))
            begins = [
                (begin, end) for begin, end in ranges if not needle.prefix or not piece[begin - 1 : begin].isalnum()
            ]
            begin, end = (begins or ranges)[0]
            return start + begin, start + end
    return 0, 0


def _one_line(text: str) -> str:
    """``text`` with each run of white space as one space."""
    inner = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{inner}{' ' * (text[-1:].isspace() and bool(inner))}"


def labelled_texts(event: Event, aliases: Aliases) -> Iterator[_Part]:
    """All texts that are searched for a word without a field, as `matching.all_texts`, each with its place."""
    parts = chain(_quotes(event), _own_texts(event), _sources(event), _names(event, aliases))
    return (part for part in parts if part.text)


def _quotes(event: Event) -> Iterator[_Part]:
    for quote in event.quotes:
        of = f" of {quote.speaker}" if quote.speaker else ""
        yield _Part(f"in a quote{of}", "quote", quote.text, True)
        yield _Part(f"in the original of a quote{of}", "quote", quote.original, True)
        yield _Part(f"in the note on a quote{of}", "note on a quote", quote.note)
        yield _Part(f"in the role{of}", "role", quote.role)
        yield _Part(f"in the locator of a quote{of}", "locator of a quote", quote.at)
        yield _Part(f"in the translator of a quote{of}", "translator", quote.translator)
        yield from _others(quote.other)


def _own_texts(event: Event) -> Iterator[_Part]:
    yield _Part("in the title", "title", event.title)
    yield _Part("in the summary", "summary", event.summary)
    yield _Part("in the note", "note", event.note)
    yield _Part("in the note on the date", "note", event.date_note)
    for relation in event.related:
        yield _Part("in a relation to another event", "relation", relation.kind)
        yield from _others(relation.other)
    for check in event.checked:
        yield _Part("in who checked it", "checked", check.by)
        yield _Part(f"in the note of {check.by} on a check", "note", check.note)
        yield from _others(check.other)
    yield from _others(event.other)


def _sources(event: Event) -> Iterator[_Part]:
    for citation in event.sources:
        whole, short = citation.source.full_label, short_name(citation.source)
        yield _Part(f"in the note on {whole}", f"note on {short}", citation.note)
        yield _Part(f"in the locator of {whole}", f"locator of {short}", citation.at)
        yield from _others(citation.other)
    for source in dict.fromkeys(sources(event)):
        yield from _source(source)


def _source(source: Source) -> Iterator[_Part]:
    yield _Part("in the title of a source", "source", source.title)
    yield _Part("in the publisher of a source", "publisher", source.publisher)
    yield _Part(f"in the note on {source.full_label}", f"note on {short_name(source)}", source.note)
    for author in source.author:
        yield _Part("in the author of a source", "author", author)
    yield _Part("in the address of a source", "address", host(source.url))
    for archive in source.archived:
        yield _Part("in the archive of a source", "archive", host(archive.url))
        yield from _others(archive.other)
    yield _Part("in the copy of a source", "copy", source.copy)
    yield _Part("in the hash of a copy", "hash", source.sha256)
    yield _Part("in the key of a source", "source", source.key)
    yield _Part("in the kind of a source", "source", source.kind)
    yield from _others(source.other)


def _names(event: Event, aliases: Aliases) -> Iterator[_Part]:
    for field in SEARCHED:
        noun = FACETS[field].noun
        for value in distinct_values(field, event):
            if field != "country":
                yield _Part(f"in the {noun}", noun, value)
            name = aliases.canonical(value)
            key = aliases.key(field, value)
            for other in (name, *aliases.others(field, key)):
                yield _Part(f"in another name of {value}", noun, other)


def _others(other: Other) -> Iterator[_Part]:
    for key, value in other:
        yield _Part("in the name of a field", "field", key)
        for text in _texts(value):
            yield _Part(f"in “{key}”", key, text)


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Entries):
        for key, inner in value.pairs:
            yield key
            yield from _texts(inner)
    elif value is not None:
        for item in value:
            yield from _texts(item)
