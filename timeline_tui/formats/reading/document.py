"""The text of a file and what is wrong with it: readers report by offset, people read line and column."""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property

from timeline_tui.model.problems import Problem, Severity
from timeline_tui.text.spelling import nearest
from timeline_tui.text.text import clean, clean_line, extraordinary, is_clean, plural

NOWHERE = -1
"""The offset of a fault that has no place in the text."""

LISTED = 20
"""Faults of one group that are listed; the rest is counted: an unknown key in 100,000 events is one finding."""

HIDDEN = "characters that hide, steer or reorder"
HIDDEN_LISTED = 1000
"""Of this group each is worth a look: what was changed of a stranger's text, and where."""

HEAD = 4096
"""Bytes at the beginning that tell the encoding."""

# Errors that are listed in all, and warnings; a file with more is hardly a timeline.
_MOST = 10_000
# Words compared in search of "did you mean" for one file: each costs microseconds, and a file may have 10,000 keys.
_COMPARISONS = 20_000
# Characters of a long line that an excerpt shows before its caret, and in all.
_BEFORE, _SHOWN = 100, 160
_LONGEST = 400  # characters of a message or hint

_LINE_FEED = re.compile(r"\n")
_BREAK = re.compile(r"\r\n?|\n")
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
# What may stand before a YAML scalar: its anchor and tag, its quote.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*[\"']?")
_TELLING_ESCAPE = re.compile(r'\\[^"/\\n]')  # of a character that is not seen in the text


class RoughError(Exception):
    """A place is wanted, and of the offset only the line is right."""


class Repeated:
    """How much the aliases of a YAML file have repeated so far."""

    def __init__(self) -> None:
        self.values = self.characters = 0
        self.is_reported = False  # whether it was too much


