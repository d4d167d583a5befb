"""Makes sources from the items of CSL (Citation Style Language 1.0.2). `csl_writer` does the reverse.

Bibliographies of all formats become CSL items first, so that there is one mapping:

| CSL | source |
|---|---|
| ``citation-key``, else ``id`` | key |
| ``type`` | kind |
| ``container-title`` or ``publisher``: the first if the type is in `CONTAINED`, else the second | publisher |
| ``URL``, else ``DOI`` as https://doi.org/… | url |
| ``issued`` | date; a date that is not EDTF is added to the note |
| ``author`` | author: literal names, and "Family, Given" |
| ``accessed`` | accessed |
| ``archive`` | archived, if it is an address |
| ``title``, ``language``, ``note`` | the same |

All other variables are kept unchanged, under the names of CSL. Data of a source for which CSL has no variable is in the
``custom`` object of the item, so that reading gives an equal source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from timeline_tui.dates.edtf import DateError
from timeline_tui.dates.when import parse
from timeline_tui.formats.bibliographies.csl_variables import CONTAINED
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.entries import EntryReader
from timeline_tui.formats.reading.nodes import List, Map, Node, value_of
from timeline_tui.formats.reading.references import References
from timeline_tui.model.fields import SOURCE, TIMELINE
from timeline_tui.model.timeline import Source
from timeline_tui.text.text import clean_line
from timeline_tui.text.web_addresses import is_address

OURS = "timeline-tui"
"""The key in ``custom`` under which we keep the fields that CSL does not have."""
DOI = "https://doi.org/"
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
OTHER = "other"
"""The key for unknown keys in that object."""
ORIGINAL = "original "
"""The prefix of an unknown key that has the name of a field."""
FIELDS = {field.name: field for field in SOURCE.fields}
_SOURCES = TIMELINE.by_name["sources"]


class Items:
    """Collects the items of a bibliography in one document, and makes sources of them.

    It is the sink of a `Builder`. Only items whose key is in ``wanted`` are read; None reads all.
    """

    def __init__(self, document: Document, wanted: Iterable[str] | None = None, *, verbatim: bool = False) -> None:
        """For ``verbatim`` see `Values`."""
        self._document = document
        self._wanted = None if wanted is None else frozenset(wanted)
        self._verbatim = verbatim
        self._sources: Map = {}
        self._lines: dict[str, int] = {}

    @property
    def keys(self) -> Iterable[str]:
        """The keys of all items so far."""
        return self._lines

    def includes(self, key: str) -> bool:
        """Whether the item with this key is read."""
        return self._wanted is None or clean_line(key) in self._wanted

    def begin(self, root: Map) -> None:
        """Called before the first item."""

    def event(self, node: Node, offset: int) -> None:
        """Take one item. An item without a key, or with the key of an earlier one, is reported and left out."""
        if not isinstance(node, dict):
            if node is not None:
                self._document.warning(offset, "a source in CSL is a mapping; this is left out", group="no mapping")
            return
        key, at = _key(node, offset)
        if not key:
            self._document.warning(offset, "an item without “id”; it is left out", group="an item without “id”")
        elif key in self._lines:
            if self.includes(key):
                message = f"“{key}” is also the key of the item on line {self._lines[key]}, which counts"
                self._document.warning(at, message, group="keys that are given twice")
        else:
            self._lines[key] = self._document.line(offset)
            if self.includes(key):
                self._sources[key] = offset, offset, self._fields(node)

    def sources(self) -> tuple[Source, ...]:
        """The sources of the items, in the order of the file."""
        entries = EntryReader(self._document, References(self._document), verbatim=self._verbatim, foreign=True)
        return entries.sources(self._sources, 0, _SOURCES)

    def _fields(self, item: Map) -> Map:
        """The fields of a source, by the names of our file."""
        rest = {name: entry for name, entry in item.items() if entry[2] is not None}
        own_fields, whole = _taken_from_custom(rest)
        if rest.pop("citation-key", None) is None:
            rest.pop("id", None)
        fields: Map = {}
        if isinstance(value_of(rest, "type"), str):
            fields["kind"] = rest.pop("type")
        is_part = "kind" in fields and fields["kind"][2] in CONTAINED
        for name, variables in (
            ("title", ("title",)),
            ("publisher", ("container-title", "publisher") if is_part else ("publisher", "container-title")),
            ("url", ("URL",)),
            ("language", ("language",)),
            ("note", ("note",)),
        ):
            present = next((variable for variable in variables if isinstance(value_of(rest, variable), str)), None)
            if present:
                fields[name] = rest.pop(present)
        name_at, at, doi = rest.get("DOI", (0, 0, None))
        if "url" not in fields and isinstance(doi, str):
            fields["url"] = name_at, at, doi_address(doi)
            del rest["DOI"]
        issued = rest.pop("issued", None)
        if issued and "date" not in own_fields:
            self._date(*issued, fields)
        _add_author(rest, fields)
        name_at, at, accessed = rest.get("accessed", (0, 0, None))
        if text := _edtf(accessed)[0]:
            fields["accessed"] = name_at, at, text
            del rest["accessed"]
        _, _, archive = rest.get("archive", (0, 0, None))
        if isinstance(archive, str) and is_address(archive.strip()):
            fields["archived"] = rest.pop("archive")
        fields.update(own_fields)
        for variable, entry in (rest if whole is None else whole).items():
            fields.setdefault(f"{ORIGINAL}{variable}" if variable in FIELDS else variable, entry)
        return fields

    def _date(self, name: int, at: int, issued: Node, fields: Map) -> None:
        """Add the date, or a remark on a date that is not EDTF."""
        text, remark = _edtf(issued)
        if text:
            fields["date"] = name, at, text
        if remark:
            self._document.note(at, f"“{remark}” is not a date that can be sorted; it is kept in the note")
            noted = fields.get("note", (name, at, ""))[2]
            fields["note"] = name, at, "\n".join(filter(None, (str(noted or ""), f"Published: {remark}")))


def doi_address(doi: str) -> str:
    """The address of a DOI, which may be written with ``doi:`` before it or as an address already."""
    doi = doi.strip()
    if doi.lower().startswith(("http://", "https://")):
        return doi
    return DOI + (doi[4:].strip() if doi.lower().startswith("doi:") else doi)


def _taken_from_custom(rest: Map) -> tuple[Map, Map | None]:
    """Remove what `csl_writer` wrote from ``custom``. Return its fields, and its unknown keys (None without them)."""
    name, at, custom = rest.get("custom", (0, 0, None))
    ours = value_of(custom, OURS) if isinstance(custom, dict) else None
    if not isinstance(custom, dict) or not isinstance(ours, dict):
        return {}, None
    others = {key: entry for key, entry in custom.items() if key != OURS}
    if others:
        rest["custom"] = name, at, others
    else:
        del rest["custom"]
    own_fields = {key: entry for key, entry in ours.items() if key in FIELDS}
    pairs = value_of(ours, OTHER)
    if not isinstance(pairs, list):
        return own_fields, None
    whole: Map = {}
    for _, pair in pairs:
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0][1], str):
            whole[pair[0][1]] = pair[0][0], *pair[1]
    return own_fields, whole


def _add_author(rest: Map, fields: Map) -> None:
    """Add the field for the authors in ``rest``. The variable stays if it has more than the field, or is not a list."""
    name_at, at, names = rest.get("author", (0, 0, None))
    if not isinstance(names, list):
        return
    listed: List = []
    is_exact = True
    for where, name in names:
        parts = {key: value for key, (_, _, value) in name.items()} if isinstance(name, dict) else {}
        texts = {key: clean_line(value) for key, value in parts.items() if isinstance(value, str)}
        given = " ".join(filter(None, (texts.get(part) for part in ("given", "dropping-particle"))))
        family = " ".join(filter(None, (texts.get(part) for part in ("non-dropping-particle", "family", "suffix"))))
        text = texts.get("literal") or ", ".join(filter(None, (family, given)))
        listed += [(where, text)] if text else []
        is_exact = is_exact and bool(text) and author_name(text) == parts
    if listed:
        fields["author"] = name_at, at, listed
    if listed and is_exact:
        del rest["author"]


def author_name(text: str) -> dict[str, str]:
    """The author ``text`` as a name of CSL: "Shalal, Andrea" has a family and a given name, "G7" is literal."""
    parts = text.split(", ")
    return {"family": parts[0], "given": parts[1]} if len(parts) == 2 and all(parts) else {"literal": text}


def _key(item: Map, offset: int) -> tuple[str, int]:
    """(key, its offset): Zotero's ``citation-key``, else the id."""
    for name in ("citation-key", "id"):
        _, at, node = item.get(name, (0, offset, None))
        if isinstance(node, str) and (key := clean_line(node)):
            return key, at
    return "", offset


