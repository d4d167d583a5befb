"""Read one JSON value (RFC 8259) with the position of every key and value in it.

Numbers, ``true`` and ``false`` become text as written in the file; ``null`` becomes None.
"""

from __future__ import annotations

import json
import re

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import MAX_SCALAR, BrokenError, Node

_TEXT = r'"([^"\\\x00-\x1f]*)"'  # a string without escapes, which is the common case
_SIMPLE = re.compile(_TEXT)
_WS = r"[ \t\n\r]*"
_TEXTS = _TEXT.replace("(", "").replace(")", "")
# A key with a string or a list of strings, up to the next key or the end of the object. No string has escapes.
_MEMBER = re.compile(
    rf"{_TEXT}{_WS}:{_WS}(?:{_TEXT}|(\[{_WS}{_TEXTS}(?:{_WS},{_WS}{_TEXTS})*{_WS}\])){_WS}(?:,{_WS}(?=\")|(?=\}}))"
)
_STRING = re.compile(r'"[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*"')
_KEY = re.compile(r'"([^"\\\x00-\x1f]*)"[ \t\n\r]*:')
_LITERAL = re.compile(r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-])")
_WORD = re.compile(r"[\w.+-]+")
_CONTROL = re.compile(r"[\x00-\x1f]")
COMMAS = "commas with nothing after them"
"""A group of faults."""
_CONTROLS = "control characters"  # a group of faults
_decode = json.JSONDecoder().raw_decode
_CLOSING = {"{": "}", "[": "]"}


class JsonScanner:
    """Reads the value of ``text`` between two offsets; ``at`` is the current offset."""

    def __init__(self, document: Document, builder: Builder, start: int, end: int) -> None:
        self.document = document
        self.text = document.text
        self.builder = builder
        self.at = start
        self.end = end
        self.open: list[tuple[str, int]] = []  # of each open container (closing bracket, offset of the opening one)

    def go_on(self, offset: int) -> None:
        """Go on at ``offset``, in the containers that are open in the builder."""
        self.at = offset
        missing = self.builder.depth - len(self.open)
        self.open = [*self.open[: self.builder.depth], *[("]", offset)] * missing]

    def at_end(self) -> bool:
        self.skip()
        return self.at >= self.end

    def expect_end(self, hint: str) -> None:
        if not self.at_end():
            raise BrokenError(self.at, "something follows the end", hint)

    def skip(self) -> str:
        """Skip white space. Return the next character without reading it, or "" at the end."""
        text, at, end = self.text, self.at, self.end
        while at < end and text[at] in " \t\n\r":
            at += 1
        self.at = at
        return text[at] if at < end else ""

    def value(self) -> None:
        """Read one value, with all values nested in it."""
        text, builder = self.text, self.builder
        while True:
            offset = self.at
            character = text[offset] if offset < self.end else ""
            if character == '"':
                builder.add(self.string(), offset)
            elif character and character in "{[":
                builder.open({} if character == "{" else [], offset)
                closing = _CLOSING[character]
                self.open.append((closing, offset))
                self.at += 1
                if self.skip() != closing and (character == "[" or self.members()):
                    continue
            else:
                builder.add(self.literal(), offset)
            if not self.next():
                return

    def next(self) -> bool:
        """Close the containers that end here, and go to the next value. Return False if there is none."""
        while self.open:
            character = self.skip()
            closing, opened = self.open[-1]
            if character == closing:
                self.builder.close()
                self.open.pop()
                self.at += 1
            elif character == ",":
                comma = self.at
                self.at += 1
                if self.skip() == closing:
                    hint = "remove it: JSON does not allow it there"
                    self.document.error(comma, "a comma with nothing after it", hint, COMMAS)
                    continue
                if closing == "]" or self.members():
                    return True
            elif not character:
                noun = "list" if closing == "]" else "object"
                raise BrokenError(opened, f"this {noun} is not closed", f"put {closing} where it ends")
            else:
                raise self.unexpected(f"a comma or {closing}")
        return False

    def members(self) -> bool:
        """Read members of an object while key and value are simple, then the key of the next one.

        Return False if the object ended, True if a value comes next.
        """
        builder, text, end = self.builder, self.text, self.end
        node, keys, at = builder.node, builder.keys, self.at
        assert isinstance(node, dict)
        while found := _MEMBER.match(text, at, end):
            key = keys.get(found[1])
            value: Node = found[2]
            if key is None or key in node or key == "events" or found.end() - at > MAX_SCALAR:
                break
            if value is None:
                value = [(item.start(), item[1]) for item in _SIMPLE.finditer(text, *found.span(3))]
                node[key] = at, found.start(3), value
            else:
                node[key] = at, found.start(2) - 1, value
            at = found.end()
            if text[at] == "}":
                self.at = at
                return False
        self.at = at
        self.key()
        return True

    def key(self) -> None:
        """Read a key and its colon, and go to its value."""
        offset = self.at
        found = _KEY.match(self.text, offset, self.end)
        if found:
            self.builder.add(found[1], offset)
            self.at = found.end()
        else:
            if self.text[offset : offset + 1] != '"':
                raise self.unexpected("a key in double quotes")
            self.builder.add(self.string(), offset)
            if self.skip() != ":":
                raise self.unexpected("a colon")
            self.at += 1
        self.skip()

    def string(self) -> str:
        offset = self.at
        found = _STRING.match(self.text, offset, self.end)
        if not found:
            hint = 'close it with "; a line break in it is \\n'
            raise BrokenError(offset, "this text is not closed on its line", hint)
        self.at = found.end()
        try:
            value, _ = _decode(found[0])
        except json.JSONDecodeError:
            value = self.decode_leniently(found[0], offset)
        return self.builder.bounded(value, offset)

    def decode_leniently(self, literal_text: str, offset: int) -> str:
        """Decode a string that may have unescaped control characters, and report these.

        Raises BrokenError for a wrong escape.
        """
        places = (offset + found.start() for found in _CONTROL.finditer(literal_text))
        for place in self.document.listed(places, _CONTROLS, "error"):
            code = ord(self.text[place])
            message = f"the character U+{code:04X} is not allowed in JSON"
            self.document.error(place, message, f"write it as \\u{code:04x}", group=_CONTROLS)
        try:
            value = json.loads(literal_text, strict=False)
        except json.JSONDecodeError as error:
            raise BrokenError(offset + error.pos, "no such escape", r"write \\ for a backslash") from None
        assert isinstance(value, str)
        return value

    def literal(self) -> str | None:
        offset = self.at
        found = _LITERAL.match(self.text, offset, self.end)
        if not found:
            raise self.unexpected("a value")
        self.at = found.end()
        return None if found[0] == "null" else self.builder.bounded(found[0], offset)

    def unexpected(self, expected: str) -> BrokenError:
        """Return the error for the text at the current offset, where JSON requires ``expected``."""
        rest = self.text[self.at : self.at + 2]
        if not rest or self.at >= self.end:
            return BrokenError(self.at, f"the text ends where {expected} is expected")
        word = _WORD.match(self.text, self.at, min(self.end, self.at + 40))
        if rest[0] == "'":
            hint = 'JSON uses double quotes: "…"'
        elif rest in ("//", "/*") or rest[0] == "#":
            hint = "JSON has no comments"
        else:
            hint = f'put text in double quotes: "{word[0]}"' if word else ""
        return BrokenError(self.at, f"{expected} is expected here, not “{word[0] if word else rest[0]}”", hint)
