"""The syntax of YAML: the event stream of libyaml, or of PyYAML's own parser where that is missing.

No resolver stands between: every scalar is the text that the file shows, except that a plain ``~``, ``null`` or
nothing at all is null.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from timeline_tui.formats.document import Document
from timeline_tui.formats.nodes import MAX_SCALAR, BrokenError, Builder
from timeline_tui.formats.yaml_hints import explain
from timeline_tui.text import clean


class PythonParser(Reader, Scanner, Parser):
    """The same events as libyaml's, many times slower."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not export it

    make_parser: Callable[[str], Any] = CParser
except ImportError:  # PyYAML was built without libyaml
    make_parser = PythonParser

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_SPECIAL = _NULLS | {"<<"}
_STARTS: dict[type, Callable[[], Any]] = {MappingStartEvent: dict, SequenceStartEvent: list}
_ENDS = frozenset((MappingEndEvent, SequenceEndEvent))
_TAGS = {ScalarEvent: "str", MappingStartEvent: "map", SequenceStartEvent: "seq"}
_STANDARD = "tag:yaml.org,2002:"
# What YAML allows nowhere, and what joining two files leaves.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MARK = re.compile("^\ufeff", re.MULTILINE)


def parse(document: Document, builder: Builder) -> None:
    """Build the one YAML document that ``document`` holds; where it is no YAML, what stands before that."""
    make_readable(document)
    try:
        _feed(document, builder)
    except BrokenError as error:
        if not document.stop_at_conflict():
            document.stop(error.offset, f"{error.message}; reading stops here", error.hint)
        builder.abandon()


def _feed(document: Document, builder: Builder) -> None:
    """Hand all events to ``builder``. Its add() is taken in here for plain scalars: one call for each costs a tenth."""
    get = make_parser(document.text).get_event
    event: Any = None  # PyYAML's events have no common attributes that a type could state
    node: Any = builder.node  # Any: whether it is a list or a mapping follows from builder.key
    keys = builder.keys
    try:
        while True:
            event = get()
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                if value in _SPECIAL or event.anchor is not None or event.tag is not None or len(value) > MAX_SCALAR:
                    _unusual(event, document, builder)
                elif type(node) is list and node is not builder.stream:
                    node.append((event.start_mark.index, value))
                elif builder.key is not None:
                    node[builder.key] = (builder.key_offset, event.start_mark.index, value)
                    builder.key = None
                elif type(node) is dict and value in keys and keys[value] not in node:
                    builder.key = keys[value]
                    builder.key_offset = event.start_mark.index
                else:
                    builder.add(value, event.start_mark.index)
            elif kind in _STARTS:
                _check_tag(event, document)
                node = _STARTS[kind]()
                builder.open(node, event.start_mark.index, event.anchor)
            elif kind in _ENDS:
                builder.close()
                node = builder.node
            elif not _go_on(event, get, builder):
                return
    except yaml.YAMLError as error:
        raise explain(error, event, document) from None
    except (ValueError, OverflowError):  # PyYAML's own scanner at an escape beyond U+10FFFF
        raise BrokenError(event.end_mark.index, "an escape is no character", "write the character itself") from None


def _unusual(event: Any, document: Document, builder: Builder) -> None:  # Any: as in _feed
    """A scalar that is null or a merge key, or has an anchor, a tag or too much text."""
    offset, value = event.start_mark.index, event.value
    _check_tag(event, document)
    is_plain = event.implicit[0] and event.tag is None
    if is_plain and value in _NULLS:
        value = None
    else:
        value = builder.bounded(value, offset)
    if event.anchor is not None:
        builder.anchor_text(event.anchor, value)
    if is_plain and value == "<<":
        builder.merge(offset)
    else:
        builder.add(value, offset)


def make_readable(document: Document) -> None:
    """Replace what YAML does not allow by what a terminal shows instead, and report it: the rest is still of use."""
    if "\ufeff" in document.text:
        for number, found in enumerate(_MARK.finditer(document.text)):
            message = "a byte order mark (U+FEFF) inside the file is left out"
            document.warning(found.start() - number, message, group="byte order marks")
        document.text = _MARK.sub("", document.text)
    if not _REFUSED.search(document.text):
        return
    for found in _REFUSED.finditer(document.text):
        name = f"U+{ord(found[0]):04X}"
        hint = "write it as an escape in double quotes, or remove it"
        document.error(found.start(), f"the character {name} is not allowed in YAML", hint, "characters not allowed")
    document.text = _REFUSED.sub(lambda found: clean(found[0]), document.text)


def _check_tag(event: Any, document: Document) -> None:  # Any: as in _feed
    """Report a tag that asks for anything but what stands there anyway."""
    if event.tag not in (None, "!", _STANDARD + _TAGS[type(event)]):
        shown = event.tag.replace(_STANDARD, "!!")
        hint = "remove it; to write text that begins with !, put it in quotes"
        document.error(event.start_mark.index, f"the tag {shown} is not supported", hint)


def _go_on(event: Any, get: Callable[[], Any], builder: Builder) -> bool:  # Any: as in _feed
    """Take an alias, or the beginning or end of the document. Whether more may come."""
    kind = type(event)
    if kind is AliasEvent:
        builder.alias(event.anchor, event.start_mark.index)
    if kind is DocumentEndEvent:
        _expect_nothing(get)
    return kind is not DocumentEndEvent and kind is not StreamEndEvent


def _expect_nothing(get: Callable[[], Any]) -> None:  # Any: as in _feed
    """What follows the document. Some files end with ``---``, so that an empty document is nothing."""
    start: Any = None
    while type(event := get()) is not StreamEndEvent:
        if type(event) is DocumentStartEvent:
            start = event
        elif type(event) is not DocumentEndEvent and not (type(event) is ScalarEvent and event.value in _NULLS):
            hint = "one file is one timeline: remove this line, or make two files"
            raise BrokenError(start.start_mark.index, "a second document begins here", hint)
