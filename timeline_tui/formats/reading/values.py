"""Nodes of one value → text, names, dates: what of it is sound, and a problem for what is not.

Each reader takes (node, its offset, its field) and gives a falsy value for what is absent or unsound; the field's name
and what that leaves out are in the problem.
"""

from __future__ import annotations

import unicodedata

from timeline_tui.dates.edtf import edtf_range, two_years
from timeline_tui.dates.when import DateError, Precision, When, parse
from timeline_tui.formats.reading.document import HIDDEN, Document
from timeline_tui.formats.reading.nodes import List, Node
from timeline_tui.model.fields import ENTRIES, Field, Kind
from timeline_tui.model.timeline import STANCES, Entries, Value
from timeline_tui.query.syntax import QueryError, parse_query
from timeline_tui.text.spelling import nearest
from timeline_tui.text.text import Change, changes, clean, clean_line, on_a_line
from timeline_tui.text.web_addresses import addresses, is_address

_EXPECTED: dict[Kind, str] = {
    "line": "text",
    "text": "text",
    "address": "an address",
    "lines": "text or a list of texts",
    "query": "the text of a query",
    "date": "a date",
    "stance": "one word",
    "count": "a whole number",
    "aliases": "a mapping of other names to names",
    "sources": "a mapping of keys to sources",
    "source": "a key, an address or a source",
    "views": "a list of views",
    "events": "a list of events",
    "quotes": "a list of quotes",
    "citations": "a list of keys, addresses and sources",
    "relations": "a list of ids and relations",
    "extract": "a mapping",
}
_LEFT_OUT = {field: f"the {entry.noun} is left out" for entry in ENTRIES for field in entry.fields if field.required}
_SPACE = "write a space in an address as %20; other words belong to the title or note"
_RECURRING = 40  # characters of a text that may be a name, and comes again then


def is_absent(node: Node) -> bool:
    """Whether a node is as good as none."""
    return node is None or (isinstance(node, str) and (not node or node.isspace()))


def found(node: Node) -> str:
    """What a node is, for a message."""
    if isinstance(node, dict):
        return "a mapping"
    if isinstance(node, list):
        return "a list"
    return "nothing" if node is None else "text"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


