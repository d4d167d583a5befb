"""Parse the text of a JSON file, or of JSON lines. After a syntax error, go on at the next event."""

from __future__ import annotations

import json
from collections.abc import Callable

from timeline_tui.formats.json.json_scanner import COMMAS, JsonScanner
from timeline_tui.formats.json.rough_parser import is_deep
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.conflicts import stop_at_conflict, stop_at_marker
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_DEPTH, BrokenError
from timeline_tui.formats.reading.recovery import Held

_SAME_LINE = "events on one line"  # a group of faults
_FOLLOWS, _LINE_EACH = "something follows the event on its line", "write each event on a line of its own"
MAX_FAULTS = 100
"""Faults after which the rest of a file is not read."""
_decode = json.JSONDecoder().raw_decode


def parse(document: Document, builder: Builder) -> None:
    """Build the value in ``document``. Report syntax errors.

    If the items of a list of events begin on lines of their own, an error costs one event; else all after it.
    """
    held = builder.sink = Held(builder.sink)
    scanner = JsonScanner(document, builder, 0, len(document.text))
    is_more = not scanner.at_end()
    faults = 0
    while is_more:
        error = _parse_value(scanner)
        faults += 1
        is_more = error is not None and _goes_on(error, faults, scanner, held)
    held.flush()
    builder.abandon()


def _parse_value(scanner: JsonScanner) -> BrokenError | None:
    """Read the value at the current offset and all after it, up to a syntax error, which is returned."""
    try:
        scanner.value()
        scanner.expect_end("one file is one timeline; if each line is an event, name the file .jsonl")
    except BrokenError as error:
        return error
    return None


def _goes_on(error: BrokenError, faults: int, scanner: JsonScanner, held: Held) -> bool:
    """Report ``error``, number ``faults`` of the file. Return whether the scanner is at another event after it."""
    from timeline_tui.formats.json.json_recovery import keys, next_event  # most files have no error

    document = scanner.document
    if stop_at_conflict(document) is not None:
        return False
    if scanner.at_end() or faults == MAX_FAULTS:  # at the end, all events that are complete are whole
        document.stop(error.offset, f"{error.message}; reading stops here", error.hint)
        return False
    start, end = next_event(error.offset, document.text, scanner.builder, held)
    if end is None:
        left_out = f"; {document.left_out(start, error.offset)}" if start < error.offset else ""
        document.stop(error.offset, f"{error.message}{left_out}; reading stops here", error.hint)
        return False
    if not document.text[start:end].strip("]}, \t\r\n"):  # no part of an event
        document.error(error.offset, error.message, error.hint)
    else:
        document.skip(error.offset, f"{error.message}; {document.left_out(start, end)}", error.hint)
        document.events_left_out.append((start, keys(document.text[start:end])))
    scanner.go_on(end)
    return True


def parse_lines(document: Document, builder: Builder, take: Callable[[int], int] | None = None) -> None:
    """Build a list with the value of each line of ``document``. Report a line that is not JSON, and skip it.

    ``take`` is called first, with the offset of a line. It reads any number of lines, which are not parsed here, and
    returns the offset of the next one. Nothing is read after the marker of a merge conflict.
    """
    is_stopped = False
    builder.open([], 0)
    for text in document.blocks():
        start = 0
        while start < len(text) and not is_stopped:
            start = take(start) if take else start
            if start >= len(text):
                break
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            is_stopped = stop_at_marker(document, start)
            if not is_stopped:
                _parse_line(document, builder, start, end)
            start = end + 1
    builder.close()


def _parse_line(document: Document, builder: Builder, start: int, end: int) -> None:
    scanner = JsonScanner(document, builder, start, end)
    rest = _rest(document.text, start, end)
    try:
        # If a bracket closes too early, this text may be a part of the event.
        if rest is not None and '"' in document.text[rest:end]:
            raise BrokenError(rest, _FOLLOWS, _LINE_EACH)
        while not scanner.at_end():
            if scanner.at == rest:
                document.skip(rest, f"{_FOLLOWS}; it is left out", _LINE_EACH)
                return
            if scanner.text[scanner.at] == ",":
                hint = "remove the comma: each line is an event of its own"
                document.error(scanner.at, "a comma after the event", hint, COMMAS)
                return
            if scanner.text[start : scanner.at].strip():
                document.warning(scanner.at, "another event on the same line", _LINE_EACH, _SAME_LINE)
            scanner.value()
    except BrokenError as error:
        document.skip(error.offset, f"{error.message}; {document.left_out(start, end)}", error.hint)
        builder.abandon(1)


def _rest(text: str, start: int, end: int) -> int | None:
    """The offset of text after the events on a line, except a comma at the end of the line; None without such text.

    Also None if the first event has a fault. The parser finds that fault.
    """
    line, at, events = text[start:end], 0, 0
    if is_deep(line, MAX_DEPTH):  # the decoder needs the C stack for each level
        return None
    while (at := len(line) - len(line[at:].lstrip())) < len(line) and line[at:].strip() != ",":
        try:
            if events and line[at] != "{":
                return start + at
            _, at = _decode(line, at)
        except ValueError:
            return start + at if events else None
        events += 1
    return None
