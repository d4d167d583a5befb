"""The checks of copies: whether they are there, have the hash that is stated, and have the words that are quoted.

Each copy is opened once, and its text is read only if a quote is from it. Nothing is read from the network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from timeline_tui.analysis.quote_search import Missing, SearchedText, SearchLimitError
from timeline_tui.model.problems import Problem, Severity
from timeline_tui.model.timeline import Event, Quote, Source, Timeline
from timeline_tui.storage.copies import LARGEST, CopyError, CopyPlace, hash_of, open_copy, place_of
from timeline_tui.storage.copy_texts import CopyText, text_of
from timeline_tui.storage.inputs import shown_name
from timeline_tui.storage.part_lines import PartLines
from timeline_tui.text.text import clean_line, listed, plural, shorten

_WORDS = 60  # cells of a quote in a message
_MOST_SLOW = 3  # copies that use up their time; after these, no copy is read that needs another process
_MOST_NEAREST = 200  # quotes for which the nearest passage is searched, in one run
_MARKS = "[-in the quote-] {+in the copy+}"
_INSTALL = "pip install 'timeline-tui[copies]'"


class _Use(NamedTuple):
    """A source with a copy, and the quotes from it with their events.

    ``file`` and ``line`` are where it is written. ``event`` is the first event that cites it, if it is written there.
    """

    source: Source
    file: str
    line: int
    event: Event | None
    quotes: list[tuple[Event, Quote]]


def check_copies(timeline: Timeline, files: Iterable[str]) -> list[Problem]:
    """The findings about all copies of a timeline. ``files`` are the paths that it was read from."""
    files = list(files)
    paths, lines = {shown_name(path): path for path in files}, PartLines(files)
    return list(_CopyChecks(paths, lines).findings(_uses(timeline)))


def copy_paths(timeline: Timeline, files: Iterable[str]) -> list[str]:
    """The paths of all copies of a timeline; see `check_copies`."""
    paths = {shown_name(path): path for path in files}
    copies: dict[str, None] = {}
    for use in _uses(timeline):
        with suppress(CopyError):
            copies[place_of(use.source.copy, paths.get(use.file, use.file)).path] = None
    return list(copies)


def _uses(timeline: Timeline) -> list[_Use]:
    uses: dict[tuple[Source, str], _Use] = {}

    def use(source: Source, event: Event | None) -> _Use:
        citing = None if source.line else event
        file, line = (citing.file, citing.line) if citing else (source.file, source.line)
        return uses.setdefault((source, file), _Use(source, file, line, citing, []))

    for source in timeline.sources:
        if source.copy:
            use(source, None)
    for event in timeline.events:
        for source in event.cited:
            if source.copy:
                use(source, event)
        for quote in event.quotes:
            if quote.source and quote.source.copy:
                use(quote.source, event).quotes.append((event, quote))
    return list(uses.values())


class _CopyChecks:
    """One run of the checks. Missing packages and copies without text are counted, and reported once."""

    def __init__(self, paths: Mapping[str, str], lines: PartLines) -> None:
        self._paths = paths
        self._lines = lines
        self._slow = 0
        self._nearest = _MOST_NEAREST
        self._unread: defaultdict[str, list[str]] = defaultdict(list)  # package → names of copies
        self._without_text: dict[str, int] = {}  # name of a copy → quotes
        self._file = ""  # the first file with a copy

    def findings(self, uses: Iterable[_Use]) -> Iterator[Problem]:
        copies: defaultdict[CopyPlace, list[_Use]] = defaultdict(list)
        for use in uses:
            self._file = self._file or use.file
            try:
                place = place_of(use.source.copy, self._paths.get(use.file, use.file))
            except CopyError as error:  # each copy with a fault is reported
                yield self._unusable(use, error)
            else:
                copies[place].append(use)
        for place, users in copies.items():
            yield from self._of_copy(place, users)
        yield from self._summary()

    def _of_copy(self, place: CopyPlace, uses: list[_Use]) -> Iterator[Problem]:
        """The findings about the file at ``place``, which is the copy of one source or several."""
        has_quotes = any(use.quotes for use in uses)
        try:
            file, size = open_copy(place.path)
            with file:
                if any(use.source.sha256 for use in uses):
                    yield from self._hash_findings(place, uses, hash_of(file, size) if size <= LARGEST else "")
                    file.seek(0)
                text = text_of(file, size, place.path, may_be_slow=self._slow < _MOST_SLOW) if has_quotes else None
        except CopyError as error:
            for use in uses:
                yield self._unusable(use, error, place)
            return
        if text is None:
            return
        self._slow += text.is_slow
        name = clean_line(uses[0].source.copy)
        if text.needs:
            self._unread[text.needs].append(name)
        elif not text.is_text:
            self._without_text[name] = sum(len(use.quotes) for use in uses)
        elif text.fault:
            use = next(use for use in uses if use.quotes)
            yield self._finding("copy", use, f"the quotes are not looked for in {name}: {text.fault}", "", "note")
        else:
            yield from self._quote_findings(place, uses, text)

    def _quote_findings(self, place: CopyPlace, uses: list[_Use], text: CopyText) -> Iterator[Problem]:
        searched = SearchedText(text.text)
        for use in uses:
            name = clean_line(use.source.copy)
            for event, quote in use.quotes:
                try:
                    missing = _missing(searched, quote)
                    hint = self._hint(place, searched, missing) if missing else ""
                except SearchLimitError:
                    message = f"not all quotes are looked for in {name}, because that takes too long"
                    yield self._finding("copy", use, message, "", "note")
                    return
                if not missing:
                    continue
                words = shorten(" ".join(missing.part.split()), _WORDS)
                message = f"these words of a quote are not in {name}: “{words}”"
                if text.cut:
                    message += f" (its text was read only in part, {text.cut})"
                line = self._lines.line(event, quote)
                yield Problem(
                    *(event.file, line, min(line, 1), message, hint),
                    severity="note" if text.cut else "warning",
                    check="words",
                )

    def _hint(self, place: CopyPlace, searched: SearchedText, missing: Missing) -> str:
        if missing.is_elsewhere:
            return "they are in the copy, but not after the words before them"
        if not place.is_inside:
            return "the copy is outside of the folder of this file, so its words are not shown"
        self._nearest -= 1
        nearest = searched.nearest(missing.part) if self._nearest >= 0 else ""
        marks = f"; {_MARKS}" if "[-" in nearest or "{+" in nearest else ""
        return f"the copy says: {nearest}{marks}" if nearest else ""

    def _summary(self) -> Iterator[Problem]:
        for package, names in self._unread.items():
            message = f"the quotes are not looked for in {listed(names, 3)}: {package} is not installed"
            yield Problem(self._file, 0, 0, message, _INSTALL, severity="note", check="copy")
        if self._without_text:
            quotes = plural(sum(self._without_text.values()), "quote")
            message = f"{quotes} not looked for, because the copy has no text: {listed(list(self._without_text), 3)}"
            yield Problem(self._file, 0, 0, message, severity="note", check="copy")

    def _finding(self, check: str, use: _Use, message: str, hint: str, severity: Severity = "warning") -> Problem:
        line = self._lines.line(use.event, use.source) if use.event else use.line
        return Problem(use.file, line, min(line, 1), message, hint, severity=severity, check=check)

    def _unusable(self, use: _Use, error: CopyError, place: CopyPlace | None = None) -> Problem:
        hint = error.hint
        if (
            place and hint
        ):  # it may name another file: only if that is in the folder of the timeline, and without this folder
            hint = hint.replace(clean_line(place.path.removesuffix(use.source.copy)), "", 1) if place.is_inside else ""
        return self._finding("copy", use, f"the copy {clean_line(use.source.copy)}: {error.message}", hint)

    def _hash_findings(self, place: CopyPlace, uses: list[_Use], found: str) -> Iterator[Problem]:
        """Findings about sources with another hash than the copy has. ``found`` is "" if the copy is too large."""
        for use in uses:
            name = clean_line(use.source.copy)
            if use.source.sha256 and not found:
                message = f"the hash of {name} is not checked: the limit is {LARGEST:,} bytes"
                yield self._finding("hash", use, message, "timeline-tui hash prints it", "note")
            elif use.source.sha256 and found != use.source.sha256:
                hint = f"its hash is now: sha256: {found}" if place.is_inside else "timeline-tui hash prints its hash"
                yield self._finding("hash", use, f"{name} is not the file whose hash is stated", hint)


def _missing(searched: SearchedText, quote: Quote) -> Missing | None:
    """The part of a quote that the text does not have. None if it has all of the quote, or of its original words."""
    missing = searched.missing(quote.text)
    if missing and quote.original:
        return searched.missing(quote.original)
    return missing
