"""Reading nodes as the values of fields: text, names, dates, queries, numbers, aliases. For others see `coded_values`.

Each method that reads a value takes (node, offset of the node, field). It returns a falsy value if the value is absent
or not valid. If it is not valid it also reports a problem, which names the field and says what is left out.
"""

from __future__ import annotations

import unicodedata

from timeline_tui.dates.edtf import two_years
from timeline_tui.dates.edtf_writer import edtf_range
from timeline_tui.dates.when import DateError, Precision, When, parse, undated
from timeline_tui.formats.reading.document import HIDDEN, Document
from timeline_tui.formats.reading.nodes import List, Node
from timeline_tui.model.fields import ARCHIVE, ENTRIES, EVENT, Field, Kind
from timeline_tui.model.timeline import Entries, Value
from timeline_tui.query.aliases import chain_ends
from timeline_tui.query.syntax import QueryError, parse_query
from timeline_tui.text.quoting import for_yaml, in_json
from timeline_tui.text.text import changes, clean, clean_line, on_a_line
from timeline_tui.text.web_addresses import addresses, is_address, with_scheme

KEPT_UNDATED = "the event is kept under “Undated”"
"""For messages: what happens to an event without a date."""

_EXPECTED: dict[Kind, str] = {  # what a field of each kind must be, for messages
    "line": "text",
    "text": "text",
    "address": "an address",
    "lines": "text or a list of texts",
    "query": "the text of a query",
    "date": "a date",
    "stance": "one word",
    "reliability": "one letter",
    "credibility": "one digit",
    "sha256": "text",
    "fingerprint": "text",
    "count": "a whole number",
    "keys": "a key or a list of keys",
    "order": "an id, a date or a list of these",
    "aliases": "a mapping of other names to names",
    "sources": "a mapping of keys to sources, or the path of a bibliography (.json, .bib, .ris)",
    "source": "a key, an address or a source",
    "views": "a list of views",
    "events": "a list of events",
    "quotes": "a list of quotes",
    "citations": "a list of keys, addresses and sources",
    "relations": "a list of ids and relations",
    "archives": "an address or a list of addresses",
    "checks": "a list of checks",
    "extract": "a mapping",
}
# For messages: what is left out if a required field is not valid. Of other fields only the value is left out.
_LEFT_OUT = {field: f"the {entry.noun} is left out" for entry in ENTRIES for field in entry.fields if field.required}
_LEFT_OUT[EVENT.by_name["date"]] = KEPT_UNDATED
_NAME = Field("name", "line", "The name that an alias means.")  # the value of an alias
_SPACE_HINT = "write a space in an address as %20; other words belong to the title or note"
_VALUE_WORDS = frozenset(("date", "event", "file", "id", "key", "name", "path", "text", "title", "url", "value"))
_MAX_NAME = 40  # characters of a line that is cached, because it may be a name that comes again
_MAX_QUOTED = 40  # characters of a value that a message quotes


def is_absent(node: Node) -> bool:
    """Whether ``node`` counts as no value: null, or nothing but white space."""
    return node is None or (isinstance(node, str) and (not node or node.isspace()))


def type_in_words(node: Node) -> str:
    """The type of ``node`` in words, for a message."""
    if isinstance(node, dict):
        return "a mapping"
    if isinstance(node, list):
        return "a list"
    return "nothing" if node is None else "text"


def short(text: str) -> str:
    """``text`` for a message, cut after _MAX_QUOTED characters."""
    return text if len(text) <= _MAX_QUOTED else f"{text[: _MAX_QUOTED - 1]}…"


