"""Reads the header, sections and events of a Markwhen file from its lines."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

from timeline_tui.formats.markwhen import markwhen_text
from timeline_tui.formats.markwhen.markwhen_dates import dating
from timeline_tui.formats.markwhen.markwhen_events import Draft, MarkwhenEventReader, zone_of
from timeline_tui.formats.markwhen.markwhen_hints import NO_SUCH_DATE, like_a_date, unread_dating
from timeline_tui.formats.reading.conflicts import is_text_before_conflict
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map, value_of
from timeline_tui.formats.reading.results import Reading
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.yaml.excerpts import yaml_part
from timeline_tui.model.fields import TIMELINE
from timeline_tui.text.text import clean_line

MAX_TOPICS = 32
MAX_LENGTH = 1000
"""The most topics that an event gets from its sections, and their total length in characters."""

IN_WORDS = "// In words, for people. What is read are the properties above."
"""The line between the text of an event and the words that this program adds for people."""

_BREAK = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"^[ \t]*//[^\r\n]*", re.MULTILINE)
_DASHES = re.compile(r"---[ \t]*$")
_SECTION = re.compile(r"\s*(#{1,6})\s+(.*)")
_PAGE = re.compile(r"_-_-_break_-_-_\s*$")
_PROPERTY = re.compile(r"\s*(?!-)[\w.-]+:(?:\s|$)")
# The syntax of sections until 2025. Its words are common, so it is read only in files that also end a section.
_GROUP = re.compile(r"\s*(?:group|section)(?:\s+(.*))?$", re.IGNORECASE)
_GROUP_END = re.compile(r"\s*end(?:group|section)?\s*$", re.IGNORECASE)
_ANY_GROUP_END = re.compile(r"^[ \t]*end(?:group|section)?[ \t]*$", re.IGNORECASE | re.MULTILINE)


class _Lines(Sequence[tuple[int, str]]):
    """The lines of a text as (offset, line without line break). Lines are made on demand to save memory."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = array("Q", (found.start() for found in _BREAK.finditer(text)))
        self._ends.append(len(text))
        self._starts = array("Q", (0,))
        self._starts.extend(found.end() for found in _BREAK.finditer(text))

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, number: int) -> tuple[int, str]:  # type: ignore[override]  # slices are not used
        start = self._starts[number]
        return start, self._text[start : self._ends[number]]


def is_special(line: str) -> bool:
    """Whether a line below an event would not be read as its text."""
    patterns = (_COMMENT, _DASHES, _SECTION, _PAGE, _GROUP, _GROUP_END)
    return begins_like_an_event(line) or any(pattern.match(line) for pattern in patterns)


def begins_like_an_event(line: str) -> bool:
    """Whether a line begins with a date and a colon, or with what looks like a date."""
    return dating(line) is not None or like_a_date(line) is not None


