"""What differs between two versions of an event, field by field.

Changes that leave the record the same do not count: white space, how an accented letter is encoded (Unicode NFC and
NFD), "Z" or "+00:00", another name of the same country, topic or person by the aliases of one of the files, the order
and case of values, the order of sources, where a source is written and which key it has, the id that an event gets from
its date and title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from timeline_tui.analysis.differences import Difference, changed, inside, list_differences, of_fields, plain
from timeline_tui.analysis.likeness import words
from timeline_tui.analysis.source_pairs import SourcePairs, pair_up
from timeline_tui.dates.agreement import moment_text
from timeline_tui.model import fields
from timeline_tui.model.timeline import Citation, Event, Quote, Relation, Source, Timeline
from timeline_tui.model.wording import citation_detail, quote_line, quoted, relation_text
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.query_fields import TABLE
from timeline_tui.text.text import fold, on_a_line
from timeline_tui.text.word_changes import normalized

ALIASED_LISTS = tuple(field.attribute for field in TABLE if field.aliased and field.attribute)
"""The fields of an event whose values may have other names."""
_MOST_PAIRS = 10_000  # pairs of quotes of one event that are compared
_LABEL_WORDS = 5  # words of a quote by which it is named
_ALIKE_QUOTES = 0.5  # the least part of the words that two versions of a quote share


class Context(NamedTuple):
    """What is known of both timelines when their events are compared.

    ``renamed`` maps the ids of old events to the ids of the same new events, None for events that are gone; ``kept``
    are these new ids. ``old_titles`` and ``new_titles`` map ids to titles. ``aliases`` are the aliases of both
    timelines. ``with_ids``: ids count, because both timelines are of one author.
    """

    sources: SourcePairs
    renamed: Mapping[str, str | None]
    kept: Set[str]
    old_titles: Mapping[str, str]
    new_titles: Mapping[str, str]
    aliases: Aliases
    with_ids: bool = True

    def name_key(self, name: str) -> str:
        """A text that is equal for names of the same country, topic, person or organization."""
        return fold(self.aliases.canonical(name))

    def of_old(self, id: str) -> tuple[str, bool] | None:
        """What an id of the old timeline means: an event that both have, or no event; None for one that is gone."""
        new = self.renamed.get(id, id)
        return None if new is None else (new, id in self.renamed)

    def of_new(self, id: str) -> tuple[str, bool] | None:
        """The same for an id of the new timeline; None for an event that only the new one has."""
        is_event = id in self.new_titles
        return None if is_event and id not in self.kept else (id, is_event)


def context_of(
    old: Timeline, new: Timeline, pairs: Iterable[tuple[int, int]], sources: SourcePairs, *, with_ids: bool = True
) -> Context:
    """The context of two timelines whose events at the positions ``pairs`` are the same."""
    gone: dict[str, str | None] = dict.fromkeys(event.id for event in old.events)
    both = {old.events[i].id: new.events[j].id for i, j in pairs}
    before, after = ({event.id: event.title for event in timeline.events} for timeline in (old, new))
    aliases = Aliases((*old.aliases, *new.aliases))
    return Context(sources, {**gone, **both}, {*both.values()}, before, after, aliases, with_ids)


def event_differences(old: Event, new: Event, context: Context) -> tuple[Difference, ...]:
    """The differences between two versions of an event, in the order of the fields."""
    if not (old.related or old.after or old.before) and old._replace(file="", line=0) == new._replace(file="", line=0):
        return ()  # most events of a new version; comparing their fields takes 0.1 ms

    def aliased(name: str) -> Callable[[], Iterator[Difference]]:
        return lambda: list_differences(name, getattr(old, name), getattr(new, name), context.name_key)

    special: dict[str, Callable[[], Iterator[Difference]]] = {
        **{name: aliased(name) for name in ALIASED_LISTS},
        "id": lambda: _ids(old, new) if context.with_ids else iter(()),
        "sources": lambda: _citations(old.sources, new.sources, context.sources),
        "quotes": lambda: _quotes(old.quotes, new.quotes, context),
        "related": lambda: _relations(old.related, new.related, context),
        "after": lambda: _order("after", old.after, new.after, context),
        "before": lambda: _order("before", old.before, new.before, context),
    }
    if not context.with_ids and moment_text(old.date) == moment_text(new.date):
        special["date"] = lambda: iter(())
    return tuple(of_fields(fields.EVENT, old, new, special))


def source_differences(old: Source, new: Source, sources: SourcePairs) -> Iterator[Difference]:
    """The differences of a source, as parts of an entry of the field "sources"."""
    before, after = map(sources.key_of_old, old.based_on), map(sources.key_of_new, new.based_on)
    for difference in of_fields(
        fields.SOURCE, old, new, {"based_on": lambda: list_differences("based_on", before, after)}
    ):
        yield inside("sources", sources.label(new), difference)


def _ids(old: Event, new: Event) -> Iterator[Difference]:
    if old.given_id or new.given_id:
        yield from changed("id", old.id, new.id)


def _citations(old: Sequence[Citation], new: Sequence[Citation], sources: SourcePairs) -> Iterator[Difference]:
    """Pairs citations of the same source: first citations with equal locators, then the others in their order."""
    before = [(sources.of_old(citation.source), citation) for citation in old]
    after = [(sources.of_new(citation.source), citation) for citation in new]
    by_content = _content_of_citation
    pairs = pair_up(
        before,
        after,
        (by_content, lambda citation: _known(citation[0], citation[1].at), lambda citation: _known(citation[0])),
    )
    gone, came = _unpaired(pairs, before, after)
    yield from (
        Difference("sources", "withdrawn", old=_cited(citation, sources), stance=citation.stance)
        for _, citation in gone
    )
    for i, j in pairs:
        (_, cited), (_, other) = before[i], after[j]
        for part in of_fields(fields.CITATION, cited, other, {"source": lambda: iter(())}):
            yield inside("sources", sources.label(other.source), part)
    yield from (
        Difference("sources", "added", new=_cited(citation, sources), stance=citation.stance) for _, citation in came
    )


def _content_of_citation(numbered: tuple[int | None, Citation]) -> object:
    number, citation = numbered
    return _known(number, citation._replace(source=Source()))


def _known(number: int | None, *more: object) -> tuple[object, ...] | None:
    """A key of a source and more; None if only one of the timelines has the source."""
    return None if number is None or number < 0 else (number, *more)


def _cited(citation: Citation, sources: SourcePairs) -> str:
    return citation_line(citation, sources.label(citation.source))


def citation_line(citation: Citation, name: str = "", *, address: str = "") -> str:
    """A citation in a line: "Reuters: US widens Russia sanctions, ¶6 (disputes): It names other banks.".

    ``name`` is the name of the source. ``address`` is written after the stance.
    """
    label = ", ".join(filter(None, (name or citation.source.full_label, citation.at)))
    detail = citation_detail(citation._replace(at="", source=Source()))
    line = " ".join(filter(None, (label, detail and f"({detail})", address)))
    return f"{line}: {on_a_line(citation.note)}" if citation.note else line


def _quotes(old: Sequence[Quote], new: Sequence[Quote], context: Context) -> Iterator[Difference]:
    """Pairs quotes with the same words, then the quotes with the most words in common."""
    pairs = pair_up(
        old, new, (_all_of_quote, lambda quote: fold(quote.text), lambda quote: fold(quote.original) or None)
    )
    pairs += _alike_quotes(old, new, pairs)
    gone, came = _unpaired(pairs, old, new)
    yield from (Difference("quotes", "withdrawn", old=quote_line(quote)) for quote in gone)
    for i, j in sorted(pairs):
        yield from _quote_differences(old[i], new[j], context)
    yield from (Difference("quotes", "added", new=quote_line(quote)) for quote in came)


def _quote_differences(old: Quote, new: Quote, context: Context) -> Iterator[Difference]:
    """The differences between two versions of one quote."""
    sources, name_of = context.sources, context.name_key

    def source() -> Iterator[Difference]:
        before, after = sources.of_old(old.source), sources.of_new(new.source)
        if before != after or (before is not None and before < 0):
            labels = [sources.label(quote.source) if quote.source else "" for quote in (old, new)]
            yield from changed("source", *labels)

    def speaker() -> Iterator[Difference]:
        if name_of(plain(old.speaker)) != name_of(plain(new.speaker)):
            yield from changed("speaker", plain(old.speaker), plain(new.speaker))

    for part in of_fields(fields.QUOTE, old, new, {"source": source, "speaker": speaker}):
        yield inside("quotes", _quote_label(old), part)


def _quote_label(quote: Quote) -> str:
    """The beginning of a quote and its speaker: “We are united in our…” by Janet Yellen."""
    first = normalized(quote.text).split()
    beginning = " ".join(first[:_LABEL_WORDS]) + "…" * (len(first) > _LABEL_WORDS)
    return f"{quoted(beginning)} by {quote.speaker}" if quote.speaker else quoted(beginning)


def _all_of_quote(quote: Quote) -> object:
    return quote._replace(source=None)


def _alike_quotes(old: Sequence[Quote], new: Sequence[Quote], pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of the quotes that are left, by the words that they share, the best first."""
    left = {*range(len(old))} - {i for i, _ in pairs}
    right = {*range(len(new))} - {j for _, j in pairs}
    before, after = ({at: set(words(quotes[at].text)) for at in side} for quotes, side in ((old, left), (new, right)))
    if len(left) * len(right) > _MOST_PAIRS:
        return []
    scored = sorted((-_share(before[i], after[j]), abs(i - j), i + j, i, j) for i in left for j in right)
    alike = []
    for score, _, _, i, j in scored:
        if -score >= _ALIKE_QUOTES and i in left and j in right:
            alike.append((i, j))
            left.discard(i)
            right.discard(j)
    return alike


