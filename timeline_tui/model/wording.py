"""Events, quotes and sources in words. Panels, copied text and exports share these functions."""

from __future__ import annotations

from timeline_tui.dates.when import DateError, parse
from timeline_tui.model.timeline import Citation, Entries, Event, Other, Quote, Relation, Source, Value

_PAIRS = {"“": "”", "„": "“", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "‘": "’", "'": "'"}

_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")  # in the order of a name


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
    """Why an event is undated: "no date is given", or what is written and why it is no date; else ""."""
    date = event.date
    if not date.is_undated:
        return ""
    if not date.text:
        return "no date is given"
    try:
        parse(date.text)
    except DateError as error:
        return f"{date.row_note}: {error.message}" + (f"; {error.hint}" if error.hint else "")
    raise AssertionError(f"a date that can be read is undated: {date.text}")


def weak_support(event: Event) -> tuple[str, str] | None:
    """A warning if the event has fewer than two sources, as (sign, words); else None."""
    return {0: ("§0", "no source"), 1: ("§1", "a single source")}.get(len(event.cited))


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
    shown = [(label, ", ".join(values)) for label, values in lists.items() if values]
    return (*shown, ("Place", event.place)) if event.place else tuple(shown)


def attribution(quote: Quote) -> str:
    """Speaker and role: "Janet Yellen, U.S. Treasury Secretary"; may be empty."""
    return ", ".join(filter(None, (quote.speaker, quote.role)))


def imprint(source: Source) -> str:
    """Publisher, date, kind and language: "Jiji Press, 14 June 2024 (news, en)"."""
    issued = ", ".join(filter(None, (source.publisher, source.date.label if source.date else "")))
    nature = ", ".join(filter(None, (source.kind, source.language)))
    return " ".join(filter(None, (issued, nature and f"({nature})")))


def source_line(source: Source) -> str:
    """A source in one line, without its address: "Title. Publisher, 13 June 2024 (official)".

    Empty for a source that has only an address.
    """
    name = source.title or ("" if source.url else source.key)
    rest = imprint(source)
    if name and rest:
        return f"{name} {rest}" if name.endswith((".", "!", "?", "…")) else f"{name}. {rest}"
    return name or rest


def citation_detail(citation: Citation) -> str:
    """Locator and stance of a citation, without the stance "reports": "¶8, disputes"."""
    return ", ".join(filter(None, (citation.at, "" if citation.stance == "reports" else citation.stance)))


def value_text(value: Value) -> str:
    """The value of an unknown key on one line: lists separated by commas, mappings as "key: value"."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, Entries):
        return person_name(value) or "; ".join(f"{key}: {_inner(part)}" for key, part in value.pairs)
    return ", ".join(map(_inner, value))


def person_name(value: Entries) -> str:
    """The name that a mapping states as CSL does: "Anna de Rossi"; empty if the mapping is not such a name."""
    parts = {key: part for key, part in value.pairs if isinstance(part, str)}
    is_name = {"family", "given"} <= parts.keys() or parts.keys() == {"literal"}
    if not is_name or len(parts) != len(value.pairs) or not parts.keys() <= {"literal", *_NAME_PARTS}:
        return ""
    return parts.get("literal") or " ".join(filter(None, map(parts.get, _NAME_PARTS)))


def _inner(value: Value) -> str:
    is_plain = value is None or isinstance(value, str) or (isinstance(value, Entries) and person_name(value))
    return value_text(value) if is_plain else f"({value_text(value)})"


def other_texts(other: Other) -> tuple[tuple[str, str], ...]:
    """The unknown keys as (key, text of the value), with a dash for empty values."""
    return tuple((key, words if (words := value_text(value)).strip() else value_text(None)) for key, value in other)


def citation_others(citation: Citation) -> tuple[tuple[str, str], ...]:
    """The unknown keys of a citation whose source is given in place, as (key, text of the value); else nothing.

    In such a citation the fields of source and citation are in one mapping, so the unknown keys describe the source.
    """
    return () if citation.source.key else other_texts(citation.other)


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
    sources = "\n".join(_placed(citation.source, citation_detail(citation)) for citation in event.sources)
    return "\n\n".join(filter(None, (event_line(event), event.summary, *quotes, sources)))


def dispute_text(event: Event) -> str:
    """The text that copying a dispute gives: the event's line, then the sources that dispute it, with their notes."""
    against = [
        (each, _placed(each.source, citation_detail(each))) for each in event.sources if each.stance == "disputes"
    ]
    return "\n\n".join([event_line(event), *("\n".join(filter(None, (placed, each.note))) for each, placed in against)])


def _quote_text(quote: Quote, day: str = "") -> str:
    credit = ", ".join(filter(None, (attribution(quote), day)))
    lines = [f"{quoted(quote.text)} — {credit}" if credit else quoted(quote.text)]
    if quote.source:
        lines.append(_placed(quote.source, quote.at))
    return "\n".join(lines)


def _placed(source: Source, where: str) -> str:
    return "\n".join(filter(None, (", ".join(filter(None, (source_line(source), where))), source.url)))
