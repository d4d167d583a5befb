"""The syntax of YAML: the event stream of libyaml, or of PyYAML's own parser where that is missing.

No resolver stands between: every scalar is the text that the file shows, except that a plain ``~``, ``null`` or
nothing at all is null.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
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

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_SCALAR, BrokenError, Builder
from timeline_tui.formats.yaml.yaml_hints import explain
from timeline_tui.formats.yaml.yaml_lines import Lines
from timeline_tui.text.text import clean

MAX_DIRECTIVES = 1024  # characters of all lines that begin with %
_BIT = 4096


class Rest:
    """``before`` and then ``text`` from ``at`` on, as a file that a parser reads bit by bit."""

    def __init__(self, before: str, text: str, at: int) -> None:
        pieces = (text[start : start + _BIT] for start in range(at, len(text), _BIT))
        self._pieces = chain(filter(None, [before]), pieces)

    def read(self, _size: int = _BIT, /) -> str:
        """The next characters; none at the end. They are few, for the parser may soon be left again."""
        return next(self._pieces, "")


class PythonParser(Reader, Scanner, Parser):
    """The same events as libyaml's, many times slower."""

    def __init__(self, text: str | Rest) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not export it

    make_parser: Callable[[Any], Any] = CParser
except ImportError:  # PyYAML was built without libyaml
    make_parser = PythonParser

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_SPECIAL = _NULLS | {"<<"}
_STARTS: dict[type, Callable[[], Any]] = {MappingStartEvent: dict, SequenceStartEvent: list}
_ENDS = frozenset((MappingEndEvent, SequenceEndEvent))
_TAGS = {ScalarEvent: "str", MappingStartEvent: "map", SequenceStartEvent: "seq"}
_STANDARD = "tag:yaml.org,2002:"
# A line that begins with %, found by that: hardly a text has one. YAML has five line breaks.
_DIRECTIVE = re.compile("%(?<![^\n\r\x85\u2028\u2029]%)[^\n\r\x85\u2028\u2029]*")
# What YAML allows nowhere, and what joining two files leaves.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MARK = re.compile("^\ufeff", re.MULTILINE)
_MARKS, _NOT_ALLOWED = "byte order marks", "characters not allowed"  # groups of faults


def parse(document: Document, builder: Builder) -> None:
    """Build the one YAML document that ``document`` holds; where it is no YAML, what stands before that."""
    make_readable(document)
    try:
        _check_directives(document.text)
        _feed(document, builder)
    except BrokenError as error:
        if not document.stop_at_conflict():
            document.stop(error.offset, f"{error.message}; reading stops here", error.hint)
        builder.abandon()


def _feed(document: Document, builder: Builder) -> None:
    """Hand all events to ``builder``. Its add() is taken in here for plain scalars: one call for each costs a tenth."""
    get, shift = make_parser(Rest("", document.text, 0)).get_event, 0  # the parser's offsets are less by that
    lines = Lines(document.text, builder)
    node: Any = builder.node  # Any: whether it is a list or a mapping follows from builder.key
    keys = builder.keys
    try:
        while True:
            event = get()
            kind = type(event)
            if kind is ScalarEvent:
                value, at = event.value, event.start_mark.index + shift
                if value in _SPECIAL or event.anchor is not None or event.tag is not None or len(value) > MAX_SCALAR:
                    _unusual(event, at, document, builder)
                elif type(node) is list and node is not builder.stream:
                    node.append((at, value))
                elif builder.key is not None:
                    node[builder.key] = (builder.key_offset, at, value)
                    builder.key = None
                elif type(node) is dict and value in keys and keys[value] not in node:
                    builder.key = keys[value]
                    builder.key_offset = at
                else:
                    builder.add(value, at)
            elif kind in _STARTS:
                at = event.start_mark.index + shift
                if node is builder.stream and kind is MappingStartEvent and (end := lines.read(at)):
                    get, shift = _parser_at(end, lines.way, document.text)
                    continue
                _check_tag(event, at, document)
                node = _STARTS[kind]()
                builder.open(node, at, event.anchor)
            elif kind in _ENDS:
                builder.close()
                node = builder.node
            elif not _go_on(event, shift, get, builder):
                return
    except (yaml.YAMLError, ValueError, OverflowError):
        raise _failure(document) from None


