"""The events at the beginning of a large file, which are shown while the rest is read."""

from __future__ import annotations

import json
import re
from contextlib import suppress

from timeline_tui import formats
from timeline_tui.formats.detection import detect
from timeline_tui.formats.json.json_lines import HEADER
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.model.timeline import Timeline
from timeline_tui.text.text import clean_line

HEAD = 1 << 16  # bytes from the first event on: their events fill a screen
_BEFORE_EVENTS = 1 << 24  # bytes searched for the first event; sources may come before it
_EVENTS = re.compile(rb'\A\{\s*"timeline"\s*:.*|^events:|"events"', re.MULTILINE)
"""What comes before the first event: the header of JSON lines, or a key of YAML or JSON. Other formats have nothing."""
_BLOCK = 1 << 20  # bytes that are read at once
_STRING = re.compile(rb'"([^"\\]*)"')


def first_events(path: str, options: ReadOptions) -> Timeline | None:
    """The events in the first lines of a file, without the last of them, which may be cut; None if there are none."""
    with suppress(OSError), open(path, "rb") as file:
        begin = _EVENTS.search(file.read(_BEFORE_EVENTS))
        file.seek(0)
        lines = file.read((begin.end() if begin else 0) + HEAD).rpartition(b"\n")[0]
        format = formats.by_name(options.format) if options.format else detect(lines, path)
        if not format.is_text:
            return None
        if format.streams:
            lines = _with_cited_sources(lines)
        timeline = formats.read(lines, clean_line(path), options.format, None, options).timeline
        if len(timeline.events) > 1:
            return timeline._replace(events=timeline.events[:-1])
    return None


def most_events(path: str) -> int:
    """The number of lines of a file of JSON lines without its header: each is one event, if it is not blank or wrong.

    Counting the lines of 500 MB takes 0.2 s. Raises OSError.
    """
    with open(path, "rb") as file:
        lines = -_is_header(file.readline())
        file.seek(0)
        end = b"\n"
        while block := file.read(_BLOCK):
            lines += block.count(b"\n")
            end = block[-1:]
    return lines + (end != b"\n")


def _is_header(line: bytes) -> bool:
    with suppress(ValueError, RecursionError):
        document = json.loads(line)
        return isinstance(document, dict) and HEADER in document and "date" not in document
    return False


def _with_cited_sources(lines: bytes) -> bytes:
    """JSON lines without the sources in the header that these lines do not use: to read 20,000 sources takes 1.4 s."""
    header, _, events = lines.partition(b"\n")
    with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        document = json.loads(header)
        sources = document[HEADER]["sources"]
        named = {string.decode() for string in _STRING.findall(events)}
        used: set[str] = set()
        while new := named & sources.keys() - used:
            used |= new
            named = {value for key in new for value in sources[key].values() if isinstance(value, str)}  # `based_on`
        document[HEADER]["sources"] = {key: source for key, source in sources.items() if key in used}
        return b"\n".join((json.dumps(document).encode(), events))
    return lines