class Document:
    """Text of one file, with its faults by offset (characters from 0).

    ``broken`` is set by whoever had to stop before the end: what is missing then is no further fault.
    """

    def __init__(self, file: str, text: str, line: int = 1) -> None:
        """``line``: the number of the first one."""
        self.file = clean_line(file)
        self.text = text
        self.broken = False
        self.undecoded: tuple[int, str, int] | None = None
        """The offset of the first bytes that were no text, what they were, and how many such places there are."""
        self.is_rough = False
        """Whether of the offsets that it is told only the lines are right."""
        self.repeated = Repeated()
        self._first = line
        self._base = 0  # characters before the current block
        self._faults: list[tuple[int, str, str, Severity]] = []
        self._counts: dict[str, int] = {}
        self._unlisted: dict[tuple[str, Severity], int] = {}
        self._listed: dict[Severity, int] = {}
        self._beyond: dict[Severity, int] = {}  # the offset of the first that is one too many
        self._near: dict[tuple[str, str], str] = {}
        self._compared = 0

    def error(self, offset: int, message: str, hint: str = "", group: str = "") -> bool:
        """Report what is wrong. Of one ``group`` the first few are listed and the others counted.

        Whether it is listed. Raises RoughError while offsets are rough.
        """
        return self._report(offset, message, hint, "error", group)

    def warning(self, offset: int, message: str, hint: str = "", group: str = "") -> bool:
        """Report what may be wrong."""
        return self._report(offset, message, hint, "warning", group)

    def note(self, offset: int, message: str, hint: str = "") -> bool:
        """Report what is worth knowing."""
        return self._report(offset, message, hint, "note", "")

    def lists(self, group: str) -> bool:
        """Whether the next fault of that group is listed, and not only counted."""
        return self._counts.get(group, 0) < _listed_of(group)

    def listed(self, places: Iterator[int], group: str, severity: Severity) -> Iterator[int]:
        """Those of the places of a group's faults that are to be reported; the others are counted, at little cost."""
        while self.lists(group) and (place := next(places, None)) is not None:
            yield place
        if (first := next(places, None)) is not None:
            self.more(1 + sum(1 for _ in places), first, group, severity)

    def more(self, count: int, offset: int, group: str, severity: Severity) -> None:
        """Count faults of a group whose list is full; the first of them is at ``offset``."""
        self._counts[group] = self._counts.get(group, 0) + count
        self._unlisted.setdefault((group, severity), self.place(offset))

    def blocks(self) -> Iterator[str]:
        """The text in blocks of whole lines, here in one. Offsets are those in the block that is at hand.

        After the last one they are those in the whole, and so is what `place` gave.
        """
        yield self.text

    def place(self, offset: int) -> int:
        """What to keep of an offset that may be reported after the last block. Raises RoughError while it is rough."""
        if self.is_rough:
            raise RoughError
        return self._base + offset

    def part(self, offset: int) -> float:
        """About which part of the whole stands before an offset, from 0 to 1."""
        return offset / max(1, len(self.text))

    def _report(self, offset: int, message: str, hint: str, severity: Severity, group: str) -> bool:
        if group and not self.lists(group):
            self.more(1, offset, group, severity)
            return False
        offset = self.place(offset)
        if group:
            self._counts[group] = self._counts.get(group, 0) + 1
        self._listed[severity] = self._listed.get(severity, 0) + 1
        if self._listed[severity] > _MOST:
            self._beyond.setdefault(severity, offset)
            return False
        self._faults.append((offset, _cut(message), _cut(hint), severity))
        return True

    def near(self, word: str, candidates: Collection[str], kind: str) -> str:
        """``"did you mean …?"`` or nothing; ``kind`` tells one set of candidates from another."""
        known = self._near.get((kind, word))
        if known is not None:
            return known
        self._compared += len(candidates)
        near = nearest(word, candidates) if self._compared <= _COMPARISONS else None
        hint = self._near[kind, word] = f"did you mean {near}?" if near else ""
        return hint

    def stop(self, offset: int, message: str, hint: str = "") -> None:
        """Report what makes the rest unreadable."""
        self._faults.append((self._base + offset, _cut(message), _cut(hint), "error"))
        self.broken = True

    def stop_as_binary(self) -> None:
        """Stop: the bytes are no text."""
        self.stop(NOWHERE, "this is not a text file", "a timeline is YAML, JSON or another text format")

    @property
    def has_errors(self) -> bool:
        """Whether anything but warnings was reported."""
        has_any = any(severity == "error" for *_, severity in self._faults)
        return has_any or "error" in self._beyond or self.undecoded is not None

    def inside(self, offset: int, value: str, at: int) -> int:
        """The offset of character ``at`` of a scalar ``value`` that begins at ``offset``.

        It is that of the scalar where the file writes the value in another way: escaped, folded.
        """
        found = _PROPERTIES.match(self.text, offset)
        start = found.end() if found else offset
        return start + at if self.text.startswith(value[:at], start) else offset

    def line(self, offset: int) -> int:
        """The line, from 1; 0 without a place. NEL, LS and PS end no line: they do not in an editor."""
        return self._first - 1 + bisect_right(self._starts, offset) if offset >= 0 else 0

    def problems(self) -> tuple[Problem, ...]:
        """All that was reported, in the order of reading."""
        faults = [*self._faults]
        if self.undecoded:
            offset, what, places = self.undecoded
            others = f" ({plural(places, 'place')} in all)" if places > 1 else ""
            faults.append(
                (offset, what, f"save the file as UTF-8{others}; what could not be read shows as \ufffd", "error")
            )
        for (group, severity), offset in self._unlisted.items():
            rest = plural(self._counts[group] - _listed_of(group), "more place")
            faults.append((offset, f"{group}: {rest} from here on", "", severity))
        for severity, offset in self._beyond.items():
            rest = plural(self._listed[severity] - _MOST, f"more {severity}")
            faults.append((offset, f"{rest} from here on", "", severity))
        return tuple(sorted({self.problem(*fault) for fault in sorted(faults)}))

    @cached_property
    def extraordinary(self) -> str:
        """The characters of the text that are neither printable ASCII nor line feeds."""
        return extraordinary(self.text.encode("utf-8", "surrogatepass"))

    @cached_property
    def is_plain(self) -> bool:
        """Whether one look tells that no value needs cleaning that stands in the text as it is, but for escapes."""
        return is_clean(self.extraordinary) and ("\\" not in self.text or not _TELLING_ESCAPE.search(self.text))

    @cached_property
    def _starts(self) -> array[int]:
        """The offset at which each line starts."""
        breaks = _BREAK if "\r" in self.text else _LINE_FEED
        starts = array("Q", [0])
        starts.extend(found.end() for found in breaks.finditer(self.text))  # a list takes 40 bytes a line
        return starts

    def problem(self, offset: int, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        """What is reported of a fault at ``offset``."""
        message, hint = _on_a_line(_cut(message)), _on_a_line(_cut(hint))  # they quote the file
        line = self.line(offset)
        if not line:
            return Problem(self.file, 0, 0, message, hint, severity=severity)
        number = line - self._first
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        excerpt, caret = _excerpt(self.text, start, end, offset)
        return Problem(self.file, line, offset - start + 1, message, hint, excerpt, severity, caret)

    def stop_if_foreign(self) -> None:
        """Stop at what is no timeline in any syntax: a web page."""
        if self.text[:200].lstrip()[:14].lower().startswith(("<!doctype html", "<html")):
            hint = "save the file itself, not the page that shows it"
            self.stop(0, "this is a web page (HTML), not a timeline", hint)

    def stop_at_conflict(self) -> bool:
        """Stop at what version control left of two versions, if there is such a place."""
        found = _CONFLICT.search(self.text)
        if found:
            hint = "keep one side, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>"
            self.stop(found.start(), "a merge conflict was left in the file", hint)
        return bool(found)


def _listed_of(group: str) -> int:
    return HIDDEN_LISTED if group == HIDDEN else LISTED


def _excerpt(text: str, start: int, end: int, offset: int) -> tuple[str, int]:
    """The line from ``start`` to ``end``, cleaned and cut to what is around ``offset``, and its column there."""
    first = max(start, offset - _BEFORE)
    last = min(end, first + _SHOWN)
    before = "…" * (first > start) + _on_a_line(text[first:offset])
    after = _on_a_line(text[offset:last]).rstrip() + "…" * (last < end)
    return before + after, len(before) + 1


def _cut(message: str) -> str:
    """A message without the middle of what it quotes, if that is very long."""
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST // 2]}…{message[-_LONGEST // 2 + 1 :]}"


def _on_a_line(text: str) -> str:
    return clean(text).replace("\n", " ")


def decode(data: bytes, file: str) -> Document:
    """The text of ``data``: UTF-8, unless its first bytes say UTF-16 or UTF-32. Bytes that are none become U+FFFD."""
    encoding, start = encoding_of(data)
    if not encoding:
        document = Document(file, "")
        document.stop_as_binary()
        return document
    return decoded(data[start:] if start else data, encoding, file)


def decoded(data: bytes, encoding: str, file: str, line: int = 1) -> Document:
    """The text of ``data`` in that encoding; ``line`` is the number of its first line."""
    try:
        document = Document(file, data.decode(encoding), line)
    except UnicodeDecodeError as error:
        document = Document(file, data.decode(encoding, "replace"), line)
        offset = len(data[: error.start].decode(encoding, "replace"))
        places = document.text.count("\ufffd") - data.count("\ufffd".encode(encoding))
        document.undecoded = offset, f"not {encoding.upper()} text (byte 0x{data[error.start]:02X})", places
    else:
        if encoding == "utf-8":
            document.extraordinary = extraordinary(data)  # at hand: nothing has to be encoded
    return document


def encoding_of(data: bytes) -> tuple[str, int]:
    """The encoding, and how many bytes of byte order mark stand before the text; no encoding if it is none.

    The first ``HEAD`` bytes are enough.
    """
    encoding, start = _stated(data)
    return "" if encoding == "utf-8" and b"\0" in data[:HEAD] else encoding, start


def _stated(data: bytes) -> tuple[str, int]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return encoding, len(mark)
    head = data[:64]
    if len(head) > 3 and not any(head[1::2]) and all(head[0::2]):
        return "utf-16-le", 0
    if len(head) > 3 and not any(head[0::2]) and all(head[1::2]):
        return "utf-16-be", 0
    return "utf-8", 0
