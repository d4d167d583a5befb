"""An event, its quotes, sources and ties as Rich renderables: the cards of the detail, in reading order.

Colours come in with a `DetailStyles`; what a colour says is also said by a word or a sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Literal, NamedTuple, TypeVar

from rich import box
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.relations import Chain, Node, Way
from timeline_tui.model import wording
from timeline_tui.model.timeline import Citation, Event, Other, Quote, Source, Stance
from timeline_tui.ui.detail.parts import LABELS, TITLE_CHARACTERS, BarBeside, ByWidth, DetailStyles, Pen, TreeNode, more

Kind = Literal["event", "compare", "dispute", "quote", "source", "related", "note", "other"]

SECTIONS: dict[Kind, str] = {
    "event": "Event",
    "compare": "Compared",
    "dispute": "Disputed",
    "quote": "Quotes",
    "source": "Sources",
    "related": "Related",
    "note": "Notes",
    "other": "Other",
}
SIGNS: dict[Stance, str] = {"reports": "·", "confirms": "✓", "disputes": "≠"}

BRANCHES: dict[Way, str] = {
    "contradicts": "In contradiction",
    "before": "Before",
    "after": "After",
    "beside": "About the same time",
    "absent": "Not in this timeline",
}
"""The branches of the related events."""

CARDS_PER_SECTION = 100

_SIDE_BY_SIDE = 48  # cells from which two columns read better than one above the other


class Card(NamedTuple):
    """One thing in the detail: what it looks like, what copying it gives, and where it leads.

    ``address`` is as the file has it: whoever opens it decides whether it may be opened. ``event_id`` is the event
    to follow a relation to. Cards of one ``branch`` stand close together under its name.
    """

    kind: Kind
    renderable: RenderableType
    copy_text: str
    address: str | None = None
    event_id: str | None = None
    branch: str = ""


def cards(
    event: Event, chain: Chain, styles: DetailStyles, needles: Sequence[str] = (), comparison: Comparison | None = None
) -> tuple[Card, ...]:
    """Everything about an event, in reading order; ``needles`` are the words to highlight.

    ``chain`` are the events that its relations lead to, ``comparison`` is what the query compares. Sources are numbered
    as in `Event.cited`; one that is only quoted from has its card too. Beyond ``CARDS_PER_SECTION`` of a kind, a
    last card with nothing to copy says how many more there are.
    """
    numbers = _numbers(event)
    cited = {citation.source for citation in event.sources}
    uses: list[tuple[Source, Citation | None]] = [(each.source, each) for each in event.sources]
    uses += [(source, None) for source in event.cited if source not in cited]
    found = [event_card(event, styles, needles)]
    found += [compare_card(event, comparison, styles)] if comparison else []
    found += [dispute_card(event, styles, needles)] if event.disputed else []
    found += _shown("quote", event.quotes, lambda each: quote_card(event, each, styles, needles), styles)
    found += _shown("source", uses, lambda use: source_card(*use, styles, needles, numbers[use[0]]), styles)
    found += [relation_card(*step, styles, needles) for step in chain.walk()]
    found += [Card("related", text, "") for text in more(chain.more, styles)]
    found += [note_card(event.note, styles, needles)] if event.note else []
    found += [other_card(event.other, styles, needles)] if event.other else []
    return tuple(found)


def event_card(event: Event, styles: DetailStyles, needles: Sequence[str] = ()) -> Card:
    """The event itself: its date in the border, title, marks in words, summary, then who, what and where."""
    pen = Pen(styles, needles)
    body: list[RenderableType] = [pen.write(event.title, styles.heading, TITLE_CHARACTERS), *_marks(event, styles)]
    if event.summary:
        body += [Text(), pen.write(event.summary)]
    labelled = (*wording.facts(event), *((("Date note", event.date_note),) if event.date_note else ()))
    if labelled:
        body += [Text(), pen.labelled(labelled)]
    date = Text(event.date.label, styles.accent)
    written = Text(f"{PurePath(event.file).name}:{event.line}", styles.dim) if event.file and event.line else None
    boxed = ByWidth(
        cell_len(date.plain) + 6,  # what a border needs beside its title: corners, dashes, spaces
        _panel(Group(*body), styles.border, date, written),
        _panel(Group(date, *body), styles.border, None, written),
    )
    return Card("event", boxed, wording.event_text(event))


def compare_card(event: Event, comparison: Comparison, styles: DetailStyles) -> Card:
    """How many events have all of the values, and only each; ▸ marks the part that is shown, ← the one of the event."""
    pen = Pen(styles)
    position = comparison.slice.index.position(event.id)
    part = None if position is None else comparison.part_of(position)
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for number, text in enumerate(comparison.counts[:LABELS]):
        count, _, words = text.partition(" ")
        shown = number == comparison.shown
        name = pen.write(words, styles.heading if shown else styles.text, TITLE_CHARACTERS)
        name.append(" ← this event" if number == part else "", styles.dim)
        table.add_row(Text("▸" if shown else " ", styles.accent), Text(count, styles.accent), name)
    if comparison.some:
        here = " ← this event" if part is None else ""
        table.add_row("", Text(f"{comparison.some:,}", styles.accent), Text(f"with some of them{here}", styles.dim))
    body = Group(pen.write(comparison.names, styles.heading, TITLE_CHARACTERS), table)
    return Card("compare", BarBeside(body, styles.border), comparison.description)


def dispute_card(event: Event, styles: DetailStyles, needles: Sequence[str] = ()) -> Card:
    """The claim and who makes it, beside what is held against it; one above the other where there is no room."""
    pen, numbers = Pen(styles, needles), _numbers(event)
    claim: list[RenderableType] = [pen.write(event.title, styles.heading, TITLE_CHARACTERS)]
    against: list[RenderableType] = []
    for use in event.sources[:CARDS_PER_SECTION]:
        name = _numbered(use.source.publisher or _short(use.source), numbers[use.source], use.at)
        line = f"{SIGNS[use.stance]} {use.stance}: {name}"
        if use.stance == "disputes":
            against.append(pen.write(line, styles.disputes, TITLE_CHARACTERS))
            against += [pen.write(use.note)] if use.note else []
        else:
            claim.append(pen.write(line, styles.dim, TITLE_CHARACTERS))
    left, right = Group(*claim), Group(*against)
    sides = Table.grid(expand=True, padding=(0, 3, 0, 0))
    sides.add_column(ratio=1)
    sides.add_column(ratio=1)
    sides.add_row(left, right)
    sign = Text(f"{SIGNS['disputes']} disputed", styles.disputes)
    body = ByWidth(_SIDE_BY_SIDE, sides, Group(left, Text(), right))
    return Card("dispute", _panel(body, styles.disputes, sign), wording.dispute_text(event))


def quote_card(event: Event, quote: Quote, styles: DetailStyles, needles: Sequence[str] = ()) -> Card:
    """Words behind a bar, who said them, the wording before translation, and where they are found."""
    pen = Pen(styles, needles)
    number = _numbers(event).get(quote.source, 0) if quote.source else 0
    body: list[RenderableType] = [pen.write(wording.quoted(quote.text), styles.quote)]
    if said := wording.attribution(quote):
        body.append(pen.write(f"— {said}", styles.speaker, TITLE_CHARACTERS))
    if quote.original:
        body.append(pen.write(f"Original: {wording.quoted(quote.original)}", styles.dim))
    if quote.source or quote.at:
        found = _numbered(_short(quote.source), number, quote.at) if quote.source else quote.at
        body.append(pen.write(found, styles.dim, TITLE_CHARACTERS))
    body += pen.remarks(quote.note, quote.other, styles.text)
    address = quote.source.url if quote.source else ""
    return Card("quote", BarBeside(Group(*body), styles.accent), wording.quote_text(event, quote), address or None)


def source_card(
    source: Source, citation: Citation | None, styles: DetailStyles, needles: Sequence[str] = (), number: int = 0
) -> Card:
    """What a source is, how it stands to the event, where in it to look, and its whole address.

    Without a citation it is a source that the event is only quoted from. ``number`` 0 shows none.
    """
    pen = Pen(styles, needles)
    stance, style = _stance(citation, styles)
    named = source.title or source.key or source.publisher
    body: list[RenderableType] = []
    if named:
        body.append(pen.write(_numbered(named, number), styles.heading, TITLE_CHARACTERS))
    line = [pen.write(stance, style, TITLE_CHARACTERS)]
    if imprint := wording.imprint(source):
        line.append(pen.write(f" — {imprint}", styles.dim, TITLE_CHARACTERS))
    body.append(Text.assemble(*line))
    body += pen.remarks(citation.note, citation.other, styles.text) if citation else []
    body += pen.remarks(source.note, source.other, styles.dim)
    if source.url:
        address = pen.address(source.url)
        alone = Text.assemble((f"[{number}] " if number else "", styles.heading), address)
        body = [*body, address] if named else [alone, *body]
    return Card("source", BarBeside(Group(*body), style), wording.source_text(source), source.url or None)


def relation_card(node: Node, going_on: Sequence[bool], styles: DetailStyles, needles: Sequence[str] = ()) -> Card:
    """A related event in its place in the tree, and the words that tie it to the one before it.

    → this is named by the one before it, ← it names that one. ``going_on``: see `Chain.walk`.
    """
    pen, other = Pen(styles, needles), node.event
    outgoing = {tie.outgoing for tie in node.ties}
    sign = "↔" if len(outgoing) > 1 else "→" if True in outgoing else "←"
    line = [
        pen.write(
            f"{sign} {other.title if other else node.id}", styles.heading if other else styles.dim, TITLE_CHARACTERS
        )
    ]
    if other and other.disputed:
        line.append(Text(f" {SIGNS['disputes']}", styles.disputes))
    kinds = dict.fromkeys(tie.kind for tie in node.ties if tie.kind)
    told = " · ".join(filter(None, (" / ".join(kinds), other.date.label if other else "")))
    body = [Text.assemble(*line), *([pen.write(told, styles.dim, TITLE_CHARACTERS)] if told else [])]
    copied = wording.event_line(other) if other else node.id
    twig = TreeNode(Group(*body), going_on, bool(node.nodes), styles.dim)
    branch = BRANCHES[node.way]
    return Card("related", twig, copied, event_id=node.id if other else None, branch=branch)


def note_card(note: str, styles: DetailStyles, needles: Sequence[str] = ()) -> Card:
    """The event's note."""
    return Card("note", BarBeside(Pen(styles, needles).write(note), styles.border), note)