# Dates


def _edtf(issued: Node) -> tuple[str, str]:
    """(EDTF, remark) of a date variable. One of them is empty."""
    if isinstance(issued, str):
        return _checked(issued)
    if not isinstance(issued, dict):
        return "", ""
    values = {name: value for name, (_, _, value) in issued.items()}
    parts = values.get("date-parts")
    if isinstance(parts, list) and parts:
        circa = "~" if values.get("circa") not in (None, "", "false", "0") else ""
        dates = [_point(part, values.get("season")) for _, part in parts]
        return _checked("/".join(f"{date}{circa}" for date in dates if date))
    text = next((text for name in ("raw", "literal") if isinstance(text := values.get(name), str)), "")
    return _checked(text)


def _checked(text: str) -> tuple[str, str]:
    text = clean_line(text)
    try:
        return (parse(text).text, "") if text else ("", "")
    except DateError:
        return "", text


def _point(part: Node, season: Node) -> str:
    """One of ``date-parts``, ``[2024, 6, 13]``, in EDTF. CSL has no year 0: the year −1 is 1 BC, in EDTF 0000."""
    numbers = [value.strip() for _, value in part if isinstance(value, str)] if isinstance(part, list) else []
    if not numbers or not all(re.fullmatch("-?[0-9]{1,6}", number) for number in numbers):
        return "-".join(numbers)
    year, *rest = map(int, numbers)
    year += year < 0
    words = [f"-{-year:04d}" if year < 0 else f"{year:04d}"]
    if isinstance(season, str) and not rest:
        number = int(season) if season.isdigit() and len(season) < 3 else _SEASONS.get(season.casefold(), 0)
        rest = [number + 20 if 1 <= number <= 4 else number] if number else []
    if rest and 13 <= rest[0] <= 16:  # how citeproc-js writes a season
        rest = [rest[0] + 8]
    return "-".join([*words, *(f"{number:02d}" for number in rest)])
