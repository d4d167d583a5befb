"""Build nodes from the events of a YAML parser.

Types are not resolved: every scalar becomes text, as written in the file. Only a plain ``~`` or ``null`` and an
empty value become None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
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

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.conflicts import stop_at_conflict
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_SCALAR, BrokenError
from timeline_tui.formats.yaml import yaml_parser
from timeline_tui.text.text import clean, clean_line, is_clean, shorten

LARGE = 2 << 20
"""Characters of a text from which on a second process helps to read it."""
MAX_DIRECTIVES = 1024  # characters of all lines that begin with %, together


_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_SPECIAL = _NULLS | {"<<"}
_STARTS: dict[type, Callable[[], Any]] = {MappingStartEvent: dict, SequenceStartEvent: list}
_ENDS = frozenset((MappingEndEvent, SequenceEndEvent))
_TAGS = {ScalarEvent: "str", MappingStartEvent: "map", SequenceStartEvent: "seq"}
_QUOTES = frozenset("\"'")
_BLOCKS = frozenset("|>")
_STANDARD = "tag:yaml.org,2002:"
_LINE_BREAKS = "\n\r\x85\u2028\u2029"  # YAML has five kinds
# Patterns are compiled at their first use, because few texts need them. The next two take 0.4 ms each.
# A line that begins with %. The pattern looks for % first, then for the line break before it.
_DIRECTIVE = f"%(?<![^{_LINE_BREAKS}]%)[^{_LINE_BREAKS}]*"
# Characters that YAML does not allow. `clean` changes all of them.
_REFUSED = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
# A byte order mark at the beginning of a line: joining two files leaves one.
_MARK = "(?m)^\ufeff"
_EVENT_IN_TEXT = r"(?m)^( *)- +(?:id|date|title): *\S.*\n(?:\1  +\w.*\n)*?\1  +(?:date|title): *\S"
_BLANK_OR_COMMENT = r"(?m)^ *\t[ \t]*(?=$|#)"
# groups of faults
_MARKS, _NOT_ALLOWED, _COMMENTS = "byte order marks", "characters not allowed", "comments in place of text"
_SHOWN = 40  # characters of a comment


def parse(document: Document, builder: Builder) -> None:
    """Build the YAML document in ``document``. Report syntax errors; each costs the entry that has it.

    After an error, the text is read again from its beginning, without the entries that have one.
    """
    make_readable(document)
    if fault := _long_directives(document.text):
        document.stop(fault.offset, f"{fault.message}; reading stops here", fault.hint)
        return
    text, checkpoint = document.text, document.checkpoint()
    error = _read_large(text, document, builder) if len(text) >= LARGE else _read(text, document, builder)
    if error:
        document.go_back(checkpoint)
        text = _recover(error, document, builder)
    builder.abandon()
    if " #" in text or "\t#" in text:
        _report_comments(text, document)


def _report_comments(text: str, document: Document) -> None:
    """Warn of values in ``text``, which was read of the document, that are cut off because # begins a comment."""
    from timeline_tui.formats.yaml.yaml_comments import HINT, comments_in_values  # only for files with comments

    for place in document.listed(comments_in_values(text, yaml_parser.make_parser), _COMMENTS, "warning"):
        end = document.text.find("\n", place)
        shown = shorten(clean_line(document.text[place : end if end >= 0 else len(document.text)][:_SHOWN]), _SHOWN)
        document.warning(place, f"“{shown}” is a comment, because # begins one: it is not read", HINT, _COMMENTS)


def _read_large(text: str, document: Document, builder: Builder) -> BrokenError | None:
    """Like `_read`, with a second process if that saves time."""
    # few files are large
    from timeline_tui.formats.reading.forking import UnfinishedError
    from timeline_tui.formats.yaml import parsing_process

    if parsing_process.is_useful(text):
        checkpoint = document.checkpoint()
        with suppress(UnfinishedError):
            return parsing_process.read_apart(text, document, builder, _read)
        document.go_back(checkpoint)
    return _read(text, document, builder)


def _read(text: str, document: Document, builder: Builder) -> BrokenError | None:
    """Read ``text`` to its end or up to a syntax error, which is returned."""
    try:
        _feed(text, document, builder)
    except BrokenError as error:
        return error
    except (yaml.YAMLError, ValueError, OverflowError):
        return yaml_parser.failure(text, document)
    return None


def _recover(error: BrokenError, document: Document, builder: Builder) -> str:
    """Read the text again without the parts that have faults, and return it."""
    from timeline_tui.formats.yaml.yaml_recovery import Recovery  # most files have no fault

    recovery = Recovery(document)
    marker = stop_at_conflict(document)
    if marker is not None:
        builder.restart()
        text = recovery.before_conflict(marker, error.offset)
        _read(text, document, builder)
        return text
    checkpoint = document.checkpoint()
    fault: BrokenError | None = error
    while fault:
        document.go_back(checkpoint)
        recovery.leave_out(fault)
        recovery.report()
        builder.restart()
        builder.keys.update(recovery.keys)
        document.events_left_out = recovery.events()
        fault = _read(recovery.text, document, builder)
    return recovery.text


def _feed(text: str, document: Document, builder: Builder) -> None:
    """Pass all events of ``text`` to ``builder``.

    The loop repeats the common cases of `Builder.add` for plain scalars: a call for each scalar makes reading 10 %
    slower.
    """
    get = yaml_parser.make_parser(text).get_event
    node: Any = builder.node  # Any, because it is a mapping whenever builder.key is not None
    keys = builder.keys
    while True:
        event = get()
        kind = type(event)
        if kind is ScalarEvent:
            value, at = event.value, event.start_mark.index
            if event.style or event.anchor or event.tag or len(value) > MAX_SCALAR or value in _SPECIAL:
                _add_special(event, document, builder)
            elif (key := builder.key) is not None:
                node[key] = (builder.key_offset, at, value)
                builder.key = None
            elif type(node) is list and node is not builder.stream:
                node.append((at, value))
            elif type(node) is dict and (key := keys.get(value)) is not None and key not in node:
                builder.key, builder.key_offset = key, at
            else:
                builder.add(value, at)
        elif kind in _STARTS:
            if event.tag is not None:
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