def other_card(other: Other, styles: DetailStyles, needles: Sequence[str] = ()) -> Card:
    """The keys that the schema does not know, as they were written."""
    pairs = wording.other_texts(other)
    body = Pen(styles, needles).labelled(pairs)
    return Card("other", BarBeside(body, styles.border), "\n".join(f"{key}: {value}" for key, value in pairs))


T = TypeVar("T")


def _shown(kind: Kind, things: Sequence[T], make: Callable[[T], Card], styles: DetailStyles) -> list[Card]:
    found = [make(each) for each in things[:CARDS_PER_SECTION]]
    return found + [Card(kind, text, "") for text in more(len(things) - CARDS_PER_SECTION, styles)]


def _panel(body: RenderableType, border: Style, title: Text | None, subtitle: Text | None = None) -> Panel:
    return Panel(
        body,
        box=box.ROUNDED,
        title=title,
        title_align="left",
        subtitle=subtitle,
        subtitle_align="right",
        border_style=border,
    )


def _numbers(event: Event) -> dict[Source, int]:
    return {source: number for number, source in enumerate(event.cited, 1)}


def _short(source: Source) -> str:
    """A name for a source that is described elsewhere; none for a bare address."""
    return source.title or source.publisher or source.key


def _numbered(name: str, number: int, where: str = "") -> str:
    named = f"[{number}] {name}" if number else name
    return f"{named.rstrip()}, {where}" if where else named


def _stance(citation: Citation | None, styles: DetailStyles) -> tuple[str, Style]:
    if citation is None:
        return "“ quoted", styles.dim
    by_stance: dict[Stance, Style] = {"reports": styles.dim, "confirms": styles.confirms, "disputes": styles.disputes}
    said = f"{SIGNS[citation.stance]} {citation.stance}"
    return f"{said}, {citation.at}" if citation.at else said, by_stance[citation.stance]


def _marks(event: Event, styles: DetailStyles) -> list[Text]:
    support = wording.weak_support(event)
    signs = (*wording.marks(event), *((support,) if support else ()))
    found = [Text(f"{sign} {words}", styles.disputes if sign == "≠" else styles.uncertain) for sign, words in signs]
    return [Text(" · ", styles.dim).join(found)] if found else []
