"""Who has checked an event, and whether it has changed since then: a check may have a short hash of the event."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any

from timeline_tui.dates.when import When
from timeline_tui.model.timeline import FINGERPRINT_DIGITS, Check, Citation, Event, Quote, Source
from timeline_tui.model.unknown_keys import other_texts


def fingerprint(event: Event) -> str:
    """The first digits of the SHA-256 of an event without its id, its checks and its place in the file.

    Of a source, its title, authors, publisher, date and address count: an archive of it may be added later.
    """
    import json  # only checked events need it

    content = (
        *(_text(event.date), event.date_note, event.title, event.summary, event.place, event.note),
        *(event.countries, event.topics, event.people, event.organizations, event.after, event.before),
        [_quote(quote) for quote in event.quotes],
        [_citation(citation) for citation in event.sources],
        [(relation.event, relation.kind, other_texts(relation.other)) for relation in event.related],
        other_texts(event.other),
    )
    digest: str = _python_sha256()(json.dumps(content).encode()).hexdigest()
    return digest[:FINGERPRINT_DIGITS]


@cache
def _python_sha256() -> Callable[[bytes], Any]:
    """Python's own SHA-256. `hashlib` would load OpenSSL, which takes 5 ms, a tenth of an export."""
    with suppress(ImportError):
        function: Callable[[bytes], Any] = import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
        return function
    from hashlib import sha256  # 5 ms; most builds of Python have their own

    return sha256


def outdated(event: Event) -> list[Check]:
    """The checks after which the event has changed. A check without a hash is not among them."""
    hashed = [check for check in event.checked if check.hash]
    current = fingerprint(event) if hashed else ""
    return [check for check in hashed if check.hash != current]


def is_checked(event: Event) -> bool:
    """Whether somebody has checked the present version of the event."""
    return len(outdated(event)) < len(event.checked)


def check_texts(event: Event) -> tuple[tuple[str, str], ...]:
    """The checks of an event as ("Checked", "Anna, 20 June 2024: both pages (unknown key: its text)")."""
    changed = outdated(event)
    return tuple(("Checked", _check_text(check, has_changed=check in changed)) for check in event.checked)


def _check_text(check: Check, *, has_changed: bool) -> str:
    changed = "the event has changed since then" if has_changed else ""
    heading = ", ".join(filter(None, (check.by, check.on.label if check.on else "", changed)))
    more = "; ".join(f"{key}: {words}" for key, words in other_texts(check.other))
    text = f"{heading}: {check.note}" if check.note else heading
    return f"{text} ({more})" if more else text


def _quote(quote: Quote) -> tuple[object, ...]:
    values = (quote.text, quote.speaker, quote.role, quote.original, quote.language, quote.translator, quote.note)
    return (*values, _source(quote.source), quote.at, other_texts(quote.other))


def _citation(citation: Citation) -> tuple[object, ...]:
    values = (citation.stance, citation.note, citation.credibility, _text(citation.date))
    return (*values, _source(citation.source), citation.at, other_texts(citation.other))


def _source(source: Source | None) -> tuple[object, ...]:
    return (source.title, source.author, source.publisher, _text(source.date), source.url) if source else ()


def _text(date: When | None) -> str:
    return date.text if date else ""
