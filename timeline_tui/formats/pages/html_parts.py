"""Parts of a web page. Each function takes plain text and returns HTML in which that text is escaped."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape

from timeline_tui.text.web_addresses import is_linkable

_UNSAFE_IN_ID = re.compile(r"[^\w.~-]", re.ASCII)
_PARAGRAPHS = re.compile(r"\n\s*\n")

Remark = tuple[str, str]
"""(label, text), both HTML."""


def page_head(title: str, style: str, script: str = "") -> Iterator[str]:
    """The lines of a page before its body. The page loads nothing, and runs no script but this one."""
    policy = f"default-src 'none'; style-src {_hash(style)}; "
    policy += f"script-src {_hash(script)}; " if script else ""
    policy += "base-uri 'none'; form-action 'none'"
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="generator" content="timeline-tui">'
    yield f"<title>{escape(title)}</title>"
    yield f"<style>{style}</style>"
    yield "</head>"


def _hash(code: str) -> str:
    """The hash that allows this code in the Content-Security-Policy."""
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"


def element(tag: str, kind: str, inside: str) -> Iterator[str]:
    """An element with a class, or nothing if it would be empty. ``inside`` is HTML."""
    if inside:
        yield f"<{tag}{attribute('class', kind)}>{inside}</{tag}>"


def attribute(name: str, value: str) -> str:
    """An attribute, or nothing if its value is empty."""
    return f' {name}="{escape(value)}"' if value else ""


def html_paragraphs(text: str) -> str:
    """Paragraphs. An empty line starts a new one; other line breaks are kept."""
    if not text.strip():
        return ""
    parts = (escape(part.strip()).replace("\n", "<br>") for part in _PARAGRAPHS.split(text.strip()))
    return "".join(f'<p dir="auto">{part}</p>' for part in parts)


def remark(label: str, text: str) -> Remark:
    """A remark from plain text."""
    return escape(label), html_paragraphs(text)


def remark_list(remarks: Iterable[Remark]) -> Iterator[str]:
    """A list of the remarks that are not empty."""
    items = (f"<div><dt>{label}</dt> <dd>{text}</dd></div>" for label, text in remarks if text)
    yield from element("dl", "remarks", "".join(items))


def address(url: str) -> str:
    """A link that shows its address. If ``url`` is not a web address, it is text without a link."""
    if is_linkable(url):
        return f'<a href="{escape(url)}" rel="noreferrer noopener">{escape(url)}</a>'
    return f'<span class="address">{escape(url)}</span>' if url else ""


def anchor(event_id: str) -> str:
    """The id of an event in the page, percent-encoded so that links can use it unchanged."""
    return "event-" + _UNSAFE_IN_ID.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), event_id)
