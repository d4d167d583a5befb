"""RIS, the format of reference managers: a tag of two characters, ``  - ``, and a value on each line.

https://web.archive.org/web/20120526103719/http://refman.com/support/risformat_intro.asp

It is read here, not by a library: rispy 0.10 leaves out a record without ``ER`` and all but the last of repeated
titles, and does not give lines.
"""

from __future__ import annotations

import re

from timeline_tui.formats.bibliographies.csl_build import date, names, text_entry
from timeline_tui.formats.bibliographies.csl_items import Items
from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Map

_TAG = re.compile(r"^([A-Z][A-Z0-9]) {0,2}-(?:[ \t]|$)", re.MULTILINE)  # its value ends at the next tag
_TYPES = {
    "ABST": "article-journal",
    "ADVS": "broadcast",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "GEN": "document",
    "GOVDOC": "report",
    "HEAR": "hearing",
    "ICOMM": "personal_communication",
    "INPR": "article-journal",
    "JFULL": "article-journal",
    "JOUR": "article-journal",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "RPRT": "report",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}
# The tags of each variable, the best first. The second title of a record is the title of the work that contains it.
_VARIABLES = {
    "id": ("ID", "LB"),
    "title": ("TI", "T1", "CT", "BT"),
    "container-title": ("T2", "JO", "JF", "BT", "JA", "J2"),
    "publisher": ("PB",),
    "URL": ("UR", "L2", "LK"),
    "DOI": ("DO",),
    "language": ("LA",),
    "note": ("N1", "RN"),
    "abstract": ("AB", "N2"),
    "volume": ("VL",),
    "issue": ("IS",),
    "publisher-place": ("CY", "PP"),
    "edition": ("ET",),
    "genre": ("M3",),
    "source": ("DP",),
}
_NAMES = {"author": ("AU", "A1"), "editor": ("A2", "ED"), "collection-editor": ("A3",), "translator": ("A4",)}
_JOINED = {"note": "\n", "keyword": ", "}
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")

Tags = dict[str, list[tuple[int, str]]]
"""Tag → (offset, value) of each of its lines."""


def read_items(document: Document, items: Items) -> None:
    """Read the records. A record ends with ``ER``, or where the next one begins."""
    text = document.text.replace("\r\n", " \n").replace("\r", "\n")
    found = [*_TAG.finditer(text)]
    starts = [tag.start() for tag in found] + [len(text)]
    _report_stray(document, text, 0, starts[0])
    tags: Tags = {}
    for tag, end in zip(found, starts[1:], strict=True):
        if tag[1] in ("ER", "TY"):
            _record(tags, items)
            tags = {}
        if tag[1] == "ER":
            _report_stray(document, text, tag.end(), end)
        else:
            value = " ".join(filter(None, map(str.strip, text[tag.end() : end].split("\n"))))
            tags.setdefault(tag[1], []).append((tag.start(), value))
    _record(tags, items)


def _report_stray(document: Document, text: str, start: int, end: int) -> None:
    """Report text between two records."""
    words = text[start:end]
    if words.strip():
        at = start + len(words) - len(words.lstrip())
        group = "text outside of records"
        document.warning(at, f"{group}; it is left out", "a record begins with TY", group)


def _record(tags: Tags, items: Items) -> None:
    """Pass one record to ``items``, if it has a tag."""
    if not tags:
        return
    offset = min(lines[0][0] for lines in tags.values())
    item: Map = {}
    if "TY" in tags:
        at, kind = tags.pop("TY")[0]
        item["type"] = text_entry(at, _TYPES.get(kind, kind))
    for variable, choices in _VARIABLES.items():
        tag = next((choice for choice in choices if tags.get(choice)), None)
        if tag:
            joined = _JOINED.get(variable)
            taken = tags[tag] if joined else tags[tag][:1]
            tags[tag] = [] if joined else tags[tag][1:]
            item[variable] = text_entry(taken[0][0], (joined or "").join(value for _, value in taken))
    for variable, choices in _NAMES.items():
        people = [person for tag in choices for person in tags.pop(tag, [])]
        if people:
            item[variable] = text_entry(people[0][0], names(people[0][0], [_person(name) for _, name in people]))
    _pages(tags, item)
    _issued(tags, item)
    for tag, lines in tags.items():
        if lines:
            item.setdefault(tag, text_entry(lines[0][0], "\n".join(value for _, value in lines)))
    items.event(item, offset)


def _person(name: str) -> dict[str, str]:
    """A name as ``Family, Given, Suffix``, or a single name."""
    family, *rest = [part.strip() for part in name.split(",")]
    return {"family": family, "given": rest[0], "suffix": ", ".join(rest[1:])} if rest else {"literal": family}


def _pages(tags: Tags, item: Map) -> None:
    pages = [tags.pop(tag)[0] for tag in ("SP", "EP") if len(tags.get(tag, ())) == 1]
    if pages:
        item["page"] = text_entry(pages[0][0], "–".join(value for _, value in pages))
    if "KW" in tags:
        words = tags.pop("KW")
        item["keyword"] = text_entry(words[0][0], ", ".join(value for _, value in words))


def _issued(tags: Tags, item: Map) -> None:
    """The date: ``YYYY/MM/DD/other``, where each part may be empty. The longest of several dates counts."""
    dates = [(field, tag) for tag in ("DA", "PY", "Y1") for field in tags.get(tag, ())[:1] if field[1].strip("/")]
    if not dates:
        return
    (at, value), tag = max(dates, key=lambda found: len(found[0][1].strip("/")))
    tags[tag] = tags[tag][1:]
    for (_, other), which in dates:
        if which != tag and value.startswith(other.strip("/")):
            tags[which] = tags[which][1:]
    if re.fullmatch(r"[0-9]+-[0-9]{2}(?:-[0-9]{2})?", value):
        item["issued"] = text_entry(at, value)
        return
    year, month, day, other_part = (*(part.strip() for part in value.split("/", 3)), "", "", "")[:4]
    if not other_part and day.lower() in _SEASONS:
        day, other_part = "", day
    if other_part.lower() in _SEASONS and not month:
        parts = date(at, year)
        assert isinstance(parts, dict)
        item["issued"] = text_entry(at, {**parts, "season": text_entry(at, other_part)})
    elif other_part:
        item["issued"] = text_entry(at, {"literal": text_entry(at, value.strip("/"))})
    else:
        item["issued"] = text_entry(at, date(at, year, month, day))
