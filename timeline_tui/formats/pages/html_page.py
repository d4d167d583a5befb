"""The whole timeline as one web page. It loads nothing, runs no script but its own, and also works without JavaScript.

All text from the data is escaped, and goes only into text or attribute values, never into code. Only web addresses
become links. With JavaScript the reader can filter by country, topic and words; the address keeps the filter, as in
``#country=Japan&topic=oil&text=tanker``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from timeline_tui.formats.pages.html_parts import (
    Remark,
    address,
    anchor,
    attribute,
    element,
    html_paragraphs,
    page_head,
    remark,
    remark_list,
)
from timeline_tui.formats.writing.desk import Desk
from timeline_tui.formats.writing.plain_paragraphs import known_events
from timeline_tui.formats.writing.report import days_and_gaps, extent, losses, timeline_remarks
from timeline_tui.model.checked import check_texts
from timeline_tui.model.timeline import Citation, Event, Quote, Relation, Source, Timeline
from timeline_tui.model.unknown_keys import other_texts
from timeline_tui.model.wording import (
    attribution,
    citation_detail,
    citing,
    facts,
    is_in_heading,
    marks,
    order_text,
    quote_remarks,
    quoted,
    relation_text,
    why_disputed,
)
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.query_fields import FACETS, VALUES
from timeline_tui.text.text import fold
from timeline_tui.text.web_addresses import is_linkable

__all__ = ["losses", "write"]

_STYLE = Path(__file__).with_suffix(".css")
_SCRIPT = Path(__file__).with_suffix(".js")
_FACETS = tuple(field.name for field in FACETS.values() if field.pinned)
_CHOICES = 14  # values of a facet that are shown at first


def write(timeline: Timeline, *, gaps: bool = False) -> str:
    """The whole timeline as a page: LF, one newline at the end. ``gaps``: with the times without an event."""
    return "\n".join(_Page(timeline, gaps).lines()) + "\n"


class _Page:
    """Writes one timeline. A `Desk` numbers the sources, as in the other formats for readers."""

    def __init__(self, timeline: Timeline, gaps: bool) -> None:
        self.timeline = timeline
        self.gaps = gaps
        self.desk = Desk(known_events(timeline).values(), timeline.sources)
        self.ids = {event.id for event in timeline.events}
        self.names = _Names(timeline)

    def lines(self) -> Iterator[str]:
        timeline = self.timeline
        title = timeline.title or "Timeline"
        yield from page_head(title, _read(_STYLE), _read(_SCRIPT))
        yield "<body>"
        yield '<header class="masthead">'
        yield f'<h1 dir="auto">{escape(title)}</h1>'
        yield from element("div", "lede", html_paragraphs(timeline.description))
        if timeline.events or timeline.extract:
            yield f'<p class="extent">{escape(extent(timeline))}{_query(timeline)}</p>'
        yield from remark_list(remark(*other) for other in timeline_remarks(timeline))
        yield "</header>"
        if timeline.events:
            yield from _filter(timeline.events, self.names)
        yield "<main>"
        events = sorted(timeline.events, key=lambda event: event.date.sort_key)
        for _, group, gap in days_and_gaps(events, self.gaps):
            yield from element("p", "gap", escape(gap))
            yield from self.day(group)
        yield '<p class="empty" hidden>No event fits.</p>' if events else '<p class="empty">No events.</p>'
        yield "</main>"
        yield from self.references()
        if timeline.events:
            yield f"<script>{_read(_SCRIPT)}</script>"
        yield "</body>"
        yield "</html>"

    def day(self, events: list[Event]) -> Iterator[str]:
        date = events[0].date
        weekday = f'<span class="weekday">{date.weekday}</span> ' if date.weekday else ""
        yield '<section class="day">'
        yield f"<h2>{weekday}{escape(date.heading.removeprefix(date.weekday).lstrip())}</h2>"
        yield '<div class="rail">'
        for event in events:
            yield from self.event(event)
        yield "</div>"
        yield "</section>"

    def event(self, event: Event) -> Iterator[str]:
        content = list(self.content(event))  # first, because it numbers the sources
        facets = " ".join(
            f'data-{facet}="{escape(json.dumps(self.names.of(event, facet), ensure_ascii=False))}"' for facet in _FACETS
        )
        numbers = " ".join(str(number) for number in sorted({self.desk.number(source) for source in event.cited}))
        css_class = attribute("class", "disputed" if event.disputed else "")
        yield f'<article id="{anchor(event.id)}"{css_class} {facets} data-sources="{numbers}">'
        yield from content
        yield "</article>"

    def content(self, event: Event) -> Iterator[str]:
        yield from element("p", "when", _when(event))
        yield f'<h3 dir="auto">{escape(event.title)}</h3>'
        tags = [*(("country", name) for name in event.countries), *(("topic", name) for name in event.topics)]
        yield from element("ul", "tags", "".join(f'<li class="{kind}">{escape(name)}</li>' for kind, name in tags))
        yield from element("div", "summary", html_paragraphs(event.summary))
        for citation in event.disputes:
            yield self.dispute(citation, event)
        for quote in event.quotes:
            yield from self.quote(quote)
        yield from remark_list(remark(*fact) for fact in facts(event) if fact[0] not in ("Countries", "Topics"))
        yield from remark_list(self.remarks(event))
        yield from self.sources(event)

    def mention(self, source: Source, where: str = "") -> str:
        """A source as [3] ¶6, with a link to its entry in the list of sources."""
        number = self.desk.number(source)
        link = f'<a class="ref" href="#source-{number}">[{number}]</a>'
        return f"{link} {escape(where)}" if where else link

    def dispute(self, citation: Citation, event: Event) -> str:
        disputed_by = (
            f"<strong>≠ Disputed by {escape(citing(citation))}{self.mention(citation.source, citation.at)}</strong>"
        )
        return f'<div class="dispute-note">{disputed_by}{html_paragraphs(why_disputed(citation, event))}</div>'

    def quote(self, quote: Quote) -> Iterator[str]:
        url = quote.source.url if quote.source and is_linkable(quote.source.url) else ""
        speaker = attribution(quote)
        caption = [f"— <b>{escape(speaker)}</b>" if speaker else ""]
        caption.append(self.mention(quote.source, quote.at) if quote.source else escape(quote.at))
        remarks = (remark(*pair) for pair in quote_remarks(quote))
        yield "<figure>"
        yield f"<blockquote{attribute('cite', url)}>{html_paragraphs(quoted(quote.text))}</blockquote>"
        yield from element("figcaption", "", " ".join(filter(None, caption)) + "".join(remark_list(remarks)))
        yield "</figure>"

    def remarks(self, event: Event) -> Iterator[Remark]:
        for label, names in (("After", event.after), ("Before", event.before)):
            yield label, "; ".join(self.linked(name, order_text(name, self.desk.events.get(name))) for name in names)
        yield remark("Date note", event.date_note)
        yield remark("Note", event.note)
        yield from (("Related", self.relation(relation)) for relation in event.related)
        yield from (remark(*pair) for pair in (*check_texts(event), *other_texts(event.other)))

    def linked(self, event_id: str, words: str) -> str:
        """``words``, as a link if an event of the page has this id."""
        is_here = event_id in self.ids
        return f'<a href="#{anchor(event_id)}">{escape(words)}</a>' if is_here else escape(words)

    def relation(self, relation: Relation) -> str:
        event = self.linked(relation.event, self.desk.related_event(relation))
        return " — ".join(filter(None, (event, escape(relation_text(relation)))))

    def sources(self, event: Event) -> Iterator[str]:
        """A list on one line, [1] ¶6–8 · [2] disputes, then the origins and the remarks on each source."""
        if not event.sources:
            yield from remark_list(self.origins(event))
            return
        items = "".join(
            f'<li class="{citation.stance}">{self.mention(citation.source, citation_detail(citation, event.date))}</li>'
            for citation in event.sources
        )
        yield f'<div class="cited">Sources <ul>{items}</ul></div>'
        yield from remark_list((*self.origins(event), *self.source_remarks(event)))

    def origins(self, event: Event) -> Iterator[Remark]:
        """The origins of the sources, if they are fewer: 3 sources, 2 origins: Reuters [1] [3] · [2]."""
        counts, groups = self.desk.fewer_origins(event, self.mention)
        if groups:
            yield "Origins", f"{counts}: " + " · ".join(f"{escape(name)} {cited}".strip() for name, cited in groups)

    def source_remarks(self, event: Event) -> Iterator[Remark]:
        disputes = set(event.disputes)
        for citation in event.sources:
            if citation not in disputes:
                yield f"On {self.mention(citation.source, citation.at)}", html_paragraphs(citation.note)
            mention = self.mention(citation.source)
            for key, text in self.desk.citation_remarks(citation):
                yield f"{mention} {escape(key)}", html_paragraphs(text)

    def references(self) -> Iterator[str]:
        references = self.desk.references(self.timeline.sources)
        if not references:
            return
        yield '<section class="sources">'
        yield "<h2>Sources</h2>"
        yield "<ol>"
        for reference in references:
            remarks = remark_list(remark(*pair) for pair in reference.remarks)
            content = "".join((escape(reference.citation), address(reference.url), *remarks))
            yield f'<li id="source-{reference.number}" value="{reference.number}" dir="auto">{content}</li>'
        yield "</ol>"
        yield "</section>"


class _Names:
    """The names of countries and topics in the filter: aliases replaced, and one spelling for each name."""

    def __init__(self, timeline: Timeline) -> None:
        self._aliases = Aliases(timeline.aliases)
        self._spelled: dict[tuple[str, str], str] = {}

    def of(self, event: Event, facet: str) -> tuple[str, ...]:
        """The values of an event for a facet, without duplicates."""
        values = VALUES[facet](event)
        return tuple(dict.fromkeys(self._name(facet, value) for value in values))

    def _name(self, facet: str, value: str) -> str:
        return self._spelled.setdefault((facet, self._aliases.key(facet, value)), self._aliases.canonical(value))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _query(timeline: Timeline) -> str:
    query = timeline.extract.query if timeline.extract else ""
    return f" · Query: <code>{escape(query)}</code>" if query else ""


def _filter(events: Iterable[Event], names: _Names) -> Iterator[str]:
    """The filter form. It is hidden until the script shows it."""
    yield '<form class="filter" role="search" aria-label="Filter the events" autocomplete="off" hidden>'
    yield '<div class="search">'
    yield '<input type="search" aria-label="Words" placeholder="Words in events, quotes and sources">'
    yield '<span class="status" role="status" aria-live="polite"></span>'
    yield '<button type="reset">Clear</button>'
    yield "</div>"
    for facet in _FACETS:
        counts = Counter(name for event in events for name in names.of(event, facet))
        ranked = sorted(counts, key=lambda name: (-counts[name], fold(name), name))
        choices = [_choice(facet, name, counts[name]) for name in ranked]
        at_once = _CHOICES if len(choices) > _CHOICES + 3 else len(choices)
        if choices:
            yield f"<fieldset><legend>{FACETS[facet].title}</legend>"
            yield from choices[:at_once]
            further = choices[at_once:]
            if further:
                yield from element("details", "", f"<summary>{len(further):,} more</summary>" + "\n".join(further))
            yield "</fieldset>"
    yield "</form>"


def _choice(facet: str, value: str, count: int) -> str:
    box = f'<input type="checkbox" name="{facet}" value="{escape(value)}">'
    return f'<label class="choice">{box}{escape(value)} <span class="n">{count}</span></label>'


def _when(event: Event) -> str:
    """The part of the date that the heading lacks: a time of day, the rest of an interval, doubt."""
    date = event.date
    doubts = [f"{sign} {words}" for sign, words in marks(event) if words != "disputed"]  # disputes are listed below
    words = date.row_note if date.minute is not None and date.earliest == date.latest and not doubts else date.label
    return escape(" · ".join([*([words] if not is_in_heading(date, words) else []), *doubts]))
