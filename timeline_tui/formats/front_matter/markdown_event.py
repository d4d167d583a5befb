"""A Markdown file with front matter as the node of one event."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NamedTuple

from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.cell_lists import Separators, split
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.foreign_table import text_of
from timeline_tui.formats.reading.key_meanings import key_meaning
from timeline_tui.formats.reading.meanings_lookup import senses
from timeline_tui.formats.reading.nodes import List, Map, Node
from timeline_tui.formats.yaml import yaml_syntax

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\r?$", re.MULTILINE)
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(.*))?")  # the name of a post of Jekyll
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_TITLE = re.compile(r"\A\s*#[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_OPEN = re.compile(r"---[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\n)*[\w-]+[ \t]*:(?:\s|\Z)")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\(<?((?:https?|mailto)[^()\s>]*)>?[^()\n]*\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])")
_QUOTED = re.compile(r"^>[ \t]?", re.MULTILINE)
_COMMAS = Separators(comma=True)
_DATES = frozenset(("date", "year"))

NOT_CLOSED = "its front matter is not closed, so it is not read"
CLOSE_IT = "write a line --- between the front matter and the text"
NO_FRONT_MATTER = "this Markdown file has no front matter, so it has no date"
WRITE_IT = "begin it with a line ---, then “date: 2024-06-13” and “title: …”, then a line ---"
TOML = "its front matter is TOML (+++), which is not read"
WRITE_YAML = "write it as YAML, between two lines of ---"


class MarkdownFault(NamedTuple):
    """The reason why a Markdown file is not an event."""

    message: str
    hint: str
    is_toml: bool = False


def node_of(document: Document) -> Map | MarkdownFault:
    """The fields of the event in ``document``, with offsets in it.

    The keys come from the front matter. Commas separate the topics in a text. ``title``, ``date`` and ``summary``
    are added if no key means them. A line of the front matter with a fault is left out, and
    ``document`` is broken then.
    """
    found = _FRONT.match(document.text)
    if not found:
        if _OPEN.match(document.text) and not document.broken:
            document.stop(0, NOT_CLOSED, CLOSE_IT)
        is_toml = _TOML.match(document.text) is not None
        return MarkdownFault(TOML, WRITE_YAML, True) if is_toml else MarkdownFault(NO_FRONT_MATTER, WRITE_IT)
    root = _front_matter(document, found.end(1))
    if root is None:
        return MarkdownFault(NO_FRONT_MATTER, WRITE_IT)
    body, at = document.text[found.end() :], found.end()
    heading = _TITLE.match(body)
    _add_date_and_title(root, PurePath(document.file).stem, heading[1] if heading else "", at)
    if heading and any(key_meaning(key) == "title" and value == plain(heading[1]) for key, (*_, value) in root.items()):
        body, at = body[heading.end() :], at + heading.end()  # the title is not repeated in the summary
    _split_topics(root)
    _add_summary(root, plain(body).strip(), at + len(body) - len(body.lstrip()))
    return root


def _add_date_and_title(root: Map, stem: str, heading: str, at: int) -> None:
    """Add the date from the name of the file, and the title from the first heading or the name, if they are missing."""
    meanings = {key_meaning(key) for key in root}
    dated = _DATED.fullmatch(stem)
    if dated and meanings.isdisjoint(_DATES):
        root["date"] = (0, 0, dated[1])
    if "title" not in meanings:
        name = dated[2] or "" if dated else stem
        if title := heading or _in_words(name):
            root["title"] = (at, at, plain(title))


def _split_topics(root: Map) -> None:
    """Make lists of the topics that are one text with commas."""
    for key, (place, offset, value) in root.items():
        if isinstance(value, str) and key_meaning(key) == "topics":
            names: List = [(offset, name) for name in split(value, _COMMAS)]
            root[key] = (place, offset, names)


def _front_matter(document: Document, end: int) -> Map | None:
    """The mapping before ``end``; None if there is another value."""
    events = _Events()
    builder = Builder(document, events)
    whole, document.text = document.text, document.text[:end]  # a YAML document may also begin with ---
    yaml_syntax.parse(document, builder)
    document.text = whole
    root = builder.root
    if not isinstance(root, dict):
        return None
    if "events" in root and events.items:
        place, at, _ = root["events"]
        root["events"] = (place, at, events.items)
    return root


class _Events:
    """A sink for a mapping: it keeps the items of the list ``events``, which are a value of the mapping."""

    def __init__(self) -> None:
        self.items: List = []

    def begin(self, root: Map) -> None:  # noqa: ARG002  # a sink
        """Forget the items: the list begins, or the text is read again."""
        self.items.clear()

    def event(self, node: Node, offset: int) -> None:
        """Keep one item."""
        self.items.append((offset, node))


def _add_summary(root: Map, body: str, at: int) -> None:
    """Add the body to the summary in the front matter; without one, the body is the summary."""
    if not body:
        return
    summaries = [(senses(key)[0], key) for key in root if key_meaning(key) == "summary" and text_of(root[key])]
    if not summaries:
        root["summary"] = (at, at, body)
        return
    _, key = min(summaries)  # the summary, if other keys have the same meaning
    place, offset, _ = root[key]
    text = text_of(root[key])
    root[key] = (place, at, body) if text in body else (place, offset, f"{text}\n\n{body}")


def _in_words(slug: str) -> str:
    """The name of a file as a title."""
    words = re.sub(r"[-_\s]+", " ", slug).strip()
    return words[:1].upper() + words[1:]


def plain(text: str) -> str:
    """Markdown as plain text: without marks of headings, emphasis and quotations.

    Links keep their addresses. Images stay as they are written, so that their addresses are not taken for sources.
    """
    if "](" in text:
        text = _LINK.sub(r"\1 (\2)", text)
    if "#" in text:
        text = _HEADING.sub(r"\1", text)
    if ">" in text:
        text = _QUOTED.sub("", text)
    if "*" in text or "__" in text:  # 2,000 short notes take 60 ms less
        text = _STRONG.sub(lambda found: found[2] or found[3], text)
    return text
