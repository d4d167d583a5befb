"""The syntax of iCalendar (RFC 5545, sections 3.1 and 3.3.11): content lines, their folding, and escaped text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline_tui.formats.reading.document import Document

_OCTETS = 75  # the longest line, without its line break

# The end of a content line: a line break without white space after it. Some programs write LF or CR instead of CRLF.
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
# A fold inside a UTF-8 character: some programs fold between any two bytes.
_TORN = re.compile(rb"(\r\n|\r|\n)([ \t])([\x80-\xbf]+)")


class Property(NamedTuple):
    """One content line. ``name`` and the names of ``parameters`` are in capitals; ``value`` is as written.

    ``offset`` is the position of the line in the document, ``at`` the position of its value.
    """

    name: str
    parameters: dict[str, str]
    value: str
    offset: int
    at: int

    @property
    def text(self) -> str:
        """The value as TEXT, unescaped."""
        return unescaped(self.value)

    @property
    def texts(self) -> list[str]:
        """The value as a list of TEXT, without empty items."""
        return [text for item in _ITEM.findall(self.value) if (text := unescaped(item[0]).strip())]


def join_torn_characters(data: bytes) -> bytes:
    """``data`` with each fold inside a UTF-8 character moved after that character."""
    return data if b"\0" in data else _TORN.sub(rb"\3\1\2", data)


def properties(document: Document) -> Iterator[Property]:
    """Every content line of ``document``. Other lines are reported."""
    for offset, raw in _logical_lines(document.text):
        line = _FOLD.sub("", raw) if _BREAK.search(raw) else raw
        found = _CONTENT.match(line)
        if found:
            on_first_line = _BREAK.search(raw)
            first_length = on_first_line.start() if on_first_line else len(raw)
            at = offset + min(found.end(), first_length)
            yield Property(found[1].upper(), _parameters(found[2]), line[found.end() :], offset, at)
        elif line.strip():
            message = "this is not a calendar line, which is a name, a colon and a value"
            hint = "it is left out; the next line of a long text begins with a space"
            document.error(offset, message, hint, group="lines that are not calendar lines")


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each content line with its folds, and its offset."""
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
    """The text of an escaped TEXT value."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def escaped(text: str) -> str:
    """``text`` as an escaped TEXT value."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text).replace("\n", "\\n")


def content_line(name: str, value: str) -> str:
    """``NAME:value``, folded, with CRLF. ``name`` may include parameters; ``value`` is already escaped."""
    line = f"{name}:{value}"
    data = line.encode()
    if len(data) <= _OCTETS:
        return f"{line}\r\n"
    pieces, start, room = [], 0, _OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        pieces.append(data[start:end])
        start, room = end, _OCTETS - 1
    return (b"\r\n ".join([*pieces, data[start:]]) + b"\r\n").decode()
