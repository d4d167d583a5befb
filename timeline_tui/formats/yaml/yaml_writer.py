"""Write plain data as YAML that is easy to read, and that YAML 1.1 and 1.2 readers take for the same text.

Text with line breaks becomes a literal block, long text is folded, and other text is plain if that is safe, else in
quotes. Numbers and dates are plain, although other readers convert them. Short lists and mappings are in brackets, on
one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from timeline_tui.formats.writing.dump import Plain

_WIDTH = 100  # characters of a line
_STEP = 2  # spaces of indentation for each level
# Longer keys are written as “? key”: without the question mark, YAML allows 1,024 characters.
_LONGEST_KEY = 500
# The main content of the file: each field of these items has a line of its own, even if the item is short.
_BLOCK_LISTS = ("events", "quotes")
# Top-level keys with a blank line before them.
_SECTIONS = ("sources", "events")

_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
# Text that needs no quotes: it begins with a letter, a digit or a character that has no meaning in YAML, and contains
# nothing that looks like a key or a comment.
_PLAIN = re.compile(r"(?:[^\W_]|[(/$€£¥¶§“‘«„「（+]|\.(?!\.\.)|-(?=[0-9]))(?:[^:#\s]|:(?=\S)|(?<=\S)#|[ ](?=\S))*")
_PLAIN_IN_FLOW = re.compile(r"[^,?:\[\]{}]*")
# Text that some readers take for null or a boolean. Numbers and dates stay plain, because this program reads them as
# text.
_AMBIGUOUS = re.compile(r"null|y|n|yes|no|on|off", re.IGNORECASE)
_ONE_SPACE = re.compile(r"(?<! ) (?! )")


def write(plain: dict[str, Plain]) -> str:
    """Return ``plain`` as a YAML document that ends with one newline."""
    lines: list[str] = []
    for key, value in plain.items():
        if key in _SECTIONS and lines:
            lines.append("")
        lines += _pair(key, value, 0, in_flow=True)
    return "\n".join(lines) + "\n"


def item(value: Plain) -> str:
    """Return ``value`` as an item of the list of events, with a line feed at its end."""
    return "\n".join(_value(" " * _STEP + "-", value, _STEP, in_flow=False)) + "\n"


def pair(key: str, value: Plain) -> str:
    """Return a key and its value as an entry of a mapping at the top level, with a line feed at its end."""
    return "\n".join(_pair(key, value, _STEP)) + "\n"


def quoted_in_flow(text: str) -> str:
    """Return ``text`` as it is written inside brackets: in quotes if that is necessary."""
    return _scalar(text, in_flow=True)


def _pair(key: str, value: Plain, indent: int, *, in_flow: bool = False) -> Iterator[str]:
    """The lines of a key and its value. ``in_flow``: a mapping is in brackets if it fits."""
    pad = " " * indent
    name = _scalar(key)
    if len(name) <= _LONGEST_KEY:
        head = f"{pad}{name}:"
    else:
        yield f"{pad}? {name}"
        head = f"{pad}:"
    if isinstance(value, list) and value:
        yield from _list(head, value, indent, is_block=key in _BLOCK_LISTS)
    else:
        yield from _value(head, value, indent, in_flow=in_flow)


def _value(head: str, value: Plain, indent: int, *, in_flow: bool = True) -> Iterator[str]:
    """The lines of ``head`` and a value. ``head`` is a key with its colon, or the dash of an item, at ``indent``."""
    if isinstance(value, dict) and value:
        flow = _flow(value) if in_flow else None
        if flow and len(head) + 1 + len(flow) <= _WIDTH:
            yield f"{head} {flow}"
        else:
            yield from _mapping(head, value, indent)
    elif isinstance(value, list) and value:
        yield from _list(head, value, indent)
    elif isinstance(value, str):
        yield from _text(head, value, indent)
    else:
        yield f"{head} {_inline(value)}"


def _mapping(head: str, value: dict[str, Plain], indent: int) -> Iterator[str]:
    inner = indent + _STEP
    tables = [part for part in value.values() if isinstance(part, dict)]
    in_flow = _all_fit(tables, inner + max(map(len, value), default=0) + 2)
    lines = [line for key, part in value.items() for line in _pair(key, part, inner, in_flow=in_flow)]
    if head.endswith("-"):
        lines[0] = f"{head} {lines[0][inner:]}"
    else:
        yield head
    yield from lines


def _list(head: str, value: list[Plain], indent: int, *, is_block: bool = False) -> Iterator[str]:
    flow = _flow(value)
    if flow and len(head) + 1 + len(flow) <= _WIDTH:
        yield f"{head} {flow}"
        return
    yield head
    dash = " " * (indent + _STEP) + "-"
    in_flow = not is_block and _all_fit([part for part in value if isinstance(part, dict)], len(dash) + 1)
    for number, item in enumerate(value):
        if number and is_block and indent == 0:
            yield ""
        yield from _value(dash, item, indent + _STEP, in_flow=in_flow)


def _all_fit(mappings: list[dict[str, Plain]], used: int) -> bool:
    """Whether each of ``mappings`` fits in brackets after ``used`` characters. If not, none is put in brackets."""
    flows = [_flow(mapping) for mapping in mappings]
    return all(flow is not None and used + len(flow) <= _WIDTH for flow in flows)


def _flow(value: dict[str, Plain] | list[Plain]) -> str | None:
    """A list or mapping of scalars in brackets; None if it has nested values, or text too long for one line."""
    parts = list(value.values() if isinstance(value, dict) else value)
    if len(parts) > _WIDTH or any(isinstance(part, (dict, list)) and part for part in parts):
        return None
    if any(isinstance(part, str) and ("\n" in part or len(part) > _WIDTH) for part in parts):
        return None
    if isinstance(value, list):
        return "[" + ", ".join(_inline(part) for part in parts) + "]"
    if any(len(key) > _WIDTH for key in value):
        return None
    return "{" + ", ".join(f"{_scalar(key, in_flow=True)}: {_inline(part)}" for key, part in value.items()) + "}"


def _inline(value: Plain) -> str:
    """A scalar, or an empty list or mapping, on the line of its key or inside brackets."""
    if isinstance(value, str):
        return _scalar(value, in_flow=True)
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else "{}" if isinstance(value, dict) else "[]"


def _text(head: str, text: str, indent: int) -> Iterator[str]:
    """The lines of ``head`` and a text, in the style that is easiest to read."""
    pad = " " * (indent + _STEP)
    if "\n" in text and _can_be_literal(text):
        yield f"{head} |" if text.endswith("\n") else f"{head} |-"
        for line in text.removesuffix("\n").split("\n"):
            yield f"{pad}{line}" if line else ""
        return
    if len(head) + 1 + len(text) > _WIDTH and " " in text and _can_be_folded(text):
        lines = _folded(text, _WIDTH - len(pad))
        if len(lines) > 1:
            yield f"{head} >-"
            yield from (f"{pad}{line}" for line in lines)
            return
    yield f"{head} {_scalar(text)}"


def _can_be_literal(text: str) -> bool:
    """Whether a literal block keeps ``text`` exactly.

    The first line must not be empty or indented, the last one not empty, and no line may have only white space.
    """
    lines = text.removesuffix("\n").split("\n")
    has_plain_ends = lines[0][:1] not in ("", " ") and lines[-1] != ""
    return has_plain_ends and not any(line.isspace() for line in lines) and not _UNPRINTABLE.search(text)


def _can_be_folded(text: str) -> bool:
    return text[0] != " " and text[-1] != " " and "\n" not in text and not _UNPRINTABLE.search(text)


def _folded(text: str, room: int) -> list[str]:
    """``text`` in lines of at most ``room`` characters, if its words allow it.

    Lines are broken only at single spaces, because a reader turns a line break into one space.
    """
    lines = [""]
    for word in _ONE_SPACE.split(text):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines


def _scalar(text: str, *, in_flow: bool = False) -> str:
    """A text on one line: plain if that is safe, else in quotes."""
    is_printable = not _UNPRINTABLE.search(text)
    if is_printable and _is_plain(text) and (not in_flow or _PLAIN_IN_FLOW.fullmatch(text)):
        return text
    if is_printable and "\n" not in text and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and not _AMBIGUOUS.fullmatch(text)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"  # a lone surrogate, which YAML cannot represent
    return _SHORT_ESCAPES.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
