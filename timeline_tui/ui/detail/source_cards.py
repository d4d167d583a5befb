"""The cards of the sources of an event: a line each, with the stance as a column; the rest is folded."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.style import Style
from rich.text import Text

from timeline_tui.analysis.targets import Target, event_targets
from timeline_tui.dates.when import When
from timeline_tui.model import wording
from timeline_tui.model.origins import Origin, Origins, repeats
from timeline_tui.model.starred import source_star
from timeline_tui.model.timeline import Citation, Event, Source, Stance
from timeline_tui.model.unknown_keys import further_texts, other_texts
from timeline_tui.text.text import plural
from timeline_tui.ui.detail.card import SIGNS, Card
from timeline_tui.ui.detail.parts import TITLE_CHARACTERS, DetailStyles, Spread, TextWriter, linked

QUOTED = "“"  # in place of the sign of a stance: the event is only quoted from this source
_STRONGEST: tuple[Stance, ...] = ("disputes", "confirms", "reports")


_SHORT_HASH = 16  # digits of a hash that are shown


class EventSource(NamedTuple):
    """One source of an event: its number, and all citations of it; none if the event is only quoted from it.

    ``date`` is the date of the event. ``disputing`` are the citations that dispute the event, by stance or by date.
    ``targets`` are the ways to open it. ``origins`` are its origins if it repeats others, else empty. ``same``
    is the number of an earlier source of the event with the same origins, or with one of them if ``partly``; else 0.
    """

    number: int
    source: Source
    citations: tuple[Citation, ...]
    date: When
    disputing: frozenset[Citation] = frozenset()
    targets: tuple[Target, ...] = ()
    origins: tuple[Origin, ...] = ()
    same: int = 0
    partly: bool = False

    def dated(self, citation: Citation) -> str:
        """The date that a citation gives, if the event has another one: "dated 12 June 2024"; else ""."""
        return f"dated {citation.date.label}" if citation.date and citation.date != self.date else ""

    def taken(self, citation: Citation) -> tuple[Stance, ...]:
        """The stance of a citation. One that gives another date disputes the event; if it confirms it, it does both."""
        if citation.stance == "disputes" or citation not in self.disputing:
            return (citation.stance,)
        return ("disputes",) if citation.stance == "reports" else ("disputes", citation.stance)

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The stances of the citations, the strongest first, each once."""
        stances = {stance for citation in self.citations for stance in self.taken(citation)}
        return tuple(stance for stance in _STRONGEST if stance in stances)


def event_sources(event: Event, origins: Origins) -> list[EventSource]:
    """The sources of an event, each once, numbered as in `Event.cited`."""
    sources = event.cited
    of_sources = list(map(origins.of, sources))
    citations: dict[Source, list[Citation]] = {}
    for citation in event.sources:
        citations.setdefault(citation.source, []).append(citation)
    targets, disputing = event_targets(event), frozenset(event.disputes)
    return [
        EventSource(
            number,
            source,
            tuple(citations.get(source, ())),
            event.date,
            disputing,
            targets[source],
            origins if repeats(source) else (),
            *same,
        )
        for number, (source, origins, same) in enumerate(zip(sources, of_sources, _same(of_sources), strict=True), 1)
    ]


def _same(of_sources: Sequence[tuple[Origin, ...]]) -> Iterator[tuple[int, bool]]:
    """For each source the number of the first earlier one with the same origins; else with one of them, and True.

    0 if there is none.
    """
    with_all: dict[frozenset[Origin], int] = {}
    with_one: dict[Origin, int] = {}
    for number, origins in enumerate(of_sources, 1):
        same = with_all.setdefault(frozenset(origins), number)
        shared = min(with_one.setdefault(origin, number) for origin in origins)
        yield (same, False) if same < number else (shared, True) if shared < number else (0, False)


def sources_title(uses: Sequence[EventSource], origins: int, writer: TextWriter) -> Text:
    """The number of sources, and how many take each stance: "Sources 6, 2 origins  ✓ 2  · 3  ≠ 1".

    ``origins`` is the number of origins if it is smaller than the number of sources, else 0.

    A source with several stances counts once, with the strongest one, as its line shows it. Sources that are only
    quoted come last, so that the numbers add up.
    """
    styles = writer.styles
    title = Text.assemble(("Sources", styles.heading), (f" {len(uses):,}", styles.text))
    if origins:
        style = styles.heading if origins == 1 else styles.text
        title.append(f", {plural(origins, 'origin')}", style)
    stances = [use.stances[0] for use in uses if use.stances]
    if {*stances} - {"reports"}:
        for stance in ("confirms", "reports", "disputes"):
            if number := stances.count(stance):
                title.append(f"  {_sign(stance, writer)} {number:,}", stance_style(stance, styles))
        if quoted := len(uses) - len(stances):
            title.append(f"  {'quoted' if writer.plain else QUOTED} {quoted:,}", styles.dim)
    return title


def _sign(stance: Stance, writer: TextWriter) -> str:
    return stance if writer.plain else SIGNS[stance]


def stance_style(stance: Stance, styles: DetailStyles) -> Style:
    """The style of a stance."""
    return {"reports": styles.dim, "confirms": styles.confirms, "disputes": styles.disputes}[stance]


