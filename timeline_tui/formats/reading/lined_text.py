"""The text of a file with its lines: the line, column and excerpt of an offset, as a problem shows them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property

from timeline_tui.model.problems import Problem, Severity
from timeline_tui.text.text import clean, clean_line, is_clean, unusual_characters

_MAX_BEFORE = 100  # characters of a long line that an excerpt shows before the caret
_MAX_EXCERPT = 160  # characters of a long line that an excerpt shows in all
_MAX_MESSAGE = 400  # characters of a message or hint

# Patterns are compiled at their first use, because a file without faults needs few of them.
_LINE_FEED, _BREAK = r"\n", r"\r\n?|\n"
# The anchor, tag and opening quote that may be before the text of a YAML scalar.
_PROPERTIES = r"(?:[&!]\S*\s+)*[\"']?"
_CODED_ESCAPE = r'\\[^"/\\n]'  # an escape that may mean a control or invisible character


class LinedText:
    """The text of one file. Offsets are characters, from 0."""

    def __init__(self, file: str, text: str, line: int = 1) -> None:
        """``line`` is the number of the first line of ``text``."""
        self.file = clean_line(file)
        self.text = text
        self._first_line = line

    def part(self, offset: int) -> float:
        """About how much of the file is before ``offset``, from 0 to 1."""
        return offset / max(1, len(self.text))

    def inside(self, offset: int, value: str, at: int) -> int:
        """The offset of character ``at`` of the scalar ``value`` that begins at ``offset``.

        ``offset`` itself if the file writes the value differently before ``at``, for example with escapes.
        """
        found = re.compile(_PROPERTIES).match(self.text, offset)
        start = found.end() if found else offset
        return start + at if self.text.startswith(value[:at], start) else offset

    def line(self, offset: int) -> int:
        """The number of the line at ``offset``, from 1; 0 for a negative offset.

        NEL, LS and PS do not end a line, because they do not in an editor.
        """
        return self._first_line - 1 + bisect_right(self._starts, offset) if offset >= 0 else 0

    def position(self, offset: int) -> tuple[str, int]:
        """The name of the file and the number of the line at ``offset``."""
        return self.file, self.line(offset)

    def place_name(self, offset: int) -> int | str:
        """The place of ``offset`` for other messages: its line, or file and line if there are several files."""
        return self.line(offset)

    @cached_property
    def unusual_characters(self) -> str:
        """The characters of the text that are neither printable ASCII nor line feeds."""
        return unusual_characters(self.text.encode("utf-8", "surrogatepass"))

    @cached_property
    def is_plain(self) -> bool:
        """Whether no value needs cleaning if it is in the text literally or with backslash escapes.

        This is computed once for the whole text and saves calling `clean` for each value.
        """
        return is_clean(self.unusual_characters) and ("\\" not in self.text or not re.search(_CODED_ESCAPE, self.text))

    @cached_property
    def _starts(self) -> array[int]:
        """The offset of the beginning of each line."""
        breaks = re.compile(_BREAK if "\r" in self.text else _LINE_FEED)
        starts = array("Q", [0])
        starts.extend(found.end() for found in breaks.finditer(self.text))  # 8 bytes a line; a list takes 40
        return starts

    def problem(self, offset: int, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        """The problem at ``offset``, with line, column and excerpt, all safe to print."""
        message, hint = (
            _on_a_line(shortened(message)),
            _on_a_line(shortened(hint)),
        )  # cleaned, because they quote the file
        line = self.line(offset)
        if not line:
            return Problem(self.file, 0, 0, message, hint, severity=severity)
        number = line - self._first_line
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        excerpt, caret = _excerpt(self.text, start, end, offset)
        return Problem(self.file, line, offset - start + 1, message, hint, excerpt, severity, caret)


def _excerpt(text: str, start: int, end: int, offset: int) -> tuple[str, int]:
    """The line ``text[start:end]``, cleaned and cut around ``offset``, and the column of ``offset`` in it, from 1."""
    first = max(start, offset - _MAX_BEFORE)
    last = min(end, first + _MAX_EXCERPT)
    before = "…" * (first > start) + _on_a_line(text[first:offset])
    after = _on_a_line(text[offset:last]).rstrip() + "…" * (last < end)
    return before + after, len(before) + 1


def shortened(message: str) -> str:
    """``message``; if it is longer than _MAX_MESSAGE, its beginning and end with an ellipsis between them."""
    if len(message) <= _MAX_MESSAGE:
        return message
    return f"{message[: _MAX_MESSAGE // 2]}…{message[-_MAX_MESSAGE // 2 + 1 :]}"


def _on_a_line(text: str) -> str:
    return clean(text).replace("\n", " ")
