"""The cards of the detail: an event, its quotes, sources and relations as Rich renderables, in reading order.

`cards` is the way in: `EventCards` takes the words from `model.wording` and the shapes from `parts`. The styles are
given by the caller. A meaning that has a colour also has a word or a sign.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.relations import Chain
from timeline_tui.analysis.targets import targets
from timeline_tui.model import wording
from timeline_tui.model.checked import check_texts
from timeline_tui.model.origins import UNKNOWN_ORIGINS, Origins
from timeline_tui.model.starred import quote_star
from timeline_tui.model.timeline import Citation, Event
from timeline_tui.model.unknown_keys import other_texts
from timeline_tui.ui.detail.card import SIGNS, Card, Kind
from timeline_tui.ui.detail.parts import (
    LABELS,
    TITLE_CHARACTERS,
    BarBeside,
    ByWidth,
    Clamped,
    DetailStyles,
    Spread,
    TextWriter,
    more,
    panel,
)
from timeline_tui.ui.detail.relation_cards import related_title, relation_card
from timeline_tui.ui.detail.source_cards import event_sources, source_card, sources_title

if TYPE_CHECKING:
    from timeline_tui.analysis.differences import ComparisonOutcome

CARDS_PER_SECTION = 100

_DISPUTE_LINES = 2
_BORDER = 6  # cells of a border that a title in it cannot have: corners, dashes, spaces


def cards(
    event: Event,
    chain: Chain,
    styles: DetailStyles,
    needles: Sequence[str] = (),
    comparison: Comparison | None = None,
    plain: bool = False,
    origins: Origins = UNKNOWN_ORIGINS,
    outcome: ComparisonOutcome | None = None,
    *,
    beside: bool = False,
) -> tuple[Card, ...]:
    """All cards of an event, in reading order.

    ``chain`` are the related events, ``comparison`` is what the query compares, ``needles`` are the words to highlight.
    Sources are numbered as in `Event.cited`; a source that is only quoted from has a card too. Of each kind there are
    at most CARDS_PER_SECTION; then follows a card that says how many more there are, with nothing to copy.
    ``plain``: without signs. ``origins`` are the timeline's. ``outcome`` is what a comparison of timelines says
    of the event; ``beside``: the words of two timelines are beside each other.
    """
    writer = TextWriter(styles, needles, plain)
    event_cards = EventCards(event, writer, {node.id: node.event for node in chain.nodes}, origins)
    made_cards = [event_cards.event_card()]
    if outcome and outcome.mark:
        from timeline_tui.ui.detail.outcome_card import outcome_card  # 5 ms, and only a comparison needs it

        made_cards.append(outcome_card(outcome, writer, beside=beside))
    made_cards += _limited("dispute", event.disputes, event_cards.dispute_card, styles)
    made_cards += [event_cards.compare_card(comparison)] if comparison else []
    made_cards += _limited("quote", range(len(event.quotes)), event_cards.quote_card, styles)
    made_cards += _limited("source", event_sources(event, origins), lambda use: source_card(use, writer), styles)
    made_cards += [relation_card(node, goes_on, writer) for node, goes_on in chain.walk()]
    made_cards += [Card("related", text, "") for text in more(chain.more, styles)]
    made_cards += [event_cards.note_card()] if event.note else []
    made_cards += [event_cards.other_card()] if event.other else []
    made_cards.append(event_cards.facts_card())
    return tuple(made_cards)


def titles(
    event: Event, chain: Chain, styles: DetailStyles, plain: bool = False, origins: Origins = UNKNOWN_ORIGINS
) -> dict[Kind, Text]:
    """The headings of the sections that count something."""
    writer = TextWriter(styles, plain=plain)
    return {
        "source": sources_title(event_sources(event, origins), origins.fewer(event.documents), writer),
        "related": related_title(chain, writer),
    }


class EventCards:
    """Makes the cards of ``event``."""

    def __init__(
        self, event: Event, writer: TextWriter, others: Mapping[str, Event | None], origins: Origins = UNKNOWN_ORIGINS
    ) -> None:
        """``others`` are the events that it is related to, by their ids. ``origins`` are the timeline's."""
        self.event = event
        self.origins = origins
        self.others = others
        self.writer = writer
        self.styles = writer.styles
        self.numbers = {source: number for number, source in enumerate(event.cited, 1)}

    def event_card(self) -> Card:
        """The event itself: its date in the border, title, marks in words, summary.

        Below the title of an undated event is the reason why it has no date, and then the order that it states.
        """
        event, styles, writer = self.event, self.styles, self.writer
        body: list[RenderableType] = [writer.text(event.title, styles.heading, TITLE_CHARACTERS), *self._marks()]
        if why := wording.why_undated(event):
            body.append(writer.text(why, styles.time))
        place = [("After", event.after), ("Before", event.before)]
        for label, names in place:
            if names:
                words = "; ".join(wording.order_text(name, self.others.get(name)) for name in names)
                body.append(writer.text(f"{label} {words}", styles.time))
        if event.summary:
            body.append(writer.text(event.summary))
        boxed = self._boxed(body, Text(event.date.label, styles.time))
        return Card("event", boxed, wording.event_text(event), star=event.id)

    def _marks(self) -> list[Text]:
        """Doubts about the date and weak support in words; a dispute has a card."""
        documents = self.event.documents
        support = wording.weak_support(len(documents), self.origins.fewer(documents))
        signs = (*wording.marks(self.event), *((support,) if support else ()))
        shown = [self.writer.signed(sign, words) for sign, words in signs if sign != SIGNS["disputes"]]
        marks = [Text(words, self.styles.heading) for words in shown]
        return [Text(" · ", self.styles.dim).join(marks)] if marks else []

    def _boxed(self, body: Sequence[RenderableType], title: Text, subtitle: Text | None = None) -> RenderableType:
        """A box with a title in its border, or above the body if it is too long for that; below it the same."""

        def box(has_title: bool, has_subtitle: bool) -> RenderableType:
            above = [] if has_title or not title else [title]
            below = [] if has_subtitle or not subtitle else [subtitle]
            inside = Group(*above, *body, *below)
            border = self.styles.border
            return panel(inside, border, (title or None) if has_title else None, subtitle if has_subtitle else None)

        wide, short = title.cell_len + _BORDER, (subtitle.cell_len if subtitle else 0) + _BORDER
        if wide > short:
            return ByWidth(wide, box(True, True), ByWidth(short, box(False, True), box(False, False)))
        return ByWidth(short, box(True, True), ByWidth(wide, box(True, False), box(False, False)))

    def compare_card(self, comparison: Comparison) -> Card:
        """The number of events with all of the values and with only each; ▸ marks the shown part, ← this event's."""
        styles, writer = self.styles, self.writer._replace(needles=())
        position = comparison.slice.index.position(self.event.id)
        part = None if position is None else comparison.part_of(position)
        arrow = ", this event" if writer.plain else " ← this event"
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column()
        table.add_column(justify="right")
        table.add_column(overflow="fold")
        for number, text in enumerate(comparison.counts[:LABELS]):
            count, _, words = text.partition(" ")
            shown = number == comparison.shown
            style = styles.heading if shown else styles.text
            name = writer.text(words, style, TITLE_CHARACTERS)
            name.append(arrow if number == part else "", styles.dim)
            table.add_row(Text("▸" if shown else " ", style), Text(count, style), name)
        if comparison.with_several:
            arrow_here = arrow if part is None else ""
            part_note = Text(f"with some of them{arrow_here}", styles.dim)
            table.add_row("", Text(f"{comparison.with_several:,}", styles.text), part_note)
        body = Group(writer.text(comparison.names, styles.heading, TITLE_CHARACTERS), table)
        return Card("compare", BarBeside(body, styles.border), comparison.description)

    def dispute_card(self, citation: Citation) -> Card:
        """A source that disputes the event, where, its date, and why, on two lines; unfolded all of it."""
        source, styles, writer = citation.source, self.styles, self.writer
        name = source.publisher or source.title or source.key or source.url
        citing = "" if source.is_side else wording.citing(citation)
        sign = "disputed by" if writer.plain else SIGNS["disputes"]
        place = " ".join(filter(None, (f"{sign} {citing}[{self.numbers[source]}]", name, citation.at)))
        text = writer.text(place, styles.disputes, TITLE_CHARACTERS)
        if why := wording.why_disputed(citation, self.event):
            text = Text.assemble(text, (": ", styles.disputes), writer.text(why), overflow="fold")
        folded, whole = (BarBeside(body, styles.disputes) for body in (Clamped(text, _DISPUTE_LINES), text))
        ways = targets(source, self.event.file, citation.at)
        return Card("dispute", folded, self._disputes_text, ways, unfolded=whole, source=source.name, citation=citation)

    @cached_property
    def _disputes_text(self) -> str:
        """The text that copying a dispute gives. It has all disputes, so it is made once, not for each card."""
        return wording.dispute_text(self.event, self.event.disputes)

    def quote_card(self, place: int) -> Card:
        """The words and the wording before translation in a box, with speaker and locator in its border.

        ``place`` is the index of the quote. Unfolded, the card also has the source by name and the notes.
        """
        quote = self.event.quotes[place]
        styles, writer = self.styles, self.writer
        body: list[RenderableType] = [writer.text(wording.quoted(quote.text), styles.quote)]
        if quote.original:
            language = f" ({quote.language})" if quote.language else ""
            body.append(writer.text(f"Original{language}: {wording.quoted(quote.original)}", styles.dim))
        number = f"[{self.numbers[quote.source]}]" if quote.source in self.numbers else ""
        locator = writer.text(", ".join(filter(None, (number, quote.at))), styles.dim, TITLE_CHARACTERS)
        speaker = writer.text(wording.attribution(quote), styles.speaker, TITLE_CHARACTERS)
        shown = quote._replace(original="", note="", language="" if quote.original else quote.language)
        rest = writer.remarks(quote.note, wording.quote_remarks(shown), styles.text)
        if quote.source:
            name = quote.source.title or quote.source.publisher or quote.source.key
            rest = [*([writer.text(name, styles.dim, TITLE_CHARACTERS)] if name else []), *rest]
        copied = wording.quote_text(self.event, quote)
        ways = targets(quote.source, self.event.file, quote.at, quote.original or quote.text) if quote.source else ()
        folded, whole = (self._boxed(parts, speaker, locator or None) for parts in (body, [*body, *rest]))
        star = quote_star(self.event, place)
        return Card("quote", folded, copied, ways, unfolded=whole, star=star)

    def note_card(self) -> Card:
        """The event's note."""
        note = self.event.note
        return Card("note", BarBeside(self.writer.text(note), self.styles.border), note)

    def other_card(self) -> Card:
        """The keys that the schema does not define, as they were written."""
        pairs = other_texts(self.event.other)
        copied = "\n".join(f"{key}: {value}" for key, value in pairs)
        return Card("other", BarBeside(self.writer.labelled(pairs), self.styles.border), copied)

    def facts_card(self) -> Card:
        """Countries, topics, people, place, file, id and the last check on a line each; unfolded all with labels."""
        event, writer = self.event, self.writer
        place = f"{PurePath(event.file).name}:{event.line}" if event.file and event.line else ""
        pairs = [
            *wording.facts(event),
            *((("Date note", event.date_note),) if event.date_note else ()),
            *check_texts(event),
            *((("File", place),) if place else ()),
            ("Id", event.id),
        ]
        values = dict(pairs)
        people = ", ".join(filter(None, (values.get("People"), values.get("Organizations"))))
        lines = [(values.get("Countries", ""), event.place), (values.get("Topics", ""), place), (people, event.id)]
        lines += [(f"{label}: {check}", "") for label, check in check_texts(event)[-1:]]
        blank, dim = Text(), self.styles.dim
        folded = [
            Spread(blank, writer.text(left, dim, TITLE_CHARACTERS), blank, writer.text(right, dim, TITLE_CHARACTERS))
            for left, right in lines
            if left or right
        ]
        copied = "\n".join(f"{label}: {value}" for label, value in pairs)
        return Card("facts", Group(*folded), copied, unfolded=writer.labelled(pairs))


T = TypeVar("T")


def _limited(kind: Kind, things: Sequence[T], make: Callable[[T], Card], styles: DetailStyles) -> list[Card]:
    shown = [make(thing) for thing in things[:CARDS_PER_SECTION]]
    return shown + [Card(kind, text, "") for text in more(len(things) - CARDS_PER_SECTION, styles)]