class Values:
    """Reads the values of one document, and reports invalid values to the document.

    ``verbatim`` means that the text of the document contains each value literally or with escapes by a backslash, as in
    YAML and JSON. Values need no cleaning then if the whole text is plain (`Document.is_plain`).
    """

    def __init__(self, document: Document, *, verbatim: bool = False) -> None:
        self._document = document
        self._verbatim = verbatim
        self._lines: dict[str, str] = {}  # line as written → cleaned line; a name is cleaned and kept once
        self._dates: dict[str, When] = {}  # date as written → date
        self._like_years: dict[str, int] = {}  # season that looks like two years → offset of its first use
        self._has_other_seasons = False  # whether there is a season that cannot be two years

    def line(self, node: Node, offset: int, field: Field) -> str:
        """Text, cleaned and on one line."""
        if type(node) is str:
            known = self._lines.get(node)
            return self._line(node, offset) if known is None else known
        self.mistaken(node, offset, field)
        return ""

    def address(self, node: Node, offset: int, field: Field) -> str:
        """A line that should be one web address. If it has other words or addresses too, it is kept with a warning.

        An archive without an address is kept with a warning, too. A source may be found elsewhere than on the web.
        """
        line = self.line(node, offset, field)
        if not line or is_address(line):
            return line
        parts = addresses(line)
        urls = [url for _, url in parts if url]
        is_archive = field.name == "archived" or field is ARCHIVE.fields[0]
        if parts and (" " in line or len(urls) > 1):
            several = f"write a list: [{', '.join(map(in_json, urls))}]"
            several = several if is_archive else f"give each a source of its own: {', '.join(urls)}"
            message = f"{field.name} is one address, without white space"
            self._document.warning(offset, message, several if len(urls) > 1 else _SPACE_HINT)
        elif is_archive and not parts:
            written = with_scheme(line, is_sure=True)
            hint = f"write {written}" if written else "a file is named under “copy”"
            message = f"{field.name} is a web address, not “{short(line)}”; it is kept"
            self._document.warning(offset, message, hint, "archives without an address")
        return line

    def text(self, node: Node, offset: int, field: Field) -> str:
        """Cleaned text that may have several lines, without white space at its ends."""
        if type(node) is str:
            return self.cleaned(node, offset).strip()
        self.mistaken(node, offset, field)
        return ""

    def lines(self, node: Node, offset: int, field: Field) -> tuple[str, ...]:
        """The lines of a list, without empty ones. Text counts as a list of one line."""
        items: List = node if type(node) is list else [(offset, node)]
        try:
            return tuple([self._lines[item] for _, item in items])  # type: ignore[index]  # a list or mapping raises TypeError
        except (KeyError, TypeError):
            return tuple([line for at, item in items if (line := self.line(item, at, field))])

    def date(self, node: Node, offset: int, field: Field) -> When | None:
        """A date in EDTF, as `dates.when.parse` reads it."""
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
                self.fault(place, field, f"{short(text)}: {error.message}", error.hint)
                return None
            if Precision.SEASON in (known.precision, known.end and known.end.precision):
                self._note_season(text, offset)
            self._dates[node] = known
        return known

    def event_date(self, node: Node, offset: int, field: Field) -> When | None:
        """The date of an event. A wrong date is reported, and the result is undated, with the text of the file."""
        return self.date(node, offset, field) or (None if is_absent(node) else undated(_as_written(node)))

    def report_like_years(self) -> None:
        """Warn of seasons that are probably meant as two years. Call this after all dates have been read.

        In EDTF ``1923-24`` is the winter of 1923. There is no warning if the file also has a season that cannot be two
        years, because such a file uses seasons on purpose, or if it was not read to its end.
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
        """The text of a valid query. Empty text is valid, so the result for no value is None."""
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

    def count(self, node: Node, offset: int, field: Field) -> int | None:
        """A whole number from 0, with at most 15 digits. Zero is valid, so the result for no value is None."""
        if type(node) is str and node.isascii() and node.isdigit() and len(node) <= 15:
            return int(node)
        self.mistaken(node, offset, field)
        return None

    def aliases(self, node: Node, offset: int, field: Field) -> tuple[tuple[str, str], ...]:
        """Pairs (alias, name). Each name is the end of a chain of aliases; aliases in a circle are errors.

        An alias that means itself is kept: it marks a name as different from similar ones.
        """
        if not isinstance(node, dict):
            self.mistaken(node, offset, field)
            return ()
        names: dict[str, str] = {}
        places: dict[str, int] = {}
        for other, (_, at, value) in node.items():
            name = self.line(value, at, _NAME)
            if is_absent(value) or (isinstance(value, str) and not name):
                self._document.error(at, f"the alias “{other}” has no name; it is left out")
            elif name:
                names[other], places[other] = name, at
        ends = chain_ends({other: name for other, name in names.items() if other != name})
        for other, end in ends.items():
            if end is None:
                message = f"the alias “{other}” leads back to itself through “{names[other]}”; it is left out"
                self._document.error(places[other], message)
        ends |= {other: other for other, name in names.items() if other == name}
        return tuple((other, names[end]) for other in names if (end := ends[other]) is not None)

    def any(self, node: Node, offset: int) -> Value:
        """The value, of any type, of a key that is not in the schema. Texts in it are cleaned."""
        if isinstance(node, dict):
            return Entries(tuple((key, self.any(value, at)) for key, (_, at, value) in node.items()))
        if isinstance(node, list):
            return tuple(self.any(item, at) for at, item in node)
        return None if node is None else self.cleaned(node, offset)

    def cleaned(self, text: str, offset: int) -> str:
        """``text`` made safe for the terminal by `clean`. Each character that this changes is reported.

        ``text`` begins at ``offset``. The result is ``text`` itself, the same object, if nothing changes.
        """
        if self._verbatim and self._document.is_plain:
            return text
        cleaned = clean(text)
        if cleaned is not text:
            changed = changes(text)
            while self._document.lists(HIDDEN) and (change := next(changed, None)):
                at, character, became = change
                place = self._document.inside(offset, text, at)
                self._document.warning(place, _in_words(character, became), group=HIDDEN)
            if rest := sum(1 for _ in changed):
                self._document.more(rest, offset, HIDDEN, "warning")
        return cleaned

    def mistaken(self, node: Node, offset: int, field: Field) -> None:
        """Report that ``node`` has the wrong type for ``field``. An absent value is not reported."""
        if not is_absent(node):
            actual = f"“{short(clean_line(node))}”" if isinstance(node, str) else type_in_words(node)
            text = _only_text(node)
            hint = f"write {field.name}: {for_yaml(text)}" if 0 < len(text) <= _MAX_QUOTED else ""
            self.fault(offset, field, f"{field.name} is {_EXPECTED[field.kind]}, not {actual}", hint)

    def fault(self, offset: int, field: Field, message: str, hint: str) -> None:
        """Report the error ``message`` in ``field``, and add to it what is left out."""
        self._document.error(offset, f"{message}; {_LEFT_OUT.get(field, 'it is left out')}", hint)

    def _note_season(self, text: str, offset: int) -> None:
        """Remember a date with a season for `report_like_years`."""
        if two_years(text):
            self._like_years.setdefault(text, self._document.place(offset))
        else:
            self._has_other_seasons = True

    def _line(self, text: str, offset: int) -> str:
        """``text`` cleaned and on one line. Short lines are cached, unless cleaning changed them.

        Texts with changes are cleaned again each time, so that each place is reported.
        """
        cleaned = self.cleaned(text, offset)
        line = on_a_line(cleaned)
        if line and len(text) <= _MAX_NAME and cleaned is text:
            line = self._lines[text] = text if line == text else line
        return line


def _only_text(node: Node) -> str:
    """The text in a list of one, or under the only key of a mapping if that is a word for any value; else ""."""
    if isinstance(node, list) and len(node) == 1:
        return clean_line(node[0][1]) if isinstance(node[0][1], str) else ""
    if isinstance(node, dict) and len(node) == 1:
        [(key, (_, _, value))] = node.items()
        return clean_line(value) if key in _VALUE_WORDS and isinstance(value, str) else ""
    return ""


def _as_written(node: Node) -> str:
    """``node`` on one line. A list or mapping has brackets, so that it is not taken for a date."""
    if isinstance(node, dict):
        return f"{{{', '.join(f'{key}: {_as_written(value)}' for key, (_, _, value) in node.items())}}}"
    if isinstance(node, list):
        return f"[{', '.join(_as_written(item) for _, item in node)}]"
    return clean_line(node or "")


def _in_words(character: str, became: str) -> str:
    """``"U+202E (right-to-left override) is shown as \ufffd"``, with the character U+FFFD itself."""
    name = unicodedata.name(character, "").lower()
    change = f"shown as {became}" if became else "left out"
    return f"U+{ord(character):04X}{f' ({name})' if name else ''} is {change}"
