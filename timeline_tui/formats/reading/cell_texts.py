"""Reads cells that contain sources, HTML or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline_tui.dates.month_names import NO_DATE
from timeline_tui.formats.csv.flat_records import list_of_texts
from timeline_tui.formats.reading.cell_lists import Separators, split
from timeline_tui.formats.timelinejs.html_text import Link, Quotation, read_html
from timeline_tui.text.text import fold
from timeline_tui.text.web_addresses import addresses, is_address

# A text with one of these tags is HTML. One with <John Smith> or 1 < 2 is not.
_TAG_NAMES = (
    "a abbr article aside b blockquote body br center cite code dd div dl dt em figcaption figure font footer h1 h2 "
    "h3 h4 h5 h6 head header hr html i iframe img li link meta noscript ol p pre script section small span strike "
    "strong style sub sup table tbody td th thead tr u ul"
)
_NAMES = _TAG_NAMES.replace(" ", "|")
_TAG = re.compile(rf"<(?:/?(?:{_NAMES})(?![\w-])[^<>]*>|!--)", re.IGNORECASE)
_NO_TAG = re.compile(rf"<(?!/?(?:{_NAMES})(?![\w-])[^<>]*>|!--|!doctype)", re.IGNORECASE)
_ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#x[0-9a-f]{2,6}|[lr][sd]quo|[nm]dash|hellip);", re.IGNORECASE
)

_ANCHOR = re.compile(r"<a\s[^<>]*https?://[^<>]*>(?:[^<]|<(?!/?a[\s>]))*</a\s*>", re.IGNORECASE)
_BETWEEN_SOURCES = re.compile(r"[;|](?=\s|$)|(?<=\s)\||\n")
_MARKDOWN_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,300})\]\((https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)(?:\s+\"[^\"\n]*\")?\)", re.IGNORECASE
)
_MARKDOWN_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\s]{1,2000}(?:\s+\"[^\"\n]*\")?\)")
_JOINING = frozenset(("and", "und", "et", "y", "e", "и", "і", "та", "or"))


class CellText(NamedTuple):
    """A text without HTML tags, and the sources and quotes in it."""

    text: str
    sources: tuple[Link, ...] = ()
    quotes: tuple[Quotation, ...] = ()


def sources(cell: str, known: Separators = Separators()) -> list[Link]:  # noqa: B008  # a NamedTuple is immutable
    """The sources in a cell, each with an address, a title, or both. Other text is the remark of the last one.

    ``Reuters https://example.org/a; AP`` has two sources: one with title and address, and one with a title. Links in
    HTML and Markdown are sources with titles.
    """
    text = cell.strip()
    listed = list_of_texts(text, 0)
    if listed is not None:
        return _unique(link for _, item in listed if isinstance(item, str) for link in sources(item))
    links: list[Link] = []
    if is_html(text):
        html = _escaped(text)
        links = list(read_html(html).links)
        text = read_html(_ANCHOR.sub("\n", html)).text
    links += _markdown_links(text)
    if links:
        rest = " ".join(_MARKDOWN_LINK.sub(" ", text).split()).strip(" ,;|")
        if any(map(str.isalnum, rest)) and rest not in _JOINING and "://" not in rest:
            links[-1] = links[-1]._replace(remark=rest)
        if "://" not in rest:
            return _unique(links)
        text = rest
    for part in map(str.strip, _BETWEEN_SOURCES.split(text)):
        if is_address(part):
            links.append(Link("", part))
        elif pairs := addresses(part):
            links += _links(pairs)
        else:
            links += [Link(name, "") for name in split(part, known) if name.casefold() not in NO_DATE]  # “unknown”
    return _unique(links)


def written(text: str) -> CellText:
    """Read a text: HTML becomes plain text; links and addresses are its sources, and stay in the text.

    The addresses of images are not sources.
    """
    quotes: tuple[Quotation, ...] = ()
    links: list[Link] = []
    if is_html(text):
        read = read_html(_escaped(text))
        text, quotes, links = read.text, read.passages, list(read.links)
    elif _ENTITY.search(text):
        text = read_html(_escaped(text)).text
    if "://" in text:
        text_only = _MARKDOWN_IMAGE.sub("", text)
        links += _markdown_links(text_only)
        links += [Link("", url) for _, url in addresses(_MARKDOWN_LINK.sub("", text_only)) if url]
    return CellText(text, tuple(_unique(links)), quotes)


def is_html(text: str) -> bool:
    """Whether a text has HTML tags."""
    return "<" in text and _TAG.search(text) is not None


def _escaped(html: str) -> str:
    """``html`` with each "<" that begins no tag escaped."""
    return _NO_TAG.sub("&lt;", html)


def _links(pairs: list[tuple[str, str]]) -> Iterator[Link]:
    """Sources from pairs (words, address). Words without an address are the remark of the source before them."""
    last = None
    for words, url in pairs:
        if url or last is None:
            if last:
                yield last
            last = Link(words, url)
        else:
            last = last._replace(remark=words)
    if last:
        yield last


def _unique(found: Iterable[Link]) -> list[Link]:
    """The sources. Sources with the same address, or with the same title and no address, are merged into one."""
    links_by_key: dict[tuple[str, str], Link] = {}
    for link in found:
        key = ("", link.url) if link.url else (fold(link.title), "")
        before = links_by_key.get(key)
        if before:
            link = before._replace(title=before.title or link.title, remark=before.remark or link.remark)
        links_by_key[key] = link
    return list(links_by_key.values())


def _markdown_links(text: str) -> list[Link]:
    pairs = ((link[1].strip(), link[2]) for link in _MARKDOWN_LINK.finditer(text))
    return [Link("" if title == url else title, url) for title, url in pairs]
