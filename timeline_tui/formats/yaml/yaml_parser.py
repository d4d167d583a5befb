"""The parser of YAML: libyaml, or PyYAML's own parser if libyaml is missing; and the faults that it finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_DEPTH, BrokenError

SECOND = "a second document begins here", "one file is one timeline: remove this line, or make two files"
"""Message and hint for text after the document."""
_STARTS = (MappingStartEvent, SequenceStartEvent)
_ENDS = (MappingEndEvent, SequenceEndEvent)
_COLUMNS = "the keys of a mapping start in one column; so do the dashes of a list"


class PythonParser(Reader, Scanner, Parser):
    """PyYAML's own parser: it returns the same events as libyaml, many times slower."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not export it

    make_parser: Callable[[str], Any] = CParser
except ImportError:  # PyYAML was built without libyaml
    make_parser = PythonParser


def failure(text: str, document: Document) -> BrokenError:
    """Return the error that stops the parser. Parses ``text`` to find the last event before it."""
    from timeline_tui.formats.yaml.yaml_hints import explain  # most files have no fault

    get = make_parser(text).get_event
    event: Any = None  # PyYAML's events have no common attributes that a type could state
    try:
        while type(event) is not StreamEndEvent:
            event = get()
    except yaml.YAMLError as error:
        return explain(error, event, document)
    except (ValueError, OverflowError):  # raised by PyYAML's own scanner for an escape beyond U+10FFFF
        pass
    return BrokenError(event.end_mark.index, "an escape is not a character", "write the character itself")


def fault_of(text: str, line: int = 1, *, is_item: bool) -> BrokenError | None:
    """The fault of a piece of a document, with its offset in ``text``; None if it is valid by itself.

    The piece is one item of a list if ``is_item``, else the entries of a mapping. ``line`` is the number of its first
    line.
    """
    from timeline_tui.formats.yaml.yaml_hints import blank  # most files have no fault

    try:
        fault = _misplaced(make_parser(text).get_event, is_item=is_item)
    except (yaml.YAMLError, ValueError, OverflowError):
        return failure(text, Document("", text, line))
    if fault is None:
        return None
    return blank(text, fault.offset) or fault


def _misplaced(get: Callable[[], Any], *, is_item: bool) -> BrokenError | None:
    """The fault of valid YAML that is not the expected item or mapping."""
    get()  # the beginning of the stream
    get()  # … and of the document
    event: Any = get()
    if type(event) is not (SequenceStartEvent if is_item else MappingStartEvent):
        while type(get()) is not StreamEndEvent:  # an error that comes after it says more
            pass
        message = "a dash is expected here" if is_item else "a key is expected here"
        return BrokenError(event.start_mark.index, message, f"correct the indentation: {_COLUMNS}")
    depth, items = 1, 0
    while depth:
        event = get()
        if type(event) in _ENDS:
            depth -= 1
            continue
        items += depth == 1
        if is_item and items > 1:
            return BrokenError(event.start_mark.index, "a second item begins here", _COLUMNS)
        if type(event) in _STARTS:
            depth += 1
            if depth >= MAX_DEPTH - is_item:
                return BrokenError(event.start_mark.index, f"nested more than {MAX_DEPTH} levels deep")
    while type(event) is not StreamEndEvent:
        event = get()
        if isinstance(event, DocumentStartEvent):
            return BrokenError(event.start_mark.index, *SECOND)  # type: ignore[union-attr]  # events of a text have marks
    return None
