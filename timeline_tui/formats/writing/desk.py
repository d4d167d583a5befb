"""The parts of a report (events, quotes and numbered sources), and the desk that makes them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from timeline_tui.model.origins import Origins
from timeline_tui.model.timeline import Citation, Event, Quote, Relation, Source
from timeline_tui.model.unknown_keys import citation_others, further_texts, other_texts
from timeline_tui.model.wording import (
    attribution,
    citation_detail,
    citing,
    facts,
    is_in_heading,
    marked_title,
    order_text,
    quote_remarks,
    quoted,
    relation_text,
    source_facts,
    source_line,
    why_disputed,
)
from timeline_tui.text.text import plural

# Most of an export is the start of the program. So the parts of a report are plain classes: to define a data class
# takes 2 ms with its import, and to define a named tuple takes eight times as long as a plain class.

Remarks = tuple[tuple[str, str], ...]
"""(label, text) of each remark."""


class ReportQuote:
    """A quote with quotation marks; ``credit`` is "Janet Yellen, U.S. Treasury Secretary [3] ¶19" or a part of it."""

    def __init__(self, text: str, credit: str, remarks: Remarks) -> None:
        self.text: Final = text
        self.credit: Final = credit
        self.remarks: Final = remarks


class ReportEvent:
    """An event. ``title`` ends with marks such as "(disputed)". The last of the ``remarks`` are about its sources."""

    def __init__(
        self,
        title: str,
        facts: Remarks = (),
        summary: str = "",
        disputes: Remarks = (),
        quotes: tuple[ReportQuote, ...] = (),
        remarks: Remarks = (),
    ) -> None:
        self.title: Final = title
        self.facts: Final = facts
        self.summary: Final = summary
        self.disputes: Final = disputes
        self.quotes: Final = quotes
        self.remarks: Final = remarks


class Reference:
    """A numbered source. ``citation`` is empty if only the address is known.

    ``heading`` is above the first source of each group, if they are in groups.
    """

    def __init__(self, number: int, citation: str, url: str, remarks: Remarks, heading: str = "") -> None:
        self.number: Final = number
        self.citation: Final = citation
        self.url: Final = url
        self.remarks: Final = remarks
        self.heading: Final = heading


def grouped(references: Iterable[Reference]) -> Iterator[tuple[str, list[Reference]]]:
    """The references below each heading, with the heading; "" if they are in no groups."""
    groups: list[tuple[str, list[Reference]]] = []
    for reference in references:
        if reference.heading or not groups:
            groups.append((reference.heading, []))
        groups[-1][1].append(reference)
    return iter(groups)


def _checks(event: Event) -> Remarks:
    from timeline_tui.model.checked import check_texts  # 0.2 ms, and few timelines have checks

    return check_texts(event)


class Desk:
    """Turns events into entries of a report, and numbers the sources in the order in which they are mentioned.

    ``events`` are all events that a relation may refer to, ``sources`` all that a source may be based on.
    """

    def __init__(self, events: Iterable[Event], sources: Iterable[Source] = ()) -> None:
        self.events = {event.id: event for event in events}
        self.origins = Origins.among(sources)
        self.numbers: dict[Source, int] = {}
        self.further: dict[Source, dict[tuple[str, str], None]] = {}
        """Remarks on sources without a key. They come from the citations of a source; each remark is kept once."""

    def entry(self, event: Event) -> ReportEvent:
        return ReportEvent(
            title=marked_title(event),
            facts=(*self.dating(event), *facts(event)),
            summary=event.summary,
            disputes=tuple(self.dispute(citation, event) for citation in event.disputes),
            quotes=tuple(map(self.passage, event.quotes)),
            remarks=(*self.remarks(event), *self.sources(event)),
        )

    def mention(self, source: Source, where: str = "") -> str:
        """A source as "[3] ¶6"."""
        return f"[{self.number(source)}] {where}".rstrip()

    def number(self, source: Source) -> int:
        """The number of a source. The first mention of a source assigns the next free number."""
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def dispute(self, citation: Citation, event: Event) -> tuple[str, str]:
        return f"Disputed by {citing(citation)}{self.mention(citation.source, citation.at)}", why_disputed(
            citation, event
        )

    def passage(self, quote: Quote) -> ReportQuote:
        credit = [attribution(quote), self.mention(quote.source, quote.at) if quote.source else quote.at]
        return ReportQuote(quoted(quote.text), " ".join(filter(None, credit)), quote_remarks(quote))

    def remarks(self, event: Event) -> Remarks:
        notes = [("Note", event.note)] if event.note else []
        related = [("Related", self.relation(relation)) for relation in event.related]
        checks = _checks(event) if event.checked else ()
        return (*notes, *related, *checks, *other_texts(event.other))

    def sources(self, event: Event) -> Remarks:
        """All sources on one line, "[1] ¶6–8; [2] disputes"; their origins; then the remarks on each."""
        if not event.sources:
            return self.origin_remarks(event)
        disputes = set(event.disputes)
        cited = "; ".join(
            self.mention(citation.source, citation_detail(citation, event.date)) for citation in event.sources
        )
        noted = [
            (citing(citation) + self.mention(citation.source, citation.at), citation.note)
            for citation in event.sources
            if citation.note and citation not in disputes
        ]
        further: list[tuple[str, str]] = []
        for citation in event.sources:
            further += [
                (f"{self.mention(citation.source)} {key}", words) for key, words in self.citation_remarks(citation)
            ]
        return (("Sources", cited), *self.origin_remarks(event), *noted, *further)

    def origin_remarks(self, event: Event) -> Remarks:
        """The origins if they are fewer than the sources: "3 sources, 2 origins: Reuters [1] [3]; [2]"."""
        counts, groups = self.fewer_origins(event, self.mention)
        words = "; ".join(f"{name} {sources}".strip() for name, sources in groups)
        return (("Origins", f"{counts}: {words}"),) if groups else ()

    def fewer_origins(self, event: Event, mention: Callable[[Source], str]) -> tuple[str, list[tuple[str, str]]]:
        """The numbers of sources and origins, and each origin as (name, its sources); empty unless they are fewer.

        An origin that is a source of the event itself has no name. ``mention`` writes a source.
        """
        sources = event.documents
        if not self.origins.fewer(sources):
            return "", []
        origins = self.origins.of_all(sources)
        counts = f"{plural(len(sources), 'source')}, {plural(len(origins), 'origin')}"
        names = ("" if origin.root in sources else origin.label for origin in origins)
        return counts, [
            (name, " ".join(map(mention, sources))) for name, sources in zip(names, origins.values(), strict=True)
        ]

    def citation_remarks(self, citation: Citation) -> Remarks:
        """Remarks on a citation from unknown keys. Those on a source without a key go to `further` instead."""
        self.further.setdefault(citation.source, {}).update(dict.fromkeys(citation_others(citation)))
        return further_texts(citation) if citation.source.key else ()

    def relation(self, relation: Relation) -> str:
        """A related event and how it is related: "Summit opens (13 June 2024) — caused it"."""
        return " — ".join(filter(None, (self.related_event(relation), relation_text(relation))))

    def related_event(self, relation: Relation) -> str:
        """The title and date of a related event; its id if there is no such event."""
        other = self.events.get(relation.event)
        return f"{other.title} ({other.date.label})" if other else relation.event

    def dating(self, event: Event) -> Remarks:
        """What says more than the heading: an exact or doubtful date, the place in the order, the note on the date."""
        date = event.date
        beyond = not is_in_heading(date, date.label)
        texts = {
            "Date": date.label if beyond else "",
            "After": self.in_order(event.after),
            "Before": self.in_order(event.before),
            "Date note": event.date_note,
        }
        return tuple((label, text) for label, text in texts.items() if text)

    def in_order(self, names: Iterable[str]) -> str:
        """The events and dates in ``after`` or ``before``, with semicolons between them."""
        return "; ".join(order_text(name, self.events.get(name)) for name in names)

    def references(self, known: Iterable[Source] = ()) -> tuple[Reference, ...]:
        """The sources mentioned so far, in the order of their numbers. ``known`` are the sources with a key."""
        by_key = {source.key: source for source in known}

        def origin(key: str) -> str:
            source = by_key.get(key)
            number = f" [{self.numbers[source]}]" if source in self.numbers else ""
            return f"{source.full_label}{number}" if source else key

        return tuple(
            Reference(
                number,
                source_line(source),
                source.url,
                (
                    *source_facts(source, origin),
                    *((("Note", source.note),) if source.note else ()),
                    *other_texts(source.other),
                    *self.further.get(source, ()),
                ),
            )
            for source, number in self.numbers.items()
        )
