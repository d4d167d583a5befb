"""Read and write JSON lines: one event on each line.

An optional first line, the header ``{"timeline": {…}}``, has everything else, such as title and sources.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice

from timeline_tui.formats.json import json_syntax
from timeline_tui.formats.json.rough_parser import RoughParser
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.formats.reading.blocks import Blocks, BytesInMemory, LineSpan, whole_lines
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.decoding import HEAD, encoding_of
from timeline_tui.formats.reading.document import NOWHERE, Document, RoughError
from timeline_tui.formats.reading.foreign_tree import read_tree
from timeline_tui.formats.reading.line_events import LineEvents, NotStreamedError
from timeline_tui.formats.reading.line_reader import LineReader
from timeline_tui.formats.reading.listed_lines import UNUSUAL, ListedLines
from timeline_tui.formats.reading.nodes import MAX_SCALAR, OF_ANY_SIZE, Map, Node, moved
from timeline_tui.formats.reading.references import References
from timeline_tui.formats.reading.results import Bytes, Progress, Reading
from timeline_tui.formats.reading.timeline_reader import SchemaReader
from timeline_tui.formats.writing.dump import Dumper, dump
from timeline_tui.model.fields import EVENT, TIMELINE
from timeline_tui.model.problems import Extent
from timeline_tui.model.timeline import Event, Source, Timeline

ListLines = Callable[[Sequence[Source], int, int], ListedLines]
"""Lists the lines of a file, except its first ones. Its arguments are the sources of the file, the byte offset from
which on to list, and the number of the line there."""

HEADER = "timeline"
"""The key of a header line. A line that also has a date is an event."""

_LINE = re.compile(r"[^\n]+")
_FIRST = 20  # lines that show whether the objects are in our own shape
_MAX_FOREIGN = 1 << 30  # bytes of a file in another shape
_RUN = 1024  # lines that are noted at once, if all their ids are free
_LONGEST_PAUSE = 64  # lines between two tries of a fast path that always fails


def read(data: bytes | Bytes, file: str, progress: Progress | None = None, options: ReadOptions = DEFAULTS) -> Reading:
    """Read the timeline in ``data``. ``file`` is the name of the input in problems and events.

    Objects in another shape are read by the meanings of their keys. All of them must then be in memory at once.
    Faults in the input become problems of the result; none raises an exception.
    """
    content = BytesInMemory(data) if isinstance(data, bytes) else data
    if options.adapts or _is_foreign(content, file):
        return _read_foreign(content, file, progress, options)
    document = Blocks(content, file)
    reader = LineReader(document, content.size, progress)
    return _read(document, reader, _JsonLines(document, reader))


def read_unusual(
    content: Bytes, file: str, events: LineEvents, list_lines: ListLines, faulty: Collection[int] = ()
) -> Reading:
    """Like `read`, but reads only the first and the unusual lines. The events of all others are noted in ``events``.

    The lines with the numbers ``faulty`` are also read. The events of the timeline are ``events``. The problems are
    complete if no other line has a fault. Raises NotStreamedError if the file has to be read with all events in memory.
    """
    if encoding_of(content.read(0, HEAD))[0] != "utf-8" or _is_foreign(content, file):
        raise NotStreamedError

    def parts(start: int) -> Iterator[LineSpan]:
        line = 1
        while size := len(_first_line(content, start)):
            yield LineSpan(start, size, line - 1)
            start, line = start + size, document.line(len(document.text))
            if lines.root is not None:
                references = reader.references
                if references.bibliographies:
                    raise NotStreamedError
                yield from _noted(list_lines(references.sources, start, line), references, events, faulty)
                return

    document = Blocks(content, file, parts)
    reader = LineReader(document, events=events)
    lines = _JsonLines(document, reader)
    reading = _read(document, reader, lines)
    if reading.extent is Extent.STOPPED:  # the events after a merge conflict are noted, but not to be read
        raise NotStreamedError
    return reading


def _read(document: Document, reader: LineReader, lines: _JsonLines) -> Reading:
    if not document.broken:
        json_syntax.parse_lines(document, Builder(document, lines), lines.take)
    return reader.finish(lines.root)


def _first_line(content: Bytes, start: int) -> bytes:
    """The line that begins at a byte offset, with its line feed; empty at the end."""
    data = whole_lines(content, start, content.size)
    return data[: data.find(b"\n") + 1] or data


def _noted(
    listed: ListedLines, references: References, events: LineEvents, faulty: Collection[int]
) -> Iterator[LineSpan]:
    """Note the events of the listed lines. Yields each unusual line, which is read before the next line is noted."""
    unusual = {index for index, date in enumerate(listed.dates) if date == UNUSUAL}
    if faulty:
        unusual.update(index for index, line in enumerate(listed.lines) if line in faulty)
    start = 0
    for end in [*sorted(unusual), len(listed.lines)]:
        while start < end:  # a third of the time of its lines one by one
            stop = min(end, start + _RUN)
            if not _note_run(listed, start, stop, references, events):
                yield from _noted_one_by_one(listed, range(start, stop), references, events)
            start = stop
        if end < len(listed.lines):
            yield listed.span(end)
            start = end + 1


def _note_run(listed: ListedLines, start: int, stop: int, references: References, events: LineEvents) -> bool:
    """Note the events of some lines at once. Return False, and note none, if one of their ids is not free."""
    ids = listed.ids[start:stop]
    if not references.note_all(ids, listed.is_written[start:stop], listed.lines[start:stop]):
        return False
    dates = map(listed.known_dates.__getitem__, listed.dates[start:stop])
    events.note_all(ids, dates, listed.lines[start:stop], listed.starts[start:stop], listed.sizes[start:stop])
    return True


def _noted_one_by_one(
    listed: ListedLines, indexes: range, references: References, events: LineEvents
) -> Iterator[LineSpan]:
    for index in indexes:
        listed_id, line = listed.ids[index], listed.lines[index]
        try:
            event_id = references.note(listed_id if listed.is_written[index] else "", listed_id, line)
        except RoughError:  # another event has the id
            yield listed.span(index)
            continue
        if event_id != listed_id:
            events.renamed.add(len(events))
        date = listed.known_dates[listed.dates[index]]
        events.note(event_id, date, line, listed.starts[index], listed.sizes[index])


def _is_foreign(content: Bytes, file: str) -> bool:
    """Whether the first lines are objects in another shape than ours. A line that is not an object does not count."""
    parser = RoughParser()
    keys: set[str] = set()
    for line in islice(_lines(Blocks(content, file)), _FIRST):
        keys.update(parser.parse(line, 0) or ())
    if not keys or HEADER in keys or keys <= EVENT.by_name.keys():
        return False
    from timeline_tui.formats.reading.key_meanings import is_own  # files with only our keys do not need it

    return not is_own(keys)


def _lines(document: Document) -> Iterator[str]:
    """The lines that are not empty. One block of them is in memory."""
    for text in document.blocks():
        for found in _LINE.finditer(text):
            if not found[0].isspace():
                yield found[0]


def _read_foreign(content: Bytes, file: str, progress: Progress | None, options: ReadOptions) -> Reading:
    if content.size > _MAX_FOREIGN:
        document = Document(file, "")
        message = f"it is too large for objects in another shape than ours: the limit is {_MAX_FOREIGN:,} bytes"
        document.stop(NOWHERE, message, OF_ANY_SIZE)
        return SchemaReader(document).finish()
    return read_tree(content.read(0, content.size), file, progress, options, json_syntax.parse_lines)


def write(timeline: Timeline) -> str:
    """Return all of ``timeline`` as JSON lines; reading the text gives an equal timeline."""
    rest = dump(timeline)
    events = rest.pop("events")
    assert isinstance(events, list)
    lines = [{HEADER: rest}, *events] if rest or not events else events
    return "".join(map(_line, lines))


def write_each(head: Timeline, events: Iterable[Event]) -> Iterator[str]:
    """The lines of a timeline whose events are not in memory. ``head`` has no events, but all sources with a key.

    Only the first event with its date and title is written without an id, if reading makes the same id again.
    """
    dumper = Dumper(head)
    rest = dumper.entry(head, TIMELINE)
    del rest["events"]
    if rest:
        yield _line({HEADER: rest})
    for event in events:
        yield _line(dumper.one_event(event))


def _line(value: object) -> str:
    return f"{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n"


class Backoff:
    """Exponential back-off for a fast path that may fail: after each failure in a row the pause doubles."""

    def __init__(self, longest: int) -> None:
        """``longest`` is the longest pause, in calls of `is_due` that return False."""
        self._longest = longest
        self._pause = self._left = 0

    def is_due(self) -> bool:
        """Return whether to try the fast path now. If True, call `record` after the try."""
        if self._left:
            self._left -= 1
            return False
        return True

    def record(self, *, worked: bool) -> None:
        """Record whether a try of the fast path worked."""
        self._pause = self._left = 0 if worked else min(2 * self._pause + 1, self._longest)


class _JsonLines:
    """Receives the values of all lines. The first line may be the header; all other lines are events."""

    def __init__(self, document: Document, reader: LineReader) -> None:
        self._document = document
        self._reader = reader
        self._parser = RoughParser()
        self._backoff = Backoff(_LONGEST_PAUSE)
        self.root: Node = None

    def take(self, start: int) -> int:
        """Read lines by a fast path, from an offset on. Return the offset of the first line for the slow parser.

        The fast path gives all values of a line the same offset. It therefore reads only events without faults, and
        never the first line, which may be the header.
        """
        if self.root is None:
            return start
        text = self._document.text
        while start < len(text) and text[start] == "{" and self._backoff.is_due():
            after = self._reader.sound_events(start)
            if after > start:
                self._backoff.record(worked=True)
            if text[after : after + 1] != "{":
                return after
            start = self._take_rough(text, after)
            self._backoff.record(worked=start > after)
            if start == after:
                break
        return start

    def _take_rough(self, text: str, start: int) -> int:
        """Read one line as an event with rough offsets. Return the offset of the next line; after a fault ``start``."""
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        node = self._parser.parse(text[start:end], start) if end - start <= MAX_SCALAR else None
        return end + 1 if node is not None and self._reader.rough_event(node, start) else start

    def begin(self, root: Map) -> None:
        """Do nothing: the header is read with the first line."""

    def event(self, node: Node, offset: int) -> None:
        """Read one line: the header, or an event."""
        if self.root is not None or not isinstance(node, dict) or HEADER not in node or "date" in node:
            self.root = self.root or []
            self._reader.event(node, offset)
        else:
            self._take_header(node)

    def _take_header(self, node: Map) -> None:
        _, offset, header = node[HEADER]
        if not isinstance(header, dict):
            self._document.error(offset, "“timeline” is a mapping with title, sources and so on")
            header = {}
        root: Map = {**header, "events": (offset, offset, [])}
        self._reader.begin(root)
        self.root = moved(root, self._document.place(0))  # `finish` reads its other keys after the last block
