"""The text of a file and its problems. Readers report problems by offset; users see line, column and excerpt."""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from timeline_tui.formats.reading.lined_text import LinedText, shortened
from timeline_tui.model.problems import Extent, Problem, Severity
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import plural, with_article

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


class Checkpoint(NamedTuple):
    """What a `Document` has reported up to a moment: the extent, and the number of reports of each kind."""

    extent: Extent
    listed: int
    unknown: int
    group_counts: dict[str, int]
    group_rests: dict[tuple[str, Severity], int]
    severity_counts: dict[Severity, int]
    severity_rests: dict[Severity, int]
    repeated: tuple[int, int, bool]


class Document(LinedText):
    """The text of one file, and the problems reported so far. Offsets are characters, from 0.

    ``extent``: how much of the file was read. If it is not all, ``broken`` is true, and missing data is not a problem.
    """

    def __init__(self, file: str, text: str, line: int = 1) -> None:
        """``line`` is the number of the first line of ``text``."""
        super().__init__(file, text, line)
        self.extent = Extent.WHOLE
        self.undecoded: tuple[int, str, int] | None = None
        """Bytes that could not be decoded: (offset of the first, message, number of places); None if there are none."""
        self.is_rough = False
        """Whether reported offsets have the right line only. Reporting then raises RoughError."""
        self.repeated = Repeated()
        self.events_left_out: list[tuple[int, Collection[str]]] = []
        """Events that are not read because of a fault of syntax: their offsets and keys."""
        self._base = 0  # characters before the current block
        self._left_off: list[Problem] = []  # problems at places that `cut` removed from the text
        self._listed: list[tuple[int, str, str, Severity]] = []  # (offset, message, hint, severity)
        self._group_counts: dict[str, int] = {}  # group → problems, listed or not
        self._group_rests: dict[tuple[str, Severity], int] = {}  # offset of the first unlisted problem of the group
        self._severity_counts: dict[Severity, int] = {}  # severity → number of problems; `more` counts others
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
        reported = self._unknown.get((noun, key))
        if reported:
            self._use(reported)
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

    def _report(self, offset: int, message: str, hint: str, severity: Severity, group: str) -> bool:
        if group and not self.lists(group):
            self.more(1, offset, group, severity)
            return False
        offset = self.place(offset)
        if group:
            self._group_counts[group] = self._group_counts.get(group, 0) + 1
        if not self._counts_as_listed(severity, offset):
            return False
        self._listed.append((offset, shortened(message), shortened(hint), severity))
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
        cached = self._near.get((kind, word))
        if cached is not None:
            return cached
        self._compared += len(candidates)
        near = nearest(word, candidates) if self._compared <= _MAX_COMPARED else None
        hint = self._near[kind, word] = did_you_mean(near)
        return hint

    def checkpoint(self) -> Checkpoint:
        """What was reported so far, for `go_back`."""
        return Checkpoint(
            self.extent,
            len(self._listed),
            len(self._unknown),
            *(self._group_counts.copy(), self._group_rests.copy()),
            *(self._severity_counts.copy(), self._severity_rests.copy()),
            (self.repeated.values, self.repeated.characters, self.repeated.is_reported),
        )

    def go_back(self, to: Checkpoint) -> None:
        """Forget all that was reported since a checkpoint, to read the text again."""
        self.extent = to.extent
        del self._listed[to.listed :]
        for key in [*self._unknown][to.unknown :]:
            del self._unknown[key]
        self._group_counts, self._group_rests = to.group_counts.copy(), to.group_rests.copy()
        self._severity_counts, self._severity_rests = to.severity_counts.copy(), to.severity_rests.copy()
        self.repeated.values, self.repeated.characters, self.repeated.is_reported = to.repeated

    def stop(self, offset: int, message: str, hint: str = "") -> None:
        """Report an error that makes the rest of the file unreadable."""
        self._listed.append((self._base + offset, shortened(message), shortened(hint), "error"))
        self.extent = Extent.STOPPED

    def cut(self, offset: int, message: str, hint: str) -> None:
        """Report an error, and end the text before it: the rest is not read."""
        self._left_off.append(self.problem(offset, message, hint))
        self.text = self.text[:offset]
        self.extent = Extent.STOPPED

    def reject(self, message: str, hint: str) -> None:
        """Report that the file is something else than a timeline, and nothing else about it."""
        self._listed.clear()
        self.undecoded = None
        self.stop(0, message, hint)

    def skip(self, offset: int, message: str, hint: str = "", group: str = "") -> None:
        """Report an error that makes a part of the file unreadable; reading goes on after it."""
        self.error(offset, message, hint, group)
        self.extent = min(self.extent, Extent.GAPS)

    def left_out(self, start: int, end: int) -> str:
        """Say which lines are left out, from offset ``start`` to ``end``."""
        first, last = self.line(start), self.line(start + len(self.text[start:end].rstrip(" \t\r\n")) - 1)
        return f"line {first} is left out" if first == last else f"lines {first} to {last} are left out"

    @property
    def broken(self) -> bool:
        """Whether a part of the file was not read because of a fault. Missing data is then not a problem."""
        return self.extent < Extent.WHOLE

    @property
    def has_errors(self) -> bool:
        """Whether an error was reported."""
        has_any = any(severity == "error" for *_, severity in self._listed)
        return has_any or bool(self._left_off) or "error" in self._severity_rests or self.undecoded is not None

    def problems(self) -> tuple[Problem, ...]:
        """All problems, sorted. For each group and severity with unlisted problems, one more says how many they are."""
        reports: list[tuple[int, str, str, Severity]] = [*self._listed]
        repeated = set()  # reports of many places, whose message says more than one excerpt
        for (noun, key), known in self._unknown.items():
            message = _unknown_message(key, noun)
            if known.uses > 1:
                message = f"“{key}” in {plural(known.uses, noun)}, first at line {self.line(known.place):,}"
                message += f": {known.hint}" if known.hint else ", is not in the schema; it is kept unchanged"
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
        listed = {self._listed_problem(report, report[:2] in repeated) for report in sorted(reports)}
        return tuple(sorted({*listed, *self._left_off}))

    def _listed_problem(self, report: tuple[int, str, str, Severity], is_repeated: bool) -> Problem:
        problem = self.problem(*report)
        return problem._replace(hint="", excerpt="", caret=0) if is_repeated else problem


def _unknown_message(key: str, noun: str) -> str:
    return f"{with_article(noun)} has no “{key}” in the schema; it is kept unchanged"


def _limit(group: str) -> int:
    """The number of problems of ``group`` that are listed."""
    return HIDDEN_LISTED if group == HIDDEN else LISTED
