"""The syntax of iCalendar (RFC 5545, section 3.1 and 3.3.11): content lines, folded and not, and escaped text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.formats.reading.document import Document

_OCTETS = 75  # of a line, without its end

# Where a content line ends: a line break with no white space behind it. Some writers end lines with LF or CR alone.
_END = re.compile(r"(?:\r\n|\r(?!\n)|\n)(?![ \t])")
_FOLD = re.compile(r"(?:\r\n|\r|\n)[ \t]")
_BREAK = re.compile(r"[\r\n]")
_VALUE = r'(?:"[^"]*"|[^";:,]*)'
_CONTENT = re.compile(rf'([A-Za-z0-9_.-]+)((?:;[^:;="]+(?:={_VALUE}(?:,{_VALUE})*)?)*):')
_PARAMETER = re.compile(rf';([^:;="]+)=({_VALUE})')
_CARETS = {"^n": "\n", "^'": '"', "^^": "^"}  # RFC 6868
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ITEM = re.compile(r"([^\\,]*(?:\\.[^\\,]*)*\\?)(,|$)", re.DOTALL)
_SPECIAL = re.compile(r"[\\;,]")
# A fold inside of a character: some writers count octets and no characters.
_TORN = re.compile(rb"(\r\n|\r|\n)([ \t])([\x80-\xbf]+)")


class Property(NamedTuple):
    """One content line. ``name`` and the names of ``parameters`` are in capitals; ``value`` is as written.

    ``offset`` is where the line begins in the document, ``at`` where its value does.
    """

    name: str
    parameters: dict[str, str]
    value: str
    offset: int
    at: int

    @property
    def text(self) -> str:
        """Its value as TEXT."""
        return unescaped(self.value)

    @property
    def texts(self) -> list[str]:
        """Its value as a list of TEXT, those that are not empty."""
        return [text for item in _ITEM.findall(self.value) if (text := unescaped(item[0]).strip())]


def mended(data: bytes) -> bytes:
    """``data`` with folds that tear a character of UTF-8 apart put behind it, on the same line."""
    return data if b"\0" in data else _TORN.sub(rb"\3\1\2", data)


def properties(document: Document) -> Iterator[Property]:
    """Every content line of ``document``; a line that is none is reported."""
    for offset, raw in _logical_lines(document.text):
        line = _FOLD.sub("", raw) if _BREAK.search(raw) else raw
        found = _CONTENT.match(line)
        if found:
            on_first_line = _BREAK.search(raw)
            first_length = on_first_line.start() if on_first_line else len(raw)
            at = offset + min(found.end(), first_length)
            yield Property(found[1].upper(), _parameters(found[2]), line[found.end() :], offset, at)
        elif line.strip():
            message = "this is no line of a calendar: a name, a colon, a value"
            hint = "a long line goes on behind a space; this one is left out"
            document.error(offset, message, hint, group="lines that are none of a calendar")


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each content line, folds included, and its offset."""
    start = 0
    for end in _END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]


def _parameters(text: str) -> dict[str, str]:
    """The first value of each parameter."""
    if not text:
        return {}
    return {
        found[1].strip().upper(): re.sub("\\^[n'^]", lambda caret: _CARETS[caret[0]], found[2].strip('"'))
        for found in _PARAMETER.finditer(text)
    }


def unescaped(value: str) -> str:
    """What a TEXT says."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def escaped(text: str) -> str:
    """``text`` as TEXT."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text).replace("\n", "\\n")


def content_line(name: str, value: str) -> str:
    """``NAME:value``, folded, with its end. ``name`` may carry parameters; ``value`` is already escaped."""
    line = f"{name}:{value}"
    data = line.encode()
    if len(data) <= _OCTETS:
        return f"{line}\r\n"
    pieces, start, room = [], 0, _OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # inside of a character
            end -= 1
        pieces.append(data[start:end])
        start, room = end, _OCTETS - 1
    return (b"\r\n ".join([*pieces, data[start:]]) + b"\r\n").decode()
