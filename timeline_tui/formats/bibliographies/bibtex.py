"""BibTeX and BibLaTeX, read by bibtexparser (extra ``references``).

https://www.bibtex.org/Format/ and https://ctan.org/pkg/biblatex for the names of fields.
"""

from __future__ import annotations

import logging
import re
from itertools import accumulate

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import NameParts, RemoveEnclosingMiddleware, SeparateCoAuthors, SplitNameParts
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, Field, ParsingFailedBlock
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerError

from timeline_tui.formats.bibliographies.csl_build import date, names, text_entry
from timeline_tui.formats.bibliographies.csl_items import Items
from timeline_tui.formats.reading.document import NOWHERE, Document
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.text.web_addresses import addresses

LARGEST = 1 << 26
"""The most characters of a file: bibtexparser reads a megabyte in a second."""
MOST_ENTRIES = 50_000
"""The most entries, counted by the at signs: bibtexparser takes 45 µs for one that is not valid."""

_OTHERWISE = "export it as CSL-JSON, which has no such limit"
_LONGEST = 10_000  # characters of a value that is decoded; pylatexenc takes a minute for a megabyte of percent signs
_LONGEST_NAMES = 1 << 18  # characters of a list of names that is split
# Characters of a file that pylatexenc decodes, at 5 µs each and 140 µs a text: about a second. Of a file with more than
# a megabyte, an eighth is decoded.
_MOST_DECODED = 1 << 17
_CALL = 30  # each text counts as 30 characters more

