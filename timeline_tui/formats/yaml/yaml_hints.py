"""Turn the errors of YAML parsers into messages about the likely mistake, at the place of the mistake."""

from __future__ import annotations

import re
from typing import Any

import yaml

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.key_hints import slip
from timeline_tui.formats.reading.nodes import MAX_DEPTH, BrokenError
from timeline_tui.formats.yaml.yaml_columns import out_of_column
from timeline_tui.formats.yaml.yaml_comments import HINT as COMMENT_HINT
from timeline_tui.formats.yaml.yaml_comments import comment_after, is_quoted

_QUOTE_IT = "put the whole value in quotes"
_COLUMNS = "the keys of a mapping start in one column; so do the dashes of a list"
_FOLLOWED = {
    '"': ("text follows the closing quote", f'{_QUOTE_IT}; inside "…" write \\" for a quote'),
    "'": ("text follows the closing quote", f"{_QUOTE_IT}; inside '…' write '' for a quote"),
    "]": ("text follows the closing bracket", f"to write text that begins with [, {_QUOTE_IT}"),
    "}": ("text follows the closing brace", "to write text that begins with {, " + _QUOTE_IT),
    "*": ("text follows an alias", f"to write text that begins with *, {_QUOTE_IT}"),
}

# (words in an error of libyaml or PyYAML, whether the mistake is at its context mark, our message, our hint)
_MEANINGS = (
    ("quoted scalar found unexpected end of stream", True, "this quote is never closed", "close it, or remove it"),
    ("alias", True, "a value cannot begin with *", f"* refers to an &anchor; {_QUOTE_IT}"),
    ("directive", True, "a line cannot begin with %", "put the text in quotes"),
    ("tag", True, "a value cannot begin with !", "remove it, or put the text in quotes"),
    ("unexpected document", True, "this quote is not closed before the line “---”", "close it"),
    ("decimal number", False, "this escape has too few digits", r"write \\ for a backslash, or use '…'"),
    ("mapping keys are not allowed", False, "a value cannot begin with ?", _QUOTE_IT),
    ("anchor", True, "a value cannot begin with &", f"& names an anchor; {_QUOTE_IT}"),
    ("invalid unicode character escape code", False, "this escape is not a character", "write the character itself"),
    ("found unknown escape character", False, "no such escape", r"write \\ for a backslash, or use '…'"),
    ("scanning a block scalar", False, "text after > or | begins on the next line", f"or {_QUOTE_IT}"),
    ("could not find expected ':'", True, "a key without “:”", "write “key: value”; if it is text, indent it"),
    ("sequence entries are not allowed", False, "a list cannot begin here", "begin it on the next line, or use quotes"),
    ("maximum nesting depth", False, f"nested more than {MAX_DEPTH} levels deep", ""),  # libyaml itself stops at 1,000
    ("incompatible yaml document", False, "this version of YAML is not supported", "remove the line with %"),
)
# Words in an error that a comment in place of text can cause: the closing bracket, or the rest of a text, is missing.
_CUT_OFF = ("flow", "expected ',' or", "did not find expected key", "expected <block end>")
_BLANKS = r"[ ]*([\t\u00a0\u1680\u2000-\u200a\u202f\u3000])"


def explain(error: yaml.YAMLError, last: Any, document: Document) -> BrokenError:
    """Return the mistake that probably caused ``error``.

    ``last`` is the last event that the parser returned, with start_mark and end_mark; None if it returned none.
    """
    text = document.text
    if not isinstance(error, yaml.MarkedYAMLError):
        return BrokenError(getattr(error, "position", 0), "this cannot be read as YAML", "save the file as UTF-8 text")
    mark = error.problem_mark or error.context_mark
    offset = mark.index if mark else 0
    context = error.context_mark.index if error.context_mark else offset
    reason = re.sub(", but (?:found|got) .*", "", f"{error.context or ''} {error.problem or ''}".lower())
    return (
        blank(text, offset)
        or _comment(reason, text, offset, context, last)
        or _slip(reason, text, offset, context)
        or _colon(reason, text, offset, document)
        or _first_character(reason, text, offset)
        or _known(reason, text, offset, context)
        or _followed(text, offset, last, document)
        or _bracket(text, context)
        or out_of_column(text, offset, document)
        or _structure(reason, offset)
    )


def blank(text: str, offset: int) -> BrokenError | None:
    """The fault of a tab, or a space other than U+0020, in the indentation of the line at ``offset``; else None."""
    start = _line_start(text, offset)
    found = re.compile(_BLANKS).match(text, start)
    if not found or found.end() > offset + 1:
        return None
    if found[1] == "\t":
        return BrokenError(found.start(1), "a tab in the indentation", "indent with spaces")
    name = "no-break space" if found[1] == "\u00a0" else "space of another kind"
    return BrokenError(
        found.start(1), f"a {name} (U+{ord(found[1]):04X}) in the indentation", "indent with plain spaces"
    )


