"""Finds text that YAML reads as a comment, because it has # after a space: “One #2 of a series” is “One”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import yaml

HINT = "put the text in quotes; a comment has a space after #"
# The search begins with #, which is 40 times as fast as with the space before it.
_COMMENT = re.compile(r"#(?<=[ \t]#)(?=[^\s#!])")
# The beginning of a line that ends inside quotes: with it, 20,000 titles with # in quotes are parsed only once.
# Compiled at its first use, which takes 0.2 ms.
_IN_QUOTES = r"""[ ]*(?:-[ ]+)*(?:[\w -]+:[ ]+)?(?:"(?:[^"\\]|\\.)*|'[^']*)$"""
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)


def comment_after(text: str, offset: int) -> int | None:
    """Where a comment without a space after # begins on the line at ``offset``, after it; None if there is none."""
    end = text.find("\n", offset)
    found = _COMMENT.search(text, offset, end if end >= 0 else len(text))
    return found.start() if found else None


def comments_in_values(text: str, make_parser: Callable[[str], Any]) -> Iterator[int]:
    """The offset of each comment that follows a plain value on its line and has no space after #.

    Only the parser knows whether # is inside quotes. It parses ``text`` again, if a line has such a # after other
    text, up to the last one or to the first fault.
    """
    places = iter([found.start() for found in _COMMENT.finditer(text) if _is_after_text(text, found.start())])
    place = next(places, None)
    if place is None:
        return
    get = make_parser(text).get_event
    last: Any = None  # PyYAML's events have no common attributes that a type could state
    with suppress(yaml.YAMLError, ValueError, OverflowError):
        while place is not None and (event := get()):
            is_end = type(event) is yaml.StreamEndEvent
            while place is not None and (is_end or event.start_mark.index > place):
                if not isinstance(event, _STARTS) and _follows(last, text, place):
                    yield place
                place = next(places, None)
            last = event


def _is_after_text(text: str, place: int) -> bool:
    before = text[text.rfind("\n", 0, place) + 1 : place]
    return not before.isspace() and not before.lstrip().startswith("#") and not re.match(_IN_QUOTES, before)


def is_quoted(event: Any) -> bool:
    """Whether an event of PyYAML is a scalar that is not plain."""
    return isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"', "|", ">")


def _follows(event: Any, text: str, place: int) -> bool:
    """Whether ``event`` is a plain scalar that ends on the line of ``place``. An empty one ends after its key."""
    is_plain = type(event) is yaml.ScalarEvent and not is_quoted(event)
    return is_plain and "\n" not in text[event.end_mark.index : place]
