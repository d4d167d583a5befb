"""The text of a Markwhen event, after the date and below it, with its tags, links and images."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_TAG = re.compile(r"(?:^|(?<=\s))#(?![0-9]+(?:\s|$))(\w+)")
_WHOLE_TAG = re.compile(r"#(?![0-9]+$)\w+")
_LINK = re.compile(r"(!?)\[([^\[\]<>\n]{0,500})\]\(([^\s()<>]{1,2000})\)")
_CHECKBOX = re.compile(r"\[[xX ]?\](?=\s|$)")
_ID = re.compile(r"(?:^|(?<=\s))!(\w+)(?=\s|$)")
_NO_TAG = re.compile("[^A-Za-z0-9]+")


class MarkwhenText(NamedTuple):
    """A text, its tags without ``#``, its links as (title, address, "image" or ""), and its id."""

    text: str
    tags: tuple[str, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    id: str = ""


def title(text: str) -> MarkwhenText:
    """The first line of an event or section. Tags at its end are not part of the text."""
    text, links = _without_links(_CHECKBOX.sub("", text.strip(), count=1) if text.lstrip()[:1] == "[" else text.strip())
    found = _ID.search(text)
    if found:
        text = text[: found.start()] + text[found.end() :]
    tags = tuple(dict.fromkeys(_TAG.findall(text)))
    words = text.split(" ")
    while words and (not words[-1] or _WHOLE_TAG.fullmatch(words[-1])):
        words.pop()
    return MarkwhenText(_TAG.sub(r"\1", " ".join(words)).strip(), tags, links, found[1] if found else "")


def read_lines(lines: Iterable[str]) -> MarkwhenText:
    """The lines below an event. Tags stay in the text."""
    text, links = _without_links("\n".join(line.strip() for line in lines).strip())
    return MarkwhenText(text, tuple(dict.fromkeys(_TAG.findall(text))), links)


def printable_title(text: str) -> str:
    """``text`` with spaces inserted so that it contains no tag, link or id."""
    text = re.sub(r"#(?=\w)", "# ", text)
    text = re.sub(r"!(?=\w)", "! ", text)
    return re.sub(r"\](?=\()", "] ", text)


@lru_cache(maxsize=1024)
def tag(name: str) -> str:
    """``#security_agreement`` for a name; "" if no Latin letter is left, because Markwhen needs one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    word = _NO_TAG.sub("_", plain).strip("_")
    return f"#{word}" if word and not word.isdigit() else ""


def _without_links(text: str) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The text with each link replaced by its title and each image removed, and the links."""
    if "](" not in text:
        return text, ()
    links = tuple((found[2], found[3], "image" if found[1] else "") for found in _LINK.finditer(text))
    return _LINK.sub(lambda found: "" if found[1] else found[2], text).strip(), links
