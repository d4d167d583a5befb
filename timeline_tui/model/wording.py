"""How an event, a quote and a source are put into words: the same in panels, in what is copied, and in exports."""

from __future__ import annotations

import re

from timeline_tui.model.timeline import Citation, Entries, Event, Other, Quote, Relation, Source, Value

# A host in ASCII without a user name before it: what a reader sees is where the link leads. RFC 3986 has the rest.
_WEB = r"https?://[a-z0-9.-]+(:\d+)?([/?#][^\s<>\"`\\^{|}\x00-\x1f\x7f-\x9f]*)?"
# No address has white space. A comma, semicolon or bar before the next address stands between two.
_ADDRESS = re.compile(r"https?://(?:(?![,;|]https?://)\S)+", re.IGNORECASE)
# The check before it keeps a long run of separators from being searched again from each of its characters.
_BEFORE_ADDRESS = re.compile(r"(?<![\s,;|])[\s,;|]+(?=https?://)", re.IGNORECASE)
_PAIRS = {"“": "”", "„": "“", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "‘": "’", "'": "'"}


def is_web(url: str) -> bool:
    """Whether ``url`` may be offered as a link: http or https, an ASCII host, no user name, one address."""
    return is_address(url) and re.fullmatch(_WEB, url, re.IGNORECASE) is not None


def is_address(text: str) -> bool:
    """Whether ``text`` is one web address and nothing else; it need not be one that may be opened."""
    return _ADDRESS.fullmatch(text) is not None


def separated(text: str) -> list[str]:
    """The parts of ``text`` that begin with a web address: each ends before the next address, and is kept as it is."""
    return [part for part in _BEFORE_ADDRESS.split(text.strip()) if _ADDRESS.match(part)]


def addresses(text: str) -> list[tuple[str, str]]:
    """Each web address in ``text`` with the words that belong to it, as (words, address).

    The words stand before their address, or behind it if the text begins with one:
    ``Reuters https://example.org/a``, ``https://example.org/a (Reuters)``. Words left over follow as (words, "").
    """
    found = [(one.start(), one.start() + len(_without_brackets(one[0]))) for one in _ADDRESS.finditer(text)]
    urls = [text[start:end] for start, end in found]
    ends = [0, *(end for _, end in found)]
    starts = [*(start for start, _ in found), len(text)]
    words = [_words(text[end:start]) for end, start in zip(ends, starts, strict=True)]
    if found and not words[0]:
        del words[0]
        return list(zip(words, urls, strict=True))
    pairs = list(zip(words, urls, strict=False))
    return [*pairs, (words[-1], "")] if found and words[-1] else pairs


def may_be_spaced(text: str) -> bool:
    """Whether ``text`` may be one address with spaces in it: ``https://example.org/a file.pdf``."""
    found = _ADDRESS.match(text)
    return found is not None and re.match(r" \w", text[found.end() :]) is not None and len(addresses(text)) == 1


def _without_brackets(url: str) -> str:
    """An address without the punctuation of the sentence around it."""
    return url.rstrip(".,;|" if "(" in url else ".,;|)]>")


def _words(between: str) -> str:
    """What stands before or behind an address, without what joins the two."""
    words = between.lstrip(" \t\r\n,;|:–—-.)]>").rstrip(" \t\r\n,;|:–—-([<")
    if words[:1] == "(" and words[-1:] == ")":
        words = words[1:-1]
    return "" if words in ("and", "&") else words


def quoted(text: str) -> str:
    """``text`` in quotation marks, unless it brings its own pair."""
    if len(text) > 1 and _PAIRS.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        return text
    return f"“{text}”"


def marks(event: Event) -> tuple[tuple[str, str], ...]:
    """What a reader should know before the rest, as (sign, words): ("≠", "disputed"), ("~", "approximate date")."""
    found = (
        (event.disputed, "≠", "disputed"),
        (event.date.approximate, "~", "approximate date"),
        (event.date.uncertain, "?", "uncertain date"),
    )
    return tuple((sign, words) for holds, sign, words in found if holds)


def support(event: Event) -> tuple[str, str] | None:
    """That an event rests on less than two sources, as (sign, words); None: on two or more."""
    return {0: ("§0", "no source"), 1: ("§1", "a single source")}.get(len(event.cited))


def marked(event: Event) -> str:
    """The title, with its marks in words: "Six have signed (disputed, approximate date)"."""
    words = ", ".join(words for _, words in marks(event))
    return f"{event.title} ({words})" if words else event.title