def _share(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / max(1, len(a) + len(b))


def _relations(old: Sequence[Relation], new: Sequence[Relation], context: Context) -> Iterator[Difference]:
    """Relations to the same event are the same, also if it has another id now."""
    before = [(context.of_old(relation.event), relation._replace(event="")) for relation in old]
    after = [(context.of_new(relation.event), relation._replace(event="")) for relation in new]
    pairs = pair_up(before, after, (lambda relation: relation if relation[0] else None, lambda relation: relation[0]))
    gone, came = _unpaired(pairs, old, new)
    yield from (
        Difference("related", "withdrawn", old=_relation_line(relation, context.old_titles)) for relation in gone
    )
    for i, j in pairs:
        for part in of_fields(fields.RELATION, old[i], new[j], {"event": lambda: iter(())}):
            yield inside("related", context.new_titles.get(new[j].event, new[j].event), part)
    yield from (Difference("related", "added", new=_relation_line(relation, context.new_titles)) for relation in came)


def _relation_line(relation: Relation, titles: Mapping[str, str]) -> str:
    title = titles.get(relation.event, relation.event)
    return " — ".join(filter(None, (title, relation_text(relation))))


def _order(field: str, old: Sequence[str], new: Sequence[str], context: Context) -> Iterator[Difference]:
    """The events and dates that only one of two lists has, events by their titles. An id may mean two events."""
    before = {context.of_old(id) or id: context.old_titles.get(id, id) for id in old}
    after = {context.of_new(id) or id: context.new_titles.get(id, id) for id in new}
    removed = [title for key, title in before.items() if key not in after or isinstance(key, str)]
    came = [title for key, title in after.items() if key not in before or isinstance(key, str)]
    yield from (Difference(field, "withdrawn", old=title) for title in removed)
    yield from (Difference(field, "added", new=title) for title in came)


def _unpaired(pairs: Sequence[tuple[int, int]], old: Sequence[Any], new: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The items of both lists that have no partner."""
    before, after = {i for i, _ in pairs}, {j for _, j in pairs}
    removed = [item for at, item in enumerate(old) if at not in before]
    return removed, [item for at, item in enumerate(new) if at not in after]
