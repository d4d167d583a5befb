"""Parse YAML with libyaml, or with PyYAML's own parser if libyaml is missing.

Types are not resolved: every scalar becomes text, as written in the file. Only a plain ``~`` or ``null`` and an
empty value become None.
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

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_SCALAR, BrokenError, Builder
from timeline_tui.formats.yaml.yaml_hints import explain
from timeline_tui.text.text import clean, is_clean

MAX_DIRECTIVES = 1024  # characters of all lines that begin with %, together


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

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_SPECIAL = _NULLS | {"<<"}
_STARTS: dict[type, Callable[[], Any]] = {MappingStartEvent: dict, SequenceStartEvent: list}
_ENDS = frozenset((MappingEndEvent, SequenceEndEvent))
_TAGS = {ScalarEvent: "str", MappingStartEvent: "map", SequenceStartEvent: "seq"}
_STANDARD = "tag:yaml.org,2002:"
_LINE_BREAKS = "\n\r\x85\u2028\u2029"  # YAML has five kinds
# The next two are compiled at their first use, because few texts need them, and each takes 0.4 ms.
# A line that begins with %. The pattern looks for % first, then for the line break before it.
_DIRECTIVE = f"%(?<![^{_LINE_BREAKS}]%)[^{_LINE_BREAKS}]*"
# Characters that YAML does not allow. `clean` changes all of them.
_REFUSED = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
# A byte order mark at the beginning of a line: joining two files leaves one.
_MARK = re.compile("^\ufeff", re.MULTILINE)
_BLANK_LINE = re.compile(r"^ *\t[ \t]*$", re.MULTILINE)
_MARKS, _NOT_ALLOWED = "byte order marks", "characters not allowed"  # groups of faults


def parse(document: Document, builder: Builder) -> None:
    """Build the YAML document in ``document``. Report a syntax error, and keep the values before it."""
    make_readable(document)
    try:
        _check_directives(document.text)
        _feed(document, builder)
    except BrokenError as error:
        if not document.stop_at_conflict():
            document.stop(error.offset, f"{error.message}; reading stops here", error.hint)
        builder.abandon()


def _feed(document: Document, builder: Builder) -> None:
    """Pass all events to ``builder``.

    The loop repeats the common cases of `Builder.add` for plain scalars: a call for each scalar makes reading 10 %
    slower.
    """
    get = make_parser(document.text).get_event
    node: Any = builder.node  # Any, because it is a mapping whenever builder.key is not None
    keys = builder.keys
    try:
        while True:
            event = get()
            kind = type(event)
            if kind is ScalarEvent:
                value, at = event.value, event.start_mark.index
                if value in _SPECIAL or event.anchor is not None or event.tag is not None or len(value) > MAX_SCALAR:
                    _add_special(event, document, builder)
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
                _check_tag(event, document)
                node = _STARTS[kind]()
                builder.open(node, event.start_mark.index, event.anchor)
            elif kind in _ENDS:
                builder.close()
                node = builder.node
            elif kind is AliasEvent:
                builder.alias(event.anchor, event.start_mark.index)
            elif _is_end(event, get):
                return
    except (yaml.YAMLError, ValueError, OverflowError):
        raise _failure(document) from None


def _failure(document: Document) -> BrokenError:
    """Return the error that stopped the parser. Parses the text again to find the last event before it."""
    get = make_parser(document.text).get_event
    event: Any = None  # PyYAML's events have no common attributes that a type could state
    try:
        while type(event) is not StreamEndEvent:
            event = get()
    except yaml.YAMLError as error:
        return explain(error, event, document)
    except (ValueError, OverflowError):  # raised by PyYAML's own scanner for an escape beyond U+10FFFF
        pass
    return BrokenError(event.end_mark.index, "an escape is not a character", "write the character itself")


def _add_special(event: Any, document: Document, builder: Builder) -> None:  # Any: as in _failure
    """Add a scalar that is null, is a merge key, has an anchor or a tag, or is too long."""
    value, at = event.value, event.start_mark.index
    _check_tag(event, document)
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
    """Replace characters that YAML does not allow by visible ones and remove byte order marks; report both.

    Otherwise libyaml would stop at the first character that is not allowed. It also stops at a tab on a blank line,
    which YAML allows (1.2.2, section 6.7), so spaces replace such tabs.
    """
    if "\t" in document.text:
        document.text = _BLANK_LINE.sub(lambda found: " " * len(found[0]), document.text)
    if "\ufeff" in document.text:
        marks = _MARK.finditer(document.text)
        places = (found.start() - number for number, found in enumerate(marks))  # offsets in the text without the marks
        document.text = _MARK.sub("", document.text)
        message = "a byte order mark (U+FEFF) inside the file is left out"
        for place in document.listed(places, _MARKS, "warning"):
            document.warning(place, message, group=_MARKS)
    if is_clean(document.extraordinary):
        return
    places = (found.start() for found in re.finditer(_REFUSED, document.text))
    for place in document.listed(places, _NOT_ALLOWED, "error"):
        name = f"U+{ord(document.text[place]):04X}"
        hint = "write it as an escape in double quotes, or remove it"
        document.error(place, f"the character {name} is not allowed in YAML", hint, _NOT_ALLOWED)
    shown = {character: clean(character) for character in set(re.findall(_REFUSED, document.text))}
    document.text = re.sub(_REFUSED, lambda found: shown[found[0]], document.text)


def _check_directives(text: str) -> None:
    """Raise BrokenError for long directives: the parser copies the prefix of a %TAG directive for every tag."""
    if not text.startswith("%") and not any(f"{line_break}%" in text for line_break in _LINE_BREAKS):
        return
    length = 0
    for found in re.finditer(_DIRECTIVE, text):
        length += len(found[0])
        if length > MAX_DIRECTIVES:
            message = f"directives (%) of more than {MAX_DIRECTIVES:,} characters"
            raise BrokenError(found.start(), message, "remove them: a timeline needs none")


def _check_tag(event: Any, document: Document) -> None:  # Any: as in _failure
    """Report a tag, unless it is the default tag of such a value."""
    if event.tag not in (None, "!", _STANDARD + _TAGS[type(event)]):
        shown = event.tag.replace(_STANDARD, "!!")
        hint = "remove it; to write text that begins with !, put it in quotes"
        document.error(event.start_mark.index, f"the tag {shown} is not supported", hint)


def _is_end(event: Any, get: Callable[[], Any]) -> bool:  # Any: as in _failure
    """Return whether the document ends here. Raises BrokenError if another document follows it."""
    if type(event) is DocumentEndEvent:
        _check_no_second_document(get)
    return type(event) in (DocumentEndEvent, StreamEndEvent)


def _check_no_second_document(get: Callable[[], Any]) -> None:  # Any: as in _failure
    """Raise BrokenError for a second document. An empty one is allowed, because some files end with ``---``."""
    start: Any = None
    while type(event := get()) is not StreamEndEvent:
        if type(event) is DocumentStartEvent:
            start = event
        elif type(event) is not DocumentEndEvent and not (type(event) is ScalarEvent and event.value in _NULLS):
            hint = "one file is one timeline: remove this line, or make two files"
            raise BrokenError(start.start_mark.index, "a second document begins here", hint)
