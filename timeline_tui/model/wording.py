"""Events, quotes and sources in words. Panels, copied text and exports share these functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from timeline_tui.dates.agreement import covered, differing
from timeline_tui.dates.when import DateError, When, parse
from timeline_tui.model.timeline import Archive, Citation, Event, Quote, Relation, Source
from timeline_tui.model.unknown_keys import further_texts, other_texts
from timeline_tui.text.text import listed, on_a_line, series

NO_SPEAKER = "Nobody named"
"""The heading of the quotes that name neither a speaker nor a role."""

_PAIRS = {"“": "”", "„": "“", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "‘": "’", "'": "'"}


def quoted(text: str) -> str:
    """``text`` in quotation marks, unless it already has a pair of them."""
    if len(text) > 1 and _PAIRS.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        return text
    return f"“{text}”"


def marks(event: Event) -> tuple[tuple[str, str], ...]:
    """The warnings that belong to the title, as (sign, words): ("≠", "disputed"), ("~", "approximate date")."""
    all_marks = (
        (event.disputed, "≠", "disputed"),
        (event.date.approximate, "~", "approximate date"),
        (event.date.uncertain, "?", "uncertain date"),
    )
    return tuple((sign, words) for holds, sign, words in all_marks if holds)


def why_undated(event: Event) -> str:
    """Why an event is undated: "no date is given", or what is written and why it is not a date; else ""."""
    date = event.date
    if not date.is_undated:
        return ""
    if not date.text:
        has_place = event.after or event.before or not date.is_placeless
        return "only its place in the order is given" if has_place else "no date is given"
    try:
        parse(date.text)
    except DateError as error:
        return f"{date.row_note}: {error.message}" + (f"; {error.hint}" if error.hint else "")
    raise AssertionError(f"a date that can be read is undated: {date.text}")


def is_in_heading(date: When, words: str) -> bool:
    """Whether ``words`` about a date repeat its heading."""
    is_of_date = date.is_undated or not date.is_moved
    return is_of_date and date.heading.lower().endswith(words.lower())


def weak_support(sources: int, origins: int) -> tuple[str, str] | None:
    """A warning if an event has fewer than two sources, or several with one origin, as (sign, words); else None.

    ``origins`` is the number of origins if it is smaller than the number of sources, else 0.
    """
    if origins == 1:
        return f"§{sources}/1", "a single origin"
    return {0: ("§0", "no source"), 1: ("§1", "a single source")}.get(sources)


def marked_title(event: Event) -> str:
    """The title, with its marks in words: "Six have signed (disputed, approximate date)"."""
    words = ", ".join(words for _, words in marks(event))
    return f"{event.title} ({words})" if words else event.title


def facts(event: Event) -> tuple[tuple[str, str], ...]:
    """Countries, topics, people, organizations and place as (label, values), without empty ones."""
    lists = {
        "Countries": event.countries,
        "Topics": event.topics,
        "People": event.people,
        "Organizations": event.organizations,
    }
    shown = [(label, series(values)) for label, values in lists.items() if values]
    return (*shown, ("Place", event.place)) if event.place else tuple(shown)


def attribution(quote: Quote) -> str:
    """Speaker and role: "Janet Yellen, U.S. Treasury Secretary"; may be empty."""
    return ", ".join(filter(None, (quote.speaker, quote.role)))


def quote_line(quote: Quote) -> str:
    """A quote in one line: “We are united” — Janet Yellen, U.S. Treasury Secretary."""
    return " — ".join(filter(None, (quoted(on_a_line(quote.text)), attribution(quote))))


def imprint(source: Source) -> str:
    """Publisher, date, kind and language: "Jiji Press, 14 June 2024 (news, en)"."""
    issued = ", ".join(filter(None, (source.publisher, source.date.label if source.date else "")))
    nature = ", ".join(filter(None, (source.kind, source.language)))
    return " ".join(filter(None, (issued, nature and f"({nature})")))


def source_line(source: Source) -> str:
    """A source in one line, without its address: "Author, Title. Publisher, 13 June 2024 (official)".

    Empty for a source that has only an address.
    """
    name = ", ".join(filter(None, (series(source.author), source.title or ("" if source.url else source.key))))
    rest = imprint(source)
    if name and rest:
        return f"{name} {rest}" if name.endswith((".", "!", "?", "…")) else f"{name}. {rest}"
    return name or rest


def citation_detail(citation: Citation, date: When | None = None) -> str:
    """Locator, stance, date, rating and sides of a citation: "¶8, disputes, dated 12 June 2024, B2, cited by Smith".

    Without the stance "reports", and without a date that is ``date``, the date of the event.
    """
    stance = "" if citation.stance == "reports" else citation.stance
    dated = f"dated {citation.date.label}" if citation.date and citation.date != date else ""
    sides = f"cited by {sides_text(citation)}" if citation.sides else ""
    return ", ".join(filter(None, (citation.at, stance, dated, rating(citation), sides)))


def short_name(source: Source) -> str:
    """The name of a source in a line with others: its publisher, else its title, address or key."""
    return source.publisher or source.label


def sides_text(entry: Citation | Quote) -> str:
    """The sides of a citation or a quote that not all sides have: "A, B and C"."""
    return listed(entry.sides, len(entry.sides))


def citing(citation: Citation) -> str:
    """The words before the name of a source that only some sides cite: "Defendant, citing "; else "".

    For the chronology of a side that is its name: "Defendant ".
    """
    if citation.source.is_side:
        return f"{short_name(citation.source)} "
    return f"{sides_text(citation)}, citing " if citation.sides else ""


def citing_name(citation: Citation) -> str:
    """Who says what a citation says, in a line with others: "Reuters", or "Defendant, citing Reuters"."""
    name = short_name(citation.source)
    return name if citation.source.is_side else citing(citation) + name


def why_disputed(citation: Citation, event: Event) -> str:
    """Why a source disputes an event: its date, if it is another, and its note: "Says 12 June 2024. In Rome."."""
    date = f"Says {citation.date.label}." if citation.date and citation.date != event.date else ""
    return " ".join(filter(None, (date, citation.note)))


def date_spread(event: Event, name: Callable[[Citation], str] = citing_name) -> str:
    """The dates that sources give if they differ: "12–14 June 2024: AP says 12 June 2024, Jiji says …"; else "".

    ``name`` returns how the source of a citation is named.
    """
    dates = _disputed_dates(event)
    if not dates:
        return ""
    given = [(name(citation), citation.date.label) for citation in event.sources if citation.date]
    statements = series(f"{who} says {label}" for who, label in given)
    span = covered(dates)
    return f"{span.label}: {statements}" if span else statements


def date_span(event: Event) -> When | None:
    """The span of the dates that sources give if they differ: 12–14 June 2024; None else, or if it has no end."""
    return covered(_disputed_dates(event))


def _disputed_dates(event: Event) -> set[When]:
    """The dates that dispute an event, with its own if they differ from it; none if nothing differs.

    If they only differ from its place in the order of events: all dates that its sources give.
    """
    dates = {citation.date for citation in event.disputes if citation.date}
    if not differing(event.date, {citation.date for citation in event.sources if citation.date}):
        return set()
    written = event.date._replace(place=())
    if any(differing(written, {date}) for date in dates):
        return {*dates, event.date}
    is_outside = any(differing(event.date, {date}) for date in dates)
    if is_outside:
        return {citation.date for citation in event.sources if citation.date}
    return dates if differing(event.date, dates) else set()


def quote_remarks(quote: Quote) -> tuple[tuple[str, str], ...]:
    """The original words, translator, note, sides and unknown keys of a quote as (label, text), without empty ones."""
    texts = {
        f"Original ({quote.language})" if quote.language else "Original": quote.original and quoted(quote.original),
        "Language": "" if quote.original else quote.language,
        "Translated by": quote.translator,
        "Note": quote.note,
        "Quoted by": sides_text(quote),
    }
    return (*((label, text) for label, text in texts.items() if text), *further_texts(quote))


def rating(citation: Citation) -> str:
    """The reliability of a source and the credibility of what it says: "B2", "reliability B", "credibility 2" or ""."""
    reliability, credibility = citation.source.reliability, citation.credibility
    if reliability and credibility:
        return f"{reliability}{credibility}"
    return f"reliability {reliability}" if reliability else f"credibility {credibility}" if credibility else ""


def source_facts(source: Source, origin: Callable[[str], str] = str) -> tuple[tuple[str, str], ...]:
    """Access, archives, copy, hash, reliability and origins of a source as (label, text), without empty ones.

    ``origin`` names the source with a key, one of ``based_on``; without it, the key does.
    """
    texts = {
        "Accessed": source.accessed.label if source.accessed else "",
        "Archived": "; ".join(map(archive_text, source.archived)),
        "Copy": source.copy,
        "SHA-256": source.sha256,
        "Reliability": source.reliability,
        "Based on": "; ".join(map(origin, source.based_on)),
    }
    return tuple((label, text) for label, text in texts.items() if text)


def archive_text(archive: Archive) -> str:
    """An archived copy on one line: "https://… (14 June 2024; unknown key: its text)"."""
    date = archive.date.label if archive.date else ""
    more = "; ".join(filter(None, (date, *(f"{key}: {words}" for key, words in other_texts(archive.other)))))
    return f"{archive.url} ({more})" if more else archive.url


def order_text(name: str, event: Event | None) -> str:
    """An item of ``after`` or ``before``: the title and date of an event, a date, or an id of an unknown event."""
    if event:
        return f"{event.title} ({event.date.label})"
    try:
        return parse(name).label
    except DateError:
        return name


def relation_text(relation: Relation) -> str:
    """The kind of a relation and its unknown keys: "signed the same day (seen by: two)"; may be empty."""
    more = "; ".join(f"{key}: {words}" for key, words in other_texts(relation.other))
    return " ".join(filter(None, (relation.kind, more and f"({more})")))


def source_text(source: Source) -> str:
    """The text that copying a source gives: the source in one line, and its address below."""
    return "\n".join(filter(None, (source_line(source), source.url)))


def quote_text(event: Event, quote: Quote) -> str:
    """The text that copying a quote gives: “text” — Speaker, role, date of the event; below it, the source."""
    return _quote_text(quote, event.date.label)


def event_line(event: Event) -> str:
    """An event in one line: "13 June 2024 — Title (disputed)"."""
    return f"{event.date.label} — {marked_title(event)}"


def event_text(event: Event) -> str:
    """The text that copying an event gives: its line, summary, quotes, and sources with their addresses."""
    quotes = map(_quote_text, event.quotes)
    sources = "\n".join(_placed(citation.source, citation_detail(citation, event.date)) for citation in event.sources)
    return "\n\n".join(filter(None, (event_line(event), event.summary, *quotes, sources)))


def dispute_text(event: Event, against: Iterable[Citation]) -> str:
    """The text that copying a dispute gives: the event's line, then the citations ``against`` it, with their notes."""
    cited = ((citation, _placed(citation.source, citation_detail(citation, event.date))) for citation in against)
    return "\n\n".join(
        [event_line(event), *("\n".join(filter(None, (placed, citation.note))) for citation, placed in cited)]
    )


def _quote_text(quote: Quote, day: str = "") -> str:
    sides = f"quoted by {sides_text(quote)}" if quote.sides else ""
    credit = ", ".join(filter(None, (attribution(quote), day, sides)))
    lines = [f"{quoted(quote.text)} — {credit}" if credit else quoted(quote.text)]
    if quote.source:
        lines.append(_placed(quote.source, quote.at))
    return "\n".join(lines)


def _placed(source: Source, where: str) -> str:
    return "\n".join(filter(None, (", ".join(filter(None, (source_line(source), where))), source.url)))
