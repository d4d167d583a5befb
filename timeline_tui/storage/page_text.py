"""The text of a page or of a plain text: which kind the bytes are, and what stays of Markdown and HTML."""

from __future__ import annotations

import codecs
import os
import re
import zlib
from contextlib import suppress
from typing import Literal

from timeline_tui.formats.reading.decoding import HEAD, decode_sheet, decoded, encoding_of
from timeline_tui.formats.timelinejs.html_text import all_text

_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:-]+)""", re.IGNORECASE)
# The encodings of pages. Python knows others, but some are slow or are not encodings of text.
_OF_PAGES = re.compile(
    r"utf-?8|(?:windows-?|cp)\d{3,4}|iso-?8859-?\d{1,2}|latin-?1|us-ascii|ascii|shift[_-]?jis|sjis|x-sjis|euc-?(?:jp|kr)"
    r"|iso-?2022-?jp|gb2312|gbk|gb18030|big5(?:-hkscs)?|koi8-[ru]|macintosh|tis-620"
)
# Names that browsers read as a larger encoding (https://encoding.spec.whatwg.org/#names-and-labels).
_LARGER = {"iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932", "gb2312": "gbk", "euc_kr": "cp949"}
_MARKUP = (  # of Markdown, and the rest of it
    (re.compile(r"^[ \t]*(?:#{1,6}|>+|[*+]|```\w*|~~~\w*)(?:[ \t]+|$)", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?:[ \t]+\"[^\"\n]*\")?\)"), r"\1"),
    (re.compile(r"\[\^[^\[\]\s]+\]"), ""),
    (re.compile(r"\*+|__+|(?<!\w)_|_(?!\w)|`+"), ""),
    (re.compile(r"\\(?=[!-/:-@\[-`{-~])"), ""),
)

_OF_PROGRAMS = frozenset((".docx", ".doc", ".odt", ".rtf", ".xlsx", ".xls", ".pptx", ".ppt", ".epub", ".zip"))
"""Endings of documents whose bytes are not their text, even if they can be read as text."""

Kind = Literal["text", "html", "markdown", "pdf", "warc", ""]


def text_kind(head: bytes, name: str) -> Kind:
    """The kind of a copy, by its first bytes and the ending of its name; "" if it has no text that can be read.

    A file with the ending of a PDF or a web archive is one. If it is damaged, reading it says so.
    """
    ending = os.path.splitext(name)[1].lower()
    if head.startswith(b"%PDF-") or ending == ".pdf":
        return "pdf"
    if head.startswith(b"WARC/") or name.lower().endswith((".warc", ".warc.gz")):
        return "warc"
    if head.startswith(b"\x1f\x8b"):
        return "warc" if _unpacked(head).startswith(b"WARC/") else ""
    if not encoding_of(head)[0] or ending in _OF_PROGRAMS:
        return ""
    if ending in (".html", ".htm", ".xhtml") or _HTML.match(head):
        return "html"
    return "markdown" if ending in (".md", ".markdown") else "text"


def plain_text(data: bytes, name: str, media: str = "") -> str:
    """The text in the bytes of a page or text. The ending of ``name`` says which; ``media`` may state a charset."""
    kind = text_kind(data[:HEAD], name)
    if kind == "html":
        return all_text(_decoded_page(data, media))
    text = decode_sheet(data, name).text
    if kind == "markdown":
        for markup, rest in _MARKUP:
            text = markup.sub(rest, text)
    return text


def _unpacked(head: bytes) -> bytes:
    with suppress(zlib.error):
        return zlib.decompressobj(wbits=31).decompress(head, 16)
    return b""


def _decoded_page(data: bytes, media: str) -> str:
    """The text of a page in the encoding that a byte order mark, the server (``media``) or the page itself states."""
    encoding, start = encoding_of(data)
    if not start and encoding == "utf-8":
        stated = _CHARSET.search(media.encode()) or _CHARSET.search(data[:HEAD])
        label = stated[1].decode("ascii").lower() if stated else ""
        if _OF_PAGES.fullmatch(label):
            with suppress(LookupError):
                name = codecs.lookup(label).name
                return decoded(data, _LARGER.get(name, name), "").text
        return decode_sheet(data, "").text
    return decoded(data[start:], encoding or "utf-8", "").text
