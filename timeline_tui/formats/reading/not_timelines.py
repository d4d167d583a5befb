"""Files that are not timelines but something common: a binary file, a web page, a bibliography."""

from __future__ import annotations

import re

from timeline_tui.formats.reading.document import NOWHERE, Document

_BIBLIOGRAPHY = r"(?:\s|%[^\n]*\n)*(?:(?P<bibtex>@[A-Za-z]+\s*[{(])|TY  - )"

# The first bytes of common files that are not timelines, and the name of each.
_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (b"PAR1", "a table in Parquet"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"),
    (b"Rar!\x1a\x07", "an archive (RAR)"),
    (b"\xfd7zXZ\0", "a compressed file (xz)"),
)


def kind_of(data: bytes) -> str:
    """What a binary file is, by its first bytes: ``a PDF``; empty if it is none of the common kinds."""
    return next((kind for first, kind in _KINDS if data.startswith(first)), "")


def stop_as_binary(document: Document, data: bytes) -> None:
    """Stop because the file, which begins with ``data``, is binary."""
    kind = kind_of(data)
    message = f"this is {kind}, not a timeline" if kind else "this is not a text file"
    document.stop(NOWHERE, message, "a timeline is YAML, JSON or another text format")


def stop_if_no_timeline(document: Document) -> None:
    """Stop if the file is a web page (HTML) or a bibliography (BibTeX, RIS)."""
    if stop_at_web_page(document, "timeline"):
        return
    head = document.text[:2000]
    # Compiling the expression takes 0.1 ms, and most files have neither.
    if ("@" in head or "TY  - " in head) and (found := re.match(_BIBLIOGRAPHY, head)):
        stop_at_bibliography(document, "BibTeX" if found["bibtex"] else "RIS")


def stop_at_web_page(document: Document, noun: str) -> bool:
    """Stop if the file is a web page (HTML), and not a ``noun``. Return whether it is one."""
    is_page = document.text[:200].lstrip()[:14].lower().startswith(("<!doctype html", "<html"))
    if is_page:
        hint = "save the file itself, not the page that shows it"
        document.reject(f"this is a web page (HTML), not a {noun}", hint)
    return is_page


def stop_at_bibliography(document: Document, title: str) -> None:
    """Stop: the file is a bibliography in the format with this title."""
    hint = "name it with --sources, or under “sources” of a timeline"
    document.reject(f"this is a bibliography ({title}), not a timeline", hint)