class MarkwhenReader:
    """Reads one document and passes each event to ``timeline_reader`` when it is complete."""

    def __init__(self, document: Document, timeline_reader: TimelineReader) -> None:
        self._document = document
        self._timeline_reader = timeline_reader
        self._events = MarkwhenEventReader(document)
        self._has_groups = bool(_ANY_GROUP_END.search(document.text))
        self._day_first = False
        self._sections: list[tuple[int, tuple[str, ...]]] = []  # (level, or 0 in the old syntax; topics)
        self._draft: Draft | None = None
        self._is_loose = False  # whether the lines before are outside of events as well
        self._count = 0

    def read(self) -> Reading:
        """Read the whole document."""
        document = self._document
        is_read = is_text_before_conflict(document)
        if is_read and not document.text.strip():
            document.stop(0, "no events: the file is empty")
            is_read = False
        if not is_read:
            return self._timeline_reader.finish()
        lines = _Lines(document.text)
        first, last, body = self._header_lines(lines)
        header, other = self._header(self._start(lines, first), self._start(lines, last))
        sources = value_of(header, "sources")
        self._timeline_reader.define(sources if isinstance(sources, dict) else {})
        self._body(lines, body)
        if not self._count and not document.broken:
            hint = "an event is a line such as “2024-06-13: what happened”"
            document.error(0, "no events: no line begins with a date and a colon", hint)
        return self._timeline_reader.finish(header, other)

    def _start(self, lines: _Lines, number: int) -> int:
        return lines[number][0] if number < len(lines) else len(self._document.text)

    # Header

    def _header_lines(self, lines: _Lines) -> tuple[int, int, int]:
        """The line numbers of the first line of the header, of the line after it, and of the body."""
        first = next((i for i, (_, line) in enumerate(lines) if line.strip() and not _COMMENT.match(line)), 0)
        if not _DASHES.match(lines[first][1]):
            body = self._first_of_body(lines, first)
            return first, body, body
        closing = _find_dashes(lines, first + 1)
        if closing is None:
            self._document.error(lines[first][0], "the header has no end", "close it with another line of ---")
            body = self._first_of_body(lines, first + 1)
            return first + 1, body, body
        self._warn_of_events(lines, first + 1, closing)
        return first + 1, closing, closing + 1

    def _first_of_body(self, lines: _Lines, start: int) -> int:
        for number in range(start, len(lines)):
            line = lines[number][1]
            if _SECTION.match(line) or (self._has_groups and _GROUP.match(line)) or begins_like_an_event(line):
                return number
        return len(lines)

    def _header(self, start: int, end: int) -> tuple[Map, Map]:
        """The fields of the timeline, and the other keys of the header."""
        text = _COMMENT.sub(lambda found: " " * len(found[0]), self._document.text[start:end])
        properties = yaml_part(self._document, start, text) if text.strip() else {}
        self._events.zone = zone_of(properties)
        if "dateFormat" in properties:
            _, at, rule = properties["dateFormat"]
            self._day_first = isinstance(rule, str) and rule.strip()[:1] == "d"
            if not isinstance(rule, str):
                message = "custom date formats are not read: 06/13/2024 is 13 June"
                self._document.warning(at, message, "write dates as 2024-06-13")
        fields = TIMELINE.by_name.keys() - {"events"}
        node = {key: entry for key, entry in properties.items() if key in fields}
        return node, {key: entry for key, entry in properties.items() if key not in fields}

    # Body

    def _body(self, lines: _Lines, at: int) -> None:
        while at < len(lines):
            offset, line = lines[at]
            at += 1
            date = dating(line, day_first=self._day_first) or (None if self._draft else unread_dating(line))
            if date:
                self._flush()
                self._draft = Draft(offset, line, date, self._topics())
                self._draft.properties, at = self._properties(lines, at)
            elif self._is_section(offset, line):
                self._flush()
                _, at = self._properties(lines, at)
            elif line.strip() == IN_WORDS and self._draft:
                self._draft.is_in_words = True
            elif not _COMMENT.match(line):
                self._text(offset, line)
        self._flush()

    def _text(self, offset: int, line: str) -> None:
        """Add a line of text to the event above it. Report it if there is no event above."""
        draft = self._draft
        if draft and draft.is_in_words:
            return
        like = like_a_date(line)
        if like:
            message = f"“{clean_line(like.text)}” {NO_SUCH_DATE}; the line is kept as text of the event above"
            self._document.warning(offset + like.at, message, like.hint, group="lines like dates")
        elif not draft and line.strip() and not self._is_loose:
            message = "this text belongs to no event; it is left out"
            self._document.warning(offset, message, group="text outside of events")
        if draft:
            draft.below = draft.below or offset
            draft.lines.append(line)
        elif line.strip():
            self._is_loose = True

    def _is_section(self, offset: int, line: str) -> bool:
        """Open or close a section if the line does that, and return whether it did."""
        heading = _SECTION.match(line)
        group = _GROUP.match(line) if self._has_groups else None
        if heading:
            level = len(heading[1])
            while self._sections and self._sections[-1][0] >= level:
                self._sections.pop()
            self._open(offset, level, heading[2])
        elif group:
            self._open(offset, 0, group[1] or "")
        elif self._has_groups and _GROUP_END.match(line):
            while self._sections and self._sections.pop()[0]:
                pass
        elif _PAGE.match(line):
            self._sections.clear()
        else:
            return False
        return True

    def _open(self, offset: int, level: int, heading: str) -> None:
        """Open a section. Its events get its topics and the topics of the sections around it."""
        topics = tuple(dict.fromkeys((*self._topics(), *_names(heading))))
        if len(topics) > MAX_TOPICS or sum(map(len, topics)) > MAX_LENGTH:
            topics = self._topics()
            message = f"the open sections have more than {MAX_TOPICS} names and tags or {MAX_LENGTH:,} characters"
            hint = "the name of this section is not added as a topic"
            self._document.warning(offset, message, hint, group="sections in sections")
        self._sections.append((level, topics))

    def _topics(self) -> tuple[str, ...]:
        return self._sections[-1][1] if self._sections else ()

    def _properties(self, lines: _Lines, first: int) -> tuple[tuple[int, int] | None, int]:
        """The first and last offset of the properties at line ``first`` (or None), and the number of the next line."""
        if first < len(lines) and _DASHES.match(lines[first][1]):
            closing = _find_dashes(lines, first + 1)
            if closing is None:
                return None, first
            self._warn_of_events(lines, first + 1, closing)
            return (lines[first + 1][0], lines[closing][0]), closing + 1
        at = first
        while at < len(lines) and _PROPERTY.match(lines[at][1]) and not begins_like_an_event(lines[at][1]):
            at += 1
        return ((lines[first][0], self._start(lines, at)) if at > first else None), at

    def _warn_of_events(self, lines: _Lines, first: int, last: int) -> None:
        """Report events between two lines of ---. The author may have used dashes to separate events."""
        for offset, line in map(lines.__getitem__, range(first, last)):
            if begins_like_an_event(line):
                message = "this line looks like an event, but between lines of --- it is a property"
                hint = "remove the lines of --- if it is an event"
                self._document.warning(offset, message, hint, group="events between lines of ---")

    def _flush(self) -> None:
        """Pass on the current event. All its lines have been read."""
        draft, self._draft = self._draft, None
        self._is_loose = False
        if draft is None:
            return
        self._count += 1
        dating, date_text = draft.dating, clean_line(draft.date_text)
        if dating.remark and not dating.fault:
            self._document.warning(draft.place, f"{date_text}: {dating.remark}", group=f"dates: {dating.remark}")
        properties: Map = {}
        if draft.properties:
            start, end = draft.properties
            properties = yaml_part(self._document, start, self._document.text[start:end])
        node, other = self._events.node(draft, properties)
        self._timeline_reader.event(node, draft.place, other, date_text)


def _find_dashes(lines: _Lines, start: int) -> int | None:
    return next((i for i in range(start, len(lines)) if _DASHES.match(lines[i][1])), None)


def _names(heading: str) -> tuple[str, ...]:
    """The name of a section, and its tags."""
    title = markwhen_text.title(heading)
    return tuple(filter(None, (title.text, *title.tags)))
