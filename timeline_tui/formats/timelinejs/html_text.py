"""Turns HTML from untrusted files into plain text, quotations and links, and plain text into HTML.

No markup is run, fetched or kept: a tag becomes a line break, a space or nothing. If no tag in a text breaks lines, its
own line breaks are kept. Reading takes time linear in the length of the text.

This is why `html.parser` is not used: in Python 3.11 it takes 32 s for 40,000 characters of ``<a ``, and quadratic time
for ``<!--``, ``<a href='`` and ``<p class``. The tokenizer here takes 20 ms (`test_reading_is_linear`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from html import unescape as unescape_html
from typing import NamedTuple

_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([A-Za-z][A-Za-z0-9-]*)(?![A-Za-z0-9-])([^<>]*)>|<[!?/][^<>]*>", re.DOTALL)
_ATTRIBUTE = r"""\b{}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_HREF, _SRC, _CLASS = (re.compile(_ATTRIBUTE.format(name), re.IGNORECASE) for name in ("href", "src", "class"))
_NUMBERED = re.compile("&#0*([0-9]+)")
_DIGITS = 8  # the number of a character has at most 7 digits
_WEB = re.compile("https?://", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACE_IN_LINE = re.compile(r"[ \t\f]+")
_BETWEEN_PARAGRAPHS = re.compile(r"\n{2,}")
_LAST_DASH = re.compile(r"(?:\A|\s+)[—–―-]\s*\Z")

_BLOCKS = frozenset((
    *("address", "article", "aside", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
    *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol"),
    *("p", "pre", "section", "summary", "table", "ul"),
))  # fmt: skip
"""Tags that separate paragraphs."""
_LINES = frozenset(("br", "li", "tr"))
"""Tags that begin a new line."""
_HIDDEN = frozenset(("script", "style", "template", "noscript", "head", "title", "textarea", "svg"))
"""Elements whose text is not shown."""
_NO_TEXT = frozenset(("script", "style", "template"))
"""Elements that have code in place of text."""
_APART = _BLOCKS | _LINES | {"body", "button", "blockquote", "caption", "option", "td", "th", "title"}
"""Tags that separate words in `all_text`."""
_BREAKING = re.compile(rf"</?(?:{'|'.join((*_BLOCKS, *_LINES))})\b", re.IGNORECASE)
_SOURCES = "sources"
"""The class of a list of sources. Its items are not part of the text."""


class Link(NamedTuple):
    """A link. ``remark`` is the text after it in a list of sources."""

    title: str
    url: str
    remark: str = ""


class Quotation(NamedTuple):
    """A quotation with its speaker, the speaker's role and the link to its source."""

    text: str
    speaker: str = ""
    role: str = ""
    link: Link | None = None


class Prose(NamedTuple):
    """The content of some HTML: text with blank lines between paragraphs, quotations and links."""

    text: str
    passages: tuple[Quotation, ...] = ()
    links: tuple[Link, ...] = ()


def read_html(html: str) -> Prose:
    """The content of ``html``, which may also be plain text."""
    return _HtmlParser(html).finished()


def all_text(html: str) -> str:
    """The text of a whole page, with its title, quotations and lists in their places; without scripts and styles."""
    words: list[str] = []
    at = 0
    while token := _TOKEN.search(html, at):
        words.append(unescape(html[at : token.start()]))
        at = token.end()
        name = (token[2] or "").lower()
        if name in _NO_TEXT and not token[1]:
            end = re.compile(f"</{name}", re.IGNORECASE).search(html, at)
            at = end.start() if end else len(html)
        elif name in _APART:
            words.append("\n")
    words.append(unescape(html[at:]))
    return "".join(words)


def unescape(html: str) -> str:
    """Replace the character references in ``html``, also references with too many digits for `html.unescape`."""
    return unescape_html(_NUMBERED.sub(lambda found: f"&#{found[1][:_DIGITS]}", html) if "&#" in html else html)


def on_a_line(html: str) -> str:
    """The text of ``html`` on one line."""
    return _on_a_line(read_html(html).text)


def embedded_address(html: str) -> str:
    """The value of the first ``src`` attribute in ``html``, or ""."""
    return _value(_SRC, html)


def paragraphs(text: str) -> str:
    """``text`` as HTML, with <p> for paragraphs and <br> for line breaks."""
    return "".join(f"<p>{_broken(part)}</p>" for part in _BETWEEN_PARAGRAPHS.split(text) if part.strip())


def quotation(passage: Quotation) -> str:
    """``passage`` as HTML. `read_html` reads it back."""
    role = f"<small>{escape(passage.role)}</small>" if passage.role else ""
    credit = ", ".join(filter(None, (escape(passage.speaker), role)))
    parts = (f"<cite>{credit}</cite>" if credit else "", _anchor(passage.link) if passage.link else "")
    footer = " ".join(filter(None, parts))
    return f"<blockquote>{paragraphs(passage.text)}{f'<footer>{footer}</footer>' if footer else ''}</blockquote>"


def source_list(links: Iterable[Link]) -> str:
    """``links`` as an HTML list. `read_html` reads them back."""
    items = [f"<li>{_anchor(link)}{f' — {_broken(link.remark)}' if link.remark else ''}</li>" for link in links]
    return f'<ul class="{_SOURCES}">{"".join(items)}</ul>' if items else ""


def _anchor(link: Link) -> str:
    words = escape(link.title or link.url)
    return f'<a href="{escape(link.url)}">{words}</a>' if _WEB.match(link.url) else f"<b>{words}</b>"


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _value(attribute: re.Pattern[str], html: str) -> str:
    found = attribute.search(html)
    return unescape(next(filter(None, found.groups()), "")).strip() if found else ""


def _tidied(words: list[str]) -> str:
    lines = "\n".join(line.strip() for line in "".join(words).split("\n"))
    return _BETWEEN_PARAGRAPHS.sub("\n\n", lines).strip()


def _on_a_line(text: str) -> str:
    return " ".join(filter(None, text.split("\n")))


class _Quotation:
    """The quotation that is being read: the text of each of its parts."""

    TAGS = ("cite", "small", "footer")

    def __init__(self) -> None:
        self.text: list[str] = []
        self.speaker: list[str] = []
        self.role: list[str] = []
        self.aside: list[str] = []  # text of the footer outside <cite>
        self.link: Link | None = None
        self._signed_at: int | None = None  # the length of `text` before the first <cite> outside of the footer
        self._open: list[str] = []

    def buffer_after(self, tag: str, *, closes: bool) -> list[str]:
        """Open or close one of TAGS, and return the buffer for the text that follows."""
        if closes and tag in self._open:
            del self._open[self._open.index(tag) :]
        elif not closes and len(self._open) < len(self.TAGS):
            self._open.append(tag)
        if "cite" in self._open:
            if "footer" not in self._open and self._signed_at is None:
                self._signed_at = len(self.text)
            return self.role if "small" in self._open else self.speaker
        return self.aside if "footer" in self._open else self.text

    def passage(self) -> Quotation:
        """The complete quotation. Without a <cite>, the text of the footer is the speaker."""
        text, behind = self._signed_text()
        parts = [_on_a_line(_tidied(words)) for words in (self.speaker, self.role, self.aside)]
        speaker, role, aside = (words.lstrip("—–").rstrip(",").strip() for words in parts)
        role = ", ".join(filter(None, (role, behind)))
        return Quotation(text, speaker or ("" if role else aside), role, self.link)

    def _signed_text(self) -> tuple[str, str]:
        """The text without the dash and the role around a <cite> at its end, and that role.

        If words follow a <cite> in the text, it is the title of a work, and its words are put back.
        """
        text, at = _tidied(self.text), self._signed_at
        before = _tidied(self.text[:at])
        if at is None or not before:  # <cite>Name</cite>: text
            return text if at is None else text.removeprefix(":").lstrip(), ""
        behind, dash = _on_a_line(_tidied(self.text[at:])), _LAST_DASH.search(before)
        if dash or not behind or behind.startswith(","):
            return before[: dash.start()] if dash else before, behind.strip("(), ")
        self.text[at:at] = self.speaker
        self.speaker = []
        return _tidied(self.text), ""


class _HtmlParser:
    """Reads one text. The current text is appended to ``buffer``, one of the lists from which the result is made."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.space = _SPACE if _BREAKING.search(html) else _SPACE_IN_LINE
        self.text: list[str] = []
        self.buffer = self.text
        self.passages: list[Quotation] = []
        self.links: list[Link] = []
        self.link: tuple[str, str, list[str]] | None = None  # tag, address and text of the open link
        self.depth = 0  # how many quotations are open
        self.quote = _Quotation()
        self.item: Link | None = None  # the open item of a list of sources
        self.in_sources = False

    def finished(self) -> Prose:
        at = 0
        while token := _TOKEN.search(self.html, at):
            self.add_text(self.html[at : token.start()])
            at = token.end()
            closes, name = bool(token[1]), (token[2] or "").lower()
            if name in _HIDDEN and not closes:
                end = re.compile(f"</{name}", re.IGNORECASE).search(self.html, at)
                at = end.start() if end else len(self.html)
            elif name in ("blockquote", "a", "b", "ul", "li") and self.handle_structure(name, token[3], closes=closes):
                pass
            elif self.depth and name in _Quotation.TAGS:
                self.buffer = self.quote.buffer_after(name, closes=closes)
            else:
                self.separate(name, closes=closes)
        self.add_text(self.html[at:])
        self.end_quotation()
        self.end_item()
        return Prose(_tidied(self.text), tuple(self.passages), tuple(self.links))

    def add_text(self, words: str) -> None:
        if words:
            plain = self.space.sub(" ", unescape(words))
            if self.link:
                self.link[2].append(plain)
            if not (self.link and self.buffer is self.quote.aside):
                self.buffer.append(plain)

    def handle_structure(self, name: str, attributes: str, *, closes: bool) -> bool:
        """Handle a tag of a quotation, a link or a list of sources. Return whether it was one."""
        if name == "blockquote":
            self.quotation(closes=closes)
        elif self.link and closes and name == self.link[0]:
            self.end_link()
        elif not closes and (name == "a" or (name == "b" and self.item == _NO_LINK)):
            self.link = (name, _value(_HREF, attributes), [])
        elif name == "ul" and (self.in_sources or (not closes and _value(_CLASS, attributes) == _SOURCES)):
            self.end_item()
            self.in_sources = not closes
        elif name == "li" and self.in_sources:
            self.end_item()
            if not closes:
                self.item, self.buffer = _NO_LINK, []
        else:
            return False
        return True

    def quotation(self, *, closes: bool) -> None:
        self.depth = max(0, self.depth + (-1 if closes else 1))
        if closes and not self.depth:
            self.end_quotation()
        elif not closes and self.depth == 1:
            self.buffer = self.quote.text

    def separate(self, name: str, *, closes: bool) -> None:
        if name in _BLOCKS:
            self.buffer.append("\n\n")
        elif name in _LINES and not (closes and name == "li"):
            self.buffer.append("\n• " if name == "li" else "\n")
        elif name in ("td", "th") and not closes:
            self.buffer.append(" ")

    def end_link(self) -> None:
        assert self.link is not None
        _, url, words = self.link
        self.link = None
        found = Link(_on_a_line(_tidied(words)), url if _WEB.match(url) else "")
        if self.item == _NO_LINK:
            self.item = found
            self.buffer.clear()
        elif found.url and self.depth:
            self.quote.link = found
        elif found.url:
            self.links.append(found)

    def end_item(self) -> None:
        if self.item:
            words = _tidied(self.buffer)
            remark = words.removeprefix("—").strip()
            self.links.append(Link(words, "") if self.item == _NO_LINK else self.item._replace(remark=remark))
            self.item, self.buffer = None, self.text

    def end_quotation(self) -> None:
        passage = self.quote.passage()
        if passage.text:
            self.passages.append(passage)
        if self.buffer is not self.text:
            self.text.append("\n\n")
        self.quote, self.depth, self.buffer = _Quotation(), 0, self.text


_NO_LINK = Link("", "")