def _parser_at(at: int, way: str, text: str) -> tuple[Callable[[], Any], int]:  # Any: as in _failure
    """What gives the events of ``text`` from ``at`` on, and what their offsets are less by.

    ``way`` leads to where that is: into a list, behind an item that is nothing.
    """
    get = make_parser(Rest(way, text, at)).get_event
    while type(get()) is not SequenceStartEvent:
        pass
    get()
    return get, at - len(way)


def _failure(document: Document) -> BrokenError:
    """Why the text cannot be read any further, told by a parser that has read all of it up to there."""
    get = make_parser(document.text).get_event
    event: Any = None  # PyYAML's events have no common attributes that a type could state
    try:
        while type(event) is not StreamEndEvent:
            event = get()
    except yaml.YAMLError as error:
        return explain(error, event, document)
    except (ValueError, OverflowError):  # PyYAML's own scanner at an escape beyond U+10FFFF
        pass
    return BrokenError(event.end_mark.index, "an escape is no character", "write the character itself")


def _unusual(event: Any, at: int, document: Document, builder: Builder) -> None:  # Any: as in _failure
    """A scalar that is null or a merge key, or has an anchor, a tag or too much text."""
    value = event.value
    _check_tag(event, at, document)
    is_plain = event.implicit[0] and event.tag is None
    if is_plain and value in _NULLS:
        value = None
    else:
        value = builder.bounded(value, at)
    if event.anchor is not None:
        builder.anchor_text(event.anchor, value)
    if is_plain and value == "<<":
        builder.merge(at)
    else:
        builder.add(value, at)


def make_readable(document: Document) -> None:
    """Replace what YAML does not allow by what a terminal shows instead, and report it: the rest is still of use."""
    if "\ufeff" in document.text:
        marks = _MARK.finditer(document.text)
        places = (found.start() - number for number, found in enumerate(marks))  # in the text without them
        document.text = _MARK.sub("", document.text)
        message = "a byte order mark (U+FEFF) inside the file is left out"
        for place in document.listed(places, _MARKS, "warning"):
            document.warning(place, message, group=_MARKS)
    if not _REFUSED.search(document.extraordinary):
        return
    places = (found.start() for found in _REFUSED.finditer(document.text))
    for place in document.listed(places, _NOT_ALLOWED, "error"):
        name = f"U+{ord(document.text[place]):04X}"
        hint = "write it as an escape in double quotes, or remove it"
        document.error(place, f"the character {name} is not allowed in YAML", hint, _NOT_ALLOWED)
    shown = {character: clean(character) for character in set(_REFUSED.findall(document.text))}
    document.text = _REFUSED.sub(lambda found: shown[found[0]], document.text)


def _check_directives(text: str) -> None:
    """Raise BrokenError for long directives: a prefix that %TAG gives stands in memory again for every tag."""
    length = 0
    for found in _DIRECTIVE.finditer(text):
        length += len(found[0])
        if length > MAX_DIRECTIVES:
            message = f"directives (%) of more than {MAX_DIRECTIVES:,} characters"
            raise BrokenError(found.start(), message, "remove them: a timeline needs none")


def _check_tag(event: Any, at: int, document: Document) -> None:  # Any: as in _failure
    """Report a tag that asks for anything but what stands there anyway."""
    if event.tag not in (None, "!", _STANDARD + _TAGS[type(event)]):
        shown = event.tag.replace(_STANDARD, "!!")
        hint = "remove it; to write text that begins with !, put it in quotes"
        document.error(at, f"the tag {shown} is not supported", hint)


def _go_on(event: Any, shift: int, get: Callable[[], Any], builder: Builder) -> bool:  # Any: as in _failure
    """Take an alias, or the beginning or end of the document. Whether more may come."""
    kind = type(event)
    if kind is AliasEvent:
        builder.alias(event.anchor, event.start_mark.index + shift)
    if kind is DocumentEndEvent:
        _expect_nothing(get, shift)
    return kind is not DocumentEndEvent and kind is not StreamEndEvent


def _expect_nothing(get: Callable[[], Any], shift: int) -> None:  # Any: as in _failure
    """What follows the document. Some files end with ``---``, so that an empty document is nothing."""
    start: Any = None
    while type(event := get()) is not StreamEndEvent:
        if type(event) is DocumentStartEvent:
            start = event
        elif type(event) is not DocumentEndEvent and not (type(event) is ScalarEvent and event.value in _NULLS):
            hint = "one file is one timeline: remove this line, or make two files"
            raise BrokenError(start.start_mark.index + shift, "a second document begins here", hint)
