"""The cards of the detail: an event, its quotes, sources and relations as Rich renderables, in reading order.

`cards` is the way in: `EventCards` takes the words from `model.wording` and the shapes from `parts`. The styles are
given by the caller. A meaning that has a colour also has a word or a sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import TypeVar

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.relations import Chain, Node
from timeline_tui.model import wording
from timeline_tui.model.timeline import Citation, Event, Quote, Source, Stance
from timeline_tui.ui.detail.card import BRANCHES, SIGNS, Card, Kind
from timeline_tui.ui.detail.parts import (
    LABELS,
    TITLE_CHARACTERS,
    BarBeside,
    ByWidth,
    DetailStyles,
    TextWriter,
    TreeNode,
    more,
    panel,
)

CARDS_PER_SECTION = 100

_SIDE_BY_SIDE = 48  # cells from which claim and dispute have a column each


def cards(
    event: Event,
    chain: Chain,
    styles: DetailStyles,
    needles: Sequence[str] = (),
    comparison: Comparison | None = None,
    plain: bool = False,
) -> tuple[Card, ...]:
    """All cards of an event, in reading order.

    ``chain`` are the related events, ``comparison`` is what the query compares, ``needles`` are the words to highlight.
    Sources are numbered as in `Event.cited`; a source that is only quoted from has a card too. Of each kind there are
    at most CARDS_PER_SECTION; then follows a card that says how many more there are, with nothing to copy.
    ``plain``: without signs.
    """
    writer = TextWriter(styles, needles, plain)
    made = EventCards(event, writer)
    made_cards = [made.event_card()]
    made_cards += [made.compare_card(comparison)] if comparison else []
    made_cards += [made.dispute_card()] if event.disputed else []
    made_cards += _limited("quote", event.quotes, made.quote_card, styles)
    made_cards += _limited("source", made.sources, lambda use: made.source_card(*use), styles)
    made_cards += [relation_card(node, goes_on, writer) for node, goes_on in chain.walk()]
    made_cards += [Card("related", text, "") for text in more(chain.more, styles)]
    made_cards += [made.note_card()] if event.note else []
    made_cards += [made.other_card()] if event.other else []
    return tuple(made_cards)


class EventCards:
    """Makes the cards of ``event``."""

    def __init__(self, event: Event, writer: TextWriter) -> None:
        self.event = event
        self.writer = writer
        self.styles = writer.styles
        self.numbers = {source: number for number, source in enumerate(event.cited, 1)}

    @property
    def sources(self) -> list[tuple[Source, Citation | None]]:
        """The cited sources with their citations, then the sources that are only quoted from, without a citation."""
        cited = {citation.source for citation in self.event.sources}
        uses: list[tuple[Source, Citation | None]] = [(citation.source, citation) for citation in self.event.sources]
        return uses + [(source, None) for source in self.event.cited if source not in cited]

    def event_card(self) -> Card:
        """The event itself: its date in the border, title, marks in words, summary, and other fields with labels.

        Below the title of an undated event is the reason why it has no date.
        """
        event, styles, writer = self.event, self.styles, self.writer
        body: list[RenderableType] = [writer.text(event.title, styles.heading, TITLE_CHARACTERS), *self._marks()]
        if why := wording.why_undated(event):
            body.append(writer.text(why, styles.time))
        if event.summary:
            body += [Text(), writer.text(event.summary)]
        labelled = (*wording.facts(event), *((("Date note", event.date_note),) if event.date_note else ()))
        if labelled:
            body += [Text(), writer.labelled(labelled)]
        date = Text(event.date.label, styles.time)
        place = Text(f"{PurePath(event.file).name}:{event.line}", styles.dim) if event.file and event.line else None
        boxed = ByWidth(
            cell_len(date.plain) + 6,  # the corners, dashes and spaces beside a title in the border
            panel(Group(*body), styles.border, date, place),
            panel(Group(date, *body), styles.border, None, place),
        )
        return Card("event", boxed, wording.event_text(event))

    def _marks(self) -> list[Text]:
        support = wording.weak_support(self.event)
        signs = (*wording.marks(self.event), *((support,) if support else ()))
        disputes, other = self.styles.disputes, self.styles.heading
        marks = [Text(self.writer.signed(sign, words), disputes if sign == "≠" else other) for sign, words in signs]
        return [Text(" · ", self.styles.dim).join(marks)] if marks else []

    def compare_card(self, comparison: Comparison) -> Card:
        """The number of events with all of the values and with only each; ▸ marks the shown part, ← this event's."""
        styles, writer = self.styles, self.writer._replace(needles=())
        position = comparison.slice.index.position(self.event.id)
        part = None if position is None else comparison.part_of(position)
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column()
        table.add_column(justify="right")
        table.add_column(overflow="fold")
        arrow = ", this event" if writer.plain else " ← this event"
        for number, text in enumerate(comparison.counts[:LABELS]):
            count, _, words = text.partition(" ")
            shown = number == comparison.shown
            style = styles.heading if shown else styles.text
            name = writer.text(words, style, TITLE_CHARACTERS)
            name.append(arrow if number == part else "", styles.dim)
            table.add_row(Text("▸" if shown else " ", style), Text(count, style), name)
        if comparison.some:
            here = arrow if part is None else ""
            some = Text(f"with some of them{here}", styles.dim)
            table.add_row("", Text(f"{comparison.some:,}", styles.text), some)
        body = Group(writer.text(comparison.names, styles.heading, TITLE_CHARACTERS), table)
        return Card("compare", BarBeside(body, styles.border), comparison.description)

    def dispute_card(self) -> Card:
        """The claim with the sources that report or confirm it, beside the sources that dispute it, or above them."""
        event, styles, writer = self.event, self.styles, self.writer
        claim: list[RenderableType] = [writer.text(event.title, styles.heading, TITLE_CHARACTERS)]
        against: list[RenderableType] = []
        for citation in event.sources[:CARDS_PER_SECTION]:
            source = citation.source
            name = _numbered(source.publisher or _short_name(source), self.numbers[source], citation.at)
            line = writer.signed(SIGNS[citation.stance], f"{citation.stance}: {name}")
            if citation.stance == "disputes":
                against.append(writer.text(line, styles.disputes, TITLE_CHARACTERS))
                against += [writer.text(citation.note)] if citation.note else []
            else:
                claim.append(writer.text(line, styles.dim, TITLE_CHARACTERS))
        left, right = Group(*claim), Group(*against)
        sides = Table.grid(expand=True, padding=(0, 3, 0, 0))
        sides.add_column(ratio=1)
        sides.add_column(ratio=1)
        sides.add_row(left, right)
        sign = Text(writer.signed(SIGNS["disputes"], "disputed"), styles.disputes)
        body = ByWidth(_SIDE_BY_SIDE, sides, Group(left, Text(), right))
        return Card("dispute", panel(body, styles.disputes, sign), wording.dispute_text(event))

    def quote_card(self, quote: Quote) -> Card:
        """The words beside a bar, the speaker, the wording before translation, and the source."""
        styles, writer = self.styles, self.writer
        number = self.numbers.get(quote.source, 0) if quote.source else 0
        body: list[RenderableType] = [writer.text(wording.quoted(quote.text), styles.quote)]
        if speaker := wording.attribution(quote):
            body.append(writer.text(f"— {speaker}", styles.speaker, TITLE_CHARACTERS))
        if quote.original:
            body.append(writer.text(f"Original: {wording.quoted(quote.original)}", styles.dim))
        if quote.source or quote.at:
            place = _numbered(_short_name(quote.source), number, quote.at) if quote.source else quote.at
            body.append(writer.text(place, styles.dim, TITLE_CHARACTERS))
        body += writer.remarks(quote.note, wording.other_texts(quote.other), styles.text)
        address = quote.source.url if quote.source else ""
        copied = wording.quote_text(self.event, quote)
        return Card("quote", BarBeside(Group(*body), styles.border), copied, address or None)

    def source_card(self, source: Source, citation: Citation | None) -> Card:
        """A source: its stance on the event, the place in it, its imprint, its whole address.

        Without a citation it is a source that the event is only quoted from.
        """
        styles, writer = self.styles, self.writer
        number = self.numbers.get(source, 0)
        stance, style = self._stance(citation)
        name = source.title or source.key or source.publisher
        body: list[RenderableType] = []
        if name:
            body.append(writer.text(_numbered(name, number), styles.heading, TITLE_CHARACTERS))
        line = [writer.text(stance, style, TITLE_CHARACTERS)]
        if imprint := wording.imprint(source):
            line.append(writer.text(f" — {imprint}", styles.dim, TITLE_CHARACTERS))
        body.append(Text.assemble(*line))
        body += writer.remarks(citation.note, wording.other_texts(citation.other), styles.text) if citation else []
        body += writer.remarks(source.note, wording.other_texts(source.other), styles.dim)
        if source.url:
            address = writer.address(source.url)
            alone = Text.assemble((f"[{number}] " if number else "", styles.heading), address)
            body = [*body, address] if name else [alone, *body]
        return Card("source", BarBeside(Group(*body), style), wording.source_text(source), source.url or None)

    def _stance(self, citation: Citation | None) -> tuple[str, Style]:
        styles = self.styles
        if citation is None:
            return self.writer.signed("“", "quoted"), styles.dim
        by_stance: dict[Stance, Style] = {
            "reports": styles.dim,
            "confirms": styles.confirms,
            "disputes": styles.disputes,
        }
        stance = self.writer.signed(SIGNS[citation.stance], citation.stance)
        return f"{stance}, {citation.at}" if citation.at else stance, by_stance[citation.stance]

    def note_card(self) -> Card:
        """The event's note."""
        note = self.event.note
        return Card("note", BarBeside(self.writer.text(note), self.styles.border), note)

    def other_card(self) -> Card:
        """The keys that the schema does not define, as they were written."""
        pairs = wording.other_texts(self.event.other)
        copied = "\n".join(f"{key}: {value}" for key, value in pairs)
        return Card("other", BarBeside(self.writer.labelled(pairs), self.styles.border), copied)