def _comment(reason: str, text: str, offset: int, context: int, last: Any) -> BrokenError | None:
    """A comment that was probably meant as text: after an open bracket, or between the last event and the fault."""
    if last is None or is_quoted(last) or not any(words in reason for words in _CUT_OFF):
        return None
    for start in (last.end_mark.index, *([context] if text[context : context + 1] in ("[", "{") else [])):
        place = comment_after(text, start)
        if place is not None and place < offset:
            return BrokenError(place, "# begins a comment here", COMMENT_HINT)
    return None


def _slip(reason: str, text: str, offset: int, context: int) -> BrokenError | None:
    """A key without a colon or the space after it. The key may be on the line before the error.

    Then YAML reads both lines as one text, up to the colon of the second.
    """
    if "could not find expected ':'" in reason:
        start = _line_start(text, context)
    elif "mapping values are not allowed" in reason and not re.search(r":\s", text[_line_start(text, offset) : offset]):
        start = _line_start(text, len(text[: _line_start(text, offset)].rstrip()))
    else:
        return None
    key = re.compile(r"[ ]*(?:-[ ]+)*").match(text, start)
    assert key is not None  # it matches an empty text
    found = slip(text[key.end() :].partition("\n")[0].rstrip())
    return BrokenError(key.end(), *found) if found else None


def _colon(reason: str, text: str, offset: int, document: Document) -> BrokenError | None:
    """The fault of a colon in text, or of a key that is indented so far that it continues the text before it."""
    if "mapping values are not allowed" not in reason:
        return None
    before = text[_line_start(text, offset) : offset]
    if re.search(r":\s", before):
        return BrokenError(offset, "a second “: ” in one value", f'{_QUOTE_IT}: "…"')
    if fault := out_of_column(text, offset, document):
        return BrokenError(fault.offset, fault.message, f"{fault.hint}; if it is text, {_QUOTE_IT}")
    return BrokenError(offset, "“: ” in text that begins on a line before", f'{_QUOTE_IT}: "…"')


def _first_character(reason: str, text: str, offset: int) -> BrokenError | None:
    """A character that no plain value can begin with."""
    character = text[offset : offset + 1]
    if "cannot start any token" in reason and character == "\t":
        return BrokenError(offset, "a tab before a value", "write a space")
    if "cannot start any token" in reason:
        return BrokenError(offset, f"a value cannot begin with {character}", _QUOTE_IT)
    if "node content" in reason and not text[offset:].strip():
        return BrokenError(offset, "the file ends too early", "a bracket, a brace or a quote before this is not closed")
    if "node content" in reason and character and character in ",]}":
        return BrokenError(offset, f"a value cannot begin with {character}", f"{_QUOTE_IT}, or correct the brackets")
    return None


def _known(reason: str, text: str, offset: int, context: int) -> BrokenError | None:
    for words, at_context, message, hint in _MEANINGS:
        if words in reason:
            place = context if at_context else offset
            return BrokenError(text.rfind("\\", 0, place + 1) if "escape" in message else place, message, hint)
    return None


def _followed(text: str, offset: int, last: Any, document: Document) -> BrokenError | None:
    """Text that follows a complete value, often because a quote or bracket was closed too early or too late."""
    if last is None or text[last.end_mark.index : offset].strip(" "):
        return None
    start, end = last.start_mark.index, last.end_mark.index
    first, final = text[start : start + 1], text[end - 1 : end]
    if first in ("'", '"') and document.line(start) < document.line(end):
        hint = f"it is closed only on line {document.line(end)}"
        return BrokenError(start, "this quote is not closed where it was meant to be", hint)
    meaning = _FOLLOWED.get("*" if first == "*" else final)
    return BrokenError(offset, *meaning) if meaning and document.line(end) == document.line(offset) else None


def _bracket(text: str, context: int) -> BrokenError | None:
    character = text[context : context + 1]
    if character and character in "[{":
        return BrokenError(context, f"this {character} is not closed", f"close it, or {_QUOTE_IT}")
    return None


def _structure(reason: str, offset: int) -> BrokenError:
    if "expected '-'" in reason:
        return BrokenError(offset, "an item of the list is expected here", _COLUMNS)
    if "key" in reason or "block end" in reason:
        return BrokenError(offset, "no key is expected here", f"correct the indentation: {_COLUMNS}")
    if "document start" in reason:
        message = "this is further left than the lines before it"
        return BrokenError(offset, message, "if it belongs to the text before it, begin it in the same column")
    if "indentation" in reason:
        return BrokenError(offset, "a tab in the indentation", "indent with spaces")
    if "flow" in reason:
        return BrokenError(offset, "a value is expected here", "put it in quotes, or close the bracket before it")
    return BrokenError(offset, "this cannot be read as YAML", f"{_QUOTE_IT}, or correct the indentation")


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