def _add_special(event: Any, document: Document, builder: Builder) -> None:  # Any: as in yaml_parser.failure
    """Add a scalar that is null, is a merge key, is in quotes, has an anchor or a tag, or is too long."""
    value, at = event.value, event.start_mark.index
    if event.style in _QUOTES and event.start_mark.line < event.end_mark.line:
        _check_quote(event, document, builder)
    elif event.style in _BLOCKS and "- " in value and "title:" in value:
        _check_block(event, document)
    _check_tag(event, document)
    is_plain = event.implicit[0] and event.tag is None
    if is_plain and value in _NULLS:
        value = None
    else:
        value = builder.bounded(value, at)
    if event.anchor is not None:
        builder.anchors.set_text(event.anchor, value)
    if is_plain and value == "<<":
        builder.merge(at)
    else:
        builder.add(value, at)


def _check_quote(event: Any, document: Document, builder: Builder) -> None:  # Any: as in yaml_parser.failure
    """Raise BrokenError if the closing quote of a text of several lines is missing."""
    from timeline_tui.formats.yaml.yaml_recovery import swallows_entry  # few files have such texts

    start, end = event.start_mark.index, event.end_mark.index
    if swallows_entry(start, end, document.text, builder):
        hint = f"it is closed only on line {document.line(end)}"
        raise BrokenError(start, "this quote is not closed where it was meant to be", hint)


def _check_block(event: Any, document: Document) -> None:  # Any: as in yaml_parser.failure
    """Warn of a line in a block scalar on which an event begins."""
    found = re.compile(_EVENT_IN_TEXT).search(document.text, event.start_mark.index, event.end_mark.index)
    if found:
        hint = "if it is an event, put its dash into the column of the other dashes"
        document.warning(found.end(1), "this may be an event, but it is a part of the text before it", hint)


def make_readable(document: Document) -> None:
    """Replace characters that YAML does not allow by visible ones and remove byte order marks; report both.

    Otherwise libyaml would stop at the first character that is not allowed. It also stops at a tab on a blank line and
    before a comment, which YAML allows (1.2.2, section 6.7), so spaces replace such tabs.
    """
    if "\t" in document.text:
        document.text = re.sub(_BLANK_OR_COMMENT, lambda found: " " * len(found[0]), document.text)
    if "\ufeff" in document.text:
        marks = re.finditer(_MARK, document.text)
        places = (found.start() - number for number, found in enumerate(marks))  # offsets in the text without the marks
        document.text = re.sub(_MARK, "", document.text)
        message = "a byte order mark (U+FEFF) inside the file is left out"
        for place in document.listed(places, _MARKS, "warning"):
            document.warning(place, message, group=_MARKS)
    if is_clean(document.unusual_characters):
        return
    places = (found.start() for found in re.finditer(_REFUSED, document.text))
    for place in document.listed(places, _NOT_ALLOWED, "error"):
        name = f"U+{ord(document.text[place]):04X}"
        hint = "write it as an escape in double quotes, or remove it"
        document.error(place, f"the character {name} is not allowed in YAML", hint, _NOT_ALLOWED)
    shown = {character: clean(character) for character in set(re.findall(_REFUSED, document.text))}
    document.text = re.sub(_REFUSED, lambda found: shown[found[0]], document.text)


def _long_directives(text: str) -> BrokenError | None:
    """The fault of directives that are too long: the parser copies the prefix of a %TAG directive for every tag."""
    if "%" not in text or not (text.startswith("%") or any(f"{end}%" in text for end in _LINE_BREAKS)):
        return None
    length = 0
    for found in re.finditer(_DIRECTIVE, text):
        length += len(found[0])
        if length > MAX_DIRECTIVES:
            message = f"directives (%) of more than {MAX_DIRECTIVES:,} characters"
            return BrokenError(found.start(), message, "remove them: a timeline needs none")
    return None


def _check_tag(event: Any, document: Document) -> None:  # Any: as in yaml_parser.failure
    """Report a tag, unless it is the default tag of such a value."""
    if event.tag not in (None, "!", _STANDARD + _TAGS[type(event)]):
        shown = event.tag.replace(_STANDARD, "!!")
        hint = "remove it; to write text that begins with !, put it in quotes"
        document.error(event.start_mark.index, f"the tag {shown} is not supported", hint)


def _is_end(event: Any, get: Callable[[], Any]) -> bool:  # Any: as in yaml_parser.failure
    """Return whether the document ends here. Raises BrokenError if another document follows it."""
    if type(event) is DocumentEndEvent:
        _check_no_second_document(get)
    return type(event) in (DocumentEndEvent, StreamEndEvent)


def _check_no_second_document(get: Callable[[], Any]) -> None:  # Any: as in yaml_parser.failure
    """Raise BrokenError for a second document. An empty one is allowed, because some files end with ``---``."""
    start: Any = None
    while type(event := get()) is not StreamEndEvent:
        if type(event) is DocumentStartEvent:
            start = event
        elif type(event) is not DocumentEndEvent and not (type(event) is ScalarEvent and event.value in _NULLS):
            raise BrokenError(start.start_mark.index, *yaml_parser.SECOND)