def source_card(use: EventSource, writer: TextWriter) -> Card:
    """Stance, number, title, places in the source, rating, publisher and date; unfolded all of it.

    If the source gives another date than the event has, this date is in the place of the date of publication. If
    it shares an origin with an earlier source, the number of that one is in the place of the publisher.
    """
    source = use.source
    return Card(
        "source",
        _line(use, writer),
        wording.source_text(source),
        use.targets,
        unfolded=Group(*_details(use, writer)),
        written_at=(source.file, source.line) if source.line else None,
        star=source_star(source),
        source=source.name,
    )


def _lead(use: EventSource, writer: TextWriter) -> Text:
    stance = use.stances[0] if use.stances else None
    quoted = "quoted" if writer.plain else QUOTED
    sign, style = (
        (_sign(stance, writer), stance_style(stance, writer.styles)) if stance else (quoted, writer.styles.dim)
    )
    return Text.assemble((f"{sign} ", style), (f"[{use.number}] ", writer.styles.dim))


def _line(use: EventSource, writer: TextWriter) -> Spread:
    source, styles = use.source, writer.styles
    name = source.title or source.publisher or source.key or source.url
    issued = source.publisher if source.title else ""
    if use.same:
        issued = f"{'in part ' if use.partly else ''}origin as [{use.same}]"
    given = dict.fromkeys(filter(None, map(use.dated, use.citations)))  # more telling than the date of publication
    aside = ", ".join(filter(None, (*given, issued, source.date.label if source.date and not given else "")))
    return Spread(
        _lead(use, writer),
        linked(writer.text(name, styles.text, TITLE_CHARACTERS), source.url),
        Text.assemble(_places(use, writer), _rated(use, writer)),
        writer.text(aside, styles.dim, TITLE_CHARACTERS),
    )


def _places(use: EventSource, writer: TextWriter) -> Text:
    """The places in the source: " ¶6–7", with the signs of the stances if there are several: " · ¶6–7 ≠ ¶8"."""
    places = Text()
    for stance in reversed(use.stances):
        at = ", ".join(citation.at for citation in use.citations if stance in use.taken(citation) and citation.at)
        sign = f"{_sign(stance, writer)} " if len(use.stances) > 1 else ""
        if at or sign:
            style = stance_style(stance, writer.styles)
            places.append_text(writer.text(f" {sign}{at}".rstrip(), style, TITLE_CHARACTERS))
    return places


def _rated(use: EventSource, writer: TextWriter) -> Text:
    """The reliability of the source, with the credibility of what it says: " B2"; may be empty."""
    words = map(wording.rating, use.citations or (Citation(use.source),))
    return writer.text("".join(f" {word}" for word in dict.fromkeys(words) if word), writer.styles.dim)


def _details(use: EventSource, writer: TextWriter) -> list[RenderableType]:
    source, styles = use.source, writer.styles
    name = source.title or source.key or source.publisher
    first = _lead(use, writer)
    if name:
        first.append_text(linked(writer.text(name, styles.heading, TITLE_CHARACTERS), source.url))
    elif source.url:
        first.append_text(writer.address(source.url))
    body: list[RenderableType] = [first]
    about = filter(None, ("; ".join(source.author), wording.imprint(source)))
    body += [writer.text(words, styles.dim, TITLE_CHARACTERS) for words in about]
    for citation in use.citations:
        strongest = use.taken(citation)[0]
        stance = writer.signed(SIGNS[strongest], citation.stance)
        sides = f"cited by {wording.sides_text(citation)}" if citation.sides else ""
        words = ", ".join(filter(None, (stance, citation.at, use.dated(citation), wording.rating(citation), sides)))
        line = writer.text(words, stance_style(strongest, styles), TITLE_CHARACTERS)
        if citation.note:
            line = Text.assemble(line, ": ", writer.text(citation.note))
        body.append(line)
        body += writer.remarks("", further_texts(citation), styles.text)
    if not use.citations:
        body.append(Text(writer.signed(QUOTED, "quoted"), styles.dim))
    body += writer.remarks(source.note, other_texts(source.other), styles.dim)
    body += [writer.address(source.url)] if source.url and name else []
    origin = "; ".join(origin.label for origin in use.origins if origin.label not in source.based_on)
    if use.same:
        same = f"{'shares an origin with' if use.partly else 'same origin as'} [{use.same}]"
        origin = f"{origin} ({same})" if origin else same
    return [*body, *_evidence(source, writer), *writer.remarks("", [("Origin", origin)] if origin else [], styles.dim)]


def _evidence(source: Source, writer: TextWriter) -> list[RenderableType]:
    """The archives as links; access, copy, hash, reliability and origins with their labels."""
    archived = [
        Text.assemble(
            ("Archived", writer.styles.dim),
            (f" {archive.date.label}" if archive.date else "", writer.styles.dim),
            (": ", writer.styles.dim),
            writer.address(archive.url),
        )
        for archive in source.archived
    ]
    short = source.sha256 and f"{source.sha256[:_SHORT_HASH]}…"
    pairs = wording.source_facts(source._replace(archived=(), sha256=short))
    return [*archived, *writer.remarks("", pairs, writer.styles.dim)]
