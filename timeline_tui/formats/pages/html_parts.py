"""Pieces of a web page: they take plain text and give HTML, in which it is nothing but text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from timeline_tui.text.web_addresses import is_linkable

_UNSAFE_IN_ID = re.compile(r"[^\w.~-]", re.ASCII)
_PARAGRAPHS = re.compile(r"\n\s*\n")

Remark = tuple[str, str]
"""(label, what is remarked), both HTML."""


def element(tag: str, kind: str, inside: str) -> Iterator[str]:
    """An element of a class, unless nothing is in it; ``inside`` is HTML."""
    if inside:
        yield f"<{tag}{attribute('class', kind)}>{inside}</{tag}>"


def attribute(name: str, value: str) -> str:
    """An attribute, unless its value is empty."""
    return f' {name}="{escape(value)}"' if value else ""


def prose(text: str) -> str:
    """Paragraphs: an empty line parts them, any other break stays a break."""
    if not text.strip():
        return ""
    parts = (escape(part.strip()).replace("\n", "<br>") for part in _PARAGRAPHS.split(text.strip()))
    return "".join(f'<p dir="auto">{part}</p>' for part in parts)


def remark(label: str, text: str) -> Remark:
    """A remark in plain text."""
    return escape(label), prose(text)


def remark_list(remarks: Iterable[Remark]) -> Iterator[str]:
    """Those that say something."""
    told = (f"<div><dt>{label}</dt> <dd>{said}</dd></div>" for label, said in remarks if said)
    yield from element("dl", "remarks", "".join(told))


def address(url: str) -> str:
    """A link that shows where it leads; what is no web address is text."""
    if is_linkable(url):
        return f'<a href="{escape(url)}" rel="noreferrer noopener">{escape(url)}</a>'
    return f'<span class="address">{escape(url)}</span>' if url else ""


def anchor(event_id: str) -> str:
    """The name of an event in the page, and in addresses: the browser takes it as it stands."""
    return "event-" + _UNSAFE_IN_ID.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), event_id)