_TYPES = {
    "article": "article-journal",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "legislation": "legislation",
    "manual": "report",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "mvbook": "book",
    "news": "article-newspaper",
    "newspaper": "article-newspaper",
    "online": "webpage",
    "phdthesis": "thesis",
    "proceedings": "book",
    "techreport": "report",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
# The fields of each variable, the best first.
_VARIABLES = {
    "title": ("title",),
    "container-title": ("journaltitle", "journal", "booktitle", "maintitle"),
    "publisher": ("publisher", "institution", "school", "organization"),
    "URL": ("url",),
    "DOI": ("doi",),
    "language": ("language", "langid"),
    "note": ("note",),
    "abstract": ("abstract",),
    "collection-title": ("series",),
    "edition": ("edition",),
    "genre": ("type",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "issue": ("number", "issue"),
    "keyword": ("keywords",),
    "page": ("pages",),
    "publisher-place": ("location", "address"),
    "version": ("version",),
    "volume": ("volume",),
}
_NAMES = {"author": "author", "editor": "editor", "translator": "translator"}
_VERBATIM = ("url", "doi", "eprint", "file", "date", "urldate")  # fields that are not LaTeX
_COMMAND = re.compile(r"[\\$]")
_SPECIAL = re.compile("[{}~]|---?|[`!?]`|''")
_SIGNS = {"~": "\xa0", "--": "–", "---": "—", "``": "“", "''": "”", "!`": "¡", "?`": "¿"}
_TO_TEXT = LatexNodes2Text(math_mode="verbatim")
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # its warnings would go to the terminal
logging.getLogger("bibtexparser").propagate = False


def read_items(document: Document, items: Items) -> None:
    """Read the entries. An entry that is not valid is reported and left out."""
    if len(document.text) > LARGEST:
        document.stop(NOWHERE, f"it is too large: the limit for BibTeX is {LARGEST:,} characters", _OTHERWISE)
        return
    if document.text.count("@") > MOST_ENTRIES:
        document.stop(NOWHERE, f"it has too many entries: the limit for BibTeX is {MOST_ENTRIES:,}", _OTHERWISE)
        return
    starts = [0, *accumulate(len(line) + 1 for line in document.text.split("\n"))]
    decoder = _Decoder(document)
    for block in sorted(parse_string(document.text).blocks, key=lambda block: block.start_line or 0):
        offset = starts[min(block.start_line or 0, len(starts) - 1)]
        entry = _entry(block, document, offset)
        if entry and items.includes(entry.key):
            items.event(_Item(entry, starts, offset, decoder).item(), offset)
        elif entry:
            items.event({"id": text_entry(offset, entry.key)}, offset)


def _entry(block: Block, document: Document, offset: int) -> Entry | None:
    """The entry in a block; None, with a warning if it is not valid, for other blocks."""
    if isinstance(block, Entry):
        return block
    if isinstance(block, (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)):
        inner = block.ignore_error_block
        if isinstance(block, DuplicateFieldKeyBlock):
            twice = ", ".join(sorted(block.duplicate_keys))
            document.warning(offset, f"fields that are given twice ({twice}); the first of each is kept")
        bare = RemoveEnclosingMiddleware().transform(Library([inner] if inner else []))
        return next(iter(bare.entries), None)
    if isinstance(block, ParsingFailedBlock):
        reason = str(block.error).splitlines()
        document.warning(offset, "this is not valid BibTeX; the entry is left out", reason[0] if reason else "")
    return None


class _Item:
    """Makes a CSL item of one entry."""

    def __init__(self, entry: Entry, starts: list[int], offset: int, decoder: _Decoder) -> None:
        self._entry, self._starts, self._offset, self._decoder = entry, starts, offset, decoder
        self._fields: dict[str, Field] = {}
        for field in entry.fields:
            self._fields.setdefault(field.key.lower(), field)

    def item(self) -> Map:
        entry, offset = self._entry, self._offset
        kind = entry.entry_type.lower()
        item: Map = {"id": text_entry(offset, entry.key)}
        self._split_names(item)
        self._date(item)
        self._subtitle()
        for variable, choices in _VARIABLES.items():
            name = next((choice for choice in choices if choice in self._fields), None)
            if name:
                item[variable] = self._take(name)
        if "URL" not in item and "howpublished" in self._fields:
            links = addresses(str(self._fields["howpublished"].value).replace("{", " ").replace("}", " "))
            if links and links[0][1]:
                at = self._place(self._fields.pop("howpublished"))
                item["URL"] = text_entry(at, links[0][1])
        usual = "webpage" if kind == "misc" and "URL" in item else kind
        item["type"] = text_entry(offset, _TYPES.get(usual, usual))
        for name in [*self._fields]:
            item.setdefault(name, self._take(name))
        return item

    def _take(self, name: str) -> tuple[int, int, Node]:
        field = self._fields.pop(name)
        text = str(field.value)
        at = self._place(field)
        return text_entry(at, text if name in _VERBATIM else self._decoder.plain(text, at))

    def _place(self, field: Field) -> int:
        return self._starts[min(field.start_line or 0, len(self._starts) - 1)]

    def _subtitle(self) -> None:
        if "title" in self._fields and "subtitle" in self._fields:
            title, subtitle = self._fields["title"], self._fields.pop("subtitle")
            self._fields["title"] = Field("title", f"{title.value}: {subtitle.value}", title.start_line)

    def _date(self, item: Map) -> None:
        for name, variable in (("date", "issued"), ("urldate", "accessed")):
            if name in self._fields:
                at, _, text = self._take(name)
                item[variable] = text_entry(at, text if variable == "issued" else {"raw": text_entry(at, text)})
        if "issued" not in item and "year" in self._fields:
            at, _, year = self._take("year")
            rest = [str(self._take(name)[2] or "") if name in self._fields else "" for name in ("month", "day")]
            item["issued"] = text_entry(at, date(at, str(year), *rest))

    def _split_names(self, item: Map) -> None:
        for name, variable in _NAMES.items():
            if name in self._fields:
                field = self._fields.pop(name)
                at = self._place(field)
                item[variable] = text_entry(at, names(at, self._decoder.people(str(field.value), at)))


class _Decoder:
    """Decodes the texts and names of one file, which are LaTeX, up to a limit."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._left = max(_MOST_DECODED, len(document.text) >> 3)
        self._known: dict[str, str] = {}

    def plain(self, latex: str, offset: int) -> str:
        """``latex`` as text. Beyond the limit it is kept unchanged, with a warning at ``offset``.

        A percent sign does not begin a comment, because BibTeX has none.
        """
        if not _COMMAND.search(latex):
            return _without_commands(latex)
        if latex not in self._known:
            cost = len(latex) + _CALL
            if len(latex) > _LONGEST or cost > self._left:
                self._document.warning(
                    offset, "there is too much LaTeX to decode; this text is kept as written", group="LaTeX"
                )
                return latex
            self._left -= cost
            self._known[latex] = _decoded(latex) or latex
        return self._known[latex]

    def people(self, text: str, offset: int) -> list[dict[str, str]]:
        """The names in an author field, which are separated by “and”. A very long field is one name, with a warning."""
        if len(text) > _LONGEST_NAMES:
            message = f"a list of names with {len(text):,} characters is kept as one name"
            self._document.warning(offset, message, f"the limit is {_LONGEST_NAMES:,}")
            return [{"literal": self.plain(text, offset)}]
        library = Library([Entry("misc", "k", [Field("author", text)])])
        for middleware in (SeparateCoAuthors(), SplitNameParts()):
            library = middleware.transform(library)
        split = [field.value for entry in library.entries for field in entry.fields]
        return [self._person(name, offset) for name in split[0]] if split else [{"literal": self.plain(text, offset)}]

    def _person(self, name: NameParts, offset: int) -> dict[str, str]:
        family, given, particle, suffix = (
            self.plain(" ".join(parts), offset) for parts in (name.last, name.first, name.von, name.jr)
        )
        if not (given or particle or suffix):
            return {"literal": family}
        return {"family": family, "given": given, "non-dropping-particle": particle, "suffix": suffix}


def _decoded(latex: str) -> str:
    """LaTeX with commands as text; ``latex`` itself if it cannot be read."""
    try:
        return str(_TO_TEXT.latex_to_text(re.sub(r"(?<!\\)%", r"\\%", latex))).strip()
    except (LatexWalkerError, RecursionError):  # it is not LaTeX, or nested too deep
        return latex


def _without_commands(latex: str) -> str:
    """LaTeX without commands as text: pylatexenc gives the same, but takes seconds for a megabyte."""
    if latex.count("{") != latex.count("}"):
        return latex.strip()
    return _SPECIAL.sub(lambda found: _SIGNS.get(found[0], ""), latex).strip()
