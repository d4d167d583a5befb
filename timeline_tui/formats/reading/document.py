"""The text of a file and its problems. Readers report problems by offset; users see line, column and excerpt."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from timeline_tui.model.problems import Problem, Severity
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean, clean_line, extraordinary, is_clean, plural, with_article

NOWHERE = -1
"""The offset of a problem that concerns the file as a whole."""

LISTED = 20
"""The most problems of one group that are listed. The others are counted: 100,000 events may have the same one."""

HIDDEN = "characters that hide, steer or reorder"
HIDDEN_LISTED = 1000
"""The most problems of the group HIDDEN that are listed: more, because each one may be meant to deceive."""


_MAX_LISTED = 10_000  # problems of one severity that are listed for one file
# The most words of one file that are compared for "did you mean". Each takes microseconds, but there may be 10,000.
_MAX_COMPARED = 20_000
_MAX_BEFORE = 100  # characters of a long line that an excerpt shows before the caret
_MAX_EXCERPT = 160  # characters of a long line that an excerpt shows in all
_MAX_MESSAGE = 400  # characters of a message or hint

_LINE_FEED = re.compile(r"\n")
_BREAK = re.compile(r"\r\n?|\n")
_BIBLIOGRAPHY = re.compile(r"(?:\s|%[^\n]*\n)*(?:(?P<bibtex>@[A-Za-z]+\s*[{(])|TY  - )")
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
# The anchor, tag and opening quote that may be before the text of a YAML scalar.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*[\"']?")
_CODED_ESCAPE = re.compile(r'\\[^"/\\n]')  # an escape that may mean a control or invisible character


class RoughError(Exception):
    """An exact offset is needed, but only its line is known."""


class Repeated:
    """The number of values and characters that the aliases of a YAML file have repeated so far."""

    def __init__(self) -> None:
        self.values = self.characters = 0
        self.is_reported = False  # whether an error has reported that it was too much


class _UnknownKey:
    """A key that is not in the schema: the offset of its first use, the hint, and the number of its uses."""

    __slots__ = ("hint", "place", "uses")

    def __init__(self, place: int, hint: str) -> None:
        self.place, self.hint, self.uses = place, hint, 1


class Document:
    """The text of one file, and the problems reported so far. Offsets are characters, from 0.

    ``broken`` is true if reading stopped before the end of the file. Missing data is then not a problem.
    """

    def __init__(self, file: str, text: str, line: int = 1) -> None:
        """``line`` is the number of the first line of ``text``."""
        self.file = clean_line(file)
        self.text = text
        self.broken = False
        self.undecoded: tuple[int, str, int] | None = None
        """Bytes that could not be decoded: (offset of the first, message, number of places); None if there are none."""
        self.is_rough = False
        """Whether reported offsets have the right line only. Reporting then raises RoughError."""
        self.repeated = Repeated()
        self._first_line = line
        self._base = 0  # characters before the current block
        self._listed: list[tuple[int, str, str, Severity]] = []  # (offset, message, hint, severity)
        self._group_counts: dict[str, int] = {}  # group → problems, listed or not
        self._group_rests: dict[tuple[str, Severity], int] = {}  # offset of the first unlisted problem of the group
        self._severity_counts: dict[Severity, int] = {}  # number of problems, without those that a group only counts
        self._severity_rests: dict[Severity, int] = {}  # offset of the first unlisted problem of the severity
        self._unknown: dict[tuple[str, str], _UnknownKey] = {}  # (noun, key) → its uses
        self._rough_uses: list[_UnknownKey] = []  # uses in the entry that is being read with rough offsets
        self._near: dict[tuple[str, str], str] = {}  # (kind, word) → hint
        self._compared = 0  # words compared so far

    def error(self, offset: int, message: str, hint: str = "", group: str = "") -> bool:
        """Report an error, and return whether it is listed. A ``group`` lists its first problems and counts the rest.

        Raises RoughError while ``is_rough``.
        """
        return self._report(offset, message, hint, "error", group)

    def warning(self, offset: int, message: str, hint: str = "", group: str = "") -> bool:
        """Report something that may be wrong. Otherwise like `error`."""
        return self._report(offset, message, hint, "warning", group)

    def note(self, offset: int, message: str, hint: str = "") -> bool:
        """Report something that is not wrong but worth knowing. Otherwise like `error`."""
        return self._report(offset, message, hint, "note", "")

    def unknown_key(self, offset: int, key: str, noun: str, hint: Callable[[], str]) -> None:
        """Report a key that is not in the schema of an entry of the type ``noun``: one warning for all uses of it.

        ``hint`` is called at the first use. Raises RoughError while ``is_rough``, if it is the first use.
        """
        known = self._unknown.get((noun, key))
        if known:
            self._use(known)
        elif self._counts_as_listed("warning", place := self.place(offset)):
            self._unknown[noun, key] = _UnknownKey(place, hint())

    def end_rough(self, *, read: bool) -> None:
        """End an entry with rough offsets; ``read``: it is used, and not read again with exact offsets."""
        self.is_rough = False
        for known in self._rough_uses if read else ():
            known.uses += 1
        self._rough_uses.clear()

    def _use(self, known: _UnknownKey) -> None:
        if self.is_rough:
            self._rough_uses.append(known)
        else:
            known.uses += 1

    def lists(self, group: str) -> bool:
        """Whether the next problem of ``group`` is listed; if not, it is only counted."""
        return self._group_counts.get(group, 0) < _limit(group)

    def listed(self, places: Iterator[int], group: str, severity: Severity) -> Iterator[int]:
        """The offsets in ``places`` that the caller must report, because ``group`` still lists problems.

        The others are counted here, which is faster than reporting them one by one.
        """
        while self.lists(group) and (place := next(places, None)) is not None:
            yield place
        if (first := next(places, None)) is not None:
            self.more(1 + sum(1 for _ in places), first, group, severity)

    def more(self, count: int, offset: int, group: str, severity: Severity) -> None:
        """Count ``count`` further problems of a group whose list is full. The first is at ``offset``.

        Raises RoughError while ``is_rough``.
        """
        place = self.place(offset)
        self._group_counts[group] = self._group_counts.get(group, 0) + count
        self._group_rests.setdefault((group, severity), place)

    def blocks(self) -> Iterator[str]:
        """The text in blocks of whole lines; this class gives it as one block.

        While iterating, offsets are relative to the current block; afterwards, to the file. `place` always returns
        offsets in the file.
        """
        yield self.text

    def place(self, offset: int) -> int:
        """The offset in the file of an offset in the current block. Use it for reports after the last block.

        Raises RoughError while ``is_rough``.
        """
        if self.is_rough:
            raise RoughError
        return self._base + offset

    def part(self, offset: int) -> float:
        """About how much of the file is before ``offset``, from 0 to 1."""
        return offset / max(1, len(self.text))

    def _report(self, offset: int, message: str, hint: str, severity: Severity, group: str) -> bool:
        if group and not self.lists(group):
            self.more(1, offset, group, severity)
            return False
        offset = self.place(offset)
        if group:
            self._group_counts[group] = self._group_counts.get(group, 0) + 1
        if not self._counts_as_listed(severity, offset):
            return False
        self._listed.append((offset, _cut(message), _cut(hint), severity))
        return True

    def _counts_as_listed(self, severity: Severity, place: int) -> bool:
        """Count a problem, and return whether it is listed: only the first problems of a severity are."""
        self._severity_counts[severity] = self._severity_counts.get(severity, 0) + 1
        if self._severity_counts[severity] <= _MAX_LISTED:
            return True
        self._severity_rests.setdefault(severity, place)
        return False

    def near(self, word: str, candidates: Collection[str], kind: str) -> str:
        """``"did you mean …?"`` with the candidate most like ``word``; empty if none is similar.

        Results are cached by ``kind`` and ``word``, so each ``kind`` must have its own set of candidates. After
        _MAX_COMPARED comparisons the result is always empty.
        """
        known = self._near.get((kind, word))
        if known is not None:
            return known
        self._compared += len(candidates)
        near = nearest(word, candidates) if self._compared <= _MAX_COMPARED else None
        hint = self._near[kind, word] = did_you_mean(near)
        return hint

    def stop(self, offset: int, message: str, hint: str = "") -> None:
        """Report an error that makes the rest of the file unreadable, and set ``broken``."""
        self._listed.append((self._base + offset, _cut(message), _cut(hint), "error"))
        self.broken = True

    def stop_as_binary(self) -> None:
        """Stop because the file is binary."""
        self.stop(NOWHERE, "this is not a text file", "a timeline is YAML, JSON or another text format")

    @property
    def has_errors(self) -> bool:
        """Whether an error was reported."""
        has_any = any(severity == "error" for *_, severity in self._listed)
        return has_any or "error" in self._severity_rests or self.undecoded is not None

    def inside(self, offset: int, value: str, at: int) -> int:
        """The offset of character ``at`` of the scalar ``value`` that begins at ``offset``.

        ``offset`` itself if the file writes the value differently before ``at``, for example with escapes.
        """
        found = _PROPERTIES.match(self.text, offset)
        start = found.end() if found else offset
        return start + at if self.text.startswith(value[:at], start) else offset

    def line(self, offset: int) -> int:
        """The number of the line at ``offset``, from 1; 0 for NOWHERE.

        NEL, LS and PS do not end a line, because they do not in an editor.
        """
        return self._first_line - 1 + bisect_right(self._starts, offset) if offset >= 0 else 0

    def position(self, offset: int) -> tuple[str, int]:
        """The name of the file and the number of the line at ``offset``."""
        return self.file, self.line(offset)

    def place_name(self, offset: int) -> int | str:
        """The place of ``offset`` for other messages: its line, or file and line if there are several files."""
        return self.line(offset)

    def problems(self) -> tuple[Problem, ...]:
        """All problems, sorted. For each group and severity with unlisted problems, one more says how many they are."""
        reports: list[tuple[int, str, str, Severity]] = [*self._listed]
        repeated = set()  # reports of many places, whose message says more than one excerpt
        for (noun, key), known in self._unknown.items():
            message = _unknown_message(key, noun)
            if known.uses > 1:
                message = f"“{key}” in {plural(known.uses, noun)}, first at line {self.line(known.place):,}"
                message += f": {known.hint}" if known.hint else ", is not in the schema; it is kept as it is"
                repeated.add((known.place, message))
            reports.append((known.place, message, known.hint, "warning"))
        if self.undecoded:
            offset, what, places = self.undecoded
            others = f" ({plural(places, 'place')} in all)" if places > 1 else ""
            reports.append(
                (offset, what, f"save the file as UTF-8{others}; what could not be read shows as \ufffd", "error")
            )
        for (group, severity), offset in self._group_rests.items():
            rest = plural(self._group_counts[group] - _limit(group), "more place")
            reports.append((offset, f"{group}: {rest} from here on", "", severity))
        for severity, offset in self._severity_rests.items():
            rest = plural(self._severity_counts[severity] - _MAX_LISTED, f"more {severity}")
            reports.append((offset, f"{rest} from here on", "", severity))
        # `Blocks` reads each block at most once because the reports are sorted by offset.
        return tuple(sorted({self._listed_problem(report, report[:2] in repeated) for report in sorted(reports)}))

    def _listed_problem(self, report: tuple[int, str, str, Severity], is_repeated: bool) -> Problem:
        problem = self.problem(*report)
        return problem._replace(hint="", excerpt="", caret=0) if is_repeated else problem

    @cached_property
    def extraordinary(self) -> str:
        """The characters of the text that are neither printable ASCII nor line feeds."""
        return extraordinary(self.text.encode("utf-8", "surrogatepass"))

    @cached_property
    def is_plain(self) -> bool:
        """Whether no value needs cleaning if it is in the text literally or with backslash escapes.

        This is computed once for the whole text and saves calling `clean` for each value.
        """
        return is_clean(self.extraordinary) and ("\\" not in self.text or not _CODED_ESCAPE.search(self.text))

    @cached_property
    def _starts(self) -> array[int]:
        """The offset of the beginning of each line."""
        breaks = _BREAK if "\r" in self.text else _LINE_FEED
        starts = array("Q", [0])
        starts.extend(found.end() for found in breaks.finditer(self.text))  # 8 bytes a line; a list takes 40
        return starts

    def problem(self, offset: int, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        """The problem at ``offset``, with line, column and excerpt, all safe to print."""
        message, hint = _on_a_line(_cut(message)), _on_a_line(_cut(hint))  # cleaned, because they quote the file
        line = self.line(offset)
        if not line:
            return Problem(self.file, 0, 0, message, hint, severity=severity)
        number = line - self._first_line
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        excerpt, caret = _excerpt(self.text, start, end, offset)
        return Problem(self.file, line, offset - start + 1, message, hint, excerpt, severity, caret)

    def stop_if_foreign(self) -> None:
        """Stop if the file is a web page (HTML) or a bibliography (BibTeX, RIS)."""
        if self.text[:200].lstrip()[:14].lower().startswith(("<!doctype html", "<html")):
            hint = "save the file itself, not the page that shows it"
            self.stop(0, "this is a web page (HTML), not a timeline", hint)
        elif found := _BIBLIOGRAPHY.match(self.text[:2000]):
            self.stop_at_bibliography("BibTeX" if found["bibtex"] else "RIS")

    def stop_at_bibliography(self, title: str) -> None:
        """Stop: the file is a bibliography in the format with this title."""
        hint = "name it with --sources, or under “sources” of a timeline"
        self.stop(0, f"this is a bibliography ({title}), not a timeline", hint)

    def stop_at_conflict(self) -> bool:
        """Stop if the text has the markers of a merge conflict (``<<<<<<< `` at the beginning of a line).

        Return whether it has such markers.
        """
        found = _CONFLICT.search(self.text)
        if found:
            hint = "keep one side, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>"
            self.stop(found.start(), "a merge conflict was left in the file", hint)
        return bool(found)


def _unknown_message(key: str, noun: str) -> str:
    return f"{with_article(noun)} has no “{key}” in the schema; it is kept as it is"


def _limit(group: str) -> int:
    """The number of problems of ``group`` that are listed."""
    return HIDDEN_LISTED if group == HIDDEN else LISTED


def _excerpt(text: str, start: int, end: int, offset: int) -> tuple[str, int]:
    """The line ``text[start:end]``, cleaned and cut around ``offset``, and the column of ``offset`` in it, from 1."""
    first = max(start, offset - _MAX_BEFORE)
    last = min(end, first + _MAX_EXCERPT)
    before = "…" * (first > start) + _on_a_line(text[first:offset])
    after = _on_a_line(text[offset:last]).rstrip() + "…" * (last < end)
    return before + after, len(before) + 1


def _cut(message: str) -> str:
    """``message``; if it is longer than _MAX_MESSAGE, its beginning and end with an ellipsis between them."""
    if len(message) <= _MAX_MESSAGE:
        return message
    return f"{message[: _MAX_MESSAGE // 2]}…{message[-_MAX_MESSAGE // 2 + 1 :]}"


def _on_a_line(text: str) -> str:
    return clean(text).replace("\n", " ")