def relation_card(node: Node, goes_on: Sequence[bool], writer: TextWriter) -> Card:
    """A related event in its place in the tree, with the kinds of its ties to the event above it.

    The sign → means that the event above names this one, ← that this one names the event above. ``goes_on`` is as
    `Chain.walk` gives it.
    """
    styles, other = writer.styles, node.event
    outgoing = {tie.outgoing for tie in node.ties}
    sign = "↔" if len(outgoing) > 1 else "→" if True in outgoing else "←"
    name, style = (other.title, styles.heading) if other else (node.id, styles.dim)
    line = [writer.text(writer.signed(sign, name), style, TITLE_CHARACTERS)]
    if other and other.disputed:
        line.append(Text(", disputed" if writer.plain else f" {SIGNS['disputes']}", styles.disputes))
    kinds = dict.fromkeys(tie.kind for tie in node.ties if tie.kind)
    named = _NAMED[sign] if writer.plain else ""
    below = " · ".join(filter(None, (" / ".join(kinds), other.date.label if other else "", named)))
    body = [Text.assemble(*line), *([writer.text(below, styles.dim, TITLE_CHARACTERS)] if below else [])]
    copied = wording.event_line(other) if other else node.id
    drawn = TreeNode(Group(*body), goes_on, bool(node.nodes), styles.dim)
    return Card("related", drawn, copied, event_id=node.id if other else None, branch=BRANCHES[node.way])


_NAMED = {"→": "named by the event above", "←": "names the event above", "↔": "each names the other"}

T = TypeVar("T")


def _limited(kind: Kind, things: Sequence[T], make: Callable[[T], Card], styles: DetailStyles) -> list[Card]:
    shown = [make(thing) for thing in things[:CARDS_PER_SECTION]]
    return shown + [Card(kind, text, "") for text in more(len(things) - CARDS_PER_SECTION, styles)]


def _short_name(source: Source) -> str:
    """A name for a source that has a card of its own; "" for a bare address."""
    return source.title or source.publisher or source.key


def _numbered(name: str, number: int, place: str = "") -> str:
    numbered = f"[{number}] {name}" if number else name
    return f"{numbered.rstrip()}, {place}" if place else numbered