class Values:
    """Reads the values of one document.

    ``verbatim``: they stand in it as they are, but for escapes with a backslash.
    """

    def __init__(self, document: Document, *, verbatim: bool = False) -> None:
        self._document = document
        self._verbatim = verbatim
        self._lines: dict[str, str] = {}  # names recur: each is cleaned once, and kept in memory once
        self._dates: dict[str, When] = {}
        self._like_years: dict[str, int] = {}  # seasons that look like two years, and where each stands first
        self._has_other_seasons = False

    def line(self, node: Node, offset: int, field: Field) -> str:
        """Text on one line."""
        if type(node) is str:
            known = self._lines.get(node)
            return self._line(node, offset) if known is None else known
        self.mistaken(node, offset, field)
        return ""

    def address(self, node: Node, offset: int, field: Field) -> str:
        """A line that should be one web address; a warning tells if there are words or other addresses with it."""
        line = self.line(node, offset, field)
        if (" " in line or line.count("://") > 1) and not is_address(line) and (parts := addresses(line)):
            message = f"{field.name} is one address, without white space"
            urls = [url for _, url in parts if url]
            hint = f"give each a source of its own: {', '.join(urls)}" if len(urls) > 1 else _SPACE
            self._document.warning(offset, message, hint)
        return line

    def text(self, node: Node, offset: int, field: Field) -> str:
        """Text that may have several lines; white space around it is none of it."""
        if type(node) is str:
            return self.cleaned(node, offset).strip()
        self.mistaken(node, offset, field)
        return ""

    def lines(self, node: Node, offset: int, field: Field) -> tuple[str, ...]:
        """Some lines, or the only one."""
        items: List = node if type(node) is list else [(offset, node)]
        try:
            return tuple([self._lines[item] for _, item in items])  # type: ignore[index]  # as a rule, all are known
        except (KeyError, TypeError):
            return tuple([line for at, item in items if (line := self.line(item, at, field))])

    def date(self, node: Node, offset: int, field: Field) -> When | None:
        """A date in EDTF."""
        if type(node) is not str:
            self.mistaken(node, offset, field)
            return None
        known = self._dates.get(node)
        if known is None:
            text = clean_line(node)
            if not text:
                return None
            try:
                known = parse(text)
            except DateError as error:
                place = self._document.inside(offset, node, error.offset)
                self.fault(place, field, f"{_short(text)}: {error.message}", error.hint)
                return None
            if Precision.SEASON in (known.precision, known.end and known.end.precision):
                self._note_season(text, offset)
            self._dates[node] = known
        return known

    def report_like_years(self) -> None:
        """Warn of seasons that are probably two years: to be called when all dates have been read.

        ``1923-24`` is the winter of 1923. A file in which some season looks like no two years uses seasons on purpose.
        """
        if self._has_other_seasons or self._document.broken:
            return
        for text, place in self._like_years.items():
            when = parse(text)
            hint = f"write {two_years(text)} for the years"
            if not (when.approximate or when.uncertain):
                hint += f", {edtf_range(when.earliest, when.latest)} for the season"
            self._document.warning(place, f"{text} is {when.label} in EDTF, not two years", hint)

    def query(self, node: Node, offset: int, field: Field) -> str | None:
        """The text of a query; it may be empty, so nothing is None."""
        if type(node) is not str:
            self.mistaken(node, offset, field)
            return None
        text = self.line(node, offset, field)
        try:
            parse_query(text)
        except QueryError as error:
            place = self._document.inside(offset, node, error.column - 1)
            self.fault(place, field, f"the query is wrong: {error.message}", error.hint)
            return None
        return text

    def stance(self, node: Node, offset: int, field: Field) -> str:
        """One of model.STANCES."""
        word = self.line(node, offset, field)
        if not word or word in STANCES:
            return word
        near = nearest(word, STANCES)
        hint = f"did you mean {near}?" if near else "one of " + ", ".join(STANCES)
        self.fault(offset, field, f"there is no stance “{_short(word)}”", hint)
        return ""

    def count(self, node: Node, offset: int, field: Field) -> int | None:
        """A whole number, from 0."""
        if type(node) is str and node.isascii() and node.isdigit() and len(node) <= 15:
            return int(node)
        self.mistaken(node, offset, field)
        return None

    def any(self, node: Node, offset: int) -> Value:
        """Whatever stands under a key that the schema does not know."""
        if isinstance(node, dict):
            return Entries(tuple((key, self.any(value, at)) for key, (_, at, value) in node.items()))
        if isinstance(node, list):
            return tuple(self.any(item, at) for at, item in node)
        return None if node is None else self.cleaned(node, offset)

    def cleaned(self, text: str, offset: int) -> str:
        """``text`` as it may reach a terminal; what that changes is reported."""
        if self._verbatim and self._document.is_plain:
            return text
        cleaned = clean(text)
        if cleaned is not text:
            found = changes(text)
            while self._document.lists(HIDDEN) and (change := next(found, None)):
                place = self._document.inside(offset, text, change.offset)
                self._document.warning(place, _told(change), group=HIDDEN)
            if rest := sum(1 for _ in found):
                self._document.more(rest, offset, HIDDEN, "warning")
        return cleaned

    def mistaken(self, node: Node, offset: int, field: Field) -> None:
        """Report a node of the wrong kind; what is absent is not wrong."""
        if not is_absent(node):
            what = f"“{_short(clean_line(node))}”" if isinstance(node, str) else found(node)
            self.fault(offset, field, f"{field.name} is {_EXPECTED[field.kind]}, not {what}", "")

    def fault(self, offset: int, field: Field, message: str, hint: str) -> None:
        """Report what is wrong with a field, and what is lost by it."""
        self._document.error(offset, f"{message}; {_LEFT_OUT.get(field, 'it is left out')}", hint)

    def _note_season(self, text: str, offset: int) -> None:
        if two_years(text):
            self._like_years.setdefault(text, self._document.place(offset))
        else:
            self._has_other_seasons = True

    def _line(self, text: str, offset: int) -> str:
        cleaned = self.cleaned(text, offset)
        line = on_a_line(cleaned)
        if line and len(text) <= _RECURRING and cleaned is text:  # else each of its occurrences is reported
            line = self._lines[text] = text if line == text else line
        return line


def _told(change: Change) -> str:
    name = unicodedata.name(chr(change.codepoint), "").lower()
    became = f"shown as {change.became}" if change.became else "left out"
    return f"U+{change.codepoint:04X}{f' ({name})' if name else ''} is {became}"