def facts(event: Event) -> tuple[tuple[str, str], ...]:
    """Who, what and where as (label, values): only the labels that have something to say."""
    lists = {
        "Countries": event.countries,
        "Topics": event.topics,
        "People": event.people,
        "Organizations": event.organizations,
    }
    found = [(label, ", ".join(values)) for label, values in lists.items() if values]
    return (*found, ("Place", event.place)) if event.place else tuple(found)


def attribution(quote: Quote) -> str:
    """Who said it and as what: "Janet Yellen, U.S. Treasury Secretary"; empty if nobody is named."""
    return ", ".join(filter(None, (quote.speaker, quote.role)))


def imprint(source: Source) -> str:
    """Publisher, date, kind and language: "Jiji Press, 14 June 2024 (news, en)"."""
    issued = ", ".join(filter(None, (source.publisher, source.date.label if source.date else "")))
    nature = ", ".join(filter(None, (source.kind, source.language)))
    return " ".join(filter(None, (issued, nature and f"({nature})")))


def cite(source: Source) -> str:
    """A source in one line, without its address: "Title. Publisher, 13 June 2024 (official)".

    Empty for a source that is nothing but its address.
    """
    name = source.title or ("" if source.url else source.key)
    rest = imprint(source)
    if name and rest:
        return f"{name} {rest}" if name.endswith((".", "!", "?", "…")) else f"{name}. {rest}"
    return name or rest


def located(citation: Citation) -> str:
    """Where in the source, and how it stands to the event if it does more than report: "¶8, disputes"."""
    return ", ".join(filter(None, (citation.at, "" if citation.stance == "reports" else citation.stance)))


def plain(value: Value) -> str:
    """A value under a key that the schema does not know, on one line: lists by commas, mappings as "key: value"."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, Entries):
        return "; ".join(f"{key}: {_inner(part)}" for key, part in value.pairs)
    return ", ".join(map(_inner, value))


def _inner(value: Value) -> str:
    return plain(value) if value is None or isinstance(value, str) else f"({plain(value)})"


def others(other: Other) -> tuple[tuple[str, str], ...]:
    """The keys that the schema does not know as (key, value in words); a dash stands for a value without words."""
    return tuple((key, words if (words := plain(value)).strip() else plain(None)) for key, value in other)


def own_keys(citation: Citation) -> tuple[tuple[str, str], ...]:
    """What a citation adds to its source as (key, value in words), if the source is given in place.

    There the keys of both stand in one mapping, and those that the schema does not know describe the source.
    """
    return () if citation.source.key else others(citation.other)


def remarked(relation: Relation) -> str:
    """What is said of a tie to another event: "signed the same day (seen by: two)"; mostly nothing, or its kind."""
    more = "; ".join(f"{key}: {words}" for key, words in others(relation.other))
    return " ".join(filter(None, (relation.kind, more and f"({more})")))


def source_text(source: Source) -> str:
    """A source as it is copied: one line of citation and its address below."""
    return "\n".join(filter(None, (cite(source), source.url)))


def quote_text(event: Event, quote: Quote) -> str:
    """A quote as it is copied: “text” — Speaker, role, day of the event; below it, the source it is taken from."""
    return _quote_text(quote, event.date.label)


def event_line(event: Event) -> str:
    """An event in one line: "13 June 2024 — Title (disputed)"."""
    return f"{event.date.label} — {marked(event)}"


def event_text(event: Event) -> str:
    """An event as it is copied: its line, its summary, its quotes, and its sources with their addresses."""
    quotes = map(_quote_text, event.quotes)
    sources = "\n".join(_placed(citation.source, located(citation)) for citation in event.sources)
    return "\n\n".join(filter(None, (event_line(event), event.summary, *quotes, sources)))


def dispute_text(event: Event) -> str:
    """A dispute as it is copied: the event's line, then who disputes it, where, and why."""
    against = [(each, _placed(each.source, located(each))) for each in event.sources if each.stance == "disputes"]
    return "\n\n".join([event_line(event), *("\n".join(filter(None, (placed, each.note))) for each, placed in against)])


def _quote_text(quote: Quote, day: str = "") -> str:
    said = ", ".join(filter(None, (attribution(quote), day)))
    lines = [f"{quoted(quote.text)} — {said}" if said else quoted(quote.text)]
    if quote.source:
        lines.append(_placed(quote.source, quote.at))
    return "\n".join(lines)


def _placed(source: Source, where: str) -> str:
    return "\n".join(filter(None, (", ".join(filter(None, (cite(source), where))), source.url)))
